//! The one place that reads FHIR into the typed model.
//!
//! Every entry point of the reader that is named anywhere makes the compiler generate the reading of all resource types
//! once more, so this calls one, in one function.

use std::panic::{AssertUnwindSafe, catch_unwind};

use fhirbolt::model::r4::Resource;
use thiserror::Error;

use crate::place::is_member_name;

/// Why the typed model does not take a resource. Names of elements only, never a value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// A required element is missing.
    #[error("required element `{0}` is missing")]
    Missing(String),
    /// An element, or a choice such as `onset[x]`, has two values.
    #[error("`{0}` stands beside another value of the same element")]
    Repeated(String),
    /// R4 has no such element here.
    #[error("R4 has no element `{0}` here")]
    Unknown(String),
    /// Something else, cut down to the words of the model.
    #[error("not readable as R4: {0}")]
    Other(String),
    /// The reader broke off. It does so on an empty array.
    #[error("the reader of the R4 model broke on this resource, so it could not be judged")]
    Broke,
}

/// Reads the JSON of one resource strictly, as it is: nothing is pruned or mended. The reader stops at the first fault.
pub fn read(resource: &str) -> Result<(), Refusal> {
    match catch_unwind(AssertUnwindSafe(|| {
        fhirbolt::json::from_str::<Resource>(resource, None).map(drop)
    })) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(refusal(&error.to_string())),
        Err(_) => Err(Refusal::Broke),
    }
}

/// Keeps of the reader's message what is known to be the model's own words. It quotes values ("invalid type: string …"),
/// and values are patient data.
fn refusal(message: &str) -> Refusal {
    if let Some(name) = quoted(message, "missing field `") {
        return Refusal::Missing(name);
    }
    if let Some(name) = quoted(message, "duplicate field `") {
        return Refusal::Repeated(name);
    }
    if let Some(name) = quoted(message, "unknown field `") {
        return Refusal::Unknown(name);
    }
    let words = message.split(" at line ").next().unwrap_or_default();
    let expected = words
        .rsplit_once(", expected ")
        .map(|(_, expected)| expected);
    let plain = |words: &&str| {
        words.len() <= 64
            && words
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || byte == b' ')
    };
    Refusal::Other(expected.filter(plain).map_or_else(
        || "the reason may hold values of the file and is withheld".into(),
        |expected| format!("expected {expected}"),
    ))
}

/// The name after `start`, up to the closing back-tick, if it may be shown.
fn quoted(message: &str, start: &str) -> Option<String> {
    let (name, _) = message.strip_prefix(start)?.split_once('`')?;
    is_member_name(name.strip_suffix("[x]").unwrap_or(name)).then(|| name.into())
}
