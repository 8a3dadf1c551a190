//! Which questions a card asks, and which flags it names as not recorded (protocol section 8).

use super::Spoken;
use crate::evaluate::{Evaluation, Frame, QUESTIONS};
use foramen_facts::{FindingId, Role, Time};

/// The questions of a card: ranked over all its rules, at most three, one of a kind; one of them is the headline rule's own, in the ask form
/// the one that confirms it.
pub(super) fn of<'c>(
    evaluation: &Evaluation<'c>,
    head: &Spoken<'c>,
    others: &[&Spoken<'c>],
) -> Vec<FindingId> {
    let frame = Frame {
        region: Some(head.region),
        order: head.order,
    };
    let all: Vec<FindingId> = std::iter::once(head)
        .chain(others.iter().copied())
        .flat_map(|spoken| spoken.asks.clone())
        .collect();
    let ranked = evaluation.questions(&all, frame);
    let mut asks: Vec<FindingId> = ranked.iter().copied().take(QUESTIONS).collect();
    let doubted = head.grounds.iter().filter(|fact| !fact.is_certain());
    let doubted = doubted
        .map(|fact| fact.finding)
        .filter(|_| head.is_urgent());
    let own = doubted
        .chain(head.branch.ask.iter().map(|ask| ask.finding))
        .find(|finding| ranked.contains(finding));
    if let Some(own) = own.filter(|own| !asks.contains(own)) {
        asks.truncate(QUESTIONS - 1);
        asks.push(own);
    }
    asks
}

/// The flags and deficits that nobody recorded: a card never turns their silence into "none".
pub(super) fn not_considered(evaluation: &Evaluation<'_>, head: &Spoken<'_>) -> Vec<FindingId> {
    let vocabulary = evaluation.catalog.vocabulary();
    let frame = Frame {
        region: Some(head.region),
        order: head.order,
    };
    let gate = vocabulary.id("group.delete_gate");
    let asked: Vec<FindingId> = gate
        .into_iter()
        .chain(head.unknown.iter().copied())
        .collect();
    evaluation
        .open_questions(&asked, frame)
        .into_iter()
        .map(|asked| asked.finding)
        .filter(|finding| !is_on_record(evaluation, *finding, frame))
        .filter(|finding| {
            vocabulary.finding(*finding).is_some_and(|finding| {
                matches!(
                    finding.role,
                    Role::Deficit | Role::FlagA | Role::FlagB | Role::FlagC
                )
            })
        })
        .collect()
}

/// Whether anything is recorded of a finding, also what does not count: from before this episode, or too long ago.
fn is_on_record(evaluation: &Evaluation<'_>, finding: FindingId, frame: Frame) -> bool {
    let facts = evaluation.facts;
    let mut seen = facts.seen(finding, frame.region);
    let mut aside = facts.set_aside.iter().map(|(fact, _)| fact);
    seen.any(|fact| fact.is_present() || fact.time == Time::Baseline)
        || aside.any(|fact| fact.finding == finding && fact.is_present())
}
