//! A fact: one statement about the patient, with its time, its certainty and the words or codes it rests on.

use crate::{Attributes, FindingId, Regions};
use foramen_fhir::DateRange;
use std::fmt;

/// Whether a fact states or denies its finding. No fact at all is *unknown*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Denied: negated text, a refuted Condition, a normal finding, or a long-standing baseline.
    Absent,
    /// Stated.
    Present,
}

/// How sure a fact is (protocol section 1). A rule that holds only on probable facts asks, it does not act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// Hedged, provisional, or a code that says less than the finding.
    Probable,
    /// Affirmed, measured or confirmed.
    Certain,
}

/// The terms of protocol 1.0 for when a finding began. Set by the derivation, not by the reader of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Time {
    /// Began, or was said to be worse, within `new_days`.
    New,
    /// Dated, later than *chronic* and earlier than *new*.
    Recent,
    /// No onset and nothing that makes it new.
    Undated,
    /// Began more than `cauda_recent_days` ago, no worsening stated.
    Chronic,
    /// Known from before this episode; counts as absent for it.
    Baseline,
}

impl Time {
    /// The word used in `hooks/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Recent => "recent",
            Self::Undated => "undated",
            Self::Chronic => "chronic",
            Self::Baseline => "baseline",
        }
    }
}

/// Where a fact comes from (protocol section 1, `origin`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// A code.
    Coded,
    /// A measurement whose value decides.
    Measured,
    /// Words in a text element of a resource.
    Text,
    /// An answered question.
    Questionnaire,
    /// An order of this request.
    Order,
    /// Computed from other facts.
    Derived,
}

impl Origin {
    /// The word used in traces.
    pub fn word(self) -> &'static str {
        match self {
            Self::Coded => "coded",
            Self::Measured => "measured",
            Self::Text => "text",
            Self::Questionnaire => "questionnaire",
            Self::Order => "order",
            Self::Derived => "derived",
        }
    }
}

/// The resource that a fact was read from; opaque to the rules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceRef {
    /// `Type/id`, or the type alone when the resource has no id.
    pub reference: String,
    /// Place in the request, such as `prefetch.conditions.entry[3].resource`.
    pub path: String,
}

impl fmt::Display for SourceRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reference)
    }
}

/// Marks evidence of a finding that a code implies beside what it names, such as saddle change in a cauda equina code.
pub(crate) const IMPLIED: &str = "(implied)";

/// What in a source carries a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// The resource.
    pub source: SourceRef,
    /// How the fact was read from it.
    pub origin: Origin,
    /// What stands there: a code (`icd-10-cm M54.16`), a value with its unit, a linkId, or the quoted words.
    pub says: String,
}

/// One statement about the patient. A row of a list (a therapy, a study, an order) is a fact too: its columns are attributes.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent statement of the source; no two make a state machine"
)]
pub struct Fact {
    /// What it is about.
    pub finding: FindingId,
    /// Stated or denied.
    pub state: State,
    /// How sure.
    pub confidence: Confidence,
    /// The parts of the spine that the statement itself names.
    pub regions: Regions,
    /// Side, limb, kind; or the columns of a list.
    pub attributes: Attributes,
    /// The number of a `number` or `span` finding, in its own unit.
    pub value: Option<Amount>,
    /// When it began; of a study the day it was done, of a measurement the day it was taken.
    pub onset: Option<DateRange>,
    /// When it ended, of a therapy or a resolved problem.
    pub end: Option<DateRange>,
    /// When it was first written down.
    pub stated: Option<DateRange>,
    /// When a worsening of it was stated.
    pub worsened: Option<DateRange>,
    /// Whether the code alone, without a date or words, may count as new (`current_alone` of the value sets).
    pub current_alone: bool,
    /// Whether the record says that it is known from before this episode (protocol 1.0, baseline).
    pub long_standing: bool,
    /// Whether it is a reason or diagnosis of the encounter in context.
    pub current_encounter: bool,
    /// Whether [`Fact::onset`] is only the day of its first record (protocol 1.0, *undated*).
    pub dated_by_record: bool,
    /// Whether it was found on the day of [`Fact::stated`], in an examination or a note, rather than kept on a list.
    pub examined: bool,
    /// When it began, in the terms of protocol 1.0.
    pub time: Time,
    /// What it rests on; at least one.
    pub evidence: Vec<Evidence>,
}

impl Fact {
    /// A present, certain fact without any detail.
    pub fn present(finding: FindingId, evidence: Evidence) -> Self {
        Self {
            finding,
            state: State::Present,
            confidence: Confidence::Certain,
            regions: Regions::NONE,
            attributes: Attributes::default(),
            value: None,
            onset: None,
            end: None,
            stated: None,
            worsened: None,
            current_alone: true,
            long_standing: false,
            current_encounter: false,
            dated_by_record: false,
            examined: false,
            time: Time::Undated,
            evidence: vec![evidence],
        }
    }

    /// The same fact, denied.
    #[must_use]
    pub fn denied(mut self) -> Self {
        self.state = State::Absent;
        self
    }

    /// The day on which it began, else the first day on which it was written down.
    pub fn when(&self) -> Option<DateRange> {
        self.onset.or(self.stated)
    }

    /// The last day that the record gives it, for look-back tests: the later of onset, end, worsening and record.
    pub fn last(&self) -> Option<DateRange> {
        [self.onset, self.end, self.stated, self.worsened]
            .into_iter()
            .flatten()
            .max_by_key(|when| when.latest())
    }

    /// Whether it is stated.
    pub fn is_present(&self) -> bool {
        self.state == State::Present
    }

    /// Whether it is certain.
    pub fn is_certain(&self) -> bool {
        self.confidence == Confidence::Certain
    }
}

/// A number that the record gives exactly or only within bounds, such as a duration since a partial date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// The least that it can be.
    pub min: f64,
    /// The most that it can be.
    pub max: f64,
}

impl Amount {
    /// An exact number.
    pub fn exactly(value: f64) -> Self {
        Self {
            min: value,
            max: value,
        }
    }

    /// A number within bounds, in either order.
    pub fn between(a: f64, b: f64) -> Self {
        Self {
            min: a.min(b),
            max: a.max(b),
        }
    }

    /// Whether it is known exactly.
    pub fn is_exact(self) -> bool {
        self.min.total_cmp(&self.max).is_eq()
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_exact() {
            write!(f, "{}", self.min)
        } else {
            write!(f, "{} to {}", self.min, self.max)
        }
    }
}
