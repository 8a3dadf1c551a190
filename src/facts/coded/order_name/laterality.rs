//! Which side a study is of: `LT`, `BILATERAL`.

use super::super::wording::Words;

/// `left`, `right` or `both`; bending and oblique views are of both sides of the whole, and name none.
pub(in crate::coded) fn side(words: &Words) -> Option<&'static str> {
    if words.has_any(&["bending", "oblique", "obliques", "decubitus"]) {
        return None;
    }
    let left = words.has_any(&["left", "lt"]);
    let right = words.has_any(&["right", "rt"]);
    if left && right || words.has_any(&["bilateral", "bilat", "both"]) {
        Some("both")
    } else if left {
        Some("left")
    } else {
        right.then_some("right")
    }
}
