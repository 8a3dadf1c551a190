//! `AllergyIntolerance`.

use super::{Clinical, Verification};
use crate::element::{Annotation, Codeable, Many, Text};
use crate::read::fields;

/// An `AllergyIntolerance`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AllergyIntolerance<'a> {
    /// `clinicalStatus`; DSTU2 `status`, which held both statuses.
    pub clinical_status: Option<Codeable<'a>>,
    /// `verificationStatus`.
    pub verification_status: Option<Codeable<'a>>,
    /// DSTU2 `status`.
    pub status: Option<Codeable<'a>>,
    /// `code`, DSTU2 `substance`.
    pub code: Option<Codeable<'a>>,
    /// `type`: `allergy` or `intolerance`.
    pub kind: Option<Codeable<'a>>,
    /// `category`: `medication`, `food` and so on.
    pub category: Many<Text<'a>>,
    /// `criticality`.
    pub criticality: Option<Text<'a>>,
    /// `reaction`.
    pub reaction: Many<AllergyReaction<'a>>,
    /// `note`.
    pub note: Many<Annotation<'a>>,
}

fields! {
    AllergyIntolerance<'a> {
        "clinicalStatus" => clinical_status,
        "verificationStatus" => verification_status,
        "status" => status,
        "code" | "substance" => code,
        "type" => kind,
        "category" => category,
        "criticality" => criticality,
        "reaction" => reaction,
        "note" => note
    }
}

impl AllergyIntolerance<'_> {
    /// How sure the record is of it.
    pub fn verification(&self) -> Verification {
        Verification::of(self.verification_status.as_ref().or(self.status.as_ref()))
    }

    /// Whether it is there now.
    pub fn clinical(&self) -> Clinical {
        Clinical::of(self.clinical_status.as_ref().or(self.status.as_ref()))
    }
}

/// `reaction`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AllergyReaction<'a> {
    /// `substance`.
    pub substance: Option<Codeable<'a>>,
    /// `manifestation`.
    pub manifestation: Many<Codeable<'a>>,
    /// `severity`.
    pub severity: Option<Text<'a>>,
    /// `description`.
    pub description: Option<Text<'a>>,
}

fields! {
    AllergyReaction<'a> {
        "substance" => substance,
        "manifestation" => manifestation,
        "severity" => severity,
        "description" => description
    }
}
