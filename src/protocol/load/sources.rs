//! `sources.toml`: guidelines, and how far each was read.

use super::{Context, document::Part, reader::Node};
use crate::format::SourceText;
use foramen_facts::Word;
use std::collections::BTreeMap;

/// Reads all sources.
pub(super) fn read(context: &Context<'_>) -> BTreeMap<Word, SourceText> {
    let entries = context
        .documents
        .of(Part::Sources)
        .flat_map(|document| document.root(context.mistakes).entries());
    entries
        .filter_map(source)
        .map(|source| (source.id.clone(), source))
        .collect()
}

fn source(node: Node<'_>) -> Option<SourceText> {
    let table = node.table()?;
    let title = table.need_text("title");
    let publisher = table.need_text("publisher");
    let year = table.get("year").and_then(|node| node.count());
    let url = table.get("url").and_then(|node| {
        let url = node.text()?;
        if !url.starts_with("https://") || url.contains(char::is_whitespace) {
            node.mistake("`url` takes an absolute https URL");
        }
        Some(url.to_owned())
    });
    let checked = table.get("url_checked");
    let url_checked = checked.and_then(|node| node.truth()).unwrap_or_default();
    if let Some(node) = checked.filter(|_| url_checked && url.is_none()) {
        node.mistake("`url_checked` without a `url`");
    }
    let read = table
        .need("read")
        .and_then(|node| node.word_of("extent", &["whole", "excerpt", "summary", "not read"]));
    let regions = table
        .get("regions")
        .map(|node| node.regions())
        .unwrap_or_default();
    let background = table.truth("background");
    table.finish();
    Some(SourceText {
        id: Word::from(node.key()),
        title: title?,
        publisher: publisher?,
        year,
        url,
        url_checked,
        read: read?.to_string(),
        regions: regions.into_iter().collect(),
        background,
        place: node.key_place(),
    })
}
