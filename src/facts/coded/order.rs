//! Drafts: the orders that are judged, as rows of `order` and `plan`, and the symptoms that their reasons state.

use foramen_fhir::{Codeable, Entry, views::ServiceRequest};

use super::{
    Reader, order_name, source,
    statement::Statement,
    wording::{Words, beginning},
};
use crate::{Attribute, Attributes, Confidence, Evidence, Fact, Origin, Regions};

mod claim;
mod drug;
mod item;
mod name;
mod reason;
mod site;

pub(super) use name::referral_target;

/// What an order is for.
pub(super) struct Ordered {
    /// `imaging`, `procedure`, `drug`, `referral`, `laboratory`, `therapy`, `item`, `other`.
    pub(super) kind: &'static str,
    /// The columns that code or name fill.
    pub(super) attributes: Attributes,
    /// Where.
    pub(super) regions: Regions,
    /// Certain by a code or the site's own map, probable by a name or where codes contradict each other.
    pub(super) confidence: Confidence,
    /// The code or the words.
    pub(super) evidence: Vec<Evidence>,
}

/// Classes of drugs that the protocol speaks of (O13-O15); muscle relaxants it only counts as care.
const NAMED_CLASSES: [&str; 8] = [
    "acetaminophen",
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
            .map(beginning)
            .collect();
        statement
    }

    /// What is ordered: as the site's own map says, else by its codes, else by its words.
    pub(super) fn ordered(
        &self,
        request: &ServiceRequest<'_>,
        statement: &Statement<'_>,
    ) -> Ordered {
        let mut ordered = request
            .code
            .as_ref()
            .and_then(|code| self.ordered_by_the_site(code, statement))
            .or_else(|| self.ordered_by_code(request, statement))
            .unwrap_or_else(|| Self::ordered_by_words(request, statement));
        let has_side = ordered.attributes.get(Attribute::Side).is_some();
        if !has_side
            && ["imaging", "procedure"].contains(&ordered.kind)
            && !ordered.regions.is_empty()
        {
            let side = order_name::side(&statement.words());
            if let Some(side) = side {
                ordered.attributes.set_word(Attribute::Side, side);
            }
        }
        if ordered.attributes.has(Attribute::Procedure, "fusion") {
            // A fusion is spine surgery too (O8 a).
            ordered
                .attributes
                .add_word(Attribute::Procedure, "spine_surgery");
        }
        ordered
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
