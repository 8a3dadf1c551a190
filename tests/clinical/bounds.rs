//! A chart of any size makes a card of one size.

use super::fixtures::{Call, folder};
use serde_json::{Value, json};
use std::fs;

fn details(conditions: impl Iterator<Item = Value>) -> Vec<String> {
    let body = fs::read(folder("requests").join("sciatica-saddle-numbness.json")).unwrap();
    let mut request: Value = serde_json::from_slice(&body).unwrap();
    let entries = request
        .pointer_mut("/prefetch/conditions/entry")
        .and_then(Value::as_array_mut)
        .unwrap();
    entries.extend(conditions.map(|resource| json!({ "resource": resource })));
    let body = serde_json::to_vec(&request).unwrap();
    let cards = Call::read(&body).answer().unwrap().cards;
    cards.into_iter().filter_map(|card| card.detail).collect()
}

fn condition(number: usize, code: &str, words: &str) -> Value {
    json!({
        "resourceType": "Condition",
        "id": format!("more-{number}"),
        "subject": { "reference": "Patient/pt-leg-pain" },
        "clinicalStatus": { "coding": [{ "code": "active" }] },
        "code": { "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code }], "text": words },
        "onsetDateTime": format!("2026-05-{:02}", number % 28 + 1),
    })
}

fn seen(detail: &str) -> usize {
    detail
        .split("**Why**")
        .next()
        .unwrap()
        .matches("\n- ")
        .count()
}

#[test]
fn a_card_of_a_thousand_findings_is_still_read_in_seconds() {
    let codes = [
        "G83.4", "R29.898", "M21.371", "C79.51", "M54.41", "R32", "M54.50",
    ];
    let conditions = (0..1_000).zip(codes.into_iter().cycle());
    let details = details(
        conditions.map(|(number, code)| condition(number, code, "Weakness of the left foot")),
    );
    assert!(!details.is_empty());
    for detail in details {
        assert!(seen(&detail) <= 13, "{detail}");
        assert!(detail.len() < 8_000, "{}", detail.len());
        assert!(detail.contains("more statements in the record"), "{detail}");
        assert!(detail.contains("Saddle"), "{detail}");
    }
}

#[test]
fn many_statements_of_one_finding_hide_no_other() {
    let details = details((0..40).map(|number| condition(number, "G83.4", "Cauda equina")));
    assert!(
        details.iter().any(|detail| {
            detail.contains("more statements") && detail.contains("- Radicular pain")
        }),
        "{details:?}"
    );
}
