//! Dates that the record gives, and those that stand in for missing ones.

use super::Context;
use crate::{Facts, FindingId, Known};
use foramen_fhir::DateRange;
use jiff::civil::Date;

/// A date cannot lie after the day of the request; one that lies wholly later is a slip and counts as none.
pub(super) fn clip(facts: &mut Facts) {
    let today = facts.today;
    for fact in facts.iter_mut() {
        for date in [&mut fact.onset, &mut fact.stated, &mut fact.worsened] {
            *date = date
                .filter(|date| date.earliest() <= today)
                .map(|date| date.not_after(today));
        }
    }
}

/// Days from a date to the day of the request: (at least, at most).
pub(super) fn age(date: DateRange, today: Date) -> (f64, f64) {
    date.days_before(today).map_or((0.0, 0.0), |days| {
        (f64::from(days.min), f64::from(days.max))
    })
}

/// Whether the latest day that a date can mean is at most so many days ago; the last day counts.
pub(super) fn is_within(date: Option<DateRange>, days: f64, today: Date) -> bool {
    date.is_some_and(|date| age(date, today).0 <= days)
}

/// An undated finding takes the date of its first record, so that look-backs and "later than the change" can be told (protocol 1.0,
/// *undated*): motor, gait and UMN findings, flags and other symptoms. Pain, patterns and sphincter findings never do: a record is
/// not an onset. Sensory findings take the onset of the episode first.
pub(super) fn fall_back_to_the_record(facts: &mut Facts, context: Context<'_>) {
    let known = &context.vocabulary.known;
    let never = without_fallback(known);
    let episode = facts
        .of(known.duration)
        .iter()
        .filter_map(|duration| duration.onset.map(|onset| (duration.regions, onset)))
        .collect::<Vec<_>>();
    for fact in facts.iter_mut().filter(|fact| fact.onset.is_none()) {
        if never.contains(&fact.finding) {
            continue;
        }
        if fact.finding == known.neuro_sensory {
            fact.onset = episode
                .iter()
                .find(|(regions, _)| {
                    !regions.intersection(fact.regions).is_empty() || fact.regions.is_empty()
                })
                .map(|(_, onset)| *onset);
        }
        if fact.onset.is_none() && fact.stated.is_some() {
            fact.onset = fact.stated;
        }
        fact.dated_by_record = fact.onset.is_some();
    }
}

fn without_fallback(known: &Known) -> [FindingId; 16] {
    [
        known.pain_spine,
        known.spine_dx,
        known.pattern_axial,
        known.pattern_radicular,
        known.pattern_stenosis,
        known.pattern_walking_pain,
        known.pattern_myelopathic,
        known.pattern_cauda_equina,
        known.neuro_bladder,
        known.neuro_bowel,
        known.neuro_anal_tone,
        known.neuro_saddle,
        known.neuro_sexual,
        known.tx,
        known.img,
        known.duration,
    ]
}
