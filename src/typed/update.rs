//! The client's own order with one change: the resource of an *update* suggestion.
//!
//! The client gets back what it sent, unknown fields and odd shapes included, because an update replaces the whole
//! order. So the order is not read into the model, which would lose them: a member that needs no change is copied as
//! text, to the byte, even one that is too deep or too odd to be read. Where empties are pruned inside a member, `serde_json` keeps the order and the digits (its features
//! `preserve_order` and `arbitrary_precision`, which fhirbolt turns on; pinned by tests).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
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
/// R4 forbids empty strings, arrays and objects and nulls, so they are pruned from what the client sent. With
/// `keep_empties` they stay, and `reasonCode` is there even if it is empty: the CDS Hooks sandbox needs that list in every
/// order.
pub fn update_service_request(
    original: &RawValue,
    change: &OrderChange,
    keep_empties: bool,
) -> Result<Box<RawValue>, TypedError> {
    let mut order: Members = serde_json::from_str(original.get()).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        TypedError::Unreadable { line, column }
    })?;
    if order.text("resourceType").as_deref() != Some(RESOURCE) {
        return Err(TypedError::NotAServiceRequest);
    }
    if !keep_empties {
        order.prune();
    }
    if let Some(code) = &change.code {
        let code = code.json().ok_or(TypedError::Missing {
            resource: RESOURCE,
            element: "code",
        })?;
        order.replace("code", &code);
    }
    if let Some(priority) = change.priority {
        order.replace("priority", &priority.code().into());
    }
    if keep_empties && !order.0.contains_key("reasonCode") {
        order.replace("reasonCode", &Value::Array(Vec::new()));
    }
    RawValue::from_string(order.written())
        .map_err(|_| TypedError::Unwritable { resource: RESOURCE })
}

/// The members of an order by name, each with its place and its JSON text.
struct Members<'a>(BTreeMap<String, (usize, Cow<'a, str>)>);

impl Members<'_> {
    /// A member that is a string.
    fn text(&self, name: &str) -> Option<String> {
        let (_, json) = self.0.get(name)?;
        serde_json::from_str(json).ok()
    }

    /// Puts a value in the place of an old one, else at the end; the extensions of a primitive that is gone go with it.
    fn replace(&mut self, name: &str, value: &Value) {
        self.0.remove(&format!("_{name}"));
        let last = self.0.values().map(|(place, _)| *place).max();
        let place = self.0.get(name).map(|(place, _)| *place);
        let place = place.unwrap_or_else(|| last.map_or(0, |last| last + 1));
        let json = Cow::Owned(value.to_string());
        self.0.insert(name.to_owned(), (place, json));
    }

    /// Takes out what is empty. A member that cannot be read, for its depth or half a surrogate pair, stays as it is.
    fn prune(&mut self) {
        self.0.retain(|name, (_, json)| {
            let Ok(value) = serde_json::from_str::<Value>(json) else {
                return true;
            };
            let kept = pruned(name, &value);
            if let Some(kept) = kept.as_ref().filter(|kept| **kept != value) {
                *json = Cow::Owned(kept.to_string());
            }
            kept.is_some()
        });
    }

    /// The order as JSON, its members in their places.
    fn written(self) -> String {
        let mut members: Vec<_> = self.0.into_iter().collect();
        members.sort_by_key(|(_, (place, _))| *place);
        let members: Vec<String> = members
            .into_iter()
            .map(|(name, (_, json))| format!("{}:{json}", Value::from(name)))
            .collect();
        format!("{{{}}}", members.join(","))
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader)
    }
}

/// Reads the members as text. Of one that is given twice the last counts, in the place of the first.
struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((name, json)) = map.next_entry::<String, &RawValue>()? {
            let end = members.len();
            let (_, text) = members.entry(name).or_insert((end, Cow::Borrowed("")));
            *text = Cow::Borrowed(json.get());
        }
        Ok(Members(members))
    }
}

/// What is left of a member without empties; nothing if it is empty itself.
///
/// The items of a primitive's array stand at the same index as their extensions in the sibling `_name` array, so there
/// a null holds a place and an emptied item becomes one. In an array of objects both can go.
fn pruned(name: &str, value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
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
