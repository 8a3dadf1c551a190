//! The client's own order with one change: the resource of an *update* suggestion.
//!
//! The client gets back what it sent, unknown fields and odd shapes included, because an update replaces the whole
//! order. So the order is not read into the model, which would lose them: a member that needs no change is copied as
//! text, to the byte. Where empties are pruned inside a member, `serde_json` keeps the order and the digits (its features
//! `preserve_order` and `arbitrary_precision`, which fhirbolt turns on; pinned by tests).

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::{CodeableConcept, Priority, TypedError};

const RESOURCE: &str = "ServiceRequest";

/// What an update changes. What is `None` stays as the client sent it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderChange {
    /// The new procedure: its codings and its text, in place of the old ones.
    pub code: Option<CodeableConcept>,
    /// The new priority.
    pub priority: Option<Priority>,
}

/// The client's `ServiceRequest` with `change` made; members keep their order, ids and digits.
///
/// R4 forbids empty arrays, empty objects and nulls, so they are pruned from what the client sent. With `keep_empties`
/// they stay, and `reasonCode` is there even if it is empty: the CDS Hooks sandbox needs that list in every order.
pub fn update_service_request(
    original: &RawValue,
    change: &OrderChange,
    keep_empties: bool,
) -> Result<Box<RawValue>, TypedError> {
    let unreadable = |error: serde_json::Error| TypedError::Unreadable {
        line: error.line(),
        column: error.column(),
    };
    let mut order: Map<String, Value> = serde_json::from_str(original.get()).map_err(unreadable)?;
    let mut texts: BTreeMap<String, &RawValue> =
        serde_json::from_str(original.get()).map_err(unreadable)?;
    if order.get("resourceType").and_then(Value::as_str) != Some(RESOURCE) {
        return Err(TypedError::NotAServiceRequest);
    }
    let mut replace = |name: &str, value: Value| {
        texts.remove(name);
        order.insert(name.into(), value);
        // The extensions of a primitive that is gone go with it.
        order.retain(|member, _| member.strip_prefix('_') != Some(name));
    };
    if let Some(code) = &change.code {
        replace(
            "code",
            code.json().ok_or(TypedError::Missing {
                resource: RESOURCE,
                element: "code",
            })?,
        );
    }
    if let Some(priority) = change.priority {
        replace("priority", priority.code().into());
    }
    if keep_empties {
        order
            .entry("reasonCode")
            .or_insert_with(|| Value::Array(Vec::new()));
    }
    let members: Vec<String> = order
        .iter()
        .filter_map(|(name, value)| {
            let kept = if keep_empties {
                value.clone()
            } else {
                pruned(name, value)?
            };
            let text = texts.get(name).filter(|_| kept == *value);
            let text = text.map_or_else(|| kept.to_string(), |text| text.get().to_owned());
            Some(format!("{}:{text}", Value::from(name.as_str())))
        })
        .collect();
    RawValue::from_string(format!("{{{}}}", members.join(",")))
        .map_err(|_| TypedError::Unwritable { resource: RESOURCE })
}

/// What is left of a member without empties; nothing if it is empty itself.
///
/// The items of a primitive's array stand at the same index as their extensions in the sibling `_name` array, so there
/// a null holds a place and an emptied item becomes one. In an array of objects both can go.
fn pruned(name: &str, value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(items) => {
            let by_index = name.starts_with('_') || !items.iter().any(Value::is_object);
            let place = by_index.then_some(Value::Null);
            let items = items
                .iter()
                .filter_map(|item| pruned(name, item).or_else(|| place.clone()));
            let items: Vec<Value> = items.collect();
            items
                .iter()
                .any(|item| !item.is_null())
                .then_some(Value::Array(items))
        }
        Value::Object(members) => {
            let members = members
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), pruned(name, value)?)));
            let members: Map<String, Value> = members.collect();
            (!members.is_empty()).then_some(Value::Object(members))
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => Some(value.clone()),
    }
}
