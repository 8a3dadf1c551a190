//! `FamilyMemberHistory`.

use crate::element::{Annotation, Codeable, Many, Moment, Text};
use crate::read::fields;

/// A `FamilyMemberHistory`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FamilyMemberHistory<'a> {
    /// `status`.
    pub status: Option<Text<'a>>,
    /// `relationship`.
    pub relationship: Option<Codeable<'a>>,
    /// `condition`.
    pub condition: Many<FamilyCondition<'a>>,
    /// `note`.
    pub note: Many<Annotation<'a>>,
}

fields! {
    FamilyMemberHistory<'a> {
        "status" => status,
        "relationship" => relationship,
        "condition" => condition,
        "note" => note
    }
}

/// `condition` of a family member.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FamilyCondition<'a> {
    /// `code`, DSTU1 `type`.
    pub code: Option<Codeable<'a>>,
    /// `outcome`.
    pub outcome: Option<Codeable<'a>>,
    /// `onset[x]`.
    pub onset: Moment<'a>,
    /// `note`.
    pub note: Many<Annotation<'a>>,
}

fields! {
    FamilyCondition<'a> {
        "code" | "type" => code,
        "outcome" => outcome,
        "onsetAge" => onset.age,
        "onsetRange" => onset.range,
        "onsetPeriod" => onset.period,
        "onsetString" => onset.text,
        "note" => note
    }
}
