//! Names of orders and studies in text, where no code is known: `MR LUMBAR SPINE WO CONTRAST`.
//!
//! A bounded grammar: a modality, a part of the spine, how contrast is given. What it reads is never more than probable.

use super::wording::{self, Words};
use crate::{Attribute, Attributes, Region, Regions};

/// A study as its name tells it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Study {
    /// `mri`, `ct`, `xray`, `myelogram`, `mra`, `cta`, `abi`.
    pub(super) modality: &'static str,
    /// Parts of the spine; empty when the name is of another part of the body.
    pub(super) regions: Regions,
    /// `without`, `without_with`, `with_only`, `intrathecal`.
    pub(super) contrast: Option<&'static str>,
}

impl Study {
    /// The columns that it fills.
    pub(super) fn attributes(&self) -> Attributes {
        let mut attributes = Attributes::default();
        attributes.set_word(Attribute::Modality, self.modality);
        if let Some(contrast) = self.contrast {
            attributes.set_word(Attribute::Contrast, contrast);
        }
        attributes
    }

    /// Whether it is a study of the spine: vessels and pressures are not.
    pub(super) fn is_of_the_spine(&self) -> bool {
        !self.regions.is_empty() && !["mra", "cta", "abi"].contains(&self.modality)
    }
}

/// Reads a name; none if it names no modality.
pub(super) fn study<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<Study> {
    let words = Words::of(texts);
    let modality = modality(&words)?;
    Some(Study {
        modality,
        regions: regions(&words),
        contrast: contrast(&words),
    })
}

/// The modality of a DICOM code or of words.
pub(super) fn modality(words: &Words) -> Option<&'static str> {
    const NAMES: [(&str, &[&str]); 7] = [
        ("abi", &["ankle brachial index", "ankle brachial", "abi"]),
        (
            "mra",
            &[
                "mra",
                "mr angiogram",
                "mr angiography",
                "magnetic resonance angiography",
                "mri angiogram",
            ],
        ),
        (
            "cta",
            &["cta", "ct angiogram", "ct angiography", "ct angio"],
        ),
        ("myelogram", &["myelogram", "myelography"]),
        ("mri", &["mr", "mri", "magnetic resonance", "nmr"]),
        ("ct", &["ct", "cat", "computed tomography", "cat scan"]),
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
                "dx",
                "cr",
                "plain film",
            ],
        ),
    ];
    NAMES
        .iter()
        .find(|(_, names)| words.has_any(names))
        .map(|(modality, _)| *modality)
}

/// Parts of the spine in a study's name; the neck counts only beside "spine", a spine without a part is unspecified.
fn regions(words: &Words) -> Regions {
    let spine = words.has_any(&[
        "spine",
        "spinal",
        "vertebral",
        "vertebra",
        "c spine",
        "t spine",
        "l spine",
        "ls spine",
        "cspine",
        "tspine",
        "lspine",
    ]);
    let mut named = wording::regions(words);
    if words.has_any(&["t l spine", "tl spine"]) {
        named.insert(Region::Thoracic);
        named.insert(Region::Lumbar);
    }
    let neck_alone =
        words.has("neck") && !words.has_any(&["cervical", "c spine", "cspine", "spine"]);
    if neck_alone {
        named.remove(Region::Cervical);
    }
    if words.has_any(&[
        "whole spine",
        "total spine",
        "complete spine",
        "entire spine",
        "full spine",
    ]) {
        return [Region::Cervical, Region::Thoracic, Region::Lumbar]
            .into_iter()
            .collect();
    }
    if words.has_any(&["sacroiliac", "si joint", "si joints"]) {
        named.insert(Region::Lumbar);
    }
    // "Thoracic" without the spine is the chest.
    if !spine
        && named == Regions::from(Region::Thoracic)
        && !words.has_any(&["mid back", "upper back"])
    {
        named = Regions::NONE;
    }
    if named.is_empty() && spine {
        Region::Unspecified.into()
    } else {
        named
    }
}

/// How contrast is given: `WO`, `W`, `W WO`, `WITH AND WITHOUT`, `W IV CON`.
fn contrast(words: &Words) -> Option<&'static str> {
    let tokens = words.tokens();
    let mut without = false;
    let mut with = false;
    let mut at = tokens.iter().map(String::as_str).peekable();
    while let Some(token) = at.next() {
        match token {
            "without" | "wo" => without = true,
            // `W/O` falls into its letters.
            "w" if at.peek() == Some(&"o") => {
                at.next();
                without = true;
            }
            "with" | "w" | "enhanced" => with = true,
            // `WWO`, `W/WO` as one word.
            "wwo" => {
                with = true;
                without = true;
            }
            _ => {}
        }
    }
    if words.has_any(&["intrathecal", "w contrast it"]) {
        return Some("intrathecal");
    }
    // "W flexion and W extension" are views, not contrast.
    let medium = words.has_any(&["contrast", "con", "cont", "iv", "gadolinium", "gad"]);
    match (without, with) {
        (true, true) => Some("without_with"),
        (true, false) => Some("without"),
        (false, true) if medium || words.has("enhanced") => Some("with_only"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("MR LUMBAR SPINE WO CONTRAST", "mri", "lumbar", Some("without"))]
    #[case("MRI L-SPINE W/O", "mri", "lumbar", Some("without"))]
    #[case("MRI C-Spine W WO Contrast", "mri", "cervical", Some("without_with"))]
    #[case(
        "MRI CERVICAL SPINE WITH AND WITHOUT IV CONTRAST",
        "mri",
        "cervical",
        Some("without_with")
    )]
    #[case(
        "Magnetic resonance imaging of the thoracic spine",
        "mri",
        "thoracic",
        None
    )]
    #[case("CT LS SPINE W IV CON", "ct", "lumbar", Some("with_only"))]
    #[case(
        "CAT scan lumbosacral spine without contrast",
        "ct",
        "lumbar",
        Some("without")
    )]
    #[case("XR T/L SPINE 2 VW", "xray", "thoracic, lumbar", None)]
    #[case("X-ray cervical spine, 2-3 views", "xray", "cervical", None)]
    #[case("XR Lumbar spine W flexion and W extension", "xray", "lumbar", None)]
    #[case(
        "MRI WHOLE SPINE W/WO",
        "mri",
        "cervical, thoracic, lumbar",
        Some("without_with")
    )]
    #[case("MRI SPINE", "mri", "unspecified", None)]
    #[case("CT NECK SOFT TISSUE W CONTRAST", "ct", "", Some("with_only"))]
    #[case("MRA NECK WO", "mra", "", Some("without"))]
    #[case("XR KNEE 1 OR 2 VW LEFT", "xray", "", None)]
    #[case("CT thoracic aorta", "ct", "", None)]
    fn study_names_are_read(
        #[case] name: &str,
        #[case] modality: &str,
        #[case] regions: &str,
        #[case] contrast: Option<&str>,
    ) {
        let study = super::study([name]).unwrap();
        assert_eq!(
            (
                study.modality,
                study.regions.to_string().as_str(),
                study.contrast
            ),
            (modality, regions, contrast)
        );
    }

    #[rstest]
    #[case("Physical therapy evaluation")]
    #[case("Doctor's Correct Cation")]
    fn other_names_are_no_study(#[case] name: &str) {
        assert_eq!(super::study([name]), None);
    }

    proptest! {
        #[test]
        fn any_name_is_read_without_panic(name in "\\PC*") {
            let _ = super::study([name.as_str()]);
        }
    }
}
