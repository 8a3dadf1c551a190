//! The table of guidance rows: which rule or line implements each, a case that shows it, and the words that carry it.

use super::{
    Book, Page, card,
    markdown::{Table, page},
    path,
};
use foramen_facts::Word;
use foramen_protocol::format::{Branch, CardText, Case, Expected, Line, Rule};

pub(super) fn page_of(book: &Book<'_>) -> Page {
    let mut text = page("Guidance rows, and what implements each");
    text += "\nThe rows are named by their ids. A row is carried by a card of the rule or by the line that stands beside it, in the words of `guidance.toml`; the case is one in which it fires.\n\n";
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
            .map(|rule| by_rule(book, row, rule))
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

fn by_rule(book: &Book<'_>, row: &str, rule: &Rule) -> [String; 3] {
    let said = said(book, row, &rule.id);
    let carries = |branch: &&Branch| {
        let card = book.content.cards.get(&branch.card);
        let mut texts = card.into_iter().flat_map(CardText::texts);
        said.first()
            .is_some_and(|words| texts.any(|text| text.contains(words)))
    };
    let branch = rule.branches.iter().find(carries);
    let case = firing(rule)
        .find(|case| branch.is_some_and(|branch| shows(rule, case, branch)))
        .or_else(|| firing(rule).next());
    let words = if said.is_empty() {
        headline(book, rule, case)
    } else {
        sentences(book, rule, said)
    };
    [
        link(book, rule),
        case.map(|case| case.name.clone()).unwrap_or_default(),
        words,
    ]
}

/// The words by which a rule or line carries a row.
fn said<'a>(book: &'a Book<'_>, row: &str, by: &str) -> &'a [String] {
    book.content
        .carried(row, by)
        .map_or(&[], |carried| &carried.words)
}

/// The sentences of the cards of a rule in which words stand, each once.
fn sentences(book: &Book<'_>, rule: &Rule, said: &[String]) -> String {
    let mut found: Vec<String> = Vec::new();
    for words in said {
        let mut texts = book.content.card_texts(rule);
        let sentence = texts.find(|text| text.contains(words.as_str()));
        let sentence = sentence.map(|text| card::filled(book, text));
        found.extend(sentence.filter(|sentence| !found.contains(sentence)));
    }
    found.join(" · ")
}

/// The headline of a rule that stands beside the one in whose words the row is carried.
fn headline(book: &Book<'_>, rule: &Rule, case: Option<&Case>) -> String {
    let branch = rule
        .branches
        .iter()
        .find(|branch| case.is_some_and(|case| shows(rule, case, branch)))
        .or_else(|| rule.branches.first());
    branch
        .and_then(|branch| book.content.cards.get(&branch.card))
        .map_or_else(
            || "no card: it limits what is shown".to_owned(),
            |words| card::filled(book, &words.summary),
        )
}

/// Whether a case that fires takes the branch.
fn shows(rule: &Rule, case: &Case, branch: &Branch) -> bool {
    match &case.expect.branch {
        Some(name) => *name == branch.name,
        None => rule.branches.len() == 1,
    }
}

/// A line stands in its own words; its case is one of a rule that it rides on, of its region.
fn by_line(book: &Book<'_>, line: &Line) -> [String; 3] {
    let riders = || book.active().filter(|rule| line.rules.contains(&rule.id));
    let is_here = |case: &&Case| {
        line.regions.is_empty()
            || case
                .regions
                .iter()
                .any(|region| line.regions.contains(region))
    };
    let case = riders()
        .find_map(|rule| Some((rule, firing(rule).find(is_here)?)))
        .or_else(|| riders().find_map(|rule| Some((rule, firing(rule).next()?))));
    [
        format!("line `{}`", line.id),
        case.map(|(rule, case)| format!("{}: {}", link(book, rule), case.name))
            .unwrap_or_default(),
        card::filled(book, &line.text),
    ]
}

fn firing(rule: &Rule) -> impl Iterator<Item = &Case> {
    rule.cases
        .iter()
        .filter(|case| case.expect.result == Expected::Fires)
}

fn link(book: &Book<'_>, rule: &Rule) -> String {
    format!("[{}]({})", rule.id, path(book.content, rule))
}
