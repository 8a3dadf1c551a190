//! Walks over conditions, shared by the checks.

use crate::{
    catalog::Content,
    format::{Bound, Condition, Holds, Rule, RuleSet, Tests, TimeTest, Verb, Where},
};
use foramen_facts::{FindingId, Word};

/// Visits every condition that asks something, with whether it stands outside of `not` (or inside of two).
pub(super) fn leaves<'c>(
    condition: &'c Condition,
    positive: bool,
    visit: &mut dyn FnMut(&'c Condition, bool),
) {
    match &condition.verb {
        Verb::All(parts) | Verb::Any(parts) => {
            for part in parts {
                leaves(part, positive, visit);
            }
        }
        Verb::Not(part) => leaves(part, !positive, visit),
        _ => visit(condition, positive),
    }
}

/// The findings that a condition asks about, not those of its parts, and what it asks of them.
pub(super) fn subjects(verb: &Verb) -> (&[FindingId], Option<&Tests>) {
    match verb {
        Verb::AnyOf(findings, tests)
        | Verb::AllOf(findings, tests)
        | Verb::NoneOf(findings, tests)
        | Verb::CountOf(findings, tests, _) => (findings, Some(tests)),
        Verb::Some(list, tests) | Verb::Latest { list, tests, .. } => {
            (std::slice::from_ref(list), Some(tests))
        }
        _ => (&[], None),
    }
}

/// The columns that a condition asks about.
fn columns(verb: &Verb) -> impl Iterator<Item = &Where> {
    let own: &[Where] = match verb {
        Verb::Latest { of, .. } => of,
        Verb::Order(columns) => columns,
        _ => &[],
    };
    own.iter()
        .chain(subjects(verb).1.into_iter().flat_map(|tests| &tests.where_))
}

/// The bounds of tests.
pub(super) fn bounds_of_tests(tests: &Tests) -> impl Iterator<Item = &Bound> {
    let time = tests.time.iter().filter_map(|test| match test {
        TimeTest::Within(bound) | TimeTest::OlderThan(bound) => Some(bound),
        TimeTest::Before(_) | TimeTest::After(_) | TimeTest::ImagedSince(_) => None,
    });
    tests
        .compare
        .iter()
        .map(|compare| &compare.bound)
        .chain(time)
        .chain(tests.where_.iter().filter_map(bound_of_column))
}

fn bound_of_column(column: &Where) -> Option<&Bound> {
    match &column.holds {
        Holds::Bound(compare) => Some(&compare.bound),
        Holds::OneOf(_) | Holds::Same => None,
    }
}

/// The bounds of a condition, not those of its parts.
pub(super) fn bounds(verb: &Verb) -> Vec<&Bound> {
    let tests = subjects(verb).1;
    let own = columns(verb)
        .filter_map(bound_of_column)
        .filter(|_| tests.is_none() || matches!(verb, Verb::Latest { .. }));
    own.chain(tests.into_iter().flat_map(bounds_of_tests))
        .collect()
}

/// The parameters that tests name.
pub(super) fn parameters_of_tests(tests: &Tests) -> impl Iterator<Item = &Word> {
    bounds_of_tests(tests).filter_map(parameter)
}

/// The parameter that a bound names.
pub(super) fn parameter(bound: &Bound) -> Option<&Word> {
    match bound {
        Bound::Parameter(name) => Some(name),
        Bound::Literal(..) => None,
    }
}

/// The parameters that a condition and its parts name.
pub(super) fn parameters(condition: &Condition) -> Vec<&Word> {
    let mut found = Vec::new();
    leaves(condition, true, &mut |leaf, _| {
        found.extend(bounds(&leaf.verb).into_iter().filter_map(parameter));
        if let Verb::Param(name, _) = &leaf.verb {
            found.push(name);
        }
    });
    found
}

/// The findings that tests speak of beside their subject.
pub(super) fn findings_of_tests(tests: &Tests) -> impl Iterator<Item = FindingId> {
    tests.time.iter().filter_map(|test| match test {
        TimeTest::Before(other) | TimeTest::After(other) => Some(*other),
        _ => None,
    })
}

/// The findings that a condition and its parts speak of.
pub(super) fn findings(condition: &Condition) -> Vec<FindingId> {
    let mut found = Vec::new();
    leaves(condition, true, &mut |leaf, _| {
        let (subjects, tests) = subjects(&leaf.verb);
        found.extend(subjects);
        found.extend(tests.into_iter().flat_map(findings_of_tests));
    });
    found
}

/// Everything conditional that a rule says: when it fires, and what its branches depend on.
pub(super) fn conditions(rule: &Rule) -> impl Iterator<Item = &Condition> {
    let branches = rule.branches.iter().flat_map(|branch| {
        let suggest = branch
            .suggest
            .iter()
            .filter_map(|suggest| suggest.if_.as_ref());
        let ask = branch.ask.iter().filter_map(|ask| ask.if_.as_ref());
        branch.if_.iter().chain(suggest).chain(ask)
    });
    std::iter::once(&rule.when).chain(branches)
}

/// Every condition of a catalogue.
pub(super) fn all_conditions(content: &Content) -> impl Iterator<Item = &Condition> {
    let lines = content.lines.iter().filter_map(|line| line.if_.as_ref());
    content
        .rules
        .iter()
        .flat_map(conditions)
        .chain(content.derived.values())
        .chain(lines)
}

/// Whether a rule is one of those that a set names.
pub(super) fn names(set: &RuleSet, rule: &Rule) -> bool {
    match set {
        RuleSet::Rule(id) => *id == rule.id,
        RuleSet::Stage(stage) => *stage == rule.stage,
    }
}
