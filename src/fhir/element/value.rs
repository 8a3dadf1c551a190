//! `value[x]`.

use serde::de::MapAccess;

use super::{Codeable, Coding, Flag, Number, Period, Quantity, Range, Reference, Text};
use crate::read::{Fields, Maybe, Read};

/// A `value[x]` of an Observation, an answer or an extension.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `valueQuantity`.
    Quantity(Quantity<'a>),
    /// `valueCodeableConcept`, and a `valueCoding` as a concept with that coding.
    Concept(Codeable<'a>),
    /// `valueString` and its kin: `valueCode`, `valueMarkdown`, `valueUri`.
    Text(Text<'a>),
    /// `valueBoolean`.
    Boolean(bool),
    /// `valueInteger` and `valueDecimal`.
    Number(Number),
    /// `valueRange`.
    Range(Box<Range<'a>>),
    /// `valueDate`, `valueDateTime` and `valueInstant`, as sent.
    Date(Text<'a>),
    /// `valuePeriod`.
    Period(Period<'a>),
    /// `valueReference`.
    Reference(Reference<'a>),
}

impl Value<'_> {
    /// The number of a quantity, integer or decimal.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Quantity(quantity) => quantity.value(),
            Self::Number(number) => Some(number.0),
            _ => None,
        }
    }

    /// The concept, if it is one.
    pub fn concept(&self) -> Option<&Codeable<'_>> {
        if let Self::Concept(concept) = self {
            Some(concept)
        } else {
            None
        }
    }

    /// The free text, if it is one.
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The boolean, if it is one.
    pub fn boolean(&self) -> Option<bool> {
        if let Self::Boolean(flag) = self {
            Some(*flag)
        } else {
            None
        }
    }
}

/// The first value that can be read counts: FHIR allows only one.
impl<'a> Fields<'a> for Option<Value<'a>> {
    fn take<A: MapAccess<'a>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        let read = match key.strip_prefix("value") {
            Some("Quantity" | "Age" | "Duration") => next(map, Value::Quantity)?,
            Some("CodeableConcept") => next(map, Value::Concept)?,
            Some("Coding") => next(map, |coding: Coding<'a>| Value::Concept(coding.into()))?,
            Some("String" | "Code" | "Markdown" | "Uri" | "Url" | "Canonical") => {
                next(map, Value::Text)?
            }
            Some("Boolean") => next(map, |flag: Flag| Value::Boolean(flag.0))?,
            Some("Integer" | "Decimal" | "PositiveInt" | "UnsignedInt") => {
                next(map, Value::Number)?
            }
            Some("Range") => next(map, Value::Range)?,
            Some("Date" | "DateTime" | "Instant") => next(map, Value::Date)?,
            Some("Period") => next(map, Value::Period)?,
            Some("Reference") => next(map, Value::Reference)?,
            _ => return Ok(false),
        };
        *self = self.take().or(read);
        Ok(true)
    }
}

fn next<'a, T: Read<'a>, A: MapAccess<'a>>(
    map: &mut A,
    turn: impl FnOnce(T) -> Value<'a>,
) -> Result<Option<Value<'a>>, A::Error> {
    Ok(map.next_value::<Maybe<T>>()?.0.map(turn))
}
