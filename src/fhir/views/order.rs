//! `ServiceRequest`, and what it was called before R4.

use super::{concepts, references};
use crate::element::{
    Annotation, Codeable, CodeableReference, Flag, Many, Moment, Quantity, Reference, Text,
};
use crate::read::fields;

/// A `ServiceRequest`; a `ProcedureRequest` or `ReferralRequest` of STU3 and DSTU2.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ServiceRequest<'a> {
    /// `status`.
    pub status: Option<Text<'a>>,
    /// `intent`.
    pub intent: Option<Text<'a>>,
    /// `priority`.
    pub priority: Option<Text<'a>>,
    /// `code`; of a `ReferralRequest`, `serviceRequested`.
    pub code: Option<Codeable<'a>>,
    /// `category`; of a `ReferralRequest`, `type`.
    pub category: Many<Codeable<'a>>,
    /// `orderDetail`.
    pub order_detail: Many<Codeable<'a>>,
    /// `subject`.
    pub subject: Option<Reference<'a>>,
    /// `occurrence[x]`.
    pub occurrence: Moment<'a>,
    /// `authoredOn`.
    pub authored_on: Option<Text<'a>>,
    /// `reasonCode` and `reasonReference`, R5 `reason`; see [`ServiceRequest::reasons`].
    pub reason: Many<CodeableReference<'a>>,
    /// `bodySite`.
    pub body_site: Many<Codeable<'a>>,
    /// `note`; of a `ReferralRequest`, also `description`.
    pub note: Many<Annotation<'a>>,
    /// `performerType`; of a `ReferralRequest`, `specialty`.
    pub performer_type: Many<Codeable<'a>>,
    /// `performer`; of a `ReferralRequest`, `recipient`.
    pub performer: Many<Reference<'a>>,
    /// `patientInstruction`.
    pub patient_instruction: Option<Text<'a>>,
    /// `quantityQuantity`, such as a number of sessions.
    pub quantity: Option<Quantity<'a>>,
    /// `doNotPerform`; see [`ServiceRequest::is_prohibited`].
    pub do_not_perform: Option<Flag>,
    /// `encounter`, STU3 `context`.
    pub encounter: Option<Reference<'a>>,
}

fields! {
    ServiceRequest<'a> {
        "status" => status,
        "intent" => intent,
        "priority" => priority,
        "code" | "serviceRequested" => code,
        "category" | "type" => category,
        "orderDetail" => order_detail,
        "subject" | "patient" => subject,
        "occurrenceDateTime" | "scheduledDateTime" => occurrence.date,
        "occurrencePeriod" | "scheduledPeriod" => occurrence.period,
        "occurrenceTiming" | "scheduledTiming" => occurrence.timing,
        "authoredOn" | "orderedOn" | "dateSent" => authored_on,
        "reasonCode" | "reasonCodeableConcept" | "reasonReference" | "reason" => reason,
        "bodySite" => body_site,
        "note" | "notes" | "description" => note,
        "performerType" | "specialty" => performer_type,
        "performer" | "recipient" => performer,
        "patientInstruction" => patient_instruction,
        "quantityQuantity" => quantity,
        "doNotPerform" => do_not_perform,
        "encounter" | "context" => encounter
    }
}

impl<'a> ServiceRequest<'a> {
    /// The coded or written reasons, of any release.
    pub fn reasons(&self) -> impl Iterator<Item = &Codeable<'a>> {
        concepts(&self.reason)
    }

    /// The conditions, observations or reports that are its reason.
    pub fn reason_references(&self) -> impl Iterator<Item = &Reference<'a>> {
        references(&self.reason)
    }

    /// Whether it asks that the service is *not* done.
    pub fn is_prohibited(&self) -> bool {
        self.do_not_perform == Some(Flag(true))
    }
}
