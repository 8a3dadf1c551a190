//! New orders: the `ServiceRequest` of a *create* suggestion (imaging, laboratory, referral, physiotherapy).

use fhirbolt::model::r4::{resources, types};
use serde_json::value::RawValue;

use crate::concept::typed_all;
use crate::text::{is_full_date, string, token};
use crate::write::write;
use crate::{CodeableConcept, TypedError};

const RESOURCE: &str = "ServiceRequest";

/// How soon the order is to be carried out (FHIR R4, value set `request-priority`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// No special priority.
    Routine,
    /// Before routine orders.
    Urgent,
    /// As soon as possible, before urgent orders.
    Asap,
    /// At once.
    Stat,
}

impl Priority {
    /// The code on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Urgent => "urgent",
            Self::Asap => "asap",
            Self::Stat => "stat",
        }
    }
}

/// A proposed order. It becomes a draft with intent `proposal`, without an id: the clinician accepts it or not, and the
/// client gives it an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewServiceRequest {
    /// How soon.
    pub priority: Priority,
    /// Kind of service: imaging, laboratory, referral, therapy.
    pub category: Vec<CodeableConcept>,
    /// What is ordered. Required here, although R4 does not ask for it: an order of nothing is no suggestion.
    pub code: CodeableConcept,
    /// Literal reference to the patient, `Patient/…`. Required by R4.
    pub subject: String,
    /// Literal reference to the encounter, `Encounter/…`, where the context names one.
    pub encounter: Option<String>,
    /// The local day on which the order is proposed, `YYYY-MM-DD`.
    pub authored_on: String,
    /// Why it is ordered.
    pub reason_code: Vec<CodeableConcept>,
    /// Notes to whoever carries it out, one string per note.
    pub note: Vec<String>,
}

/// Writes a new order as an R4 `ServiceRequest`.
pub fn service_request(new: &NewServiceRequest) -> Result<Box<RawValue>, TypedError> {
    let missing = |element| TypedError::Missing {
        resource: RESOURCE,
        element,
    };
    if !is_full_date(&new.authored_on) {
        return Err(TypedError::Malformed {
            resource: RESOURCE,
            element: "authoredOn",
            form: "a date (YYYY-MM-DD)",
        });
    }
    let order = resources::ServiceRequest {
        status: "draft".into(),
        intent: "proposal".into(),
        priority: Some(new.priority.code().into()),
        category: typed_all(&new.category),
        code: Some(Box::new(new.code.typed().ok_or_else(|| missing("code"))?)),
        subject: reference(&new.subject).ok_or_else(|| missing("subject"))?,
        encounter: new.encounter.as_deref().and_then(reference),
        authored_on: Some(new.authored_on.clone().into()),
        reason_code: typed_all(&new.reason_code),
        note: new
            .note
            .iter()
            .filter_map(|note| annotation(note))
            .collect(),
        ..Default::default()
    };
    write(&order, RESOURCE)
}

fn reference(literal: &str) -> Option<Box<types::Reference>> {
    Some(Box::new(types::Reference {
        reference: Some(token(literal)?.into()),
        ..Default::default()
    }))
}

fn annotation(note: &str) -> Option<types::Annotation> {
    Some(types::Annotation {
        text: string(note)?.into(),
        ..Default::default()
    })
}
