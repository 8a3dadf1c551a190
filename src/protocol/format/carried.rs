//! By which words a reader meets a row of the guidance table.

use super::{CardText, Place, Rule};
use crate::catalog::Content;
use foramen_facts::Word;

/// What one rule or line says of one row of the guidance table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The row.
    pub row: Word,
    /// The rule or line that carries it.
    pub by: Word,
    /// Words on a card of the rule, or of the line; none where the row asks for silence.
    pub words: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

impl Content {
    /// What is said of a row by a rule or line.
    pub fn carried(&self, row: &str, by: &str) -> Option<&Carried> {
        self.carried
            .iter()
            .find(|carried| &*carried.row == row && &*carried.by == by)
    }

    /// Every text of the cards of a rule, each card once for each branch that shows it.
    pub fn card_texts<'a>(&'a self, rule: &'a Rule) -> impl Iterator<Item = &'a str> {
        rule.branches
            .iter()
            .filter_map(|branch| self.cards.get(&branch.card))
            .flat_map(CardText::texts)
    }
}
