//! What a rule rests on: sources, and how far each was read.

use super::{Book, markdown::Table};
use foramen_facts::Word;
use foramen_protocol::format::SourceText;

/// A row for each source.
pub(super) fn table(book: &Book<'_>, ids: &[Word]) -> Table {
    let mut table = Table::new(["source", "year", "read", "where"]);
    for source in ids.iter().filter_map(|id| book.content.sources.get(id)) {
        if &*source.id == SourceText::PROJECT {
            table.row([source.title.as_str(), "", "", ""]);
            continue;
        }
        table.row([
            format!("{} ({})", source.title, source.publisher),
            source.year.map(|year| year.to_string()).unwrap_or_default(),
            source.read.clone(),
            address(source),
        ]);
    }
    table
}

fn address(source: &SourceText) -> String {
    match &source.url {
        Some(url) if source.url_checked => format!("<{url}>"),
        Some(url) => format!("<{url}> (address not checked)"),
        None => String::new(),
    }
}
