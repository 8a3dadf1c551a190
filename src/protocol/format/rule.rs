//! A rule as its file says it.

use super::{Condition, Place, RuleSet, Where};
use foramen_facts::{FindingId, Region, Word};
use std::{collections::BTreeMap, fmt};

/// The four occasions on which a client calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hook {
    /// A chart is opened.
    PatientView,
    /// An order is picked.
    OrderSelect,
    /// Orders are signed.
    OrderSign,
    /// An encounter begins.
    EncounterStart,
}

impl Hook {
    /// All hooks.
    pub const ALL: [Self; 4] = [
        Self::PatientView,
        Self::OrderSelect,
        Self::OrderSign,
        Self::EncounterStart,
    ];

    /// The name on the wire and in `hooks/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::PatientView => "patient-view",
            Self::OrderSelect => "order-select",
            Self::OrderSign => "order-sign",
            Self::EncounterStart => "encounter-start",
        }
    }

    /// The hook of a name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hook| hook.word() == word)
    }

    /// Whether orders are judged on it.
    pub fn judges_orders(self) -> bool {
        matches!(self, Self::OrderSelect | Self::OrderSign)
    }
}

/// How a rule shows on a hook. Whether it is *evaluated* never depends on the hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Showing {
    /// A card of its own.
    Own,
    /// A card, if no other card stands and the visit is about spine pain.
    Alone,
    /// A line on a card that stands.
    Ride,
    /// A card of its own at warning or critical only.
    Warnings,
    /// A card, if no other card of its region stands; else a line on it.
    Last,
    /// A card only together with a card of this rule.
    With(Word),
}

impl Showing {
    /// For a reader: what is shown.
    pub fn words(&self) -> String {
        let words = match self {
            Self::Own => "a card of its own",
            Self::Alone => "a card, if no other one stands and the visit is about spine pain",
            Self::Ride => "a line on a card that stands",
            Self::Warnings => "a card at warning or critical only",
            Self::Last => "a card, if no other one of its region stands, else a line on it",
            Self::With(rule) => return format!("a card together with one of {rule}"),
        };
        words.to_owned()
    }

    /// The rule that it comes with.
    pub(crate) fn with(&self) -> Option<RuleSet> {
        match self {
            Self::With(rule) => Some(RuleSet::Rule(rule.clone())),
            Self::Own | Self::Alone | Self::Ride | Self::Warnings | Self::Last => None,
        }
    }
}

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

/// Rows and columns of the suppression matrix (protocol section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// G1-G5: end or limit what is shown.
    Scope,
    /// E7.
    Aortic,
    /// E1-E6, E4b.
    Emergent,
    /// U1, U2, U7, U7b(a).
    Deficit,
    /// U3a, U3b, U3c, U4, U5, U6.
    Serious,
    /// U3d, U4b, U6b.
    Check,
    /// U9, U10, U7b(b).
    CheckAsk,
    /// U8.
    Disabling,
    /// P1-P3, P11.
    Act,
    /// P4, P5, P7-P10.
    Treat,
    /// P6.
    Mild,
    /// M1, M3.
    Image,
    /// M1b.
    ImageReferral,
    /// M2.
    HoldCandidate,
    /// M4.
    Hold,
    /// M5.
    Ask,
    /// O1, O7.
    Defer,
    /// O2-O6.
    Amend,
    /// O8, O9.
    Procedure,
    /// O14-O16.
    Drug,
    /// O10-O13: lines, always added, last.
    Safety,
    /// C1.
    Conserve,
    /// C3, C6.
    Follow,
    /// C5.
    FollowTeam,
    /// C2.
    Mind,
    /// C7.
    Walking,
    /// T1.
    Refer,
    /// C4, D1, and what O15 says of simple analgesics: a line on a card that stands, never a card.
    Line,
}

impl Class {
    /// All classes with the word used in `hooks/` and the stages that they belong to.
    pub const ALL: &'static [(Self, &'static str, &'static [u8])] = &[
        (Self::Scope, "scope", &[0]),
        (Self::Aortic, "aortic", &[1]),
        (Self::Emergent, "emergent", &[1]),
        (Self::Deficit, "deficit", &[2]),
        (Self::Serious, "serious", &[2]),
        (Self::Check, "check", &[2]),
        (Self::CheckAsk, "check-ask", &[2]),
        (Self::Disabling, "disabling", &[2]),
        (Self::Act, "act", &[3]),
        (Self::Treat, "treat", &[3]),
        (Self::Mild, "mild", &[3]),
        (Self::Image, "image", &[4]),
        (Self::ImageReferral, "image-referral", &[4]),
        (Self::HoldCandidate, "hold-candidate", &[4]),
        (Self::Hold, "hold", &[4]),
        (Self::Ask, "ask", &[4]),
        (Self::Defer, "defer", &[5]),
        (Self::Amend, "amend", &[5]),
        (Self::Procedure, "procedure", &[5]),
        (Self::Drug, "drug", &[5]),
        (Self::Safety, "safety", &[5]),
        (Self::Conserve, "conserve", &[6]),
        (Self::Follow, "follow", &[6]),
        (Self::FollowTeam, "follow-team", &[6]),
        (Self::Mind, "mind", &[6]),
        (Self::Walking, "walking", &[6]),
        (Self::Refer, "refer", &[6]),
        (Self::Line, "line", &[5, 6]),
    ];

    /// The word used in `hooks/`.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(class, ..)| *class == self)
            .map_or("", |(_, word, _)| word)
    }

    /// The class of a word, if it is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, name, _)| *name == word)
            .map(|(class, ..)| *class)
    }
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
