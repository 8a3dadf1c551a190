//! Measurements that only their name gives away: a measurement is recognised by its text also when its code is unlisted.

use foramen_fhir::Codeable;

use super::{matching::Hit, wording::Words};
use crate::{Confidence, Vocabulary};

/// Names, and names that must not stand beside them, by the concept they mean.
const NAMES: [(&str, &[&str], &[&str]); 12] = [
    (
        "rf.fever.measure",
        &["body temperature", "temperature", "temp"],
        &["room", "water", "skin"],
    ),
    (
        "labs.esr",
        &[
            "erythrocyte sedimentation rate",
            "sedimentation rate",
            "sed rate",
            "esr",
        ],
        &[],
    ),
    ("labs.crp", &["c reactive protein", "crp"], &[]),
    (
        "safety.egfr",
        &["egfr", "estimated gfr", "glomerular filtration rate"],
        &[],
    ),
    (
        "safety.creatinine",
        &["creatinine"],
        &["urine", "clearance", "ratio", "egfr", "gfr", "kinase"],
    ),
    (
        "neuro.pvr_ml",
        &[
            "post void residual",
            "postvoid residual",
            "pvr",
            "bladder scan",
        ],
        &["pulse", "vascular"],
    ),
    (
        "severity.ndi",
        &["neck disability index", "ndi"],
        &["question", "item"],
    ),
    ("severity.odi", &["oswestry", "odi"], &["question", "item"]),
    (
        "severity.nrs",
        &[
            "pain severity",
            "pain score",
            "pain intensity",
            "pain nrs",
            "nrs pain",
            "pain level",
        ],
        &["interference"],
    ),
    (
        "labs.haemoglobin",
        &["hemoglobin", "haemoglobin", "hgb"],
        &[
            "a1c",
            "glycated",
            "electrophoresis",
            "urine",
            "mean",
            "mch",
            "mchc",
        ],
    ),
    (
        "labs.leukocytes",
        &[
            "leukocytes",
            "white blood cell count",
            "white blood cells",
            "wbc",
        ],
        &["urine", "csf", "differential"],
    ),
    (
        "labs.calcium",
        &["calcium"],
        &["ionized", "urine", "score", "oxalate"],
    ),
];

/// The measurement that the words of a code name.
pub(super) fn measurement<'v>(vocabulary: &'v Vocabulary, code: &Codeable<'_>) -> Option<Hit<'v>> {
    let words = Words::of(code.texts());
    let (id, name) = NAMES.iter().find_map(|(id, names, others)| {
        let named = words.any(names)?;
        (!words.has_any(others)).then_some((*id, named))
    })?;
    let concept = vocabulary
        .concepts
        .iter()
        .find(|concept| &*concept.id == id)?;
    Some(Hit {
        concept,
        says: vec![format!("\"{name}\"")],
        own_words: Vec::new(),
        strength: Confidence::Certain,
        current_alone: true,
        attributes: concept.attributes.clone(),
        regions: concept.regions,
    })
}
