//! The reading of reports with the shipped lexicon.

use super::tiny::Tiny;
use crate::Catalog;
use foramen_facts::{Confidence, report_classes, report_result};
use proptest::{prop_assert_eq, proptest};
use rstest::rstest;
use std::sync::LazyLock;

const RESULTS: &str = include_str!("../../../../hooks/lexicon/results.toml");
const REPORTS: &str = include_str!("reports.txt");

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    Tiny::new()
        .without("lexicon/tiny.toml")
        .add("lexicon/results.toml", RESULTS)
        .catalog()
});

fn classes(text: &str) -> String {
    report_classes(&CATALOG.vocabulary().results, text).join(" ")
}

#[rstest]
// Roots.
#[case(
    "Left paracentral disc extrusion at L4-L5 compressing the left L5 nerve root.",
    "root_compression"
)]
#[case(
    "L4-L5 disc extrusion displacing the descending left L5 root.",
    "root_compression"
)]
#[case(
    "Extruded disc impinges upon the right S1 nerve root sleeve.",
    "root_compression"
)]
#[case(
    "Severe foraminal narrowing compressing the exiting C7 root.",
    "stenosis root_compression"
)]
#[case("Compression of the left L5 root.", "root_compression")]
#[case("The traversing S1 root is severely compressed.", "root_compression")]
#[case("Unchanged L5 root compression.", "root_compression")]
#[case(
    "No significant interval change in the L5 root compression.",
    "root_compression"
)]
#[case("MRI without contrast shows L5 root compression.", "root_compression")]
#[case("L5 root compression has not resolved.", "root_compression")]
#[case(
    "L5 root compression, not seen on the prior study.",
    "root_compression"
)]
#[case("Partial resolution of the L5 root compression.", "root_compression")]
#[case("Mild disc bulge compressing the left L5 root.", "root_compression")]
#[case(
    "Mild to moderate impingement of the left L5 root.",
    "root_compression"
)]
#[case(
    "Mild degenerative change with L5 root compression.",
    "root_compression"
)]
#[case(
    "DISC EXTRUSION AT L5-S1 COMPRESSING THE LEFT S1 NERVE ROOT",
    "root_compression"
)]
#[case("Extrusion compressing the left\nL5 nerve root.", "root_compression")]
#[case(
    "Extrusion compressing the descending\r\nleft nerve root.",
    "root_compression"
)]
#[case(
    "IMPRESSION:\n1. No fracture\n2. L5-S1 extrusion compressing the S1 root\n3. Normal alignment",
    "root_compression"
)]
#[case(
    "Impression: 1) No fracture 2) S1 root compression",
    "root_compression"
)]
#[case("L5-S1: extrusion, compressing the left S1 nerve.", "root_compression")]
#[case("Mass effect on the exiting L4 nerve.", "root_compression")]
#[case("Disc bulge without nerve root compression.", "degenerative_only")]
#[case("The nerve roots are not compressed.", "")]
#[case("No compressive lesion.", "")]
#[case("Non-compressive bulge near the root.", "")]
#[case("Previously seen L5 root compression has resolved.", "")]
#[case("Interval resolution of the L5 root compression.", "")]
#[case("Root compression is no longer seen.", "")]
#[case("L5 root compression is not identified.", "")]
#[case("Nerve root compression: none.", "")]
#[case("Neither cord compression nor root impingement.", "")]
#[case("Status post decompression of the L5 root.", "")]
#[case("Mild contact with the S1 root.", "mild_impingement")]
#[case(
    "Mild right L5 nerve root impingement. No canal stenosis.",
    "mild_impingement"
)]
#[case(
    "Disc bulge at L5-S1 with mild impingement of the left S1 nerve root.",
    "mild_impingement"
)]
#[case(
    "The disc abuts but does not compress the left S1 root.",
    "mild_impingement"
)]
#[case("Slight displacement of the S1 root.", "mild_impingement")]
// Canal and foramina.
#[case("Mild degenerative change; severe L4-5 canal stenosis.", "stenosis")]
#[case("Marked narrowing of the neural foramina.", "stenosis")]
#[case("The central canal is severely narrowed.", "stenosis")]
#[case("No fracture, severe stenosis at L4-5.", "stenosis")]
#[case("No fracture, moderate or severe stenosis.", "")]
#[case("No nerve root impingement but canal stenosis at L4-5.", "stenosis")]
#[case("No fracture. There is stenosis of the lateral recess.", "stenosis")]
#[case("No more than mild stenosis.", "stenosis")]
#[case("Without significant neural foraminal narrowing.", "")]
#[case("Renal artery stenosis.", "")]
#[case("Disc space narrowing at L5-S1.", "degenerative_only")]
// Cord and cauda equina.
#[case(
    "Flattening of the ventral cord with T2 hyperintensity.",
    "cord_compression"
)]
#[case("The spinal cord is severely compressed at C5-C6.", "cord_compression")]
#[case(
    "No cord compression at C3-4, with severe cord flattening at C5-6.",
    "cord_compression"
)]
#[case("Cord oedema at C5.", "cord_compression")]
#[case("Cord edema at C5.", "cord_compression")]
#[case("NO FRACTURE\nCORD COMPRESSION AT C5-C6", "cord_compression")]
#[case("No evidence of cord compression or nerve root impingement.", "")]
#[case(
    "THERE IS NO EVIDENCE OF FRACTURE, OF SUBLUXATION OR OF CORD\nCOMPRESSION OR NERVE ROOT IMPINGEMENT.",
    "normal"
)]
#[case(
    "Normal study. No disc herniation, no stenosis, normal cord signal.",
    "normal"
)]
#[case("Crowding/compression of the cauda equina roots.", "cauda_equina")]
#[case(
    "Large central extrusion compressing the nerve roots of the cauda equina.",
    "cauda_equina"
)]
#[case(
    "Large central disc extrusion at L4-L5 with compression of the cauda equina.",
    "cauda_equina"
)]
#[case(
    "Indication: rule out cauda equina compression. Findings: L4-5 disc bulge.",
    "degenerative_only"
)]
// Bone, infection, malignancy.
#[case("Acute superior endplate fracture of L1.", "fracture")]
#[case("L1 fracture.", "fracture")]
#[case("Acute on chronic T12 compression fracture.", "fracture")]
#[case("Old T8 fracture and acute T12 fracture.", "fracture")]
#[case("65 year old with acute L1 fracture.", "fracture")]
#[case("Acute fracture in a 70 year old.", "fracture")]
#[case(
    "Compression fracture with nerve root compression.",
    "fracture root_compression"
)]
#[case("L1 compression fracture, nerve roots normal.", "fracture")]
#[case("Compression fracture, age indeterminate.", "fracture indeterminate")]
#[case("Old healed T12 compression fracture.", "")]
#[case("Chronic L1 and L2 compression fractures.", "")]
#[case("Compression fracture of L1, chronic.", "")]
#[case("The fracture at T12 is old.", "")]
#[case("Compression fracture of L1, chronic back pain.", "fracture")]
#[case("Remote wedge deformity of T8.", "")]
#[case("No fracture.", "normal")]
#[case("Fracture of the sternum.", "")]
#[case("Healing fracture of the left 5th rib.", "")]
#[case("Pathological fracture of L2.", "malignancy")]
#[case("Metastasis in the L3 vertebral body.", "malignancy")]
#[case("Early discitis cannot be excluded.", "infection")]
#[case("Cannot rule out discitis.", "infection")]
#[case("Negative for fracture or discitis.", "")]
#[case("Discitis has been excluded.", "")]
#[case("Infection is unlikely.", "")]
// Normal and worn.
#[case("Normal alignment. Normal study.", "normal")]
#[case("Impression: Unremarkable.", "normal")]
#[case("Unremarkable MRI of the lumbar spine.", "normal")]
#[case("Disc extrusion at L5-S1. The conus is unremarkable.", "")]
#[case("Remaining levels are unremarkable.", "")]
#[case(
    "Age-appropriate degenerative change. No nerve root compression, no stenosis.",
    "degenerative_only"
)]
#[case(
    "Multilevel disk desiccation and facet hypertrophy.",
    "degenerative_only"
)]
#[case("Study degraded by motion artefact.", "indeterminate")]
#[case("No compression of the cord or exiting roots.", "")]
#[case(
    "Disc extrusion at L4-5 touching but not compressing the L5 root.",
    "mild_impingement"
)]
#[case("Right L5 root: compressed in the lateral recess.", "root_compression")]
#[case("Root compression has almost completely resolved.", "root_compression")]
#[case("No new compression fracture.", "")]
#[case("No prior compression fracture.", "")]
#[case("No prior study. L1 compression fracture.", "fracture")]
#[case("Acute fracture of T5 and left 5th rib.", "fracture")]
#[case("Loss of height of the L1 vertebral body.", "fracture")]
#[case("Hyperintense T2 signal within the cord at C4-5.", "cord_compression")]
#[case("The cord is normal in signal and not compressed.", "")]
#[case(
    "Interval development of cord compression at T10, not present on the prior examination.",
    "cord_compression"
)]
#[case("Cauda equina: no crowding.", "")]
#[case("MRI lumbar spine: normal.", "normal")]
#[case(
    "Patient with history of lymphoma. Normal MRI of the lumbar spine.",
    "normal"
)]
#[case("", "")]
fn a_conclusion_is_read(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(classes(text), expected, "{text:?}");
}

/// The table beside this file: what radiologists write, and what a spine physician takes from it.
#[test]
fn a_conclusion_of_a_radiologist_has_the_classes_that_a_spine_physician_gives_it() {
    let vocabulary = CATALOG.vocabulary();
    let rows = REPORTS
        .lines()
        .filter(|row| !row.is_empty() && !row.starts_with('#'));
    let mut wrong = Vec::new();
    for row in rows {
        let (expected, text) = row.split_once(" | ").unwrap();
        let (mut found, confidence) =
            report_result(&vocabulary.results, &text.replace("\\n", "\n"));
        found.sort();
        let mut said = match found.as_slice() {
            [] => "-".to_owned(),
            classes => classes.join(" "),
        };
        if confidence == Confidence::Probable {
            said.push('?');
        }
        if said != expected {
            wrong.push(format!("{expected} | {text}\n    is read as {said}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} rows:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[rstest]
#[case(
    "root ~",
    r#"lexicon/tiny.toml:3:12  the phrase "root ~" cannot be read: `~` stands between two words"#
)]
#[case("cord.", r#"lexicon/tiny.toml:3:12  the phrase "cord." cannot be read: `.` means nothing in a phrase; accepted: letters, digits, `-`, `'`, `*`, `|`, `~`, braces, and brackets around the whole"#)]
fn a_phrase_that_cannot_be_read_is_named(#[case] phrase: &str, #[case] expected: &str) {
    assert_eq!(
        broken("Nerve root compression\"]", &format!("{phrase}\"]")),
        expected
    );
}

#[test]
fn examples_are_read_and_a_wrong_one_is_named() {
    assert_eq!(
        broken(
            "[\"Nerve root compression.\"]",
            "[\"Nerve root compression.\", \"Bulge.\"]"
        ),
        "lexicon/tiny.toml:4:52  the example is read as nothing; it must say root_compression"
    );
    assert_eq!(
        broken("No nerve root", "Severe nerve root"),
        "lexicon/tiny.toml:4:63  the example is read as root_compression; it must not say root_compression"
    );
}

fn broken(from: &str, to: &str) -> String {
    Tiny::new().replace("lexicon/tiny.toml", from, to).said()
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        let _ = classes(&text);
    }

    #[test]
    fn a_sentence_says_the_same_before_another_one(
        words in proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..30),
    ) {
        let text = words.join(" ");
        prop_assert_eq!(classes(&text), classes(&format!("{text}; normal alignment")));
    }
}

const WORDS: [&str; 24] = [
    "no",
    "not",
    "compressing",
    "root",
    "cord",
    "l5",
    ",",
    ";",
    "\n",
    ".",
    "?",
    "(",
    "2)",
    "mild",
    "old",
    "fracture",
    "resolved",
    "is",
    "cauda equina",
    "of",
    "without",
    "contrast",
    "seen",
    "but",
];
