//! Whether the words by which a row of the guidance table is carried stand where they are said to stand.

use super::coverage::place;
use crate::{
    catalog::{Content, File},
    format::{Carried, Status},
    mistake::Mistakes,
};
use foramen_facts::Word;

/// Reports words that their rule or line does not say, and rows of which nothing is said.
pub(super) fn check(content: &Content, files: &[File], mistakes: &Mistakes) {
    for carried in &content.carried {
        if let Some(text) = wrong(content, carried) {
            mistakes.add(&carried.place, text);
        }
    }
    let is_said = |row: &Word| content.carried.iter().any(|carried| carried.row == *row);
    let unsaid = content
        .guidance
        .iter()
        .filter(|row| !content.pending.contains(row) && !is_said(row));
    // a catalogue may leave the file out, but not half of its rows
    for row in unsaid.filter(|_| !content.carried.is_empty()) {
        mistakes.add(
            &place(files, row, false),
            format!("guidance row \"{row}\" is carried by no words; name them in guidance.toml"),
        );
    }
}

fn wrong(content: &Content, carried: &Carried) -> Option<String> {
    let Carried { row, by, words, .. } = carried;
    let rule = content
        .rules
        .iter()
        .find(|rule| rule.id == *by && rule.status == Status::Active);
    let line = content.lines.iter().find(|line| line.id == *by);
    let (implements, texts): (_, Vec<&str>) = match (rule, line) {
        (Some(rule), _) => (&rule.implements, content.card_texts(rule).collect()),
        (_, Some(line)) => (&line.implements, vec![&line.text]),
        _ => return Some(format!("no active rule or line is called \"{by}\"")),
    };
    if !implements.contains(row) {
        return Some(format!(
            "\"{by}\" does not implement guidance row \"{row}\"; name the row in its `implements`"
        ));
    }
    let unsaid = words
        .iter()
        .find(|words| !texts.iter().any(|text| text.contains(*words)))?;
    Some(format!(
        "guidance row \"{row}\": \"{unsaid}\" stands on no card of \"{by}\""
    ))
}
