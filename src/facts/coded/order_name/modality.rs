//! How a study is made, and what is no study although it names one: an injection under CT.

use super::super::wording::Words;

/// The modality that words name outright.
pub(super) fn named(words: &Words) -> Option<&'static str> {
    const NAMES: [(&str, &[&str]); 5] = [
        ("abi", &["ankle brachial index", "ankle brachial", "abi"]),
        (
            "myelogram",
            &[
                "myelogram",
                "myelography",
                "myelo",
                "myelogramm",
                "ct myelo",
            ],
        ),
        ("mri", &["mr", "mri", "magnetic resonance", "nmr"]),
        (
            "ct",
            &[
                "ct",
                "cat scan",
                "computed tomography",
                "computerized tomography",
                "computerised tomography",
            ],
        ),
        (
            "xray",
            &[
                "xr",
                "xray",
                "x ray",
                "x rays",
                "xrays",
                "radiograph",
                "radiographs",
                "radiography",
                "plain film",
                "plain films",
            ],
        ),
    ];
    let vessels = words.has_stem(&["angio"]);
    let named = NAMES
        .iter()
        .find(|(_, names)| words.has_any(names))
        .map(|(modality, _)| *modality);
    match named {
        _ if words.has("mra") => Some("mra"),
        _ if words.has("cta") => Some("cta"),
        Some("mri") if vessels => Some("mra"),
        Some("ct") if vessels => Some("cta"),
        other => other,
    }
}

/// A radiograph by a short name that may also mean something else: creatinine, diagnosis.
pub(super) fn short(words: &Words) -> Option<&'static str> {
    words.has_any(&["cr", "dx", "rad", "rf"]).then_some("xray")
}

/// Modality and contrast together: a myelogram has its contrast in the dural sac, a radiograph has none.
pub(super) fn with_contrast(
    modality: &'static str,
    contrast: Option<&'static str>,
) -> (&'static str, Option<&'static str>) {
    match (modality, contrast) {
        ("myelogram", _) | ("xray", Some("intrathecal")) => ("myelogram", Some("intrathecal")),
        ("xray" | "abi", _) => (modality, None),
        _ => (modality, contrast),
    }
}

/// Imaging that is neither of these, even where the name also has `CT` or `XR` in it.
pub(super) fn is_other(words: &Words) -> bool {
    const OTHER: [&str; 25] = [
        "dxa",
        "dexa",
        "bone density",
        "bone densitometry",
        "densitometry",
        "absorptiometry",
        "nm",
        "nuclear medicine",
        "bone scan",
        "bone scintigraphy",
        "spect",
        "pet",
        "positron emission",
        "mammogram",
        "mammography",
        "discogram",
        "discography",
        "arthrogram",
        "echocardiogram",
        "ultrasound",
        "ultrasonography",
        "sonogram",
        "doppler",
        "duplex",
        "mrv",
    ];
    words.has_any(&OTHER) || words.has("us") && named(words).is_none()
}

/// Whether the imaging only guides what is done: it is no study of its own. What is planned or was done before is another matter.
pub(super) fn is_guidance(words: &Words) -> bool {
    const GUIDED: [&str; 12] = [
        "guided",
        "ct guidance",
        "mri guidance",
        "xray guidance",
        "fluoro guidance",
        "fluoroscopic guidance",
        "fluoroscopy guidance",
        "imaging guidance",
        "image guidance",
        "under ct",
        "under fluoro",
        "under fluoroscopy",
    ];
    const DONE: [&str; 18] = [
        "biopsy",
        "injection",
        "injections",
        "puncture",
        "aspiration",
        "ablation",
        "rhizotomy",
        "vertebroplasty",
        "kyphoplasty",
        "nerve block",
        "root block",
        "branch block",
        "facet block",
        "drain",
        "drainage",
        "esi",
        "epidural steroid",
        "stimulator trial",
    ];
    const BEFORE: [&str; 10] = [
        "post",
        "after",
        "prior",
        "previous",
        "pre",
        "before",
        "for",
        "since",
        "following",
        "history",
    ];
    let beside = |at: usize| {
        words
            .tokens()
            .get(at.saturating_sub(2)..at)
            .unwrap_or_default()
            .iter()
            .any(|token| BEFORE.contains(&token.as_str()))
    };
    words.has_any(&GUIDED)
        || DONE
            .iter()
            .any(|phrase| words.places(phrase).any(|at| !beside(at)))
}
