//! The current episode of each region, and since when it lasts (protocol 1.0 and 1.1, `onset`, `duration`).

use super::{Context, computed, dates, follows_from, frames, in_regions, touches};
use crate::{Amount, Attribute, Fact, Facts, FindingId, Known, Region, Regions, Role};
use foramen_fhir::DateRange;

/// Adds `episode.current`, `duration`, `duration.limb` and `pattern.axial` for each frame.
pub(super) fn derive(facts: &mut Facts, context: Context<'_>) {
    for region in frames(facts).iter() {
        let current = current(facts, context, region);
        let duration = duration(
            facts,
            symptoms(&context.vocabulary.known),
            context.vocabulary.known.duration,
            region,
        );
        let limb = duration_of_limb(facts, context, region).or_else(|| {
            duration.clone().map(|mut same| {
                same.finding = context.vocabulary.known.duration_limb;
                same
            })
        });
        let axial = axial(facts, &context.vocabulary.known, region);
        facts.extend([Some(current), duration, limb, axial].into_iter().flatten());
    }
}

/// The findings that are a spine symptom of the patient.
fn symptoms(known: &Known) -> Vec<FindingId> {
    vec![
        known.pain_spine,
        known.pattern_radicular,
        known.pattern_stenosis,
        known.pattern_walking_pain,
        known.pattern_myelopathic,
    ]
}

/// Whether the spine problem of a region is one of today, by the closed list of protocol 1.0.
///
/// An active spine problem without any date at all counts: nothing says that it is an old one.
fn current(facts: &Facts, context: Context<'_>, region: Region) -> Fact {
    let known = &context.vocabulary.known;
    let limits = context.limits;
    let today = facts.today;
    let within = |date: Option<DateRange>, days: f64| dates::is_within(date, days, today);
    let problems: Vec<&Fact> = symptoms(known)
        .into_iter()
        .chain([known.spine_dx, known.pattern_cauda_equina])
        .flat_map(|finding| facts.seen(finding, Some(region)))
        .filter(|fact| fact.is_present())
        .collect();
    let of_today = |fact: &&&Fact| {
        fact.current_encounter
            || fact.examined && within(fact.stated, limits.episode_note_days)
            || within(fact.onset, limits.episode_days)
            || within(fact.stated, limits.episode_days)
            || fact.onset.is_none() && fact.stated.is_none()
    };
    let activity = || activity(facts, context, region);
    let cord = || {
        [known.neuro_umn, known.pattern_myelopathic]
            .into_iter()
            .flat_map(|finding| facts.seen(finding, Some(region)))
            .find(|fact| fact.is_present() && within(fact.last(), limits.episode_days))
    };
    let ordered = || {
        facts.of(known.order).iter().find(|order| {
            order.attributes.has(Attribute::Relevant, "yes")
                && touches(order, Regions::from(region))
        })
    };
    let ground = problems
        .iter()
        .find(of_today)
        .copied()
        .or_else(|| problems.first().copied().filter(|_| activity()))
        .or_else(cord)
        .or_else(ordered);
    let fact = follows_from(known.episode_current, ground);
    let fact = in_regions(fact, region);
    if ground.is_some() {
        Fact {
            confidence: crate::Confidence::Certain,
            ..fact
        }
    } else {
        fact.denied()
    }
}

/// Whether anything was found, treated, imaged or scored in this region within `episode_days`.
fn activity(facts: &Facts, context: Context<'_>, region: Region) -> bool {
    let known = &context.vocabulary.known;
    let deficits = context
        .vocabulary
        .findings()
        .filter(|(_, finding)| finding.role == Role::Deficit)
        .map(|(id, _)| id);
    deficits
        .chain([
            known.neuro_sensory,
            known.neuro_progressive,
            known.tx,
            known.img,
            known.severity_nrs,
            known.severity_odi,
            known.severity_ndi,
        ])
        .flat_map(|finding| facts.seen(finding, Some(region)))
        .any(|fact| {
            fact.is_present()
                && dates::is_within(fact.last(), context.limits.episode_days, facts.today)
        })
}

/// How long the episode of a region lasts: since the earliest onset of its symptoms.
fn duration(
    facts: &Facts,
    findings: Vec<FindingId>,
    as_finding: FindingId,
    region: Region,
) -> Option<Fact> {
    let dated: Vec<&Fact> = findings
        .into_iter()
        .flat_map(|finding| facts.seen(finding, Some(region)))
        .filter(|fact| fact.is_present() && fact.onset.is_some() && !fact.dated_by_record)
        .collect();
    let ages = || {
        dated
            .iter()
            .filter_map(|fact| fact.onset)
            .map(|onset| dates::age(onset, facts.today))
    };
    let least = ages().map(|(least, _)| least).fold(f64::NAN, f64::max);
    let most = ages().map(|(_, most)| most).fold(f64::NAN, f64::max);
    let earliest = dated
        .iter()
        .filter_map(|fact| fact.onset)
        .min_by_key(|onset| onset.earliest())?;
    let mut fact = follows_from(as_finding, dated.iter().copied());
    fact.confidence = crate::Confidence::Certain;
    fact.value = Some(Amount::between(least, most));
    fact.onset = Some(earliest);
    Some(in_regions(fact, region))
}

/// Since when the limb symptom of a region lasts.
fn duration_of_limb(facts: &Facts, context: Context<'_>, region: Region) -> Option<Fact> {
    let known = &context.vocabulary.known;
    let limb = vec![
        known.pattern_radicular,
        known.pattern_stenosis,
        known.neuro_sensory,
    ];
    duration(facts, limb, known.duration_limb, region)
}

/// Spine pain without any limb symptom or neurological sign on record.
fn axial(facts: &Facts, known: &Known, region: Region) -> Option<Fact> {
    let here = Regions::from(region);
    let pain: Vec<&Fact> = facts
        .seen(known.pain_spine, Some(region))
        .filter(|fact| fact.is_present())
        .collect();
    let limb = [
        known.pattern_radicular,
        known.pattern_stenosis,
        known.pattern_myelopathic,
        known.neuro_sensory,
        known.neuro_motor,
        known.neuro_umn,
        known.neuro_gait,
    ];
    let none = limb
        .into_iter()
        .all(|finding| !super::stated(facts, finding, here));
    (!pain.is_empty() && none).then(|| {
        let mut fact = in_regions(
            follows_from(known.pattern_axial, pain.iter().copied()),
            region,
        );
        fact.evidence.push(computed("no limb symptom recorded"));
        fact
    })
}
