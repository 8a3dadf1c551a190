//! `guidance.toml`: by which words a reader meets each row of the guidance table.

use super::{Context, document::Part, reader::Node};
use crate::format::Carried;
use foramen_facts::Word;

/// Reads what is said of every row.
pub(super) fn read(context: &Context<'_>) -> Vec<Carried> {
    let rows = context
        .documents
        .of(Part::Guidance)
        .flat_map(|document| document.root(context.mistakes).entries());
    rows.flat_map(|row| of_row(row, context)).collect()
}

/// The rules and lines that carry a row, each with its words.
fn of_row(row: Node<'_>, context: &Context<'_>) -> Vec<Carried> {
    let rows = &context.ids.guidance;
    if !rows.contains(row.key()) {
        row.key_mistake(rows.unknown(row.key()));
        return Vec::new();
    }
    let Some(table) = row.table() else {
        return Vec::new();
    };
    let carriers = table.entries().into_iter().map(|by| {
        let words = by.one_or_many();
        Carried {
            row: Word::from(row.key()),
            by: Word::from(by.key()),
            words: words
                .iter()
                .filter_map(Node::text)
                .map(ToOwned::to_owned)
                .collect(),
            place: by.key_place(),
        }
    });
    carriers.collect()
}
