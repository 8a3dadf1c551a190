//! Why something is ordered: bone, which a radiograph shows best, and the symptoms that the reasons state.

use foramen_fhir::{Codeable, Entry, views::ServiceRequest};

use super::super::{
    Reader,
    matching::Hit,
    statement::Statement,
    wording::{self, Assertion, Words},
};
use crate::{Fact, Origin, State};

impl<'a> Reader<'_, 'a> {
    /// Whether a reason, its condition or a note names bone (O5): fracture, tumour, hardware, anomaly.
    pub(super) fn names_bone(
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
    pub(super) fn order_reason(&mut self, reason: &Codeable<'a>, order: &Statement<'_>) {
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
