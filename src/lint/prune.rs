//! What R4 forbids to be there at all: "JSON objects are never empty", arrays neither, and null stands only in an array
//! of primitives, to hold the place of one that has only extensions (FHIR R4, JSON representation).
//!
//! It is taken out before the typed model reads the resource: that panics on an empty array and refuses a null.

use serde_json::{Map, Value};

use crate::place::Place;
use crate::problem::{Findings, Kind};

/// Notes each empty thing of an object, and gives back what is left.
pub(crate) fn prune_object(
    object: Map<String, Value>,
    place: &Place,
    findings: &mut Findings,
) -> Map<String, Value> {
    let places_held: Vec<(String, Vec<bool>)> = object
        .iter()
        .filter_map(|(name, value)| Some((sibling(name), filled(value)?)))
        .collect();
    object
        .into_iter()
        .filter_map(|(name, value)| {
            let held = places_held
                .iter()
                .find(|(of, _)| *of == name)
                .map_or(&[][..], |(_, held)| held);
            let kept = prune(value, held, &place.member(&name), findings)?;
            Some((name, kept))
        })
        .collect()
}

/// What is left of a value; nothing if it is empty. An item of an array keeps its index: a null takes its place.
fn prune(value: Value, held: &[bool], place: &Place, findings: &mut Findings) -> Option<Value> {
    match value {
        Value::Null => {
            findings.note(Kind::Empty, place, "null: leave the element out");
            None
        }
        Value::Array(items) if items.is_empty() => {
            findings.note(Kind::Empty, place, "empty array: leave the element out");
            None
        }
        Value::Array(items) => {
            let items: Vec<Value> = items
                .into_iter()
                .enumerate()
                .map(|(at, item)| match item {
                    Value::Null if held.get(at).copied().unwrap_or(false) => Value::Null,
                    item => prune(item, &[], &place.item(at), findings).unwrap_or(Value::Null),
                })
                .collect();
            items
                .iter()
                .any(|item| !item.is_null())
                .then_some(Value::Array(items))
        }
        Value::Object(members) if members.is_empty() => {
            findings.note(Kind::Empty, place, "empty object: leave the element out");
            None
        }
        Value::Object(members) => {
            let members = prune_object(members, place, findings);
            (!members.is_empty()).then_some(Value::Object(members))
        }
        value => Some(value),
    }
}

/// Name of the member that holds the other half of a primitive: `given` and `_given`.
fn sibling(name: &str) -> String {
    name.strip_prefix('_')
        .map_or_else(|| format!("_{name}"), Into::into)
}

/// Which items of an array are more than null.
fn filled(value: &Value) -> Option<Vec<bool>> {
    Some(
        value
            .as_array()?
            .iter()
            .map(|item| !item.is_null())
            .collect(),
    )
}
