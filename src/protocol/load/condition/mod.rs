//! Conditions: one subject or combinator, then tests, then modifiers.

mod column;
mod tests;

use super::{
    Context,
    ids::unknown,
    reader::{Node, Table},
};
use crate::format::{Condition, Count, RuleSet, Scope, Verb};
pub(super) use column::columns;
use foramen_facts::{FindingId, Kind, Word};
pub(super) use tests::{Asker, article, tests};

/// What a condition may speak of where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// Other rules: not in a derived finding, which rules rest on.
    pub(super) rules: bool,
    /// The order in question: only in rules of scope `order`.
    pub(super) order: bool,
}

impl Frame {
    /// What a rule of a scope may speak of.
    pub(super) fn of(scope: Scope) -> Self {
        Self {
            rules: true,
            order: scope == Scope::Order,
        }
    }
}

const VERBS: [&str; 13] = [
    "all", "any", "not", "finding", "any_of", "all_of", "none_of", "count_of", "some", "latest",
    "order", "fired", "ended",
];

/// Reads a condition with everything in it.
pub(super) fn condition(node: Node<'_>, frame: Frame, context: &Context<'_>) -> Option<Condition> {
    let table = node.table()?;
    let found: Vec<_> = VERBS
        .into_iter()
        .chain(["param"])
        .filter(|verb| table.has(verb))
        .collect();
    let verb = match found.as_slice() {
        [verb] => read_verb(&table, verb, frame, context),
        [] => {
            let names = table.entries();
            let near = names
                .iter()
                .find_map(|entry| Some((entry, crate::mistake::nearest(entry.key(), VERBS)?)));
            match near {
                Some((entry, verb)) => entry.key_mistake(format!(
                    "unknown verb `{}`; did you mean `{verb}`?",
                    entry.key()
                )),
                None => node.mistake(format!(
                    "a condition asks one thing: {}, param",
                    VERBS.join(", ")
                )),
            }
            return None;
        }
        several => {
            let text = format!(
                "a condition asks one thing, this one has `{}`",
                several.join("`, `")
            );
            context.mistakes.add_with_help(
                &node.place(),
                text,
                "put them into `all = [ … ]` or `any = [ … ]`",
            );
            return None;
        }
    };
    table.finish();
    Some(Condition {
        verb: verb?,
        place: node.place(),
    })
}

fn read_verb(table: &Table<'_>, verb: &str, frame: Frame, context: &Context<'_>) -> Option<Verb> {
    match verb {
        "all" => parts(table.need("all")?, frame, context).map(Verb::All),
        "any" => parts(table.need("any")?, frame, context).map(Verb::Any),
        "not" => {
            condition(table.need("not")?, frame, context).map(|part| Verb::Not(Box::new(part)))
        }
        "finding" => {
            let subjects = vec![subject(table.need("finding")?, Subject::Fact, context)?];
            let tests = tests(table, &subjects, Asker::Kleene, context);
            Some(Verb::AnyOf(subjects, tests))
        }
        "any_of" => {
            let subjects = subjects(table.need("any_of")?, Subject::Fact, context)?;
            let tests = tests(table, &subjects, Asker::Kleene, context);
            Some(Verb::AnyOf(subjects, tests))
        }
        "all_of" => {
            let subjects = subjects(table.need("all_of")?, Subject::Fact, context)?;
            let tests = tests(table, &subjects, Asker::Kleene, context);
            Some(Verb::AllOf(subjects, tests))
        }
        "none_of" => {
            let subjects = subjects(table.need("none_of")?, Subject::Any, context)?;
            let tests = tests(table, &subjects, Asker::TwoValued, context);
            Some(Verb::NoneOf(subjects, tests))
        }
        "count_of" => {
            let subjects = subjects(table.need("count_of")?, Subject::Any, context)?;
            let count = count(table);
            let tests = tests(table, &subjects, Asker::Count, context);
            Some(Verb::CountOf(subjects, tests, count?))
        }
        "some" => {
            let list = subject(table.need("some")?, Subject::List, context)?;
            Some(Verb::Some(
                list,
                tests(table, &[list], Asker::Kleene, context),
            ))
        }
        "latest" => {
            let list = subject(table.need("latest")?, Subject::List, context)?;
            let of = table
                .get("of")
                .map(|node| columns(node, context))
                .unwrap_or_default();
            Some(Verb::Latest {
                list,
                of,
                tests: tests(table, &[list], Asker::Kleene, context),
            })
        }
        "order" => {
            let node = table.need("order")?;
            if !frame.order {
                node.key_mistake("`order` asks about the order in question: only in rules of `scope = \"order\"`");
            }
            Some(Verb::Order(columns(node, context)))
        }
        "fired" => rule_sets(table.need("fired")?, frame, context).map(Verb::Fired),
        "ended" => rule_sets(table.need("ended")?, frame, context).map(Verb::Ended),
        _ => param(table, context),
    }
}

fn parts(node: Node<'_>, frame: Frame, context: &Context<'_>) -> Option<Vec<Condition>> {
    let nodes = node.list();
    if nodes.is_empty() && node.is_list() {
        node.mistake(format!("`{}` has no part", node.key()));
    }
    let count = nodes.len();
    let parts: Vec<_> = nodes
        .into_iter()
        .filter_map(|node| condition(node, frame, context))
        .collect();
    (!parts.is_empty() && parts.len() == count).then_some(parts)
}

/// What a verb is asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    Fact,
    List,
    Any,
}

fn subject(node: Node<'_>, wanted: Subject, context: &Context<'_>) -> Option<FindingId> {
    let id = finding(node, context)?;
    let kind = &context.vocabulary.finding(id)?.kind;
    let name = context.vocabulary.name(id);
    match (wanted, kind) {
        (Subject::Fact, Kind::List) => {
            node.mistake(format!(
                "\"{name}\" is a list: ask with `some`, `latest` or `none_of`"
            ));
            None
        }
        (Subject::List, kind) if *kind != Kind::List => {
            node.mistake(format!(
                "\"{name}\" is {}: `{}` takes a list",
                article(kind),
                node.key()
            ));
            None
        }
        _ => Some(id),
    }
}

fn subjects(node: Node<'_>, wanted: Subject, context: &Context<'_>) -> Option<Vec<FindingId>> {
    let nodes = node.list();
    if nodes.is_empty() && node.is_list() {
        node.mistake(format!("`{}` names no finding", node.key()));
    }
    let subjects: Vec<_> = nodes
        .into_iter()
        .filter_map(|node| subject(node, wanted, context))
        .collect();
    (!subjects.is_empty()).then_some(subjects)
}

fn count(table: &Table<'_>) -> Option<Count> {
    let at_least = table.get("at_least").map(|node| (node, node.count()));
    let exactly = table.get("exactly").map(|node| (node, node.count()));
    match (at_least, exactly) {
        (Some((node, Some(0))), None) => {
            node.mistake("`at_least = 0` always holds");
            None
        }
        (Some((_, count)), None) => count.map(Count::AtLeast),
        (None, Some((_, count))) => count.map(Count::Exactly),
        _ => {
            table.mistake("`count_of` takes one of `at_least` and `exactly`");
            None
        }
    }
}

fn rule_sets(node: Node<'_>, frame: Frame, context: &Context<'_>) -> Option<Vec<RuleSet>> {
    if !frame.rules {
        node.key_mistake(format!(
            "`{}` is not taken in a derived finding: rules rest on it, not it on rules",
            node.key()
        ));
    }
    let sets: Vec<_> = node
        .one_or_many()
        .into_iter()
        .filter_map(|node| rule_set(node, context))
        .collect();
    (!sets.is_empty()).then_some(sets)
}

/// A rule, or all rules of a stage.
fn rule_set(node: Node<'_>, context: &Context<'_>) -> Option<RuleSet> {
    let Some(stage) = node.text()?.strip_prefix("stage-") else {
        return context.ids.rule(node).map(RuleSet::Rule);
    };
    let number = stage.parse().ok().filter(|stage| *stage <= 6);
    if number.is_none() {
        node.mistake(format!(
            "unknown stage \"{stage}\"; accepted: stage-0 to stage-6"
        ));
    }
    number.map(RuleSet::Stage)
}

fn param(table: &Table<'_>, context: &Context<'_>) -> Option<Verb> {
    use foramen_facts::Setting;
    let node = table.need("param")?;
    let equals = table.need("equals");
    let name = context.ids.parameters.get(node)?;
    let equals = equals?;
    match context.defaults.get(&name) {
        Some(Setting::Word(_)) => {}
        Some(Setting::Amount(..) | Setting::Lifetime) => {
            node.mistake(format!(
                "parameter \"{name}\" is a number: compare a finding with it"
            ));
            return None;
        }
        None => return None,
    }
    let words: Vec<Word> = equals
        .one_or_many()
        .into_iter()
        .filter_map(|node| context.policy(node, &name))
        .collect();
    (!words.is_empty()).then_some(Verb::Param(name, words))
}

/// The finding that a value names.
pub(super) fn finding(node: Node<'_>, context: &Context<'_>) -> Option<FindingId> {
    let name = node.text()?;
    let id = context.vocabulary.id(name);
    if id.is_none() {
        let names: Vec<Word> = context.ids.findings.iter().cloned().collect();
        node.mistake(unknown(
            "finding",
            "findings",
            "hooks/findings",
            name,
            names.iter(),
        ));
    }
    id
}

/// Whether one of the findings can be asked for: it has a question, or it is a group, which asks its members.
pub(super) fn askable(node: Node<'_>, ids: &[FindingId], context: &Context<'_>) {
    let findings: Vec<_> = ids
        .iter()
        .filter_map(|id| context.vocabulary.finding(*id))
        .collect();
    if let Some(first) = findings.first()
        && !findings
            .iter()
            .any(|finding| finding.question.is_some() || finding.kind == Kind::Group)
    {
        node.mistake(format!(
            "\"{}\" is asked and has no `question` in hooks/findings",
            first.name
        ));
    }
}
