//! Whose a resource is.

use std::{borrow::Cow, collections::HashSet};

use serde_json::value::RawValue;

use super::build::Found;
use super::index::url_key;
use crate::element::{Many, Raw, Text};
use crate::read::{fields, read_fields};
use crate::reference::Target;

/// Everything that the patient in context is known by.
pub(super) struct Identity {
    id: String,
    urls: HashSet<String>,
    /// Whether a Patient without an id is this patient.
    nameless: bool,
}

impl Identity {
    pub(super) fn new(id: String, found: &[Found<'_>]) -> Self {
        let patients = || found.iter().filter(|found| found.kind == "Patient");
        let mut nameless = patients().filter(|found| patient_id(found).is_none());
        let first = nameless.next().map(Found::compact);
        // Nobody can tell which of two is meant, and one beside the patient of this id is somebody else.
        let nameless = nameless.all(|found| Some(found.compact()) == first)
            && patients().all(|found| patient_id(found) != Some(&id));
        let mut identity = Self {
            id,
            urls: HashSet::new(),
            nameless,
        };
        let (own, others): (Vec<_>, Vec<_>) =
            patients().partition(|found| identity.is_patient(found));
        let urls = |found: Vec<&Found<'_>>| -> HashSet<String> {
            let urls = found.iter().filter_map(|found| found.full_url.as_deref());
            urls.filter_map(|url| url_key(&Target::parse(url)?))
                .collect()
        };
        identity.urls = &urls(own) - &urls(others);
        identity
    }

    /// Whether a resource is this patient's. One that names no subject is: the client looked it up for this patient.
    /// So is one that has the subject's words or identifier alone, since no id of the request compares with those.
    pub(super) fn owns(&self, found: &Found<'_>) -> bool {
        (found.kind != "Patient" || self.is_patient(found))
            && found.envelope.subjects().all(|raw| self.is_subject(raw))
    }

    fn is_patient(&self, found: &Found<'_>) -> bool {
        patient_id(found).map_or(self.nameless, |id| id == self.id)
    }

    fn is_subject(&self, raw: &RawValue) -> bool {
        if !raw.get().starts_with('{') {
            return self.is_meant(raw, None);
        }
        read_fields(raw).is_ok_and(|subject: Subject<'_>| {
            let kind = subject.kind.as_deref();
            let mut references = subject.reference.iter();
            references.all(|reference| self.is_meant(reference.0, kind))
        })
    }

    /// Whether a reference is to this patient. One that cannot be understood is not: it may mean anybody. The server's
    /// address does not count, since gateways rewrite it.
    fn is_meant(&self, reference: &RawValue, stated: Option<&str>) -> bool {
        let Ok(text) = serde_json::from_str::<Cow<'_, str>>(reference.get()) else {
            return false;
        };
        if text.trim().is_empty() {
            return true;
        }
        let Some(target) = Target::parse(&text) else {
            return false;
        };
        let by_name = match target {
            Target::Resource { kind, id, .. } => {
                kind.or(stated).is_none_or(|kind| kind == "Patient") && id == self.id
            }
            Target::Contained(id) => id == self.id,
            Target::Address(_) => false,
        };
        by_name || url_key(&target).is_some_and(|url| self.urls.contains(&url))
    }
}

/// The id of a Patient, which its address may tell as well.
fn patient_id<'f>(found: &'f Found<'_>) -> Option<&'f str> {
    let by_url = || match Target::parse(found.full_url.as_deref()?) {
        Some(Target::Resource {
            kind: Some("Patient"),
            id,
            ..
        }) => Some(id),
        _ => None,
    };
    found.id.as_deref().or_else(by_url)
}

/// A subject, its references unread, so that one of a wrong shape is not taken for none.
#[derive(Debug, Default)]
struct Subject<'a> {
    reference: Many<Raw<'a>>,
    kind: Option<Text<'a>>,
}

fields! { Subject<'a> { "reference" => reference, "type" => kind } }
