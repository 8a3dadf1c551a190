//! A parameter that nothing reads promises a choice that is none.

use super::{
    coverage::pending_rules,
    walk,
    wording::{Piece, pieces},
};
use crate::{catalog::Content, format::CardText, mistake::Mistakes};
use foramen_facts::{Limits, LookBack, Word};
use std::collections::BTreeSet;

/// Parameters that the program reads by name, besides those of [`Limits`].
const READ_BY_THE_PROGRAM: [&str; 1] = ["max_cards"];

/// Reports every parameter that nothing reads, once no rule is pending that might.
pub(super) fn check(content: &Content, mistakes: &Mistakes) {
    if pending_rules(content).next().is_some() {
        return;
    }
    let used = used(content);
    for (name, text) in content
        .parameters
        .iter()
        .filter(|(name, _)| !used.contains(&***name))
    {
        mistakes.add(
            &text.place,
            format!("parameter \"{name}\" is used by no rule, finding, card or computation"),
        );
    }
}

fn used(content: &Content) -> BTreeSet<&str> {
    let conditions = walk::all_conditions(content).flat_map(walk::parameters);
    let members = content.groups.values().flat_map(|group| &group.members);
    let members = members.flat_map(|member| walk::parameters_of_tests(&member.tests));
    let look_backs =
        content
            .vocabulary
            .findings()
            .filter_map(|(_, finding)| match &finding.look_back {
                LookBack::Parameter(name) => Some(name),
                LookBack::Lifetime | LookBack::Now | LookBack::Episode => None,
            });
    let targets = content
        .rules
        .iter()
        .flat_map(|rule| &rule.branches)
        .filter_map(|branch| branch.target.as_ref());
    let named: BTreeSet<&str> = conditions
        .chain(members)
        .chain(look_backs)
        .chain(targets)
        .map(|name: &Word| &**name)
        .collect();
    let words = texts(content)
        .flat_map(|text| pieces(text).unwrap_or_default())
        .filter_map(Piece::placeholder);
    let program = Limits::NAMES.iter().copied().chain(READ_BY_THE_PROGRAM);
    named.into_iter().chain(words).chain(program).collect()
}

fn texts(content: &Content) -> impl Iterator<Item = &str> {
    let cards = content.cards.values().flat_map(CardText::texts);
    cards.chain(content.lines.iter().map(|line| line.text.as_str()))
}
