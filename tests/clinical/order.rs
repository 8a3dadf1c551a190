//! The order in which a server lists resources is no part of what they say (boundary condition 8).

use super::fixtures::{Call, folder};
use serde_json::Value;
use std::{fs, path::PathBuf};

fn files() -> Vec<PathBuf> {
    let files = fs::read_dir(folder("requests")).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    files
}

fn answer(request: &Value) -> String {
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
    assert!(
        differ.is_empty(),
        "{} differ:\n{}",
        differ.len(),
        differ.join("\n")
    );
}
