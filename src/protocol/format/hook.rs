//! The occasions on which a client calls, and how a rule shows there.

use super::RuleSet;
use foramen_facts::Word;

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
