//! The one way in which every FHIR element is read: take what has the right shape, leave the rest.
//!
//! Readers here never fail on well-formed JSON of the wrong shape, so a broken field costs that field alone. Nothing
//! is read through `serde_json::Value`, `flatten` or untagged enums: with `serde_json`'s `arbitrary_precision`, which
//! another dependency switches on for the whole program, those lose decimals.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::element::Many;

/// A JSON value that may be of a wrong shape; then it reads as `None`.
pub(crate) trait Read<'a>: Sized {
    /// Reads one value.
    fn read<D: Deserializer<'a>>(from: D) -> Result<Option<Self>, D::Error>;

    /// Reads a list, or one value in place of a list.
    fn read_many<D: Deserializer<'a>>(from: D) -> Result<Many<Self>, D::Error> {
        let raw = <&RawValue>::deserialize(from)?;
        let text = raw.get();
        let list = if text.starts_with('[') {
            serde_json::from_str(text)
        } else {
            serde_json::from_str(text).map(|one: Maybe<Self>| vec![one])
        };
        Ok(list
            .unwrap_or_default()
            .into_iter()
            .map(|Maybe(value)| value)
            .collect())
    }
}

/// A FHIR element or resource as the fields that are read from it; written by the [`fields!`] macro.
pub(crate) trait Fields<'a>: Default {
    /// Reads the value of `key` if it is one of the fields; `false` leaves it unread.
    fn take<A: MapAccess<'a>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error>;

    /// What a bare string means in place of the object.
    fn from_text(_text: Cow<'a, str>) -> Option<Self> {
        None
    }

    /// The last look at a complete object; `None` if it holds nothing.
    fn finish(self) -> Option<Self> {
        Some(self)
    }
}

impl<'a, T: Read<'a>> Read<'a> for Box<T> {
    fn read<D: Deserializer<'a>>(from: D) -> Result<Option<Self>, D::Error> {
        Ok(T::read(from)?.map(Self::new))
    }
}

/// A field that a value is read into. A value of a wrong shape leaves what was there.
pub(crate) trait Slot<'a> {
    /// Reads the map's next value.
    fn fill<A: MapAccess<'a>>(&mut self, map: &mut A) -> Result<(), A::Error>;
}

impl<'a, T: Read<'a>> Slot<'a> for Option<T> {
    fn fill<A: MapAccess<'a>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        if let Some(value) = map.next_value::<Maybe<T>>()?.0 {
            *self = Some(value);
        }
        Ok(())
    }
}

impl<'a, T: Read<'a>> Slot<'a> for Many<T> {
    fn fill<A: MapAccess<'a>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        self.append(map.next_value::<Listed<T>>()?.0);
        Ok(())
    }
}

/// Carries a list through serde.
struct Listed<T>(Many<T>);

impl<'a, T: Read<'a>> Deserialize<'a> for Listed<T> {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        T::read_many(from).map(Listed)
    }
}

/// A list whose entries keep their places: a broken entry is `None` there.
#[derive(Debug)]
pub(crate) struct Places<T>(pub(crate) Vec<Option<T>>);

impl<T> Default for Places<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Extend<Option<T>> for Places<T> {
    fn extend<I: IntoIterator<Item = Option<T>>>(&mut self, values: I) {
        self.0.extend(values);
    }
}

impl<T> From<Option<T>> for Places<T> {
    fn from(value: Option<T>) -> Self {
        Self(vec![value])
    }
}

impl<'a, T: Fields<'a>> Slot<'a> for Places<T> {
    fn fill<A: MapAccess<'a>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        self.0.append(&mut map.next_value::<Self>()?.0);
        Ok(())
    }
}

impl<'a, T: Fields<'a>> Deserialize<'a> for Places<T> {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ListVisitor(PhantomData))
    }
}

/// Carries a [`Read`] through serde.
pub(crate) struct Maybe<T>(pub(crate) Option<T>);

impl<'a, T: Read<'a>> Deserialize<'a> for Maybe<T> {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Maybe)
    }
}

/// The visits of everything but objects and lists, the same for both visitors below.
macro_rules! no_object {
    () => {
        fn visit_borrowed_str<E: Error>(self, text: &'a str) -> Result<Self::Value, E> {
            Ok(T::from_text(Cow::Borrowed(text)).into())
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(T::from_text(Cow::Owned(text.to_owned())).into())
        }

        fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
            Ok(None.into())
        }

        fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
            Ok(None.into())
        }

        fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
            Ok(None.into())
        }

        fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
            Ok(None.into())
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
}

/// Reads an object into its fields: an object, the first usable object of a list, or a string if that has a meaning.
pub(crate) struct ObjectVisitor<T>(pub(crate) PhantomData<T>);

impl<'a, T: Fields<'a>> Visitor<'a> for ObjectVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut object = T::default();
        let known = take_all(&mut object, &mut map)?;
        Ok(if known { object.finish() } else { None })
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while found.is_none() {
            match list.next_element::<Object<T>>()? {
                Some(Object(object)) => found = object,
                None => return Ok(None),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(found)
    }

    no_object!();
}

/// Reads a list of objects, or one object in place of a list, into a collection that is told of broken entries too.
pub(crate) struct ListVisitor<T, C>(pub(crate) PhantomData<(T, C)>);

impl<'a, T: Fields<'a>, C: Default + Extend<Option<T>> + From<Option<T>>> Visitor<'a>
    for ListVisitor<T, C>
{
    type Value = C;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'a>>(self, map: A) -> Result<C, A::Error> {
        ObjectVisitor(PhantomData).visit_map(map).map(C::from)
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<C, A::Error> {
        let mut many = C::default();
        while let Some(Object(object)) = list.next_element()? {
            many.extend([object]);
        }
        Ok(many)
    }

    no_object!();
}

/// Carries an [`ObjectVisitor`] through serde.
struct Object<T>(Option<T>);

impl<'a, T: Fields<'a>> Deserialize<'a> for Object<T> {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ObjectVisitor(PhantomData)).map(Object)
    }
}

/// Reads every key of a map; says whether any was a field with a value.
///
/// A number arrives here as a map with a key of its own when `arbitrary_precision` is on: no field, so nothing.
fn take_all<'a, T: Fields<'a>, A: MapAccess<'a>>(
    object: &mut T,
    map: &mut A,
) -> Result<bool, A::Error> {
    let mut known = false;
    while let Some(Key(key)) = map.next_key()? {
        if object.take(&key, map)? {
            known = true;
        } else {
            map.next_value::<IgnoredAny>()?;
        }
    }
    Ok(known)
}

/// A JSON key, borrowed unless it was written with escapes. One with an escape that is no Unicode text is blank: no
/// field is called so.
struct Key<'a>(Cow<'a, str>);

impl<'a> Deserialize<'a> for Key<'a> {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'a> Visitor<'a> for KeyVisitor {
            type Value = Key<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_bytes<E: Error>(self, key: &'a [u8]) -> Result<Key<'a>, E> {
                let key = std::str::from_utf8(key).unwrap_or_default();
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_bytes<E: Error>(self, key: &[u8]) -> Result<Key<'a>, E> {
                let key = std::str::from_utf8(key).unwrap_or_default();
                Ok(Key(Cow::Owned(key.to_owned())))
            }

            fn visit_str<E: Error>(self, key: &str) -> Result<Key<'a>, E> {
                self.visit_bytes(key.as_bytes())
            }
        }
        // As bytes, since as a string one odd key would cost the whole resource.
        from.deserialize_bytes(KeyVisitor)
    }
}

/// Why a whole resource could not be read. It never carries text of the resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A string, number, list or `null` where a resource is due.
    #[error("not a JSON object")]
    NotAnObject,
    /// Nested deeper than 128 levels where it is read, or a number that JSON cannot carry.
    #[error("nested deeper than 128 levels, or a number that JSON cannot carry")]
    Unreadable,
}

/// Reads a resource or element from its JSON text.
pub(crate) fn read_fields<'a, T: Fields<'a>>(raw: &'a RawValue) -> Result<T, ReadError> {
    struct Whole<T>(T);
    impl<'a, T: Fields<'a>> Deserialize<'a> for Whole<T> {
        fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
            struct WholeVisitor<T>(PhantomData<T>);
            impl<'a, T: Fields<'a>> Visitor<'a> for WholeVisitor<T> {
                type Value = T;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a JSON object")
                }

                fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<T, A::Error> {
                    let mut object = T::default();
                    take_all(&mut object, &mut map)?;
                    Ok(object)
                }
            }
            from.deserialize_map(WholeVisitor(PhantomData)).map(Whole)
        }
    }
    if !raw.get().starts_with('{') {
        return Err(ReadError::NotAnObject);
    }
    match serde_json::from_str::<Whole<T>>(raw.get()) {
        Ok(Whole(object)) => Ok(object),
        Err(_) => Err(ReadError::Unreadable),
    }
}

/// Something that can be read from the JSON text of a whole object: every view of this crate.
///
/// Callers use it as a bound and through [`read_object`]; there is nothing to implement.
pub trait FromObject<'a>: Sized {
    /// Reads the object. Wrong fields are left out.
    fn from_object(raw: &'a RawValue) -> Result<Self, ReadError>;
}

/// Reads a view from the JSON text of one resource or element.
///
/// ```
/// use foramen_fhir::{Codeable, read_object};
///
/// let raw: &serde_json::value::RawValue = serde_json::from_str(r#"{"text": "Neck pain", "coding": null}"#)?;
/// let code: Codeable = read_object(raw)?;
/// assert_eq!(code.label(), Some("Neck pain"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_object<'a, T: FromObject<'a>>(raw: &'a RawValue) -> Result<T, ReadError> {
    T::from_object(raw)
}

/// Declares which keys are read into which fields, and which groups of fields a type shares with others.
///
/// `fields! { Period { "start" => start, "end" => end } }`; a key may have older names (`"a" | "b" => field`), a field
/// may lie in a part (`=> onset.age`), and `.. part` hands unknown keys on to a part.
macro_rules! fields {
    (
        $(#[text = $text:expr])? $(#[finish = $finish:expr])?
        $name:ident $(<$life:lifetime>)? {
            $($($key:literal)|+ => $($path:ident).+),* $(, .. $group:ident)* $(,)?
        }
    ) => {
        impl<'a> $crate::read::Fields<'a> for $name $(<$life>)? {
            fn take<A: ::serde::de::MapAccess<'a>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
                match key {
                    $($($key)|+ => $crate::read::Slot::fill(&mut self.$($path).+, map)?,)*
                    _ => return Ok(false $(|| $crate::read::Fields::take(&mut self.$group, key, map)?)*),
                }
                Ok(true)
            }
            $(fn from_text(text: ::std::borrow::Cow<'a, str>) -> Option<Self> {
                let read: fn(::std::borrow::Cow<'a, str>) -> Option<Self> = $text;
                read(text)
            })?
            $(fn finish(self) -> Option<Self> {
                let finish: fn(Self) -> Option<Self> = $finish;
                finish(self)
            })?
        }

        impl<'a> $crate::read::Read<'a> for $name $(<$life>)? {
            fn read<D: ::serde::de::Deserializer<'a>>(from: D) -> Result<Option<Self>, D::Error> {
                from.deserialize_any($crate::read::ObjectVisitor(::std::marker::PhantomData))
            }

            fn read_many<D: ::serde::de::Deserializer<'a>>(
                from: D,
            ) -> Result<$crate::element::Many<Self>, D::Error> {
                from.deserialize_any($crate::read::ListVisitor(::std::marker::PhantomData))
            }
        }

        impl<'a> $crate::read::FromObject<'a> for $name $(<$life>)? {
            fn from_object(raw: &'a ::serde_json::value::RawValue) -> Result<Self, $crate::read::ReadError> {
                $crate::read::read_fields(raw)
            }
        }
    };
}
pub(crate) use fields;
