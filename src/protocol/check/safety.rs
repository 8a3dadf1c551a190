//! The rules of safety say the same in every profile (protocol section 5): stages 0 to 2, and the safety lines of stage 5.

use super::{
    reads::{Reads, asked_rules},
    walk,
};
use crate::{
    catalog::{Content, Leeway},
    format::{Class, Condition, Is, Rule, Verb},
    mistake::{Mistakes, listed},
};
use foramen_facts::{FindingId, Setting, Word};
use std::collections::{BTreeMap, BTreeSet};

/// Refuses what a profile sets and a rule of safety reads, unless it can only widen, add, or is a time that the profiles share out.
pub(super) fn check(content: &Content, mistakes: &Mistakes) {
    let read = read(content);
    for profile in content.profiles.values() {
        for (name, place) in &profile.set {
            let (Some(rule), Some(text)) = (read.get(name), content.parameters.get(name)) else {
                continue;
            };
            if text.s1.is_some() || text.safety.is_some() {
                continue;
            }
            mistakes.add(
                place,
                format!(
                    "profile \"{}\" sets \"{name}\", which \"{rule}\" reads: stages 0 to 2 and O10 to O13 are the same in every profile; accepted of what they read: {}",
                    profile.id,
                    listed(movable(content, &read))
                ),
            );
        }
    }
    for text in content.parameters.values() {
        let Some(leeway) = text.safety else { continue };
        if let Some(why) = unproven(content, &text.name, leeway) {
            mistakes.add(&text.place, format!("parameter \"{}\": {why}", text.name));
        }
    }
}

/// Whether a rule is one of safety.
pub(crate) fn is_safety(rule: &Rule) -> bool {
    rule.stage <= 2 || rule.class == Class::Safety
}

/// The parameters that the rules of safety read, each with a rule that does.
pub(super) fn read(content: &Content) -> BTreeMap<Word, Word> {
    let mut read = BTreeMap::new();
    for rule in safety_rules(content) {
        for name in Reads::of_rule(content, rule).parameters {
            read.entry(name).or_insert_with(|| rule.id.clone());
        }
    }
    read
}

/// The rules of safety, and the rules that their conditions ask about.
fn safety_rules(content: &Content) -> Vec<&Rule> {
    let mut open: Vec<&Rule> = content
        .rules
        .iter()
        .filter(|rule| is_safety(rule))
        .collect();
    let mut found: Vec<&Rule> = Vec::new();
    while let Some(rule) = open.pop() {
        if found.iter().any(|other| other.id == rule.id) {
            continue;
        }
        let asked = asked_rules(rule);
        open.extend(
            content
                .rules
                .iter()
                .filter(|other| asked.iter().any(|set| walk::names(set, other))),
        );
        found.push(rule);
    }
    found.sort_by_key(|rule| (rule.stage, &rule.number, &rule.id));
    found
}

/// What a profile may set of what the rules of safety read.
fn movable<'a>(content: &'a Content, read: &'a BTreeMap<Word, Word>) -> Vec<&'a str> {
    read.keys()
        .filter_map(|name| content.parameters.get(name))
        .filter(|text| text.s1.is_some() || text.safety.is_some())
        .map(|text| &*text.name)
        .collect()
}

/// Why a leeway is not what the rules of safety make of the parameter.
fn unproven(content: &Content, name: &Word, leeway: Leeway) -> Option<String> {
    let default = content
        .profiles
        .values()
        .find(|profile| !profile.set.contains_key(name))
        .and_then(|profile| profile.parameters.get(name));
    for rule in safety_rules(content) {
        let mut search = Search {
            content,
            name,
            seen: BTreeSet::new(),
            uses: Vec::new(),
        };
        for condition in walk::conditions(rule) {
            search.condition(condition, Some(true));
        }
        let said = match leeway {
            Leeway::Target => (!search.uses.is_empty()).then(|| {
                format!(
                    "`safety = \"target\"`, but a condition of \"{}\" reads it too; a target only says how soon",
                    rule.id
                )
            }),
            Leeway::Adds => {
                let adds = |use_: &Use<'_>| {
                    use_.positive == Some(true)
                        && !matches!(default, Some(Setting::Word(word)) if use_.words.contains(word))
                        && !use_.words.is_empty()
                };
                (!search.uses.iter().all(adds)).then(|| {
                    format!(
                        "`safety = \"adds\"`, but in \"{}\" a setting besides the default could take away; it may stand only as {{ param = \"{name}\", equals = … }} outside of `not`, without the default word",
                        rule.id
                    )
                })
            }
        };
        if said.is_some() {
            return said;
        }
    }
    None
}

/// One place where a parameter is read.
struct Use<'a> {
    /// Whether more of it makes the rule hold more often; none if that cannot be told.
    positive: Option<bool>,
    /// The words that are asked for; of a number none.
    words: &'a [Word],
}

/// Looks for a parameter in conditions and in the derived findings below them.
struct Search<'a> {
    content: &'a Content,
    name: &'a Word,
    seen: BTreeSet<(FindingId, Option<bool>)>,
    uses: Vec<Use<'a>>,
}

impl<'a> Search<'a> {
    fn condition(&mut self, condition: &'a Condition, positive: Option<bool>) {
        let mut leaves = Vec::new();
        walk::leaves(condition, true, &mut |leaf, outside| {
            leaves.push((leaf, positive.map(|positive| positive == outside)));
        });
        for (leaf, positive) in leaves {
            match &leaf.verb {
                Verb::Param(name, words) if name == self.name => {
                    self.uses.push(Use { positive, words });
                }
                verb => {
                    let bounds = walk::bounds(verb);
                    let names = bounds.iter().filter_map(|bound| walk::parameter(bound));
                    for _ in names.filter(|name| *name == self.name) {
                        self.uses.push(Use {
                            positive: None,
                            words: &[],
                        });
                    }
                    self.derived(verb, positive);
                }
            }
        }
    }

    /// Goes on in the derived findings that a leaf asks about.
    fn derived(&mut self, verb: &'a Verb, positive: Option<bool>) {
        let (subjects, Some(tests)) = walk::subjects(verb) else {
            return;
        };
        let positive = match (verb, tests.is) {
            (Verb::AnyOf(..) | Verb::AllOf(..), Is::Present) => positive,
            (Verb::NoneOf(..), _) => positive.map(|positive| !positive),
            _ => None,
        };
        let content = self.content;
        for id in subjects {
            if let Some(condition) = content.derived.get(id)
                && self.seen.insert((*id, positive))
            {
                self.condition(condition, positive);
            }
        }
    }
}
