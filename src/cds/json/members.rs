//! Objects, cut into the members that are asked for.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// The members of one object that were asked for, in the order of asking. The last of equal names wins.
pub(crate) type Row<'a, const N: usize> = [Option<&'a RawValue>; N];

/// An object, cut.
pub(crate) struct Cut<'n, 'a, const N: usize, T = IgnoredAny> {
    /// The members that were asked for.
    pub(crate) row: Row<'a, N>,
    /// The member that was read on the spot.
    pub(crate) and: Option<T>,
    /// One of these names, if it stands twice.
    pub(crate) twice: Option<&'n str>,
}

/// The named members of an object.
pub(crate) fn members<'a, const N: usize>(
    text: &'a str,
    names: [&str; N],
) -> serde_json::Result<Row<'a, N>> {
    cut(text, &names).map(|cut| cut.row)
}

/// The named members of an object where it matters whether one stands twice.
pub(crate) fn cut<'n, 'a, const N: usize>(
    text: &'a str,
    names: &'n [&'n str; N],
) -> serde_json::Result<Cut<'n, 'a, N>> {
    read(text, Members::of(names))
}

/// As [`cut`], and one more whose value is read on the spot, which spares a second pass over a long text.
pub(crate) fn cut_and<'n, 'a, const N: usize, S>(
    text: &'a str,
    names: &'n [&'n str; N],
    and: (&'n str, S),
) -> serde_json::Result<Cut<'n, 'a, N, S::Value>>
where
    S: DeserializeSeed<'a> + Clone,
{
    let and = Some(and);
    read(text, Members { names, and })
}

/// The named members of an object, read only until all are found: `resourceType` and `id` stand first in nearly
/// every resource. Here the first of equal names wins; a resource in which one of them stands twice is refused later on.
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

impl<'n, 'de, const N: usize, S> DeserializeSeed<'de> for Members<'n, N, S>
where
    S: DeserializeSeed<'de> + Clone,
{
    type Value = Cut<'n, 'de, N, S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'n, 'de, const N: usize, S> Visitor<'de> for Members<'n, N, S>
where
    S: DeserializeSeed<'de> + Clone,
{
    type Value = Cut<'n, 'de, N, S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut row, mut and, mut twice) = ([None; N], None, None);
        while let Some(name) = map.next_key::<Name<'de>>()? {
            let mut wanted = row.iter_mut().zip(self.names);
            if let Some((member, known)) = wanted.find(|(_, known)| name.is(known)) {
                let before = member.replace(map.next_value()?);
                twice = twice.or(before.and(Some(*known)));
            } else if let Some((known, seed)) = self.and.as_ref().filter(|and| name.is(and.0)) {
                let before = and.replace(map.next_value_seed(seed.clone())?);
                twice = twice.or(before.and(Some(*known)));
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Cut { row, and, twice })
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
        while let Some(name) = map.next_key::<Name<'de>>()? {
            let position = names.iter().position(|wanted| name.is(wanted));
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

/// The name of a member, borrowed unless it holds an escape. `None`: an escape that is no Unicode text, such as a lone
/// `\ud800`, which names nothing that anybody asks for.
pub(crate) struct Name<'a>(pub(crate) Option<Cow<'a, str>>);

impl Name<'_> {
    fn is(&self, name: &str) -> bool {
        self.0.as_deref() == Some(name)
    }
}

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        // As bytes, since as a string one odd name would cost the whole object.
        reader.deserialize_bytes(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_bytes<E>(self, name: &'de [u8]) -> Result<Self::Value, E> {
        Ok(Name(std::str::from_utf8(name).ok().map(Cow::Borrowed)))
    }

    fn visit_bytes<E>(self, name: &[u8]) -> Result<Self::Value, E> {
        let name = std::str::from_utf8(name).ok();
        Ok(Name(name.map(|name| Cow::Owned(name.to_owned()))))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        self.visit_bytes(name.as_bytes())
    }
}
