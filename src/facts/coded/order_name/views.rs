//! Views, which only a radiograph has: `2-3 VW`, `AP/LAT`, `FLEX/EXT`.

use super::super::wording::Words;

/// Whether the words name views; exercises and measurements of movement have none.
pub(super) fn are_named(words: &Words) -> bool {
    const VIEWS: [&str; 21] = [
        "view",
        "views",
        "vw",
        "vws",
        "1v",
        "2v",
        "3v",
        "4v",
        "5v",
        "ap lat",
        "ap lateral",
        "ap and lat",
        "ap and lateral",
        "pa and lateral",
        "flexion extension",
        "flexion and extension",
        "flex ext",
        "flex and ext",
        "open mouth odontoid",
        "swimmers view",
        "obliques",
    ];
    const MOVEMENT: [&str; 9] = [
        "exercise",
        "exercises",
        "therapy",
        "rom",
        "range of motion",
        "traction",
        "strength",
        "stretching",
        "brace",
    ];
    words.has_any(&VIEWS) && !words.has_any(&MOVEMENT)
}
