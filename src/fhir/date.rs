//! Days as FHIR states them: exact, or only to the month or year.
//!
//! `2026-03` is not the first of March. Every date is kept as the range of days that it can mean, so that a caller
//! chooses the end that its question needs.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, ToSpan};

/// First and last year that a date may name; anything else in a chart is a slip of the keyboard or a filler.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2300;

/// The days that a stated date can mean, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateRange {
    earliest: Date,
    latest: Date,
}

/// How many days lie between a [`DateRange`] and a later day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DaysRange {
    /// Counted from the latest day that the date can mean.
    pub min: u32,
    /// Counted from the earliest day that the date can mean.
    pub max: u32,
}

/// Why a text is no FHIR date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not of the form `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ss±zz:zz`.
    #[error(
        "not a FHIR date: write YYYY, YYYY-MM, YYYY-MM-DD or a dateTime such as YYYY-MM-DDThh:mm:ssZ"
    )]
    Form,
    /// The form is right, but the calendar or the clock has no such moment.
    #[error("no such day or time: the month, day, hour, minute or offset is out of its range")]
    NoSuchMoment,
    /// The year is outside 1800 to 2300.
    #[error("year outside 1800 to 2300: check the date at its source")]
    Year,
}

impl DateRange {
    /// Exactly this day.
    pub fn day(day: Date) -> Self {
        Self {
            earliest: day,
            latest: day,
        }
    }

    /// Every day from one to the other, in whichever order they are given.
    pub fn between(a: Date, b: Date) -> Self {
        Self {
            earliest: a.min(b),
            latest: a.max(b),
        }
    }

    /// Reads a FHIR `date`, `dateTime` or `instant`.
    ///
    /// A moment with an offset becomes the day it was in `zone`; without one it is taken as local, as it was written.
    ///
    /// ```
    /// use foramen_fhir::DateRange;
    /// use jiff::tz::TimeZone;
    ///
    /// let march = DateRange::parse("2026-03", &TimeZone::UTC)?;
    /// assert_eq!(march.to_string(), "2026-03-01/2026-03-31");
    /// # Ok::<(), foramen_fhir::DateError>(())
    /// ```
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Self, DateError> {
        let mut rest = Cursor(text.trim());
        let year = rest.number(4)?;
        if rest.is_empty() {
            return Self::checked(date(year, 1, 1)?, date(year, 12, 31)?);
        }
        rest.expect('-')?;
        let month = rest.number(2)?;
        let first = date(year, month, 1)?;
        if rest.is_empty() {
            return Self::checked(first, first.last_of_month());
        }
        rest.expect('-')?;
        let day = date(year, month, rest.number(2)?)?;
        let day = if rest.is_empty() {
            day
        } else {
            rest.time_of(day, zone)?
        };
        Self::checked(day, day)
    }

    fn checked(earliest: Date, latest: Date) -> Result<Self, DateError> {
        if YEARS.contains(&earliest.year()) && YEARS.contains(&latest.year()) {
            Ok(Self { earliest, latest })
        } else {
            Err(DateError::Year)
        }
    }

    /// The first day that this date can mean.
    pub fn earliest(self) -> Date {
        self.earliest
    }

    /// The last day that this date can mean.
    pub fn latest(self) -> Date {
        self.latest
    }

    /// Whether this is one single day.
    pub fn is_exact(self) -> bool {
        self.earliest == self.latest
    }

    /// The same date with its latest day not after `day`: "2026" said in June cannot mean December.
    ///
    /// A date that lies wholly after `day` is no case of uncertainty and stays as it is.
    #[must_use]
    pub fn not_after(self, day: Date) -> Self {
        if self.earliest > day {
            self
        } else {
            Self {
                earliest: self.earliest,
                latest: self.latest.min(day),
            }
        }
    }

    /// How many days before `today` this date is; `None` if it lies wholly in the future.
    pub fn days_before(self, today: Date) -> Option<DaysRange> {
        let days = |from: Date| {
            today
                .since(from)
                .ok()
                .and_then(|span| u32::try_from(span.get_days()).ok())
        };
        Some(DaysRange {
            min: days(self.latest.min(today))?,
            max: days(self.earliest)?,
        })
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self {
            earliest: self.earliest.min(other.earliest),
            latest: self.latest.max(other.latest),
        }
    }

    /// Whether both can mean the same day.
    pub fn overlaps(self, other: Self) -> bool {
        self.earliest <= other.latest && other.earliest <= self.latest
    }

    /// Whether this date can mean `day`.
    pub fn contains(self, day: Date) -> bool {
        self.earliest <= day && day <= self.latest
    }

    /// Both ends moved by the same span; `None` if the result leaves the calendar.
    pub fn shifted(self, span: Span) -> Option<Self> {
        Some(Self::between(
            self.earliest.checked_add(span).ok()?,
            self.latest.checked_add(span).ok()?,
        ))
    }

    /// Every day of a span that begins anywhere in this range: born on a day of `self`, aged `from` but not yet `until`.
    pub(crate) fn lasting(self, from: Span, until: Span) -> Option<Self> {
        let earliest = self.earliest.checked_add(from).ok()?;
        let latest = self
            .latest
            .checked_add(until)
            .ok()?
            .checked_sub(1.day())
            .ok()?;
        Some(Self::between(earliest, latest))
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_exact() {
            write!(f, "{}", self.earliest)
        } else {
            write!(f, "{}/{}", self.earliest, self.latest)
        }
    }
}

fn date(year: i16, month: i16, day: i16) -> Result<Date, DateError> {
    let small = |number: i16| i8::try_from(number).map_err(|_| DateError::NoSuchMoment);
    Date::new(year, small(month)?, small(day)?).map_err(|_| DateError::NoSuchMoment)
}

/// What is left of the text to read.
struct Cursor<'a>(&'a str);

impl Cursor<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes exactly `digits` ASCII digits.
    fn number(&mut self, digits: usize) -> Result<i16, DateError> {
        let (head, tail) = self.0.split_at_checked(digits).ok_or(DateError::Form)?;
        if !head.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(DateError::Form);
        }
        self.0 = tail;
        head.parse().map_err(|_| DateError::Form)
    }

    fn expect(&mut self, sign: char) -> Result<(), DateError> {
        if self.skip(|c| c == sign) {
            Ok(())
        } else {
            Err(DateError::Form)
        }
    }

    fn skip(&mut self, sign: impl Fn(char) -> bool) -> bool {
        let tail = self.0.strip_prefix(sign);
        self.0 = tail.unwrap_or(self.0);
        tail.is_some()
    }

    /// Reads the time and the offset after `day` and says which day that moment was in `zone`.
    fn time_of(&mut self, day: Date, zone: &TimeZone) -> Result<Date, DateError> {
        if !self.skip(|c| matches!(c, 'T' | 't' | ' ')) {
            return Err(DateError::Form);
        }
        let time = self.time()?;
        match self.offset()? {
            None => Ok(day),
            Some(offset) => {
                let moment = offset
                    .to_timestamp(DateTime::from_parts(day, time))
                    .map_err(|_| DateError::Year)?;
                Ok(zone.to_datetime(moment).date())
            }
        }
    }

    /// `hh`, `hh:mm` or `hh:mm:ss` with any fraction. A leap second is read as the second before it.
    fn time(&mut self) -> Result<Time, DateError> {
        let hour = self.number(2)?;
        let minute = if self.skip(|c| c == ':') {
            self.number(2)?
        } else {
            0
        };
        let second = if self.skip(|c| c == ':') {
            self.number(2)?
        } else {
            0
        };
        if self.skip(|c| matches!(c, '.' | ',')) {
            self.0 = self.0.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        if hour > 23 || minute > 59 || second > 60 {
            return Err(DateError::NoSuchMoment);
        }
        let small = |number: i16| i8::try_from(number).map_err(|_| DateError::NoSuchMoment);
        Time::new(small(hour)?, small(minute)?, small(second.min(59))?, 0)
            .map_err(|_| DateError::NoSuchMoment)
    }

    /// `Z`, `±hh:mm`, `±hhmm` or `±hh`, and then the end of the text.
    fn offset(&mut self) -> Result<Option<Offset>, DateError> {
        self.0 = self.0.trim_start();
        if self.is_empty() {
            return Ok(None);
        }
        if self.skip(|c| matches!(c, 'Z' | 'z')) {
            return if self.is_empty() {
                Ok(Some(Offset::UTC))
            } else {
                Err(DateError::Form)
            };
        }
        let sign = if self.skip(|c| c == '+') {
            1
        } else {
            self.expect('-').map(|()| -1)?
        };
        let hours = i32::from(self.number(2)?);
        self.skip(|c| c == ':');
        let minutes = if self.is_empty() {
            0
        } else {
            i32::from(self.number(2)?)
        };
        if !self.is_empty() {
            return Err(DateError::Form);
        }
        if hours > 23 || minutes > 59 {
            return Err(DateError::NoSuchMoment);
        }
        Offset::from_seconds(sign * (hours * 3600 + minutes * 60))
            .map(Some)
            .map_err(|_| DateError::NoSuchMoment)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn new_york() -> TimeZone {
        TimeZone::get("America/New_York").unwrap()
    }

    #[rstest]
    #[case("2026", "2026-01-01/2026-12-31")]
    #[case("2026-03", "2026-03-01/2026-03-31")]
    #[case("2024-02", "2024-02-01/2024-02-29")]
    #[case("2026-03-14", "2026-03-14")]
    #[case(" 2026-03-14 ", "2026-03-14")]
    #[case("2026-03-14T10:00", "2026-03-14")]
    #[case("2026-03-14T23:59:59", "2026-03-14")]
    #[case("2026-03-14T10:00Z", "2026-03-14")]
    #[case("2026-03-14T02:00Z", "2026-03-13")]
    #[case("2026-03-14t02:00:00z", "2026-03-13")]
    #[case("2026-03-14T02:00:00.123456789123Z", "2026-03-13")]
    #[case("2026-03-14T00:30:00-05:00", "2026-03-14")]
    #[case("2026-03-14T23:30:00-0800", "2026-03-15")]
    #[case("2026-03-14 05:30:00+02", "2026-03-13")]
    #[case("2026-03-14T10Z", "2026-03-14")]
    #[case("2016-12-31T23:59:60Z", "2016-12-31")]
    fn a_date_keeps_the_days_that_it_can_mean(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(
            DateRange::parse(text, &new_york()).map(|range| range.to_string()),
            Ok(expected.to_owned())
        );
    }

    #[rstest]
    #[case("", DateError::Form)]
    #[case("march 2026", DateError::Form)]
    #[case("26-03-14", DateError::Form)]
    #[case("03/14/2026", DateError::Form)]
    #[case("2026-3-14", DateError::Form)]
    #[case("20260314", DateError::Form)]
    #[case("2026-03-14Z", DateError::Form)]
    #[case("2026-03-14T", DateError::Form)]
    #[case("2026-03-14T10:00Zulu", DateError::Form)]
    #[case("2026-03-14T10:00+05:00:00", DateError::Form)]
    #[case("２０２６", DateError::Form)]
    #[case("2026-13", DateError::NoSuchMoment)]
    #[case("2026-00", DateError::NoSuchMoment)]
    #[case("2026-02-29", DateError::NoSuchMoment)]
    #[case("2026-03-14T24:00", DateError::NoSuchMoment)]
    #[case("2026-03-14T10:61", DateError::NoSuchMoment)]
    #[case("2026-03-14T10:00+99:00", DateError::NoSuchMoment)]
    #[case("1799", DateError::Year)]
    #[case("0001-01-01", DateError::Year)]
    #[case("9999-12-31", DateError::Year)]
    #[case("2301-01-01T00:00:00Z", DateError::Year)]
    fn what_is_no_date_says_why(#[case] text: &str, #[case] expected: DateError) {
        assert_eq!(DateRange::parse(text, &TimeZone::UTC), Err(expected));
    }

    #[test]
    fn a_partial_date_is_clipped_to_today_but_a_future_date_stays() {
        let today = date(2026, 6, 15);
        let year = DateRange::between(date(2026, 12, 31), date(2026, 1, 1));
        assert_eq!(year.not_after(today).to_string(), "2026-01-01/2026-06-15");
        let tomorrow = DateRange::day(date(2026, 6, 16));
        assert_eq!(tomorrow.not_after(today), tomorrow);
    }

    #[rstest]
    #[case("2026-06-15", Some((0, 0)))]
    #[case("2026-06-14", Some((1, 1)))]
    #[case("2026-05", Some((15, 45)))]
    #[case("2026-06", Some((0, 14)))]
    #[case("2025-06-15", Some((365, 365)))]
    #[case("2026-06-16", None)]
    fn days_before_keeps_the_uncertainty(#[case] text: &str, #[case] expected: Option<(u32, u32)>) {
        let range = DateRange::parse(text, &TimeZone::UTC).unwrap();
        assert_eq!(
            range
                .days_before(date(2026, 6, 15))
                .map(|days| (days.min, days.max)),
            expected
        );
    }

    #[test]
    fn hull_holds_both_and_overlap_needs_a_common_day() {
        let (march, april) = (parse("2026-03"), parse("2026-04"));
        assert_eq!(april.hull(march).to_string(), "2026-03-01/2026-04-30");
        assert!(!march.overlaps(april));
        assert!(march.overlaps(parse("2026-03-31")));
        assert!(march.contains(date(2026, 3, 31)) && !march.contains(date(2026, 4, 1)));
    }

    fn parse(text: &str) -> DateRange {
        DateRange::parse(text, &TimeZone::UTC).unwrap()
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic_and_in_order(text in "\\PC*") {
            if let Ok(range) = DateRange::parse(&text, &new_york()) {
                prop_assert!(range.earliest() <= range.latest());
            }
        }

        #[test]
        fn text_near_a_date_is_read_without_panic_and_in_order(text in "[12][0-9]{3}(-[0-9]{1,2}){0,2}([Tt ][0-9:.,]{0,12}([Zz]|[+-][0-9:]{0,6})?)?") {
            if let Ok(range) = DateRange::parse(&text, &new_york()) {
                prop_assert!(range.earliest() <= range.latest());
                prop_assert!(YEARS.contains(&range.earliest().year()));
            }
        }

        #[test]
        fn a_day_survives_the_round_trip(year in 1800i16..=2300, month in 1i8..=12, day in 1i8..=28) {
            let range = DateRange::day(date(year, month, day));
            prop_assert_eq!(DateRange::parse(&range.to_string(), &new_york()), Ok(range));
        }
    }
}
