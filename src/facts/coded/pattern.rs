//! Phrases of a lexicon: words, beginnings of words, and gaps between them. Parsed once, when the lexicon is read.

use std::fmt;

use super::sentence::{Token, initial};

/// How many words a gap may leave out.
const GAP: usize = 4;
/// The fewest letters of a beginning: `c*` would be every other word.
const STEM: usize = 3;

/// Words as a report may say them: `compresses|compressing ~ root*`.
///
/// `root*` is every word that begins so, `a|b` is either word, `~` leaves out up to four words of the same clause, and a phrase in
/// brackets, `[unremarkable]`, is a whole sentence, in which `{acute|bony|or}` stands for any number of these words, also for none.
/// Case and hyphens do not matter; no phrase reaches over a comma, but for such words: they are a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    places: Vec<Place>,
    whole: bool,
    /// Letters that the first word may begin with: most phrases begin at no word of a sentence.
    initials: u32,
}

/// One word of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    /// Whether words may be left out before it.
    gap: bool,
    /// Whether it stands for any number of its words, also for none.
    repeats: bool,
    forms: Vec<Form>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Word(String),
    Stem(String),
}

/// Why a phrase of a lexicon cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// No word at all.
    #[error("a phrase needs a word")]
    Empty,
    /// A gap at the beginning, at the end, or beside another gap.
    #[error("`~` stands between two words")]
    Gap,
    /// `*` where no word ends, or behind too few letters.
    #[error("`*` stands at the end of a word of at least {STEM} letters")]
    Star,
    /// An empty or a composed word beside `|`.
    #[error("`|` stands between two single words, without blanks or hyphens")]
    Either,
    /// A bracket without its other half.
    #[error("brackets enclose the whole phrase: `[unremarkable]`")]
    Bracket,
    /// Braces without their other half, or in a phrase that is not a whole sentence.
    #[error(
        "braces enclose words of a whole sentence, between blanks: `[no {{acute|bony}} fracture]`"
    )]
    Brace,
    /// Any other sign.
    #[error(
        "`{0}` means nothing in a phrase; accepted: letters, digits, `-`, `'`, `*`, `|`, `~`, braces, and brackets around the whole"
    )]
    Sign(char),
}

impl Pattern {
    /// Reads a phrase.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let text = text.trim().to_lowercase();
        let (inner, whole) = match text.strip_prefix('[') {
            Some(rest) => (rest.strip_suffix(']').ok_or(PatternError::Bracket)?, true),
            None => (text.as_str(), false),
        };
        let mut places: Vec<Place> = Vec::new();
        let mut gap = false;
        for piece in inner.split_whitespace() {
            if piece == "~" {
                if gap || places.is_empty() {
                    return Err(PatternError::Gap);
                }
                gap = true;
                continue;
            }
            if let Some(rest) = piece.strip_prefix('{') {
                let words = rest.strip_suffix('}').filter(|_| whole && !gap);
                let mut repeated = piece_places(words.ok_or(PatternError::Brace)?)?;
                for place in &mut repeated {
                    place.repeats = true;
                }
                places.extend(repeated);
                continue;
            }
            for mut place in piece_places(piece)? {
                place.gap = std::mem::take(&mut gap);
                places.push(place);
            }
        }
        match (places.is_empty(), gap) {
            (true, _) => Err(PatternError::Empty),
            (false, true) => Err(PatternError::Gap),
            (false, false) => Ok(Self {
                initials: initials(&places),
                places,
                whole,
            }),
        }
    }

    /// How many words must stand there: of two phrases of one length, the one that says more speaks.
    pub(super) fn words(&self) -> usize {
        self.places.iter().filter(|place| !place.repeats).count()
    }

    /// Whether it is a whole sentence: `[no acute fracture]`.
    pub(super) fn is_sentence(&self) -> bool {
        self.whole
    }

    /// The place behind the phrase if it begins at `from`; of several readings the shortest.
    pub(super) fn end(&self, tokens: &[Token], from: usize) -> Option<usize> {
        let first = tokens.get(from)?;
        if self.initials & first.initial() == 0 || self.whole && from > 0 {
            return None;
        }
        let lists = self.places.iter().any(|place| place.repeats);
        if lists {
            return sentence_of(&self.places, tokens).then_some(tokens.len());
        }
        let end = follow(&self.places, tokens, from, from)?;
        (!self.whole || end == tokens.len()).then_some(end)
    }
}

/// The letters that a phrase may begin with: what stands for no word lets the next one begin.
fn initials(places: &[Place]) -> u32 {
    let optional = places.iter().take_while(|place| place.repeats).count();
    let first = places.iter().take(optional + 1);
    first.fold(0, |all, place| all | place.initials())
}

/// Whether the places are the whole sentence. Which of them may come next is followed word by word, so that a long list costs no more.
fn sentence_of(places: &[Place], tokens: &[Token]) -> bool {
    let mut reached = vec![false; places.len() + 1];
    reach(&mut reached, 0);
    skip(&mut reached, places);
    for token in tokens {
        let mut next = vec![false; places.len() + 1];
        for (at, place) in places.iter().enumerate() {
            if reached.get(at) == Some(&true) && place.is(token) {
                reach(&mut next, if place.repeats { at } else { at + 1 });
            }
        }
        skip(&mut next, places);
        reached = next;
    }
    reached.last() == Some(&true)
}

fn reach(reached: &mut [bool], at: usize) {
    if let Some(place) = reached.get_mut(at) {
        *place = true;
    }
}

/// What repeats may stand for no word.
fn skip(reached: &mut [bool], places: &[Place]) {
    for (at, place) in places.iter().enumerate() {
        if place.repeats && reached.get(at) == Some(&true) {
            reach(reached, at + 1);
        }
    }
}

impl Place {
    fn initials(&self) -> u32 {
        let initials = self.forms.iter().map(|form| match form {
            Form::Word(word) | Form::Stem(word) => initial(word),
        });
        initials.fold(0, |all, initial| all | initial)
    }

    fn is(&self, token: &Token) -> bool {
        self.forms.iter().any(|form| match form {
            Form::Word(word) => token.word == *word,
            Form::Stem(stem) => token.word.starts_with(stem.as_str()),
        })
    }
}

/// Where the places end that begin at `at`, in a phrase that began at `start`.
fn follow(places: &[Place], tokens: &[Token], start: usize, at: usize) -> Option<usize> {
    let Some((place, rest)) = places.split_first() else {
        return Some(at);
    };
    let most = if place.gap { GAP } else { 0 };
    for at in at..=at + most {
        let token = tokens.get(at)?;
        if token.comma && at > start {
            return None;
        }
        if place.is(token)
            && let Some(end) = follow(rest, tokens, start, at + 1)
        {
            return Some(end);
        }
        if token.stops() {
            return None;
        }
    }
    None
}

/// The words of a piece without blanks: one, or those that hyphens join.
fn piece_places(piece: &str) -> Result<Vec<Place>, PatternError> {
    let accepted = |sign: char| sign.is_alphanumeric() || "-'*|~".contains(sign);
    if let Some(sign) = piece.chars().find(|sign| !accepted(*sign)) {
        return Err(match sign {
            '[' | ']' => PatternError::Bracket,
            '{' | '}' => PatternError::Brace,
            _ => PatternError::Sign(sign),
        });
    }
    if piece.contains('~') {
        return Err(PatternError::Gap);
    }
    let place = |forms| Place {
        gap: false,
        repeats: false,
        forms,
    };
    if piece.contains('|') {
        let forms = piece.split('|').map(|word| match word {
            "" => Err(PatternError::Either),
            word if word.contains(['-', '\'']) => Err(PatternError::Either),
            word => form(word),
        });
        return Ok(vec![place(forms.collect::<Result<_, _>>()?)]);
    }
    let words = piece.split(['-', '\'']).filter(|word| !word.is_empty());
    words.map(|word| Ok(place(vec![form(word)?]))).collect()
}

fn form(word: &str) -> Result<Form, PatternError> {
    match word.split_once('*') {
        None => Ok(Form::Word(word.to_owned())),
        Some((stem, "")) if stem.chars().count() >= STEM => Ok(Form::Stem(stem.to_owned())),
        Some(_) => Err(PatternError::Star),
    }
}

impl fmt::Display for Pattern {
    /// For evidence: the first of several words, an ellipsis for what is left open.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, place) in self.places.iter().enumerate() {
            if number > 0 {
                f.write_str(if place.gap { " … " } else { " " })?;
            }
            match place.forms.first() {
                Some(Form::Word(word)) => f.write_str(word)?,
                Some(Form::Stem(stem)) => write!(f, "{stem}…")?,
                None => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{super::sentence::tokens, *};

    #[rstest]
    #[case("root compression", "Root-Compression", Some(2))]
    #[case("x-ray", "x ray", Some(2))]
    #[case("compress* ~ root*", "compressing the left L5 nerve root", Some(6))]
    #[case("compress* ~ root*", "compresses roots and a root", Some(2))]
    #[case("compress* ~ root*", "compressing the left and the L5 root", None)]
    #[case("compress* ~ root*", "compressing neither root", None)]
    #[case("compress* ~ root*", "compressing the cord but no root", None)]
    #[case("compress* ~ root*", "compressing the disc, root normal", None)]
    #[case("root ~ compress*", "root is not compressed", None)]
    #[case(
        "disc bulge without root contact",
        "disc bulge without root contact",
        Some(5)
    )]
    #[case("left|right ~ root", "right s1 root", Some(3))]
    #[case("a ~ b ~ c", "a b x b c", Some(5))]
    #[case("[unremarkable]", "Unremarkable", Some(1))]
    #[case("[unremarkable]", "Unremarkable conus", None)]
    #[case("[no {acute|bony|or} cyst {or|cyst|slip}]", "No cyst", Some(2))]
    #[case(
        "[no {acute|bony|or} cyst {or|cyst|slip}]",
        "no acute cyst, slip, or cyst",
        Some(6)
    )]
    #[case("[no {acute|bony|or} cyst {or|cyst|slip}]", "no acute slip", None)]
    #[case(
        "[no {acute|bony|or} cyst {or|cyst|slip}]",
        "no cyst, severe slip",
        None
    )]
    #[case("[{ct|spine} no cyst]", "CT spine: no cyst", Some(4))]
    #[case("[{ct|spine} no cyst]", "no cyst", Some(2))]
    fn a_phrase_begins_where_it_stands(
        #[case] pattern: &str,
        #[case] text: &str,
        #[case] end: Option<usize>,
    ) {
        let pattern = Pattern::parse(pattern).unwrap();
        assert_eq!(pattern.end(&tokens(text), 0), end);
    }

    #[rstest]
    #[case("", PatternError::Empty)]
    #[case("[]", PatternError::Empty)]
    #[case("-", PatternError::Empty)]
    #[case("~ root", PatternError::Gap)]
    #[case("root ~", PatternError::Gap)]
    #[case("cord ~ ~ root", PatternError::Gap)]
    #[case("cord~root", PatternError::Gap)]
    #[case("*root", PatternError::Star)]
    #[case("ro*", PatternError::Star)]
    #[case("ro*ot", PatternError::Star)]
    #[case("left||right", PatternError::Either)]
    #[case("x-ray|ct", PatternError::Either)]
    #[case("[root", PatternError::Bracket)]
    #[case("root]", PatternError::Bracket)]
    #[case("{root}", PatternError::Brace)]
    #[case("[no {root]", PatternError::Brace)]
    #[case("[no ~ {root} compression]", PatternError::Brace)]
    #[case("cord.", PatternError::Sign('.'))]
    fn what_cannot_be_read_says_why(#[case] text: &str, #[case] error: PatternError) {
        assert_eq!(Pattern::parse(text), Err(error));
    }

    #[test]
    fn evidence_shows_a_phrase_without_its_signs() {
        let pattern = Pattern::parse("Compresses|compress ~ root*").unwrap();
        assert_eq!(pattern.to_string(), "compresses … root…");
    }
}
