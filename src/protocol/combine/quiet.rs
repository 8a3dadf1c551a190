//! What a site does not want to see again: rules that it muted, and cards that somebody overrode.
//!
//! Neither touches stages 0 and 1 or the safety lines. What is kept back was evaluated, suppresses what it would, and is told in the trace.

use super::{CardPlan, Fate, Settled};
use crate::{
    evaluate::Evaluation,
    format::{Class, Rule},
};
use foramen_facts::Word;
use std::{collections::BTreeSet, fmt};

/// The first stage whose cards may be kept back.
const FIRST_QUIET_STAGE: u8 = 2;

impl Rule {
    /// Whether a site may mute it: an emergency, what limits the protocol and the safety of an order are always shown.
    pub fn may_be_muted(&self) -> bool {
        self.stage >= FIRST_QUIET_STAGE && self.class != Class::Safety
    }
}

/// The rules that have no card on this call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Muted {
    all: bool,
    rules: BTreeSet<Word>,
}

impl Muted {
    /// Mutes these rules.
    pub fn add(&mut self, rules: impl IntoIterator<Item = Word>) {
        self.rules.extend(rules);
    }

    /// Mutes every rule that may be.
    pub fn add_all(&mut self) {
        self.all = true;
    }

    /// Whether a rule is muted.
    pub fn mutes(&self, rule: &Rule) -> bool {
        rule.may_be_muted() && (self.all || self.rules.contains(&rule.id))
    }
}

/// Says whether a card, before its words and suggestions are written, was overridden.
pub type Overridden<'q> = dyn Fn(&Evaluation<'_>, &CardPlan<'_>) -> bool + 'q;

/// What is kept back on a call.
#[derive(Clone, Copy)]
pub struct Quiet<'q> {
    /// By the site.
    pub muted: &'q Muted,
    /// By whoever answered the card before.
    pub overridden: &'q Overridden<'q>,
}

impl Quiet<'static> {
    /// Nothing is kept back.
    pub const NOTHING: Self = Self {
        muted: &Muted {
            all: false,
            rules: BTreeSet::new(),
        },
        overridden: &|_, _| false,
    };
}

impl Quiet<'_> {
    /// Keeps back what was overridden, before the safety lines look for a card, so that they find another one.
    pub(super) fn keep_back(
        &self,
        evaluation: &Evaluation<'_>,
        cards: &mut Vec<CardPlan<'_>>,
        settled: &mut Vec<Settled>,
    ) {
        cards.retain(|card| {
            let hides = self.hides(evaluation, card);
            if hides {
                let rules = card.rules();
                settled.extend(rules.map(|spoken| Settled::new(spoken, Fate::Overridden)));
            }
            !hides
        });
    }

    fn hides(&self, evaluation: &Evaluation<'_>, card: &CardPlan<'_>) -> bool {
        let may = std::iter::once(&card.head)
            .chain(&card.merged)
            .all(|spoken| spoken.rule.may_be_muted());
        may && (self.overridden)(evaluation, card)
    }
}

impl fmt::Debug for Quiet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quiet")
            .field("muted", &self.muted)
            .finish_non_exhaustive()
    }
}
