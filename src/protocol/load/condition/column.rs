//! `where` and `of`: what an attribute or column must hold.

use crate::{
    format::{Bound, Column, Compare, Holds, Relation, Where},
    load::{Context, attributes, reader::Node, value},
};
use foramen_facts::{Attribute, Region, Unit, Word};

use super::tests::RELATIONS;

/// Reads a table of columns.
pub(in crate::load) fn columns(node: Node<'_>, context: &Context<'_>) -> Vec<Where> {
    let entries = node
        .table()
        .map(|table| table.entries())
        .unwrap_or_default();
    if entries.is_empty() {
        node.mistake(format!("`{}` names no column", node.key()));
    }
    entries
        .into_iter()
        .filter_map(|node| column(node, context))
        .collect()
}

fn column(node: Node<'_>, context: &Context<'_>) -> Option<Where> {
    let column = match node.key() {
        "region" => Column::Region,
        "confidence" => Column::Confidence,
        _ => Column::Attribute(attributes::attribute(node, &["region", "confidence"])?),
    };
    Some(Where {
        column,
        holds: holds(node, column, context)?,
    })
}

fn holds(node: Node<'_>, column: Column, context: &Context<'_>) -> Option<Holds> {
    let unit = match column {
        Column::Attribute(attribute) => attributes::unit(attribute),
        Column::Region | Column::Confidence => None,
    };
    match unit {
        Some(unit) if node.is_table() => return compare(node, unit, context).map(Holds::Bound),
        Some(unit) if node.is_number() => {
            let bound = Bound::Literal(node.number()?, unit);
            return Some(Holds::Bound(Compare {
                relation: Relation::Exactly,
                bound,
            }));
        }
        Some(unit) if !matches!(node.as_text(), Some("unknown" | "any")) => {
            node.mistake(format!("`{}` is a number ({unit}): takes a number, {{ at_most = … }}, \"unknown\" or \"any\"", node.key()));
            return None;
        }
        None if node.is_table() || node.is_number() => {
            node.mistake(format!(
                "`{}` holds words: takes a word or a list of words",
                node.key()
            ));
            return None;
        }
        _ => {}
    }
    if node.as_text() == Some("same") {
        if matches!(
            column,
            Column::Region | Column::Attribute(Attribute::Modality)
        ) {
            return Some(Holds::Same);
        }
        node.mistake("\"same\" compares the region with that of the frame, or the modality with that of the order; nothing else");
        return None;
    }
    let words: Vec<_> = node
        .one_or_many()
        .into_iter()
        .filter_map(|node| word(node, column))
        .collect();
    (!words.is_empty()).then_some(Holds::OneOf(words))
}

fn word(node: Node<'_>, column: Column) -> Option<Word> {
    const ALSO: &[&str] = &["unknown", "any"];
    if node.as_text().is_some_and(|word| ALSO.contains(&word)) {
        return node.word().map(Word::from);
    }
    match column {
        Column::Attribute(attribute) => attributes::word(node, attribute, ALSO),
        Column::Region => node
            .one_of(
                "region",
                Region::ALL.map(|region| (region.word(), region.word())),
            )
            .map(Word::from),
        Column::Confidence => node.word_of("confidence", &["certain", "probable"]),
    }
}

fn compare(node: Node<'_>, unit: Unit, context: &Context<'_>) -> Option<Compare> {
    let table = node.table()?;
    let mut found = Vec::new();
    for (key, relation) in RELATIONS {
        if let Some(node) = table.get(key) {
            found.push(value::bound(node, unit, context).map(|bound| Compare { relation, bound }));
        }
    }
    table.finish();
    if found.len() != 1 {
        node.mistake(format!(
            "`{}` takes one of at_least, more_than, at_most, less_than, exactly",
            node.key()
        ));
    }
    found.into_iter().flatten().next()
}
