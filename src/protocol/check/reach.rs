//! Rules and branches that nobody would ever see: an alarm that cannot ring is worse than none, since it is counted on.

use super::walk;
use crate::{
    catalog::{Allowed, Content},
    format::{Bound, Condition, Is, Relation, Rule, Status, Tests, Unknown, Verb},
    mistake::Mistakes,
};
use foramen_facts::{ConceptRole, FindingId, Known, Setting};
use std::collections::BTreeSet;

/// Looks at every active rule.
pub(super) fn check(content: &Content, mistakes: &Mistakes) {
    let stateable = stateable(content);
    for rule in content
        .rules
        .iter()
        .filter(|rule| rule.status == Status::Active)
    {
        hooks(content, rule, mistakes);
        branches(rule, mistakes);
        contradictions(content, &rule.when, mistakes);
        unstated(content, rule, &stateable, mistakes);
    }
    for condition in content.derived.values() {
        contradictions(content, condition, mistakes);
    }
}

/// A rule shows only on hooks that a service answers. Stage 0 limits what others show, on whatever hook they do.
fn hooks(content: &Content, rule: &Rule, mistakes: &Mistakes) {
    let answered: BTreeSet<_> = content
        .services
        .iter()
        .flat_map(|service| &service.hooks)
        .collect();
    if rule.branches.is_empty() || rule.hooks.keys().any(|hook| answered.contains(hook)) {
        return;
    }
    let named: Vec<_> = rule.hooks.keys().map(|hook| hook.word()).collect();
    let accepted: Vec<_> = answered.iter().map(|hook| hook.word()).collect();
    let said = if named.is_empty() {
        "names no hook".to_owned()
    } else {
        format!(
            "shows on {} alone, which no service answers",
            named.join(", ")
        )
    };
    mistakes.add(
        &rule.place,
        format!(
            "rule \"{}\" {said}: nobody would see it; accepted: {}",
            rule.id,
            accepted.join(", ")
        ),
    );
}

/// A branch is taken only if none before it always is.
fn branches(rule: &Rule, mistakes: &Mistakes) {
    for (position, branch) in rule.branches.iter().enumerate() {
        let Some(condition) = &branch.if_ else {
            continue;
        };
        let mut before = rule.branches.iter().take(position);
        if let Some(other) = before.rfind(|other| {
            other
                .if_
                .as_ref()
                .is_some_and(|other| same(other, condition))
        }) {
            mistakes.add(
                &condition.place,
                format!(
                    "branch \"{}\" is never taken: \"{}\" before it has the same `if`",
                    branch.name, other.name
                ),
            );
        }
        let follows = match &rule.when.verb {
            Verb::All(parts) => parts.iter().any(|part| same(part, condition)),
            _ => same(&rule.when, condition),
        };
        if follows && position + 1 < rule.branches.len() {
            mistakes.add(
                &condition.place,
                format!(
                    "branch \"{}\" is always taken, since the rule fires only where its `if` holds: those behind it never are",
                    branch.name
                ),
            );
        }
    }
}

/// Whether two conditions ask the same, wherever they stand.
fn same(a: &Condition, b: &Condition) -> bool {
    match (&a.verb, &b.verb) {
        (Verb::All(a), Verb::All(b)) | (Verb::Any(a), Verb::Any(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Verb::Not(a), Verb::Not(b)) => same(a, b),
        (a, b) => a == b,
    }
}

/// Parts of one `all` that cannot hold together.
fn contradictions(content: &Content, condition: &Condition, mistakes: &Mistakes) {
    match &condition.verb {
        Verb::All(parts) => {
            for (position, part) in parts.iter().enumerate() {
                if parts
                    .iter()
                    .take(position)
                    .any(|other| exclude(content, other, part) || exclude(content, part, other))
                {
                    mistakes.add(
                        &part.place,
                        "this never holds together with what stands before it in `all`",
                    );
                }
                contradictions(content, part, mistakes);
            }
        }
        Verb::Any(parts) => parts
            .iter()
            .for_each(|part| contradictions(content, part, mistakes)),
        Verb::Not(part) => contradictions(content, part, mistakes),
        _ => {
            if let (_, Some(tests)) = walk::subjects(&condition.verb)
                && !is_possible(content, tests, &Tests::default())
            {
                mistakes.add(
                    &condition.place,
                    "no number passes these tests, whatever a profile sets",
                );
            }
        }
    }
}

/// Whether two conditions never hold at once.
fn exclude(content: &Content, a: &Condition, b: &Condition) -> bool {
    if let Verb::Not(inner) = &b.verb {
        return two_valued_or_plain(a) && same(a, inner);
    }
    match (&a.verb, &b.verb) {
        (Verb::Param(a, words), Verb::Param(b, others)) => {
            a == b && !words.iter().any(|word| others.contains(word))
        }
        (Verb::AnyOf(a, tests), Verb::NoneOf(b, none)) => {
            plain(tests) && plain(none) && a.iter().all(|id| b.contains(id))
        }
        (Verb::AnyOf(a, first), Verb::AnyOf(b, second)) if a.len() == 1 && a == b => {
            let denied = Tests {
                is: Is::Absent,
                ..Tests::default()
            };
            plain(first) && *second == denied || !is_possible(content, first, second)
        }
        _ => false,
    }
}

/// Whether a condition and its own negation exclude each other whatever silence counts as.
fn two_valued_or_plain(condition: &Condition) -> bool {
    match &condition.verb {
        Verb::Param(..) | Verb::Fired(_) | Verb::Ended(_) | Verb::NoneOf(..) => true,
        Verb::AnyOf(_, tests) => tests.unknown == Unknown::Keep,
        _ => false,
    }
}

/// Whether nothing is asked but presence.
fn plain(tests: &Tests) -> bool {
    let plain = Tests {
        ask: tests.ask,
        ..Tests::default()
    };
    *tests == plain
}

/// Whether a number can pass the bounds of both for some setting of the parameters.
fn is_possible(content: &Content, first: &Tests, second: &Tests) -> bool {
    // A fact of another side or region is another number.
    if first.where_ != second.where_ && !second.compare.is_empty() {
        return true;
    }
    let (mut low, mut high) = ((f64::NEG_INFINITY, false), (f64::INFINITY, false));
    for compare in first.compare.iter().chain(&second.compare) {
        let Some((least, most)) = reach(content, &compare.bound) else {
            return true;
        };
        let (strict, from, to) = match compare.relation {
            Relation::AtLeast => (false, Some(least), None),
            Relation::MoreThan => (true, Some(least), None),
            Relation::AtMost => (false, None, Some(most)),
            Relation::LessThan => (true, None, Some(most)),
            Relation::Exactly => (false, Some(least), Some(most)),
        };
        if let Some(from) = from
            && (from, strict) > low
        {
            low = (from, strict);
        }
        if let Some(to) = to
            && (to < high.0 || to <= high.0 && strict)
        {
            high = (to, strict);
        }
    }
    low.0 < high.0 || low.0 <= high.0 && !low.1 && !high.1
}

/// The smallest and the largest number that a bound may become; times in days.
fn reach(content: &Content, bound: &Bound) -> Option<(f64, f64)> {
    match bound {
        Bound::Literal(number, unit) => {
            let number = unit.days().map_or(*number, |days| number * days);
            Some((number, number))
        }
        Bound::Parameter(name) => {
            let unit = content.profiles.values().find_map(|profile| {
                match profile.parameters.get(name) {
                    Some(Setting::Amount(_, unit)) => Some(*unit),
                    _ => None,
                }
            })?;
            let Allowed::Range(least, most) = content.parameters.get(name)?.allowed else {
                return None;
            };
            let days = unit.days().unwrap_or(1.0);
            Some((least * days, most * days))
        }
    }
}

/// A finding that a rule asks about must be one that a record can state: else the question has one answer for ever.
fn unstated(content: &Content, rule: &Rule, stateable: &BTreeSet<FindingId>, mistakes: &Mistakes) {
    for condition in walk::conditions(rule) {
        walk::leaves(condition, true, &mut |leaf, _| {
            for id in walk::subjects(&leaf.verb).0 {
                if !stateable.contains(id) {
                    mistakes.add(
                        &leaf.place,
                        format!(
                            "nothing can state \"{}\": give it codes in a value set, words in the lexicon, or a question with a `link_id`",
                            content.vocabulary.name(*id)
                        ),
                    );
                }
            }
        });
    }
}

/// The findings that something can state: the program, a code, words in a name, an answer; and those made of them.
pub(super) fn stateable(content: &Content) -> BTreeSet<FindingId> {
    let vocabulary = &content.vocabulary;
    let computed = Known::NAMES.iter().filter_map(|name| vocabulary.id(name));
    let coded = vocabulary
        .concepts
        .iter()
        .filter(|concept| {
            !matches!(
                concept.role,
                ConceptRole::Exclude | ConceptRole::Baseline | ConceptRole::DoNotEmit
            )
        })
        .flat_map(|concept| concept.targets.iter().copied().chain(concept.own_finding));
    let named = vocabulary.names.iter().filter_map(|name| name.finding);
    let answered = vocabulary
        .findings()
        .filter(|(_, finding)| {
            finding
                .question
                .as_ref()
                .is_some_and(|question| question.link_id.is_some())
        })
        .map(|(id, _)| id);
    let mut found: BTreeSet<FindingId> =
        computed.chain(coded).chain(named).chain(answered).collect();
    found.extend(content.derived.keys().copied());
    // A group is stated by a member; a group of groups by a member of those.
    loop {
        let before = found.len();
        for (id, group) in &content.groups {
            if group
                .members
                .iter()
                .any(|member| found.contains(&member.finding))
            {
                found.insert(*id);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}
