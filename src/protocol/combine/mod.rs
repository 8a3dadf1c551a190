//! From what fires to what is shown: phases, limits, the matrix, merging and suggestions (protocol section 4).

mod decision;
mod grounds;
mod limits;
mod matrix;
mod merge;
mod proposals;
mod questions;
mod quiet;
mod showing;
mod suppress;

pub use decision::{Act, CardPlan, Decision, Fate, Proposal, Settled, Spoken};
pub use matrix::{Effect, effect};
pub use quiet::{Muted, Overridden, Quiet};

use crate::{
    Catalog, Profile,
    evaluate::{Answered, Evaluation, Firing, Outcome},
    format::{Class, Hook, Pathway, Rule, Scope, Status},
};
use foramen_facts::{Facts, Region};

/// What a call is about beside its facts.
#[derive(Debug, Clone, Copy)]
pub struct Occasion {
    /// The hook that fired.
    pub hook: Hook,
    /// Whether conditions, or observations together with notes, could not be read: stages 4-6 then order nothing (protocol section 8).
    pub blind: bool,
}

/// Evaluates a catalogue over facts and settles what is shown. What is kept back is evaluated all the same.
pub fn decide<'c>(
    catalog: &'c Catalog,
    profile: &'c Profile,
    facts: &'c Facts,
    occasion: Occasion,
    quiet: &Quiet<'_>,
) -> Decision<'c> {
    let first = Evaluation::new(catalog, profile, facts);
    let (second, early) = with_what_stands(first);
    let late = outcomes(&second, |rule| !(1..=4).contains(&rule.stage));
    let mut outcomes = early;
    outcomes.extend(late);
    outcomes.sort_by(|a, b| place(a).cmp(&place(b)));
    let mut settled = Vec::new();
    let spoken = spoken(&second, &outcomes);
    let pathway = spoken
        .iter()
        .map(Spoken::pathway)
        .max()
        .unwrap_or(Pathway::None);
    let limits = limits::Limits::of(&outcomes);
    let allowed = limits.apply(spoken, &mut settled);
    let standing = suppress::settle(&second, allowed, &mut settled);
    let cards = merge::cards(&second, standing, occasion, &limits, quiet, &mut settled);
    for outcome in outcomes
        .iter()
        .filter(|outcome| matches!(outcome.answered, Some(Answered::Ended(_))))
    {
        let region = card_region(&second, outcome);
        settled.push(Settled {
            rule: outcome.rule.id.clone(),
            region,
            fate: Fate::Ended,
        });
    }
    Decision {
        evaluation: second,
        cards,
        outcomes,
        settled,
        pathway,
    }
}

/// Evaluates one rule with everything that it can see, and what its own suggestions come to: what a case in its file tests.
pub(crate) fn decide_alone<'c>(
    catalog: &'c Catalog,
    profile: &'c Profile,
    facts: &'c Facts,
    rule: &str,
) -> (Vec<Outcome<'c>>, Vec<Act<'c>>) {
    let first = Evaluation::new(catalog, profile, facts);
    let (second, _) = with_what_stands(first);
    let own = outcomes(&second, |other| *other.id == *rule);
    let acts = spoken(&second, &own)
        .iter()
        .flat_map(|spoken| proposals::resolve(&second, spoken))
        .filter_map(|resolved| match resolved {
            proposals::Resolved::Act(act) => Some(act),
            proposals::Resolved::Fits(_) => None,
        })
        .collect();
    (own, acts)
}

/// The evaluation of stages 1-4 taken into that of the orders: what is proposed, and the region that comes first.
fn with_what_stands(first: Evaluation<'_>) -> (Evaluation<'_>, Vec<Outcome<'_>>) {
    let early = outcomes(&first, |rule| (1..=4).contains(&rule.stage));
    let stand = spoken(&first, &early);
    let (orders, plan) = proposals::plan(&first, &stand);
    let leading = stand
        .iter()
        .filter(|spoken| spoken.rule.scope == Scope::Region)
        .min_by_key(|spoken| (spoken.rule.stage, &spoken.rule.number, spoken.region))
        .map(|spoken| spoken.region);
    (first.with_plan(orders, plan, leading), early)
}

/// Rules by stage and number; the safety lines, which have none, last of all.
fn place<'o>(
    outcome: &'o Outcome<'_>,
) -> (
    bool,
    u8,
    &'o Option<crate::format::Number>,
    &'o foramen_facts::Word,
    crate::evaluate::Frame,
) {
    let rule = outcome.rule;
    (
        rule.class == Class::Safety,
        rule.stage,
        &rule.number,
        &rule.id,
        outcome.frame,
    )
}

fn outcomes<'c>(evaluation: &Evaluation<'c>, wanted: impl Fn(&Rule) -> bool) -> Vec<Outcome<'c>> {
    let rules = evaluation.catalog.content().rules.iter().enumerate();
    rules
        .filter(|(_, rule)| rule.status == Status::Active && wanted(rule))
        .flat_map(|(index, rule)| {
            let frames = evaluation.frames(rule).into_iter();
            frames.map(move |frame| evaluation.outcome(index, rule, frame))
        })
        .collect()
}

/// The rules that fire and were not ended by a later study, each with its branch and the region of its card.
fn spoken<'c>(evaluation: &Evaluation<'c>, outcomes: &[Outcome<'c>]) -> Vec<Spoken<'c>> {
    outcomes
        .iter()
        .filter_map(|outcome| {
            let certainty = outcome.stands()?;
            let branch = outcome.branch?;
            let study = match &outcome.answered {
                Some(Answered::Explained(study)) => Some(study.clone()),
                _ => None,
            };
            Some(Spoken {
                rule: outcome.rule,
                branch,
                certainty,
                region: card_region(evaluation, outcome),
                order: outcome.frame.order,
                study,
                grounds: outcome.grounds.clone(),
                asks: outcome.asks.clone(),
                unknown: outcome.unknown.clone(),
            })
        })
        .collect()
}

/// The region of a rule's card: its frame's; of a whole-patient rule the first region of the case that it speaks for, so that it meets
/// the other rules of that region.
fn card_region(evaluation: &Evaluation<'_>, outcome: &Outcome<'_>) -> Region {
    let case = evaluation.regions();
    let spoken_for = case
        .iter()
        .find(|region| outcome.rule.regions.contains(region));
    match outcome.rule.scope {
        Scope::Patient => spoken_for.or_else(|| case.first()),
        Scope::Region | Scope::Order => outcome.frame.region,
    }
    .unwrap_or(Region::Unspecified)
}

/// Whether a rule is one of the safety lines.
fn is_safety(spoken: &Spoken<'_>) -> bool {
    spoken.class() == Class::Safety
}

/// Whether an outcome fires at all, ended or not.
fn fires(outcome: &Outcome<'_>) -> bool {
    matches!(outcome.firing, Firing::Fires(_))
}
