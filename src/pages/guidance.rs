//! The table of guidance rows: which rule or line implements each, a case that shows it, and the words that carry it.

use super::{
    Book, Page, branches, card,
    markdown::{Table, page},
    path,
};
use foramen_facts::Word;
use foramen_protocol::format::{Branch, Case, Expected, Line, Rule};

pub(super) fn page_of(book: &Book<'_>) -> Page {
    let mut text = page("Guidance rows, and what implements each");
    text += "\nThe rows are named by their ids. A row is carried by the card of the rule or by the line that stands beside it; the case is one in which it fires.\n\n";
    let mut table = Table::new([
        "row",
        "rule or line",
        "a case that fires",
        "words that carry it",
    ]);
    for row in &book.content.guidance {
        let rules = book.active().filter(|rule| rule.implements.contains(row));
        let lines = book
            .content
            .lines
            .iter()
            .filter(|line| line.implements.contains(row));
        let mut carried = rules
            .map(|rule| by_rule(book, rule))
            .chain(lines.map(|line| by_line(book, line)))
            .peekable();
        if carried.peek().is_none() {
            table.row([
                row.to_string(),
                pending(book, row),
                String::new(),
                String::new(),
            ]);
        }
        for (place, [by, case, words]) in carried.enumerate() {
            let row = if place == 0 {
                row.to_string()
            } else {
                String::new()
            };
            table.row([row, by, case, words]);
        }
    }
    text += &table.to_string();
    Page {
        path: "guidance.md".to_owned(),
        text,
    }
}

fn pending(book: &Book<'_>, row: &Word) -> String {
    if book.content.pending.contains(row) {
        "not in yet".to_owned()
    } else {
        "none".to_owned()
    }
}

fn by_rule(book: &Book<'_>, rule: &Rule) -> [String; 3] {
    let case = firing(rule);
    let branch = case
        .and_then(|case| case.expect.branch.as_ref())
        .and_then(|name| rule.branches.iter().find(|branch| branch.name == *name))
        .or_else(|| rule.branches.first());
    let words = branch.map_or_else(
        || "no card: it limits what is shown".to_owned(),
        |branch| carried_by(book, branch),
    );
    [
        link(book, rule),
        case.map(|case| case.name.clone()).unwrap_or_default(),
        words,
    ]
}

/// The words of a branch: the sentence of its card, and what it asks.
fn carried_by(book: &Book<'_>, branch: &Branch) -> String {
    let summary = book
        .content
        .cards
        .get(&branch.card)
        .map(|words| card::filled(book, &words.summary))
        .unwrap_or_default();
    if branch.ask.is_empty() {
        return summary;
    }
    format!("{summary} ({})", branches::asked(book, branch))
}

fn by_line(book: &Book<'_>, line: &Line) -> [String; 3] {
    let rider = book.active().find(|rule| line.rules.contains(&rule.id));
    let case = rider.and_then(|rule| {
        let case = firing(rule)?;
        Some(format!("{}: {}", link(book, rule), case.name))
    });
    [
        format!("line `{}`", line.id),
        case.unwrap_or_default(),
        card::filled(book, &line.text),
    ]
}

fn firing(rule: &Rule) -> Option<&Case> {
    rule.cases
        .iter()
        .find(|case| case.expect.result == Expected::Fires)
}

fn link(book: &Book<'_>, rule: &Rule) -> String {
    format!("[{}]({})", rule.id, path(book.content, rule))
}
