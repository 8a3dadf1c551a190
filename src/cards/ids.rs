//! Names of cards and suggestions: a retry repeats them, two cards never collide (decision 9).

use super::Call;
use foramen_protocol::combine::{CardPlan, Proposal};
use uuid::Uuid;

/// The namespace of all names.
const NAMESPACE: Uuid = Uuid::from_u128(0x8f6d_0f4e_5c1b_4a77_9b2d_61c0_5a3e_1f90);

/// The name of a card: tenant, call, topic, region and order.
pub(super) fn card(call: &Call<'_>, plan: &CardPlan<'_>) -> String {
    name(&card_parts(call, plan))
}

/// The name of a suggestion: that of its card with its action and its place.
pub(super) fn suggestion(
    call: &Call<'_>,
    plan: &CardPlan<'_>,
    proposal: &Proposal<'_>,
    place: usize,
) -> String {
    let mut parts = card_parts(call, plan);
    parts.push(super::orders::label_of(&proposal.act));
    parts.push(place.to_string());
    name(&parts)
}

fn card_parts(call: &Call<'_>, plan: &CardPlan<'_>) -> Vec<String> {
    let headline = plan.headline();
    let order = plan.head.order.and_then(|order| {
        call.facts
            .of(call.catalog.vocabulary().known.order)
            .get(order)
    });
    let order = order
        .and_then(|order| order.evidence.first())
        .map(|evidence| evidence.source.reference.clone());
    vec![
        call.tenant.to_owned(),
        call.hook_instance.to_owned(),
        headline.rule.id.to_string(),
        headline.region.word().to_owned(),
        order.unwrap_or_default(),
    ]
}

/// Each part with its length, so that no two lists of parts spell the same.
fn name(parts: &[String]) -> String {
    let spelled: Vec<String> = parts
        .iter()
        .map(|part| format!("{}:{part}", part.len()))
        .collect();
    Uuid::new_v5(&NAMESPACE, spelled.concat().as_bytes()).to_string()
}
