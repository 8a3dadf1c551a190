//! Amounts, ranges and spans of time.

use jiff::ToSpan;
use jiff::tz::TimeZone;

use super::{Number, Text};
use crate::date::DateRange;
use crate::read::fields;

/// A `Quantity`, and `Age`, `Duration` and `SimpleQuantity`, which are the same on the wire; or a bare number.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quantity<'a> {
    /// `value`; a numeric string is read too.
    pub number: Option<Number>,
    /// `comparator`: `<`, `<=`, `>=`, `>`.
    pub comparator: Option<Text<'a>>,
    /// `unit`, for people.
    pub unit: Option<Text<'a>>,
    /// `code`, the unit for machines, mostly UCUM.
    pub code: Option<Text<'a>>,
}

fields! {
    #[text = |text| Some(Quantity { number: Number::parse(&text), ..Quantity::default() }).filter(|q| q.number.is_some())]
    Quantity<'a> { "value" => number, "comparator" => comparator, "unit" | "units" => unit, "code" => code }
}

impl Quantity<'_> {
    /// The amount.
    pub fn value(&self) -> Option<f64> {
        self.number.map(|number| number.0)
    }

    /// The unit for machines if there is one, else the unit for people.
    pub fn any_unit(&self) -> Option<&str> {
        self.code.as_deref().or(self.unit.as_deref())
    }
}

/// A unit in which ages are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeUnit {
    /// UCUM `a`.
    Years,
    /// UCUM `mo`.
    Months,
    /// UCUM `wk`.
    Weeks,
    /// UCUM `d`.
    Days,
}

/// An age: so many whole units lived, and not yet one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// How many whole units.
    pub count: u32,
    /// Of what.
    pub unit: AgeUnit,
}

impl Age {
    /// Reads an age; without a unit it is in years, as people tell ages.
    pub fn from_quantity(quantity: &Quantity<'_>) -> Option<Self> {
        let unit = match quantity
            .any_unit()
            .map(|unit| unit.trim().to_ascii_lowercase())
            .as_deref()
        {
            None | Some("a" | "y" | "yr" | "yrs" | "year" | "years") => AgeUnit::Years,
            Some("mo" | "month" | "months") => AgeUnit::Months,
            Some("wk" | "week" | "weeks") => AgeUnit::Weeks,
            Some("d" | "day" | "days") => AgeUnit::Days,
            Some(_) => return None,
        };
        let count = Number(quantity.value()?.floor()).as_i64()?;
        // Nobody's record spans more days than this; it also keeps the calendar arithmetic in range.
        let count = u32::try_from(count).ok().filter(|&count| count <= 60_000)?;
        Some(Self { count, unit })
    }

    /// Every day on which somebody born in `birth` had this age.
    pub fn days(self, birth: DateRange) -> Option<DateRange> {
        let (from, until) = (i64::from(self.count), i64::from(self.count) + 1);
        match self.unit {
            AgeUnit::Years if self.count <= 200 => birth.lasting(from.years(), until.years()),
            AgeUnit::Months if self.count <= 2400 => birth.lasting(from.months(), until.months()),
            AgeUnit::Weeks if self.count <= 10_000 => birth.lasting(from.weeks(), until.weeks()),
            AgeUnit::Days => birth.lasting(from.days(), until.days()),
            _ => None,
        }
    }
}

/// A `Range` of amounts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Range<'a> {
    /// `low`, included.
    pub low: Option<Quantity<'a>>,
    /// `high`, included.
    pub high: Option<Quantity<'a>>,
}

fields! { Range<'a> { "low" => low, "high" => high } }

/// A `Period`; a bare dateTime in place of it begins and ends then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Period<'a> {
    /// `start`.
    pub start: Option<Text<'a>>,
    /// `end`; absent while it lasts, or when nobody wrote it down.
    pub end: Option<Text<'a>>,
}

fields! {
    #[text = |text| { let day = Text::new(text)?; Some(Period { start: Some(day.clone()), end: Some(day) }) }]
    Period<'a> { "start" => start, "end" => end }
}

impl Period<'_> {
    /// When it began.
    pub fn start(&self, zone: &TimeZone) -> Option<DateRange> {
        self.start.as_ref()?.date(zone)
    }

    /// When it ended.
    pub fn end(&self, zone: &TimeZone) -> Option<DateRange> {
        self.end.as_ref()?.date(zone)
    }
}
