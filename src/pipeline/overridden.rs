//! Whether a card was overridden before, and what an override of it is remembered by.

use super::Setup;
use crate::overrides::{OverrideKey, Subject};
use foramen_cds::HookRequest;
use foramen_protocol::{combine::CardPlan, evaluate::Evaluation};

/// Whether a card was overridden within the tenant's window, for the same patient, order and facts.
pub(super) fn is(
    setup: &Setup<'_>,
    request: &HookRequest<'_>,
    evaluation: &Evaluation<'_>,
    card: &CardPlan<'_>,
) -> bool {
    let window = setup.tenant.overriding.as_ref().map(|own| own.window);
    let since = window.and_then(|window| setup.now.checked_sub(window).ok());
    let key = key(setup, request, evaluation, card);
    key.zip(since)
        .is_some_and(|(key, since)| setup.overrides.overridden(&key, since))
}

/// The key of a card; none where the tenant hides nothing.
pub(super) fn key(
    setup: &Setup<'_>,
    request: &HookRequest<'_>,
    evaluation: &Evaluation<'_>,
    card: &CardPlan<'_>,
) -> Option<OverrideKey> {
    let overriding = setup.tenant.overriding.as_ref()?;
    Some(overriding.secret.key(&Subject {
        tenant: &setup.tenant.id,
        server: request.fhir_server.as_deref().unwrap_or_default(),
        patient: request.context.patient_id(),
        topic: &card.head.rule.id,
        orders: &card.orders(evaluation),
        grounds: &card.grounds(evaluation),
    }))
}
