//! Objects, cut into the members that are asked for.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// The members of one object that were asked for, in the order of asking. The last of equal names wins.
pub(crate) type Row<'a, const N: usize> = [Option<&'a RawValue>; N];

/// The named members of an object.
pub(crate) fn members<'a, const N: usize>(
    text: &'a str,
    names: [&str; N],
) -> serde_json::Result<Row<'a, N>> {
    read(text, Members::of(&names)).map(|(row, _)| row)
}

/// As [`members`], and one more whose value is read on the spot, which spares a second pass over a long text.
pub(crate) fn members_and<'a, const N: usize, S>(
    text: &'a str,
    names: [&str; N],
    and: (&str, S),
) -> serde_json::Result<(Row<'a, N>, Option<S::Value>)>
where
    S: DeserializeSeed<'a> + Clone,
{
    let names = &names;
    read(
        text,
        Members {
            names,
            and: Some(and),
        },
    )
}

/// The named members of an object, read only until all are found: `resourceType` and `id` stand first in nearly
/// every resource. Here the first of equal names wins.
pub(crate) fn first_members<'a, const N: usize>(text: &'a str, names: [&str; N]) -> Row<'a, N> {
    let mut row = [None; N];
    let mut reader = serde_json::Deserializer::from_str(text);
    // To leave an object before its end is an error for the reader, and what was wanted here.
    let _ = reader.deserialize_map(FirstMembers(&names, &mut row));
    row
}

fn read<'a, S: DeserializeSeed<'a>>(text: &'a str, seed: S) -> serde_json::Result<S::Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

pub(super) struct Members<'n, const N: usize, S = PhantomData<IgnoredAny>> {
    names: &'n [&'n str; N],
    and: Option<(&'n str, S)>,
}

impl<'n, const N: usize> Members<'n, N> {
    pub(super) fn of(names: &'n [&'n str; N]) -> Self {
        Self { names, and: None }
    }
}

impl<'de, const N: usize, S> DeserializeSeed<'de> for Members<'_, N, S>
where
    S: DeserializeSeed<'de> + Clone,
{
    type Value = (Row<'de, N>, Option<S::Value>);

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de, const N: usize, S> Visitor<'de> for Members<'_, N, S>
where
    S: DeserializeSeed<'de> + Clone,
{
    type Value = (Row<'de, N>, Option<S::Value>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut row, mut other) = ([None; N], None);
        while let Some(Name(name)) = map.next_key()? {
            let position = self.names.iter().position(|wanted| *wanted == name);
            if let Some(member) = position.and_then(|at| row.get_mut(at)) {
                *member = Some(map.next_value()?);
            } else if let Some((_, seed)) = self.and.as_ref().filter(|and| and.0 == name) {
                other = Some(map.next_value_seed(seed.clone())?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok((row, other))
    }
}

struct FirstMembers<'n, 'r, 'de, const N: usize>(&'n [&'n str; N], &'r mut Row<'de, N>);

impl<'de, const N: usize> Visitor<'de> for FirstMembers<'_, '_, 'de, N> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(names, row) = self;
        while let Some(Name(name)) = map.next_key()? {
            let position = names.iter().position(|wanted| *wanted == name);
            match position.and_then(|at| row.get_mut(at)) {
                Some(member @ None) => *member = Some(map.next_value()?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
            if row.iter().all(Option::is_some) {
                break;
            }
        }
        Ok(())
    }
}

/// The name of a member, borrowed unless it holds an escape.
#[derive(PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub(crate) struct Name<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);
