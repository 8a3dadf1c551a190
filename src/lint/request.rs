//! Finds the resources of a file: those of a CDS Hooks request, of a Bundle, or the one that the file is.

use serde_json::{Map, Value, json};
use thiserror::Error;

use crate::model::{self, Refusal};
use crate::place::Place;
use crate::problem::{Findings, Kind, Problem};
use crate::prune::prune_object;
use crate::shape;

/// What was found in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many resources were judged: Bundles and their entries each count, contained resources belong to their parent.
    pub resources: usize,
    /// Everything that is wrong, in the order of the file.
    pub problems: Vec<Problem>,
}

/// Why a file was not judged at all.
#[derive(Debug, Error)]
pub enum LintError {
    /// The text is no JSON, or nested more than 127 levels deep.
    #[error("not JSON that can be read: {0}")]
    NotJson(#[from] serde_json::Error),
    /// The JSON is neither a request nor a resource.
    #[error(
        "neither a CDS Hooks request (`hook`, `context`, `prefetch`) nor a FHIR resource (`resourceType`)"
    )]
    NotFhir,
}

/// Judges every resource of a CDS Hooks request, a Bundle or a single resource against R4.
pub fn lint(text: &str) -> Result<Report, LintError> {
    let Value::Object(mut file) = serde_json::from_str(text)? else {
        return Err(LintError::NotFhir);
    };
    let mut report = Report::default();
    let root = Place::root();
    if file.contains_key("resourceType") {
        report.resource(Value::Object(file), &root);
    } else if ["hook", "context", "prefetch"]
        .iter()
        .any(|member| file.contains_key(*member))
    {
        report.context(
            file.remove("context").unwrap_or_default(),
            &root.member("context"),
        );
        report.prefetch(
            file.remove("prefetch").unwrap_or_default(),
            &root.member("prefetch"),
        );
    } else {
        return Err(LintError::NotFhir);
    }
    Ok(report)
}

impl Report {
    /// Every object in a context is FHIR (`draftOrders`, `appointments`, `task`), alone or in a list; strings are ids.
    fn context(&mut self, context: Value, place: &Place) {
        let Value::Object(members) = context else {
            return;
        };
        for (name, value) in members {
            let place = place.member(&name);
            match value {
                Value::Object(_) if name != "extension" => self.resource(value, &place),
                Value::Array(items) if items.iter().any(Value::is_object) => {
                    items
                        .into_iter()
                        .enumerate()
                        .for_each(|(at, item)| self.resource(item, &place.item(at)));
                }
                _ => {}
            }
        }
    }

    /// A prefetch value is a resource, or null where the client found nothing.
    fn prefetch(&mut self, prefetch: Value, place: &Place) {
        let Value::Object(values) = prefetch else {
            return;
        };
        for (key, value) in values.into_iter().filter(|(_, value)| !value.is_null()) {
            self.resource(value, &place.member(&key));
        }
    }

    /// Judges one resource; of a Bundle, the Bundle itself and then each entry's resource by itself.
    fn resource(&mut self, value: Value, place: &Place) {
        let mut findings = Findings::about(&value);
        let Value::Object(mut resource) = value else {
            findings.note(
                Kind::ResourceType,
                place,
                "not a FHIR resource: no JSON object",
            );
            return self.problems.append(&mut findings.problems);
        };
        self.resources += 1;
        let entries = if resource
            .get("resourceType")
            .is_some_and(|name| name == "Bundle")
        {
            take_entries(&mut resource, place)
        } else {
            Vec::new()
        };
        judge(resource, place, &mut findings);
        self.problems.append(&mut findings.problems);
        for (place, resource) in entries {
            self.resource(resource, &place);
        }
    }
}

/// Takes each entry's resource out of a Bundle, and leaves a small valid one in its place, so that the Bundle can be
/// judged alone. Whatever is no object stays, to be told as a fault of the Bundle.
fn take_entries(bundle: &mut Map<String, Value>, place: &Place) -> Vec<(Place, Value)> {
    let place = place.member("entry");
    let entries = bundle
        .get_mut("entry")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .enumerate();
    entries
        .filter_map(|(at, entry)| {
            let resource = entry
                .get_mut("resource")
                .filter(|resource| resource.as_object().is_some_and(|r| !r.is_empty()))?;
            let resource = std::mem::replace(resource, json!({ "resourceType": "Parameters" }));
            Some((place.item(at).member("resource"), resource))
        })
        .collect()
}

/// Prunes, mends, then lets the model read what is left.
fn judge(resource: Map<String, Value>, place: &Place, findings: &mut Findings) {
    let resource = prune_object(resource, place, findings);
    let Some((mended, taken_out)) = shape::mend(resource, place, findings) else {
        return;
    };
    let Err(refusal) = model::read(&Value::Object(mended).to_string()) else {
        return;
    };
    let kind = match &refusal {
        // Its fault was told already, at its place.
        Refusal::Missing(name) if taken_out.contains(name) => return,
        Refusal::Missing(_) => Kind::Missing,
        Refusal::Repeated(_) => Kind::Repeated,
        Refusal::Unknown(_) => Kind::UnknownElement,
        Refusal::Other(_) | Refusal::Broke => Kind::Refused,
    };
    findings.note(kind, place, refusal.to_string());
}
