//! The data that `hooks/source-attributes.toml` says are not used change no answer, whatever a client sends of them; those that it says are
//! used do.

use super::order::{answer, requests};
use serde_json::{Value, json};

/// A request whose patient says more of themselves, in the resource and in observations.
fn with_more_said(request: &Value) -> Option<Value> {
    const CORE: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
    let mut request = request.clone();
    let patient = request.pointer_mut("/prefetch/patient")?.as_object_mut()?;
    let coded = |name: &str, code: &str| json!({ "url": format!("{CORE}{name}"), "extension": [{ "url": "text", "valueString": code }] });
    patient.insert(
        "extension".to_owned(),
        json!([
            coded("race", "Asian"),
            coded("ethnicity", "Hispanic or Latino"),
            coded("genderIdentity", "446151000124109")
        ]),
    );
    patient.insert(
        "communication".to_owned(),
        json!([{ "language": { "coding": [{ "system": "urn:ietf:bcp:47", "code": "es" }], "text": "Spanish" }, "preferred": true }]),
    );
    let subject = format!(
        "Patient/{}",
        request.pointer("/context/patientId")?.as_str()?
    );
    let observation = |id: &str, code: &str, words: &str, value: &str| {
        json!({ "resource": {
            "resourceType": "Observation", "id": id, "status": "final", "subject": { "reference": subject.clone() },
            "code": { "coding": [{ "system": "http://loinc.org", "code": code, "display": words }], "text": words },
            "valueCodeableConcept": { "text": value }
        } })
    };
    let more = [
        observation("more-1", "76690-7", "Sexual orientation", "Bisexual"),
        observation("more-2", "76691-5", "Gender identity", "Male"),
        observation("more-3", "32624-9", "Race", "Asian"),
    ];
    let bundles = request.pointer_mut("/prefetch")?.as_object_mut()?;
    let holds_observations = |bundle: &&mut Value| {
        bundle
            .pointer("/entry/0/resource/resourceType")
            .is_some_and(|kind| kind == "Observation")
    };
    if let Some(Value::Array(entries)) = bundles
        .values_mut()
        .find(holds_observations)
        .and_then(|bundle| bundle.get_mut("entry"))
    {
        entries.extend(more);
    }
    Some(request)
}

#[test]
fn what_is_said_not_to_be_used_changes_no_answer() {
    let mut compared = 0;
    for request in requests() {
        let Some(more) = with_more_said(&request) else {
            continue;
        };
        assert_eq!(answer(&more), answer(&request), "{request}");
        compared += 1;
    }
    assert!(compared > 100, "{compared} requests hold a patient");
}

#[test]
fn what_is_said_to_be_used_does() {
    for (member, other) in [
        ("birthDate", json!("2015-01-01")),
        ("gender", json!("male")),
    ] {
        let differs = requests().into_iter().any(|request| {
            let mut changed = request.clone();
            if let Some(Value::Object(patient)) = changed.pointer_mut("/prefetch/patient") {
                patient.insert(member.to_owned(), other.clone());
            }
            answer(&changed) != answer(&request)
        });
        assert!(differs, "{member}");
    }
}
