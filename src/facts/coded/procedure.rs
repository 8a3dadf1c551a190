//! `Procedure`: what was done, as rows of `tx`, `img` and `safety.device`.

use foramen_fhir::{Codeable, DateRange, Entry, When, views::Procedure};

use super::{
    Reader,
    matching::Hit,
    named, source,
    statement::Statement,
    wording::{self, Words},
};
use crate::{Attribute, ConceptRole, Fact, Held, Origin, Regions, State};

/// Kinds of care that are counted in visits.
const VISITS: [&str; 4] = ["pt", "manual", "acupuncture", "cbt"];

/// Kinds of care that open the skin of the back.
pub(super) const INVASIVE: [&str; 2] = ["esi", "surgery"];

impl<'a> Reader<'_, 'a> {
    /// Adds what every procedure states.
    pub(super) fn procedures(&mut self) {
        for entry in &self.record.procedures {
            let status = entry.view.status.as_deref();
            let waiting = ["preparation", "on-hold", "entered-in-error", "unknown"];
            if !status.is_some_and(|status| waiting.contains(&status)) {
                self.procedure(entry);
            }
        }
    }

    fn procedure(&mut self, entry: &Entry<'a, Procedure<'a>>) {
        let procedure = &entry.view;
        let zone = self.reading.zone;
        let recorded = procedure.recorded.as_ref().and_then(|date| date.date(zone));
        let performed = procedure.performed(zone);
        let under_way = procedure.status.as_deref() == Some("in-progress");
        let onset = self.start(&performed, recorded);
        let end = self
            .end(&performed, recorded)
            .or_else(|| under_way.then(|| self.today()));
        let statement = Statement {
            onset,
            end,
            stated: recorded.or(onset),
            state: if procedure.is_not_done() {
                State::Absent
            } else {
                State::Present
            },
            current_encounter: self.visit.holds(procedure.encounter.as_ref()),
            ..Statement::new(source(entry), Origin::Coded)
        }
        .with_texts(procedure.code.as_ref())
        .at(procedure.body_site.iter());
        let hits = self.hits(procedure.code.as_ref());
        self.spine_procedure(&hits, &statement);
        // Only a day can be a visit: "March 2026" may hold many.
        let lone = onset.is_some_and(DateRange::is_exact)
            && (matches!(performed, When::Date(_)) || onset == end);
        for hit in &hits {
            if self.is_treatment(hit) {
                self.treatment(entry, hit, &statement, lone);
            }
        }
        if procedure.is_not_done() {
            return;
        }
        for row in self.study_rows(&hits, &statement, false) {
            self.add_study(row);
        }
        self.state(&hits, &statement);
    }

    /// Whether a performed code is a row of `tx`; a fusion is recognised as an order and is surgery when it was performed.
    fn is_treatment(&self, hit: &Hit<'_>) -> bool {
        let surgery = hit.concept.role == ConceptRole::Order
            && hit.attributes.has(Attribute::Kind, "surgery");
        hit.concept.role == ConceptRole::List && hit.concept.targets.contains(&self.known.tx)
            || surgery
    }

    /// A performed injection or operation of the spine can have carried an infection in (protocol 1.2, "recent spine procedure").
    fn spine_procedure(&mut self, hits: &[Hit<'_>], statement: &Statement<'_>) {
        let opens = |hit: &&Hit<'_>| {
            INVASIVE
                .iter()
                .any(|kind| hit.attributes.has(Attribute::Kind, kind))
                && self.is_treatment(hit)
                || ["tx.facet", "tx.spinal_cord_stimulator"]
                    .iter()
                    .any(|concept| hit.is_under(concept))
        };
        let Some(hit) = hits.iter().find(opens) else {
            return;
        };
        let mut fact = Fact {
            state: statement.state,
            confidence: hit.strength.min(statement.confidence),
            onset: statement.onset,
            end: statement.end,
            ..Fact::present(self.known.rf_infection_recent, statement.evidence(""))
        };
        fact.evidence = statement.evidence_of(hit);
        self.infection_risk_of(fact);
    }

    /// Adds a procedure as `rf.infection_recent` by the day on which it was done: without one nothing says that it was recent.
    pub(super) fn infection_risk_of(&mut self, procedure: Fact) {
        if procedure.onset.is_none() || !procedure.is_present() {
            return;
        }
        let mut fact = Fact {
            finding: self.known.rf_infection_recent,
            regions: Regions::NONE,
            attributes: crate::Attributes::default(),
            // When it was written down makes it no later.
            stated: None,
            ..procedure
        };
        fact.attributes.set_word(Attribute::Kind, "procedure");
        self.facts.push(fact);
    }

    fn treatment(
        &mut self,
        entry: &Entry<'a, Procedure<'a>>,
        hit: &Hit<'_>,
        statement: &Statement<'_>,
        lone: bool,
    ) {
        let procedure = &entry.view;
        let reasons: Vec<&Codeable<'a>> = procedure.reasons().collect();
        let mut row = Fact {
            state: statement.state,
            confidence: hit.strength.min(statement.confidence),
            regions: self.treated_regions(hit, statement, &reasons),
            attributes: hit.attributes.clone(),
            onset: statement.onset,
            end: statement.end,
            stated: statement.stated,
            ..Fact::present(self.known.tx, statement.evidence(""))
        };
        row.evidence = statement.evidence_of(hit);
        let kind = hit
            .attributes
            .word(Attribute::Kind)
            .unwrap_or_default()
            .to_owned();
        if VISITS.contains(&kind.as_str()) {
            let words = statement
                .words()
                .and(&Words::of(reasons.iter().flat_map(|reason| reason.texts())));
            if is_elsewhere(&words) && row.regions.is_empty() {
                self.facts
                    .set_aside
                    .push((row, "care of another part of the body"));
                return;
            }
            let notes = procedure
                .note
                .iter()
                .filter_map(|note| note.text.as_deref());
            let counted =
                sessions(statement.texts.iter().copied().chain(notes)).or(lone.then_some(1.0));
            if let Some(count) = counted {
                row.attributes.set(Attribute::Sessions, Held::Number(count));
            }
        }
        if let Some(word) = outcome(procedure) {
            row.attributes.set_word(Attribute::Outcome, word);
        }
        if kind == "surgery" && row.is_present() {
            let prior = Fact {
                finding: self.known.rf_prior_surgery,
                attributes: crate::Attributes::default(),
                ..row.clone()
            };
            self.facts.push(prior);
        }
        if lone && VISITS.contains(&kind.as_str()) && self.joins_visit(&row) {
            return;
        }
        self.facts.push(row);
    }

    /// Several codes billed for one day of one kind of care are one visit.
    fn joins_visit(&mut self, visit: &Fact) -> bool {
        let same = |own: &Fact| {
            own.state == visit.state
                && own.onset.is_some()
                && own.onset == visit.onset
                && own.end == visit.end
                && own.regions == visit.regions
                && own.attributes.get(Attribute::Kind) == visit.attributes.get(Attribute::Kind)
        };
        let mut rows = self.facts.take(self.known.tx);
        let joined = rows
            .iter_mut()
            .find(|row| same(row))
            .map(|row| row.evidence.extend(visit.evidence.iter().cloned()))
            .is_some();
        for row in rows {
            self.facts.push(row);
        }
        joined
    }

    /// Where a treatment was given: by code, body site, text, else by its reason.
    fn treated_regions(
        &self,
        hit: &Hit<'_>,
        statement: &Statement<'_>,
        reasons: &[&Codeable<'_>],
    ) -> Regions {
        let own = statement.regions(hit.regions);
        if named(own).is_empty() {
            named(own.union(self.reason_regions(reasons.iter().copied())))
        } else {
            own
        }
    }

    /// The parts of the spine that reasons name.
    pub(super) fn reason_regions<'c>(
        &self,
        reasons: impl IntoIterator<Item = &'c Codeable<'c>> + Clone,
    ) -> Regions {
        let symptoms = self.spine_symptoms();
        let coded = self
            .hits(reasons.clone())
            .iter()
            .filter(|hit| {
                hit.concept
                    .targets
                    .iter()
                    .any(|target| symptoms.contains(target) || *target == self.known.spine_dx)
            })
            .fold(Regions::NONE, |all, hit| all.union(hit.regions));
        let told = wording::regions(&Words::of(reasons.into_iter().flat_map(Codeable::texts)));
        named(coded.union(told))
    }
}

/// Whether the words name a joint and no part of the spine.
fn is_elsewhere(words: &Words) -> bool {
    const JOINTS: [&str; 12] = [
        "knee",
        "shoulder",
        "hip",
        "ankle",
        "wrist",
        "elbow",
        "rotator cuff",
        "meniscus",
        "jaw",
        "tmj",
        "pelvic floor",
        "vestibular",
    ];
    words.has_any(&JOINTS)
        && named(wording::regions(words)).is_empty()
        && !words.has_any(&["back", "spine"])
}

/// `6 visits`, `x 6 sessions`: the number before the word.
pub(super) fn sessions<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<f64> {
    let words = Words::of(texts);
    let tokens = words.tokens();
    tokens.windows(2).find_map(|pair| match pair {
        [count, word]
            if ["visit", "visits", "session", "sessions", "treatments"]
                .contains(&word.as_str()) =>
        {
            count
                .parse::<u16>()
                .ok()
                .filter(|count| (1..=200).contains(count))
                .map(f64::from)
        }
        _ => None,
    })
}

/// The outcome of protocol 1.3, from codes and words of `outcome`, from the notes, and from why it was stopped.
fn outcome(procedure: &Procedure<'_>) -> Option<&'static str> {
    // Successful, partially successful, unsuccessful: SNOMED CT.
    let coded = procedure.outcome.as_ref().and_then(|outcome| {
        if outcome.is("385669000") || outcome.is("385670003") {
            Some("improved")
        } else {
            outcome.is("385671000").then_some("unchanged")
        }
    });
    let notes = procedure
        .note
        .iter()
        .filter_map(|note| note.text.as_deref());
    let told = Words::of(
        procedure
            .outcome
            .iter()
            .flat_map(Codeable::texts)
            .chain(notes),
    );
    let stopped = Words::of(procedure.status_reason.iter().flat_map(Codeable::texts));
    coded
        .or_else(|| outcome_words(&told))
        .or_else(|| stop_reason(&stopped))
}

/// Worse, unchanged or improved, by a short list of phrases; the denial of relief before relief.
pub(super) fn outcome_words(words: &Words) -> Option<&'static str> {
    const UNCHANGED: [&str; 16] = [
        "no relief",
        "no improvement",
        "not improved",
        "unchanged",
        "no change",
        "no benefit",
        "without relief",
        "without improvement",
        "without benefit",
        "failed",
        "unsuccessful",
        "ineffective",
        "not effective",
        "no better",
        "minimal relief",
        "persistent symptoms",
    ];
    const IMPROVED: [&str; 8] = [
        "improved",
        "improvement",
        "better",
        "relief",
        "resolved",
        "successful",
        "effective",
        "goals met",
    ];
    if words
        .affirmed(&["worse", "worsened", "worsening"])
        .is_some()
    {
        Some("worse")
    } else if words.has_any(&UNCHANGED) {
        Some("unchanged")
    } else {
        words.affirmed(&IMPROVED).map(|_| "improved")
    }
}

/// Why care was stopped, where that tells its outcome.
pub(super) fn stop_reason(words: &Words) -> Option<&'static str> {
    if words.has_any(&[
        "side effect",
        "side effects",
        "adverse",
        "adverse reaction",
        "not tolerated",
        "intolerance",
        "intolerant",
        "allergy",
    ]) {
        Some("stopped_side_effect")
    } else {
        outcome_words(words).filter(|word| *word != "improved")
    }
}
