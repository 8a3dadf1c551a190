//! A resource beside the model's tables: which elements it has, which of them are lists, which are primitives.
//!
//! The typed model tells the first fault only, and often without a place; it takes a list for a single value and the
//! other way round, and any string for a date. So this walk goes first. It notes every fault at its place and mends it,
//! so that the model then finds what only it knows.

use std::collections::BTreeSet;

use fhirbolt::FhirReleases;
use fhirbolt_shared::path::ElementPath;
use serde_json::{Map, Value};

use crate::format::{Temporal, is_id};
use crate::place::{Place, is_member_name, is_type_name};
use crate::problem::{Findings, Kind};

/// Notes the faults of a resource and gives back what is left of it, with the names of the elements that were taken out.
pub(crate) fn mend(
    resource: Map<String, Value>,
    place: &Place,
    findings: &mut Findings,
) -> Option<(Map<String, Value>, BTreeSet<String>)> {
    let mut walk = Walk {
        findings,
        taken_out: BTreeSet::new(),
    };
    let mended = walk.resource(resource, &ElementPath::new(FhirReleases::R4), place)?;
    Some((mended, walk.taken_out))
}

struct Walk<'a> {
    findings: &'a mut Findings,
    taken_out: BTreeSet<String>,
}

/// What R4 says about an element.
struct Element {
    path: ElementPath,
    /// Name of the element, or of the resource around it if it stands directly in one, for the table of dates.
    parent: String,
    name: String,
    primitive: bool,
    /// The `_name` half of a primitive, which holds its id and extensions.
    extends_primitive: bool,
}

impl Walk<'_> {
    fn resource(
        &mut self,
        resource: Map<String, Value>,
        around: &ElementPath,
        place: &Place,
    ) -> Option<Map<String, Value>> {
        let Some(name) = resource
            .get("resourceType")
            .and_then(Value::as_str)
            .map(ToOwned::to_owned)
        else {
            self.findings.note(
                Kind::ResourceType,
                place,
                "not a FHIR resource: no `resourceType`",
            );
            return None;
        };
        let mut path = around.clone();
        path.push(&name);
        if path.children().is_none() {
            let name = if is_type_name(&name) {
                format!(" `{name}`")
            } else {
                String::new()
            };
            self.findings.note(
                Kind::ResourceType,
                place,
                format!("R4 has no resource type{name}"),
            );
            return None;
        }
        if resource
            .get("id")
            .and_then(Value::as_str)
            .is_some_and(|id| !is_id(id))
        {
            let form = "not an R4 id (1 to 64 letters, digits, hyphens or points)";
            self.findings.note(Kind::Format, &place.member("id"), form);
        }
        Some(self.members(resource, &path, &name, place))
    }

    fn members(
        &mut self,
        object: Map<String, Value>,
        path: &ElementPath,
        parent: &str,
        place: &Place,
    ) -> Map<String, Value> {
        let mut kept = Map::new();
        for (member, value) in object {
            let place = place.member(&member);
            if member == "resourceType" && parent.starts_with(|c: char| c.is_ascii_uppercase()) {
                kept.insert(member, value);
            } else if let Some(element) = known(path, parent, &member) {
                if let Some(value) = self.value(value, &element, &place) {
                    kept.insert(member, value);
                } else {
                    self.taken_out.insert(element.name);
                }
            } else {
                let name = if is_member_name(&member) {
                    format!(" `{member}`")
                } else {
                    String::new()
                };
                self.findings.note(
                    Kind::UnknownElement,
                    &place,
                    format!("R4 has no element{name} here"),
                );
            }
        }
        kept
    }

    fn value(&mut self, value: Value, element: &Element, place: &Place) -> Option<Value> {
        match (element.path.current_element_is_sequence(), value) {
            (true, Value::Array(items)) => {
                let items = items.into_iter().enumerate();
                let items: Vec<Value> = items
                    .filter_map(|(at, item)| self.item(item, element, &place.item(at)))
                    .collect();
                (!items.is_empty()).then_some(Value::Array(items))
            }
            (true, single) => {
                self.findings.note(
                    Kind::Cardinality,
                    place,
                    "a single value where R4 has a list",
                );
                Some(Value::Array(vec![self.item(single, element, place)?]))
            }
            (false, Value::Array(items)) => {
                self.findings.note(
                    Kind::Cardinality,
                    place,
                    "a list where R4 has a single value",
                );
                self.item(
                    items.into_iter().find(|item| !item.is_null())?,
                    element,
                    place,
                )
            }
            (false, single) => self.item(single, element, place),
        }
    }

    fn item(&mut self, value: Value, element: &Element, place: &Place) -> Option<Value> {
        let due = element.due();
        match value {
            // Pruning left a null for an item that was empty. Among primitives it holds a place, elsewhere it can go.
            Value::Null => element.primitive.then_some(Value::Null),
            Value::Object(object)
                if due == "an object" && element.path.current_element_is_resource() =>
            {
                self.resource(object, &element.path, place)
                    .map(Value::Object)
            }
            Value::Object(object) if due == "an object" => Some(Value::Object(self.members(
                object,
                &element.path,
                &element.name,
                place,
            ))),
            value if found(&value) == due => {
                self.written(&value, element, place);
                Some(value)
            }
            value => {
                self.findings.note(
                    Kind::JsonType,
                    place,
                    format!("{} where R4 has {due}", found(&value)),
                );
                None
            }
        }
    }

    /// Checks how a primitive is written.
    fn written(&mut self, value: &Value, element: &Element, place: &Place) {
        let Some(text) = value.as_str() else { return };
        if text.trim().is_empty() {
            self.findings
                .note(Kind::Format, place, "blank string: leave the element out");
        } else if let Some(form) =
            Temporal::of(&element.parent, &element.name).filter(|form| !form.accepts(text))
        {
            self.findings
                .note(Kind::Format, place, format!("not {}", form.form()));
        }
    }
}

/// The element of that name, if R4 has it there.
fn known(around: &ElementPath, parent: &str, member: &str) -> Option<Element> {
    let extends_primitive = member.starts_with('_');
    let name = member.strip_prefix('_').unwrap_or(member);
    let there = if around.current_element_is_primitive() {
        matches!(name, "id" | "extension")
    } else {
        around.children()?.contains(name)
    };
    let mut path = around.clone();
    path.push(name);
    // The tables leave out the url of an extension, a bare string that can have no extension of its own.
    let primitive = path.current_element_is_primitive()
        || (name == "url" && !extends_primitive && around.current_element_is_extension());
    (there && (!extends_primitive || primitive)).then(|| Element {
        path,
        parent: parent.into(),
        name: name.into(),
        primitive,
        extends_primitive,
    })
}

impl Element {
    /// The JSON that R4 writes it in.
    fn due(&self) -> &'static str {
        let path = &self.path;
        if self.extends_primitive || !self.primitive {
            "an object"
        } else if path.current_element_is_boolean() {
            "a boolean"
        } else if path.current_element_is_decimal()
            || path.current_element_is_integer()
            || path.current_element_is_unsigned_integer()
            || path.current_element_is_positive_integer()
        {
            "a number"
        } else {
            "a string"
        }
    }
}

/// The JSON that a value is written in.
fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "a null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
