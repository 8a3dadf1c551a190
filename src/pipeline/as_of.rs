//! The day that a request asks to be judged on: for fixtures, in development only.

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::value::RawValue;

/// The day that the root extension `org.foramen.fixture` states.
///
/// ```
/// let extension = serde_json::value::RawValue::from_string(r#"{"org.foramen.fixture": {"asOf": "2026-06-15"}}"#.into())?;
/// assert_eq!(foramen::pipeline::as_of(&extension), Some(jiff::civil::date(2026, 6, 15)));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn as_of(extension: &RawValue) -> Option<Date> {
    #[derive(Deserialize)]
    struct Extension<'a> {
        #[serde(borrow, rename = "org.foramen.fixture")]
        fixture: Option<&'a RawValue>,
    }
    #[derive(Deserialize)]
    struct Fixture<'a> {
        #[serde(borrow, rename = "asOf")]
        as_of: std::borrow::Cow<'a, str>,
    }
    let extension: Extension<'_> = serde_json::from_str(extension.get()).ok()?;
    let fixture: Fixture<'_> = serde_json::from_str(extension.fixture?.get()).ok()?;
    fixture.as_of.parse().ok()
}
