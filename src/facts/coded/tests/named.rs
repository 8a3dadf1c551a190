use rstest::rstest;
use serde_json::{Value, json};

use super::{
    super::sample::{read, read_all},
    Lines,
};

fn condition(code: &str, text: &str, more: &Value) -> Value {
    let mut condition = json!({
        "resourceType": "Condition", "id": "c", "recordedDate": "2026-06-10",
        "code": { "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code }], "text": text },
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        condition[key] = value.clone();
    }
    condition
}

fn verification(code: &str) -> Value {
    json!({ "verificationStatus": { "coding": [{ "code": code }] } })
}

#[rstest]
// A code that says less, and codes of no list.
#[case("R20.0", "Saddle anesthesia", json!({}), &["neuro.saddle stated 2026-06-10"])]
#[case("R20.2", "Perineal numbness", json!({}), &["neuro.sensory kind=paraesthesia stated 2026-06-10", "neuro.saddle stated 2026-06-10"])]
#[case("R39.198", "Urinary retention", json!({ "onsetDateTime": "2026-06-09" }), &["neuro.bladder kind=retention_or_flow onset 2026-06-09 stated 2026-06-10"])]
#[case("R10.9", "Left flank pain", json!({}), &["pain.flank stated 2026-06-10"])]
#[case("X", "Bilateral leg weakness", json!({}), &["neuro.motor side=both limb=lower stated 2026-06-10"])]
#[case("X", "Subjective leg weakness", json!({}), &["neuro.motor probable limb=lower stated 2026-06-10"])]
#[case("X", "Cauda equina syndrome", json!({}), &[
    "pattern.cauda_equina in lumbar stated 2026-06-10",
    "neuro.bladder in lumbar kind=retention_or_flow stated 2026-06-10",
    "neuro.saddle in lumbar stated 2026-06-10",
])]
// What the code states already is not told twice; another kind of it is.
#[case("R33.9", "Urinary retention", json!({}), &["neuro.bladder kind=retention_or_flow stated 2026-06-10"])]
#[case("R32", "Urinary incontinence", json!({}), &["neuro.bladder probable kind=incontinence stated 2026-06-10"])]
#[case("R32", "Urinary retention with overflow", json!({}), &[
    "neuro.bladder probable kind=incontinence stated 2026-06-10",
    "neuro.bladder kind=retention_or_flow stated 2026-06-10",
])]
#[case("M21.371", "Foot drop", json!({}), &["neuro.motor side=right limb=lower stated 2026-06-10"])]
// Denied, doubted, past, refuted.
#[case("X", "Back pain, no saddle numbness", json!({}), &["pain.spine in unspecified stated 2026-06-10", "neuro.saddle absent stated 2026-06-10"])]
#[case("X", "Possible saddle numbness", json!({}), &["neuro.saddle probable stated 2026-06-10"])]
#[case("X", "Rule out saddle numbness", json!({}), &["neuro.saddle probable stated 2026-06-10"])]
#[case("X", "Saddle numbness unlikely", json!({}), &[])]
#[case("X", "Saddle numbness", verification("refuted"), &["neuro.saddle absent stated 2026-06-10"])]
#[case("X", "No saddle numbness", verification("refuted"), &[])]
#[case("X", "Saddle numbness", verification("provisional"), &["neuro.saddle probable stated 2026-06-10"])]
#[case("X", "Saddle numbness", verification("entered-in-error"), &[])]
#[case("X", "Saddle numbness", json!({ "clinicalStatus": { "coding": [{ "code": "resolved" }] } }), &[])]
#[case("X", "History of saddle numbness", json!({}), &[])]
#[case("X", "Family history of fever", json!({}), &[])]
#[case("X", "Hay fever", json!({}), &[])]
#[case("X", "History of intravenous drug use", json!({}), &["rf.ivdu probable stated 2026-06-10"])]
// The course stands beside it.
#[case("X", "Chronic urinary retention", json!({}), &["neuro.bladder kind=retention_or_flow stated 2026-06-10 long"])]
#[case("X", "Sudden urinary retention", json!({}), &["neuro.bladder kind=retention_or_flow stated 2026-06-10 worsened 2026-06-10"])]
#[case("X", "Worsening left leg weakness", json!({}), &[
    "neuro.motor side=left limb=lower course=worsening stated 2026-06-10 worsened 2026-06-10",
    "neuro.progressive side=left limb=lower course=worsening stated 2026-06-10 worsened 2026-06-10",
])]
// Undated by nature, unless somebody confirmed one that began lately.
#[case("X", "Erectile dysfunction", json!({ "onsetDateTime": "2026-06-09" }), &["neuro.sexual probable onset 2026-06-09 stated 2026-06-10"])]
#[case("X", "Erectile dysfunction", json!({ "onsetDateTime": "2026-06-09", "verificationStatus": { "coding": [{ "code": "confirmed" }] } }),
    &["neuro.sexual onset 2026-06-09 stated 2026-06-10"])]
// Nothing reaches over the end of a name.
#[case("X", "Saddle. Numbness", json!({}), &[])]
fn a_name_states_what_its_code_does_not(
    #[case] code: &str,
    #[case] text: &str,
    #[case] more: Value,
    #[case] expected: Lines,
) {
    let mut found = read(&condition(code, text, &more)).lines();
    let mut expected: Vec<String> = expected.iter().map(|&line| line.to_owned()).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn evidence_of_a_name_is_its_words_and_text() {
    let found = read(&condition("R20.0", "Perineal numbness", &json!({})));
    let evidence = &found.facts.of(found.id("neuro.saddle"))[0].evidence[0];
    assert_eq!(
        (evidence.origin.word(), evidence.says.as_str()),
        ("text", "\"perineal numbness\"")
    );
}

#[rstest]
#[case("Saddle numbness", &["neuro.saddle stated 2026-06-15 visit"])]
// What only the patient tells.
#[case("Leg weakness", &["neuro.motor probable limb=lower stated 2026-06-15 visit"])]
#[case("Foot drop", &["neuro.motor limb=lower stated 2026-06-15 visit"])]
fn a_reason_of_the_visit_is_read_too(#[case] text: &str, #[case] expected: Lines) {
    let visit = json!({
        "resourceType": "Encounter", "id": "e", "status": "in-progress", "period": { "start": "2026-06-15T09:00:00Z" },
        "reasonCode": [{ "text": text }],
    });
    let read = read_all(&json!([visit]), &Value::Null, None);
    assert_eq!(read.lines(), expected);
}

#[test]
fn a_reason_of_an_order_states_no_finding() {
    let draft = json!({
        "resourceType": "ServiceRequest", "id": "d", "status": "draft", "intent": "order",
        "code": { "coding": [{ "system": "http://www.ama-assn.org/go/cpt", "code": "72148" }] },
        "reasonCode": [{ "text": "Saddle numbness" }],
    });
    let read = read_all(&Value::Null, &json!([draft]), None);
    assert!(read.of("neuro.saddle").is_empty());
}

#[rstest]
#[case(json!({}), &["neuro.saddle stated 2026-06-12"])]
#[case(json!({ "valueBoolean": true }), &["neuro.saddle stated 2026-06-12"])]
#[case(json!({ "valueBoolean": false }), &["neuro.saddle absent stated 2026-06-12"])]
#[case(json!({ "valueString": "not examined" }), &[])]
#[case(json!({ "code": { "text": "Physical findings" }, "valueCodeableConcept": { "text": "Saddle anesthesia" } }), &["neuro.saddle stated 2026-06-12"])]
#[case(json!({ "code": { "text": "Family history" }, "valueCodeableConcept": { "text": "Saddle anesthesia" } }), &[])]
fn an_observation_is_answered_by_its_value(#[case] more: Value, #[case] expected: Lines) {
    let mut observation = json!({
        "resourceType": "Observation", "id": "o", "status": "final", "effectiveDateTime": "2026-06-12", "code": { "text": "Saddle numbness" },
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        observation[key] = value.clone();
    }
    let found = read(&observation);
    assert_eq!(found.lines(), expected);
    assert!(
        found
            .facts
            .of(found.id("neuro.saddle"))
            .iter()
            .all(|fact| fact.examined)
    );
}
