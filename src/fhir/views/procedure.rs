//! `Procedure`.

use jiff::tz::TimeZone;

use super::{concepts, references};
use crate::element::{
    Annotation, Codeable, CodeableReference, Flag, Many, Moment, Reference, Text, When,
};
use crate::read::fields;

/// A `Procedure`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Procedure<'a> {
    /// `status`; see [`Procedure::is_not_done`].
    pub status: Option<Text<'a>>,
    /// `statusReason`, STU3 `notDoneReason`.
    pub status_reason: Many<Codeable<'a>>,
    /// `notDone` of STU3, `notPerformed` of DSTU2.
    pub not_done: Option<Flag>,
    /// `code`.
    pub code: Option<Codeable<'a>>,
    /// `category`.
    pub category: Many<Codeable<'a>>,
    /// `performed[x]`, R5 `occurrence[x]`; see [`Procedure::performed`].
    pub performed: Moment<'a>,
    /// R5 `recorded`.
    pub recorded: Option<Text<'a>>,
    /// `reasonCode` and `reasonReference`, R5 `reason`; see [`Procedure::reasons`].
    pub reason: Many<CodeableReference<'a>>,
    /// `outcome`.
    pub outcome: Option<Codeable<'a>>,
    /// `complication`.
    pub complication: Many<Codeable<'a>>,
    /// `bodySite`.
    pub body_site: Many<Codeable<'a>>,
    /// `encounter`, STU3 `context`.
    pub encounter: Option<Reference<'a>>,
    /// `note`.
    pub note: Many<Annotation<'a>>,
}

fields! {
    Procedure<'a> {
        "status" => status,
        "statusReason" | "notDoneReason" | "reasonNotPerformed" => status_reason,
        "notDone" | "notPerformed" => not_done,
        "code" => code,
        "category" => category,
        "performedDateTime" | "occurrenceDateTime" => performed.date,
        "performedPeriod" | "occurrencePeriod" => performed.period,
        "performedString" | "occurrenceString" => performed.text,
        "performedAge" | "occurrenceAge" => performed.age,
        "performedRange" | "occurrenceRange" => performed.range,
        "occurrenceTiming" => performed.timing,
        "recorded" => recorded,
        "reasonCode" | "reasonCodeableConcept" | "reasonReference" | "reason" => reason,
        "outcome" => outcome,
        "complication" => complication,
        "bodySite" => body_site,
        "encounter" | "context" => encounter,
        "note" | "notes" => note
    }
}

impl<'a> Procedure<'a> {
    /// When it was done.
    pub fn performed(&self, zone: &TimeZone) -> When<'_> {
        self.performed.when(zone)
    }

    /// Whether it was not done: status `not-done`, or STU3's flag.
    pub fn is_not_done(&self) -> bool {
        self.not_done == Some(Flag(true))
            || self
                .status
                .as_ref()
                .is_some_and(|status| status.is("not-done"))
    }

    /// The coded or written reasons, of any release.
    pub fn reasons(&self) -> impl Iterator<Item = &Codeable<'a>> {
        concepts(&self.reason)
    }

    /// The conditions or other resources that are its reason.
    pub fn reason_references(&self) -> impl Iterator<Item = &Reference<'a>> {
        references(&self.reason)
    }
}
