//! The url below which definitions are published.

use super::Kind;
use std::{fmt, str::FromStr};

/// An absolute http or https url without a slash at its end.
///
/// ```
/// use foramen::export::{Base, Kind};
///
/// let base: Base = "https://example.org/fhir/".parse()?;
/// assert_eq!(base.url(Kind::PlanDefinition, "E1"), "https://example.org/fhir/PlanDefinition/E1");
/// # Ok::<(), foramen::export::BaseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

/// A text that is no base.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a base for canonical urls; give an absolute http or https url without query, fragment, version or blank, such as https://example.org/fhir"
)]
pub struct BaseError;

impl Base {
    /// The url of a definition, without version.
    pub fn url(&self, kind: Kind, id: &str) -> String {
        format!("{}/{kind}/{id}", self.0)
    }
}

/// The namespace of the project's own names; nobody serves it.
impl Default for Base {
    fn default() -> Self {
        Self("http://foramen.example.org/fhir".to_owned())
    }
}

impl FromStr for Base {
    type Err = BaseError;

    fn from_str(text: &str) -> Result<Self, BaseError> {
        let base = text.trim_end_matches('/');
        let rest = base
            .strip_prefix("https://")
            .or_else(|| base.strip_prefix("http://"))
            .ok_or(BaseError)?;
        let is_url = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
            && rest.chars().all(|c| {
                c.is_ascii_graphic() && !matches!(c, '?' | '#' | '|' | '"' | '<' | '>' | '\\')
            });
        is_url.then(|| Self(base.to_owned())).ok_or(BaseError)
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("https://example.org/fhir", true)]
    #[case("http://127.0.0.1:8080", true)]
    #[case("example.org/fhir", false)]
    #[case("ftp://example.org", false)]
    #[case("https://", false)]
    #[case("https://example.org/fhir?x=1", false)]
    #[case("https://example.org/fhir|1", false)]
    #[case("https://example.org/a b", false)]
    #[case("", false)]
    fn only_absolute_urls_that_can_be_lengthened_are_a_base(#[case] text: &str, #[case] is: bool) {
        assert_eq!(text.parse::<Base>().is_ok(), is);
    }

    #[test]
    fn the_default_is_a_base() {
        assert_eq!(Base::default().to_string().parse(), Ok(Base::default()));
    }
}
