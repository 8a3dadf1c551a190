//! Strings, numbers and booleans.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use jiff::tz::TimeZone;
use serde::de::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::date::DateRange;
use crate::read::Read;

/// A string; a number where a string is due is its text, an empty string is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text<'a>(Cow<'a, str>);

impl<'a> Text<'a> {
    /// Takes a text unless it is blank.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Option<Self> {
        let text = text.into();
        (!text.trim().is_empty()).then_some(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as it was borrowed.
    pub fn into_cow(self) -> Cow<'a, str> {
        self.0
    }

    /// Whether this is the code, blanks around it and case aside.
    pub fn is(&self, code: &str) -> bool {
        self.0.trim().eq_ignore_ascii_case(code)
    }

    /// The text as a date, a moment turned into a day of `zone`; `None` if it is none.
    pub fn date(&self, zone: &TimeZone) -> Option<DateRange> {
        DateRange::parse(&self.0, zone).ok()
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Text<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl<'a> Read<'a> for Text<'a> {
    fn read<D: Deserializer<'a>>(from: D) -> Result<Option<Self>, D::Error> {
        Ok(
            scalar(<&RawValue>::deserialize(from)?).and_then(|scalar| match scalar {
                Scalar::String(text) => Text::new(text),
                Scalar::Number(text) => Text::new(text),
                Scalar::Boolean(_) => None,
            }),
        )
    }
}

/// A decimal or integer, or a string that holds one.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Number(pub f64);

impl Number {
    /// Reads a decimal; what is not finite is none.
    pub fn parse(text: &str) -> Option<Self> {
        text.trim()
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .map(Self)
    }

    /// The number, if it is whole.
    pub fn as_i64(self) -> Option<i64> {
        // 2^53: beyond it an f64 skips whole numbers.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whole and within the bound that f64 counts exactly"
        )]
        (self.0.fract() == 0.0 && self.0.abs() <= EXACT).then_some(self.0 as i64)
    }
}

impl<'a> Read<'a> for Number {
    fn read<D: Deserializer<'a>>(from: D) -> Result<Option<Self>, D::Error> {
        Ok(
            scalar(<&RawValue>::deserialize(from)?).and_then(|scalar| match scalar {
                Scalar::String(text) => Number::parse(&text),
                Scalar::Number(text) => Number::parse(text),
                Scalar::Boolean(_) => None,
            }),
        )
    }
}

/// A boolean, or the string `"true"` or `"false"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag(pub bool);

impl<'a> Read<'a> for Flag {
    fn read<D: Deserializer<'a>>(from: D) -> Result<Option<Self>, D::Error> {
        Ok(
            scalar(<&RawValue>::deserialize(from)?).and_then(|scalar| match scalar {
                Scalar::Boolean(flag) => Some(Flag(flag)),
                Scalar::String(text) => text.trim().to_ascii_lowercase().parse().ok().map(Flag),
                Scalar::Number(_) => None,
            }),
        )
    }
}

/// The JSON text of a value that is read later; `null` is nothing.
#[derive(Debug, Clone, Copy)]
pub struct Raw<'a>(pub &'a RawValue);

impl<'a> Read<'a> for Raw<'a> {
    fn read<D: Deserializer<'a>>(from: D) -> Result<Option<Self>, D::Error> {
        let raw = <&RawValue>::deserialize(from)?;
        Ok((raw.get() != "null").then_some(Raw(raw)))
    }
}

/// A JSON value that is no object and no list.
enum Scalar<'a> {
    String(Cow<'a, str>),
    /// The digits as they were sent, so that `7.10` stays `7.10` whatever features `serde_json` has.
    Number(&'a str),
    Boolean(bool),
}

/// Reads a scalar, or the first scalar of a list.
fn scalar(raw: &RawValue) -> Option<Scalar<'_>> {
    let text = raw.get();
    match text.as_bytes().first()? {
        b'"' => string(text).map(Scalar::String),
        b't' => Some(Scalar::Boolean(true)),
        b'f' => Some(Scalar::Boolean(false)),
        b'-' | b'0'..=b'9' => Some(Scalar::Number(text)),
        // One level only: a list inside the list is no scalar.
        b'[' => serde_json::from_str::<Vec<&RawValue>>(text)
            .ok()?
            .into_iter()
            .filter(|raw| !raw.get().starts_with('['))
            .find_map(scalar),
        _ => None,
    }
}

/// The content of a JSON string; borrowed unless it has escapes.
fn string(json: &str) -> Option<Cow<'_, str>> {
    if json.contains('\\') {
        return serde_json::from_str(json).ok().map(Cow::Owned);
    }
    json.strip_prefix('"')?.strip_suffix('"').map(Cow::Borrowed)
}
