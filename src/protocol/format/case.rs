//! Test cases inside a rule file.

use super::{Indicator, Place};
use foramen_facts::{Attribute, Confidence, FindingId, Held, Region, State, Word};

/// A small patient and what the rule must make of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// A sentence.
    pub name: String,
    /// The profile, `us-acr` unless named.
    pub profile: Option<Word>,
    /// The regions of the case.
    pub regions: Vec<Region>,
    /// What the record says; everything else is unknown.
    pub given: Vec<Given>,
    /// What must come out.
    pub expect: Expect,
    /// Where it stands.
    pub place: Place,
}

/// One statement of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// What it is about; a group or derived finding may be given directly.
    pub finding: FindingId,
    /// Stated or denied.
    pub state: State,
    /// How sure.
    pub confidence: Confidence,
    /// Regions, empty for none.
    pub regions: Vec<Region>,
    /// Attributes and columns.
    pub attributes: Vec<(Attribute, Held)>,
    /// The number of a number or span, in the finding's unit (days for spans).
    pub value: Option<f64>,
    /// How many days ago it began; none is undated.
    pub ago_days: Option<i64>,
    /// How many days ago it was written down.
    pub stated_days: Option<i64>,
}

/// What must come out of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    /// Fires, silent or unknown.
    pub result: Expected,
    /// The branch, if named.
    pub branch: Option<Word>,
    /// The indicator, if named.
    pub indicator: Option<Indicator>,
    /// Certain or probable, if named.
    pub confidence: Option<Confidence>,
    /// The exact suggestions, if named: order ids, or `delete`.
    pub suggests: Option<Vec<Word>>,
    /// The exact questions of the rule in their order, if named.
    pub asks: Option<Vec<FindingId>>,
}

/// Result of a rule on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expected {
    /// It fires.
    Fires,
    /// It does not.
    Silent,
    /// Something that it needs is not known.
    Unknown,
}
