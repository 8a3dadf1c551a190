//! The `[x]` of time: `onset[x]`, `effective[x]`, `performed[x]`, `occurrence[x]`.

use jiff::tz::TimeZone;

use super::{Age, Period, Quantity, Range, Text, Timing};
use crate::date::DateRange;

/// Every form in which a resource can say when; which of them were sent. The rare ones are boxed, or they would be
/// most of the size of every view.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moment<'a> {
    /// `…DateTime`, `…Instant`, or whatever single date the resource has.
    pub date: Option<Text<'a>>,
    /// `…Period`.
    pub period: Option<Period<'a>>,
    /// `…Age`.
    pub age: Option<Box<Quantity<'a>>>,
    /// `…Range`, of ages.
    pub range: Option<Box<Range<'a>>>,
    /// `…String`.
    pub text: Option<Text<'a>>,
    /// `…Timing`.
    pub timing: Option<Box<Timing<'a>>>,
}

/// When something was, as far as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When<'m> {
    /// A single date, exact or partial.
    Date(DateRange),
    /// From a date to a date, either of which may be missing.
    Period {
        /// Its first day.
        start: Option<DateRange>,
        /// Its last day; `None` = not ended or not said.
        end: Option<DateRange>,
    },
    /// At this age; [`Age::days`] needs the birth date.
    Age(Age),
    /// Between these ages.
    AgeRange {
        /// The lower one.
        low: Option<Age>,
        /// The upper one.
        high: Option<Age>,
    },
    /// In words; also a date that is written in no form that FHIR knows.
    Text(&'m str),
    /// Not at all.
    Unstated,
}

impl Moment<'_> {
    /// The most exact of what was sent.
    pub fn when(&self, zone: &TimeZone) -> When<'_> {
        if let Some(date) = self.date.as_ref().and_then(|date| date.date(zone)) {
            return When::Date(date);
        }
        if let Some(period) = &self.period
            && let (start, end) = (period.start(zone), period.end(zone))
            && (start.is_some() || end.is_some())
        {
            return When::Period { start, end };
        }
        if let Some(when) = self.timing.as_ref().and_then(|timing| timing.when(zone)) {
            return when;
        }
        if let Some(age) = self.age.as_deref().and_then(Age::from_quantity) {
            return When::Age(age);
        }
        if let Some(range) = &self.range {
            let age = |end: &Option<Quantity<'_>>| end.as_ref().and_then(Age::from_quantity);
            let (low, high) = (age(&range.low), age(&range.high));
            if low.is_some() || high.is_some() {
                return When::AgeRange { low, high };
            }
        }
        self.text
            .as_deref()
            .or(self.date.as_deref())
            .map_or(When::Unstated, When::Text)
    }

    /// Whether nothing was sent.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl When<'_> {
    /// The date, or the start of the period.
    pub fn start(&self) -> Option<DateRange> {
        match *self {
            Self::Date(date) => Some(date),
            Self::Period { start, .. } => start,
            _ => None,
        }
    }

    /// The date, or the end of the period.
    pub fn end(&self) -> Option<DateRange> {
        match *self {
            Self::Date(date) => Some(date),
            Self::Period { end, .. } => end,
            _ => None,
        }
    }

    /// From the first day that it can mean to the last, as far as it was said.
    pub fn span(&self) -> Option<DateRange> {
        match (self.start(), self.end()) {
            (Some(start), Some(end)) => Some(start.hull(end)),
            (start, end) => start.or(end),
        }
    }
}
