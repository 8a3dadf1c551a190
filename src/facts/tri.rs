//! Kleene's three values: what a record says, denies, or does not say.

use std::fmt;

/// The truth of a clinical statement as far as the record goes. Silence is [`Tri::Unknown`], never [`Tri::No`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tri {
    /// The record denies it.
    No,
    /// The record does not say.
    Unknown,
    /// The record states it.
    Yes,
}

impl Tri {
    /// Kleene conjunction: the weaker of the two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Kleene disjunction: the stronger of the two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Conjunction of all; of none it is [`Tri::Yes`].
    pub fn all(values: impl IntoIterator<Item = Self>) -> Self {
        values.into_iter().fold(Self::Yes, Self::and)
    }

    /// Disjunction of all; of none it is [`Tri::No`].
    pub fn any(values: impl IntoIterator<Item = Self>) -> Self {
        values.into_iter().fold(Self::No, Self::or)
    }

    /// Whether the record states it.
    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }

    /// Whether the record leaves it open.
    pub fn is_unknown(self) -> bool {
        self == Self::Unknown
    }
}

impl std::ops::Not for Tri {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Tri {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl fmt::Display for Tri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Tri::{self, No, Unknown, Yes};
    use proptest::prelude::*;

    fn tri() -> impl Strategy<Value = Tri> {
        prop_oneof![Just(Yes), Just(No), Just(Unknown)]
    }

    proptest! {
        #[test]
        fn de_morgan_holds(a in tri(), b in tri()) {
            prop_assert_eq!(!(a.and(b)), (!a).or(!b));
        }

        #[test]
        fn learning_more_never_turns_a_known_answer(a in tri(), b in tri()) {
            // Whatever replaces an unknown, a conjunction that was known stays what it was.
            for (x, y) in [(Yes, b), (No, b)].into_iter().filter(|_| a == Unknown) {
                if a.and(b) != Unknown {
                    prop_assert_eq!(a.and(b), x.and(y));
                }
            }
        }
    }

    #[test]
    fn silence_is_neither_yes_nor_no() {
        assert_eq!(Unknown.and(Yes), Unknown);
        assert_eq!(Unknown.and(No), No);
        assert_eq!(Unknown.or(Yes), Yes);
        assert_eq!(!Unknown, Unknown);
        assert_eq!(Tri::all([]), Yes);
        assert_eq!(Tri::any([]), No);
    }
}
