//! How a drug gets into the body, by route, form and instruction.

use foramen_fhir::{Codeable, Dosage};

use super::super::wording::{Words, beginning};

/// Whether route, form and instruction let a drug reach the whole body.
pub(in crate::coded) fn is_systemic(drug: &Codeable<'_>, dosage: &[Dosage<'_>]) -> bool {
    const LOCAL: [&str; 27] = [
        "cream",
        "ointment",
        "lotion",
        "gel",
        "topical",
        "topically",
        "shampoo",
        "inhaler",
        "inhalation",
        "inhaled",
        "nebulizer",
        "nasal",
        "nostril",
        "ophthalmic",
        "eye",
        "otic",
        "ear",
        "drops",
        "intra articular",
        "epidural",
        "rectal",
        "foam",
        "enema",
        "suppository",
        "patch",
        "transdermal",
        "mouthwash",
    ];
    // A capsule that is filled with gel is swallowed.
    let words = words_of(drug, dosage).except(&["liquid gel", "gel capsule", "gel caps"]);
    !words.has_any(&LOCAL)
}

/// Whether it is given by needle.
pub(in crate::coded) fn is_injected(drug: &Codeable<'_>, dosage: &[Dosage<'_>]) -> bool {
    const NEEDLE: [&str; 11] = [
        "injection",
        "injectable",
        "injected",
        "intramuscular",
        "intravenous",
        "intralesional",
        "im",
        "iv",
        "depo",
        "vial",
        "infusion",
    ];
    words_of(drug, dosage).has_any(&NEEDLE)
}

/// The words of a drug, of its routes and of its instructions.
fn words_of(drug: &Codeable<'_>, dosage: &[Dosage<'_>]) -> Words {
    let routes = dosage.iter().flat_map(|dosage| {
        let route = dosage.route.iter().flat_map(Codeable::texts);
        route
            .chain(dosage.text.as_deref())
            .chain(dosage.patient_instruction.as_deref())
    });
    Words::of(drug.texts().into_iter().chain(routes).map(beginning))
}
