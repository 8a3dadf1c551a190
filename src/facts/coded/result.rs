//! Result classes of an imaging report, from its conclusion codes and its conclusion in words (protocol 1.3).

use super::{
    matching::Hit,
    phrases::longest,
    sentence,
    stance::{self, Stance},
    wording::{self, Words},
};
use crate::{Confidence, Phrase, RESULTS, Word};

const NORMAL: &str = "normal";
/// Classes that say what was not found beyond age, or nothing.
const QUIET: [&str; 2] = [NORMAL, "degenerative_only"];
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
    phrase: String,
    hedged: bool,
    /// Whether it is a whole sentence: "no fracture", "MRI cervical spine: normal".
    sentence: bool,
}

/// The result classes that a text states, in the order of reading: how a lexicon is tested with its own examples.
#[must_use]
pub fn report_classes(phrases: &[Phrase], text: &str) -> Vec<Word> {
    report_result(phrases, text).0
}

/// The result classes that a text states, and how sure it is of them: a serious class that is only suspected makes the whole probable.
#[must_use]
pub fn report_result(phrases: &[Phrase], text: &str) -> (Vec<Word>, Confidence) {
    let findings = read(phrases, [text], &[]);
    let confidence = if findings.hedged {
        Confidence::Probable
    } else {
        Confidence::Certain
    };
    let classes = findings.classes.into_iter().map(Word::from).collect();
    (classes, confidence)
}

/// Reads the conclusion, sentence by sentence, and the conclusion codes.
pub(super) fn read<'t>(
    phrases: &[Phrase],
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
    let mut normal_if_all = false;
    let mut all_read = true;
    for sentence in texts.into_iter().flat_map(sentence::sentences) {
        let mut speaks = false;
        let places = met(phrases, sentence);
        all_read &= !places.is_empty();
        for met in places.into_iter().flatten() {
            if met.sentence && met.says == NORMAL {
                normal_if_all = true;
                continue;
            }
            add(&mut findings.phrases, &met.phrase);
            if !RESULTS.contains(&met.says) {
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
            let words = Words::of([sentence]);
            findings.sides.extend(wording::side(&words));
            findings.levels.extend(wording::levels(words.tokens()));
        }
    }
    // "No fracture", or "cervical spine: normal", is a normal study where every other sentence was understood, and found nothing.
    let found_nothing = doubted.is_empty() && findings.others.is_empty();
    if normal_if_all && all_read && found_nothing {
        add(&mut certain, NORMAL);
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
        classes.retain(|class| class != NORMAL);
    }
    findings.classes = classes;
    findings
}

fn add(list: &mut Vec<String>, word: &str) {
    if !list.iter().any(|own| own == word) {
        list.push(word.to_owned());
    }
}

/// The phrases of a sentence, each with what it affirms; where two overlap, the longer speaks, and of two of one length the one that
/// says more.
fn met<'v>(phrases: &'v [Phrase], sentence: &str) -> Vec<Option<Met<'v>>> {
    let tokens = sentence::tokens(sentence);
    let asked = sentence.contains('?');
    longest(phrases, &tokens)
        .into_iter()
        // `Normal study apart from …` is not, and `no fracture?` is a question: such a sentence is not understood.
        .filter(|place| {
            let normal = &*place.entry.says == NORMAL;
            let doubted = asked && place.entry.pattern.is_sentence();
            !(normal && (doubted || stance::is_excepted(&tokens, place.end)))
        })
        .map(|place| {
            let stance = Stance::of(&tokens, place.from..place.end);
            let says = match &*place.entry.says {
                _ if stance.is_denied() || stance::is_conditional(&tokens, place.from) => {
                    return None;
                }
                Phrase::NOTHING => return None,
                "fracture" if stance.is_old() => return None,
                "root_compression" if stance.is_mild() => "mild_impingement",
                says => says,
            };
            Some(Met {
                says,
                phrase: place.entry.pattern.to_string(),
                hedged: asked || stance.is_doubted(),
                sentence: place.entry.pattern.is_sentence(),
            })
        })
        .collect()
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
    #[case("Cannot rule out fracture.", &["fracture"], true)]
    #[case("Discitis cannot be excluded.", &["infection"], true)]
    #[case("? discitis", &["infection"], true)]
    #[case("Cord compression is suspected.", &["cord_compression"], true)]
    #[case("Discitis has been excluded.", &[], false)]
    #[case("Old fracture of L1.", &[], false)]
    #[case("", &[], false)]
    fn a_conclusion_is_read_by_sentence(
        #[case] text: &str,
        #[case] classes: &[&str],
        #[case] hedged: bool,
    ) {
        let vocabulary = sample::vocabulary();
        let read = read(&vocabulary.results, [text], &[]);
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

    #[rstest]
    #[case("No acute fracture.", &["normal"])]
    #[case("No acute fracture. No canal stenosis.", &["normal"])]
    #[case("No acute fracture. Lipomatosis.", &[])]
    #[case("No acute fracture. Canal stenosis.", &["stenosis"])]
    #[case("No acute fracture. Possible canal stenosis.", &["stenosis"])]
    #[case("No acute fracture. Disc extrusion.", &[])]
    #[case("Lipomatosis.", &[])]
    fn a_lone_denial_is_a_normal_study_if_nothing_stays_unread(
        #[case] text: &str,
        #[case] classes: &[&str],
    ) {
        let vocabulary = sample::vocabulary();
        assert_eq!(read(&vocabulary.results, [text], &[]).classes, classes);
    }

    #[test]
    fn side_and_level_stand_beside_the_finding_and_nowhere_else() {
        let vocabulary = sample::vocabulary();
        let text = "Right kidney cyst. L5-S1 extrusion compressing the left S1 nerve root. Degenerative disc disease L3-4.";
        let read = read(&vocabulary.results, [text], &[]);
        assert_eq!(
            (read.sides, read.levels),
            (vec!["left"], vec!["L5-S1".to_owned(), "S1".to_owned()])
        );
    }
}
