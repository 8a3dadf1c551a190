use rstest::rstest;
use serde_json::{Value, json};

use super::{super::sample::read, Lines};
use crate::Attribute;

fn request(text: &str, more: &Value) -> Value {
    let mut request = json!({
        "resourceType": "MedicationRequest", "id": "m", "status": "completed", "intent": "order", "authoredOn": "2026-05-01",
        "medicationCodeableConcept": { "text": text },
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        request[key] = value.clone();
    }
    request
}

#[rstest]
#[case(json!({}), "2026-05-15")]
#[case(json!({ "dispenseRequest": { "expectedSupplyDuration": { "value": 30, "unit": "d" } } }), "2026-05-31")]
#[case(json!({ "dispenseRequest": { "expectedSupplyDuration": { "value": 2, "unit": "wk" } } }), "2026-05-15")]
#[case(json!({ "dispenseRequest": { "quantity": { "value": 60, "unit": "tablet" } },
    "dosageInstruction": [{ "timing": { "repeat": { "frequency": 2, "period": 1, "periodUnit": "d" } },
        "doseAndRate": [{ "doseQuantity": { "value": 1, "unit": "tab" } }] }] }), "2026-05-31")]
#[case(json!({ "dispenseRequest": { "quantity": { "value": 60, "unit": "tablet" } }, "dosageInstruction": [{ "text": "Take 1 tablet three times daily" }] }), "2026-05-21")]
#[case(json!({ "dispenseRequest": { "quantity": { "value": 60, "unit": "tablet" } },
    "dosageInstruction": [{ "timing": { "code": { "text": "BID" } }, "doseAndRate": [{ "doseQuantity": { "value": 400, "unit": "mg" } }] }] }), "2026-05-15")]
fn a_prescription_lasts_as_long_as_its_supply(#[case] more: Value, #[case] end: &str) {
    assert_eq!(
        read(&request("Ibuprofen 400 mg oral tablet", &more)).lines(),
        [format!(
            "tx kind=nsaid drug_class=nsaid drug=ibuprofen onset 2026-05-01 end {end} stated 2026-05-01"
        )]
    );
}

#[rstest]
#[case(json!({ "status": "cancelled" }))]
#[case(json!({ "status": "draft" }))]
#[case(json!({ "status": "entered-in-error" }))]
#[case(json!({ "doNotPerform": true }))]
#[case(json!({ "intent": "proposal" }))]
fn a_prescription_that_was_never_given_is_no_care(#[case] more: Value) {
    assert!(read(&request("Ibuprofen", &more)).lines().is_empty());
}

#[test]
fn a_stopped_drug_tells_why() {
    let stopped = request(
        "Ibuprofen",
        &json!({ "status": "stopped", "statusReason": { "text": "Side effect" } }),
    );
    assert!(read(&stopped).lines()[0].contains("outcome=stopped_side_effect"));
}

#[rstest]
#[case("Prednisone 20 mg tablet", json!({}), 1)]
#[case("Prednisone", json!({ "dosageInstruction": [{ "route": { "text": "Ophthalmic" } }] }), 0)]
#[case("Prednisone acetate eye drops", json!({}), 0)]
fn only_a_systemic_steroid_counts(#[case] text: &str, #[case] more: Value, #[case] rows: usize) {
    assert_eq!(read(&request(text, &more)).of("tx").len(), rows);
}

#[rstest]
#[case("active", &["safety.anticoagulation onset 2026-05-01 end 2026-06-15 stated 2026-05-01"])]
#[case("stopped", &[])]
fn an_anticoagulant_counts_while_it_is_taken(#[case] status: &str, #[case] expected: Lines) {
    assert_eq!(
        read(&request("Warfarin 5 mg", &json!({ "status": status }))).lines(),
        expected
    );
}

#[rstest]
#[case("active", "2026-01-01", 1)]
// The supply of two weeks ended twelve days ago: it may still work.
#[case("completed", "2026-05-20", 1)]
#[case("completed", "2026-05-01", 0)]
fn another_drug_forbids_duloxetine_only_while_it_works(
    #[case] status: &str,
    #[case] authored: &str,
    #[case] count: usize,
) {
    let drug = request(
        "Sertraline 50 mg tablet",
        &json!({ "status": status, "authoredOn": authored }),
    );
    let found = read(&drug);
    let facts = found.facts.of(found.id("safety.duloxetine_contra"));
    assert_eq!(facts.len(), count);
    assert!(
        facts
            .iter()
            .all(|fact| fact.attributes.has(Attribute::Kind, "serotonergic"))
    );
}

#[test]
fn code_and_name_of_one_drug_are_one_row() {
    let both = request(
        "",
        &json!({ "medicationCodeableConcept": {
        "coding": [{ "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "7258" }], "text": "Ibuprofen or naproxen",
    } }),
    );
    assert_eq!(read(&both).of("tx").len(), 1);
}

#[test]
fn a_contained_medication_is_followed() {
    let referred = json!({
        "resourceType": "MedicationRequest", "id": "m", "status": "active", "intent": "order", "authoredOn": "2026-06-10",
        "medicationReference": { "reference": "#drug" },
        "contained": [{ "resourceType": "Medication", "id": "drug", "code": { "text": "ibuprofen" } }],
    });
    assert_eq!(read(&referred).of("tx").len(), 1);
}

#[rstest]
#[case(json!({ "effectivePeriod": { "start": "2026-04-01", "end": "2026-05-01" }, "status": "completed" }),
    &["tx kind=nsaid drug_class=nsaid drug=ibuprofen onset 2026-04-01 end 2026-05-01 stated 2026-04-01"])]
#[case(json!({ "effectivePeriod": { "start": "2026-04-01" }, "status": "active", "dateAsserted": "2026-06-01" }),
    &["tx kind=nsaid drug_class=nsaid drug=ibuprofen onset 2026-04-01 end 2026-06-15 stated 2026-06-01"])]
#[case(json!({ "status": "not-taken" }), &["tx absent kind=nsaid drug_class=nsaid drug=ibuprofen"])]
#[case(json!({ "status": "intended" }), &[])]
fn a_statement_has_its_own_period(#[case] more: Value, #[case] expected: Lines) {
    let mut statement = json!({ "resourceType": "MedicationStatement", "id": "m", "medicationCodeableConcept": { "text": "Ibuprofen" } });
    for (key, value) in more.as_object().into_iter().flatten() {
        statement[key] = value.clone();
    }
    assert_eq!(read(&statement).lines(), expected);
}
