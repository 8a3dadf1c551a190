//! The source attributes as a page: what an EHR shows of where the advice comes from and which data it uses.

use super::{
    Book, Page,
    markdown::{Table, listed, page, section},
    sources,
};
use foramen_facts::Word;
use foramen_protocol::format::SourceAttribute;

pub(super) fn page_of(book: &Book<'_>) -> Page {
    let content = book.content;
    let mut text = page(&format!(
        "Source attributes of the {} {}",
        content.title, content.protocol
    ));
    text += "\nThe 13 attributes of an evidence-based decision support intervention, 45 CFR 170.315(b)(11)(iv)(A).\n\n";
    let mut table = Table::new(["attribute", "used", "what there is to say", "read by"]);
    for attribute in content.source_attributes.values() {
        let used = attribute
            .used
            .map_or("", |used| if used { "yes" } else { "no" });
        table.row([
            attribute.kind.title().to_owned(),
            used.to_owned(),
            attribute.says.clone(),
            read_by(book, attribute),
        ]);
    }
    text += &table.to_string();
    let all: Vec<Word> = content.sources.keys().cloned().collect();
    section(&mut text, "Sources", sources::table(book, &all));
    Page {
        path: "source-attributes.md".to_owned(),
        text,
    }
}

fn read_by(book: &Book<'_>, attribute: &SourceAttribute) -> String {
    let read = book.catalog.used_through(attribute);
    let said: Vec<_> = read
        .iter()
        .map(|(finding, rules)| format!("`{finding}`: {}", listed(rules)))
        .collect();
    said.join("; ")
}
