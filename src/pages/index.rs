//! The index of the rules, by stage.

use super::{
    Book, Page,
    markdown::{Table, page, section},
    path, rule,
};
use foramen_protocol::format::Status;

const FOLDER: &str = "protocol/";

pub(super) fn page_of(book: &Book<'_>) -> Page {
    let mut text = page(&format!(
        "The rules of the {} {}",
        book.content.title, book.content.protocol
    ));
    text += "\nA lower stage comes before a higher one, and within a stage the lower number. Each page says in words what the file beside it says.\n";
    for stage in 0..=6 {
        let mut table = Table::new(["rule", "title", "what it does"]);
        for one in book.content.rules.iter().filter(|rule| rule.stage == stage) {
            let at = path(book.content, one);
            let at = at.strip_prefix(FOLDER).unwrap_or(&at);
            let status = match one.status {
                Status::Active => "",
                Status::Draft => " (draft)",
                Status::Retired(_) => " (retired)",
            };
            table.row([
                format!("[{}]({at}){status}", one.id),
                one.title.clone(),
                rule::sentence(book, one),
            ]);
        }
        section(
            &mut text,
            &format!("Stage {stage}: {}", rule::stage(stage)),
            table,
        );
    }
    Page {
        path: format!("{FOLDER}README.md"),
        text,
    }
}
