//! Reasons of a visit or an order have no date of their own: a problem of the chart that is the same symptom has.

use jiff::civil::Date;

use super::{Reader, named};
use crate::{Attribute, Confidence, DateRange, Fact, Regions};

impl Reader<'_, '_> {
    /// Tells a spine symptom that is only a reason together with the same symptom on the problem list, which knows since when.
    ///
    /// A reason that is called new or worse keeps its own time: a flare restarts an episode if the record says so (protocol 1.1).
    pub(super) fn date_reasons(&mut self) {
        let today = self.reading.today;
        for finding in self.spine_symptoms() {
            let (reasons, mut facts): (Vec<Fact>, Vec<Fact>) = self
                .facts
                .take(finding)
                .into_iter()
                .partition(is_undated_reason);
            let apart: Vec<Fact> = reasons
                .into_iter()
                .filter_map(|reason| join(reason, &mut facts, today))
                .collect();
            facts.extend(apart);
            self.facts.extend(facts);
        }
    }
}

/// What a reason states beside the problems of the chart, each of which takes over what it covers.
fn join(mut reason: Fact, facts: &mut [Fact], today: Date) -> Option<Fact> {
    while let Some(problem) = facts
        .iter_mut()
        .filter(|fact| is_dated_problem(fact, today) && is_same_symptom(fact, &reason))
        .max_by_key(|problem| problem.onset.map(DateRange::latest))
    {
        problem.current_encounter |= reason.current_encounter;
        problem.stated = later(problem.stated, reason.stated);
        let place = named(problem.regions);
        let beyond: Regions = named(reason.regions)
            .iter()
            .filter(|region| !place.contains(*region))
            .collect();
        if !place.is_empty() && !beyond.is_empty() {
            // `Neck and low back pain` beside an old low back: the neck may be new.
            reason.regions = beyond;
            continue;
        }
        let covered = beyond.is_empty() && adds_nothing(&reason, problem);
        reason.onset = problem.onset;
        return (!covered).then_some(reason);
    }
    Some(reason)
}

/// Whether a reason names no detail that the problem does not.
fn adds_nothing(reason: &Fact, problem: &Fact) -> bool {
    reason
        .attributes
        .iter()
        .all(|(attribute, held)| problem.attributes.get(attribute) == Some(held))
}

fn later(a: Option<DateRange>, b: Option<DateRange>) -> Option<DateRange> {
    a.into_iter().chain(b).max_by_key(|date| date.latest())
}

fn is_reason(fact: &Fact) -> bool {
    fact.evidence.iter().all(|evidence| {
        ["Encounter", "ServiceRequest", "MedicationRequest"].contains(&kind(evidence))
    })
}

fn kind(evidence: &crate::Evidence) -> &str {
    let reference = &evidence.source.reference;
    reference
        .split_once('/')
        .map_or(reference, |(kind, _)| kind)
}

fn is_undated_reason(fact: &Fact) -> bool {
    fact.is_present() && fact.onset.is_none() && fact.worsened.is_none() && is_reason(fact)
}

fn is_dated_problem(fact: &Fact, today: Date) -> bool {
    let certain = fact.confidence == Confidence::Certain;
    let listed = fact
        .evidence
        .iter()
        .any(|evidence| kind(evidence) == "Condition");
    fact.is_present()
        && certain
        && listed
        && fact.onset.is_some_and(|onset| onset.earliest() <= today)
}

/// The same symptom: no other part of the spine, and not the other side.
fn is_same_symptom(problem: &Fact, reason: &Fact) -> bool {
    let (own, other) = (named(problem.regions), named(reason.regions));
    let place = own.is_empty() || other.is_empty() || !own.intersection(other).is_empty();
    let side = |fact: &Fact| fact.attributes.word(Attribute::Side).map(str::to_owned);
    let sides = match (side(problem), side(reason)) {
        (Some(own), Some(other)) => own == other || own == "both",
        _ => true,
    };
    place && sides
}
