//! `Condition`.

use jiff::tz::TimeZone;

use crate::element::{Annotation, Codeable, Flag, Many, Moment, Reference, Text, When};
use crate::read::fields;

/// A `Condition`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Condition<'a> {
    /// `clinicalStatus`; see [`Condition::clinical`].
    pub clinical_status: Option<Codeable<'a>>,
    /// `verificationStatus`; see [`Condition::verification`].
    pub verification_status: Option<Codeable<'a>>,
    /// `category`: problem list item, encounter diagnosis.
    pub category: Many<Codeable<'a>>,
    /// `severity`.
    pub severity: Option<Codeable<'a>>,
    /// `code`.
    pub code: Option<Codeable<'a>>,
    /// `bodySite`.
    pub body_site: Many<Codeable<'a>>,
    /// `onset[x]`; see [`Condition::onset`].
    pub onset: Moment<'a>,
    /// `abatement[x]` but the boolean; see [`Condition::abatement`].
    pub abatement: Moment<'a>,
    /// `abatementBoolean` of STU3 and DSTU2.
    pub abatement_boolean: Option<Flag>,
    /// `recordedDate`, STU3 `assertedDate`, DSTU2 `dateRecorded`.
    pub recorded_date: Option<Text<'a>>,
    /// `encounter`, STU3 `context`.
    pub encounter: Option<Reference<'a>>,
    /// `note`, DSTU2 `notes`.
    pub note: Many<Annotation<'a>>,
}

fields! {
    Condition<'a> {
        "clinicalStatus" => clinical_status,
        "verificationStatus" => verification_status,
        "category" => category,
        "severity" => severity,
        "code" => code,
        "bodySite" => body_site,
        "onsetDateTime" => onset.date,
        "onsetPeriod" => onset.period,
        "onsetAge" | "onsetQuantity" => onset.age,
        "onsetRange" => onset.range,
        "onsetString" => onset.text,
        "abatementDateTime" | "abatementDate" => abatement.date,
        "abatementPeriod" => abatement.period,
        "abatementAge" | "abatementQuantity" => abatement.age,
        "abatementRange" => abatement.range,
        "abatementString" => abatement.text,
        "abatementBoolean" => abatement_boolean,
        "recordedDate" | "assertedDate" | "dateRecorded" => recorded_date,
        "encounter" | "context" => encounter,
        "note" | "notes" => note
    }
}

/// How sure the record is of a condition or an allergy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// `confirmed`.
    Confirmed,
    /// `unconfirmed`, `provisional`, `differential`.
    Provisional,
    /// `refuted`.
    Refuted,
    /// `entered-in-error`.
    EnteredInError,
    /// Nothing was said, or `unknown`.
    Unstated,
}

impl Verification {
    pub(super) fn of(status: Option<&Codeable<'_>>) -> Self {
        let is = |code: &str| status.is_some_and(|status| status.is(code));
        // The doubtful codes first: a status with two codings is as sure as its weaker one.
        if is("entered-in-error") {
            Self::EnteredInError
        } else if is("refuted") {
            Self::Refuted
        } else if ["unconfirmed", "provisional", "differential"]
            .into_iter()
            .any(is)
        {
            Self::Provisional
        } else if is("confirmed") {
            Self::Confirmed
        } else {
            Self::Unstated
        }
    }
}

/// Whether a condition or an allergy is there now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clinical {
    /// `active`, `recurrence`, `relapse`.
    Active,
    /// `inactive`, `resolved`.
    Inactive,
    /// `remission`: inactive too, but the disease was not called cured.
    Remission,
    /// Nothing was said, or `unknown`.
    Unstated,
}

impl Clinical {
    pub(super) fn of(status: Option<&Codeable<'_>>) -> Self {
        let is = |code: &str| status.is_some_and(|status| status.is(code));
        if is("remission") {
            Self::Remission
        } else if is("inactive") || is("resolved") {
            Self::Inactive
        } else if ["active", "recurrence", "relapse"].into_iter().any(is) {
            Self::Active
        } else {
            Self::Unstated
        }
    }

    /// Whether it is inactive, resolved or in remission.
    pub fn is_inactive(self) -> bool {
        matches!(self, Self::Inactive | Self::Remission)
    }
}

impl Condition<'_> {
    /// How sure the record is of it.
    pub fn verification(&self) -> Verification {
        Verification::of(self.verification_status.as_ref())
    }

    /// Whether it is there now, by its status alone.
    pub fn clinical(&self) -> Clinical {
        Clinical::of(self.clinical_status.as_ref())
    }

    /// When it began. The recorded date is never an onset.
    pub fn onset(&self, zone: &TimeZone) -> When<'_> {
        self.onset.when(zone)
    }

    /// When it ended.
    pub fn abatement(&self, zone: &TimeZone) -> When<'_> {
        self.abatement.when(zone)
    }

    /// Whether it is said to have ended, at whatever time.
    pub fn has_abated(&self) -> bool {
        self.abatement_boolean == Some(Flag(true)) || !self.abatement.is_empty()
    }

    /// The text of `onsetString`, which is a note about time.
    pub fn onset_text(&self) -> Option<&str> {
        self.onset.text.as_deref()
    }
}
