//! The verbs of a rule (hooks/README.md, "Conditions"): a closed tree over findings.

use foramen_facts::{Attribute, FindingId, Unit, Word};
use std::ops::Range;

/// A place in a file of `hooks/`, for error messages and traces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Index into the catalogue's list of files.
    pub file: usize,
    /// Bytes within the file.
    pub span: Range<usize>,
}

/// A condition with its place in the rule file; the tree is also the explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// What is asked.
    pub verb: Verb,
    /// Where it stands.
    pub place: Place,
}

/// What a condition asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Verb {
    /// Every part holds.
    All(Vec<Condition>),
    /// One part holds.
    Any(Vec<Condition>),
    /// The part does not hold.
    Not(Box<Condition>),
    /// One of the findings passes the tests; `finding = "…"` is the case of one.
    AnyOf(Vec<FindingId>, Tests),
    /// Each of the findings passes the tests.
    AllOf(Vec<FindingId>, Tests),
    /// None of the findings is recorded as present with these tests. Two-valued.
    NoneOf(Vec<FindingId>, Tests),
    /// How many of the findings are recorded as present. Two-valued.
    CountOf(Vec<FindingId>, Tests, Count),
    /// A row of a list passes.
    Some(FindingId, Tests),
    /// The newest row that passes `of` also passes the tests.
    Latest {
        /// The list.
        list: FindingId,
        /// Which rows compete.
        of: Vec<Where>,
        /// What the newest must pass.
        tests: Tests,
    },
    /// The order in question has these columns. Only in rules of scope `order`.
    Order(Vec<Where>),
    /// One of these rules fires here. Two-valued.
    Fired(Vec<RuleSet>),
    /// One of these rules would fire but for a later study that does not explain it. Two-valued.
    Ended(Vec<RuleSet>),
    /// The profile says so. Two-valued.
    Param(Word, Vec<Word>),
}

/// Rules named in `fired` and `ended`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleSet {
    /// One rule by its id.
    Rule(Word),
    /// All rules of a stage: `stage-1`.
    Stage(u8),
}

/// What is asked of each fact of the subject, and how silence counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tests {
    /// Presence, absence, or whether anything is known.
    pub is: Is,
    /// Attributes and columns.
    pub where_: Vec<Where>,
    /// Words of a choice or set.
    pub words: Option<WordTest>,
    /// The number of a `number` or `span` finding.
    pub compare: Vec<Compare>,
    /// Age and order in time.
    pub time: Vec<TimeTest>,
    /// What a missing date counts as.
    pub undated: Undated,
    /// What unknown counts as.
    pub unknown: Unknown,
    /// Whether facts of other regions are seen too (`region = "any"`).
    pub any_region: bool,
    /// Whether facts that are only probable count like certain ones (`confidence = "any"`).
    pub any_confidence: bool,
    /// Whether unknown puts the finding's question on the card (`unknown = "ask"`).
    pub ask: bool,
}

/// `is = …`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Is {
    /// Stated.
    #[default]
    Present,
    /// Denied.
    Absent,
    /// The record says nothing. Two-valued.
    Unknown,
    /// The record says something. Two-valued.
    Known,
}

/// One attribute or column and what it must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Where {
    /// Which one.
    pub column: Column,
    /// What it must hold.
    pub holds: Holds,
}

/// A column: an attribute, or the regions of the fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// An attribute.
    Attribute(Attribute),
    /// The regions that the fact names.
    Region,
    /// `certain` or `probable`.
    Confidence,
}

/// What a column must hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Holds {
    /// One of these words; the word `unknown` accepts a column that the fact lacks, `any` one that it has.
    OneOf(Vec<Word>),
    /// The regions of the frame, or the modality of the order: `"same"`.
    Same,
    /// A number within a bound.
    Bound(Compare),
}

/// Words of a choice (`in`) or a set (`has`, `has_only`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordTest {
    /// The choice is one of these.
    In(Vec<Word>),
    /// The set has one of these.
    Has(Vec<Word>),
    /// The set has nothing but these, and at least one.
    HasOnly(Vec<Word>),
}

/// Which way a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The bound counts as reached.
    AtLeast,
    /// Beyond the bound.
    MoreThan,
    /// The bound is still within.
    AtMost,
    /// Below the bound.
    LessThan,
    /// Equal to the bound.
    Exactly,
}

/// A comparison with a bound.
#[derive(Debug, Clone, PartialEq)]
pub struct Compare {
    /// Which way.
    pub relation: Relation,
    /// With what.
    pub bound: Bound,
}

/// A number of the profile, or one that stands in the rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// A parameter.
    Parameter(Word),
    /// A literal with its unit.
    Literal(f64, Unit),
}

/// A test of a fact's dates.
#[derive(Debug, Clone, PartialEq)]
pub enum TimeTest {
    /// Its age is at most the bound; the first and the last day count.
    Within(Bound),
    /// Its age is more than the bound.
    OlderThan(Bound),
    /// It began before another finding did.
    Before(FindingId),
    /// It began with or after another finding.
    After(FindingId),
    /// Whether a study of the region was done on or after its onset.
    ImagedSince(bool),
}

/// What a missing date counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Undated {
    /// Unknown.
    #[default]
    Keep,
    /// As if the test held; only for `before` and `after`.
    Yes,
    /// As if it did not.
    No,
}

/// What an unknown condition counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unknown {
    /// It stays unknown.
    #[default]
    Keep,
    /// It holds.
    Yes,
    /// It does not hold.
    No,
}

/// A bound on a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// This many or more.
    AtLeast(usize),
    /// Just this many.
    Exactly(usize),
}
