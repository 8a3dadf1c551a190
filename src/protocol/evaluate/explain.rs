//! The trace: every condition of a rule with its answer, in the order of the file.

use super::{Evaluation, Frame, Notes, Outcome, Pass};
use crate::format::{
    Bound, Column, Compare, Condition, Count, Holds, Is, Relation, RuleSet, Tests, TimeTest,
    Undated, Verb, Where, WordTest,
};
use foramen_facts::{Fact, FindingId, Tri};

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
        let (parts, text): (Vec<&Condition>, String) = match &condition.verb {
            Verb::All(parts) => (parts.iter().collect(), "all of".to_owned()),
            Verb::Any(parts) => (parts.iter().collect(), "any of".to_owned()),
            Verb::Not(part) => (vec![part], "not".to_owned()),
            _ => (self.derivation(condition), self.words(condition)),
        };
        let grounds = if parts.is_empty() {
            notes.grounds.into_iter().cloned().collect()
        } else {
            Vec::new()
        };
        Step {
            text,
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

    /// A condition in words.
    fn words(&self, condition: &Condition) -> String {
        let names = |findings: &[FindingId]| {
            findings
                .iter()
                .map(|finding| self.catalog.vocabulary().name(*finding))
                .collect::<Vec<_>>()
                .join(", ")
        };
        match &condition.verb {
            Verb::All(_) | Verb::Any(_) | Verb::Not(_) => String::new(),
            Verb::AnyOf(findings, tests) if findings.len() == 1 => {
                format!("{}{}", names(findings), self.tests_in_words(tests))
            }
            Verb::AnyOf(findings, tests) => {
                format!("any of {}{}", names(findings), self.tests_in_words(tests))
            }
            Verb::AllOf(findings, tests) => {
                format!("all of {}{}", names(findings), self.tests_in_words(tests))
            }
            Verb::NoneOf(findings, tests) => format!(
                "none recorded of {}{}",
                names(findings),
                self.tests_in_words(tests)
            ),
            Verb::CountOf(findings, tests, count) => {
                let count = match count {
                    Count::AtLeast(number) => format!("at least {number}"),
                    Count::Exactly(number) => format!("exactly {number}"),
                };
                format!(
                    "{count} recorded of {}{}",
                    names(findings),
                    self.tests_in_words(tests)
                )
            }
            Verb::Some(list, tests) => {
                format!("some {}{}", names(&[*list]), self.tests_in_words(tests))
            }
            Verb::Latest { list, of, tests } => {
                format!(
                    "latest {}{} has{}",
                    names(&[*list]),
                    columns_in_words(self, of),
                    self.tests_in_words(tests)
                )
            }
            Verb::Order(columns) => format!("the order:{}", columns_in_words(self, columns)),
            Verb::Fired(rules) => format!("{} fires", rules_in_words(rules)),
            Verb::Ended(rules) => format!("{} was ended by a study", rules_in_words(rules)),
            Verb::Param(name, words) => format!("the profile has {name} = {}", words.join(" or ")),
        }
    }

    fn tests_in_words(&self, tests: &Tests) -> String {
        let mut text = match tests.is {
            Is::Present => String::new(),
            Is::Absent => " denied".to_owned(),
            Is::Unknown => " not recorded".to_owned(),
            Is::Known => " recorded".to_owned(),
        };
        text += &columns_in_words(self, &tests.where_);
        match &tests.words {
            Some(WordTest::In(words) | WordTest::Has(words)) => {
                text += &format!(" is {}", words.join(" or "));
            }
            Some(WordTest::HasOnly(words)) => text += &format!(" is only {}", words.join(" or ")),
            None => {}
        }
        for compare in &tests.compare {
            text += &format!(" {}", self.compare_in_words(compare));
        }
        for test in &tests.time {
            text += &match test {
                TimeTest::Within(bound) => format!(" within {}", self.bound_in_words(bound)),
                TimeTest::OlderThan(bound) => format!(" older than {}", self.bound_in_words(bound)),
                TimeTest::Before(other) => {
                    format!(" before {}", self.catalog.vocabulary().name(*other))
                }
                TimeTest::After(other) => {
                    format!(" with or after {}", self.catalog.vocabulary().name(*other))
                }
                TimeTest::ImagedSince(true) => " with an MRI since".to_owned(),
                TimeTest::ImagedSince(false) => " without an MRI since".to_owned(),
            };
        }
        match tests.undated {
            Undated::Keep => {}
            Undated::Yes => text += " (undated counts)",
            Undated::No => text += " (undated does not count)",
        }
        text
    }

    fn compare_in_words(&self, compare: &Compare) -> String {
        let relation = match compare.relation {
            Relation::AtLeast => "at least",
            Relation::MoreThan => "more than",
            Relation::AtMost => "at most",
            Relation::LessThan => "less than",
            Relation::Exactly => "exactly",
        };
        format!("{relation} {}", self.bound_in_words(&compare.bound))
    }

    /// A bound with the number that the profile gives it.
    fn bound_in_words(&self, bound: &Bound) -> String {
        match bound {
            Bound::Literal(number, unit) => format!("{number} {unit}"),
            Bound::Parameter(name) => match self.profile.parameters.get(name) {
                Some(setting) => format!("{setting} ({name})"),
                None => name.to_string(),
            },
        }
    }
}

fn rules_in_words(rules: &[RuleSet]) -> String {
    let names: Vec<_> = rules
        .iter()
        .map(|rule| match rule {
            RuleSet::Rule(id) => id.to_string(),
            RuleSet::Stage(stage) => format!("stage {stage}"),
        })
        .collect();
    names.join(" or ")
}

fn columns_in_words(evaluation: &Evaluation<'_>, columns: &[Where]) -> String {
    columns
        .iter()
        .map(|column| {
            let name = match column.column {
                Column::Attribute(attribute) => attribute.word(),
                Column::Region => "region",
                Column::Confidence => "confidence",
            };
            match &column.holds {
                Holds::OneOf(words) => format!(" {name} {}", words.join(" or ")),
                Holds::Same => format!(" same {name}"),
                Holds::Bound(compare) => {
                    format!(" {name} {}", evaluation.compare_in_words(compare))
                }
            }
        })
        .collect::<Vec<_>>()
        .join(",")
}
