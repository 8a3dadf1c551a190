//! Lists of objects, read so that an odd item does not cost its neighbours.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::members::{Members, Row};

/// A list of objects, each cut into its named members. An item that is no object has none of them, and a value that
/// is no list is read as a list of that one item: both forms are seen.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'n, const N: usize>(pub(crate) &'n [&'n str; N]);

impl<'de, const N: usize> DeserializeSeed<'de> for Rows<'_, N> {
    type Value = Vec<Row<'de, N>>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_any(self)
    }
}

/// What becomes of every JSON type that was not hoped for.
macro_rules! otherwise {
    ($value:expr) => {
        otherwise!($value; visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64) visit_str(&str));
    };
    ($value:expr; $($visit:ident($type:ty))+) => {
        $(fn $visit<E>(self, _: $type) -> Result<Self::Value, E> {
            Ok($value)
        })+
    };
}

impl<'de, const N: usize> Visitor<'de> for Rows<'_, N> {
    type Value = Vec<Row<'de, N>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = list.next_element_seed(LooseRow(self.0))? {
            rows.push(row);
        }
        Ok(rows)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        LooseRow(self.0).visit_map(map).map(|row| vec![row])
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    otherwise!(vec![[None; N]]);
}

struct LooseRow<'n, const N: usize>(&'n [&'n str; N]);

impl<'de, const N: usize> DeserializeSeed<'de> for LooseRow<'_, N> {
    type Value = Row<'de, N>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de, const N: usize> Visitor<'de> for LooseRow<'_, N> {
    type Value = Row<'de, N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Members::of(self.0).visit_map(map).map(|cut| cut.row)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok([None; N])
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok([None; N])
    }

    otherwise!([None; N]);
}
