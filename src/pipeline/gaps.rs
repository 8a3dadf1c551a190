//! What could not be seen: prefetch keys that were not sent or failed, and pages that were left behind (protocol section 8).

use foramen_cds::{Contents, PrefetchState, Resource, Template};
use foramen_facts::{Gap, GapReason};
use foramen_fhir::{Reason, Record};
use foramen_protocol::format::{PrefetchText, ServiceText};
use std::collections::BTreeMap;

/// The gaps of a call.
pub(super) struct Gaps {
    pub all: Vec<Gap>,
    /// Conditions, or observations together with documents, could not be read: stages 4-6 then order nothing.
    pub blind: bool,
    /// No key could be had at all: a client that strips the request sends none.
    pub is_everything: bool,
}

/// Compares what the service asks for with what arrived and could be used. A key that the client renamed counts by its resources, or by
/// its name.
pub(super) fn of(
    service: &ServiceText,
    arrived: &[(&str, Contents<'_>)],
    record: &Record<'_>,
) -> Gaps {
    let lost = Lost::of(record);
    let mut all = Vec::new();
    let mut missing = Vec::new();
    for wanted in &service.prefetch {
        let resource_type = Template::parse(&wanted.query)
            .map(|template| template.resource_type().to_owned())
            .unwrap_or_default();
        let arrival = arrival(wanted, &resource_type, arrived);
        let gap = |what, why| Gap { what, why };
        if let Some(why) = absent(arrival, &lost) {
            missing.push(resource_type);
            all.push(gap(wanted.key.to_string(), why));
        } else if let Some(contents) = arrival {
            all.extend(partial(&wanted.key, contents, &lost));
            // Notes are kept for the release that reads them: silence about them would pass for "nothing in them".
            if resource_type == "DocumentReference" && !record.documents.is_empty() {
                all.push(gap(wanted.key.to_string(), GapReason::Unread));
            }
        }
    }
    let lacks = |resource_type: &str| missing.iter().any(|missing| missing == resource_type);
    let blind = lacks("Condition") && record.conditions.is_empty()
        || lacks("Observation")
            && lacks("DocumentReference")
            && record.observations.is_empty()
            && record.documents.is_empty();
    Gaps {
        all,
        blind,
        is_everything: missing.len() >= service.prefetch.len(),
    }
}

/// The resources that arrived and could not be used, by their path.
struct Lost<'a>(BTreeMap<&'a str, GapReason>);

impl<'a> Lost<'a> {
    /// A resource of a type that nobody reads, or that was retracted, is no loss.
    fn of(record: &'a Record<'_>) -> Self {
        let lost = record.skipped.iter().filter_map(|skipped| {
            let why = match skipped.reason {
                Reason::Broken { .. } => GapReason::Unreadable,
                Reason::OtherPatient => GapReason::OtherPatient,
                Reason::UnknownType | Reason::EnteredInError => return None,
            };
            Some((skipped.path.as_str(), why))
        });
        Self(lost.collect())
    }

    fn why(&self, resource: &Resource<'_>) -> Option<GapReason> {
        self.0.get(resource.path.as_str()).copied()
    }
}

/// What arrived for a key: under its name, else under another name that holds resources of its type, else under a name that contains its
/// own (`-user`, `conditions-user`).
fn arrival<'p>(
    wanted: &PrefetchText,
    resource_type: &str,
    arrived: &'p [(&str, Contents<'p>)],
) -> Option<&'p Contents<'p>> {
    let is_named = |(key, _): &&(&str, Contents<'_>)| **key == *wanted.key;
    let holds = |(_, contents): &&(&str, Contents<'_>)| {
        let mut resources = contents.resources.iter();
        resources.any(|resource| resource.resource_type.as_deref() == Some(resource_type))
    };
    let is_alike = |(key, _): &&(&str, Contents<'_>)| key.contains(&*wanted.key);
    let found = arrived
        .iter()
        .find(is_named)
        .or_else(|| arrived.iter().find(holds))
        .or_else(|| arrived.iter().find(is_alike));
    found.map(|(_, contents)| contents)
}

/// Why nothing at all could be had for a key. What arrived and could not be used, all of it, is as good as nothing.
fn absent(arrival: Option<&Contents<'_>>, lost: &Lost<'_>) -> Option<GapReason> {
    let Some(contents) = arrival else {
        return Some(GapReason::NotSent);
    };
    match contents.state {
        PrefetchState::Empty => None,
        PrefetchState::Failed => Some(GapReason::Failed),
        PrefetchState::Absent => Some(GapReason::NotSent),
        PrefetchState::Unusable => Some(GapReason::Unreadable),
        PrefetchState::Given => {
            let reasons = contents.resources.iter().map(|resource| lost.why(resource));
            reasons.min_by_key(Option::is_some).flatten()
        }
    }
}

/// What is missing of a key that was answered: further pages, and resources that could not be used.
fn partial(key: &str, contents: &Contents<'_>, lost: &Lost<'_>) -> Vec<Gap> {
    let reasons: Vec<_> = contents
        .resources
        .iter()
        .filter_map(|resource| lost.why(resource))
        .collect();
    let count = |why| reasons.iter().filter(|reason| **reason == why).count();
    let all = contents.resources.len() + contents.unreadable;
    let paged = contents.next.is_some().then(|| Gap {
        what: key.to_owned(),
        why: GapReason::Paged,
    });
    [
        (
            GapReason::Unreadable,
            count(GapReason::Unreadable) + contents.unreadable,
        ),
        (GapReason::OtherPatient, count(GapReason::OtherPatient)),
    ]
    .into_iter()
    .filter(|(_, lost)| *lost > 0)
    .map(|(why, lost)| Gap {
        what: format!("{lost} of {all} in {key}"),
        why,
    })
    .chain(paged)
    .collect()
}
