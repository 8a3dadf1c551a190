//! What the judged orders mean for the case: relevant ones, and studies that exist already (O7).

use super::{Context, dates, follows_from};
use crate::{Attribute, Fact, Facts};

/// Adds `spine.order` and `img.same`.
pub(super) fn derive(facts: &mut Facts, context: Context<'_>) {
    let known = &context.vocabulary.known;
    let orders = facts.of(known.order).to_vec();
    for order in orders
        .iter()
        .filter(|order| order.attributes.has(Attribute::Relevant, "yes"))
    {
        // A medicine alone is no spine order: it says nothing of where it hurts.
        if !order.attributes.has(Attribute::Kind, "drug") {
            let mut relevant = follows_from(known.spine_order, [order]);
            relevant.regions = order.regions;
            facts.push(relevant);
        }
        let same: Vec<Fact> = facts
            .of(known.img)
            .iter()
            .filter(|study| {
                study.attributes.word(Attribute::Modality)
                    == order.attributes.word(Attribute::Modality)
            })
            .filter(|study| !study.regions.intersection(order.regions).is_empty())
            .filter(|study| {
                dates::is_within(study.onset, context.limits.duplicate_mri_days, facts.today)
            })
            .map(|study| {
                let mut same = follows_from(known.img_same, [study]);
                same.attributes = study.attributes.clone();
                same.onset = study.onset;
                same.regions = order.regions;
                same
            })
            .collect();
        facts.extend(same);
    }
}
