//! Scores of pain and disability, and the grade of neck pain (protocol 1.1 and section 3).

use super::{Context, choice, dates, follows_from, in_regions, set_aside, stated};
use crate::{Amount, DateRange, Fact, Facts, FindingId, Region, Regions, Role};
use jiff::civil::Date;

/// Scores count for this many days (protocol 1.1: latest within P30D).
const SCORE_DAYS: f64 = 30.0;

/// Keeps the latest scores of the last thirty days and tells whether they are disabling, and higher than the ones before.
pub(super) fn scores(facts: &mut Facts, context: Context<'_>) {
    let known = &context.vocabulary.known;
    let limits = context.limits;
    let today = facts.today;
    for (finding, bound) in [
        (known.severity_nrs, limits.severe_nrs),
        (known.severity_odi, limits.severe_disability_pct),
        (known.severity_ndi, limits.severe_disability_pct),
    ] {
        let higher = higher(facts.of(finding), known.severity_higher, today);
        facts.extend(higher);
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

/// Whether the latest score of the last thirty days is higher than that of the day before it on which one was taken; the worst of a day
/// counts. A first score says nothing.
fn higher(scores: &[Fact], finding: FindingId, today: Date) -> Option<Fact> {
    let mut dated: Vec<(Date, Amount, &Fact)> = scores
        .iter()
        .filter_map(|score| Some((score.when()?.latest(), score.value?, score)))
        .collect();
    dated.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.min.total_cmp(&b.1.min)));
    let (day, value, last) = dated.pop()?;
    let (_, before, earlier) = dated.into_iter().rev().find(|(other, ..)| *other < day)?;
    let recent = dates::is_within(last.when(), SCORE_DAYS, today);
    let mut fact = in_regions(follows_from(finding, [earlier, last]), last.regions);
    fact.onset = last.when();
    let fact = if value.min > before.min {
        fact
    } else {
        fact.denied()
    };
    recent.then_some(fact)
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

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::State;

    const TODAY: Date = jiff::civil::date(2026, 6, 15);

    fn score((day, value): (Date, f64)) -> Fact {
        let mut fact = Fact::present(FindingId(0), super::super::computed(""));
        fact.onset = Some(DateRange::day(day));
        fact.value = Some(Amount::exactly(value));
        fact
    }

    #[rstest]
    #[case::rose(&[(1, 4.0), (14, 6.0)], Some(State::Present))]
    #[case::stayed(&[(1, 6.0), (14, 6.0)], Some(State::Absent))]
    #[case::fell(&[(1, 6.0), (14, 3.0)], Some(State::Absent))]
    #[case::the_one_before_counts(&[(1, 8.0), (7, 4.0), (14, 5.0)], Some(State::Present))]
    #[case::the_order_of_the_record_does_not(&[(14, 6.0), (1, 4.0)], Some(State::Present))]
    #[case::the_worst_of_a_day(&[(1, 4.0), (14, 6.0), (14, 3.0)], Some(State::Present))]
    #[case::first_score(&[(14, 6.0)], None)]
    #[case::two_of_one_day(&[(14, 4.0), (14, 6.0)], None)]
    fn a_score_is_higher_only_than_an_earlier_one(
        #[case] scores: &[(i8, f64)],
        #[case] expected: Option<State>,
    ) {
        let scores: Vec<Fact> = scores
            .iter()
            .map(|(day, value)| score((jiff::civil::date(2026, 6, *day), *value)))
            .collect();
        let found = higher(&scores, FindingId(1), TODAY);
        assert_eq!(found.map(|fact| fact.state), expected);
    }

    #[rstest]
    #[case::day_30(jiff::civil::date(2026, 5, 16), true)]
    #[case::day_31(jiff::civil::date(2026, 5, 15), false)]
    fn the_latest_score_is_of_the_last_thirty_days(#[case] day: Date, #[case] told: bool) {
        let scores = [(jiff::civil::date(2026, 1, 1), 4.0), (day, 6.0)].map(score);
        assert_eq!(higher(&scores, FindingId(1), TODAY).is_some(), told);
    }
}
