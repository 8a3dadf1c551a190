//! Words from the chart are data: they can never become markup.

use std::borrow::Cow;

/// Escapes text from outside for GitHub-flavoured markdown and HTML, on one line. What is invisible or turns the direction of writing is
/// dropped, and no address survives that a renderer would make a link of.
///
/// ```
/// assert_eq!(foramen::cards::escape("<img src=x> *now*"), "&lt;img src=x&gt; \\*now\\*");
/// ```
pub fn escape(text: &str) -> Cow<'_, str> {
    const PLAIN: &[char] = &[' ', ',', ';', '-', '%', '=', '\''];
    let is_plain =
        |character: char| character.is_ascii_alphanumeric() || PLAIN.contains(&character);
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // Renderers look for addresses in the text that an escape leaves, so that only a gap keeps them apart.
            '@' => escaped.push_str(" at "),
            '/' if escaped.ends_with(':') => escaped.push_str(" /"),
            '.' if ends_with_www(&escaped) => escaped.push_str(" ."),
            '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{E0000}'..='\u{E007F}'
            | '\u{00AD}'
            | '\u{061C}'
            | '\u{FEFF}' => {}
            '\u{2028}' | '\u{2029}' => escaped.push(' '),
            character if character.is_control() => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '!' | '|'
            | '~' => {
                escaped.push('\\');
                escaped.push(character);
            }
            character => escaped.push(character),
        }
    }
    Cow::Owned(escaped)
}

fn ends_with_www(text: &str) -> bool {
    let mut before = text.chars().rev().take(3);
    (0..3).all(|_| matches!(before.next(), Some('w' | 'W')))
}

/// What is shown of a text that somebody wrote at length.
const SHOWN: usize = 160;

/// The beginning of a text from outside, escaped.
pub(super) fn brief(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", escape(text.get(..end).unwrap_or_default())),
        None => escape(text).into_owned(),
    }
}

/// The first letter large; a word such as eGFR stays as it is written.
pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    if text.chars().nth(1).is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
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

    #[test]
    fn what_is_invisible_or_turns_the_writing_is_dropped() {
        assert_eq!(
            escape("a\u{202E}\u{E0041}\u{AD}b\u{200B}c\u{FEFF}d\u{2066}e\u{61C}f"),
            "abcdef"
        );
        assert_eq!(escape("a\u{2028}b\u{2029}c"), "a b c");
    }

    #[test]
    fn no_address_survives_that_a_renderer_links() {
        assert_eq!(
            escape("see https://evil.example/p"),
            "see https: //evil.example/p"
        );
        assert_eq!(
            escape("HTTP:\u{200B}//evil.example"),
            "HTTP: //evil.example"
        );
        assert_eq!(escape("wW\u{200B}W.evil.example"), "wWW .evil.example");
        assert_eq!(escape("ruth@evil.example"), "ruth at evil.example");
        assert_eq!(escape("grade 4/5, at L5/S1"), "grade 4/5, at L5/S1");
    }

    #[test]
    fn a_long_text_is_cut_before_it_is_escaped() {
        assert_eq!(brief(&"*".repeat(500)), format!("{}…", "\\*".repeat(SHOWN)));
        assert_eq!(brief("short"), "short");
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
            prop_assert!(!escaped.contains("://") && !escaped.contains('@') && !escaped.to_lowercase().contains("www."));
        }
    }
}
