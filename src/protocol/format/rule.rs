//! A rule as its file says it.

use super::{Class, Condition, Hook, Place, Showing, Where};
use foramen_facts::{FindingId, Region, Word};
use std::{collections::BTreeMap, fmt};

/// Whether a rule is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Written, not in force.
    Draft,
    /// In force.
    Active,
    /// No longer in force; the successor takes its place.
    Retired(Word),
}

/// The scale on which results are ordered (protocol 11.5), the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pathway {
    /// No card.
    None,
    /// Conservative care.
    Conservative,
    /// Imaging.
    Imaging,
    /// Specialist referral.
    Specialist,
    /// Urgent.
    Urgent,
    /// Emergent.
    Emergent,
}

impl Pathway {
    /// All classes, the least first.
    pub const ALL: [Self; 6] = [
        Self::None,
        Self::Conservative,
        Self::Imaging,
        Self::Specialist,
        Self::Urgent,
        Self::Emergent,
    ];

    /// The word used in `hooks/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Conservative => "conservative",
            Self::Imaging => "imaging",
            Self::Specialist => "specialist",
            Self::Urgent => "urgent",
            Self::Emergent => "emergent",
        }
    }

    /// The pathway of a word, if it is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pathway| pathway.word() == word)
    }
}

impl fmt::Display for Pathway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Colour of a card, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Indicator {
    /// For information.
    Info,
    /// To be weighed.
    Warning,
    /// To be acted on now.
    Critical,
}

impl Indicator {
    /// The word on the wire and in `hooks/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }

    /// The indicator of a word, if it is one.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Info, Self::Warning, Self::Critical]
            .into_iter()
            .find(|indicator| indicator.word() == word)
    }
}

/// Over what a rule is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Scope {
    /// Once for each region of the case that the rule speaks for.
    #[default]
    Region,
    /// Once; `regions` says for whom it speaks.
    Patient,
    /// Once for each judged order and its region.
    Order,
}

/// A place in the order of rules: `"50b"` comes after `"50"`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number(pub u16, pub String);

impl Number {
    /// Reads `50` or `50b`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        let (number, rest) = text.split_at_checked(digits)?;
        let plain = rest.len() <= 1 && rest.chars().all(|c| c.is_ascii_lowercase());
        plain
            .then(|| {
                number
                    .parse()
                    .ok()
                    .map(|number| Self(number, rest.to_owned()))
            })
            .flatten()
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0, self.1)
    }
}

/// What a stage 0 rule leaves to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limit {
    /// The stages that may still show; none shows nothing.
    pub stages: Vec<u8>,
    /// Whether only rules that hold on certain facts show.
    pub certain: bool,
    /// The highest indicator that may show.
    pub indicator: Option<Indicator>,
    /// Whether only the order in question is limited (rules of scope `order`).
    pub order_only: bool,
}

/// The study that answers a rule of stages 1-2 (protocol section 4, "A result exists").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Modalities that answer it.
    pub modality: Vec<Word>,
    /// Result classes that explain the finding: the card stays and names the result.
    pub explains: Vec<Word>,
    /// Regions that must have been seen; empty is the region of the frame.
    pub regions: Vec<Region>,
}

/// What a suggestion does to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActionKind {
    /// Makes a new order.
    Create,
    /// Changes the judged order.
    Update,
    /// Changes the judged order if it is of the kind, else makes a new one.
    UpdateOrCreate,
    /// Takes the judged order away.
    Delete,
}

/// Priority of an order, the least urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Priority {
    /// Normal.
    Routine,
    /// Before routine.
    Urgent,
    /// As soon as possible.
    Asap,
    /// At once.
    Stat,
}

impl Priority {
    /// All priorities, the least urgent first.
    pub const ALL: [Self; 4] = [Self::Routine, Self::Urgent, Self::Asap, Self::Stat];

    /// The code of FHIR's request-priority.
    pub fn word(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Urgent => "urgent",
            Self::Asap => "asap",
            Self::Stat => "stat",
        }
    }

    /// The priority of a word, if it is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|priority| priority.word() == word)
    }
}

/// A suggestion of a branch.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggest {
    /// What it does.
    pub action: ActionKind,
    /// The order template of each region, or of every region.
    pub order: OrderChoice,
    /// The priority of the order.
    pub priority: Option<Priority>,
    /// Only when this holds.
    pub if_: Option<Condition>,
}

/// Which order template a suggestion names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderChoice {
    /// None: a delete.
    None,
    /// The same one in every region.
    One(Word),
    /// One for each region.
    ByRegion(BTreeMap<Region, Word>),
}

impl OrderChoice {
    /// The template for a region.
    pub fn of(&self, region: Region) -> Option<&Word> {
        match self {
            Self::None => None,
            Self::One(order) => Some(order),
            Self::ByRegion(orders) => orders.get(&region),
        }
    }
}

/// A question that a branch puts on its card.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// What is asked; of a group, its unknown members.
    pub finding: FindingId,
    /// Only when this holds.
    pub if_: Option<Condition>,
}

/// One way in which a rule speaks; the first branch whose `if` holds is taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// Its name, for traces and cases.
    pub name: Word,
    /// When it is taken; none always.
    pub if_: Option<Condition>,
    /// Colour of the card.
    pub indicator: Indicator,
    /// The words of the card.
    pub card: Word,
    /// The parameter that says how soon.
    pub target: Option<Word>,
    /// Class where it differs from the rule's.
    pub class: Option<Class>,
    /// Pathway where it differs from the rule's.
    pub pathway: Option<Pathway>,
    /// What it suggests.
    pub suggest: Vec<Suggest>,
    /// What it asks.
    pub ask: Vec<Ask>,
    /// What it limits where that differs from the rule's limit (stage 0).
    pub limit: Option<Limit>,
    /// Proposed orders with these columns are not created while it stands (safety rules); a stage 1 study never is held back.
    pub hold: Vec<Where>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its stable id, which is also the topic code on the wire.
    pub id: Word,
    /// What it is called.
    pub title: String,
    /// Whether it is in force.
    pub status: Status,
    /// 0 to 6, equal to the folder.
    pub stage: u8,
    /// Its place in the order; none for the safety lines.
    pub number: Option<Number>,
    /// Its row and column in the suppression matrix.
    pub class: Class,
    /// Its place on the scale of results.
    pub pathway: Pathway,
    /// Over what it is evaluated.
    pub scope: Scope,
    /// The regions that it speaks for.
    pub regions: Vec<Region>,
    /// How it shows on each hook.
    pub hooks: BTreeMap<Hook, Showing>,
    /// Rows of the guidance table that it implements.
    pub implements: Vec<Word>,
    /// Guidelines that it rests on.
    pub sources: Vec<Word>,
    /// Rules whose card this one's replaces.
    pub replaces: Vec<Word>,
    /// When it fires.
    pub when: Condition,
    /// The study that answers it.
    pub answer: Option<Answer>,
    /// What it limits, for stage 0.
    pub limit: Option<Limit>,
    /// How it speaks.
    pub branches: Vec<Branch>,
    /// Its own test cases.
    pub cases: Vec<super::Case>,
    /// Where it stands.
    pub place: Place,
}

/// Stages 2 to 6 need a current episode without saying so (protocol 1.0).
const FIRST_STAGE_OF_THE_EPISODE: u8 = 2;

impl Rule {
    /// Whether it needs a current episode in its region without saying so: from stage 2 on, except where it judges orders or the whole patient.
    pub fn needs_episode(&self) -> bool {
        self.stage >= FIRST_STAGE_OF_THE_EPISODE && self.scope == Scope::Region
    }
}
