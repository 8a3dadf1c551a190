//! Words beside a code: whole words, in short closed lists. No free text leaves this file except the words of those lists.

mod place;

pub(super) use place::{fill_place, levels, regions, side};

/// Stands between two texts, so that no phrase reaches across.
const BREAK: &str = "\u{0}";

/// Signs of a name that are read: more than any real one has.
const LONGEST_NAME: usize = 2_000;

/// A name as far as it is read.
pub(super) fn beginning(name: &str) -> &str {
    name.char_indices()
        .nth(LONGEST_NAME)
        .and_then(|(end, _)| name.get(..end))
        .unwrap_or(name)
}

/// Texts of one resource as lower-case words.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    tokens: Vec<String>,
}

impl Words {
    /// The words of several texts, in order.
    pub(super) fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut tokens = Vec::new();
        for text in texts {
            if !tokens.is_empty() {
                tokens.push(BREAK.to_owned());
            }
            let words = text
                .split(|sign: char| !sign.is_alphanumeric())
                .filter(|word| !word.is_empty());
            tokens.extend(words.map(str::to_lowercase));
        }
        Self { tokens }
    }

    /// These words and then others.
    pub(super) fn and(mut self, other: &Self) -> Self {
        if !self.tokens.is_empty() && !other.tokens.is_empty() {
            self.tokens.push(BREAK.to_owned());
        }
        self.tokens.extend_from_slice(&other.tokens);
        self
    }

    /// Every place where a phrase begins; every sign but letters and digits separates words in both.
    pub(super) fn places<'w>(&'w self, phrase: &'w str) -> impl Iterator<Item = usize> + 'w {
        let wanted = move || {
            phrase
                .split(|sign: char| !sign.is_alphanumeric())
                .filter(|word| !word.is_empty())
        };
        let begins = move |at: usize| {
            wanted().enumerate().all(|(offset, word)| {
                self.tokens
                    .get(at + offset)
                    .is_some_and(|token| same(token, word))
            })
        };
        // Most phrases are not there: their first word decides, and the rest is not even split.
        let first = wanted().next();
        let starts = self
            .tokens
            .iter()
            .enumerate()
            .filter(move |(_, token)| first.is_some_and(|first| same(token, first)));
        starts.map(|(at, _)| at).filter(move |at| begins(*at))
    }

    /// Where a phrase begins first.
    pub(super) fn find(&self, phrase: &str) -> Option<usize> {
        self.places(phrase).next()
    }

    /// Whether a phrase stands there.
    pub(super) fn has(&self, phrase: &str) -> bool {
        self.find(phrase).is_some()
    }

    /// The first of the phrases that stands there.
    pub(super) fn any(&self, phrases: &[&'static str]) -> Option<&'static str> {
        phrases.iter().copied().find(|phrase| self.has(phrase))
    }

    /// Whether one of the phrases stands there.
    pub(super) fn has_any(&self, phrases: &[&'static str]) -> bool {
        self.any(phrases).is_some()
    }

    /// The first of the phrases that stands there and is not denied by a word shortly before it.
    pub(super) fn affirmed(&self, phrases: &[&'static str]) -> Option<&'static str> {
        phrases
            .iter()
            .copied()
            .find(|phrase| self.find(phrase).is_some_and(|at| !self.is_denied(at)))
    }

    /// Whether a word begins so.
    pub(super) fn has_stem(&self, stems: &[&str]) -> bool {
        self.tokens
            .iter()
            .any(|token| stems.iter().any(|stem| token.starts_with(stem)))
    }

    /// Whether a word before this place, in the same text, denies what follows.
    pub(super) fn is_denied(&self, at: usize) -> bool {
        self.tokens
            .iter()
            .take(at)
            .rev()
            .take(5)
            .take_while(|token| *token != BREAK && *token != "but" && *token != "with")
            .any(|token| {
                ["no", "not", "without", "denies", "negative", "never"].contains(&token.as_str())
            })
    }

    /// The words without those of these phrases; a break stands in their place.
    pub(super) fn except(&self, phrases: &[&'static str]) -> Self {
        let mut tokens = self.tokens.clone();
        for phrase in phrases {
            let length = phrase.split(' ').count();
            for at in self.places(phrase) {
                for token in tokens.iter_mut().skip(at).take(length) {
                    BREAK.clone_into(token);
                }
            }
        }
        Self { tokens }
    }

    /// The words, with breaks between texts.
    pub(super) fn tokens(&self) -> &[String] {
        &self.tokens
    }
}

/// The words are in lower case; a phrase of a list outside may not be.
fn same(token: &str, word: &str) -> bool {
    token == word || token.eq_ignore_ascii_case(word)
}

/// How a text commits itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assertion {
    /// As a fact.
    Affirmed,
    /// As a possibility.
    Hedged,
    /// As improbable, or as the past: it states nothing.
    Withheld,
}

/// How the texts of a diagnosis or an order reason commit themselves (protocol section 1).
pub(super) fn assertion<'t>(texts: impl IntoIterator<Item = &'t str> + Clone) -> Assertion {
    const DOUBTED: [&str; 5] = [
        "unlikely",
        "doubt",
        "doubtful",
        "low suspicion for",
        "ruled out",
    ];
    const HEDGED: [&str; 15] = [
        "possible",
        "possibly",
        "rule out",
        "r/o",
        "suspected",
        "suspect",
        "suspicion",
        "probable",
        "likely",
        "questionable",
        "query",
        "concern for",
        "concerning for",
        "evaluate for",
        "vs",
    ];
    let words = Words::of(texts.clone());
    if words.has_any(&DOUBTED) {
        Assertion::Withheld
    } else if words.has_any(&HEDGED)
        || texts
            .into_iter()
            .any(|text| text.trim().starts_with('?') || text.trim().ends_with('?'))
    {
        Assertion::Hedged
    } else {
        Assertion::Affirmed
    }
}

/// What words say about the course of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Course {
    /// A comparison in time for the worse.
    pub(super) worse: bool,
    /// Told as new or sudden.
    pub(super) new: bool,
    /// Told as known from long before.
    pub(super) long_standing: bool,
    /// Told as stable or improving, the word of the attribute.
    pub(super) other: Option<&'static str>,
}

/// Reads the course (protocol 1.0, *new*, *baseline*, 1.1, `neuro.progressive`).
pub(super) fn course(words: &Words) -> Course {
    const WORSE: [&str; 11] = [
        "worsening",
        "worse",
        "worsened",
        "progressive",
        "progressing",
        "progression",
        "deteriorating",
        "deterioration",
        "increasing",
        "spreading",
        "acute on chronic",
    ];
    const NEW: [&str; 7] = [
        "new",
        "sudden",
        "sudden onset",
        "acute onset",
        "recent onset",
        "newly",
        "suddenly",
    ];
    const LONG: [&str; 7] = [
        "chronic",
        "long standing",
        "longstanding",
        "baseline",
        "known",
        "lifelong",
        "congenital",
    ];
    let worse = words.affirmed(&WORSE).is_some();
    let new = words.affirmed(&NEW).is_some();
    let other = if worse {
        None
    } else if words.has_any(&["improving", "improved", "resolving"]) {
        Some("improving")
    } else {
        words.has_any(&["stable", "unchanged"]).then_some("stable")
    };
    Course {
        worse,
        new,
        long_standing: !worse && !new && words.affirmed(&LONG).is_some(),
        other,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("?cauda equina", Assertion::Hedged)]
    #[case("R/O discitis", Assertion::Hedged)]
    #[case("Fracture unlikely", Assertion::Withheld)]
    #[case("Low back pain", Assertion::Affirmed)]
    fn hedges_and_doubt_are_told_apart(#[case] text: &str, #[case] expected: Assertion) {
        assert_eq!(assertion([text]), expected);
    }

    #[rstest]
    #[case("Progressive weakness", true, false, false)]
    #[case("Acute-on-chronic retention", true, false, false)]
    #[case("Chronic retention", false, false, true)]
    #[case("New chronic pain", false, true, false)]
    #[case("Not worsening", false, false, false)]
    fn the_course_needs_a_word_of_its_own(
        #[case] text: &str,
        #[case] worse: bool,
        #[case] new: bool,
        #[case] long: bool,
    ) {
        let course = course(&Words::of([text]));
        assert_eq!(
            (course.worse, course.new, course.long_standing),
            (worse, new, long)
        );
    }

    #[test]
    fn a_phrase_does_not_reach_from_one_text_into_the_next() {
        let words = Words::of(["foot", "drop"]);
        assert!(!words.has("foot drop") && words.has("foot"));
    }
}
