//! A report as sentences: a list item, a header and a broken line are told apart.

/// Words that deny what follows in their clause.
pub(super) const DENIALS: [&str; 12] = [
    "no", "not", "without", "negative", "denies", "absent", "absence", "neither", "nor", "never",
    "non", "unlikely",
];
/// Words that end the clause before them.
pub(super) const ENDS: [&str; 17] = [
    "but",
    "however",
    "although",
    "though",
    "except",
    "otherwise",
    "there",
    "which",
    "while",
    "whereas",
    "yet",
    "nevertheless",
    "nonetheless",
    "than",
    "apart",
    "aside",
    "besides",
];
/// How much of one text is read: no report is longer, and reading takes time.
const LONGEST_TEXT: usize = 64 * 1024;
/// How many words a sentence may have; what follows is a sentence of its own.
const LONGEST_SENTENCE: usize = 400;
/// A line of this length was broken by its width.
const WIDE: usize = 50;

/// A word in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) word: String,
    /// Whether a comma stands before it.
    pub(super) comma: bool,
}

impl Token {
    /// Whether no phrase reaches across.
    pub(super) fn stops(&self) -> bool {
        self.is_of(&DENIALS) || self.is_of(&ENDS)
    }

    /// Its first letter, as [`initial`] tells it.
    pub(super) fn initial(&self) -> u32 {
        initial(&self.word)
    }

    /// Whether it names a vertebra or a root, such as `l5`.
    pub(super) fn is_level(&self) -> bool {
        self.word
            .strip_prefix(['c', 't', 'l', 's'])
            .is_some_and(|number| is_number(Some(number)))
    }

    pub(super) fn is_of(&self, list: &[&str]) -> bool {
        list.contains(&self.word.as_str())
    }
}

/// The first letter of a word as a bit; what is no letter shares one.
pub(super) fn initial(word: &str) -> u32 {
    match word.bytes().next() {
        Some(letter @ b'a'..=b'z') => 1 << (letter - b'a'),
        _ => 1 << 26,
    }
}

/// The words of a sentence; every sign but letters and digits separates them.
pub(super) fn tokens(sentence: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut comma = false;
    for piece in sentence.split_inclusive(|sign: char| !sign.is_alphanumeric()) {
        let word = piece.trim_end_matches(|sign: char| !sign.is_alphanumeric());
        if !word.is_empty() {
            tokens.push(Token {
                word: word.to_lowercase(),
                comma: std::mem::take(&mut comma),
            });
        }
        comma |= piece.ends_with(',');
    }
    tokens
}

/// The sentences of a report. What stands under a header such as `Indication:` is a question to the study, not its result.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let text = text
        .get(..text.floor_char_boundary(LONGEST_TEXT))
        .unwrap_or_default();
    let mut found = Vec::new();
    let mut from = 0;
    let mut background = false;
    let ends = text
        .char_indices()
        .map(|(at, sign)| (at, at + sign.len_utf8(), sign))
        .chain([(text.len(), text.len(), '\n')]);
    for (at, next, sign) in ends {
        let (Some(part), Some(rest)) = (text.get(from..at), text.get(next..)) else {
            continue;
        };
        if at < text.len() && !ends_sentence(part, sign, rest) {
            continue;
        }
        // A question mark stays: what is asked is not found.
        let whole = text.get(from..if sign == '?' { next } else { at });
        let sentence = whole.unwrap_or(part).trim();
        let sentence = item(sentence).unwrap_or(sentence).trim();
        let sentence = if sign == ')' {
            sentence.trim_end_matches(|sign: char| sign.is_ascii_digit())
        } else {
            sentence
        };
        from = next;
        if sentence.is_empty() {
            continue;
        }
        match header(sentence).filter(|_| sign == ':') {
            Some(Header::Background) => background = true,
            Some(Header::Result) => background = false,
            None if std::mem::take(&mut background) => {}
            None => found.extend(pieces(sentence)),
        }
    }
    found
}

/// A sentence in pieces of at most [`LONGEST_SENTENCE`] words.
fn pieces(sentence: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut words = 0;
    let mut from = 0;
    let mut inside = false;
    for (at, sign) in sentence.char_indices() {
        let begins = sign.is_alphanumeric() && !inside;
        inside = sign.is_alphanumeric();
        if begins && words == LONGEST_SENTENCE {
            pieces.extend(sentence.get(from..at));
            (words, from) = (0, at);
        }
        words += usize::from(begins);
    }
    pieces.extend(sentence.get(from..));
    pieces
}

fn ends_sentence(part: &str, sign: char, rest: &str) -> bool {
    match sign {
        ';' => true,
        // The number of an item stands before its sentence.
        '.' | ')' if is_number(Some(part.trim())) => false,
        '.' | '!' => rest.chars().next().is_none_or(char::is_whitespace) && !is_abbreviation(part),
        // `? discitis` asks about what follows.
        '?' => {
            part.ends_with(char::is_alphanumeric)
                && rest.chars().next().is_none_or(char::is_whitespace)
        }
        ':' => part.len() < WIDE && header(part).is_some(),
        // `2)` within a line opens the next item.
        ')' => is_number(part.rsplit(char::is_whitespace).next()) && !part.contains('('),
        // Of two signs the first one has settled it.
        '\n' if part.ends_with('\r') => false,
        '\n' | '\r' => {
            let rest = rest
                .strip_prefix('\n')
                .filter(|_| sign == '\r')
                .unwrap_or(rest);
            let line = part.rsplit(['\n', '\r']).next().unwrap_or_default();
            let next = rest.split(['\n', '\r']).next().unwrap_or_default();
            !continues(line, next)
        }
        _ => false,
    }
}

fn is_number(word: Option<&str>) -> bool {
    word.is_some_and(|word| {
        (1..=2).contains(&word.len()) && word.bytes().all(|sign| sign.is_ascii_digit())
    })
}

fn is_abbreviation(part: &str) -> bool {
    const SHORT: [&str; 6] = ["e.g", "i.e", "vs", "approx", "incl", "cf"];
    let last = part
        .rsplit(|sign: char| !sign.is_alphanumeric() && sign != '.')
        .next();
    last.is_some_and(|last| SHORT.iter().any(|short| last.eq_ignore_ascii_case(short)))
}

/// Whether a sentence goes on in the next line. In doubt it does not: a denial must not reach into the next finding.
fn continues(line: &str, next: &str) -> bool {
    const OPEN: [&str; 28] = [
        "the", "a", "an", "of", "and", "or", "nor", "no", "without", "with", "at", "left", "right",
        "to", "on", "upon", "for", "in", "by", "is", "are", "from", "mild", "moderate", "severe",
        "nerve", "spinal", "cauda",
    ];
    let (line, next) = (line.trim(), next.trim());
    let Some(first) = next.chars().next() else {
        return false;
    };
    if line.is_empty() || item(next).is_some() {
        return false;
    }
    let last = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    if line.ends_with([',', '/']) || OPEN.iter().any(|word| last.eq_ignore_ascii_case(word)) {
        return true;
    }
    let wide = line.chars().count() >= WIDE;
    if first.is_lowercase() {
        return wide || line.contains(char::is_uppercase);
    }
    wide && !line.contains(char::is_lowercase) && !next.contains(char::is_lowercase)
}

/// What follows the mark of a list item: `-`, `•`, `2.`, `b)`.
fn item(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix(['-', '*', '•', '·', '–']) {
        return Some(rest);
    }
    let (mark, rest) = line.split_once(['.', ')'])?;
    let letter = mark.len() == 1 && mark.starts_with(|sign: char| sign.is_ascii_alphabetic());
    let marks = is_number(Some(mark)) || letter;
    (marks && !rest.starts_with(|sign: char| sign.is_ascii_digit())).then_some(rest)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Header {
    /// What the study was asked, and how it was done.
    Background,
    /// What it found.
    Result,
}

/// The header that the last line of a part is.
fn header(part: &str) -> Option<Header> {
    const BACKGROUND: [&str; 10] = [
        "indication",
        "indications",
        "history",
        "technique",
        "comparison",
        "reason",
        "information",
        "details",
        "question",
        "protocol",
    ];
    const RESULT: [&str; 13] = [
        "impression",
        "impressions",
        "conclusion",
        "conclusions",
        "findings",
        "opinion",
        "summary",
        "comment",
        "comments",
        "result",
        "results",
        "interpretation",
        "report",
    ];
    let words = tokens(part);
    let has = |list: &[&str]| words.iter().any(|token| token.is_of(list));
    match words.len() {
        1..=4 if has(&BACKGROUND) => Some(Header::Background),
        1..=3 if has(&RESULT) => Some(Header::Result),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("One. Two! 2.5 mm; three", &["One", "Two", "2.5 mm", "three"])]
    #[case("No evidence of cord\ncompression.", &["No evidence of cord\ncompression"])]
    #[case("No fracture\r\nCord compression", &["No fracture", "Cord compression"])]
    #[case("Compression of the left\r\nL5 root", &["Compression of the left\r\nL5 root"])]
    #[case("no fracture\ncord compression", &["no fracture", "cord compression"])]
    #[case("NO FRACTURE\nCORD COMPRESSION", &["NO FRACTURE", "CORD COMPRESSION"])]
    #[case("THERE IS NO EVIDENCE AT ANY LEVEL OF SIGNIFICANT CORD\nCOMPRESSION",
        &["THERE IS NO EVIDENCE AT ANY LEVEL OF SIGNIFICANT CORD\nCOMPRESSION"])]
    #[case("IMPRESSION:\n1. No fracture\n2. stenosis\n- bulge", &["No fracture", "stenosis", "bulge"])]
    #[case("Impression: 1) No fracture 2) Stenosis (grade 2) here", &["No fracture", "Stenosis (grade 2) here"])]
    #[case("Indication: ?cauda equina. Findings: normal", &["normal"])]
    #[case("HISTORY:\nback pain\n\nCONCLUSION: normal", &["normal"])]
    #[case("L4-L5: stenosis", &["L4-L5: stenosis"])]
    #[case("? discitis. Fracture? Bulge", &["? discitis", "Fracture?", "Bulge"])]
    #[case("No (e.g. severe) stenosis", &["No (e.g. severe) stenosis"])]
    #[case(" \n ;. ", &[])]
    fn a_report_is_cut_where_a_sentence_ends(#[case] text: &str, #[case] expected: &[&str]) {
        let found: Vec<&str> = sentences(text).into_iter().map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_long_text_is_cut_and_so_is_a_long_sentence() {
        let text = "root compression ".repeat(1024 * 1024 / 17);
        let found = sentences(&text);
        let words = |sentence: &&str| tokens(sentence).len();
        assert!(found.iter().all(|sentence| words(sentence) <= 400));
        // What is read is 64 kB, and all of it.
        assert_eq!(
            found.iter().map(words).sum::<usize>(),
            64 * 1024 / 17 * 2 + 1
        );
        let signs = "é".repeat(64 * 1024);
        assert_eq!(
            sentences(&signs)
                .iter()
                .map(|part| part.len())
                .sum::<usize>(),
            64 * 1024
        );
    }

    #[test]
    fn a_comma_stays_known() {
        let commas: Vec<(String, bool)> = tokens("No cyst, L4-L5 , bulge")
            .into_iter()
            .map(|token| (token.word, token.comma))
            .collect();
        let expected = [
            ("no", false),
            ("cyst", false),
            ("l4", true),
            ("l5", false),
            ("bulge", true),
        ];
        assert_eq!(
            commas,
            expected.map(|(word, comma)| (word.to_owned(), comma))
        );
    }
}
