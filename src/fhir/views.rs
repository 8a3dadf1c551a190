//! One light view per resource type: only the fields that facts are made of, borrowed from the request.
//!
//! Methods here answer questions of FHIR (which status, which of the date fields), never of medicine.

mod allergy;
mod condition;
mod device;
mod document;
mod encounter;
mod family;
mod medication;
mod observation;
mod order;
mod patient;
mod practitioner;
mod procedure;
mod questionnaire;
mod report;

pub use allergy::{AllergyIntolerance, AllergyReaction};
pub use condition::{Clinical, Condition, Verification};
pub use device::{Device, DeviceName, DeviceProperty, DeviceUse};
pub use document::{Document, DocumentContent, DocumentContext, DocumentRelation};
pub use encounter::{Encounter, EncounterDiagnosis, EncounterReason, Hospitalization};
pub use family::{FamilyCondition, FamilyMemberHistory};
pub use medication::{Dispense, Ingredient, Medication, MedicationRequest, MedicationStatement};
pub use observation::{Component, Observation, ReferenceRange};
pub use order::ServiceRequest;
pub use patient::Patient;
pub use practitioner::{Practitioner, PractitionerRole, Qualification};
pub use procedure::Procedure;
pub use questionnaire::{Answer, Item, QuestionnaireResponse};
pub use report::{DiagnosticReport, ImagingStudy, Series};

use crate::element::{Codeable, CodeableReference, Reference};

/// The concepts among coded and referenced reasons.
fn concepts<'v, 'a>(
    reasons: &'v [CodeableReference<'a>],
) -> impl Iterator<Item = &'v Codeable<'a>> {
    reasons.iter().filter_map(|reason| reason.concept.as_ref())
}

/// The references among coded and referenced reasons.
fn references<'v, 'a>(
    reasons: &'v [CodeableReference<'a>],
) -> impl Iterator<Item = &'v Reference<'a>> {
    reasons
        .iter()
        .filter_map(|reason| reason.reference.as_ref())
}

#[cfg(test)]
mod tests;
