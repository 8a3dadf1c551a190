//! Words from the chart are data: they can never become markup.

use std::borrow::Cow;

/// Escapes text from outside for GitHub-flavoured markdown and HTML, on one line.
///
/// ```
/// assert_eq!(foramen::cards::escape("<img src=x> *now*"), "&lt;img src=x&gt; \\*now\\*");
/// ```
pub fn escape(text: &str) -> Cow<'_, str> {
    const SPECIAL: &[char] = &[
        '&', '<', '>', '\\', '`', '*', '_', '{', '}', '[', ']', '(', ')', '#', '+', '!', '|', '~',
        '\n', '\r', '\t',
    ];
    if !text.contains(SPECIAL) && !text.chars().any(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            character if character.is_control() => escaped.push(' '),
            character if SPECIAL.contains(&character) => {
                escaped.push('\\');
                escaped.push(character);
            }
            character => escaped.push(character),
        }
    }
    Cow::Owned(escaped)
}

/// The first letter large.
pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_from_the_chart_is_shown_not_rendered() {
        assert_eq!(escape("[x](javascript:1)"), "\\[x\\]\\(javascript:1\\)");
        assert_eq!(escape("a|b\nc"), "a\\|b c");
        assert_eq!(escape("M54.16"), "M54.16");
    }

    proptest! {
        #[test]
        fn nothing_that_opens_markup_survives_unescaped(text in ".*") {
            let escaped = escape(&text);
            prop_assert!(!escaped.contains('<') && !escaped.contains('>') && !escaped.contains('\n'));
            let mut before = ' ';
            for character in escaped.chars() {
                prop_assert!(!"`*[]|".contains(character) || before == '\\');
                before = if before == '\\' && character == '\\' { ' ' } else { character };
            }
        }
    }
}
