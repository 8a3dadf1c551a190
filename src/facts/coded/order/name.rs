//! What an order is for, where only its name or its category tells.

use foramen_fhir::{Codeable, views::ServiceRequest};

use crate::{
    Attribute, Attributes,
    coded::wording::{self, Words},
};

/// Procedures, therapies, items and referrals that only a name tells.
pub(super) fn ordered_by_name(
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
        ("emg", &["emg", "electromyography", "nerve conduction"]),
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
        if procedure == "fusion" {
            attributes.add_word(Attribute::Procedure, "spine_surgery");
        }
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
    if let Some(phrase) = words.any(&["bed rest", "bedrest"]) {
        attributes.set_word(Attribute::Item, "bed_rest");
        return Some(("item", phrase));
    }
    let spinal = !wording::regions(words).is_empty() || words.has_any(&["back", "spine"]);
    let brace = words
        .any(&["brace", "orthosis", "corset"])
        .filter(|_| spinal)
        .or_else(|| words.any(&["lso", "tlso", "back brace"]))?;
    attributes.set_word(Attribute::Item, "brace");
    Some(("item", brace))
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
pub(super) fn category_kind(request: &ServiceRequest<'_>) -> Option<&'static str> {
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
