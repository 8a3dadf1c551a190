//! What an order is for, where only its name or its category tells: never more than probable.

use foramen_fhir::{Codeable, views::ServiceRequest};

use super::{Ordered, item::item};
use crate::{
    Attribute, Attributes, Confidence, Origin, Regions,
    coded::{
        Reader, named,
        order_name::{self, Study},
        statement::Statement,
        wording::{self, Words},
    },
};

impl Reader<'_, '_> {
    /// A study by its name, else a procedure, therapy or item, else the kind that the category names.
    pub(super) fn ordered_by_words(
        request: &ServiceRequest<'_>,
        statement: &Statement<'_>,
    ) -> Ordered {
        let told = order_name::ordered_study(statement.texts.iter().copied());
        let of_the_spine = told
            .as_ref()
            .and_then(|study| spine_study(study, statement));
        if let Some(ordered) = of_the_spine {
            return ordered;
        }
        let words = statement.words();
        let mut attributes = Attributes::default();
        let by_name = ordered_by_name(&words, &mut attributes);
        // Imaging of another part of the body, or of another kind, is imaging, and nothing more is said of it.
        let elsewhere = || {
            let other = order_name::is_other_imaging(statement.texts.iter().copied());
            (told.is_some() || other).then_some("imaging")
        };
        let kind = by_name
            .map(|(kind, _)| kind)
            .or_else(|| category_kind(request))
            .or_else(elsewhere)
            .unwrap_or("other");
        let mut evidence = statement.evidence("code");
        if let Some((_, phrase)) = by_name {
            evidence.says = format!("by name: \"{phrase}\"");
            evidence.origin = Origin::Text;
        }
        Ordered {
            kind,
            attributes,
            regions: if by_name.is_some() {
                wording::regions(&words)
            } else {
                Regions::NONE
            },
            confidence: Confidence::Probable,
            evidence: vec![evidence],
        }
    }
}

/// A study of the spine by its name; the part may stand in the body site.
fn spine_study(told: &Study, statement: &Statement<'_>) -> Option<Ordered> {
    let mut study = told.clone();
    let site = wording::regions(&statement.site);
    if named(study.regions).is_empty() && !site.is_empty() {
        study.regions = site;
    }
    if !study.is_of_the_spine() && study.modality != "abi" {
        return None;
    }
    let mut evidence = statement.evidence(format!("by name: {}", study.says()));
    evidence.origin = Origin::Text;
    Some(Ordered {
        kind: "imaging",
        attributes: study.attributes(),
        regions: study.regions,
        confidence: Confidence::Probable,
        evidence: vec![evidence],
    })
}

/// Procedures, therapies, items and referrals that only a name tells.
fn ordered_by_name(
    words: &Words,
    attributes: &mut Attributes,
) -> Option<(&'static str, &'static str)> {
    const PROCEDURES: [(&str, &[&str]); 5] = [
        (
            "esi",
            &[
                "epidural steroid injection",
                "epidural steroid",
                "epidural injection",
                "esi",
                "transforaminal epidural",
            ],
        ),
        (
            "root_block",
            &["nerve root block", "selective nerve root block", "snrb"],
        ),
        (
            "fusion",
            &[
                "lumbar fusion",
                "spinal fusion",
                "interbody fusion",
                "spine fusion",
                "plif",
                "tlif",
                "alif",
            ],
        ),
        (
            "spine_surgery",
            &[
                "laminectomy",
                "discectomy",
                "microdiscectomy",
                "laminotomy",
                "spine surgery",
                "spinal decompression",
            ],
        ),
        (
            "emg",
            &[
                "emg",
                "electromyography",
                "electromyogram",
                "electrodiagnostic",
                "nerve conduction",
                "ncs",
                "ncv",
            ],
        ),
    ];
    if let Some((target, phrase)) = referral_target(words) {
        attributes.set_word(Attribute::Target, target);
        return Some(("referral", phrase));
    }
    if let Some((procedure, phrase)) = PROCEDURES
        .iter()
        .find_map(|(name, names)| Some((*name, words.affirmed(names)?)))
    {
        attributes.set_word(Attribute::Procedure, procedure);
        return Some(("procedure", phrase));
    }
    if let Some(phrase) = words.any(&["physical therapy", "physiotherapy"]) {
        attributes.set_word(Attribute::Procedure, "physical_therapy");
        return Some(("therapy", phrase));
    }
    if let Some(phrase) = words.any(&["chiropractic", "chiropractor", "spinal manipulation"]) {
        attributes.set_word(Attribute::Procedure, "manual");
        return Some(("therapy", phrase));
    }
    let (word, phrase) = item(words)?;
    attributes.set_word(Attribute::Item, word);
    Some(("item", phrase))
}

/// Whom a referral is to, by the name of the specialty; none without a word that it is a referral.
pub(in crate::coded) fn referral_target(words: &Words) -> Option<(&'static str, &'static str)> {
    const TARGETS: [(&str, &[&str]); 8] = [
        (
            "emergency",
            &["emergency department", "emergency medicine", "emergency"],
        ),
        (
            "surgeon",
            &[
                "neurosurgery",
                "neurosurgeon",
                "neurological surgery",
                "spine surgery",
                "spine surgeon",
                "spinal surgery",
                "orthopedic surgery",
                "orthopaedic surgery",
                "orthopedics",
                "orthopaedics",
                "orthopedic",
                "orthopaedic",
                "surgeon",
            ],
        ),
        (
            "pain",
            &[
                "pain management",
                "pain medicine",
                "pain clinic",
                "pain specialist",
                "interventional pain",
            ],
        ),
        ("rheumatology", &["rheumatology", "rheumatologist"]),
        ("neurology", &["neurology", "neurologist"]),
        ("oncology", &["oncology", "oncologist"]),
        ("mdt", &["multidisciplinary", "mdt"]),
        (
            "spine_specialist",
            &[
                "spine specialist",
                "spine clinic",
                "spine center",
                "physiatry",
                "physiatrist",
                "physical medicine",
            ],
        ),
    ];
    if !words.has_any(&["referral", "refer", "consult", "consultation"])
        || words.has_any(&["physical therapy", "physiotherapy"])
    {
        return None;
    }
    TARGETS
        .iter()
        .find_map(|(target, names)| Some((*target, words.affirmed(names)?)))
}

/// The kind that a category names.
fn category_kind(request: &ServiceRequest<'_>) -> Option<&'static str> {
    let is = |codes: &[&str]| {
        request
            .category
            .iter()
            .any(|category| codes.iter().any(|code| category.is(code)))
    };
    let words = Words::of(request.category.iter().flat_map(Codeable::texts));
    if is(&["363679005", "RAD", "imaging"]) || words.has_any(&["imaging", "radiology"]) {
        Some("imaging")
    } else if is(&["108252007", "laboratory"]) || words.has_any(&["laboratory", "lab"]) {
        Some("laboratory")
    } else if is(&["3457005"]) || words.has_any(&["referral", "consult"]) {
        Some("referral")
    } else {
        (is(&["387713003"]) || words.has_any(&["surgical procedure", "procedure"]))
            .then_some("procedure")
    }
}
