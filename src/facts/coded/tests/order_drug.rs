//! Drafts of medicines: class and ingredient by code, name, brand and reference.

use rstest::rstest;
use serde_json::{Value, json};

use super::super::sample::{Read, read_all};
use crate::{Attribute, Held};

/// Class and ingredient of a drafted medicine, with a chart beside it: `opioid+acetaminophen: hydrocodone+acetaminophen`.
fn drafted(more: &Value, chart: &Value) -> String {
    let mut draft = json!({ "resourceType": "MedicationRequest", "id": "d", "status": "draft", "intent": "order" });
    for (key, value) in more.as_object().into_iter().flatten() {
        draft[key] = value.clone();
    }
    let read: Read = read_all(chart, &draft, None);
    let row = &read.facts.of(read.id("order"))[0];
    let words = |attribute| {
        let held = row.attributes.get(attribute).map(Held::words);
        held.unwrap_or_default().join("+")
    };
    assert!(row.is_certain());
    assert_eq!(
        row.attributes.has(Attribute::Relevant, "yes"),
        !words(Attribute::DrugClass).is_empty()
    );
    [words(Attribute::DrugClass), words(Attribute::Drug)]
        .join(": ")
        .trim_matches([':', ' '])
        .to_owned()
}

#[rstest]
#[case(
    "Hydrocodone-Acetaminophen 5-325 MG Oral Tablet",
    "opioid+acetaminophen: hydrocodone+acetaminophen"
)]
#[case("Norco 5/325", "opioid+acetaminophen: hydrocodone+acetaminophen")]
#[case("Morphine sulfate 15 mg ER tablet", "opioid: morphine")]
#[case("Cymbalta 30 mg capsule", "neuropathic: duloxetine")]
#[case("Acetaminophen 500 mg", "acetaminophen: acetaminophen")]
#[case("Aspirin 81 mg chewable tablet", "")]
#[case("Ibuprofen 200 mg liquid gel capsule", "nsaid: ibuprofen")]
#[case("Diclofenac 1 % topical gel", "")]
#[case("Diclofenac 0.1 % eye drops", "")]
#[case("Diclofenac epolamine patch", "")]
#[case("Diclofenac 50 mg tablet", "nsaid: diclofenac")]
#[case(
    "Methylprednisolone 4 mg dose pack",
    "steroid_oral: methylprednisolone"
)]
#[case("Methylprednisolone acetate 40 MG/ML Injectable Suspension", "")]
#[case("Prednisone enema", "")]
#[case("Ibuprofen or diclofenac", "nsaid: diclofenac+ibuprofen")]
fn a_drug_is_known_by_the_words_of_its_name(#[case] text: &str, #[case] expected: &str) {
    let written = json!({ "medicationCodeableConcept": { "text": text } });
    let displayed = json!({ "medicationCodeableConcept": { "coding": [{ "display": text }] } });
    assert_eq!(drafted(&written, &Value::Null), expected);
    assert_eq!(drafted(&displayed, &Value::Null), expected);
}

#[rstest]
#[case("7531", "neuropathic: nortriptyline")]
#[case("7052", "opioid: morphine")]
#[case("161", "acetaminophen: acetaminophen")]
#[case("38404-unknown", "")]
fn a_drug_is_known_by_its_code(#[case] code: &str, #[case] expected: &str) {
    let coding = json!({ "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": code });
    let coded = json!({ "medicationCodeableConcept": { "coding": [coding] } });
    assert_eq!(drafted(&coded, &Value::Null), expected);
}

#[test]
fn a_referred_medication_is_followed_into_the_draft_and_into_the_record() {
    let medication =
        json!({ "resourceType": "Medication", "id": "drug", "code": { "text": "Morphine" } });
    let contained =
        json!({ "medicationReference": { "reference": "#drug" }, "contained": [medication] });
    assert_eq!(drafted(&contained, &Value::Null), "opioid: morphine");
    let referred = json!({ "medicationReference": { "reference": "Medication/drug" } });
    assert_eq!(drafted(&referred, &json!([medication])), "opioid: morphine");
    let by_display = json!({ "medicationReference": { "reference": "Medication/gone", "display": "Cymbalta 30 mg" } });
    assert_eq!(
        drafted(&by_display, &Value::Null),
        "neuropathic: duloxetine"
    );
}

#[rstest]
#[case(json!({ "route": { "text": "Topical" } }), "")]
#[case(json!({ "route": { "text": "Oral" } }), "nsaid: diclofenac")]
#[case(json!({ "text": "Apply gel to knee four times daily" }), "")]
fn the_route_tells_what_reaches_the_whole_body(#[case] dosage: Value, #[case] expected: &str) {
    let order = json!({ "medicationCodeableConcept": { "text": "Diclofenac" }, "dosageInstruction": [dosage] });
    assert_eq!(drafted(&order, &Value::Null), expected);
}
