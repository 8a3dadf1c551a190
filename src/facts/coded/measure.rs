//! What a measured value says, whatever resource it stands in (protocol 1.0 *raised*, 1.1).

use foramen_fhir::{Codeable, Value, views::ReferenceRange};

use super::wording::Words;

/// A value with what is needed to read it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured<'o, 'a> {
    /// `value[x]`.
    pub(super) value: &'o Value<'a>,
    /// `interpretation`.
    pub(super) interpretation: &'o [Codeable<'a>],
    /// `referenceRange`.
    pub(super) ranges: &'o [ReferenceRange<'a>],
}

impl Measured<'_, '_> {
    /// The number; of a text, the first one in it.
    pub(super) fn number(&self) -> Option<f64> {
        self.value
            .number()
            .or_else(|| first_number(self.value.text()?))
    }

    /// The unit, lower case, without brackets and blanks; none for a bare number.
    pub(super) fn unit(&self) -> Option<String> {
        match self.value {
            Value::Quantity(quantity) => quantity
                .any_unit()
                .map(plain_unit)
                .filter(|unit| !unit.is_empty()),
            Value::Text(text) => {
                let unit: String = text
                    .chars()
                    .skip_while(|sign| !sign.is_alphabetic() && *sign != '%')
                    .collect();
                Some(plain_unit(&unit)).filter(|unit| !unit.is_empty())
            }
            _ => None,
        }
    }

    /// Whether the value is only an upper bound (`<5`).
    fn is_below(&self) -> bool {
        match self.value {
            Value::Quantity(quantity) => quantity
                .comparator
                .as_deref()
                .is_some_and(|sign| sign.starts_with('<')),
            Value::Text(text) => text.trim_start().starts_with('<'),
            _ => false,
        }
    }

    /// `H`, `L` or `N` as the laboratory read it; else by its own reference range; else nothing.
    ///
    /// `A` only says that something is off: it is high for what can only be high (`high_only`).
    pub(super) fn reading(&self, high_only: bool) -> Option<&'static str> {
        let mut codes = self.interpretation.iter().flat_map(|concept| {
            concept
                .codings
                .iter()
                .filter_map(|coding| coding.raw_code.as_deref())
                .chain(concept.text.as_deref())
        });
        let stated = codes.find_map(|code| read_interpretation(code.trim(), high_only));
        stated.or_else(|| self.against_range())
    }

    fn against_range(&self) -> Option<&'static str> {
        let value = self.number()?;
        let usual =
            |range: &&ReferenceRange<'_>| range.kind.as_ref().is_none_or(|kind| kind.is("normal"));
        let range = self.ranges.iter().find(usual)?;
        let (low, high) = self.bounds(range)?;
        if high.is_some_and(|high| value > high) && !self.is_below() {
            Some("H")
        } else if low.is_some_and(|low| value < low) {
            Some("L")
        } else {
            (high.is_some() || low.is_some()).then_some("N")
        }
    }

    /// Both ends in the unit of the value; a range in another unit says nothing.
    fn bounds(&self, range: &ReferenceRange<'_>) -> Option<(Option<f64>, Option<f64>)> {
        let own = self.unit();
        let same = |unit: Option<&str>| match (unit.map(plain_unit), &own) {
            (Some(unit), Some(own)) => unit.is_empty() || unit == *own,
            _ => true,
        };
        let ends = [&range.low, &range.high];
        if !ends
            .iter()
            .filter_map(|end| end.as_ref())
            .all(|end| same(end.any_unit()))
        {
            return None;
        }
        let [low, high] = ends.map(|end| end.as_ref().and_then(foramen_fhir::Quantity::value));
        if low.is_some() || high.is_some() {
            return Some((low, high));
        }
        range.text.as_deref().and_then(text_bounds)
    }

    /// The range of a score, as the highest value that it can have: `0-50`.
    pub(super) fn range_high(&self) -> Option<f64> {
        self.ranges.iter().find_map(|range| self.bounds(range)?.1)
    }

    /// Whether a test, a question or a finding came out positive.
    pub(super) fn outcome(&self) -> Option<bool> {
        outcome(self.value).or_else(|| {
            self.interpretation.iter().find_map(|concept| {
                if concept.is("POS") || concept.is("DET") {
                    Some(true)
                } else {
                    (concept.is("NEG") || concept.is("ND")).then_some(false)
                }
            })
        })
    }
}

fn read_interpretation(code: &str, high_only: bool) -> Option<&'static str> {
    let upper = code.to_ascii_uppercase();
    match upper.as_str() {
        "H" | "HH" | "HU" | "H>" | "HIGH" | "CRITICAL HIGH" | "ELEVATED" | "RAISED" => Some("H"),
        "L" | "LL" | "LU" | "L<" | "LOW" | "CRITICAL LOW" => Some("L"),
        "N" | "NORMAL" => Some("N"),
        "A" | "AA" | "ABNORMAL" if high_only => Some("H"),
        _ => None,
    }
}

/// `<5`, `0-20`, `≤ 10`.
fn text_bounds(text: &str) -> Option<(Option<f64>, Option<f64>)> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix(['<', '≤']) {
        return Some((None, Some(first_number(rest)?)));
    }
    if let Some(rest) = text.strip_prefix(['>', '≥']) {
        return Some((Some(first_number(rest)?), None));
    }
    let (low, high) = text.split_once(['-', '–'])?;
    Some((Some(low.trim().parse().ok()?), Some(first_number(high)?)))
}

/// The first decimal in a text.
pub(super) fn first_number(text: &str) -> Option<f64> {
    let start = text.find(|sign: char| sign.is_ascii_digit())?;
    let rest = text.get(start..)?;
    let end = rest
        .find(|sign: char| !sign.is_ascii_digit() && sign != '.')
        .unwrap_or(rest.len());
    rest.get(..end)?.trim_end_matches('.').parse().ok()
}

/// A unit without the decoration of UCUM: `[degF]` is `degf`, `{score}` is `score`.
fn plain_unit(unit: &str) -> String {
    unit.chars()
        .filter(|sign| !matches!(sign, '[' | ']' | '{' | '}' | ' ' | '.'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Yes or no, from a boolean, an answer code or a word.
pub(super) fn outcome(value: &Value<'_>) -> Option<bool> {
    match value {
        Value::Boolean(flag) => Some(*flag),
        Value::Concept(concept) => {
            // Yes, present, positive, detected; no, absent, negative, not detected: SNOMED CT, LOINC, HL7.
            const YES: [&str; 7] = [
                "373066001",
                "52101004",
                "10828004",
                "260373001",
                "LA33-6",
                "LA9633-4",
                "Y",
            ];
            const NO: [&str; 7] = [
                "373067005",
                "2667000",
                "260385009",
                "260415000",
                "LA32-8",
                "LA9634-2",
                "N",
            ];
            let is = |codes: &[&str]| codes.iter().any(|code| concept.is(code));
            if is(&YES) {
                Some(true)
            } else if is(&NO) {
                Some(false)
            } else {
                concept.texts().into_iter().find_map(word_outcome)
            }
        }
        Value::Text(text) => word_outcome(text),
        _ => None,
    }
}

/// A text that is nothing but an answer.
fn word_outcome(text: &str) -> Option<bool> {
    let words = Words::of([text]);
    let whole: Vec<&str> = words.tokens().iter().map(String::as_str).collect();
    match whole.as_slice() {
        ["yes" | "true" | "present" | "positive" | "detected" | "reactive" | "y"] => Some(true),
        ["no" | "false" | "absent" | "negative" | "none" | "denied" | "denies" | "n"]
        | ["not", "present" | "detected"]
        | ["non", "reactive"] => Some(false),
        _ => None,
    }
}

/// Degrees Celsius; without a unit the number itself tells which scale it is of.
pub(super) fn celsius(number: f64, unit: Option<&str>) -> Option<f64> {
    let fahrenheit = (number - 32.0) / 1.8;
    let value = match unit {
        Some("cel" | "c" | "degc" | "°c" | "celsius" | "degreecelsius") => number,
        Some("degf" | "f" | "°f" | "fahrenheit") => fahrenheit,
        Some(_) => return None,
        None if number > 60.0 => fahrenheit,
        None => number,
    };
    (25.0..=45.0).contains(&value).then_some(value)
}

/// Kilograms of a plausible adult or child.
pub(super) fn kilograms(number: f64, unit: Option<&str>) -> Option<f64> {
    let value = match unit? {
        "kg" | "kgs" | "kilogram" | "kilograms" => number,
        "g" | "gram" | "grams" => number / 1000.0,
        "lb_av" | "lb" | "lbs" | "pound" | "pounds" => number * 0.453_592_37,
        "oz_av" | "oz" => number * 0.028_349_523,
        _ => return None,
    };
    (20.0..=400.0).contains(&value).then_some(value)
}

/// Millilitres.
pub(super) fn millilitres(number: f64, unit: Option<&str>) -> Option<f64> {
    let value = match unit {
        Some("ml" | "cc" | "cm3" | "milliliter" | "milliliters" | "millilitre" | "millilitres")
        | None => number,
        Some("l" | "liter" | "litre") => number * 1000.0,
        Some(_) => return None,
    };
    (0.0..=5000.0).contains(&value).then_some(value)
}

/// A pain score of 0 to 10. Only a visual analogue scale may be told in millimetres.
pub(super) fn pain_score(number: f64, unit: Option<&str>, analogue: bool) -> Option<f64> {
    let value = if analogue && (unit == Some("mm") || number > 10.0) {
        number / 10.0
    } else {
        number
    };
    (0.0..=10.0).contains(&value).then_some(value)
}

/// A Neck Disability Index in per cent; a number that may be a raw score or a percentage is neither (protocol 1.1).
pub(super) fn neck_disability(number: f64, unit: Option<&str>, high: Option<f64>) -> Option<f64> {
    let raw =
        high.is_some_and(|high| high.total_cmp(&50.0).is_eq()) && (0.0..=50.0).contains(&number);
    let value = match unit {
        Some("%" | "percent") => number,
        Some("score" | "1") if raw => number * 2.0,
        Some("score" | "1") | None if number > 50.0 => number,
        _ => return None,
    };
    (0.0..=100.0).contains(&value).then_some(value)
}

/// C-reactive protein in mg/L.
pub(super) fn crp(number: f64, unit: Option<&str>) -> Option<f64> {
    match unit {
        Some("mg/l" | "ug/ml" | "µg/ml" | "mcg/ml") | None => Some(number),
        Some("mg/dl") => Some(number * 10.0),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(38.0, Some("cel"), Some(38.0))]
    #[case(101.3, Some("degf"), Some(38.5))]
    #[case(100.4, None, Some(38.0))]
    #[case(38.4, None, Some(38.4))]
    #[case(310.0, Some("k"), None)]
    #[case(99.0, Some("cel"), None)]
    fn temperatures_become_celsius(
        #[case] number: f64,
        #[case] unit: Option<&str>,
        #[case] expected: Option<f64>,
    ) {
        let read = celsius(number, unit).map(|value| (value * 10.0).round() / 10.0);
        assert_eq!(read, expected);
    }

    #[rstest]
    #[case(8.0, None, false, Some(8.0))]
    #[case(72.0, None, false, None)]
    #[case(72.0, None, true, Some(7.2))]
    #[case(8.0, Some("mm"), true, Some(0.8))]
    #[case(101.0, Some("mm"), true, None)]
    fn pain_scores_are_ten_at_most(
        #[case] number: f64,
        #[case] unit: Option<&str>,
        #[case] analogue: bool,
        #[case] expected: Option<f64>,
    ) {
        assert_eq!(pain_score(number, unit, analogue), expected);
    }

    #[rstest]
    #[case(44.0, Some("%"), None, Some(44.0))]
    #[case(22.0, Some("score"), Some(50.0), Some(44.0))]
    #[case(22.0, Some("score"), None, None)]
    #[case(22.0, None, None, None)]
    #[case(62.0, None, None, Some(62.0))]
    #[case(62.0, Some("score"), None, Some(62.0))]
    #[case(162.0, None, None, None)]
    fn an_ambiguous_neck_disability_index_is_unknown(
        #[case] number: f64,
        #[case] unit: Option<&str>,
        #[case] high: Option<f64>,
        #[case] expected: Option<f64>,
    ) {
        assert_eq!(neck_disability(number, unit, high), expected);
    }

    #[rstest]
    #[case("<5", Some((None, Some(5.0))))]
    #[case("0 - 20 mm/h", Some((Some(0.0), Some(20.0))))]
    #[case("> 60", Some((Some(60.0), None)))]
    #[case("see comment", None)]
    fn reference_ranges_are_read_from_text(
        #[case] text: &str,
        #[case] expected: Option<(Option<f64>, Option<f64>)>,
    ) {
        assert_eq!(text_bounds(text), expected);
    }
}
