//! Which study speaks for a region today (protocol 1.0, *unchanged since*, *fitting MRI*; 1.3, `img.concordant`).

use super::{Context, choice, dates, follows_from, frames, in_regions, touches};
use crate::{Attribute, Confidence, Fact, Facts, Known, Region, Regions, Role};
use foramen_fhir::DateRange;
use jiff::civil::Date;

/// A result that neither explains nor excludes anything.
const INDETERMINATE: &str = "indeterminate";

/// Marks class A and B flags that a later MRI with a known result answers in every region of the case: they no longer count as "flag"
/// for the rules that ask for none, and stay facts for those that they trigger (protocol section 1 and section 4, "A result exists").
pub(super) fn mark_answered(facts: &mut Facts, context: Context<'_>) {
    let known = &context.vocabulary.known;
    let flags = context
        .vocabulary
        .findings()
        .filter(|(_, finding)| matches!(finding.role, Role::FlagA | Role::FlagB));
    let flags: Vec<_> = flags.map(|(id, _)| id).collect();
    let answered = |facts: &Facts, flag: &Fact, region: Region| {
        // The study must be later than the flag and than the pain that it is asked about.
        let pain = facts
            .seen(known.duration, Some(region))
            .find_map(|duration| duration.onset);
        let Some(change) = pain.map(|pain| {
            flag.onset
                .map_or(pain.latest(), |onset| onset.latest().max(pain.latest()))
        }) else {
            return false;
        };
        facts.of(known.img).iter().any(|study| {
            study.attributes.has(Attribute::Modality, "mri")
                && study.regions.contains(region)
                && study.attributes.get(Attribute::Result).is_some()
                && !study.attributes.has(Attribute::Result, INDETERMINATE)
                && study.onset.is_some_and(|done| done.earliest() >= change)
        })
    };
    for flag in flags {
        for mut fact in facts.take(flag) {
            if fact.is_present()
                && frames(facts)
                    .iter()
                    .all(|region| answered(facts, &fact, region))
            {
                fact.attributes.set_word(Attribute::Answered, "yes");
            }
            facts.push(fact);
        }
    }
}

/// Adds the current study, whether it fits, and whether it matches the symptoms, for each frame.
pub(super) fn derive(facts: &mut Facts, context: Context<'_>) {
    for region in frames(facts).iter() {
        let Some(study) = newest_mri(facts, context, region).cloned() else {
            continue;
        };
        let known = &context.vocabulary.known;
        let mut current = in_regions(follows_from(known.img_current, [&study]), region);
        current.onset = study.onset;
        current.attributes = study.attributes.clone();
        if study.onset.is_none() {
            // A report without a date is believed, but only to ask (protocol 1.3).
            current.confidence = Confidence::Probable;
        }
        let recent = dates::is_within(study.onset, context.limits.duplicate_mri_days, facts.today);
        if recent {
            let mut fitting = current.clone();
            fitting.finding = known.img_fitting;
            facts.push(fitting);
        }
        let verdict = concordance(facts, &study, known, region);
        facts.extend(verdict.into_iter().chain([current]));
    }
}

/// The newest MRI of a region with a known result, if nothing changed since it was done.
fn newest_mri<'a>(facts: &'a Facts, context: Context<'_>, region: Region) -> Option<&'a Fact> {
    let known = &context.vocabulary.known;
    facts
        .of(known.img)
        .iter()
        .filter(|study| study.attributes.has(Attribute::Modality, "mri"))
        .filter(|study| !study.regions.is_empty() && touches(study, Regions::from(region)))
        .filter(|study| study.attributes.get(Attribute::Result).is_some())
        .max_by_key(|study| study.onset.map(DateRange::latest))
        .filter(|study| {
            study
                .onset
                .is_none_or(|done| unchanged_since(facts, context, region, done))
        })
}

/// No deficit, class A or B flag, cluster, worsening or new side dated after the report.
fn unchanged_since(facts: &Facts, context: Context<'_>, region: Region, report: DateRange) -> bool {
    let vocabulary = context.vocabulary;
    let later = |fact: &&Fact| fact.is_present() && began_after(fact, report.latest());
    let of_role = |roles: &[Role]| {
        vocabulary
            .findings()
            .filter(|(_, finding)| roles.contains(&finding.role))
            .flat_map(|(id, _)| facts.seen(id, Some(region)))
            .filter(later)
            .count()
    };
    let known = &vocabulary.known;
    let weak = of_role(&[Role::FlagC]);
    let spread = [
        known.neuro_progressive,
        known.neuro_sensory,
        known.pattern_radicular,
    ]
    .into_iter()
    .flat_map(|finding| facts.seen(finding, Some(region)))
    .filter(later)
    .count();
    of_role(&[Role::Deficit, Role::FlagA, Role::FlagB]) == 0 && weak < 2 && spread == 0
}

/// Whether a fact surely began, or was said to be worse, after a day.
fn began_after(fact: &Fact, day: Date) -> bool {
    let dated = if fact.dated_by_record {
        None
    } else {
        fact.onset
    };
    [dated, fact.worsened]
        .into_iter()
        .flatten()
        .any(|date| date.earliest() > day)
}

/// What the sides and levels of study and symptoms say about each other, where no answer states it.
fn concordance(facts: &Facts, study: &Fact, known: &Known, region: Region) -> Option<Fact> {
    let side = |fact: &Fact| fact.attributes.word(Attribute::Side).map(str::to_owned);
    let limb: Vec<&Fact> = [
        known.pattern_radicular,
        known.neuro_sensory,
        known.neuro_motor,
    ]
    .into_iter()
    .flat_map(|finding| facts.seen(finding, Some(region)))
    .filter(|fact| fact.is_present() && side(fact).is_some())
    .collect();
    let seen = side(study)?;
    let opposite = |fact: &&Fact| {
        matches!(
            (seen.as_str(), fact.attributes.word(Attribute::Side)),
            ("left", Some("right")) | ("right", Some("left"))
        )
    };
    let level = |fact: &Fact| fact.attributes.get(Attribute::Level).cloned();
    let matches = |fact: &&Fact| {
        fact.attributes.has(Attribute::Side, &seen)
            && level(fact).is_some()
            && level(fact) == level(study)
    };
    let verdict = if limb.is_empty() {
        return None;
    } else if limb.iter().all(opposite) {
        "no"
    } else {
        limb.iter().any(matches).then_some("yes")?
    };
    Some(in_regions(
        choice(
            follows_from(known.img_concordant, limb.into_iter().chain([study])),
            verdict,
        ),
        region,
    ))
}
