//! Which rules show on which hook (protocol section 4).

use super::{
    Fate, Occasion, Settled, Spoken,
    suppress::{Join, Standing},
};
use crate::{
    evaluate::Evaluation,
    format::{Class, Indicator, Showing},
};

/// The places of the cards that are shown, with those that join each.
pub(super) struct Shown {
    pub head: usize,
    pub merged: Vec<usize>,
    pub lines: Vec<usize>,
}

impl Shown {
    /// A card of one rule, until others join it.
    fn alone(head: usize) -> Self {
        Self {
            head,
            merged: Vec::new(),
            lines: Vec::new(),
        }
    }
}

/// Chooses the cards of a hook.
///
/// A rule that stands without a card here gives none to what the matrix merges into it: that is then a card of its own.
pub(super) fn choose(
    evaluation: &Evaluation<'_>,
    standing: &[Standing<'_>],
    occasion: Occasion,
    settled: &mut Vec<Settled>,
) -> Vec<Shown> {
    fn on<'s>(spoken: &'s Spoken<'_>, occasion: Occasion) -> Option<&'s Showing> {
        spoken.rule.hooks.get(&occasion.hook)
    }
    let has_card = |spoken: &Spoken<'_>| match on(spoken, occasion) {
        // A line is never a card.
        _ if spoken.class() == Class::Line => false,
        Some(Showing::Own) => true,
        Some(Showing::Warnings) => spoken.indicator() >= Indicator::Warning,
        Some(Showing::Alone | Showing::Ride | Showing::Last | Showing::With(_)) | None => false,
    };
    let mut cards: Vec<Shown> = standing
        .iter()
        .enumerate()
        .filter(|(_, this)| has_card(&this.spoken) && !joins_a_card(this, standing, has_card))
        .map(|(head, _)| Shown::alone(head))
        .collect();
    stand_alone(evaluation, standing, occasion, &mut cards);
    stand_last(standing, occasion, &mut cards);
    for (index, this) in standing.iter().enumerate() {
        if cards.iter().any(|card| card.head == index) {
            continue;
        }
        let Some(how) = on(&this.spoken, occasion) else {
            settled.push(Settled::new(&this.spoken, Fate::NotOnThisHook));
            continue;
        };
        let joined = match this.joins {
            // What only shows when nothing else stands never rides on what does.
            _ if *how == Showing::Alone => None,
            Join::Merged(other) => cards
                .iter_mut()
                .find(|card| card.head == other)
                .map(|card| card.merged.push(index)),
            Join::Line(other) => cards
                .iter_mut()
                .find(|card| card.head == other)
                .map(|card| card.lines.push(index)),
            Join::Own => None,
        };
        // Information about an order rides on a warning about the same order.
        let is_line = this.spoken.class() == Class::Line;
        let rides = joined.is_none()
            && (is_line || matches!(how, Showing::Ride | Showing::Warnings | Showing::Last));
        let with = match how {
            Showing::With(rule) => cards.iter_mut().find(|card| head_is(standing, card, rule)),
            _ if rides => cards
                .iter_mut()
                .find(|card| same_place(standing, card, &this.spoken)),
            _ => None,
        };
        let placed = joined.is_some() || with.map(|card| card.lines.push(index)).is_some();
        if !placed {
            settled.push(Settled::new(&this.spoken, Fate::NotOnThisHook));
        }
    }
    cards
}

/// Whether a result joins another one that has a card on this hook.
fn joins_a_card(
    this: &Standing<'_>,
    standing: &[Standing<'_>],
    has_card: impl Fn(&Spoken<'_>) -> bool,
) -> bool {
    match this.joins {
        Join::Own => false,
        Join::Merged(other) | Join::Line(other) => standing
            .get(other)
            .is_some_and(|other| has_card(&other.spoken)),
    }
}

fn head_is(standing: &[Standing<'_>], card: &Shown, rule: &str) -> bool {
    standing
        .get(card.head)
        .is_some_and(|head| &*head.spoken.rule.id == rule)
}

fn same_place(standing: &[Standing<'_>], card: &Shown, spoken: &Spoken<'_>) -> bool {
    standing.get(card.head).is_some_and(|head| {
        head.spoken.region == spoken.region
            && (head.spoken.order.is_none()
                || head.spoken.order == spoken.order
                || spoken.order.is_none())
    })
}

/// The places of the rules that show in one way on a hook.
fn shown_as(
    standing: &[Standing<'_>],
    occasion: Occasion,
    how: &Showing,
) -> impl Iterator<Item = usize> {
    standing
        .iter()
        .enumerate()
        .filter(move |(_, this)| this.spoken.rule.hooks.get(&occasion.hook) == Some(how))
        .map(|(index, _)| index)
}

/// A card that only shows when no other one stands, and the visit is about spine pain. What would only be a line on it gives way to it.
fn stand_alone(
    evaluation: &Evaluation<'_>,
    standing: &[Standing<'_>],
    occasion: Occasion,
    cards: &mut Vec<Shown>,
) {
    let alone: Vec<usize> = shown_as(standing, occasion, &Showing::Alone).collect();
    let gives_way = |card: &Shown| match standing.get(card.head).map(|head| head.joins) {
        Some(Join::Merged(other) | Join::Line(other)) => alone.contains(&other),
        Some(Join::Own) | None => false,
    };
    let known = &evaluation.catalog.vocabulary().known;
    let visit = evaluation.facts.has(known.spine_visit);
    if visit && !alone.is_empty() && cards.iter().all(gives_way) {
        *cards = alone.into_iter().map(Shown::alone).collect();
    }
}

/// A card that only shows when no other one of its region stands.
fn stand_last(standing: &[Standing<'_>], occasion: Occasion, cards: &mut Vec<Shown>) {
    for index in shown_as(standing, occasion, &Showing::Last) {
        let taken = standing.get(index).is_none_or(|this| {
            cards
                .iter()
                .any(|card| same_place(standing, card, &this.spoken))
        });
        if !taken {
            cards.push(Shown::alone(index));
        }
    }
}
