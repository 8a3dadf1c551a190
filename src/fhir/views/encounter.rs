//! `Encounter`.

use super::{concepts, references};
use crate::element::{Codeable, CodeableReference, Many, Number, Period, Reference, Text};
use crate::read::fields;

/// An `Encounter`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Encounter<'a> {
    /// `status`.
    pub status: Option<Text<'a>>,
    /// `class`: one `Coding` up to R4, concepts in R5, a code in DSTU2.
    pub class: Many<Codeable<'a>>,
    /// `type`.
    pub kind: Many<Codeable<'a>>,
    /// `serviceType`.
    pub service_type: Many<Codeable<'a>>,
    /// `period`, R5 `actualPeriod`.
    pub period: Option<Period<'a>>,
    /// `reasonCode`, `reasonReference` and STU3 `indication`; see [`Encounter::reasons`].
    pub reason_code: Many<CodeableReference<'a>>,
    /// `reason` of STU3 and of R5.
    pub reason: Many<EncounterReason<'a>>,
    /// `diagnosis`.
    pub diagnosis: Many<EncounterDiagnosis<'a>>,
    /// `hospitalization`, R5 `admission`.
    pub hospitalization: Option<Hospitalization<'a>>,
}

fields! {
    Encounter<'a> {
        "status" => status,
        "class" => class,
        "type" => kind,
        "serviceType" => service_type,
        "period" | "actualPeriod" => period,
        "reasonCode" | "reasonReference" | "indication" => reason_code,
        "reason" => reason,
        "diagnosis" => diagnosis,
        "hospitalization" | "admission" => hospitalization
    }
}

impl<'a> Encounter<'a> {
    /// The coded or written reasons of the encounter, of any release.
    pub fn reasons(&self) -> impl Iterator<Item = &Codeable<'a>> {
        let inner = self
            .reason
            .iter()
            .flat_map(|reason| concepts(&reason.value).chain([&reason.concept]));
        concepts(&self.reason_code).chain(inner.filter(|concept| !concept.is_empty()))
    }

    /// The conditions, procedures or observations that are its reason.
    pub fn reason_references(&self) -> impl Iterator<Item = &Reference<'a>> {
        references(&self.reason_code).chain(
            self.reason
                .iter()
                .flat_map(|reason| references(&reason.value)),
        )
    }
}

/// `reason`: in R5 several values with a use, in STU3 the concept itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EncounterReason<'a> {
    /// R5 `use`, such as chief complaint or admitting diagnosis.
    pub usage: Many<Codeable<'a>>,
    /// R5 `value`.
    pub value: Many<CodeableReference<'a>>,
    /// STU3: the reason.
    pub concept: Codeable<'a>,
}

fields! {
    EncounterReason<'a> {
        "use" => usage,
        "value" => value,
        "coding" => concept.codings,
        "text" => concept.text
    }
}

/// `diagnosis`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EncounterDiagnosis<'a> {
    /// `condition`: a reference, in R5 also a concept.
    pub condition: Many<CodeableReference<'a>>,
    /// `use`, STU3 `role`: admission, billing, chief complaint.
    pub usage: Many<Codeable<'a>>,
    /// `rank`, 1 = first.
    pub rank: Option<Number>,
}

fields! { EncounterDiagnosis<'a> { "condition" => condition, "use" | "role" => usage, "rank" => rank } }

/// `hospitalization`, R5 `admission`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hospitalization<'a> {
    /// `admitSource`.
    pub admit_source: Option<Codeable<'a>>,
    /// `dischargeDisposition`.
    pub discharge_disposition: Option<Codeable<'a>>,
}

fields! {
    Hospitalization<'a> { "admitSource" => admit_source, "dischargeDisposition" => discharge_disposition }
}
