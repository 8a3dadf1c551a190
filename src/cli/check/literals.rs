//! Numbers that stand in rules and that no profile can move: somebody must sign each of them.

use foramen_protocol::{
    Content,
    format::{Bound, Condition, Count, Holds, Place, Tests, TimeTest, Verb, Where},
};

/// Every literal with the place of its condition, in the order of the files.
pub(super) fn all(content: &Content) -> Vec<(&Place, String)> {
    let mut found = Vec::new();
    for rule in &content.rules {
        condition(&rule.when, &mut found);
        for branch in &rule.branches {
            let conditions = branch.if_.iter().chain(
                branch
                    .suggest
                    .iter()
                    .filter_map(|suggest| suggest.if_.as_ref()),
            );
            conditions
                .chain(branch.ask.iter().filter_map(|ask| ask.if_.as_ref()))
                .for_each(|part| condition(part, &mut found));
            found.extend(columns(&branch.hold).map(|literal| (&rule.place, literal)));
        }
    }
    content
        .derived
        .values()
        .chain(content.lines.iter().filter_map(|line| line.if_.as_ref()))
        .for_each(|part| condition(part, &mut found));
    found.sort_by_key(|(place, _)| (place.file, place.span.start));
    found
}

fn condition<'a>(asked: &'a Condition, found: &mut Vec<(&'a Place, String)>) {
    let literals: Vec<String> = match &asked.verb {
        Verb::All(parts) | Verb::Any(parts) => {
            return parts.iter().for_each(|part| condition(part, found));
        }
        Verb::Not(part) => return condition(part, found),
        Verb::AnyOf(_, tests)
        | Verb::AllOf(_, tests)
        | Verb::NoneOf(_, tests)
        | Verb::Some(_, tests) => in_tests(tests).collect(),
        Verb::CountOf(_, tests, count) => in_tests(tests).chain([counted(*count)]).collect(),
        Verb::Latest { of, tests, .. } => columns(of).chain(in_tests(tests)).collect(),
        Verb::Order(wanted) => columns(wanted).collect(),
        Verb::Fired(_) | Verb::Ended(_) | Verb::Param(..) => Vec::new(),
    };
    found.extend(literals.into_iter().map(|literal| (&asked.place, literal)));
}

fn in_tests(tests: &Tests) -> impl Iterator<Item = String> {
    let ages = tests.time.iter().filter_map(|test| match test {
        TimeTest::Within(bound) | TimeTest::OlderThan(bound) => Some(bound),
        TimeTest::Before(_) | TimeTest::After(_) | TimeTest::ImagedSince(_) => None,
    });
    let bounds = tests
        .compare
        .iter()
        .map(|compare| &compare.bound)
        .chain(ages);
    bounds.filter_map(literal).chain(columns(&tests.where_))
}

fn columns(columns: &[Where]) -> impl Iterator<Item = String> {
    columns.iter().filter_map(|column| match &column.holds {
        Holds::Bound(compare) => literal(&compare.bound),
        Holds::OneOf(_) | Holds::Same => None,
    })
}

fn literal(bound: &Bound) -> Option<String> {
    match bound {
        Bound::Literal(number, unit) => Some(format!("{number} {unit}")),
        Bound::Parameter(_) => None,
    }
}

fn counted(count: Count) -> String {
    match count {
        Count::AtLeast(number) => format!("at least {number}"),
        Count::Exactly(number) => format!("exactly {number}"),
    }
}
