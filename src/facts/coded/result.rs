//! Result classes of an imaging report, from its conclusion codes and its conclusion in words (protocol 1.3).

use super::{
    matching::Hit,
    wording::{self, Words},
};
use crate::{Phrase, Vocabulary};

/// Classes that say what was not found beyond age, or nothing.
const QUIET: [&str; 2] = ["normal", "degenerative_only"];
/// Classes whose mere possibility must not be dropped.
const SERIOUS: [&str; 5] = [
    "cord_compression",
    "cauda_equina",
    "fracture",
    "infection",
    "malignancy",
];

/// What a report concludes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Findings {
    /// Result classes, certain ones first.
    pub(super) classes: Vec<String>,
    /// Whether the whole is only probable.
    pub(super) hedged: bool,
    /// Sides named beside a finding.
    pub(super) sides: Vec<&'static str>,
    /// Levels named beside a finding.
    pub(super) levels: Vec<String>,
    /// Findings other than classes that phrases state, such as `dx.disc_herniation`.
    pub(super) others: Vec<String>,
    /// The phrases that were met, for evidence.
    pub(super) phrases: Vec<String>,
}

/// A class or finding at its place in a sentence.
struct Met<'v> {
    says: &'v str,
    phrase: &'v str,
    hedged: bool,
}

/// Reads the conclusion, sentence by sentence, and the conclusion codes.
pub(super) fn read<'t>(
    vocabulary: &Vocabulary,
    texts: impl IntoIterator<Item = &'t str>,
    codes: &[Hit<'_>],
) -> Findings {
    let mut findings = Findings::default();
    let mut certain: Vec<String> = codes
        .iter()
        .filter_map(class_of_code)
        .map(str::to_owned)
        .collect();
    let mut doubted: Vec<String> = Vec::new();
    for sentence in texts.into_iter().flat_map(sentences) {
        let words = Words::of([sentence]);
        let met = met(vocabulary, &words);
        let mut speaks = false;
        for met in &met {
            add(&mut findings.phrases, met.phrase);
            if !is_class(met.says) {
                add(&mut findings.others, met.says);
                speaks = true;
                continue;
            }
            speaks |= !QUIET.contains(&met.says);
            add(
                if met.hedged {
                    &mut doubted
                } else {
                    &mut certain
                },
                met.says,
            );
        }
        if speaks {
            findings.sides.extend(wording::side(&words));
            findings.levels.extend(wording::levels(words.tokens()));
        }
    }
    doubted.retain(|class| !certain.contains(class));
    findings.hedged = doubted
        .iter()
        .any(|class| SERIOUS.contains(&class.as_str()))
        || certain.is_empty() && !doubted.is_empty();
    if !findings.hedged {
        doubted.clear();
    }
    let mut classes = certain;
    classes.extend(doubted);
    classes.dedup();
    if classes.iter().any(|class| !QUIET.contains(&class.as_str())) {
        classes.retain(|class| !QUIET.contains(&class.as_str()));
    }
    if classes.len() > 1 {
        // Worn discs are not a normal spine.
        classes.retain(|class| class != "normal");
    }
    findings.classes = classes;
    findings
}

fn add(list: &mut Vec<String>, word: &str) {
    if !list.iter().any(|own| own == word) {
        list.push(word.to_owned());
    }
}

fn is_class(word: &str) -> bool {
    const CLASSES: [&str; 11] = [
        "normal",
        "degenerative_only",
        "mild_impingement",
        "root_compression",
        "stenosis",
        "cord_compression",
        "cauda_equina",
        "fracture",
        "infection",
        "malignancy",
        "indeterminate",
    ];
    CLASSES.contains(&word)
}

/// The phrases that a sentence affirms; where two overlap, the longer speaks.
fn met<'v>(vocabulary: &'v Vocabulary, words: &Words) -> Vec<Met<'v>> {
    let mut places: Vec<(usize, usize, &'v Phrase)> = vocabulary
        .results
        .iter()
        .flat_map(|phrase| {
            let length = Words::of([phrase.text.as_str()]).tokens().len();
            words
                .places(&phrase.text)
                .map(move |at| (at, length, phrase))
        })
        .collect();
    places.sort_by_key(|(at, length, _)| (std::cmp::Reverse(*length), *at));
    let mut kept: Vec<(usize, usize, &'v Phrase)> = Vec::new();
    for place in places {
        let overlaps = kept
            .iter()
            .any(|(at, length, _)| place.0 < at + length && *at < place.0 + place.1);
        if !overlaps {
            kept.push(place);
        }
    }
    kept.sort_by_key(|(at, ..)| *at);
    kept.into_iter()
        .filter(|(at, ..)| !is_negated(words, *at))
        .map(|(at, _, phrase)| Met {
            says: if &*phrase.says == "root_compression" && is_mild(words, at) {
                "mild_impingement"
            } else {
                &phrase.says
            },
            phrase: &phrase.text,
            hedged: is_hedged(words, at),
        })
        .collect()
}

/// Whether the clause denies what stands at this place; "no change in" does not.
fn is_negated(words: &Words, at: usize) -> bool {
    const CUES: [&str; 7] = [
        "no", "not", "without", "negative", "denies", "absent", "neither",
    ];
    let clause = clause_before(words, at);
    let mut tokens = clause.iter().map(String::as_str).enumerate();
    tokens.any(|(place, token)| {
        let next = |step: usize| clause.get(place + step).map(String::as_str);
        let change = |word: Option<&str>| matches!(word, Some("change" | "changes"));
        let qualified = matches!(next(1), Some("significant" | "interval" | "substantial"))
            && (change(next(2)) || change(next(3)));
        let pseudo = token == "no" && (change(next(1)) || qualified)
            || token == "not" && next(1) == Some("only");
        (CUES.contains(&token) && !pseudo)
            || token == "rule" && next(1) == Some("out")
            || token == "ruled" && next(1) == Some("out")
    })
}

fn is_hedged(words: &Words, at: usize) -> bool {
    const CUES: [&str; 14] = [
        "possible",
        "possibly",
        "probable",
        "probably",
        "suspicious",
        "suspected",
        "suspicion",
        "concerning",
        "concern",
        "may",
        "might",
        "cannot",
        "questionable",
        "query",
    ];
    clause_before(words, at)
        .iter()
        .any(|token| CUES.contains(&token.as_str()))
}

/// Whether "mild" qualifies what stands at this place, and nothing stronger does.
fn is_mild(words: &Words, at: usize) -> bool {
    let clause = clause_before(words, at);
    let near: Vec<&str> = clause.iter().rev().take(5).map(String::as_str).collect();
    let has = |list: &[&str]| near.iter().any(|token| list.contains(token));
    has(&[
        "mild",
        "mildly",
        "minimal",
        "minimally",
        "slight",
        "slightly",
        "minor",
    ]) && !has(&["moderate", "severe", "marked", "moderately", "severely"])
}

/// The words of the clause before a place.
fn clause_before(words: &Words, at: usize) -> &[String] {
    const ENDS: [&str; 6] = [
        "but",
        "however",
        "although",
        "though",
        "except",
        "otherwise",
    ];
    let tokens = words.tokens().get(..at).unwrap_or_default();
    let from = tokens
        .iter()
        .rposition(|token| ENDS.contains(&token.as_str()))
        .map_or(0, |end| end + 1);
    tokens.get(from..).unwrap_or_default()
}

/// Sentences; the point of a decimal and of a level ends none.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|(_, next)| *next);
        let ends = match sign {
            '.' | '!' | '?' => next.is_none_or(char::is_whitespace),
            ';' | ':' | '\n' => true,
            _ => false,
        };
        if ends {
            found.extend(text.get(from..at));
            from = at + sign.len_utf8();
        }
    }
    found.extend(text.get(from..));
    found.retain(|sentence| !sentence.trim().is_empty());
    found
}

/// The class that a conclusion code names.
fn class_of_code(hit: &Hit<'_>) -> Option<&'static str> {
    let named = |stems: &[&str]| Words::of(hit.own_words.iter().copied()).has_stem(stems);
    let id = &*hit.concept.id;
    if hit.is_under("dx.disc_degeneration") || hit.is_under("dx.spondylosis") {
        Some("degenerative_only")
    } else if id.starts_with("dx.stenosis_") {
        Some("stenosis")
    } else if hit.is_under("rf.fracture_vertebral") {
        Some("fracture")
    } else if hit.is_under("rf.spinal_infection") {
        Some("infection")
    } else if hit.is_under("rf.cancer_active")
        && named(&[
            "metasta",
            "secondary",
            "bone",
            "vertebra",
            "spinal",
            "myeloma",
        ])
    {
        Some("malignancy")
    } else if hit.is_under("pattern.cauda_equina") {
        Some("cauda_equina")
    } else if hit.is_under("pattern.myelopathic") {
        Some("cord_compression")
    } else {
        // A code of radiculopathy is a symptom; only the compression of a root is a result.
        (hit.is_under("pattern.radicular") && named(&["compression"])).then_some("root_compression")
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{super::sample, *};

    #[rstest]
    #[case("L5-S1 left disc extrusion compressing the left S1 nerve root.", &["root_compression"], false)]
    #[case("Mild right L5 nerve root impingement. No canal stenosis.", &["mild_impingement"], false)]
    #[case("Severe nerve root impingement with mild facet arthropathy.", &["root_compression"], false)]
    #[case("Moderate degenerative disc disease. No fracture, no instability.", &["degenerative_only"], false)]
    #[case("Degenerative disc disease with canal stenosis.", &["stenosis"], false)]
    #[case("No change in canal stenosis.", &["stenosis"], false)]
    #[case("No nerve root impingement but canal stenosis at L4-5.", &["stenosis"], false)]
    #[case("Negative for fracture or discitis.", &[], false)]
    #[case("Possible discitis at L2. Canal stenosis.", &["stenosis", "infection"], true)]
    #[case("Possible canal stenosis. Compression fracture of L1.", &["fracture"], false)]
    #[case("Unremarkable study.", &["normal"], false)]
    #[case("Rule out fracture.", &[], false)]
    #[case("", &[], false)]
    fn a_conclusion_is_read_by_sentence(
        #[case] text: &str,
        #[case] classes: &[&str],
        #[case] hedged: bool,
    ) {
        let vocabulary = sample::vocabulary();
        let read = read(&vocabulary, [text], &[]);
        assert_eq!(
            (
                read.classes
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .as_slice(),
                read.hedged
            ),
            (classes, hedged)
        );
    }

    #[test]
    fn side_and_level_stand_beside_the_finding_and_nowhere_else() {
        let vocabulary = sample::vocabulary();
        let text = "Right kidney cyst. L5-S1 extrusion compressing the left S1 nerve root. Degenerative disc disease L3-4.";
        let read = read(&vocabulary, [text], &[]);
        assert_eq!(
            (read.sides, read.levels),
            (vec!["left"], vec!["L5-S1".to_owned(), "S1".to_owned()])
        );
    }
}
