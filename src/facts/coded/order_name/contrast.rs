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
    let mut found = Found::default();
    let tokens = words.tokens();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1).map(String::as_str);
        at += found.take(token, next, tokens.get(at + 2).map(String::as_str));
    }
    found.left_open |= words.has_any(&[
        "with or without",
        "with and or without",
        "without or with",
        "w or wo",
        "w or w o",
        "w and or wo",
        "w and or w o",
        "wo or w",
    ]);
    let medium = words.has_any(&MEDIUM);
    match (found.without, found.with) {
        _ if found.left_open => None,
        (true, true) => Some("without_with"),
        (true, false) => Some("without"),
        (false, true) if medium || found.surely => Some("with_only"),
        _ => None,
    }
}

#[derive(Default)]
struct Found {
    with: bool,
    without: bool,
    /// "With" that needs no medium beside it.
    surely: bool,
    left_open: bool,
}

impl Found {
    /// Reads one word; how many words were used up.
    fn take(&mut self, token: &str, next: Option<&str>, third: Option<&str>) -> usize {
        let is_other = |word: Option<&str>| word.is_some_and(|word| OTHER.contains(&word));
        let medium = |word: Option<&str>| word.is_some_and(|word| MEDIUM.contains(&word));
        let letters = next == Some("o") || next == Some("out");
        match token {
            // `W/O` and `W/OUT` fall into two.
            "w" if letters && !is_other(third) => {
                self.without = true;
                return 2;
            }
            "w" | "with" | "without" | "wo" if is_other(next) => return 2,
            "without" | "wo" | "unenhanced" | "noncontrast" | "noncon" | "nonenhanced" => {
                self.without = true;
            }
            "non" | "no" if medium(next) || next == Some("enhanced") => {
                self.without = true;
                return 2;
            }
            "wwo" => {
                self.with = true;
                self.without = true;
            }
            "post" if medium(next) => self.surely_with(),
            "pre" if medium(next) => self.without = true,
            // "Pre and post contrast", `PRE/POST GAD`.
            "pre" if next == Some("post") || next == Some("and") && third == Some("post") => {
                self.without = true;
            }
            "enhanced" => self.surely_with(),
            // A name that ends in `W`.
            "w" if next.is_none() => self.surely_with(),
            "w" | "with" => self.with = true,
            _ => {}
        }
        1
    }

    fn surely_with(&mut self) {
        self.with = true;
        self.surely = true;
    }
}
