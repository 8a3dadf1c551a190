//! Words that clinicians read: placeholders, length, and what no card says.

use crate::mistake::{listed, nearest};
use foramen_facts::Word;

/// CDS Hooks: a summary has fewer than 140 characters.
pub(crate) const SUMMARY: usize = 140;

/// Characters of the ask form around a topic: `Check today: possible …, not confirmed in the record`.
pub(crate) const ASK_FORM: usize = "Check today: possible , not confirmed in the record".len();

/// The placeholders besides parameters, and the longest that each becomes. `{finding}` is a title, which the loader keeps short.
const PLACEHOLDERS: [(&str, usize); 12] = [
    ("region", "unspecified".len()),
    ("Region", "unspecified".len()),
    ("neck_back", 4),
    ("Neck_back", 4),
    ("study", "cervical myelography".len()),
    ("Study", "cervical myelography".len()),
    ("finding", crate::load::LONGEST_TITLE),
    ("flags", crate::load::LONGEST_TITLE + " on record".len()),
    ("result", 30),
    ("date", 10),
    ("due", 10),
    ("weeks", 3),
];

/// The longest number of a parameter.
const NUMBER: usize = 4;

/// A piece of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// As it stands.
    Text(&'a str),
    /// The name in braces.
    Placeholder(&'a str),
}

impl<'a> Piece<'a> {
    /// The name of a placeholder.
    pub(crate) fn placeholder(self) -> Option<&'a str> {
        match self {
            Self::Placeholder(name) => Some(name),
            Self::Text(_) => None,
        }
    }
}

/// Splits a template.
pub(crate) fn pieces(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or("a placeholder is not closed: `}` is missing")?;
        if before.contains('}') {
            return Err("`}` without `{`".to_owned());
        }
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Placeholder(name));
        rest = after;
    }
    if rest.contains('}') {
        return Err("`}` without `{`".to_owned());
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    Ok(pieces)
}

/// The longest that a placeholder becomes; none for a parameter and for what is none.
pub(crate) fn longest(placeholder: &str) -> Option<usize> {
    PLACEHOLDERS
        .iter()
        .find(|(name, _)| *name == placeholder)
        .map(|(_, length)| *length)
}

/// The characters of a template with the longest filling.
pub(crate) fn longest_length(text: &str) -> usize {
    let length = |piece: &Piece<'_>| match piece {
        Piece::Text(text) => text.chars().count(),
        Piece::Placeholder(name) => longest(name).unwrap_or(NUMBER),
    };
    pieces(text).unwrap_or_default().iter().map(length).sum()
}

/// What to say of a placeholder that does not exist.
pub(crate) fn unknown_placeholder<'a>(
    name: &str,
    parameters: impl Iterator<Item = &'a Word>,
) -> String {
    let names = PLACEHOLDERS.iter().map(|(name, _)| *name);
    let near = nearest(name, names.clone().chain(parameters.map(|name| &**name)));
    let near = near
        .map(|near| format!(" did you mean {{{near}}}?"))
        .unwrap_or_default();
    format!(
        "unknown placeholder {{{name}}};{near} accepted: {}, or a parameter",
        listed(names)
    )
}

/// What the protocol forbids cards to say, if the text says it.
pub(crate) fn forbidden(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    if text.contains("you must") {
        return Some("no card says \"you must\": it advises");
    }
    if text.contains("diagnosis is") {
        return Some("no card names a diagnosis as certain: \"diagnosis is\"");
    }
    let claims = text.match_indices("no red flags").any(|(at, words)| {
        !text
            .get(at + words.len()..)
            .is_some_and(|rest| rest.trim_start().starts_with("recorded"))
    });
    claims.then_some("no card says that there are no red flags: it says which are not recorded")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("", 0)]
    #[case("MRI of the {neck_back}", 15)]
    #[case("within {emergent_mri_hours} hours", 17)]
    #[case("äöü {date}", 14)]
    fn the_longest_filling_counts(#[case] text: &str, #[case] length: usize) {
        assert_eq!(longest_length(text), length);
    }

    #[rstest]
    #[case("{region", "a placeholder is not closed: `}` is missing")]
    #[case("region}", "`}` without `{`")]
    #[case("a} {region}", "`}` without `{`")]
    fn braces_come_in_pairs(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(pieces(text), Err(expected.to_owned()));
    }

    #[rstest]
    #[case("You must order an MRI", true)]
    #[case("The diagnosis is stenosis", true)]
    #[case("No red flags", true)]
    #[case("No red flags recorded so far", false)]
    #[case("Red flags that are not recorded: fever", false)]
    fn what_no_card_says_is_found(#[case] text: &str, #[case] found: bool) {
        assert_eq!(forbidden(text).is_some(), found);
    }
}
