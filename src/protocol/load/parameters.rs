//! `profiles/parameters.toml`: every number and policy word that a profile can move.

use super::{
    document::{Documents, Part},
    ids::Ids,
    reader::{Node, Table},
    value::{comparable, dimension, setting},
};
use crate::{
    catalog::{Allowed, Leeway, ParameterText, Widening},
    mistake::{Mistakes, listed},
};
use foramen_facts::{Limits, Parameters, Setting, Unit, Word};
use std::collections::BTreeMap;

/// Names end in what they count, and the program computes with the bare number: the unit must be the one that the name says.
const UNITS: [(&str, Unit); 15] = [
    ("_hours", Unit::Hour),
    ("_days", Unit::Day),
    ("_lookback", Unit::Day),
    ("_window", Unit::Day),
    ("_weeks", Unit::Week),
    ("_weeks_severe", Unit::Week),
    ("_age", Unit::Year),
    ("_age_min", Unit::Year),
    ("_pct", Unit::Percent),
    ("_nrs", Unit::Count),
    ("_sessions_min", Unit::Count),
    ("pvr_ml_threshold", Unit::Millilitre),
    ("_celsius", Unit::Celsius),
    ("motor_grade_severe", Unit::Mrc),
    ("egfr_gadolinium_min", Unit::MillilitrePerMinute),
];

/// Reads all parameters: what they are, and their defaults.
pub(super) fn read(
    documents: &Documents<'_>,
    ids: &Ids,
    mistakes: &Mistakes,
) -> (BTreeMap<Word, ParameterText>, Parameters) {
    let mut texts = BTreeMap::new();
    let mut defaults = Parameters::default();
    let entries = documents
        .of(Part::Parameters)
        .flat_map(|document| document.root(mistakes).entries());
    for (node, table) in entries.filter_map(|node| node.table().map(|table| (node, table))) {
        if let Some((text, default)) = parameter(node, table, ids) {
            defaults.set(text.name.clone(), default);
            texts.insert(text.name.clone(), text);
        }
    }
    for name in Limits::NAMES
        .iter()
        .filter(|name| !ids.parameters.contains(name))
    {
        let text =
            format!("parameter \"{name}\" is missing; the program computes with it by that name");
        mistakes.add_missing("profiles/parameters.toml", text);
    }
    (texts, defaults)
}

fn parameter(node: Node<'_>, table: Table<'_>, ids: &Ids) -> Option<(ParameterText, Setting)> {
    let default = table
        .need("default")
        .and_then(|node| Some((node, setting(node)?)));
    let range = table.get("range");
    let words = table.get("words");
    let means = table.need_text("means");
    let s1 = table.get("s1").and_then(|node| {
        node.one_of(
            "direction",
            [(Widening::Larger, "larger"), (Widening::Smaller, "smaller")],
        )
    });
    let safety = table.get("safety").and_then(|node| {
        node.one_of(
            "leeway",
            [(Leeway::Adds, "adds"), (Leeway::Target, "target")],
        )
    });
    let sources: Vec<_> = table
        .need("sources")
        .map(|node| node.list())
        .unwrap_or_default();
    let sources = sources
        .into_iter()
        .filter_map(|node| source(node, ids))
        .collect();
    table.finish();

    let (default_node, default) = default?;
    let unit = unit_of(&default);
    if let Some(unit) = unit {
        check_unit(node, default_node, unit);
    }
    let allowed = match &default {
        Setting::Word(_) => Allowed::Words(match (words, range) {
            (Some(words), _) => words.words(),
            (None, Some(range)) => {
                range.key_mistake(format!(
                    "\"{}\" is a word: give `words`, not `range`",
                    node.key()
                ));
                return None;
            }
            (None, None) => {
                node.key_mistake("`words` is missing: which words a profile may set");
                return None;
            }
        }),
        Setting::Amount(..) | Setting::Lifetime => {
            if let Some(words) = words {
                words.key_mistake(format!(
                    "\"{}\" is a number: give `range`, not `words`",
                    node.key()
                ));
            }
            let Some(range) = range else {
                node.key_mistake(
                    "`range` is missing: the smallest and the largest value that a profile may set",
                );
                return None;
            };
            read_range(range, unit.unwrap_or(Unit::Day))?
        }
    };
    if let Err(text) = check_allowed(node.key(), &default, unit, &allowed) {
        default_node.mistake(text);
    }
    let name = Word::from(node.key());
    Some((
        ParameterText {
            name,
            means: means?,
            allowed,
            s1,
            safety,
            sources,
            place: node.key_place(),
        },
        default,
    ))
}

/// A guidance row, the key of a source, or `project`.
fn source(node: Node<'_>, ids: &Ids) -> Option<Word> {
    let name = node.text()?;
    if name == "project" || ids.guidance.contains(name) || ids.sources.contains(name) {
        return Some(Word::from(name));
    }
    node.mistake(format!(
        "{}; or a guidance row, or \"project\"",
        ids.sources.unknown(name)
    ));
    None
}

fn check_unit(node: Node<'_>, default: Node<'_>, unit: Unit) {
    let wanted = UNITS
        .iter()
        .find(|(end, _)| node.key().ends_with(end))
        .map(|(_, unit)| *unit);
    if let Some(wanted) = wanted.filter(|wanted| *wanted != unit) {
        default.mistake(format!(
            "the name \"{}\" says {wanted}, the default is in {unit}",
            node.key()
        ));
    }
}

fn read_range(node: Node<'_>, unit: Unit) -> Option<Allowed> {
    let ends: Vec<_> = node
        .list()
        .into_iter()
        .filter_map(|end| Some((end, setting(end)?)))
        .collect();
    let [(_, low), (_, high)] = ends.as_slice() else {
        node.mistake("`range` takes the smallest and the largest value");
        return None;
    };
    let (low, high) = (number_in(low, unit), number_in(high, unit));
    let (Some(low), Some(high)) = (low, high) else {
        node.mistake(format!(
            "`range` takes {} like the default",
            dimension(unit)
        ));
        return None;
    };
    if low > high {
        node.mistake("`range` takes the smallest value first");
    }
    Some(Allowed::Range(low, high))
}

/// The unit of an amount.
pub(super) fn unit_of(setting: &Setting) -> Option<Unit> {
    match setting {
        Setting::Amount(_, unit) => Some(*unit),
        Setting::Lifetime | Setting::Word(_) => None,
    }
}

/// The number of a setting in a unit; `lifetime` is infinite.
pub(super) fn number_in(setting: &Setting, unit: Unit) -> Option<f64> {
    match setting {
        Setting::Amount(value, own) if *own == unit => Some(*value),
        Setting::Amount(value, own) if comparable(*own, unit) => {
            Some(value * own.days()? / unit.days()?)
        }
        Setting::Lifetime if unit.days().is_some() => Some(f64::INFINITY),
        _ => None,
    }
}

/// Whether a parameter may have a setting; the error says what it may have.
pub(super) fn check_allowed(
    name: &str,
    setting: &Setting,
    unit: Option<Unit>,
    allowed: &Allowed,
) -> Result<(), String> {
    let unit = unit.unwrap_or(Unit::Day);
    match (allowed, setting) {
        (Allowed::Words(words), Setting::Word(word)) if words.contains(word) => Ok(()),
        (Allowed::Words(words), _) => Err(format!(
            "{name} = {setting} is none of {}",
            listed(words.iter().map(|word| &**word))
        )),
        (Allowed::Range(low, high), _) => match number_in(setting, unit) {
            Some(number) if (*low..=*high).contains(&number) => Ok(()),
            Some(number) => Err(format!(
                "{name} = {} is outside {} to {} {unit}",
                shown(number),
                shown(*low),
                shown(*high)
            )),
            None => Err(format!(
                "{name} = {setting} is not {}, as its default is",
                dimension(unit)
            )),
        },
    }
}

/// A number for a message.
pub(super) fn shown(number: f64) -> String {
    if number.is_infinite() {
        "lifetime".to_owned()
    } else {
        number.to_string()
    }
}
