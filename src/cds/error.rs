//! What can be wrong with a body. No error carries a value of the request: places, types and bounds only.

use thiserror::Error;

use crate::json::{JsonType, MAX_DEPTH};

/// The body as a whole cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BodyError {
    /// No JSON at all.
    #[error("the body is empty; send a JSON object")]
    Empty,
    /// Not UTF-8, the only encoding of JSON between systems (RFC 8259 section 8.1).
    #[error("the body is not UTF-8 at byte {offset}; send JSON in UTF-8")]
    NotUtf8 {
        /// The first byte that does not fit.
        offset: usize,
    },
    /// Not JSON, or something follows the JSON.
    #[error("the body is not JSON at line {line}, column {column}; send one strict JSON object")]
    NotJson {
        /// Counted from one.
        line: usize,
        /// Counted in bytes.
        column: usize,
    },
    /// JSON, but not an object.
    #[error("the body is {found}; send a JSON object")]
    NotAnObject {
        /// What was sent.
        found: JsonType,
    },
}

/// One member of the body cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{path}` {problem}")]
pub struct FieldError {
    /// Where, in `FHIRPath`-like words such as `context.draftOrders.entry[0].resource`.
    pub path: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong with a member.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// Absent or `null`, and cannot be done without.
    #[error("is missing; send {expected}")]
    Missing {
        /// What belongs there.
        expected: &'static str,
    },
    /// An empty string where a value is needed.
    #[error("is empty; send {expected}")]
    Empty {
        /// What belongs there.
        expected: &'static str,
    },
    /// Another JSON type than the one defined.
    #[error("is {found}; send {expected}")]
    Mistyped {
        /// What belongs there.
        expected: &'static str,
        /// What was sent.
        found: JsonType,
    },
    /// Not one of a closed list.
    #[error("is not known here; send one of: {accepted}")]
    NotOneOf {
        /// The closed list, with commas.
        accepted: String,
    },
    /// A reference to a resource of another type than the one that is meant.
    #[error("names a resource of another type; send the id of a resource of type {expected}")]
    OtherType {
        /// The type that is meant.
        expected: &'static str,
    },
    /// A name that stands twice in one object, so that readers may differ on what was meant.
    #[error("stands twice; send it once")]
    Twice,
    /// As [`Problem::Twice`], of one of the keys of a map.
    #[error("holds a key twice; send each key once")]
    KeyTwice,
    /// A string with an escape for half a character, such as a lone `\ud800`.
    #[error("holds an escape that is not Unicode text; send whole characters")]
    NotUnicode,
    /// Nested beyond [`MAX_DEPTH`].
    #[error("is nested too deeply; send at most {MAX_DEPTH} levels")]
    TooDeep,
}
