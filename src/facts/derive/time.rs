//! New, recent, undated, chronic, baseline: the terms of protocol 1.0.

use super::{Context, dates};
use crate::{Attribute, BaselineCause, Fact, Facts, Known, State, Time, fact::IMPLIED};
use jiff::civil::Date;

/// Gives every present fact its term, and turns what was there before this episode into an absence for it.
pub(super) fn settle(facts: &mut Facts, context: Context<'_>) {
    let today = facts.today;
    let causes = facts.causes.clone();
    for fact in facts.iter_mut().filter(|fact| fact.is_present()) {
        // A term that was stated outright (by an answer, or in a case) stands.
        fact.time = stated(fact).unwrap_or_else(|| term(fact, &causes, context, today));
        fact.attributes.set_word(Attribute::Time, fact.time.word());
        if fact.time == Time::Baseline {
            fact.state = State::Absent;
        }
    }
}

fn stated(fact: &Fact) -> Option<Time> {
    let word = fact.attributes.word(Attribute::Time)?;
    [
        Time::New,
        Time::Recent,
        Time::Undated,
        Time::Chronic,
        Time::Baseline,
    ]
    .into_iter()
    .find(|time| time.word() == word)
}

fn term(fact: &Fact, causes: &[BaselineCause], context: Context<'_>, today: Date) -> Time {
    let limits = context.limits;
    let recent = |date| dates::is_within(date, limits.new_days, today);
    // What began or worsened lately is never baseline, whatever else the record knows.
    if recent(fact.onset) || recent(fact.worsened) {
        return Time::New;
    }
    if fact.long_standing || explained(fact, causes, context, today) {
        return Time::Baseline;
    }
    let old = |date| !dates::is_within(date, limits.cauda_recent_days, today);
    if fact.onset.is_some() {
        return if old(fact.onset) && fact.worsened.is_none_or(|worse| old(Some(worse))) {
            Time::Chronic
        } else {
            Time::Recent
        };
    }
    if new_without_a_date(fact, &context.vocabulary.known, recent(fact.stated)) {
        return Time::New;
    }
    if fact.stated.is_some() && old(fact.stated) {
        Time::Chronic
    } else {
        Time::Undated
    }
}

/// Findings that count as new without a date: told in an examination or note of these days, or, for retention and saddle change, a
/// diagnosis of this encounter. A saddle code with no date anywhere, and a cauda equina diagnosis recorded these days, are taken as new:
/// waiting for a date could cost the nerves.
fn new_without_a_date(fact: &Fact, known: &Known, stated_lately: bool) -> bool {
    let saddle = fact.finding == known.neuro_saddle;
    let retention = fact.finding == known.neuro_bladder
        && fact.attributes.has(Attribute::Kind, "retention_or_flow");
    let examined = [
        known.neuro_anal_tone,
        known.neuro_motor,
        known.neuro_gait,
        known.neuro_umn,
    ]
    .contains(&fact.finding);
    if fact.examined {
        return stated_lately && (saddle || retention || examined);
    }
    let syndrome = fact
        .evidence
        .iter()
        .any(|evidence| is_syndrome(&evidence.says));
    // A cauda equina diagnosis that was written down these days is one of these days; one without any date may be an old one.
    let told = if syndrome {
        stated_lately
    } else {
        saddle && fact.stated.is_none()
    };
    fact.current_alone && ((saddle || retention) && fact.current_encounter || told)
}

/// A saddle finding that was only read out of a cauda equina code says nothing of its own.
fn is_syndrome(says: &str) -> bool {
    says.ends_with(IMPLIED)
}

/// Whether a recorded cause explains the finding as baseline.
fn explained(fact: &Fact, causes: &[BaselineCause], context: Context<'_>, today: Date) -> bool {
    let limits = context.limits;
    let known = &context.vocabulary.known;
    let old = |date| date_is_older(date, limits.baseline_days, today);
    // A finding that is dated, and not so long ago, is none of the cause's.
    if fact.onset.is_some() && !old(fact.onset) {
        return false;
    }
    causes
        .iter()
        .filter(|cause| cause.explains.contains(&fact.finding))
        .any(|cause| match &*cause.concept {
            // For gait, and for nothing else, any earlier record of a joint, balance or limb cause is enough.
            "baseline.gait_cause" => fact.finding == known.neuro_gait,
            // A pelvic, urological or obstetric cause needs the finding itself to be old.
            "baseline.sphincter_cause" | "neuro.bladder.other_cause" => old(fact.onset),
            _ => old(cause.since),
        })
}

fn date_is_older(date: Option<foramen_fhir::DateRange>, days: f64, today: Date) -> bool {
    date.is_some_and(|date| dates::age(date, today).0 > days)
}
