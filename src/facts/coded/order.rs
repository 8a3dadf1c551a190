//! Drafts: the orders that are judged, as rows of `order` and `plan`, and the symptoms that their reasons state.

use foramen_fhir::{
    Codeable, Entry,
    views::{MedicationRequest, ServiceRequest},
};

use super::{
    Reader,
    matching::Hit,
    medication::is_systemic,
    order_name, source,
    statement::Statement,
    wording::{self, Assertion, Words},
};
use crate::{Attribute, Attributes, Confidence, Evidence, Fact, FindingId, Origin, Regions, State};

mod name;

pub(super) use name::referral_target;
use name::{category_kind, ordered_by_name};

/// What an order is for.
pub(super) struct Ordered {
    /// `imaging`, `procedure`, `drug`, `referral`, `laboratory`, `therapy`, `item`, `other`.
    pub(super) kind: &'static str,
    /// The columns that code or name fill.
    pub(super) attributes: Attributes,
    /// Where.
    pub(super) regions: Regions,
    /// Certain by a code, probable by a name.
    pub(super) confidence: Confidence,
    /// The code or the words.
    pub(super) evidence: Vec<Evidence>,
}

/// Classes of drugs that the protocol speaks of (O13-O15); acetaminophen and muscle relaxants it only counts as care.
const NAMED_CLASSES: [&str; 7] = [
    "opioid",
    "nsaid",
    "gabapentinoid",
    "neuropathic",
    "antiepileptic",
    "benzodiazepine",
    "steroid_oral",
];
/// Procedures that the protocol speaks of (O8, O9, O16).
const NAMED_PROCEDURES: [&str; 5] = ["esi", "root_block", "spine_surgery", "fusion", "emg"];

impl<'a> Reader<'_, 'a> {
    /// Adds a row for every draft that is judged on this call.
    pub(super) fn drafts(&mut self) {
        for entry in &self.record.drafts.service_requests {
            if self.is_judged(&source(entry).reference) && !entry.view.is_prohibited() {
                self.draft_service(entry);
            }
        }
        for entry in &self.record.drafts.medication_requests {
            if self.is_judged(&source(entry).reference) && !entry.view.is_prohibited() {
                self.draft_drug(entry);
            }
        }
    }

    fn is_judged(&self, reference: &str) -> bool {
        (self.reading.judged)(reference)
    }

    fn draft_service(&mut self, entry: &Entry<'a, ServiceRequest<'a>>) {
        let request = &entry.view;
        let reasons: Vec<&Codeable<'a>> = request.reasons().collect();
        let statement = self.request_statement(entry, Origin::Order);
        let mut ordered = self.ordered(request, &statement);
        if ordered.regions.is_empty() && ordered.kind != "imaging" {
            // An injection or referral is for where the problem is.
            ordered.regions = self.reason_regions(reasons.iter().copied());
        }
        let mut attributes = ordered.attributes;
        attributes.set_word(Attribute::Kind, ordered.kind);
        set_request(
            &mut attributes,
            request.status.as_deref(),
            request.priority.as_deref(),
        );
        let notes: Vec<&str> = request
            .note
            .iter()
            .filter_map(|note| note.text.as_deref())
            .collect();
        if self.names_bone(request, &reasons, &notes) {
            attributes.set_word(Attribute::Reason, "bony");
        }
        let words = Words::of(
            reasons
                .iter()
                .flat_map(|reason| reason.texts())
                .chain(notes),
        );
        if words.has_any(&[
            "surgical planning",
            "preoperative",
            "pre operative",
            "preop",
            "pre op",
            "presurgical",
            "procedure planning",
        ]) {
            attributes.set_word(Attribute::PlannedProcedure, "yes");
        }
        attributes.set_word(
            Attribute::Relevant,
            if is_relevant(&attributes, ordered.regions) {
                "yes"
            } else {
                "no"
            },
        );
        self.push_order(Fact {
            confidence: ordered.confidence,
            regions: ordered.regions,
            attributes,
            onset: Some(self.today()),
            stated: Some(self.today()),
            evidence: ordered.evidence,
            ..Fact::present(self.known.order, statement.evidence(""))
        });
        for reason in reasons {
            self.order_reason(reason, &statement);
        }
    }

    fn draft_drug(&mut self, entry: &Entry<'a, MedicationRequest<'a>>) {
        let request = &entry.view;
        let statement = Statement::new(source(entry), Origin::Order);
        let drug = self.record.resolve_medication(&request.medication, entry);
        let hits = drug
            .as_ref()
            .map(|drug| self.drugs(drug))
            .unwrap_or_default();
        let systemic = drug
            .as_ref()
            .is_none_or(|drug| is_systemic(drug, &request.dosage));
        let mut attributes = Attributes::default();
        attributes.set_word(Attribute::Kind, "drug");
        set_request(&mut attributes, request.status.as_deref(), None);
        let mut evidence = Vec::new();
        let mut confidence = Confidence::Certain;
        for hit in hits
            .iter()
            .filter(|hit| hit.attributes.get(Attribute::DrugClass).is_some())
        {
            if hit.attributes.has(Attribute::Kind, "steroid_oral") && !systemic {
                continue;
            }
            add_words(&mut attributes, &hit.attributes, Attribute::DrugClass);
            if let Some(name) = hit.own_words.first() {
                attributes.add_word(Attribute::Drug, &name.to_lowercase());
            }
            evidence.extend(statement.evidence_of(hit));
            confidence = confidence.min(hit.strength);
        }
        if evidence.is_empty() {
            evidence.push(statement.evidence("medication"));
        }
        attributes.set_word(
            Attribute::Relevant,
            if is_relevant(&attributes, Regions::NONE) {
                "yes"
            } else {
                "no"
            },
        );
        self.push_order(Fact {
            confidence,
            attributes,
            onset: Some(self.today()),
            stated: Some(self.today()),
            evidence,
            ..Fact::present(self.known.order, statement.evidence(""))
        });
        let reasons: Vec<&Codeable<'a>> = request.reasons().collect();
        for reason in reasons {
            self.order_reason(reason, &statement);
        }
    }

    /// The same row as an order to judge and as a part of the plan.
    fn push_order(&mut self, order: Fact) {
        let mut plan = Fact {
            finding: self.known.plan,
            ..order.clone()
        };
        plan.attributes.set_word(Attribute::Origin, "ordered");
        self.facts.push(order);
        self.facts.push(plan);
    }

    /// What a request says of itself: its code's words, its order details, its body site.
    pub(super) fn request_statement<'t>(
        &self,
        entry: &'t Entry<'a, ServiceRequest<'a>>,
        origin: Origin,
    ) -> Statement<'t> {
        let request = &entry.view;
        let authored = request
            .authored_on
            .as_ref()
            .and_then(|date| date.date(self.reading.zone));
        let mut statement = Statement {
            onset: authored,
            stated: authored,
            ..Statement::new(source(entry), origin)
        }
        .at(request.body_site.iter());
        statement.texts = request
            .code
            .iter()
            .chain(request.order_detail.iter())
            .flat_map(Codeable::texts)
            .collect();
        statement
    }

    /// What is ordered: by its codes, else by its name, else by its category.
    pub(super) fn ordered(
        &self,
        request: &ServiceRequest<'_>,
        statement: &Statement<'_>,
    ) -> Ordered {
        let hits = self.hits(request.code.iter());
        if let Some(study) = self.study_rows(&hits, statement, false).into_iter().next() {
            return imaging(study);
        }
        if let Some(ordered) = self.ordered_by_code(&hits, statement) {
            return ordered;
        }
        if let Some(study) = self.study_rows(&[], statement, true).into_iter().next() {
            return imaging(study);
        }
        let words = statement.words();
        let mut attributes = Attributes::default();
        let by_name = ordered_by_name(&words, &mut attributes);
        // A study of another part of the body is imaging, and nothing more is said of it.
        let elsewhere = || order_name::study(statement.texts.iter().copied()).map(|_| "imaging");
        let kind = by_name
            .map(|(kind, _)| kind)
            .or_else(|| category_kind(request))
            .or_else(elsewhere)
            .unwrap_or("other");
        let says = by_name.map_or_else(|| "code".to_owned(), |(_, phrase)| format!("\"{phrase}\""));
        Ordered {
            kind,
            attributes,
            regions: if by_name.is_some() {
                wording::regions(&words)
            } else {
                Regions::NONE
            },
            confidence: Confidence::Probable,
            evidence: vec![statement.evidence(says)],
        }
    }

    fn ordered_by_code(&self, hits: &[Hit<'_>], statement: &Statement<'_>) -> Option<Ordered> {
        let kinds = hits
            .iter()
            .filter_map(|hit| Some((self.kind_of(hit)?, hit)));
        let (kind, _) = kinds.clone().next()?;
        let mut ordered = Ordered {
            kind,
            attributes: Attributes::default(),
            regions: Regions::NONE,
            confidence: Confidence::Probable,
            evidence: Vec::new(),
        };
        for (_, hit) in kinds.filter(|(own, _)| *own == kind) {
            for column in [
                Attribute::Procedure,
                Attribute::Guidance,
                Attribute::Item,
                Attribute::Target,
                Attribute::DrugClass,
            ] {
                add_words(&mut ordered.attributes, &hit.attributes, column);
            }
            if kind == "laboratory" {
                let test = hit.attributes.word(Attribute::Kind).map(str::to_owned);
                let test = test.or_else(|| hit.concept.id.strip_prefix("labs.").map(str::to_owned));
                if let Some(test) = test {
                    ordered.attributes.add_word(Attribute::Value, &test);
                }
            }
            ordered.regions = ordered.regions.union(statement.regions(hit.regions));
            ordered.confidence = ordered.confidence.max(hit.strength);
            ordered.evidence.extend(statement.evidence_of(hit));
        }
        if ordered.attributes.has(Attribute::Procedure, "fusion") {
            // A fusion is spine surgery too (O8 a).
            ordered
                .attributes
                .add_word(Attribute::Procedure, "spine_surgery");
        }
        Some(ordered)
    }

    fn kind_of(&self, hit: &Hit<'_>) -> Option<&'static str> {
        let targets = |finding: FindingId| hit.concept.targets.contains(&finding);
        let procedure = hit.attributes.word(Attribute::Procedure);
        Some(match procedure {
            Some("physical_therapy" | "manual") => "therapy",
            Some(_) => "procedure",
            None if hit.attributes.get(Attribute::Item).is_some() => "item",
            None if hit.attributes.get(Attribute::DrugClass).is_some() => "drug",
            None if targets(self.known.referral) => "referral",
            None if targets(self.known.labs)
                || hit.is_under("labs")
                || hit.is_under("safety.egfr")
                || hit.is_under("safety.creatinine") =>
            {
                "laboratory"
            }
            None if targets(self.known.tx) => "therapy",
            None => return None,
        })
    }

    /// Whether a reason, its condition or a note names bone (O5): fracture, tumour, hardware, anomaly.
    fn names_bone(
        &self,
        request: &ServiceRequest<'a>,
        reasons: &[&Codeable<'a>],
        notes: &[&str],
    ) -> bool {
        const BONE: [&str; 22] = [
            "fracture",
            "bone",
            "bony",
            "osseous",
            "hardware",
            "fusion",
            "congenital",
            "spondylolysis",
            "pars defect",
            "pars",
            "bone tumor",
            "bone tumour",
            "bone metastasis",
            "pseudarthrosis",
            "nonunion",
            "screw",
            "scoliosis",
            "ossification",
            "opll",
            "segmentation",
            "hemivertebra",
            "bone lesion",
        ];
        let referred = request.reason_references().filter_map(|reference| {
            let wanted = reference.reference.as_deref()?;
            let same = |entry: &&Entry<'a, foramen_fhir::views::Condition<'a>>| {
                foramen_fhir::same_resource(wanted, &entry.source.reference())
            };
            self.record.conditions.iter().find(same)?.view.code.as_ref()
        });
        let all: Vec<&Codeable<'a>> = reasons.iter().copied().chain(referred).collect();
        let bony = |hit: &Hit<'_>| hit.is_under("rf.fracture_vertebral");
        let words = Words::of(
            all.iter()
                .flat_map(|reason| reason.texts())
                .chain(notes.iter().copied()),
        );
        words.affirmed(&BONE).is_some() || self.hits(all.iter().copied()).iter().any(bony)
    }

    /// A spine symptom that is the reason of an order is affirmed today; a red flag there is a question, not a finding.
    fn order_reason(&mut self, reason: &Codeable<'a>, order: &Statement<'_>) {
        let statement = Statement {
            stated: Some(self.today()),
            ..Statement::new(order.source.clone(), Origin::Order)
        }
        .with_texts([reason]);
        if wording::assertion(statement.texts.iter().copied()) == Assertion::Withheld {
            return;
        }
        let symptoms = [
            self.known.pain_spine,
            self.known.pattern_radicular,
            self.known.pattern_stenosis,
        ];
        let hits = self.hits([reason]);
        let facts: Vec<Fact> = hits
            .iter()
            .flat_map(|hit| self.facts_of(hit, &statement))
            .filter(|fact| symptoms.contains(&fact.finding) && fact.state == State::Present)
            .collect();
        if hits.is_empty() {
            self.state_words(&statement);
        }
        for fact in facts {
            self.facts.push(fact);
        }
    }
}

fn imaging(study: Fact) -> Ordered {
    Ordered {
        kind: "imaging",
        attributes: study.attributes,
        regions: study.regions,
        confidence: study.confidence,
        evidence: study.evidence,
    }
}

/// Whether the protocol names such an order: a study of the spine, a procedure, a drug, a brace or bed rest.
fn is_relevant(attributes: &Attributes, regions: Regions) -> bool {
    let modality = attributes.word(Attribute::Modality);
    let study =
        matches!(modality, Some("mri" | "ct" | "xray" | "myelogram")) && !regions.is_empty();
    let any = |column, words: &[&str]| words.iter().any(|word| attributes.has(column, word));
    study
        || any(Attribute::Procedure, &NAMED_PROCEDURES)
        || any(Attribute::DrugClass, &NAMED_CLASSES)
        || any(Attribute::Item, &["brace", "bed_rest"])
}

/// Status and priority of a request.
fn set_request(attributes: &mut Attributes, status: Option<&str>, priority: Option<&str>) {
    let draft = status.is_none_or(|status| status.eq_ignore_ascii_case("draft"));
    attributes.set_word(Attribute::Status, if draft { "draft" } else { "other" });
    let word = match priority.map(str::to_ascii_lowercase).as_deref() {
        Some("stat") => Some("stat"),
        Some("asap") => Some("asap"),
        Some("urgent") => Some("urgent"),
        Some("routine") => Some("routine"),
        _ => None,
    };
    if let Some(word) = word {
        attributes.set_word(Attribute::Priority, word);
    }
}

fn add_words(into: &mut Attributes, from: &Attributes, column: Attribute) {
    for word in from.get(column).into_iter().flat_map(crate::Held::words) {
        into.add_word(column, word);
    }
}
