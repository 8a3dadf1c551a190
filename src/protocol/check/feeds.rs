//! What a service asks a client to send must serve a rule that speaks there.

use super::{
    coverage::pending_rules,
    reads::{Reads, asked_rules},
    walk,
};
use crate::{catalog::Content, format::ServiceText, mistake::Mistakes};
use foramen_facts::{FindingId, Known};
use std::collections::BTreeSet;

/// Refuses a prefetch key, and once no rule is pending each fed finding, that no rule on the service's hooks uses.
pub(super) fn check(content: &Content, mistakes: &Mistakes) {
    let complete = pending_rules(content).next().is_none();
    for service in &content.services {
        let used = used(content, service);
        let hooks: Vec<_> = service.hooks.iter().map(|hook| hook.word()).collect();
        for key in &service.prefetch {
            let idle: Vec<_> = key
                .feeds
                .iter()
                .filter(|id| !used.contains(id))
                .map(|id| content.vocabulary.name(*id))
                .collect();
            if idle.len() == key.feeds.len() {
                let text = format!(
                    "prefetch \"{}\" feeds no finding that a rule on {} uses",
                    key.key,
                    hooks.join(", ")
                );
                mistakes.add(&key.place, text);
            } else if complete && !idle.is_empty() {
                let text = format!(
                    "prefetch \"{}\" feeds \"{}\", which no rule on {} uses",
                    key.key,
                    idle.join("\", \""),
                    hooks.join(", ")
                );
                mistakes.add(&key.place, text);
            }
        }
    }
}

/// The findings that the rules on a service's hooks use, through groups, derived findings and the rules that they ask about.
/// What the program itself reads by name counts as used: other findings are computed from it.
fn used(content: &Content, service: &ServiceText) -> BTreeSet<FindingId> {
    let mut open: Vec<FindingId> = Known::NAMES
        .iter()
        .filter_map(|name| content.vocabulary.id(name))
        .collect();
    let rules = rules(content, service);
    for rule in rules.iter().filter_map(|index| content.rules.get(*index)) {
        open.extend(walk::conditions(rule).flat_map(walk::findings));
        open.extend(
            rule.branches
                .iter()
                .flat_map(|branch| &branch.ask)
                .map(|ask| ask.finding),
        );
        let lines = content
            .lines
            .iter()
            .filter(|line| line.rules.contains(&rule.id));
        open.extend(
            lines
                .filter_map(|line| line.if_.as_ref())
                .flat_map(walk::findings),
        );
    }
    let mut used = Reads::default();
    for id in open {
        used.finding(content, id);
    }
    used.findings
}

/// The rules that show on a service's hooks, those of stage 0, and the rules that they ask about.
fn rules(content: &Content, service: &ServiceText) -> BTreeSet<usize> {
    let shows = |index: &usize| {
        content.rules.get(*index).is_some_and(|rule| {
            rule.stage == 0
                || service
                    .hooks
                    .iter()
                    .any(|hook| rule.hooks.contains_key(hook))
        })
    };
    let mut open: Vec<usize> = (0..content.rules.len()).filter(shows).collect();
    let mut found = BTreeSet::new();
    while let Some(index) = open.pop() {
        let Some(rule) = content.rules.get(index).filter(|_| found.insert(index)) else {
            continue;
        };
        let asked = asked_rules(rule);
        let named = content
            .rules
            .iter()
            .enumerate()
            .filter(|(_, other)| asked.iter().any(|set| walk::names(set, other)));
        open.extend(named.map(|(index, _)| index));
    }
    found
}
