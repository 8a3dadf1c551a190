//! "What we saw": a fact in a line, with its value, its date and its source.

use super::{Call, text::escape};
use foramen_facts::{Amount, Attribute, DateRange, Fact, Held, Kind, State};

/// Attributes that a reader wants to see, in this order; the others are the engine's.
const SHOWN: [Attribute; 14] = [
    Attribute::Value,
    Attribute::Kind,
    Attribute::Side,
    Attribute::Limb,
    Attribute::Grade,
    Attribute::Course,
    Attribute::Modality,
    Attribute::Contrast,
    Attribute::Result,
    Attribute::Level,
    Attribute::Outcome,
    Attribute::Sessions,
    Attribute::Target,
    Attribute::Status,
];

/// The lines of a card's facts, each once.
pub(super) fn lines(call: &Call<'_>, facts: &[&Fact]) -> Vec<String> {
    let mut lines = Vec::new();
    for fact in facts {
        let line = line(call, fact);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// One fact: `saddle numbness (new), since 2026-06-13 [snomed 449813001, Condition/c1]`.
fn line(call: &Call<'_>, fact: &Fact) -> String {
    let mut line = title(call, fact);
    if fact.state == State::Absent {
        line += ": denied";
    }
    let details = details(fact);
    if !details.is_empty() {
        line += &format!(" ({})", details.join(", "));
    }
    if let Some(value) = fact.value {
        line += &format!(": {}", amount(call, fact, value));
    }
    line += &when(fact);
    if !fact.is_certain() {
        line += ", not confirmed";
    }
    line + &sources(fact)
}

/// The finding's name for a card, its first letter large.
pub(super) fn title(call: &Call<'_>, fact: &Fact) -> String {
    let title = call
        .catalog
        .vocabulary()
        .finding(fact.finding)
        .map(|finding| finding.title.as_str())
        .unwrap_or_default();
    super::text::capitalised(title)
}

fn details(fact: &Fact) -> Vec<String> {
    let held = SHOWN
        .into_iter()
        .filter_map(|attribute| Some((attribute, fact.attributes.get(attribute)?)));
    let mut details: Vec<String> = held
        .map(|(attribute, held)| match held {
            Held::Words(words) if attribute == Attribute::Outcome => {
                format!("outcome {}", words.join(" + ").replace('_', " "))
            }
            Held::Words(words) => words
                .iter()
                .map(|word| word.replace('_', " "))
                .collect::<Vec<_>>()
                .join(" + "),
            Held::Number(number) => format!("{attribute} {number}"),
        })
        .map(|text| escape(&text).into_owned())
        .collect();
    if fact.time == foramen_facts::Time::New && fact.attributes.get(Attribute::Time).is_some() {
        details.push("new".to_owned());
    }
    details
}

fn amount(call: &Call<'_>, fact: &Fact, value: Amount) -> String {
    let kind = call
        .catalog
        .vocabulary()
        .finding(fact.finding)
        .map(|finding| &finding.kind);
    let unit = match kind {
        Some(Kind::Number(foramen_facts::Unit::Count)) | None => String::new(),
        Some(Kind::Number(foramen_facts::Unit::Week)) => " weeks".to_owned(),
        Some(Kind::Number(foramen_facts::Unit::Year)) => " years".to_owned(),
        Some(Kind::Number(unit)) => format!(" {unit}"),
        Some(_) => " days".to_owned(),
    };
    let number = |number: f64| {
        if number.fract() == 0.0 {
            format!("{number:.0}")
        } else {
            format!("{number:.1}")
        }
    };
    if value.is_exact() {
        format!("{}{unit}", number(value.min))
    } else {
        format!("{} to {}{unit}", number(value.min), number(value.max))
    }
}

fn when(fact: &Fact) -> String {
    let day = |date: DateRange| {
        if date.is_exact() {
            date.latest().to_string()
        } else {
            format!("{} to {}", date.earliest(), date.latest())
        }
    };
    let began = match (fact.onset, fact.stated) {
        (Some(onset), _) if fact.dated_by_record => format!(", recorded {}", day(onset)),
        (Some(onset), _) => match fact.end {
            Some(end) => format!(", {} until {}", day(onset), day(end)),
            None => format!(", {}", day(onset)),
        },
        (None, Some(stated)) => format!(", recorded {}", day(stated)),
        (None, None) => ", no date".to_owned(),
    };
    match fact.worsened {
        Some(worse) => format!("{began}, worse {}", day(worse)),
        None => began,
    }
}

/// At most two sources; what is computed names what it was computed from.
fn sources(fact: &Fact) -> String {
    let named: Vec<String> = fact
        .evidence
        .iter()
        .take(2)
        .map(|evidence| {
            if evidence.source.path.is_empty() {
                evidence.says.clone()
            } else {
                format!("{}, {}", evidence.says, evidence.source.reference)
            }
        })
        .filter(|text| !text.is_empty())
        .map(|text| escape(&text).into_owned())
        .collect();
    if named.is_empty() {
        String::new()
    } else {
        format!(" — {}", named.join("; "))
    }
}
