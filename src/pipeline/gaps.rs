//! What could not be seen: prefetch keys that were not sent or failed, and pages that were left behind (protocol section 8).

use foramen_cds::{HookRequest, PrefetchState, Template};
use foramen_facts::{Gap, GapReason};
use foramen_fhir::Record;
use foramen_protocol::format::{PrefetchText, ServiceText};
use std::collections::BTreeMap;

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
pub(super) fn of(service: &ServiceText, request: &HookRequest<'_>, record: &Record<'_>) -> Gaps {
    let arrived: BTreeMap<&str, (PrefetchState, bool, Vec<String>)> = request
        .prefetch
        .contents()
        .map(|(key, contents)| {
            let types = contents
                .resources
                .iter()
                .filter_map(|resource| resource.resource_type.as_deref().map(str::to_owned))
                .collect();
            (key, (contents.state, contents.next.is_some(), types))
        })
        .collect();
    let mut all = Vec::new();
    let mut missing = Vec::new();
    for wanted in &service.prefetch {
        let resource_type = Template::parse(&wanted.query)
            .map(|template| template.resource_type().to_owned())
            .unwrap_or_default();
        let state = arrived
            .get(&*wanted.key)
            .map(|(state, paged, _)| (*state, *paged))
            .or_else(|| renamed(wanted, &resource_type, &arrived))
            .unwrap_or((PrefetchState::Absent, false));
        let why = match state {
            (PrefetchState::Given | PrefetchState::Empty, false) => continue,
            (PrefetchState::Given | PrefetchState::Empty, true) => GapReason::Paged,
            (PrefetchState::Failed, _) => GapReason::Failed,
            (PrefetchState::Absent, _) => GapReason::NotSent,
            (PrefetchState::Unusable, _) => GapReason::Unreadable,
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

/// A key that nobody declared but that holds the resources of a declared one, or bears its name with something added.
fn renamed(
    wanted: &PrefetchText,
    resource_type: &str,
    arrived: &BTreeMap<&str, (PrefetchState, bool, Vec<String>)>,
) -> Option<(PrefetchState, bool)> {
    let holds = arrived
        .values()
        .find(|(.., types)| types.iter().any(|held| held == resource_type));
    let named = || {
        arrived
            .iter()
            .find(|(key, _)| key.contains(&*wanted.key))
            .map(|(_, arrived)| arrived)
    };
    holds
        .or_else(named)
        .map(|(state, paged, _)| (*state, *paged))
}
