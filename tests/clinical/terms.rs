//! The terms of protocol 1.0 and 1.3 on single facts: time, episode, care, contradictions.

use super::fixtures::CATALOG;
use foramen_facts::{
    Amount, Attribute, Confidence, DateRange, Evidence, Fact, Facts, Origin, Region, SourceRef,
    State, Time, derive,
};
use jiff::{ToSpan, civil::date};
use rstest::rstest;

const TODAY: jiff::civil::Date = date(2026, 6, 15);

fn ago(days: i64) -> DateRange {
    DateRange::day(TODAY.saturating_sub(days.days()))
}

fn fact(name: &str) -> Fact {
    let evidence = Evidence {
        source: SourceRef {
            reference: "Condition/x".to_owned(),
            path: "prefetch.x".to_owned(),
        },
        origin: Origin::Coded,
        says: "snomed 1".to_owned(),
    };
    Fact::present(CATALOG.vocabulary().id(name).unwrap(), evidence)
}

fn with(mut fact: Fact, words: &[(Attribute, &str)]) -> Fact {
    for (attribute, word) in words {
        fact.attributes.set_word(*attribute, word);
    }
    fact
}

/// A lumbar pain that began so many days ago, beside other facts.
fn patient(pain_days: i64, facts: impl IntoIterator<Item = Fact>) -> Facts {
    let mut all = Facts::new(CATALOG.vocabulary(), TODAY);
    all.push(Fact {
        regions: Region::Lumbar.into(),
        onset: Some(ago(pain_days)),
        ..fact("pain.spine")
    });
    all.extend(facts);
    let profile = CATALOG.profile("us-acr").unwrap();
    derive(
        all,
        CATALOG.vocabulary(),
        &profile.parameters,
        &profile.limits,
    )
}

fn of<'f>(facts: &'f Facts, name: &str) -> &'f [Fact] {
    facts.of(CATALOG.vocabulary().id(name).unwrap())
}

fn state(facts: &Facts, name: &str) -> Option<State> {
    of(facts, name).iter().map(|fact| fact.state).max()
}

#[rstest]
#[case::on_the_last_new_day(Some(14), None, false, Time::New)]
#[case::one_day_later(Some(15), None, false, Time::Recent)]
#[case::on_the_last_recent_day(Some(90), None, false, Time::Recent)]
#[case::after_it(Some(91), None, false, Time::Chronic)]
#[case::old_but_worse_lately(Some(400), Some(3), false, Time::New)]
#[case::known_for_long(Some(400), None, true, Time::Baseline)]
#[case::known_for_long_but_new(Some(3), None, true, Time::New)]
#[case::undated(None, None, false, Time::Undated)]
fn a_finding_gets_its_term(
    #[case] onset: Option<i64>,
    #[case] worse: Option<i64>,
    #[case] long_standing: bool,
    #[case] expected: Time,
) {
    let motor = Fact {
        onset: onset.map(ago),
        worsened: worse.map(ago),
        long_standing,
        ..fact("neuro.motor")
    };
    let facts = patient(20, [motor]);
    assert_eq!(of(&facts, "neuro.motor")[0].time, expected);
    let absent = expected == Time::Baseline;
    assert_eq!(of(&facts, "neuro.motor")[0].state == State::Absent, absent);
}

#[test]
fn retention_of_this_encounter_is_new_and_one_from_the_problem_list_is_not() {
    let retention = |current_encounter| Fact {
        stated: Some(ago(2)),
        current_encounter,
        ..with(
            fact("neuro.bladder"),
            &[(Attribute::Kind, "retention_or_flow")],
        )
    };
    assert_eq!(
        of(&patient(20, [retention(true)]), "neuro.bladder")[0].time,
        Time::New
    );
    assert_eq!(
        of(&patient(20, [retention(false)]), "neuro.bladder")[0].time,
        Time::Undated
    );
}

#[test]
fn clumsy_hands_are_a_myelopathic_pattern_and_a_gait_change_only_a_possible_one() {
    let hands = patient(20, [fact("neuro.hand_dexterity")]);
    assert_eq!(
        of(&hands, "pattern.myelopathic")[0].confidence,
        Confidence::Certain
    );
    let gait = patient(20, [fact("neuro.gait")]);
    assert_eq!(
        of(&gait, "pattern.myelopathic")[0].confidence,
        Confidence::Probable
    );
}

fn denial(name: &str, days: i64) -> Fact {
    let mut denial = Fact {
        stated: Some(ago(days)),
        ..fact(name).denied()
    };
    denial
        .evidence
        .iter_mut()
        .for_each(|evidence| evidence.origin = Origin::Questionnaire);
    denial
}

#[test]
fn a_later_denial_of_the_same_place_stands_and_an_earlier_one_does_not() {
    let saddle = || Fact {
        onset: Some(ago(10)),
        ..fact("neuro.saddle")
    };
    let later = patient(20, [saddle(), denial("neuro.saddle", 5)]);
    assert_eq!(state(&later, "neuro.saddle"), Some(State::Absent));
    let earlier = patient(20, [saddle(), denial("neuro.saddle", 12)]);
    assert_eq!(state(&earlier, "neuro.saddle"), Some(State::Present));
    let same_day = patient(20, [saddle(), denial("neuro.saddle", 10)]);
    assert_eq!(state(&same_day, "neuro.saddle"), Some(State::Present));
}

#[test]
fn a_ticked_no_does_not_take_back_a_recorded_cancer() {
    let cancer = Fact {
        stated: Some(ago(900)),
        ..fact("rf.cancer_history")
    };
    let facts = patient(20, [cancer, denial("rf.cancer_history", 0)]);
    assert_eq!(state(&facts, "rf.cancer_history"), Some(State::Present));
}

#[test]
fn a_denial_from_before_the_episode_says_nothing_about_it() {
    assert_eq!(
        state(&patient(20, [denial("neuro.saddle", 21)]), "neuro.saddle"),
        None
    );
    assert_eq!(
        state(&patient(20, [denial("neuro.saddle", 20)]), "neuro.saddle"),
        Some(State::Absent)
    );
    // Not even within a long episode, if it is as old as one.
    assert_eq!(
        state(&patient(300, [denial("neuro.saddle", 91)]), "neuro.saddle"),
        None
    );
}

fn therapy(kind: &str, from: i64, to: i64) -> Fact {
    Fact {
        onset: Some(ago(from)),
        end: Some(ago(to)),
        ..with(fact("tx"), &[(Attribute::Kind, kind)])
    }
}

#[rstest]
#[case::six_weeks(therapy("pt", 42, 0), Some(State::Present))]
#[case::a_day_less(therapy("pt", 41, 0), Some(State::Absent))]
#[case::acetaminophen_alone(therapy("acetaminophen", 60, 0), Some(State::Absent))]
#[case::an_analgesic_alone_leaves_it_open(therapy("nsaid", 60, 0), None)]
#[case::declined(therapy("pt", 60, 0).denied(), Some(State::Absent))]
fn care_is_adequate_from_six_weeks_with_an_active_element(
    #[case] therapy: Fact,
    #[case] expected: Option<State>,
) {
    let facts = patient(100, [therapy]);
    assert_eq!(state(&facts, "tx.conservative.adequate"), expected);
}

#[test]
fn physical_therapy_of_unknown_length_leaves_adequacy_open() {
    let undated = with(fact("tx"), &[(Attribute::Kind, "pt")]);
    assert_eq!(
        state(&patient(100, [undated]), "tx.conservative.adequate"),
        None
    );
}

#[test]
fn care_counts_from_the_onset_of_the_episode() {
    let facts = patient(30, [therapy("pt", 60, 0)]);
    assert_eq!(
        state(&facts, "tx.conservative.adequate"),
        Some(State::Absent)
    );
}

#[rstest]
#[case::visits_two_weeks_apart(&[43, 29, 15, 1], 42.0)]
#[case::a_day_further_apart(&[44, 29, 15, 1], 29.0)]
fn visits_up_to_the_gap_apart_are_one_course(#[case] visits: &[i64], #[case] days: f64) {
    let facts = patient(100, visits.iter().map(|day| therapy("pt", *day, *day)));
    let weeks = of(&facts, "tx.conservative.weeks")[0].value.unwrap();
    assert!(
        (weeks.min * 7.0 - days).abs() < 1e-9,
        "{} days",
        weeks.min * 7.0
    );
}

#[test]
fn an_improved_patient_has_not_failed() {
    let improved = with(therapy("pt", 50, 0), &[(Attribute::Outcome, "improved")]);
    assert_eq!(
        state(&patient(100, [improved]), "tx.conservative.failed"),
        Some(State::Absent)
    );
}

#[test]
fn a_partial_onset_keeps_both_ends_of_the_duration() {
    let mut all = Facts::new(CATALOG.vocabulary(), TODAY);
    all.push(Fact {
        regions: Region::Lumbar.into(),
        onset: Some(DateRange::between(date(2026, 5, 1), date(2026, 5, 31))),
        ..fact("pain.spine")
    });
    let profile = CATALOG.profile("us-acr").unwrap();
    let facts = derive(
        all,
        CATALOG.vocabulary(),
        &profile.parameters,
        &profile.limits,
    );
    assert_eq!(
        of(&facts, "duration")[0].value,
        Some(Amount::between(15.0, 45.0))
    );
}

#[rstest]
#[case::within_the_episode(90, None, State::Present)]
#[case::an_old_problem(91, None, State::Absent)]
#[case::an_old_problem_treated_now(400, Some(30), State::Present)]
fn an_old_problem_is_current_only_if_something_happens(
    #[case] pain_days: i64,
    #[case] treated: Option<i64>,
    #[case] expected: State,
) {
    let therapy = treated.map(|days| therapy("pt", days, days));
    assert_eq!(
        state(&patient(pain_days, therapy), "episode.current"),
        Some(expected)
    );
}

/// An operation on the low back or the neck so many days ago.
fn operation(days: i64, region: Region) -> Fact {
    Fact {
        regions: region.into(),
        onset: Some(ago(days)),
        ..with(fact("tx"), &[(Attribute::Kind, "surgery")])
    }
}

#[rstest]
#[case::older_than_the_operation(300, Region::Lumbar, Some(State::Present))]
#[case::younger_than_the_operation(100, Region::Lumbar, Some(State::Absent))]
#[case::operated_on_the_neck(300, Region::Cervical, None)]
fn pain_outlasts_an_operation_on_its_own_region_only(
    #[case] pain_days: i64,
    #[case] region: Region,
    #[case] expected: Option<State>,
) {
    let facts = patient(pain_days, [operation(200, region)]);
    assert_eq!(state(&facts, "duration.after_surgery"), expected);
    let days = of(&facts, "duration.after_surgery")
        .first()
        .and_then(|fact| fact.value);
    let lasting = expected == Some(State::Present);
    assert_eq!(days, lasting.then(|| Amount::exactly(200.0)));
}

#[rstest]
#[case::rose(4.0, 6.0, State::Present)]
#[case::fell(6.0, 4.0, State::Absent)]
fn a_later_score_is_compared_before_the_earlier_one_is_set_aside(
    #[case] before: f64,
    #[case] now: f64,
    #[case] expected: State,
) {
    let score = |days, value| Fact {
        onset: Some(ago(days)),
        value: Some(Amount::exactly(value)),
        ..fact("severity.nrs")
    };
    let facts = patient(80, [score(60, before), score(5, now)]);
    assert_eq!(state(&facts, "severity.higher"), Some(expected));
    assert_eq!(of(&facts, "severity.nrs").len(), 1);
}
