//! From a match to a fact: what a resource says about everything that is read from it.

use foramen_fhir::{Codeable, DateRange};

use super::{
    Reader,
    matching::{Hit, hits},
    named, refine,
    wording::{self, Assertion, Words},
};
use crate::{
    Attribute, BaselineCause, ConceptRole, Confidence, Evidence, Fact, FindingId, Kind, Origin,
    Region, Regions, SourceRef, State, fact::IMPLIED,
};

/// What one resource says about all facts that are read from it.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent statement of the resource; no two make a state machine"
)]
pub(super) struct Statement<'t> {
    /// The resource.
    pub(super) source: SourceRef,
    /// How its facts are read.
    pub(super) origin: Origin,
    /// Stated or denied.
    pub(super) state: State,
    /// The most that its facts can be.
    pub(super) confidence: Confidence,
    /// Whether somebody confirmed it, beyond not doubting it.
    pub(super) confirmed: bool,
    /// When it began.
    pub(super) onset: Option<DateRange>,
    /// When it ended.
    pub(super) end: Option<DateRange>,
    /// When it was written down.
    pub(super) stated: Option<DateRange>,
    /// Whether it is a reason or diagnosis of the encounter in context.
    pub(super) current_encounter: bool,
    /// Whether it was found on the day of `stated`.
    pub(super) examined: bool,
    /// Whether only the patient tells it: the reason of a visit.
    pub(super) told: bool,
    /// Texts beside the codes.
    pub(super) texts: Vec<&'t str>,
    /// Words of the body site.
    pub(super) site: Words,
}

impl<'t> Statement<'t> {
    /// A present, certain statement without a date.
    pub(super) fn new(source: SourceRef, origin: Origin) -> Self {
        Self {
            source,
            origin,
            state: State::Present,
            confidence: Confidence::Certain,
            confirmed: false,
            onset: None,
            end: None,
            stated: None,
            current_encounter: false,
            examined: false,
            told: false,
            texts: Vec::new(),
            site: Words::default(),
        }
    }

    /// Takes the texts of concepts, and their hedges.
    pub(super) fn with_texts(
        mut self,
        concepts: impl IntoIterator<Item = &'t Codeable<'t>>,
    ) -> Self {
        for text in concepts.into_iter().flat_map(Codeable::texts) {
            if !self.texts.contains(&text) {
                self.texts.push(text);
            }
        }
        if wording::assertion(self.texts.iter().copied()) != Assertion::Affirmed {
            self.confidence = Confidence::Probable;
        }
        self
    }

    /// Takes the words of the body site.
    pub(super) fn at(mut self, site: impl IntoIterator<Item = &'t Codeable<'t>>) -> Self {
        self.site = Words::of(site.into_iter().flat_map(Codeable::texts));
        self
    }

    /// Whether the texts call it improbable: then it states nothing.
    pub(super) fn is_withheld(&self) -> bool {
        wording::assertion(self.texts.iter().copied()) == Assertion::Withheld
    }

    /// The words of texts and body site.
    pub(super) fn words(&self) -> Words {
        Words::of(self.texts.iter().copied()).and(&self.site)
    }

    /// The words that say more than the value set's own name of the code.
    fn words_beyond(&self, hit: &Hit<'_>) -> Words {
        let repeats = |text: &str| {
            hit.own_words
                .iter()
                .any(|own| own.trim().eq_ignore_ascii_case(text.trim()))
        };
        Words::of(self.texts.iter().copied().filter(|text| !repeats(text))).and(&self.site)
    }

    /// Regions of a code; else, or if it names no part, those of body site and text.
    pub(super) fn regions(&self, coded: Regions) -> Regions {
        let told = named(coded).union(wording::regions(&self.site));
        if !told.is_empty() {
            return told;
        }
        let text = wording::regions(&self.words());
        if text.is_empty() { coded } else { text }
    }

    /// Evidence in this resource.
    pub(super) fn evidence(&self, says: impl Into<String>) -> Evidence {
        Evidence {
            source: self.source.clone(),
            origin: self.origin,
            says: says.into(),
        }
    }

    /// Evidence of every coding of a match.
    pub(super) fn evidence_of(&self, hit: &Hit<'_>) -> Vec<Evidence> {
        hit.says
            .iter()
            .map(|says| self.evidence(says.as_str()))
            .collect()
    }
}

impl<'r> Reader<'r, '_> {
    /// The concepts of some codes.
    pub(super) fn hits<'c>(
        &self,
        concepts: impl IntoIterator<Item = &'c Codeable<'c>>,
    ) -> Vec<Hit<'r>> {
        hits(self.vocabulary, concepts)
    }

    /// Adds the facts that the matches state; answers which findings were stated.
    pub(super) fn state(&mut self, hits: &[Hit<'_>], statement: &Statement<'_>) -> Vec<FindingId> {
        if statement.is_withheld() {
            return Vec::new();
        }
        let facts: Vec<Fact> = hits
            .iter()
            .flat_map(|hit| self.facts_of(hit, statement))
            .collect();
        for hit in hits {
            self.add_cause(hit, statement);
        }
        let present = facts
            .iter()
            .filter(|fact| fact.is_present())
            .map(|fact| fact.finding)
            .collect();
        for fact in facts {
            self.facts.push(fact);
        }
        present
    }

    /// What the codes state; where there are none, spine and root pain by its words.
    pub(super) fn state_or_words(
        &mut self,
        hits: &[Hit<'_>],
        statement: &Statement<'_>,
    ) -> Vec<FindingId> {
        if hits.is_empty() {
            self.state_words(statement)
        } else {
            self.state(hits, statement)
        }
    }

    /// The facts that one match states; none for matches whose value decides and for rows of other lists than devices.
    pub(super) fn facts_of(&self, hit: &Hit<'_>, statement: &Statement<'_>) -> Vec<Fact> {
        let concept = hit.concept;
        let targets: Vec<FindingId> = match concept.role {
            _ if concept.measured => Vec::new(),
            // Only the substance of an allergy, see there.
            ConceptRole::Finding if &*concept.id == "safety.contrast_substance" => Vec::new(),
            ConceptRole::Finding => concept.targets.clone(),
            ConceptRole::Evidence => concept.own_finding.into_iter().collect(),
            // That one implant is denied does not empty the list.
            ConceptRole::List if concept.targets.contains(&self.known.device) => {
                let stated = statement.state == State::Present;
                stated.then_some(self.known.device).into_iter().collect()
            }
            // A drug or obstetric cause of a bladder finding is that finding too.
            ConceptRole::Baseline if &*concept.id == "neuro.bladder.other_cause" => {
                concept.targets.clone()
            }
            _ => Vec::new(),
        };
        let mut facts: Vec<Fact> = targets
            .into_iter()
            .flat_map(|target| self.fact(target, hit, statement))
            .collect();
        if hit.is_under("dx.disc_herniation") {
            // A disc herniation is a spine diagnosis too (concepts.csv).
            let also = facts.first().map(|fact| Fact {
                finding: self.known.spine_dx,
                ..fact.clone()
            });
            facts.extend(also.filter(Fact::is_present));
        }
        facts
    }

    /// The fact of one finding, with what the words add: a worsening deficit is a progressive one, a cauda equina code names saddle
    /// and bladder.
    fn fact(&self, finding: FindingId, hit: &Hit<'_>, statement: &Statement<'_>) -> Vec<Fact> {
        let denied = statement.state == State::Absent;
        if denied && hit.concept.absent {
            // The denial of a denial says nothing.
            return Vec::new();
        }
        let mut fact = Fact {
            state: if denied || hit.concept.absent {
                State::Absent
            } else {
                State::Present
            },
            confidence: hit.strength.min(statement.confidence),
            regions: if self.has_place(finding) {
                statement.regions(hit.regions)
            } else {
                hit.regions
            },
            attributes: hit.attributes.clone(),
            onset: statement.onset,
            end: statement.end,
            stated: statement.stated,
            current_alone: hit.current_alone,
            current_encounter: statement.current_encounter,
            examined: statement.examined,
            evidence: statement.evidence_of(hit),
            ..Fact::present(finding, statement.evidence(""))
        };
        if denied && self.is_choice(finding) {
            // Choices have a word for no.
            fact.attributes.set_word(Attribute::Value, "no");
            fact.state = State::Present;
        }
        let Some(fact) = refine::by_words(
            fact,
            hit,
            statement,
            self.reading,
            &statement.words_beyond(hit),
        ) else {
            return Vec::new();
        };
        let mut facts = self.implied(&fact);
        facts.extend(refine::progressive(&fact, &statement.words(), &self.known));
        facts.insert(0, fact);
        facts
    }

    /// Saddle and bladder findings of a cauda equina code (protocol 1.1).
    pub(super) fn implied(&self, fact: &Fact) -> Vec<Fact> {
        if fact.finding != self.known.pattern_cauda_equina || !fact.is_present() {
            return Vec::new();
        }
        let mut evidence = fact.evidence.clone();
        for evidence in &mut evidence {
            evidence.says = format!("{} {IMPLIED}", evidence.says);
        }
        let saddle = Fact {
            finding: self.known.neuro_saddle,
            evidence,
            ..fact.clone()
        };
        let mut bladder = Fact {
            finding: self.known.neuro_bladder,
            ..saddle.clone()
        };
        bladder
            .attributes
            .set_word(Attribute::Kind, "retention_or_flow");
        vec![saddle, bladder]
    }

    /// Whether the region of a finding is a region of the spine, rather than where else in the body the words are.
    pub(super) fn has_place(&self, finding: FindingId) -> bool {
        let name = self.vocabulary.name(finding);
        ["pain.", "pattern.", "dx.", "spine."]
            .iter()
            .any(|prefix| name.starts_with(prefix))
            || [
                self.known.rf_prior_surgery,
                self.known.rf_fracture_vertebral,
                self.known.rf_spinal_infection,
            ]
            .contains(&finding)
    }

    /// Whether a finding is one word of a list.
    fn is_choice(&self, finding: FindingId) -> bool {
        self.vocabulary
            .finding(finding)
            .is_some_and(|finding| matches!(finding.kind, Kind::Choice(_)))
    }

    /// A disease that explains findings as baseline. What is refuted, only suspected or over explains nothing.
    fn add_cause(&mut self, hit: &Hit<'_>, statement: &Statement<'_>) {
        let counts =
            statement.state == State::Present && statement.confidence == Confidence::Certain;
        if hit.concept.role != ConceptRole::Baseline || !counts {
            return;
        }
        if let Some(evidence) = statement.evidence_of(hit).into_iter().next() {
            self.facts.causes.push(BaselineCause {
                explains: hit.concept.targets.clone(),
                concept: hit.concept.id.clone(),
                since: statement.onset.or(statement.stated),
                evidence,
            });
        }
    }

    /// Spine pain and root pain that only words name; answers which findings were stated.
    pub(super) fn state_words(&mut self, statement: &Statement<'_>) -> Vec<FindingId> {
        const PAIN: [&str; 18] = [
            "low back pain",
            "lower back pain",
            "lumbar pain",
            "lumbosacral pain",
            "lumbago",
            "lbp",
            "back pain",
            "backache",
            "back ache",
            "neck pain",
            "cervical pain",
            "cervicalgia",
            "thoracic pain",
            "thoracic back pain",
            "mid back pain",
            "upper back pain",
            "spine pain",
            "spinal pain",
        ];
        const ROOT: [&str; 7] = [
            "sciatica",
            "radiculopathy",
            "radiculitis",
            "radicular pain",
            "radicular leg pain",
            "radicular arm pain",
            "lumbago with sciatica",
        ];
        if statement.is_withheld() {
            return Vec::new();
        }
        let words = statement.words();
        if words.has_any(&["history of", "h/o", "hx of"]) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (finding, phrases) in [
            (self.known.pain_spine, &PAIN[..]),
            (self.known.pattern_radicular, &ROOT[..]),
        ] {
            let Some(phrase) = words.affirmed(phrases) else {
                continue;
            };
            let mut fact = Fact {
                state: statement.state,
                confidence: statement.confidence,
                regions: statement.regions(Regions::NONE),
                onset: statement.onset,
                end: statement.end,
                stated: statement.stated,
                current_encounter: statement.current_encounter,
                examined: statement.examined,
                ..Fact::present(finding, statement.evidence(format!("\"{phrase}\"")))
            };
            if statement.origin == Origin::Coded {
                for evidence in &mut fact.evidence {
                    evidence.origin = Origin::Text;
                }
            }
            if fact.regions.is_empty() && finding == self.known.pain_spine {
                fact.regions = Region::Unspecified.into();
            }
            if finding == self.known.pattern_radicular {
                wording::fill_place(&mut fact.attributes, &words);
            }
            refine::course(&mut fact, &words, self.reading);
            found.push(fact.finding);
            self.facts.push(fact);
        }
        if statement.state == State::Absent {
            Vec::new()
        } else {
            found
        }
    }
}
