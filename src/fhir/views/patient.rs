//! `Patient`.

use jiff::tz::TimeZone;

use crate::date::DateRange;
use crate::element::{Flag, Text};
use crate::read::fields;

/// A `Patient`: only what age and sex need, no name and no address.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Patient<'a> {
    /// `id`.
    pub id: Option<Text<'a>>,
    /// `gender`: `male`, `female`, `other` or `unknown`.
    pub gender: Option<Text<'a>>,
    /// `birthDate`, as sent.
    pub birth_date: Option<Text<'a>>,
    /// `deceasedBoolean`.
    pub deceased_boolean: Option<Flag>,
    /// `deceasedDateTime`.
    pub deceased_date_time: Option<Text<'a>>,
}

fields! {
    Patient<'a> {
        "id" => id,
        "gender" => gender,
        "birthDate" => birth_date,
        "deceasedBoolean" => deceased_boolean,
        "deceasedDateTime" => deceased_date_time
    }
}

impl Patient<'_> {
    /// The day of birth; a partial one stays partial.
    pub fn birth(&self, zone: &TimeZone) -> Option<DateRange> {
        self.birth_date.as_ref()?.date(zone)
    }

    /// Whether the record says that the patient has died.
    pub fn is_deceased(&self) -> bool {
        self.deceased_date_time.is_some() || self.deceased_boolean == Some(Flag(true))
    }
}
