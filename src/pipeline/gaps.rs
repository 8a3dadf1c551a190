//! What could not be seen: prefetch keys that were not sent or failed, and pages that were left behind (protocol section 8).

use foramen_cds::{Contents, PrefetchState, Template};
use foramen_facts::{Gap, GapReason};
use foramen_fhir::Record;
use foramen_protocol::format::{PrefetchText, ServiceText};

/// The gaps of a call.
pub(super) struct Gaps {
    pub all: Vec<Gap>,
    /// Conditions, or observations together with documents, could not be read: stages 4-6 then order nothing.
    pub blind: bool,
    keys: usize,
}

impl Gaps {
    /// Whether no key could be had at all: a client that strips the request sends none.
    pub(super) fn is_everything(&self) -> bool {
        self.all
            .iter()
            .filter(|gap| gap.why != GapReason::Paged)
            .count()
            >= self.keys
    }
}

/// Compares what the service asks for with what arrived. A key that the client renamed counts by its resources, or by its name.
pub(super) fn of(
    service: &ServiceText,
    arrived: &[(&str, Contents<'_>)],
    record: &Record<'_>,
) -> Gaps {
    let mut all = Vec::new();
    let mut missing = Vec::new();
    for wanted in &service.prefetch {
        let resource_type = Template::parse(&wanted.query)
            .map(|template| template.resource_type().to_owned())
            .unwrap_or_default();
        let Some(why) = gap(arrival(wanted, &resource_type, arrived)) else {
            continue;
        };
        if why != GapReason::Paged {
            missing.push(resource_type);
        }
        all.push(Gap {
            what: wanted.key.to_string(),
            why,
        });
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
        keys: service.prefetch.len(),
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

/// Why what arrived is not all there is, if it is not.
fn gap(arrival: Option<&Contents<'_>>) -> Option<GapReason> {
    let Some(contents) = arrival else {
        return Some(GapReason::NotSent);
    };
    match contents.state {
        PrefetchState::Given | PrefetchState::Empty => {
            contents.next.is_some().then_some(GapReason::Paged)
        }
        PrefetchState::Failed => Some(GapReason::Failed),
        PrefetchState::Absent => Some(GapReason::NotSent),
        PrefetchState::Unusable => Some(GapReason::Unreadable),
    }
}
