//! The catalogue: everything that `hooks/` says, read and checked.

use crate::format::{
    CardText, Carried, Condition, Line, OrderTemplate, Place, Rule, ServiceText, SourceAttribute,
    SourceAttributeKind, SourceText, Status, Tests,
};
use foramen_facts::{FindingId, Limits, Parameters, Vocabulary, Word};
use std::collections::BTreeMap;

/// A file of `hooks/`, kept for messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path below `hooks/`, with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A finding that is present if a member is, and absent if all are.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The members, each with tests of its own.
    pub members: Vec<Member>,
    /// Whether only certain facts count, in every pass ("deficit" of protocol 1.0).
    pub certain: bool,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The finding.
    pub finding: FindingId,
    /// What its facts must pass to count.
    pub tests: Tests,
    /// Whether it counts only when present: its silence never makes the group unknown.
    pub optional: bool,
}

/// A profile: the parameters with its differences applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its id.
    pub id: Word,
    /// Its title.
    pub title: String,
    /// Every parameter.
    pub parameters: Parameters,
    /// The numbers that the derivation of facts uses.
    pub limits: Limits,
    /// The parameters that its file sets, each with its place.
    pub set: BTreeMap<Word, Place>,
}

/// What a parameter is, for documentation and range checks.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterText {
    /// Its name.
    pub name: Word,
    /// What it says.
    pub means: String,
    /// Smallest and largest allowed value, or the accepted words.
    pub allowed: Allowed,
    /// Used by stage 1: a profile may only widen it.
    pub s1: Option<Widening>,
    /// Why a profile may set it although the rules of safety read it, besides `s1`.
    pub safety: Option<Leeway>,
    /// Where it comes from.
    pub sources: Vec<Word>,
    /// Where it stands.
    pub place: Place,
}

/// What a profile may do to a parameter that the rules of safety read (protocol section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leeway {
    /// Any other word than the default can only make them fire more often.
    Adds,
    /// It only says how soon, and the profiles share it out.
    Target,
}

/// What a parameter may be set to.
#[derive(Debug, Clone, PartialEq)]
pub enum Allowed {
    /// A number in a range, in the parameter's unit; an infinite end stands for `lifetime`.
    Range(f64, f64),
    /// One of these words.
    Words(Vec<Word>),
}

/// Which way a stage 1 parameter may move from its default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Widening {
    /// Only upwards: a longer look-back.
    Larger,
    /// Only downwards: a lower threshold, a shorter target.
    Smaller,
}

/// Everything in `hooks/`, checked. Only [`crate::Draft::check`] makes one, so an unchecked catalogue cannot be evaluated.
#[derive(Debug)]
pub struct Catalog {
    pub(crate) content: Content,
    pub(crate) digest: String,
}

/// The content of a catalogue, before and after it is checked.
#[derive(Debug)]
pub struct Content {
    /// Version of the rule format.
    pub format: Word,
    /// Version of the protocol.
    pub protocol: Word,
    /// Name of the protocol on cards.
    pub title: String,
    /// Every file.
    pub files: Vec<File>,
    /// Findings, codes and phrases.
    pub vocabulary: Vocabulary,
    /// Groups by finding.
    pub groups: BTreeMap<FindingId, Group>,
    /// Derived findings.
    pub derived: BTreeMap<FindingId, Condition>,
    /// Rules, by stage and number.
    pub rules: Vec<Rule>,
    /// Cards by id.
    pub cards: BTreeMap<Word, CardText>,
    /// Riding lines.
    pub lines: Vec<Line>,
    /// Override reasons: code and display.
    pub overrides: Vec<(Word, String)>,
    /// Order templates by id.
    pub orders: BTreeMap<Word, OrderTemplate>,
    /// Guidelines by key.
    pub sources: BTreeMap<Word, SourceText>,
    /// Where the advice comes from and which data it uses, in the order of the regulation.
    pub source_attributes: BTreeMap<SourceAttributeKind, SourceAttribute>,
    /// Services in the order of their files.
    pub services: Vec<ServiceText>,
    /// Parameters by name.
    pub parameters: BTreeMap<Word, ParameterText>,
    /// What each parameter is where no profile moves it.
    pub defaults: Parameters,
    /// Profiles by id.
    pub profiles: BTreeMap<Word, Profile>,
    /// Every row of the guidance table.
    pub guidance: Vec<Word>,
    /// By which words a reader meets each row.
    pub carried: Vec<Carried>,
    /// Rules and guidance rows that are not in yet.
    pub pending: Vec<Word>,
    /// The served questionnaire, as it stands in the file.
    pub questionnaire: Option<String>,
}

impl Catalog {
    /// What the catalogue holds.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// SHA-256 of all files, in hexadecimal: the identity of this catalogue.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The findings and codes that extraction needs.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.content.vocabulary
    }

    /// A profile by its id.
    pub fn profile(&self, id: &str) -> Option<&Profile> {
        self.content.profiles.get(id)
    }

    /// The rules in force, by stage and number.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.content
            .rules
            .iter()
            .filter(|rule| rule.status == Status::Active)
    }

    /// A rule by its id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.content.rules.iter().find(|rule| &*rule.id == id)
    }
}
