//! The trace: every condition of a rule with its answer, in the order of the file.

use super::{Evaluation, Frame, Notes, Outcome, Pass};
use crate::{
    format::{Condition, Verb},
    words::Words,
};
use foramen_facts::{Fact, Tri};

/// One condition with its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The condition in words.
    pub text: String,
    /// Its answer.
    pub truth: Tri,
    /// The facts that made it hold.
    pub grounds: Vec<Fact>,
    /// Its parts.
    pub parts: Vec<Self>,
}

impl Evaluation<'_> {
    /// Explains an outcome by the conditions of its rule, over the facts that decided it.
    pub fn explain(&self, outcome: &Outcome<'_>) -> Step {
        let (rule, frame) = (outcome.rule, outcome.frame);
        let conditions = self.step(&rule.when, frame, outcome.pass);
        let gate = self.current_episode(rule, frame);
        if gate.is_yes() {
            return conditions;
        }
        let gate = Step {
            text: "a current episode in this region (every rule from stage 2 on)".to_owned(),
            truth: gate,
            grounds: Vec::new(),
            parts: Vec::new(),
        };
        Step {
            text: "all of".to_owned(),
            truth: gate.truth.and(conditions.truth),
            grounds: Vec::new(),
            parts: vec![gate, conditions],
        }
    }

    fn step(&self, condition: &Condition, frame: Frame, pass: Pass) -> Step {
        let mut notes = Notes::default();
        let truth = self.truth(condition, frame, pass, &mut notes);
        let parts: Vec<&Condition> = match &condition.verb {
            Verb::All(parts) | Verb::Any(parts) => parts.iter().collect(),
            Verb::Not(part) => vec![part],
            _ => self.derivation(condition),
        };
        let words = Words::of_trace(self.catalog.content(), &self.profile.parameters);
        let grounds = if parts.is_empty() {
            notes.grounds.into_iter().cloned().collect()
        } else {
            Vec::new()
        };
        Step {
            text: words.condition(condition),
            truth,
            grounds,
            parts: parts
                .into_iter()
                .map(|part| self.step(part, frame, pass))
                .collect(),
        }
    }

    /// The condition behind a derived finding, which is explained in its place.
    fn derivation(&self, condition: &Condition) -> Vec<&Condition> {
        let (Verb::AnyOf(findings, _) | Verb::AllOf(findings, _) | Verb::NoneOf(findings, _)) =
            &condition.verb
        else {
            return Vec::new();
        };
        findings
            .iter()
            .filter_map(|finding| self.catalog.content().derived.get(finding))
            .collect()
    }
}
