//! When something is to be done, and how much.

use jiff::tz::TimeZone;

use super::{Codeable, Flag, Many, Number, Period, Quantity, Range, Text, When};
use crate::read::fields;

/// A `Timing`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timing<'a> {
    /// `event`, single moments.
    pub event: Many<Text<'a>>,
    /// `repeat`.
    pub repeat: Option<Repeat<'a>>,
    /// `code`, such as `BID`, often with text alone.
    pub code: Option<Codeable<'a>>,
}

fields! { Timing<'a> { "event" => event, "repeat" => repeat, "code" => code } }

impl Timing<'_> {
    /// The bounds, else the first and last of its events.
    pub(crate) fn when(&self, zone: &TimeZone) -> Option<When<'static>> {
        let bounds = self
            .repeat
            .as_ref()
            .and_then(|repeat| repeat.bounds.as_ref());
        if let Some(bounds) = bounds
            && let (start, end) = (bounds.start(zone), bounds.end(zone))
            && (start.is_some() || end.is_some())
        {
            return Some(When::Period { start, end });
        }
        let events = || self.event.iter().filter_map(|event| event.date(zone));
        match (events().min()?, events().max()?) {
            (first, last) if first == last => Some(When::Date(first)),
            (first, last) => Some(When::Period {
                start: Some(first),
                end: Some(last),
            }),
        }
    }
}

/// `Timing.repeat`: so often in so long.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Repeat<'a> {
    /// `boundsPeriod`.
    pub bounds: Option<Period<'a>>,
    /// `boundsDuration`.
    pub bounds_duration: Option<Quantity<'a>>,
    /// `boundsRange`, of durations.
    pub bounds_range: Option<Range<'a>>,
    /// `count`, how many times in all.
    pub count: Option<Number>,
    /// `frequency`, how many times a period.
    pub frequency: Option<Number>,
    /// `frequencyMax`.
    pub frequency_max: Option<Number>,
    /// `period`, its length.
    pub period: Option<Number>,
    /// `periodUnit`: `h`, `d`, `wk`, `mo` and so on.
    pub period_unit: Option<Text<'a>>,
}

fields! {
    Repeat<'a> {
        "boundsPeriod" => bounds,
        "boundsDuration" | "boundsQuantity" => bounds_duration,
        "boundsRange" => bounds_range,
        "count" => count,
        "frequency" => frequency,
        "frequencyMax" => frequency_max,
        "period" => period,
        "periodUnit" | "periodUnits" => period_unit,
    }
}

impl Repeat<'_> {
    /// How often a day, by `frequency` and `period`; a period without a length is one unit, a missing frequency once.
    pub fn times_per_day(&self) -> Option<f64> {
        let days = match self.period_unit.as_deref().map(str::trim)? {
            "min" => 1.0 / 1440.0,
            "h" => 1.0 / 24.0,
            "d" => 1.0,
            "wk" => 7.0,
            "mo" => 30.0,
            "a" => 365.0,
            _ => return None,
        };
        let (frequency, period) = (
            self.frequency.map_or(1.0, |n| n.0),
            self.period.map_or(1.0, |n| n.0),
        );
        (frequency > 0.0 && period > 0.0).then(|| frequency / (period * days))
    }
}

/// A `Dosage`, or a bare string in place of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dosage<'a> {
    /// `text`.
    pub text: Option<Text<'a>>,
    /// `patientInstruction`.
    pub patient_instruction: Option<Text<'a>>,
    /// `timing`.
    pub timing: Option<Timing<'a>>,
    /// `asNeededBoolean`, R5 `asNeeded`.
    pub as_needed: Option<Flag>,
    /// `asNeededCodeableConcept`, R5 `asNeededFor`.
    pub as_needed_for: Many<Codeable<'a>>,
    /// `route`.
    pub route: Option<Codeable<'a>>,
    /// `doseAndRate`; the dose itself is [`Dosage::dose`].
    rates: Many<DoseAndRate<'a>>,
    /// The dose where STU3 and DSTU2 have it.
    direct: DoseAndRate<'a>,
    /// `maxDosePerPeriod.numerator`.
    max_dose: Many<MaxDose<'a>>,
}

fields! {
    #[text = |text| Some(Dosage { text: Some(Text::new(text)?), ..Dosage::default() })]
    Dosage<'a> {
        "text" => text,
        "patientInstruction" => patient_instruction,
        "timing" => timing,
        "asNeededBoolean" | "asNeeded" => as_needed,
        "asNeededCodeableConcept" | "asNeededFor" => as_needed_for,
        "route" => route,
        "doseAndRate" => rates,
        "maxDosePerPeriod" => max_dose,
        .. direct
    }
}

impl Dosage<'_> {
    /// The amount of one dose, wherever the release has it.
    pub fn dose(&self) -> Option<&Quantity<'_>> {
        self.rates
            .iter()
            .chain([&self.direct])
            .find_map(|rate| rate.quantity.as_ref())
    }

    /// The range of one dose, wherever the release has it.
    pub fn dose_range(&self) -> Option<&Range<'_>> {
        self.rates
            .iter()
            .chain([&self.direct])
            .find_map(|rate| rate.range.as_ref())
    }

    /// Whether it is taken only when needed.
    pub fn is_as_needed(&self) -> bool {
        self.as_needed == Some(Flag(true)) || !self.as_needed_for.is_empty()
    }

    /// The most that may be taken in the stated period, which is mostly a day.
    pub fn max_dose(&self) -> Option<&Quantity<'_>> {
        self.max_dose.iter().find_map(|max| max.numerator.as_ref())
    }
}

/// `doseAndRate`, and the same keys directly in a dosage of STU3 and DSTU2.
#[derive(Debug, Clone, Default, PartialEq)]
struct DoseAndRate<'a> {
    quantity: Option<Quantity<'a>>,
    range: Option<Range<'a>>,
}

fields! { DoseAndRate<'a> { "doseQuantity" | "quantity" => quantity, "doseRange" => range } }

/// `maxDosePerPeriod`, a ratio.
#[derive(Debug, Clone, Default, PartialEq)]
struct MaxDose<'a> {
    numerator: Option<Quantity<'a>>,
}

fields! { MaxDose<'a> { "numerator" => numerator } }
