//! What is no part of what a chart says: the order of its resources, the same one twice, and what has nothing to do with a spine
//! (boundary condition 8).

use super::fixtures::{Call, folder};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

fn files() -> Vec<PathBuf> {
    let files = fs::read_dir(folder("requests")).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    files
}

pub(crate) fn answer(request: &Value) -> String {
    let body = serde_json::to_vec(request).unwrap();
    let answer = Call::read(&body).answer();
    answer.map_or_else(
        |refused| refused.to_string(),
        |response| serde_json::to_string(&response).unwrap(),
    )
}

/// A request with the entries of every Bundle, its drafts included, in another order.
fn rearranged(request: &Value, entries: fn(&mut Vec<Value>)) -> Value {
    let mut request = request.clone();
    for place in ["/prefetch", "/context"] {
        let members = request.pointer_mut(place).and_then(Value::as_object_mut);
        for (_, bundle) in members.into_iter().flatten() {
            if let Some(Value::Array(all)) = bundle.get_mut("entry") {
                entries(all);
            }
        }
    }
    request
}

/// A request with the chart of another one added, as that of the same patient.
fn with_chart_of(request: &Value, other: &Value) -> Value {
    let patient = |request: &Value| {
        let id = request.pointer("/context/patientId");
        id.and_then(Value::as_str).unwrap().to_owned()
    };
    let other = other
        .pointer("/prefetch")
        .unwrap()
        .to_string()
        .replace(&patient(other), &patient(request));
    let mut other: Value =
        serde_json::from_str(&other.replace("\"id\":\"", "\"id\":\"b-")).unwrap();
    let mut request = request.clone();
    let members = request
        .pointer_mut("/prefetch")
        .and_then(Value::as_object_mut);
    for (key, bundle) in members.into_iter().flatten() {
        let more = other.get_mut(key).and_then(|other| other.get_mut("entry"));
        if let (Some(Value::Array(all)), Some(Value::Array(more))) = (bundle.get_mut("entry"), more)
        {
            all.append(more);
        }
    }
    request
}

/// Every third entry first, then the others backwards: neither the order nor its reverse.
fn shuffle(entries: &mut Vec<Value>) {
    let (third, mut others): (Vec<_>, Vec<_>) = entries
        .drain(..)
        .enumerate()
        .partition(|(place, _)| place % 3 == 1);
    others.reverse();
    entries.extend(third.into_iter().chain(others).map(|(_, entry)| entry));
}

/// Every entry twice.
fn double(entries: &mut Vec<Value>) {
    let again = entries.clone();
    entries.extend(again);
}

/// A resource of the same patient that has nothing to do with a spine, for the Bundle that holds its kind.
fn unrelated(key: &str, patient: &str) -> Option<Value> {
    let code = |system: &str, code: &str, text: &str| json!({"coding": [{"system": system, "code": code}], "text": text});
    let icd = "http://hl7.org/fhir/sid/icd-10-cm";
    let subject = json!({"reference": format!("Patient/{patient}")});
    Some(match key {
        "conditions" => json!({
            "resourceType": "Condition", "id": "other-1", "subject": subject, "code": code(icd, "J45.909", "Asthma"),
            "clinicalStatus": {"coding": [{"code": "active"}]}, "onsetDateTime": "2010-02-03", "recordedDate": "2010-02-03",
        }),
        "observations" => json!({
            "resourceType": "Observation", "id": "other-2", "status": "final", "subject": subject, "effectiveDateTime": "2026-05-01",
            "code": code("http://loinc.org", "8302-2", "Body height"),
            "valueQuantity": {"value": 171, "unit": "cm", "system": "http://unitsofmeasure.org", "code": "cm"},
        }),
        "procedures" => json!({
            "resourceType": "Procedure", "id": "other-3", "status": "completed", "subject": subject, "performedDateTime": "2001-07-09",
            "code": code("http://snomed.info/sct", "80146002", "Appendectomy"),
        }),
        "medications" => json!({
            "resourceType": "MedicationRequest", "id": "other-4", "status": "active", "intent": "order", "subject": subject,
            "authoredOn": "2026-01-02", "medicationCodeableConcept": {"text": "levothyroxine 50 mcg tablet"},
        }),
        "reports" => json!({
            "resourceType": "DiagnosticReport", "id": "other-5", "status": "final", "subject": subject, "effectiveDateTime": "2026-03-04",
            "code": {"text": "Chest X-ray"}, "conclusion": "Clear lungs.",
        }),
        _ => return None,
    })
}

/// A request whose chart holds other illnesses too.
fn with_unrelated(request: &Value) -> Value {
    let mut request = request.clone();
    let patient = request["context"]["patientId"].as_str().unwrap().to_owned();
    let members = request
        .pointer_mut("/prefetch")
        .and_then(Value::as_object_mut);
    for (key, bundle) in members.into_iter().flatten() {
        if let Some(Value::Array(all)) = bundle.get_mut("entry") {
            let other = unrelated(key, &patient);
            all.extend(other.map(|resource| json!({"resource": resource})));
        }
    }
    request
}

pub(crate) fn requests() -> impl Iterator<Item = Value> {
    files()
        .into_iter()
        .map(|file| serde_json::from_slice(&fs::read(file).unwrap()).unwrap())
}

/// The requests that are answered otherwise once they are changed.
fn changed(change: impl Fn(&Value) -> Value) -> Vec<String> {
    let differ = requests().filter_map(|request| {
        let (expected, other) = (answer(&request), answer(&change(&request)));
        // How much was left out is counted, and may change.
        let counts = expected.contains("Left out, as it belongs to another patient");
        (other != expected && !counts)
            .then(|| format!("{}\n  {expected}\n  {other}", request["hookInstance"]))
    });
    differ.collect()
}

fn assert_none(differ: &[String]) {
    let (count, differ) = (differ.len(), differ.join("\n"));
    assert!(count == 0, "{count} differ:\n{differ}");
}

#[test]
fn a_resource_that_stands_twice_says_nothing_new() {
    let differ = changed(|request| {
        let mut request = request.clone();
        let members = request
            .pointer_mut("/prefetch")
            .and_then(Value::as_object_mut);
        for (_, bundle) in members.into_iter().flatten() {
            if let Some(Value::Array(all)) = bundle.get_mut("entry") {
                double(all);
            }
        }
        request
    });
    assert_none(&differ);
}

#[test]
fn what_has_nothing_to_do_with_a_spine_changes_nothing() {
    let differ = changed(with_unrelated);
    assert_none(&differ);
}

#[test]
fn the_order_of_entries_changes_no_byte_of_the_answer() {
    let requests: Vec<Value> = files()
        .iter()
        .map(|file| serde_json::from_slice(&fs::read(file).unwrap()).unwrap())
        .collect();
    let others = requests.iter().cycle().skip(1);
    // Two charts in one have more facts of the same day, and more rules that meet.
    let doubled = requests
        .iter()
        .zip(others)
        .map(|(one, other)| with_chart_of(one, other));
    let mut differ = Vec::new();
    for request in requests.iter().cloned().chain(doubled) {
        let expected = answer(&request);
        for entries in [|entries: &mut Vec<Value>| entries.reverse(), shuffle] {
            let other = answer(&rearranged(&request, entries));
            if other != expected {
                differ.push(format!(
                    "{}\n  {expected}\n  {other}",
                    request.pointer("/hookInstance").unwrap()
                ));
            }
        }
    }
    assert_none(&differ);
}
