//! Words beside a code: whole words, in short closed lists. No free text leaves this file except the words of those lists.

use crate::{Attribute, Attributes, Region, Regions};

/// Stands between two texts, so that no phrase reaches across.
const BREAK: &str = "\u{0}";

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
            let words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
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
        let wanted = move || phrase.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
        let begins = move |at: usize| {
            wanted().enumerate().all(|(offset, word)| self.tokens.get(at + offset).is_some_and(|token| same(token, word)))
        };
        let some = wanted().next().is_some();
        (0..self.tokens.len()).filter(move |at| some && begins(*at))
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
        phrases.iter().copied().find(|phrase| self.find(phrase).is_some_and(|at| !self.is_denied(at)))
    }

    /// Whether a word begins so.
    pub(super) fn has_stem(&self, stems: &[&str]) -> bool {
        self.tokens.iter().any(|token| stems.iter().any(|stem| token.starts_with(stem)))
    }

    /// Whether a word before this place, in the same text, denies what follows.
    pub(super) fn is_denied(&self, at: usize) -> bool {
        self.tokens
            .iter()
            .take(at)
            .rev()
            .take(5)
            .take_while(|token| *token != BREAK && *token != "but" && *token != "with")
            .any(|token| ["no", "not", "without", "denies", "negative", "never"].contains(&token.as_str()))
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

/// How the texts of a diagnosis or an order reason commit themselves (protocol section 1, decision 16).
pub(super) fn assertion<'t>(texts: impl IntoIterator<Item = &'t str> + Clone) -> Assertion {
    const DOUBTED: [&str; 6] = ["unlikely", "doubt", "doubtful", "low suspicion for", "ruled out", "no evidence of"];
    const HEDGED: [&str; 15] = [
        "possible", "possibly", "rule out", "r/o", "suspected", "suspect", "suspicion", "probable", "likely", "questionable",
        "query", "concern for", "concerning for", "evaluate for", "vs",
    ];
    let words = Words::of(texts.clone());
    if words.has_any(&DOUBTED) {
        Assertion::Withheld
    } else if words.has_any(&HEDGED) || texts.into_iter().any(|text| text.trim().starts_with('?') || text.trim().ends_with('?')) {
        Assertion::Hedged
    } else {
        Assertion::Affirmed
    }
}

/// Parts of the spine that the words name.
pub(super) fn regions(words: &Words) -> Regions {
    const NAMES: [(Region, &[&str]); 3] = [
        (Region::Cervical, &["cervical", "neck", "cervicalgia", "cervicothoracic", "c spine", "cspine", "nuchal"]),
        (
            Region::Thoracic,
            &["thoracic", "mid back", "midback", "upper back", "t spine", "tspine", "thoracolumbar", "cervicothoracic"],
        ),
        (
            Region::Lumbar,
            &[
                "lumbar", "lumbosacral", "lumbo sacral", "low back", "lower back", "lumbago", "sciatica", "sciatic", "sacral",
                "sacrum", "l spine", "lspine", "ls spine", "thoracolumbar", "lumbalgia", "lbp",
            ],
        ),
    ];
    let mut regions: Regions =
        NAMES.iter().filter(|(_, names)| names.iter().any(|name| words.has(name))).map(|(region, _)| *region).collect();
    // A neck of something else.
    if ["femoral neck", "neck of", "bladder neck", "surgical neck"].iter().any(|other| words.has(other)) && !words.has("cervical") {
        regions.remove(Region::Cervical);
    }
    regions.union(levels(words.tokens()).iter().filter_map(|level| region_of_level(level)).collect())
}

/// Levels and roots that words name: `l5`, and `l5-s1` where two stand together.
pub(super) fn levels(tokens: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut at = tokens.iter().peekable();
    while let Some(token) = at.next() {
        let Some(first) = level(token) else { continue };
        let second = at.peek().and_then(|next| {
            let letter = first.chars().next()?;
            // `L4-5` names the same letter once.
            level(next).or_else(|| next.parse::<u8>().ok().filter(|number| (1..=12).contains(number)).map(|number| format!("{letter}{number}")))
        });
        let name = match second {
            Some(second) => {
                at.next();
                format!("{first}-{second}")
            }
            None => first,
        };
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// A vertebra or root such as `L5`.
fn level(token: &str) -> Option<String> {
    let mut signs = token.chars();
    let letter = signs.next()?.to_ascii_uppercase();
    let digits = signs.as_str();
    if digits.is_empty() || digits.len() > 2 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let most = match letter {
        'C' => 8,
        'T' => 12,
        'L' | 'S' => 5,
        _ => return None,
    };
    let number: u8 = digits.parse().ok()?;
    (1..=most).contains(&number).then(|| format!("{letter}{number}"))
}

fn region_of_level(level: &str) -> Option<Region> {
    match level.chars().next()? {
        'C' => Some(Region::Cervical),
        // `T1` and `T2` are more often words of imaging or of diabetes than vertebrae.
        'T' if !["T1", "T2"].contains(&level) => Some(Region::Thoracic),
        'L' | 'S' => Some(Region::Lumbar),
        _ => None,
    }
}

/// Adds side and limb that the words name and the code leaves open.
pub(super) fn fill_place(attributes: &mut Attributes, words: &Words) {
    if attributes.get(Attribute::Side).is_none()
        && let Some(side) = side(words)
    {
        attributes.set_word(Attribute::Side, side);
    }
    if attributes.get(Attribute::Limb).is_none() {
        for limb in limbs(words) {
            attributes.add_word(Attribute::Limb, limb);
        }
    }
}

/// `left`, `right` or `both`.
pub(super) fn side(words: &Words) -> Option<&'static str> {
    let left = words.has("left");
    let right = words.has("right");
    if left && right || words.has_any(&["bilateral", "bilaterally", "both", "symmetrical", "symmetric", "paraparesis", "paraplegia"]) {
        Some("both")
    } else if left {
        Some("left")
    } else {
        right.then_some("right")
    }
}

fn limbs(words: &Words) -> Vec<&'static str> {
    const UPPER: [&str; 16] = [
        "arm", "arms", "hand", "hands", "finger", "fingers", "thumb", "wrist", "shoulder", "grip", "deltoid", "biceps", "triceps",
        "upper extremity", "upper extremities", "upper limb",
    ];
    const LOWER: [&str; 18] = [
        "leg", "legs", "foot", "feet", "toe", "toes", "ankle", "knee", "thigh", "calf", "lower extremity", "lower extremities",
        "lower limb", "quadriceps", "ehl", "dorsiflexion", "plantarflexion", "paraparesis",
    ];
    let upper = words.has_any(&UPPER) || words.has("upper limbs");
    let lower = words.has_any(&LOWER) || words.has("lower limbs");
    [("upper", upper), ("lower", lower)].into_iter().filter(|(_, named)| *named).map(|(limb, _)| limb).collect()
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
        "worsening", "worse", "worsened", "progressive", "progressing", "progression", "deteriorating", "deterioration", "increasing",
        "spreading", "acute on chronic",
    ];
    const NEW: [&str; 7] = ["new", "sudden", "sudden onset", "acute onset", "recent onset", "newly", "suddenly"];
    const LONG: [&str; 9] = [
        "chronic", "long standing", "longstanding", "baseline", "known", "lifelong", "congenital", "long term", "residual",
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
    Course { worse, new, long_standing: !worse && !new && words.affirmed(&LONG).is_some(), other }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Weakness of both lower limbs", Some("both"), &["lower"])]
    #[case("Numbness, left hand", Some("left"), &["upper"])]
    #[case("Foot drop R", None, &["lower"])]
    #[case("Left arm and right leg", Some("both"), &["upper", "lower"])]
    #[case("Bright legless leftover", None, &[])]
    fn side_and_limb_are_whole_words(#[case] text: &str, #[case] expected: Option<&str>, #[case] limb: &[&str]) {
        let words = Words::of([text]);
        assert_eq!(side(&words), expected);
        assert_eq!(limbs(&words), limb);
    }

    #[rstest]
    #[case("Lumbosacral radiculopathy", "lumbar")]
    #[case("Neck pain", "cervical")]
    #[case("Thoracolumbar junction", "thoracic, lumbar")]
    #[case("L5-S1 disc", "lumbar")]
    #[case("C6/7 disc", "cervical")]
    #[case("Fracture of neck of femur", "")]
    #[case("T2 DM", "")]
    #[case("Lumbering", "")]
    fn regions_are_read_from_words_and_levels(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(regions(&Words::of([text])).to_string(), expected);
    }

    #[rstest]
    #[case("L4-5 and L5/S1, s1 root, C9, L55", &["L4-L5", "L5-S1", "S1"])]
    #[case("T12", &["T12"])]
    #[case("4/5", &[])]
    fn levels_are_named_alone_or_in_pairs(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(levels(Words::of([text]).tokens()), expected);
    }

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
    fn the_course_needs_a_word_of_its_own(#[case] text: &str, #[case] worse: bool, #[case] new: bool, #[case] long: bool) {
        let course = course(&Words::of([text]));
        assert_eq!((course.worse, course.new, course.long_standing), (worse, new, long));
    }

    #[test]
    fn a_phrase_does_not_reach_from_one_text_into_the_next() {
        let words = Words::of(["foot", "drop"]);
        assert!(!words.has("foot drop") && words.has("foot"));
    }
}
