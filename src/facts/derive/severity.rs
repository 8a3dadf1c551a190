//! Scores of pain and disability, and the grade of neck pain (protocol 1.1 and section 3).

use super::{Context, choice, dates, follows_from, in_regions, set_aside, stated};
use crate::{DateRange, Fact, Facts, FindingId, Region, Regions, Role};

/// Scores count for this many days (protocol 1.1: latest within P30D).
const SCORE_DAYS: f64 = 30.0;

/// Keeps the latest scores of the last thirty days and tells whether they are disabling.
pub(super) fn scores(facts: &mut Facts, context: Context<'_>) {
    let known = &context.vocabulary.known;
    let limits = context.limits;
    let today = facts.today;
    for (finding, bound) in [
        (known.severity_nrs, limits.severe_nrs),
        (known.severity_odi, limits.severe_disability_pct),
        (known.severity_ndi, limits.severe_disability_pct),
    ] {
        set_aside(facts, finding, "a score older than 30 days", |fact| {
            fact.when()
                .is_some_and(|when| dates::age(when, today).0 > SCORE_DAYS)
        });
        keep_latest(facts, finding);
        let severe: Vec<Fact> = facts
            .of(finding)
            .iter()
            .filter(|fact| fact.value.is_some_and(|value| value.min >= bound))
            .map(|score| {
                let mut fact = follows_from(known.severity_disabling, [score]);
                fact.onset = score.onset;
                fact.regions = score.regions;
                fact
            })
            .collect();
        facts.extend(severe);
    }
}

/// Of several measurements the latest stands.
fn keep_latest(facts: &mut Facts, finding: FindingId) {
    let latest = facts
        .of(finding)
        .iter()
        .filter_map(Fact::when)
        .map(DateRange::latest)
        .max();
    set_aside(facts, finding, "an earlier score", |fact| {
        fact.when().map(DateRange::latest) != latest
    });
}

/// Grade of neck pain: III with neurological signs, IV with signs of serious disease, else I or II by the scores.
pub(super) fn grade(facts: &mut Facts, context: Context<'_>) {
    let known = &context.vocabulary.known;
    let limits = context.limits;
    let neck = Regions::from(Region::Cervical);
    if !facts.regions.contains(Region::Cervical) {
        return;
    }
    let serious = context
        .vocabulary
        .findings()
        .filter(|(id, finding)| {
            matches!(finding.role, Role::FlagA | Role::FlagB)
                || [known.neuro_umn, known.pattern_myelopathic].contains(id)
        })
        .any(|(id, _)| stated(facts, id, neck));
    let signs = [
        known.pattern_radicular,
        known.neuro_sensory,
        known.neuro_motor,
        known.neuro_reflex,
    ];
    let score = |finding, bound| {
        facts
            .seen(finding, Some(Region::Cervical))
            .filter_map(|fact| fact.value)
            .map(move |value| value.min >= bound)
            .next()
    };
    let interferes = [
        score(known.severity_nrs, limits.grade_two_nrs),
        score(known.severity_ndi, limits.grade_two_disability_pct),
        score(known.severity_odi, limits.grade_two_disability_pct),
    ];
    let grade = if serious {
        Some("IV")
    } else if signs
        .into_iter()
        .any(|finding| stated(facts, finding, neck))
    {
        Some("III")
    } else if interferes.contains(&Some(true)) {
        Some("II")
    } else {
        interferes.contains(&Some(false)).then_some("I")
    };
    if let Some(grade) = grade {
        let grounds: Vec<Fact> = facts
            .of(known.pain_spine)
            .iter()
            .filter(|fact| fact.is_present())
            .cloned()
            .collect();
        facts.push(in_regions(
            choice(follows_from(known.severity_grade, &grounds), grade),
            neck,
        ));
    }
}
