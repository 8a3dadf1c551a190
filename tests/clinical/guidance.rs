//! `fixtures/guidance.toml`: every row of the guidance table reaches a reader, by the rule or line and in the words of `hooks/guidance.toml`.

use super::fixtures::{CATALOG, Call, folder, shown};
use foramen_cds::CdsResponse;
use foramen_protocol::format::Carried;
use serde::Deserialize;
use std::{collections::BTreeSet, fs};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    #[serde(default)]
    files: Vec<String>,
    profile: Option<String>,
    #[serde(default)]
    silent: Vec<String>,
    #[serde(default)]
    silent_in: Vec<String>,
    #[serde(default)]
    no_card_in: Vec<String>,
    /// For the reader.
    #[serde(rename = "why")]
    _why: Option<String>,
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(folder("guidance.toml")).unwrap();
    toml::from_str::<Table>(&text).unwrap().row
}

/// What a reader of one answer meets.
struct Answer {
    /// The rules that show on some card.
    shown: BTreeSet<String>,
    /// The rules that fire, shown or not.
    fires: BTreeSet<String>,
    cards: usize,
    words: String,
}

impl Answer {
    fn to(file: &str, profile: Option<&str>) -> Self {
        let body = fs::read(folder("requests").join(file)).unwrap();
        let call = Call::read(&body).under(profile);
        let (response, explanation) = (call.answer().unwrap(), call.explain().unwrap());
        let fires = explanation
            .rules
            .iter()
            .filter(|rule| !matches!(rule.result.as_str(), "silent" | "unknown"))
            .map(|rule| rule.rule.clone())
            .collect();
        Self {
            shown: shown(&explanation),
            fires,
            cards: response.cards.len(),
            words: words(&response),
        }
    }

    /// Whether the rule shows, or a rule whose card the line rides on.
    fn shows(&self, by: &str) -> bool {
        let line = CATALOG.content().lines.iter().find(|line| &*line.id == by);
        match line {
            Some(line) => line.rules.iter().any(|rule| self.shown.contains(&**rule)),
            None => self.shown.contains(by),
        }
    }

    fn carries(&self, by: &str, words: &str) -> bool {
        self.shows(by) && self.words.contains(words)
    }
}

/// Everything that is to be read on cards, the notes of offered orders too.
fn words(response: &CdsResponse) -> String {
    let mut words = String::new();
    for card in &response.cards {
        words += card.summary.as_str();
        words.push('\n');
        words += card.detail.as_deref().unwrap_or_default();
        let actions = card.suggestions.iter().flat_map(|offer| &offer.actions);
        words.extend(actions.filter_map(|action| Some(action.resource()?.get())));
    }
    words
}

fn carriers(row: &str) -> Vec<&'static Carried> {
    let all = CATALOG.content().carried.iter();
    all.filter(|carried| &*carried.row == row).collect()
}

/// Everything in which the answers differ from what the row says of them.
fn differences(row: &Row) -> Vec<String> {
    let answers = |files: &[String]| -> Vec<Answer> {
        let profile = row.profile.as_deref();
        files.iter().map(|file| Answer::to(file, profile)).collect()
    };
    let (where_said, carriers) = (answers(&row.files), carriers(&row.id));
    let mut differ = Vec::new();
    if carriers.is_empty() {
        differ.push("hooks/guidance.toml does not say who carries it".to_owned());
    }
    for carried in &carriers {
        let unsaid = carried.words.iter().filter(|words| {
            !where_said
                .iter()
                .any(|answer| answer.carries(&carried.by, words))
        });
        differ.extend(unsaid.map(|words| format!("{} does not say {words:?}", carried.by)));
    }
    for rule in &row.silent {
        if where_said.iter().any(|answer| answer.shown.contains(rule)) {
            differ.push(format!("{rule} shows"));
        }
    }
    for answer in answers(&row.silent_in) {
        let speaking = carriers.iter().filter(|carried| answer.shows(&carried.by));
        differ.extend(speaking.map(|carried| format!("{} is not silent", carried.by)));
    }
    for answer in answers(&row.no_card_in) {
        if answer.cards > 0 {
            differ.push(format!("{} cards where none is due", answer.cards));
        }
        let quiet = carriers.iter().filter(|carried| carried.words.is_empty());
        differ.extend(
            quiet
                .filter(|carried| !answer.fires.contains(&*carried.by))
                .map(|carried| format!("{} does not fire", carried.by)),
        );
    }
    differ
}

#[test]
fn every_row_of_the_guidance_table_is_proved_exactly_once() {
    let mut proved: Vec<String> = rows().into_iter().map(|row| row.id).collect();
    proved.sort();
    let mut known: Vec<String> = CATALOG
        .content()
        .guidance
        .iter()
        .map(ToString::to_string)
        .collect();
    known.sort();
    assert_eq!(proved, known);
    assert_eq!(proved.len(), 150);
}

#[test]
fn every_row_of_the_guidance_table_reaches_a_reader_in_its_words() {
    let wrong: Vec<String> = rows()
        .iter()
        .map(|row| (row, differences(row)))
        .filter(|(_, differ)| !differ.is_empty())
        .map(|(row, differ)| format!("{} {:?}\n  {}", row.id, row.files, differ.join("\n  ")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_row_is_carried_by_words_or_by_silence() {
    for row in rows() {
        let said = carriers(&row.id)
            .iter()
            .all(|carried| !carried.words.is_empty());
        assert_eq!(
            said,
            !row.files.is_empty(),
            "{}: words need a request that shows them",
            row.id
        );
        assert!(
            said || !row.no_card_in.is_empty(),
            "{}: silence needs a request without a card",
            row.id
        );
    }
}
