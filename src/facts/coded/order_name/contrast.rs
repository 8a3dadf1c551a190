//! How contrast is given: `WO`, `W`, `W WO`, `WITH AND WITHOUT`, `W IV CON`, `W contrast IT`.

use super::super::wording::Words;

/// Names of the medium.
const MEDIUM: [&str; 12] = [
    "contrast",
    "con",
    "cont",
    "contr",
    "iv",
    "ivcon",
    "gadolinium",
    "gad",
    "gado",
    "dye",
    "media",
    "enhancement",
];
/// What else an order is made with or without.
const OTHER: [&str; 14] = [
    "sedation",
    "sedated",
    "anesthesia",
    "anaesthesia",
    "flexion",
    "extension",
    "flex",
    "ext",
    "obliques",
    "oblique",
    "bending",
    "reformats",
    "recon",
    "guidance",
];

/// What the words say of contrast; nothing where they leave the choice ("with or without").
pub(super) fn given(words: &Words) -> Option<&'static str> {
    if words.has_any(&[
        "intrathecal",
        "contrast it",
        "con it",
        "it contrast",
        "it con",
    ]) {
        return Some("intrathecal");
    }
    let tokens = words.tokens();
    let mut found = Found::default();
    let mut at = 0;
    while at < tokens.len() {
        at += found.take(tokens, at);
    }
    let left_open = words.has_any(&[
        "with or without",
        "with and or without",
        "without or with",
        "w or wo",
        "w or w o",
        "w and or wo",
        "w and or w o",
        "wo or w",
    ]);
    match (found.without, found.with) {
        _ if left_open => None,
        (true, true) => Some("without_with"),
        (true, false) => Some("without"),
        (false, true) => Some("with_only"),
        (false, false) => None,
    }
}

#[derive(Default)]
struct Found {
    with: bool,
    without: bool,
}

impl Found {
    /// Reads what begins at a word; how many words were used up.
    fn take(&mut self, tokens: &[String], at: usize) -> usize {
        let word = |ahead: usize| tokens.get(at + ahead).map(String::as_str);
        let is = |word: Option<&str>, list: &[&str]| word.is_some_and(|word| list.contains(&word));
        // `W/O` and `W/OUT` fall into two.
        let split = word(0) == Some("w") && is(word(1), &["o", "out"]);
        if split || is(word(0), &["without", "wo"]) {
            let length = if split { 2 } else { 1 };
            self.without |= !is(word(length), &OTHER);
            return length;
        }
        match word(0) {
            Some("wwo") => {
                self.with = true;
                self.without = true;
            }
            Some("unenhanced" | "noncontrast" | "noncon" | "nonenhanced") => self.without = true,
            Some("non" | "no") if is(word(1), &MEDIUM) || word(1) == Some("enhanced") => {
                self.without = true;
                return 2;
            }
            // "Pre and post contrast", `PRE/POST GAD`.
            Some("pre") => {
                let post = word(1) == Some("post") || word(2) == Some("post");
                self.without |= post || is(word(1), &MEDIUM);
            }
            Some("post") => self.with |= is(word(1), &MEDIUM),
            Some("enhanced") => self.with = true,
            Some("w" | "with") => self.with |= is_of_contrast(tokens, at),
            _ => {}
        }
        1
    }
}

/// Whether a "with" is one of contrast: the medium stands behind it, a "without" beside it, or nothing more (`CT C SPINE W`).
fn is_of_contrast(tokens: &[String], at: usize) -> bool {
    const BETWEEN: [&str; 8] = ["and", "then", "plus", "or", "intravenous", "i", "v", "the"];
    const WITHOUT: [&str; 5] = ["wo", "without", "w", "o", "out"];
    let is = |word: &String, list: &[&str]| list.contains(&word.as_str());
    let mut behind = tokens
        .iter()
        .skip(at + 1)
        .skip_while(|word| is(word, &BETWEEN));
    let mut before = tokens
        .iter()
        .take(at)
        .rev()
        .skip_while(|word| is(word, &BETWEEN));
    behind
        .next()
        .is_none_or(|word| is(word, &MEDIUM) || is(word, &WITHOUT))
        || before.next().is_some_and(|word| is(word, &WITHOUT))
}
