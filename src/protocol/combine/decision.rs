//! What is shown: the outcome of a whole evaluation.

use crate::{
    evaluate::{Certainty, Evaluation, Outcome, Study},
    format::{Branch, Class, Indicator, OrderTemplate, Pathway, Priority, Rule, Setting},
};
use foramen_facts::{Fact, FindingId, Region, SourceRef, Word};
use std::fmt;

/// A rule that speaks, with the branch that it takes.
#[derive(Debug, Clone)]
pub struct Spoken<'c> {
    /// The rule.
    pub rule: &'c Rule,
    /// How it speaks.
    pub branch: &'c Branch,
    /// How sure it is.
    pub certainty: Certainty,
    /// The region of its card.
    pub region: Region,
    /// The judged order, by its place, for order rules.
    pub order: Option<usize>,
    /// The study that explains its finding.
    pub study: Option<Study>,
    /// The facts that it rests on.
    pub grounds: Vec<Fact>,
    /// What it asks.
    pub asks: Vec<FindingId>,
    /// What it needed and did not find.
    pub unknown: Vec<FindingId>,
}

impl Spoken<'_> {
    /// Its row and column in the matrix.
    pub fn class(&self) -> Class {
        self.branch.class.unwrap_or(self.rule.class)
    }

    /// Its place on the scale of results.
    pub fn pathway(&self) -> Pathway {
        self.branch.pathway.unwrap_or(self.rule.pathway)
    }

    /// The colour of its card; in the ask form at most warning.
    pub fn indicator(&self) -> Indicator {
        match self.certainty {
            Certainty::Certain => self.branch.indicator,
            Certainty::Probable => self.branch.indicator.min(Indicator::Warning),
        }
    }

    /// Whether it is of the stages whose cards of a region are one.
    pub fn is_urgent(&self) -> bool {
        matches!(self.rule.stage, 1 | 2)
    }
}

/// What a suggestion does.
#[derive(Debug, Clone, PartialEq)]
pub enum Act<'c> {
    /// Makes an order.
    Create {
        /// What is ordered.
        template: &'c OrderTemplate,
        /// How soon.
        priority: Option<Priority>,
    },
    /// Changes a judged order.
    Update {
        /// Which one.
        order: SourceRef,
        /// Its new code, unless only the priority changes.
        template: Option<&'c OrderTemplate>,
        /// Its new priority.
        priority: Option<Priority>,
    },
    /// Takes a judged order away.
    Delete {
        /// Which one.
        order: SourceRef,
    },
}

/// A suggestion with the rules that make it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal<'c> {
    /// What it does.
    pub act: Act<'c>,
    /// The rules that make it, in their order.
    pub rules: Vec<Word>,
}

/// One card, before its words are written.
#[derive(Debug, Clone)]
pub struct CardPlan<'c> {
    /// The rule whose headline it carries.
    pub head: Spoken<'c>,
    /// Rules merged into it.
    pub merged: Vec<Spoken<'c>>,
    /// Rules whose text is one line on it.
    pub lines: Vec<Spoken<'c>>,
    /// Safety lines on it.
    pub safety: Vec<Spoken<'c>>,
    /// Its colour.
    pub indicator: Indicator,
    /// What it suggests.
    pub proposals: Vec<Proposal<'c>>,
    /// Its questions, ranked, at most three.
    pub asks: Vec<FindingId>,
    /// The parameter that says how soon, the shortest of its rules.
    pub target: Option<Word>,
    /// The setting whose words it takes.
    pub setting: Option<Setting>,
    /// Flags that are not recorded.
    pub not_considered: Vec<FindingId>,
    /// Whether orders were held back because data could not be read.
    pub held_for_gaps: bool,
    /// Safety rules that hold a proposed order back.
    pub held_by: Vec<Word>,
    /// The safety line, by its place, that raised the card and takes its headline.
    pub raised_by: Option<usize>,
    /// An order on record, or the judged order, that already is the proposed study.
    pub fits: Vec<SourceRef>,
}

impl<'c> CardPlan<'c> {
    /// The rule whose summary is the headline: that of a safety line which raised the card, else the head's.
    pub fn headline(&self) -> &Spoken<'c> {
        self.raised_by
            .and_then(|place| self.safety.get(place))
            .unwrap_or(&self.head)
    }

    /// Every rule that speaks on the card, the headline first.
    pub fn rules(&self) -> impl Iterator<Item = &Spoken<'c>> {
        std::iter::once(&self.head)
            .chain(&self.merged)
            .chain(&self.lines)
            .chain(&self.safety)
    }
}

/// What became of a rule that fires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It heads a card.
    Card,
    /// It is merged into the card of this rule.
    Merged(Word),
    /// It is a line on the card of this rule.
    Line(Word),
    /// It is suppressed by this rule.
    Suppressed(Word),
    /// This stage 0 rule ends or limits it.
    Limited(Word),
    /// A later study ended it.
    Ended,
    /// It has no card on this hook.
    NotOnThisHook,
    /// The order already is what it proposes, and it has nothing else to say.
    OrderFits,
    /// More cards stand than are shown.
    OverTheLimit,
    /// The site does not want to see it.
    Muted,
    /// Somebody overrode its card, and nothing has changed since.
    Overridden,
}

/// A rule that fires and what became of it.
#[derive(Debug, Clone)]
pub struct Settled {
    /// The rule's id.
    pub rule: Word,
    /// The region of its card.
    pub region: Region,
    /// What became of it.
    pub fate: Fate,
}

impl Settled {
    /// What became of a rule that speaks.
    pub(super) fn new(spoken: &Spoken<'_>, fate: Fate) -> Self {
        Self {
            rule: spoken.rule.id.clone(),
            region: spoken.region,
            fate,
        }
    }
}

/// The result of a request.
pub struct Decision<'c> {
    /// The evaluation behind it, with orders and proposals as they stand, for what is explained or written from it.
    pub evaluation: Evaluation<'c>,
    /// What is shown, in the order of the protocol.
    pub cards: Vec<CardPlan<'c>>,
    /// Every rule in every frame.
    pub outcomes: Vec<Outcome<'c>>,
    /// What became of the rules that fire.
    pub settled: Vec<Settled>,
    /// The highest pathway class of a rule that fires (protocol 11.5).
    pub pathway: Pathway,
}

impl fmt::Debug for Decision<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decision")
            .field("cards", &self.cards)
            .field("settled", &self.settled)
            .finish_non_exhaustive()
    }
}
