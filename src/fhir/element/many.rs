//! Lists.

use std::ops::Deref;

/// A list as FHIR means it, from whatever was sent: a list, a single value, `null` or nothing.
///
/// Entries that cannot be read are left out and counted. It derefs to a slice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Many<T> {
    values: Vec<T>,
    skipped: usize,
}

impl<T> Many<T> {
    /// How many entries could not be read.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    pub(crate) fn push(&mut self, value: T) {
        self.values.push(value);
    }

    fn push_or_skip(&mut self, value: Option<T>) {
        match value {
            Some(value) => self.values.push(value),
            None => self.skipped += 1,
        }
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.values.append(&mut other.values);
        self.skipped += other.skipped;
    }

    /// The same list with each entry turned into something else, or left out and counted.
    pub(crate) fn and_then<U>(self, turn: impl FnMut(T) -> Option<U>) -> Many<U> {
        let mut many: Many<U> = self.values.into_iter().map(turn).collect();
        many.skipped += self.skipped;
        many
    }
}

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            skipped: 0,
        }
    }
}

impl<T> Deref for Many<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.values
    }
}

/// One value in place of a list.
impl<T> From<Option<T>> for Many<T> {
    fn from(value: Option<T>) -> Self {
        std::iter::once(value).collect()
    }
}

impl<T> FromIterator<Option<T>> for Many<T> {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(values: I) -> Self {
        let mut many = Self::default();
        values
            .into_iter()
            .for_each(|value| many.push_or_skip(value));
        many
    }
}

impl<T> Extend<Option<T>> for Many<T> {
    fn extend<I: IntoIterator<Item = Option<T>>>(&mut self, values: I) {
        values
            .into_iter()
            .for_each(|value| self.push_or_skip(value));
    }
}

impl<T> IntoIterator for Many<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.into_iter()
    }
}

impl<'m, T> IntoIterator for &'m Many<T> {
    type Item = &'m T;
    type IntoIter = std::slice::Iter<'m, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.iter()
    }
}
