//! What `source-attributes.toml` says is used is what the rules use.

use super::reads::Reads;
use crate::{
    catalog::{Catalog, Content},
    format::{Rule, SourceAttribute, Status},
    mistake::Mistakes,
};
use foramen_facts::{FindingId, Word};
use std::collections::BTreeMap;

/// Compares what is said with what the active rules read.
pub(super) fn check(content: &Content, mistakes: &Mistakes) {
    for attribute in content.source_attributes.values() {
        let Some(used) = attribute.used else { continue };
        let key = attribute.kind.key();
        let read = read(content, attribute);
        match (used, read.first_key_value()) {
            (false, Some((finding, rules))) => mistakes.add(
                &attribute.place,
                format!(
                    "`{key}` says that the data are not used, but {} reads \"{finding}\"",
                    rules.first().map_or("a rule", |rule| rule)
                ),
            ),
            (true, None) => mistakes.add(
                &attribute.place,
                format!("`{key}` says that the data are used, but no active rule reads them"),
            ),
            _ => {}
        }
        let named: Vec<&str> = attribute
            .findings
            .iter()
            .map(|id| content.vocabulary.name(*id))
            .collect();
        for (finding, _) in read.iter().filter(|(name, _)| !named.contains(&&***name)) {
            mistakes.add(
                &attribute.place,
                format!("`{key}` does not name \"{finding}\", which rules read; `findings` lists all of them"),
            );
        }
        for name in named
            .iter()
            .filter(|name| !attribute.kind.data().contains(name))
        {
            mistakes.add(
                &attribute.place,
                format!(
                    "`{key}` names \"{name}\", which is no such data; accepted: {}",
                    attribute.kind.data().join(", ")
                ),
            );
        }
    }
}

/// The findings of the kind that active rules or the lines on their cards read, each with those rules.
fn read(content: &Content, attribute: &SourceAttribute) -> BTreeMap<Word, Vec<Word>> {
    let ids: Vec<FindingId> = attribute
        .kind
        .data()
        .iter()
        .filter_map(|name| content.vocabulary.id(name))
        .collect();
    let mut found: BTreeMap<Word, Vec<Word>> = BTreeMap::new();
    for rule in content
        .rules
        .iter()
        .filter(|rule| rule.status == Status::Active)
    {
        let findings = reads(content, rule).findings;
        for id in ids.iter().filter(|id| findings.contains(id)) {
            found
                .entry(content.vocabulary.name(*id).into())
                .or_default()
                .push(rule.id.clone());
        }
    }
    found
}

/// What a rule and the lines that ride on it read.
fn reads(content: &Content, rule: &Rule) -> Reads {
    let mut reads = Reads::of_rule(content, rule);
    let lines = content
        .lines
        .iter()
        .filter(|line| line.rules.contains(&rule.id));
    for condition in lines.filter_map(|line| line.if_.as_ref()) {
        reads.merge(Reads::of_condition(content, condition));
    }
    reads
}

impl Catalog {
    /// The findings through which the rules use data of a source attribute, each with the rules that read it.
    pub fn used_through(&self, attribute: &SourceAttribute) -> BTreeMap<Word, Vec<Word>> {
        read(self.content(), attribute)
    }
}
