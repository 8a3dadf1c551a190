//! What a rule rests on: findings and parameters, through groups, derived findings, look-backs and what the program computes.

use super::walk;
use crate::{
    catalog::{Catalog, Content},
    format::{Column, Condition, Holds, Rule, RuleSet, Tests, Verb, Where},
};
use foramen_facts::{Attribute, FindingId, LookBack, Role, Word, computed_from, computed_term};
use std::collections::BTreeSet;

/// What something in `hooks/` rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads {
    /// The findings, with the members of groups and what is behind derived ones.
    pub findings: BTreeSet<FindingId>,
    /// The parameters, with those that the computation of a finding uses.
    pub parameters: BTreeSet<Word>,
}

impl Reads {
    /// What a rule rests on: its conditions, its targets, its questions, and the current episode that stages 2 to 6 need.
    pub fn of_rule(content: &Content, rule: &Rule) -> Self {
        let mut reads = Self::default();
        for condition in walk::conditions(rule) {
            reads.condition(content, condition);
        }
        for branch in &rule.branches {
            reads.parameters.extend(branch.target.clone());
            for ask in &branch.ask {
                reads.finding(content, ask.finding);
            }
            reads.columns(content, &branch.hold);
        }
        if rule.needs_episode() {
            reads.finding(content, content.vocabulary.known.episode_current);
        }
        reads
    }

    /// What a condition rests on.
    pub fn of_condition(content: &Content, condition: &Condition) -> Self {
        let mut reads = Self::default();
        reads.condition(content, condition);
        reads
    }

    /// Adds what something else rests on.
    pub(super) fn merge(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.parameters.extend(other.parameters);
    }

    fn condition(&mut self, content: &Content, condition: &Condition) {
        self.parameters
            .extend(walk::parameters(condition).into_iter().cloned());
        walk::leaves(condition, true, &mut |leaf, _| {
            let (subjects, tests) = walk::subjects(&leaf.verb);
            for id in subjects {
                self.finding(content, *id);
            }
            if let Some(tests) = tests {
                self.tests(content, tests);
            }
            match &leaf.verb {
                Verb::Latest { of, .. } => self.columns(content, of),
                Verb::Order(columns) => self.columns(content, columns),
                _ => {}
            }
        });
    }

    fn tests(&mut self, content: &Content, tests: &Tests) {
        self.parameters
            .extend(walk::parameters_of_tests(tests).cloned());
        for other in walk::findings_of_tests(tests) {
            self.finding(content, other);
        }
        self.columns(content, &tests.where_);
    }

    fn columns(&mut self, content: &Content, columns: &[Where]) {
        for column in columns {
            if let (Column::Attribute(Attribute::Time), Holds::OneOf(words)) =
                (column.column, &column.holds)
            {
                self.computed(
                    content,
                    words.iter().flat_map(|word| computed_term(word)).copied(),
                );
            }
        }
    }

    /// Adds a finding with everything behind it.
    pub(super) fn finding(&mut self, content: &Content, id: FindingId) {
        let Some(finding) = content.vocabulary.finding(id) else {
            return;
        };
        if !self.findings.insert(id) {
            return;
        }
        if let LookBack::Parameter(name) = &finding.look_back {
            self.parameters.insert(name.clone());
        }
        self.computed(content, computed_from(&finding.name));
        if finding.role == Role::Deficit {
            self.computed(content, computed_term("baseline").iter().copied());
        }
        if let Some(derived) = content.derived.get(&id) {
            self.condition(content, derived);
        }
        for member in content
            .groups
            .get(&id)
            .into_iter()
            .flat_map(|group| &group.members)
        {
            self.finding(content, member.finding);
            self.tests(content, &member.tests);
        }
    }

    fn computed(&mut self, content: &Content, names: impl Iterator<Item = &'static str>) {
        self.parameters.extend(names.filter_map(|name| {
            content
                .parameters
                .get_key_value(name)
                .map(|(key, _)| key.clone())
        }));
    }
}

/// The rules that a rule asks about, in its conditions and by `with:`.
pub(super) fn asked_rules(rule: &Rule) -> Vec<RuleSet> {
    let mut asked: Vec<RuleSet> = rule
        .hooks
        .values()
        .filter_map(crate::format::Showing::with)
        .collect();
    for condition in walk::conditions(rule) {
        walk::leaves(condition, true, &mut |leaf, _| {
            if let Verb::Fired(sets) | Verb::Ended(sets) = &leaf.verb {
                asked.extend(sets.iter().cloned());
            }
        });
    }
    asked
}

impl Condition {
    /// The findings that it and its parts speak of.
    pub fn findings(&self) -> Vec<FindingId> {
        walk::findings(self)
    }
}

impl Rule {
    /// Everything conditional that it says: when it fires, and what its branches depend on.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        walk::conditions(self)
    }
}

impl Catalog {
    /// The questions that a rule can put on its card: of its branches, and of conditions that ask when they are not known. Of a group
    /// its members.
    pub fn questions(&self, rule: &Rule) -> BTreeSet<FindingId> {
        let mut asked: Vec<FindingId> = rule
            .branches
            .iter()
            .flat_map(|branch| &branch.ask)
            .map(|ask| ask.finding)
            .collect();
        for condition in walk::conditions(rule) {
            walk::leaves(condition, true, &mut |leaf, _| {
                let (subjects, tests) = walk::subjects(&leaf.verb);
                if tests.is_some_and(|tests| tests.ask) {
                    asked.extend(subjects);
                }
            });
        }
        let mut found = BTreeSet::new();
        while let Some(id) = asked.pop() {
            match self.content().groups.get(&id) {
                Some(group) => asked.extend(group.members.iter().map(|member| member.finding)),
                None => {
                    found.insert(id);
                }
            }
        }
        found
    }
}
