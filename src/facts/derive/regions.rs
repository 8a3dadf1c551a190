//! Which parts of the spine a case is about, and which facts belong to them (protocol 1.0, "region of a code").

use super::{Context, follows_from, touches};
use crate::{Attribute, DateRange, Fact, Facts, FindingId, Known, Region, Regions};
use std::collections::BTreeMap;

/// The findings whose region makes a region of the case.
fn spine_symptoms(known: &Known) -> [FindingId; 7] {
    [
        known.pain_spine,
        known.spine_dx,
        known.pattern_radicular,
        known.pattern_stenosis,
        known.pattern_walking_pain,
        known.pattern_myelopathic,
        known.pattern_cauda_equina,
    ]
}

/// Settles the regions of the case, gives facts of unspecified codes their region, and those of limbs their home.
pub(super) fn settle(facts: &mut Facts, context: Context<'_>) {
    let known = &context.vocabulary.known;
    let mut told = regions_told(facts, known);
    let ordered = ordered_regions(facts, known);
    mark_matching_orders(facts, known, told);
    name_unspecified(facts, known, told, ordered);
    told = regions_told(facts, known);
    facts.regions = if told.is_empty() { ordered } else { told };
    give_limbs_a_home(facts);
    root_pain_is_spine_pain(facts, known);
    let mut region = follows_from(known.region, []);
    for word in facts.regions.iter().map(Region::word) {
        region.attributes.add_word(Attribute::Value, word);
    }
    if !facts.regions.is_empty() {
        facts.push(region);
    }
}

/// The regions that present symptoms and diagnoses name.
fn regions_told(facts: &Facts, known: &Known) -> Regions {
    let mut regions = spine_symptoms(known)
        .into_iter()
        .flat_map(|finding| facts.of(finding))
        .filter(|fact| fact.is_present())
        .fold(Regions::NONE, |all, fact| all.union(fact.regions));
    regions.remove(Region::Unspecified);
    regions
}

/// The regions of the judged orders.
fn ordered_regions(facts: &Facts, known: &Known) -> Regions {
    let mut regions = facts
        .of(known.order)
        .iter()
        .fold(Regions::NONE, |all, order| all.union(order.regions));
    regions.remove(Region::Unspecified);
    regions
}

/// Whether each order looks where the symptoms are; without symptoms nothing contradicts it.
fn mark_matching_orders(facts: &mut Facts, known: &Known, told: Regions) {
    for mut order in facts.take(known.order) {
        let fits = told.is_empty()
            || order.regions.is_empty()
            || !order.regions.intersection(told).is_empty();
        order.attributes.set_word(
            Attribute::RegionMatch,
            if fits { "match" } else { "mismatch" },
        );
        facts.push(order);
    }
}

/// A code that names no region takes that of the order, else the only one told, else stays unspecified.
fn name_unspecified(facts: &mut Facts, known: &Known, told: Regions, ordered: Regions) {
    let only = (told.iter().count() == 1).then_some(told);
    let named = if ordered.is_empty() {
        only.unwrap_or(Region::Unspecified.into())
    } else {
        ordered
    };
    for finding in spine_symptoms(known) {
        for mut fact in facts.take(finding) {
            if fact.regions.is_empty() || fact.regions == Regions::from(Region::Unspecified) {
                fact.regions = named;
            }
            facts.push(fact);
        }
    }
}

/// Arm findings belong to the neck; leg findings to the low back, or to what else the case is about.
fn give_limbs_a_home(facts: &mut Facts) {
    let case = facts.regions;
    for fact in facts.iter_mut().filter(|fact| fact.regions.is_empty()) {
        let upper = fact.attributes.has(Attribute::Limb, "upper");
        let lower = fact.attributes.has(Attribute::Limb, "lower");
        if upper && !lower && case.contains(Region::Cervical) {
            fact.regions = Region::Cervical.into();
        } else if lower && !upper && case.contains(Region::Lumbar) {
            fact.regions = Region::Lumbar.into();
        }
    }
}

/// Root pain and stenosis are spine symptoms: a chart that codes only the radiculopathy still speaks of the spine (protocol 1.0, *current
/// episode*). Where the pain itself is recorded in the region, that stands.
fn root_pain_is_spine_pain(facts: &mut Facts, known: &Known) {
    let recorded = |regions: Regions, facts: &Facts| {
        let pain = facts.of(known.pain_spine).iter();
        pain.filter(|fact| fact.is_present())
            .any(|fact| touches(fact, regions))
    };
    let implied: Vec<Fact> = [known.pattern_radicular, known.pattern_stenosis]
        .into_iter()
        .flat_map(|finding| facts.of(finding))
        .filter(|fact| fact.is_present() && !recorded(fact.regions, facts))
        .map(|fact| Fact {
            finding: known.pain_spine,
            ..fact.clone()
        })
        .collect();
    facts.extend(implied);
}

/// A finding on the left and the same on the right is a finding on both sides.
pub(super) fn fold_sides(facts: &mut Facts, context: Context<'_>) {
    let known = &context.vocabulary.known;
    for finding in [
        known.neuro_motor,
        known.neuro_sensory,
        known.neuro_reflex,
        known.pattern_radicular,
    ] {
        let sided = |side| {
            facts
                .of(finding)
                .iter()
                .enumerate()
                .filter(move |(_, fact)| {
                    fact.is_present() && fact.attributes.has(Attribute::Side, side)
                })
        };
        // One fact for each later side and certainty: what else it pairs with says the same again.
        let mut both = BTreeMap::new();
        for (left_place, left) in sided("left") {
            let matching = sided("right").filter(|(_, right)| {
                left.regions == right.regions
                    && left.attributes.get(Attribute::Limb) == right.attributes.get(Attribute::Limb)
            });
            for (right_place, right) in matching {
                let day = |fact: &Fact| fact.when().map(DateRange::latest);
                let (place, later) = if day(left) < day(right) {
                    (right_place, right)
                } else {
                    (left_place, left)
                };
                let confidence = left.confidence.min(right.confidence);
                both.entry((place, confidence)).or_insert_with(|| {
                    let mut fact = later.clone();
                    fact.attributes.set_word(Attribute::Side, "both");
                    fact.confidence = confidence;
                    fact.evidence = follows_from(finding, [left, right]).evidence;
                    fact
                });
            }
        }
        let both: Vec<Fact> = both.into_values().collect();
        facts.extend(both);
    }
}
