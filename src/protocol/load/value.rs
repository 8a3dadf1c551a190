//! Numbers with a unit, periods, and the names of parameters.

use super::{Context, reader::Node};
use crate::{format::Bound, mistake::listed};
use foramen_facts::{Setting, Unit};

/// What a value means to its reader.
pub(super) fn dimension(unit: Unit) -> &'static str {
    match unit {
        Unit::Hour | Unit::Day | Unit::Week | Unit::Year => "a time",
        Unit::Percent => "a percentage",
        Unit::Millilitre => "a volume",
        Unit::Mrc => "a grade of muscle power",
        Unit::Count => "a count",
        Unit::MillimetrePerHour => "a sedimentation rate",
        Unit::MilligramPerLitre => "a concentration",
        Unit::Celsius => "a temperature",
        Unit::MillilitrePerMinute => "a filtration rate",
    }
}

/// Times compare with times, every other unit only with itself.
pub(super) fn comparable(a: Unit, b: Unit) -> bool {
    a == b || a.days().is_some() && b.days().is_some()
}

/// What a test takes, in words: `a time: h, d, wk, a`.
pub(super) fn takes(unit: Unit) -> String {
    match unit.days() {
        Some(_) => "a time: h, d, wk, a".to_owned(),
        None => format!("{}: {unit}", dimension(unit)),
    }
}

fn one_of_them(unit: Unit) -> &'static str {
    if unit.days().is_some() {
        "one of them"
    } else {
        "that unit"
    }
}

/// A number with its unit: `14 d`.
pub(super) fn literal(text: &str) -> Result<(f64, Unit), String> {
    let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
    let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let value = plain
        .then(|| number.parse::<f64>().ok())
        .flatten()
        .filter(|value| value.is_finite());
    let Some(value) = value else {
        return Err(format!(
            "\"{text}\" is not a number with a unit, such as \"14 d\""
        ));
    };
    match Unit::from_word(unit) {
        Some(unit) => Ok((value, unit)),
        None if unit.is_empty() => Err(format!(
            "\"{text}\" has no unit; accepted: {}",
            listed(Unit::words())
        )),
        None => Err(format!(
            "unknown unit \"{unit}\" in \"{text}\"; accepted: {}",
            listed(Unit::words())
        )),
    }
}

/// Whether a word is meant as a literal: it starts with a digit.
pub(super) fn is_literal(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// An ISO 8601 period of one part in days; months and years are rounded up to whole days.
pub(super) fn period_days(text: &str) -> Option<f64> {
    let rest = text.strip_prefix('P')?;
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    let (number, part) = rest.split_at_checked(digits)?;
    let number: u16 = number.parse().ok()?;
    let number = f64::from(number);
    match part {
        "D" => Some(number),
        "W" => Some(number * 7.0),
        "M" => Some((number * 365.0 / 12.0).ceil()),
        "Y" => Some(number * 365.0),
        _ => None,
    }
}

/// The value of a parameter: a literal, a period, `lifetime`, or a word.
pub(super) fn setting(node: Node<'_>) -> Option<Setting> {
    setting_of(node.word()?)
        .map_err(|text| node.mistake(text))
        .ok()
}

/// The same of a word that stands in no file of `hooks/`.
pub(super) fn setting_of(word: &str) -> Result<Setting, String> {
    if is_literal(word) {
        return literal(word).map(|(value, unit)| Setting::Amount(value, unit));
    }
    Ok(match period_days(word) {
        Some(days) => Setting::Amount(days, Unit::Day),
        None if word == "lifetime" => Setting::Lifetime,
        None => Setting::Word(word.into()),
    })
}

/// A parameter or literal that a test compares with.
pub(super) fn bound(node: Node<'_>, unit: Unit, context: &Context<'_>) -> Option<Bound> {
    let word = node.text()?;
    let (bound, found) = if is_literal(word) {
        match literal(word) {
            Ok((value, unit)) => (Bound::Literal(value, unit), unit),
            Err(text) => {
                node.mistake(text);
                return None;
            }
        }
    } else {
        let name = context.ids.parameters.get(node)?;
        let found = match context.defaults.get(&name)? {
            Setting::Amount(_, unit) => *unit,
            Setting::Lifetime => Unit::Day,
            Setting::Word(_) => {
                node.mistake(format!(
                    "parameter \"{name}\" is a word, `{}` takes {}",
                    node.key(),
                    takes(unit)
                ));
                return None;
            }
        };
        (Bound::Parameter(name), found)
    };
    if !comparable(found, unit) {
        node.mistake(format!(
            "\"{word}\" is {}, `{}` takes {}, or a parameter of {}",
            dimension(found),
            node.key(),
            takes(unit),
            one_of_them(unit)
        ));
        return None;
    }
    Some(bound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("P90D", Some(90.0))]
    #[case("P3M", Some(92.0))]
    #[case("P6M", Some(183.0))]
    #[case("P12M", Some(365.0))]
    #[case("P24M", Some(730.0))]
    #[case("P2W", Some(14.0))]
    #[case("P", None)]
    #[case("PT4H", None)]
    #[case("P1M2D", None)]
    #[case("policy", None)]
    fn a_period_is_a_number_of_days(#[case] text: &str, #[case] days: Option<f64>) {
        assert_eq!(period_days(text), days);
    }

    #[rstest]
    #[case("14 d", Ok((14.0, Unit::Day)))]
    #[case("38.5 Cel", Ok((38.5, Unit::Celsius)))]
    #[case("3 1", Ok((3.0, Unit::Count)))]
    #[case(
        "14",
        Err("\"14\" has no unit; accepted: h, d, wk, a, %, mL, MRC, 1, mm/h, mg/L, Cel, mL/min")
    )]
    #[case(
        "14 days",
        Err(
            "unknown unit \"days\" in \"14 days\"; accepted: h, d, wk, a, %, mL, MRC, 1, mm/h, mg/L, Cel, mL/min"
        )
    )]
    #[case(
        "1e9 d",
        Err("\"1e9 d\" is not a number with a unit, such as \"14 d\"")
    )]
    fn a_literal_has_a_number_and_a_unit(
        #[case] text: &str,
        #[case] expected: Result<(f64, Unit), &str>,
    ) {
        assert_eq!(literal(text), expected.map_err(str::to_owned));
    }
}
