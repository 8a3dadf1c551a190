//! Which rules and lines implement which row of the guidance table.

use crate::{
    catalog::{Catalog, Content, File},
    format::{Place, SourceText, Status},
    mistake::Mistakes,
};
use foramen_facts::Word;
use std::collections::BTreeMap;

const CATALOGUE: &str = "catalogue.toml";

/// What is in, and what is not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Every row of the guidance table with the active rules and the lines that implement it.
    pub rows: BTreeMap<Word, Vec<Word>>,
    /// The pending rules.
    pub pending_rules: Vec<Word>,
    /// The pending rows.
    pub pending_rows: Vec<Word>,
}

impl Catalog {
    /// Which rules and lines implement which row of the guidance table.
    pub fn coverage(&self) -> Coverage {
        let content = self.content();
        let (pending_rows, pending_rules) = content
            .pending
            .iter()
            .cloned()
            .partition(|name| content.guidance.contains(name));
        Coverage {
            rows: rows(content),
            pending_rules,
            pending_rows,
        }
    }
}

/// The rules that are not in yet.
pub(super) fn pending_rules(content: &Content) -> impl Iterator<Item = &Word> {
    content
        .pending
        .iter()
        .filter(|name| !content.guidance.contains(name))
}

fn rows(content: &Content) -> BTreeMap<Word, Vec<Word>> {
    let mut rows: BTreeMap<Word, Vec<Word>> = content
        .guidance
        .iter()
        .map(|row| (row.clone(), Vec::new()))
        .collect();
    let rules = content
        .rules
        .iter()
        .filter(|rule| rule.status == Status::Active)
        .map(|rule| (&rule.id, &rule.implements));
    let lines = content
        .lines
        .iter()
        .map(|line| (&line.id, &line.implements));
    for (id, implemented) in rules.chain(lines) {
        for row in implemented {
            rows.entry(row.clone()).or_default().push(id.clone());
        }
    }
    rows
}

/// A row that nothing implements is pending, and nothing that is in is pending. Every rule names what it rests on.
pub(super) fn check(content: &Content, files: &[File], mistakes: &Mistakes) {
    for (row, by) in rows(content) {
        let pending = content.pending.contains(&row);
        match by.first() {
            None if !pending => {
                let text = format!(
                    "guidance row \"{row}\" is implemented by no active rule or line; name it in `implements`, or in `pending`"
                );
                mistakes.add(&place(files, &row, false), text);
            }
            Some(by) if pending => {
                mistakes.add(
                    &place(files, &row, true),
                    format!("guidance row \"{row}\" is pending, but \"{by}\" implements it"),
                );
            }
            _ => {}
        }
    }
    let active = content
        .rules
        .iter()
        .filter(|rule| rule.status == Status::Active);
    for rule in active {
        if content.pending.contains(&rule.id) {
            mistakes.add(
                &place(files, &rule.id, true),
                format!("rule \"{}\" is pending, but it is in and active", rule.id),
            );
        }
        if rule.sources.is_empty() {
            let text = format!(
                "rule \"{}\" names no source; accepted: the keys of hooks/sources.toml, \"{}\" where no guideline fixes it",
                rule.id,
                SourceText::PROJECT
            );
            mistakes.add(&rule.place, text);
        }
    }
}

/// Where a name stands in `catalogue.toml`: the first time among the rows, the last time among what is pending.
pub(super) fn place(files: &[File], name: &str, pending: bool) -> Place {
    let quoted = format!("\"{name}\"");
    let file = files.iter().position(|file| file.path == CATALOGUE);
    let text = file
        .and_then(|file| files.get(file))
        .map_or("", |file| file.text.as_str());
    let found = if pending {
        text.rfind(&quoted)
    } else {
        text.find(&quoted)
    };
    let span = found.map_or(0..0, |at| at..at + quoted.len());
    Place {
        file: file.unwrap_or_default(),
        span,
    }
}
