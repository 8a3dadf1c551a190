//! `[[case]]`: a small patient inside a rule file, and what the rule must make of it.

use super::{
    Context, attributes,
    condition::{article, finding},
    reader::{Node, Table},
    rules::INDICATORS,
    value::{comparable, dimension, literal, takes},
};
use crate::{
    format::{Branch, Case, Expect, Expected, Given},
    mistake::unknown_word,
};
use foramen_facts::{Attribute, Attributes, Confidence, FindingId, Held, Kind, State, Unit, Word};

/// Keys of a given fact besides its attributes.
const BESIDE: &[&str] = &["is", "ago", "stated", "region", "confidence", "value"];

/// Reads a case; the branches are those of its rule.
pub(super) fn case(table: Table<'_>, branches: &[Branch], context: &Context<'_>) -> Option<Case> {
    let place = table.place();
    let name = table.need_text("name");
    let profile = table
        .get("profile")
        .and_then(|node| context.ids.profiles.get(node));
    let (mut regions, mut given) = (Vec::new(), Vec::new());
    let entries = table
        .need("given")
        .and_then(|node| node.table())
        .map(|table| table.entries())
        .unwrap_or_default();
    for node in entries {
        if node.key() == "region" {
            regions = node.regions();
        } else if let Some(id) = named(node, context) {
            given.extend(facts(node, id, context));
        }
    }
    let expect = table
        .need("expect")
        .and_then(|node| expect(node, branches, context));
    table.finish();
    Some(Case {
        name: name?,
        profile,
        regions,
        given,
        expect: expect?,
        place,
    })
}

/// The finding that a key names.
fn named(node: Node<'_>, context: &Context<'_>) -> Option<FindingId> {
    let id = context.vocabulary.id(node.key());
    if id.is_none() {
        node.key_mistake(context.ids.findings.unknown(node.key()));
    }
    id
}

/// What a case gives for one finding: several rows of a list, else one fact.
fn facts(node: Node<'_>, id: FindingId, context: &Context<'_>) -> Vec<Given> {
    let Some(finding) = context.vocabulary.finding(id) else {
        return Vec::new();
    };
    let rows = if finding.kind == Kind::List {
        node.one_or_many()
    } else {
        vec![node]
    };
    rows.into_iter()
        .filter_map(|node| fact(node, id, &finding.kind))
        .collect()
}

fn blank(finding: FindingId) -> Given {
    Given {
        finding,
        state: State::Present,
        confidence: Confidence::Certain,
        regions: Vec::new(),
        attributes: Vec::new(),
        value: None,
        ago_days: None,
        stated_days: None,
    }
}

fn fact(node: Node<'_>, id: FindingId, kind: &Kind) -> Option<Given> {
    let mut given = blank(id);
    if !node.is_table() {
        give(node, kind, &mut given)?;
        return Some(given);
    }
    let table = node.table()?;
    if let Some(state) = table.get("is") {
        given.state = read_state(state)?;
    }
    if let Some(confidence) = table.get("confidence") {
        given.confidence = confidence.one_of(
            "confidence",
            [
                (Confidence::Certain, "certain"),
                (Confidence::Probable, "probable"),
            ],
        )?;
    }
    given.regions = table
        .get("region")
        .map(|node| node.regions())
        .unwrap_or_default();
    given.ago_days = table.get("ago").and_then(days);
    given.stated_days = table.get("stated").and_then(days);
    let attributes: Attributes = attributes::attributes(&table, BESIDE);
    given.attributes = attributes
        .iter()
        .map(|(attribute, held)| (attribute, held.clone()))
        .collect();
    match (table.get("value"), kind) {
        (Some(value), _) => give(value, kind, &mut given)?,
        (None, Kind::Number(_) | Kind::Span | Kind::Choice(_) | Kind::Set(_))
            if given.state == State::Present =>
        {
            node.mistake(format!("`value` is missing: {} has one", article(kind)));
            return None;
        }
        _ => {}
    }
    Some(given)
}

/// The value itself, in the short form or behind `value`.
fn give(node: Node<'_>, kind: &Kind, given: &mut Given) -> Option<()> {
    match kind {
        Kind::Flag | Kind::Group | Kind::Derived => given.state = read_state(node)?,
        Kind::Number(unit) => given.value = Some(amount(node, *unit)?),
        Kind::Span => given.value = Some(amount(node, Unit::Day)?),
        Kind::Choice(words) | Kind::Set(words) => {
            let said: Vec<Word> = node
                .one_or_many()
                .into_iter()
                .filter_map(|node| one_of(node, words))
                .collect();
            if matches!(kind, Kind::Choice(_)) && node.is_list() {
                node.mistake("a choice has one word");
            }
            given.attributes.push((Attribute::Value, Held::Words(said)));
        }
        Kind::List => {
            node.mistake(
                "a list is given as a table with its columns, or as a list of such tables",
            );
            return None;
        }
    }
    Some(())
}

fn read_state(node: Node<'_>) -> Option<State> {
    node.one_of(
        "state",
        [(State::Present, "present"), (State::Absent, "absent")],
    )
}

fn one_of(node: Node<'_>, words: &[Word]) -> Option<Word> {
    let word = node.word()?;
    let known = words.iter().find(|known| &***known == word).cloned();
    if known.is_none() && !words.is_empty() {
        node.mistake(unknown_word("word", word, words.iter().map(|word| &**word)));
    }
    known
}

/// A literal in a unit.
fn amount(node: Node<'_>, unit: Unit) -> Option<f64> {
    let text = node.text()?;
    match literal(text) {
        Ok((value, own)) if own == unit => Some(value),
        Ok((value, own)) if comparable(own, unit) => Some(value * own.days()? / unit.days()?),
        Ok((_, own)) => {
            node.mistake(format!(
                "\"{text}\" is {}, `{}` takes {}",
                dimension(own),
                node.key(),
                takes(unit)
            ));
            None
        }
        Err(mistake) => {
            node.mistake(mistake);
            None
        }
    }
}

/// A time as whole days.
fn days(node: Node<'_>) -> Option<i64> {
    let days = amount(node, Unit::Day)?.floor();
    if days > 100_000.0 {
        node.mistake("more days than a life has");
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number of at most 100000 days"
    )]
    Some(days as i64)
}

fn expect(node: Node<'_>, branches: &[Branch], context: &Context<'_>) -> Option<Expect> {
    let table = node.table()?;
    let result = table.need("result").and_then(|node| {
        node.one_of(
            "result",
            [
                (Expected::Fires, "fires"),
                (Expected::Silent, "silent"),
                (Expected::Unknown, "unknown"),
            ],
        )
    });
    let nodes = ["branch", "indicator", "confidence", "suggests"].map(|key| table.get(key));
    if let Some(result) = result.filter(|result| *result != Expected::Fires) {
        let word = if result == Expected::Silent {
            "is silent"
        } else {
            "does not know"
        };
        for node in nodes.iter().flatten() {
            node.key_mistake(format!("a rule that {word} has no `{}`", node.key()));
        }
    }
    let [branch, indicator, confidence, suggests] = nodes;
    let branch = branch.and_then(|node| {
        let name = node.text()?;
        let found = branches
            .iter()
            .find(|branch| &*branch.name == name)
            .map(|branch| branch.name.clone());
        if found.is_none() && !branches.is_empty() {
            node.mistake(unknown_word(
                "branch",
                name,
                branches.iter().map(|branch| &*branch.name),
            ));
        }
        found
    });
    let indicator = indicator.and_then(|node| node.one_of("indicator", INDICATORS));
    let confidence = confidence.and_then(|node| {
        node.one_of(
            "confidence",
            [
                (Confidence::Certain, "certain"),
                (Confidence::Probable, "probable"),
            ],
        )
    });
    let suggests = suggests.map(|node| {
        node.list()
            .into_iter()
            .filter_map(|node| suggested(node, context))
            .collect()
    });
    let asks = table.get("asks").map(|node| {
        node.list()
            .into_iter()
            .filter_map(|node| finding(node, context))
            .collect()
    });
    table.finish();
    Some(Expect {
        result: result?,
        branch,
        indicator,
        confidence,
        suggests,
        asks,
    })
}

fn suggested(node: Node<'_>, context: &Context<'_>) -> Option<Word> {
    match node.as_text() {
        Some("delete") => Some(Word::from("delete")),
        _ => context.ids.orders.get(node),
    }
}
