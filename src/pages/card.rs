//! The words of a card, and the lines that ride on the cards of a rule.

use super::{
    Book, criteria,
    markdown::{item, listed},
};
use foramen_facts::Setting as Value;
use foramen_protocol::format::{CardText, Line, Rule, Setting};

/// The words of every card of a rule, each once.
pub(super) fn cards(book: &Book<'_>, rule: &Rule) -> String {
    let mut seen = Vec::new();
    let mut text = String::new();
    for branch in &rule.branches {
        if seen.contains(&&branch.card) {
            continue;
        }
        seen.push(&branch.card);
        text += &book
            .content
            .cards
            .get(&branch.card)
            .map(|card| words(book, card))
            .unwrap_or_default();
    }
    text
}

fn words(book: &Book<'_>, card: &CardText) -> String {
    let fill = |text: &str| filled(book, text);
    let mut text = format!(
        "\n### {}\n\nCard `{}`, about {}.\n\n- why: {}\n",
        fill(&card.summary),
        card.id,
        fill(&card.topic),
        fill(&card.why)
    );
    for (name, lines) in [
        ("study", &card.study),
        ("first", &card.first),
        ("advice", &card.advice),
        ("when to come back", &card.safety_net),
    ] {
        text += &block(book, 0, name, lines);
    }
    for variant in &card.variants {
        text += &item(0, setting(variant.setting));
        if let Some(summary) = &variant.summary {
            text += &item(1, &format!("summary: {}", fill(summary)));
        }
        if let Some(advice) = &variant.advice {
            text += &block(book, 1, "advice instead", advice);
        }
    }
    let reasons = card.overrides.iter().map(|code| {
        let reasons = &book.content.overrides;
        reasons
            .iter()
            .find(|(other, _)| other == code)
            .map_or_else(|| code.to_string(), |(_, display)| display.clone())
    });
    text + &item(
        0,
        &format!(
            "reasons offered for an override: {}",
            listed(reasons.map(|reason| format!("“{reason}”")))
        ),
    )
}

fn block(book: &Book<'_>, depth: usize, name: &str, lines: &[String]) -> String {
    match lines {
        [] => String::new(),
        [line] => item(depth, &format!("{name}: {}", filled(book, line))),
        lines => {
            let lines: String = lines
                .iter()
                .map(|line| item(depth + 1, &filled(book, line)))
                .collect();
            item(depth, &format!("{name}:")) + &lines
        }
    }
}

fn setting(setting: Setting) -> &'static str {
    match setting {
        Setting::InHospital => "in the emergency department or in hospital:",
        Setting::ResultKnown => "where a study explains the finding:",
        Setting::OrderFits => "where the order already is what the rule proposes:",
        Setting::Hospice => "in end-of-life care:",
    }
}

/// The lines that ride on cards of a rule.
pub(super) fn lines(book: &Book<'_>, rule: &Rule) -> String {
    let lines = book.content.lines.iter();
    lines
        .filter(|line| line.rules.contains(&rule.id))
        .map(|line| ride(book, line))
        .collect()
}

fn ride(book: &Book<'_>, line: &Line) -> String {
    let mut when = Vec::new();
    if line.on_order {
        when.push("in the note of a created order".to_owned());
    }
    if !line.regions.is_empty() {
        let regions = line.regions.iter().map(|region| region.word());
        when.push(format!("{} spine", listed(regions)));
    }
    if let Some(condition) = &line.if_ {
        when.push(format!("if {}", criteria::inline(book, condition)));
    }
    let when = if when.is_empty() {
        String::new()
    } else {
        format!(" ({})", when.join("; "))
    };
    item(
        0,
        &format!("`{}`: {}{when}", line.id, filled(book, &line.text)),
    )
}

/// A template with the numbers of the default profile; what only a patient can fill stands in angle quotes.
pub(super) fn filled(book: &Book<'_>, template: &str) -> String {
    let parameters = book.profiles.first().map(|profile| &profile.parameters);
    let (mut text, mut rest) = (String::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let number = parameters
            .and_then(|parameters| parameters.get(name))
            .and_then(Value::number);
        text += before;
        text += &number.map_or_else(
            || format!("‹{}›", name.replace('_', " or ")),
            |number| number.to_string(),
        );
        rest = after;
    }
    text + rest
}

/// The parameters that stand in the words of the cards of a rule and of the lines on them.
pub(super) fn placeholders<'a>(
    book: &'a Book<'_>,
    rule: &'a Rule,
) -> impl Iterator<Item = &'a str> {
    let cards = rule
        .branches
        .iter()
        .filter_map(|branch| book.content.cards.get(&branch.card))
        .flat_map(CardText::texts);
    let lines = book
        .content
        .lines
        .iter()
        .filter(|line| line.rules.contains(&rule.id))
        .map(|line| line.text.as_str());
    cards.chain(lines).flat_map(|text| {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
    })
}
