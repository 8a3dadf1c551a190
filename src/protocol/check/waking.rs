//! What wakes a rule, and whether it can be left in doubt.

use super::walk;
use crate::{
    catalog::Content,
    format::{Condition, Count, Is, Unknown, Verb},
    mistake::Mistakes,
};
use foramen_facts::FindingId;

/// A rule outside stage 0 needs something that must be there; else it would speak about everyone of whom nothing is recorded.
pub(super) fn check(content: &Content, mistakes: &Mistakes) {
    for rule in content
        .rules
        .iter()
        .filter(|rule| rule.stage != 0 && !wakes(content, &rule.when, DEPTH))
    {
        mistakes.add(
            &rule.when.place,
            "nothing wakes this rule; add what must be present, for instance { finding = \"pain.spine\" }",
        );
    }
}

/// Derived findings rest on each other only this deep; a circle is a mistake of its own and must not hold up this check.
const DEPTH: usize = 32;

/// Whether a condition can only hold because something is recorded.
fn wakes(content: &Content, condition: &Condition, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return true;
    };
    match &condition.verb {
        Verb::All(parts) => parts.iter().any(|part| wakes(content, part, depth)),
        Verb::Any(parts) => parts.iter().all(|part| wakes(content, part, depth)),
        Verb::AnyOf(findings, tests) => {
            is_positive(tests.is, tests.unknown)
                && findings.iter().all(|id| recorded(content, *id, depth))
        }
        Verb::AllOf(findings, tests) => {
            is_positive(tests.is, tests.unknown)
                && findings.iter().any(|id| recorded(content, *id, depth))
        }
        Verb::CountOf(_, _, count) => !matches!(count, Count::AtLeast(0) | Count::Exactly(0)),
        Verb::Some(_, tests) | Verb::Latest { tests, .. } => tests.unknown != Unknown::Yes,
        Verb::Order(_) | Verb::Fired(_) | Verb::Ended(_) => true,
        Verb::Not(_) | Verb::NoneOf(..) | Verb::Param(..) => false,
    }
}

fn is_positive(is: Is, unknown: Unknown) -> bool {
    matches!(is, Is::Present | Is::Known) && unknown != Unknown::Yes
}

fn recorded(content: &Content, id: FindingId, depth: usize) -> bool {
    content
        .derived
        .get(&id)
        .is_none_or(|condition| wakes(content, condition, depth))
}

/// Whether a condition always is yes or no. The order in question is at hand and counts as known.
pub(super) fn two_valued(content: &Content, condition: &Condition) -> bool {
    let mut all = true;
    walk::leaves(condition, true, &mut |leaf, _| {
        all &= match &leaf.verb {
            Verb::AnyOf(findings, tests) | Verb::AllOf(findings, tests) => {
                matches!(tests.is, Is::Unknown | Is::Known)
                    || tests.unknown != Unknown::Keep
                    || findings.iter().all(|id| {
                        content.derived.get(id).is_some_and(|derived| {
                            !rests_on(content, derived, *id) && two_valued(content, derived)
                        })
                    })
            }
            Verb::Some(_, tests) | Verb::Latest { tests, .. } => tests.unknown != Unknown::Keep,
            _ => true,
        };
    });
    all
}

fn rests_on(content: &Content, condition: &Condition, id: FindingId) -> bool {
    let mut open = walk::findings(condition);
    let mut seen = std::collections::BTreeSet::new();
    while let Some(next) = open.pop() {
        if next == id {
            return true;
        }
        if seen.insert(next) {
            open.extend(
                content
                    .derived
                    .get(&next)
                    .map(walk::findings)
                    .unwrap_or_default(),
            );
        }
    }
    false
}
