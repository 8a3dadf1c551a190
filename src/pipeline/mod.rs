//! The one place that orders the stages: request → record → facts → decision → cards.

mod as_of;
mod explain;
mod gaps;
mod overridden;

pub use as_of::as_of;
pub use explain::{CardLine, Explanation, FactLine, FateLine, RuleLine, SkippedLine, StepLine};

use crate::{
    cards,
    overrides::{OverrideKey, Overrides},
    tenants::{Caller, Tenant},
};
use foramen_cds::{CdsResponse, Contents, Context, Hook as WireHook, HookRequest, Resource};
use foramen_facts::{Facts, Reading};
use foramen_fhir::{Record, RecordBuilder, Text};
use foramen_protocol::{
    Catalog,
    combine::{Decision, Occasion, Quiet, decide},
    format::{Hook, ServiceText},
};
use jiff::{Timestamp, civil::Date};

/// What a call is judged by, apart from the request itself.
#[derive(Debug, Clone, Copy)]
pub struct Setup<'a> {
    /// The medicine.
    pub catalog: &'a Catalog,
    /// The endpoint that was called.
    pub service: &'a ServiceText,
    /// Whose call it is, with its numbers and its time zone.
    pub tenant: &'a Tenant,
    /// The address of the form that takes answers, for cards that ask; none if the site has no public address.
    pub form: Option<&'a str>,
    /// The cards that were overridden.
    pub overrides: &'a dyn Overrides,
    /// The tenant's local day.
    pub today: Date,
    /// The instant of the call; only overrides are reckoned from it.
    pub now: Timestamp,
}

/// Why a call has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The hook is real, but this service does not answer it.
    #[error(
        "`hook` is not one that this service answers; discovery lists the hooks of each service"
    )]
    HookNotServed,
    /// Nothing to say anything safe about: no patient, no clinical data, no order.
    #[error(
        "prefetch holds no patient and no clinical data, and there is no draft order; send the prefetch that discovery lists"
    )]
    NothingToRead,
}

/// The answer to a call, with what the log may know of it.
#[derive(Debug)]
pub struct Answer {
    /// What is sent.
    pub response: CdsResponse,
    /// The rules that head a card, for the log; nothing of the patient.
    pub rules: Vec<String>,
    /// How many resources could not be used.
    pub skipped: usize,
    /// What an override of each card is remembered by, in the order of the cards; none where the tenant hides nothing.
    pub keys: Vec<OverrideKey>,
}

/// Everything between the request and the reply.
struct Work<'a> {
    record: Record<'a>,
    facts: Facts,
    encounter: Option<&'a str>,
    blind: bool,
}

/// Answers a call.
pub fn answer(setup: &Setup<'_>, request: &HookRequest<'_>) -> Result<Answer, CallError> {
    let work = work(setup, request)?;
    let decision = settle(setup, request, &work);
    let rules = decision
        .cards
        .iter()
        .map(|card| card.head.rule.id.to_string())
        .collect();
    let response = CdsResponse {
        cards: render(setup, request, &work, &decision),
        ..CdsResponse::default()
    };
    let keys = decision.cards.iter();
    let keys = keys.filter_map(|card| overridden::key(setup, request, &decision.evaluation, card));
    Ok(Answer {
        keys: keys.collect(),
        response,
        rules,
        skipped: work.record.skipped.len(),
    })
}

/// Explains a call: every fact with its source, every rule with its conditions, what became of each, and the cards.
pub fn explain(setup: &Setup<'_>, request: &HookRequest<'_>) -> Result<Explanation, CallError> {
    let work = work(setup, request)?;
    let decision = settle(setup, request, &work);
    let cards = render(setup, request, &work, &decision);
    Ok(Explanation::of(
        setup,
        &work.record,
        &work.facts,
        &decision,
        &cards,
    ))
}

fn work<'a>(setup: &Setup<'_>, request: &'a HookRequest<'a>) -> Result<Work<'a>, CallError> {
    let hook = hook(request.context.hook());
    if !setup.service.hooks.contains(&hook) {
        return Err(CallError::HookNotServed);
    }
    let prefetch: Vec<_> = request.prefetch.contents().collect();
    let record = record(request, &prefetch);
    let gaps = gaps::of(setup.service, &prefetch, &record);
    if gaps.is_everything && drafts(request).is_empty() {
        return Err(CallError::NothingToRead);
    }
    let encounter = encounter(&request.context, &record);
    let judged = |order: &str| judges(&request.context, order);
    let reading = Reading {
        vocabulary: setup.catalog.vocabulary(),
        limits: &setup.tenant.profile.limits,
        zone: &setup.tenant.zone,
        today: setup.today,
        encounter,
        orders: setup.tenant.orders.as_ref(),
        judged: &judged,
    };
    let mut facts = foramen_facts::extract(&record, &reading);
    facts.gaps = gaps.all;
    let facts = foramen_facts::derive(
        facts,
        setup.catalog.vocabulary(),
        &setup.tenant.profile.parameters,
        &setup.tenant.profile.limits,
    );
    Ok(Work {
        record,
        facts,
        encounter,
        blind: gaps.blind,
    })
}

fn settle<'a>(setup: &Setup<'a>, request: &HookRequest<'_>, work: &'a Work<'_>) -> Decision<'a> {
    let occasion = Occasion {
        hook: hook(request.context.hook()),
        blind: work.blind,
    };
    let caller = Caller::of(request, &work.record, work.encounter);
    let quiet = Quiet {
        muted: &setup.tenant.muting.for_caller(&caller),
        overridden: &|evaluation, card| overridden::is(setup, request, evaluation, card),
    };
    let profile = &setup.tenant.profile;
    decide(setup.catalog, profile, &work.facts, occasion, &quiet)
}

fn render(
    setup: &Setup<'_>,
    request: &HookRequest<'_>,
    work: &Work<'_>,
    decision: &Decision<'_>,
) -> Vec<foramen_cds::Card> {
    let call = cards::Call {
        catalog: setup.catalog,
        profile: &setup.tenant.profile,
        facts: &work.facts,
        evaluation: &decision.evaluation,
        record: &work.record,
        tenant: &setup.tenant.id,
        form: setup.form,
        hook_instance: &request.hook_instance,
        patient: request.context.patient_id(),
        encounter: work.encounter,
    };
    cards::render(&call, decision)
}

/// The chart and the drafts, each resource read alone.
fn record<'a>(request: &'a HookRequest<'a>, prefetch: &[(&str, Contents<'a>)]) -> Record<'a> {
    let server = request.fhir_server.as_deref();
    let mut builder = RecordBuilder::new(request.context.patient_id(), server);
    for resource in prefetch
        .iter()
        .flat_map(|(_, contents)| &contents.resources)
    {
        builder.chart_with_url(&resource.path, resource.json, full_url(resource));
    }
    for draft in drafts(request) {
        builder.draft_with_url(&draft.path, draft.json, full_url(draft));
    }
    builder.finish()
}

/// The address under which the resources of its Bundle may refer to a resource.
fn full_url<'a>(resource: &Resource<'a>) -> Option<Text<'a>> {
    resource.full_url.clone().and_then(Text::new)
}

/// The encounter of the context, set aside if the record knows it as another patient's.
fn encounter<'a>(context: &'a Context<'_>, record: &Record<'_>) -> Option<&'a str> {
    let id = context.encounter_id()?;
    (!record.is_of_another_patient("Encounter", id)).then_some(id)
}

/// The orders that are being written.
fn drafts<'a>(request: &'a HookRequest<'a>) -> &'a [Resource<'a>] {
    let drafts = request.context.draft_orders();
    drafts.map_or(&[], |drafts| drafts.orders.as_slice())
}

/// On order-select only the selected orders are judged, on order-sign all of them.
fn judges(context: &Context<'_>, order: &str) -> bool {
    match context.hook() {
        WireHook::OrderSelect => context.selected(order),
        WireHook::OrderSign => true,
        WireHook::PatientView | WireHook::EncounterStart => false,
    }
}

/// The same hook in the words of the protocol.
fn hook(hook: WireHook) -> Hook {
    match hook {
        WireHook::PatientView => Hook::PatientView,
        WireHook::OrderSelect => Hook::OrderSelect,
        WireHook::OrderSign => Hook::OrderSign,
        WireHook::EncounterStart => Hook::EncounterStart,
    }
}

#[cfg(test)]
mod tests;
