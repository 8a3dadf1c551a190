//! Times told in words: `onsetString`, `performedString`. Simple forms only; anything else stays undated.

use foramen_fhir::DateRange;
use jiff::{Span, ToSpan, civil::Date};

/// The day or days that a text names, seen from the day on which it was written.
pub(super) fn date(text: &str, anchor: Date) -> Option<DateRange> {
    let lower = text.trim().to_lowercase();
    let words: Vec<&str> = lower
        .split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '(' | ')'))
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.is_empty() && !LEADING.contains(word))
        .collect();
    span(&words, anchor)
        .or_else(|| near(&words, anchor))
        .or_else(|| calendar(&words, anchor))
}

/// Words that change nothing about the date.
const LEADING: [&str; 13] = [
    "since",
    "for",
    "about",
    "approximately",
    "approx",
    "around",
    "past",
    "the",
    "over",
    "in",
    "on",
    "from",
    "of",
];

/// `3 weeks ago`, `2-3 months`, `two days`. Of a range both ends are kept.
fn span(words: &[&str], anchor: Date) -> Option<DateRange> {
    let (counts, rest) = counts(words)?;
    let (unit, after) = rest.split_first()?;
    if !after.iter().all(|word| {
        [
            "ago", "duration", "history", "now", "x", "or", "so", "prior",
        ]
        .contains(word)
    }) {
        return None;
    }
    let back = |count: i64| anchor.checked_sub(unit_span(unit, count)?).ok();
    Some(DateRange::between(back(counts.0)?, back(counts.1)?))
}

/// One number or two, and what follows.
fn counts<'w, 't>(words: &'w [&'t str]) -> Option<((i64, i64), &'w [&'t str])> {
    let (first, rest) = words.split_first()?;
    if let Some((low, high)) = first.split_once('-')
        && let (Some(low), Some(high)) = (number(low), number(high))
    {
        return Some(((low, high), rest));
    }
    let low = number(first)?;
    if let [to, high, rest @ ..] = rest
        && ["to", "or", "-"].contains(to)
        && let Some(high) = number(high)
    {
        return Some(((low, high), rest));
    }
    // "a couple of weeks": the small word is gone by now.
    if let [word, rest @ ..] = rest
        && *first == "a"
        && *word == "couple"
    {
        return Some(((2, 2), rest));
    }
    Some(((low, low), rest))
}

fn number(word: &str) -> Option<i64> {
    const NAMES: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    if word == "a" || word == "an" {
        return Some(1);
    }
    let named = NAMES
        .iter()
        .position(|name| *name == word)
        .and_then(|at| i64::try_from(at).ok());
    named
        .or_else(|| word.parse().ok())
        .filter(|number| (0..=1200).contains(number))
}

fn unit_span(unit: &str, count: i64) -> Option<Span> {
    Some(match unit {
        "hour" | "hours" | "hr" | "hrs" | "h" => (count / 24).days(),
        "day" | "days" | "d" => count.days(),
        "week" | "weeks" | "wk" | "wks" | "w" => count.weeks(),
        "month" | "months" | "mo" | "mos" => count.months(),
        "year" | "years" | "yr" | "yrs" | "y" => count.years(),
        _ => return None,
    })
}

/// `yesterday`, `last week`.
fn near(words: &[&str], anchor: Date) -> Option<DateRange> {
    let back = |days: i64| anchor.checked_sub(days.days()).ok();
    Some(match words {
        ["today" | "now"] | ["this", "morning"] => DateRange::day(anchor),
        ["yesterday"] | ["last", "night"] => DateRange::day(back(1)?),
        ["last", "week"] => DateRange::between(back(13)?, back(7)?),
        ["last", "month"] => {
            let day = anchor.checked_sub(1.months()).ok()?;
            DateRange::between(day.first_of_month(), day.last_of_month())
        }
        ["last", "year"] => year(i64::from(anchor.year()) - 1)?,
        _ => return None,
    })
}

/// `march 2026`, `march`, `2019`, `2026-03-14`, `3/14/2026`, `14 march 2026`.
fn calendar(words: &[&str], anchor: Date) -> Option<DateRange> {
    match words {
        [one] => DateRange::parse(one, &jiff::tz::TimeZone::UTC)
            .ok()
            .or_else(|| slashed(one))
            .or_else(|| latest_month(month(one)?, anchor)),
        [name, year] if month(name).is_some() && year.len() == 4 => {
            of_month(year.parse().ok()?, month(name)?)
        }
        [name, day, year] if month(name).is_some() => of_day(year, month(name)?, day),
        [day, name, year] if month(name).is_some() => of_day(year, month(name)?, day),
        _ => None,
    }
}

fn month(name: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = NAMES.iter().position(|full| {
        *full == name
            || name.len() == 3 && full.starts_with(name)
            || name == "sept" && *full == "september"
    })?;
    i8::try_from(at + 1).ok()
}

/// The latest such month that is not after the anchor.
fn latest_month(month: i8, anchor: Date) -> Option<DateRange> {
    let year = if month <= anchor.month() {
        anchor.year()
    } else {
        anchor.year() - 1
    };
    of_month(year, month)
}

fn of_month(year: i16, month: i8) -> Option<DateRange> {
    let first = Date::new(year, month, 1).ok()?;
    Some(DateRange::between(first, first.last_of_month()))
}

fn of_day(year: &str, month: i8, day: &str) -> Option<DateRange> {
    let day = day
        .trim_end_matches(|sign: char| sign.is_ascii_alphabetic())
        .parse()
        .ok()?;
    Date::new(year.parse().ok()?, month, day)
        .ok()
        .map(DateRange::day)
}

fn year(year: i64) -> Option<DateRange> {
    let year = i16::try_from(year).ok()?;
    Some(DateRange::between(
        Date::new(year, 1, 1).ok()?,
        Date::new(year, 12, 31).ok()?,
    ))
}

/// `3/14/2026` as the United States write it, and `3/2026`.
fn slashed(text: &str) -> Option<DateRange> {
    let parts: Vec<&str> = text.split('/').collect();
    match parts.as_slice() {
        [month, day, year] if year.len() == 4 => of_day(year, month.parse().ok()?, day),
        [month, year] if year.len() == 4 => of_month(year.parse().ok()?, month.parse().ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("3 weeks ago", "2026-05-25")]
    #[case("2-3 months", "2026-03-15/2026-04-15")]
    #[case("for two days", "2026-06-13")]
    #[case("a couple of weeks", "2026-06-01")]
    #[case("since March 2026", "2026-03-01/2026-03-31")]
    #[case("since March", "2026-03-01/2026-03-31")]
    #[case("Since August", "2025-08-01/2025-08-31")]
    #[case("2019", "2019-01-01/2019-12-31")]
    #[case("2026-03-14", "2026-03-14")]
    #[case("3/14/2026", "2026-03-14")]
    #[case("March 14th, 2026", "2026-03-14")]
    #[case("14 March 2026", "2026-03-14")]
    #[case("yesterday", "2026-06-14")]
    #[case("last week", "2026-06-02/2026-06-08")]
    fn simple_forms_are_read(#[case] text: &str, #[case] expected: &str) {
        let read = super::date(text, day(2026, 6, 15)).map(|range| range.to_string());
        assert_eq!(read.as_deref(), Some(expected));
    }

    #[rstest]
    #[case("since childhood")]
    #[case("after 3 weeks of therapy")]
    #[case("31/31/2026")]
    #[case("")]
    fn anything_else_stays_undated(#[case] text: &str) {
        assert_eq!(super::date(text, day(2026, 6, 15)), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC*", count in "[0-9a-z]{1,9}", unit in "(days|weeks|months|years)") {
            let anchor = day(2026, 6, 15);
            let _ = (super::date(&text, anchor), super::date(&format!("{count} {unit}"), anchor));
        }
    }
}
