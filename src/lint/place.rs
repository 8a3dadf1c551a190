//! Places in a file.

use std::fmt;

/// A path to a value, as a FHIR expression writes it: `context.draftOrders.entry[0].resource`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place(String);

impl Place {
    /// The whole file.
    pub(crate) fn root() -> Self {
        Self(String::new())
    }

    /// A member of the object here. A name that cannot be an element's or a prefetch key is not repeated.
    pub(crate) fn member(&self, name: &str) -> Self {
        let name = if is_member_name(name) { name } else { "?" };
        if self.0.is_empty() {
            Self(name.into())
        } else {
            Self(format!("{}.{name}", self.0))
        }
    }

    /// An item of the array here.
    pub(crate) fn item(&self, at: usize) -> Self {
        Self(format!("{}[{at}]", self.0))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "(file)" } else { &self.0 })
    }
}

/// Whether a member name may be shown: words of a specification or of a service definition, not free text.
pub(crate) fn is_member_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Whether a resource type may be shown: a word in upper camel case, known or not.
pub(crate) fn is_type_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
