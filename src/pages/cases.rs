//! The cases of a rule in words.

use super::{
    Book,
    markdown::{Table, listed},
};
use foramen_facts::{Confidence, Finding, Held, Kind, Region, State, Unit};
use foramen_protocol::{
    cases::DEFAULT_PROFILE,
    format::{Case, Expected, Given, Rule},
    words,
};

/// A row for each case.
pub(super) fn table(book: &Book<'_>, rule: &Rule) -> Table {
    let mut table = Table::new(["case", "given", "expected"]);
    for case in &rule.cases {
        table.row([case.name.clone(), given(book, case), expected(book, case)]);
    }
    table
}

fn given(book: &Book<'_>, case: &Case) -> String {
    let mut said = Vec::new();
    if let Some(profile) = case
        .profile
        .as_deref()
        .filter(|profile| *profile != DEFAULT_PROFILE)
    {
        said.push(format!("profile {profile}"));
    }
    if !case.regions.is_empty() {
        said.push(regions(&case.regions));
    }
    said.extend(case.given.iter().map(|given| statement(book, given)));
    if said.is_empty() {
        return "nothing recorded".to_owned();
    }
    said.join("; ")
}

fn regions(regions: &[Region]) -> String {
    listed(regions.iter().map(|region| region.word())) + " spine"
}

fn statement(book: &Book<'_>, given: &Given) -> String {
    let Some(finding) = book.content.vocabulary.finding(given.finding) else {
        return String::new();
    };
    let mut text = finding.title.clone();
    if given.state == State::Absent {
        text = format!("no {text}");
    }
    if let Some(value) = given.value {
        text += &format!(" {}", measured(finding, value));
    }
    let value = given
        .attributes
        .iter()
        .filter(|(attribute, _)| *attribute == foramen_facts::Attribute::Value);
    for (_, held) in value {
        if let Held::Words(said) = held {
            text += &format!(": {}", said.join(" and ").replace('_', " "));
        }
    }
    let mut details: Vec<String> = given
        .attributes
        .iter()
        .filter(|(attribute, _)| *attribute != foramen_facts::Attribute::Value)
        .map(|(attribute, held)| book.words.attribute(*attribute, held))
        .collect();
    if !given.regions.is_empty() {
        details.insert(0, regions(&given.regions));
    }
    if let Some(days) = given.ago_days {
        details.push(ago("since", days));
    }
    if let Some(days) = given.stated_days {
        details.push(ago("written", days));
    }
    if given.confidence == Confidence::Probable {
        details.push("probable".to_owned());
    }
    if !details.is_empty() {
        text += &format!(" ({})", details.join(", "));
    }
    text
}

fn ago(word: &str, days: i64) -> String {
    match days {
        0 => format!("{word} today"),
        1 => format!("{word} 1 day ago"),
        days => format!("{word} {days} days ago"),
    }
}

fn measured(finding: &Finding, value: f64) -> String {
    match finding.kind {
        Kind::Number(unit) => words::amount(value, unit),
        Kind::Span => words::amount(value, Unit::Day),
        _ => value.to_string(),
    }
}

fn expected(book: &Book<'_>, case: &Case) -> String {
    let expect = &case.expect;
    let mut said = vec![
        match expect.result {
            Expected::Fires => "fires",
            Expected::Silent => "silent",
            Expected::Unknown => "not known",
        }
        .to_owned(),
    ];
    said.extend(
        expect
            .branch
            .iter()
            .map(|branch| format!("branch {branch}")),
    );
    said.extend(
        expect
            .indicator
            .map(|indicator| indicator.word().to_owned()),
    );
    said.extend(expect.confidence.map(|confidence| match confidence {
        Confidence::Certain => "certain".to_owned(),
        Confidence::Probable => "probable".to_owned(),
    }));
    if let Some(suggests) = &expect.suggests {
        said.push(if suggests.is_empty() {
            "offers nothing".to_owned()
        } else {
            format!("offers {}", listed(suggests))
        });
    }
    if let Some(asks) = &expect.asks {
        said.push(if asks.is_empty() {
            "asks nothing".to_owned()
        } else {
            format!("asks {}", listed(asks.iter().map(|ask| book.title(*ask))))
        });
    }
    said.join(", ")
}
