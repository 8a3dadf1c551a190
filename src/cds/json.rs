//! JSON read by slicing: an object is cut into the raw text of the members that are asked for, an array into its
//! items. Nothing is copied, and `serde_json` skips what is not asked for without recursion.
//!
//! `serde_json::Value`, `flatten` and untagged enums are kept out on purpose: a dependency elsewhere may switch
//! on `arbitrary_precision` for the whole program, and numbers then no longer pass through those unharmed.

use std::{borrow::Cow, fmt};

use serde_json::value::RawValue;

use crate::error::BodyError;

mod members;
mod rows;

pub(crate) use members::{Name, cut, cut_and, first_members, members};
pub(crate) use rows::Rows;

/// How deep the arrays and objects of a resource may be nested. Real FHIR stays far below (an extension inside an
/// extension costs two levels); what lies above is an attempt on the stack of whoever walks the resource.
pub const MAX_DEPTH: usize = 256;

/// The type of a JSON value: all that an error may tell about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonType {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// any number
    Number,
    /// a string
    String,
    /// an array
    Array,
    /// an object
    Object,
}

impl JsonType {
    pub(crate) fn of(text: &str) -> Self {
        match text.trim_start().as_bytes().first() {
            Some(b'{') => Self::Object,
            Some(b'[') => Self::Array,
            Some(b'"') => Self::String,
            Some(b't' | b'f') => Self::Boolean,
            Some(b'n') => Self::Null,
            _ => Self::Number,
        }
    }
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

/// The text of a body: UTF-8 (a byte order mark is dropped, RFC 8259 section 8.1) and not empty.
pub(crate) fn text_of(body: &[u8]) -> Result<&str, BodyError> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let text = std::str::from_utf8(body).map_err(|error| BodyError::NotUtf8 {
        offset: error.valid_up_to(),
    })?;
    if text.trim().is_empty() {
        return Err(BodyError::Empty);
    }
    Ok(text)
}

/// Whether a value goes deeper than [`MAX_DEPTH`]. Few resources open that many brackets at all, so that most are
/// done with the count, which runs many times faster than the scan.
pub(crate) fn is_too_deep(text: &str) -> bool {
    brackets_opened(text) > MAX_DEPTH && scan_is_too_deep(text)
}

/// `{` and `[` differ in one bit. Counting in bytes, 255 at a time, lets the compiler take many at once.
fn brackets_opened(text: &str) -> usize {
    let count =
        |chunk: &[u8]| -> u8 { chunk.iter().map(|byte| u8::from(byte | 0x20 == b'{')).sum() };
    text.as_bytes()
        .chunks(255)
        .map(|chunk| usize::from(count(chunk)))
        .sum()
}

fn scan_is_too_deep(text: &str) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// A string, borrowed unless it holds an escape. `None` also for an escape that is no Unicode text.
pub(crate) fn string(text: &str) -> Option<Cow<'_, str>> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str(text).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}

/// The items of an array.
pub(crate) fn items(text: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(text).ok()
}
