//! `AllergyIntolerance`: reactions to contrast media.

use foramen_fhir::{
    Codeable, Entry,
    views::{AllergyIntolerance, Verification},
};

use super::{Reader, source, statement::Statement, wording::Words};
use crate::{Confidence, Fact, Origin, State};

/// Words for contrast media, where no code says so.
const CONTRAST: [&str; 12] = [
    "contrast media",
    "contrast medium",
    "contrast dye",
    "contrast agent",
    "iv contrast",
    "iodinated contrast",
    "radiographic contrast",
    "gadolinium",
    "gadobutrol",
    "gadoterate",
    "iohexol",
    "iopamidol",
];

impl<'a> Reader<'_, 'a> {
    /// Adds what every allergy states.
    pub(super) fn allergies(&mut self) {
        for entry in &self.record.allergies {
            if entry.view.verification() != Verification::EnteredInError {
                self.allergy(entry);
            }
        }
    }

    fn allergy(&mut self, entry: &Entry<'a, AllergyIntolerance<'a>>) {
        let allergy = &entry.view;
        let substances: Vec<&Codeable<'a>> = allergy
            .code
            .iter()
            .chain(
                allergy
                    .reaction
                    .iter()
                    .filter_map(|reaction| reaction.substance.as_ref()),
            )
            .collect();
        let mut statement =
            Statement::new(source(entry), Origin::Coded).with_texts(substances.iter().copied());
        match allergy.verification() {
            Verification::Refuted => statement.state = State::Absent,
            Verification::Provisional => statement.confidence = Confidence::Probable,
            _ => {}
        }
        let finding = self.known.safety_contrast_allergy;
        let hits = self.hits(substances.iter().copied());
        let hit = hits
            .iter()
            .find(|hit| hit.concept.targets.contains(&finding));
        let words = Words::of(statement.texts.iter().copied());
        let evidence = match hit {
            Some(hit) => statement.evidence_of(hit),
            None => words
                .any(&CONTRAST)
                .map(|word| statement.evidence(format!("\"{word}\"")))
                .into_iter()
                .collect(),
        };
        let Some(first) = evidence.first().cloned() else {
            return;
        };
        let fact = Fact {
            state: statement.state,
            confidence: hit
                .map_or(Confidence::Certain, |hit| hit.strength)
                .min(statement.confidence),
            evidence,
            ..Fact::present(finding, first)
        };
        if allergy.clinical().is_inactive() {
            self.facts
                .set_aside
                .push((fact, "inactive, resolved or in remission"));
        } else {
            self.facts.push(fact);
        }
    }
}
