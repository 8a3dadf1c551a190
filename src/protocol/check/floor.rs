//! Stage 1 rests on parameters that a profile may only widen (protocol section 2).

use super::walk;
use crate::{catalog::Content, mistake::Mistakes};
use foramen_facts::{FindingId, LookBack, Setting, Word};
use std::collections::{BTreeMap, BTreeSet};

/// Reports every number that stage 1 reads and that does not say which way it widens.
pub(super) fn check(content: &Content, mistakes: &Mistakes) {
    let numbers = content
        .profiles
        .values()
        .flat_map(|profile| profile.parameters.iter());
    let numbers: BTreeSet<_> = numbers
        .filter(|(_, setting)| !matches!(setting, Setting::Word(_)))
        .map(|(name, _)| name)
        .collect();
    for (name, rule) in read(content) {
        let Some(text) = content
            .parameters
            .get(name)
            .filter(|text| text.s1.is_none() && numbers.contains(name))
        else {
            continue;
        };
        let said = format!(
            "parameter \"{name}\" is read by \"{rule}\" of stage 1 and has no `s1`: which way may a profile move it, larger or smaller?"
        );
        mistakes.add(&text.place, said);
    }
}

/// The parameters that the rules of stage 1 read, in their conditions, targets, groups, derived findings and look-backs, each with
/// a rule that reads it.
fn read(content: &Content) -> BTreeMap<&Word, &Word> {
    let mut read = BTreeMap::new();
    for rule in content.rules.iter().filter(|rule| rule.stage == 1) {
        let targets = rule
            .branches
            .iter()
            .filter_map(|branch| branch.target.as_ref());
        let names = walk::parameters(&rule.when)
            .into_iter()
            .chain(targets)
            .chain(below(content, walk::findings(&rule.when)));
        for name in names {
            read.entry(name).or_insert(&rule.id);
        }
    }
    read
}

fn below(content: &Content, mut open: Vec<FindingId>) -> Vec<&Word> {
    let (mut names, mut seen) = (Vec::new(), BTreeSet::new());
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        if let Some(derived) = content.derived.get(&id) {
            names.extend(walk::parameters(derived));
            open.extend(walk::findings(derived));
        }
        for member in content
            .groups
            .get(&id)
            .into_iter()
            .flat_map(|group| &group.members)
        {
            names.extend(walk::parameters_of_tests(&member.tests));
            open.push(member.finding);
        }
        if let Some(LookBack::Parameter(name)) = content
            .vocabulary
            .finding(id)
            .map(|finding| &finding.look_back)
        {
            names.push(name);
        }
    }
    names
}
