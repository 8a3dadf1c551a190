//! Who stands where several results meet (protocol section 4, suppression matrix).

use super::{Effect, Fate, Settled, Spoken, effect, is_safety, proposals};
use crate::{
    evaluate::{Certainty, Evaluation},
    format::Class,
};

/// A result that stands, and the one that it joins.
#[derive(Debug)]
pub(super) struct Standing<'c> {
    pub spoken: Spoken<'c>,
    pub joins: Join,
}

/// How a result is shown beside the others; the number is the place of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// On a card of its own.
    Own,
    /// Merged into the card of another.
    Merged(usize),
    /// As a line on the card of another.
    Line(usize),
}

/// Suppresses what the matrix suppresses, in the order of the rules, and lets the rest find its card.
pub(super) fn settle<'c>(
    evaluation: &Evaluation<'c>,
    spoken: Vec<Spoken<'c>>,
    settled: &mut Vec<Settled>,
) -> Vec<Standing<'c>> {
    let mut standing: Vec<Standing<'c>> = Vec::new();
    for meets in spoken {
        let first = standing
            .iter_mut()
            .find(|stands| speaks_for(&stands.spoken, &meets));
        if let Some(first) = first {
            settled.push(Settled::new(
                &meets,
                Fate::Suppressed(first.spoken.rule.id.clone()),
            ));
            first.spoken.grounds.extend(meets.grounds);
            continue;
        }
        let by = standing
            .iter()
            .find(|stands| suppresses(evaluation, &stands.spoken, &meets));
        if let Some(stands) = by {
            let fate = Fate::Suppressed(stands.spoken.rule.id.clone());
            settled.push(Settled::new(&meets, fate));
            continue;
        }
        // A card that stands in place of another one removes it, however early that came.
        standing.retain(|stands| {
            let replaced = replaces(&meets, &stands.spoken) && !stands.spoken.is_urgent();
            if replaced {
                let fate = Fate::Suppressed(meets.rule.id.clone());
                settled.push(Settled::new(&stands.spoken, fate));
            }
            !replaced
        });
        standing.push(Standing {
            spoken: meets,
            joins: Join::Own,
        });
    }
    join(evaluation, &mut standing);
    standing
}

/// Of U3a, U3b, U3c and U3d only the first is named, with the flags of the others as its facts (protocol section 4, merge). A hedged rule
/// never speaks for a certain one, and nothing speaks for stage 1.
fn speaks_for(stands: &Spoken<'_>, meets: &Spoken<'_>) -> bool {
    meets.rule.stage == 2 && replaces(stands, meets) && stands.certainty >= meets.certainty
}

fn replaces(this: &Spoken<'_>, other: &Spoken<'_>) -> bool {
    this.region == other.region && this.rule.replaces.contains(&other.rule.id)
}

fn suppresses(evaluation: &Evaluation<'_>, stands: &Spoken<'_>, meets: &Spoken<'_>) -> bool {
    // Nothing lower on the scale of results hides something higher.
    between(evaluation, stands, meets) == Effect::Suppress && stands.pathway() >= meets.pathway()
}

/// What happens to one result where the other stands.
fn between(evaluation: &Evaluation<'_>, stands: &Spoken<'_>, meets: &Spoken<'_>) -> Effect {
    let everywhere = stands.class() == Class::Aortic;
    if is_safety(stands) || is_safety(meets) || stands.rule.stage == 0 || meets.rule.stage == 0 {
        return Effect::Own;
    }
    if stands.region != meets.region && !everywhere {
        return Effect::Own;
    }
    let hedged = stands.is_urgent() && stands.certainty == Certainty::Probable;
    let same_study = || {
        proposals::proposes(evaluation, stands, meets.order)
            || meets.class() == Class::Amend && proposals::turns_into(evaluation, meets, stands)
    };
    match effect(stands.class(), meets.class()) {
        // The ask form suppresses like the rule itself, except that O1 stays as a line: unless the order is the very study that would be
        // due if the finding is confirmed, of which nothing says that it can wait.
        Effect::Suppress | Effect::SuppressIfSame | Effect::Own
            if hedged && meets.class() == Class::Defer && same_study() =>
        {
            Effect::Suppress
        }
        Effect::Suppress | Effect::SuppressIfSame | Effect::Own
            if hedged && meets.class() == Class::Defer =>
        {
            Effect::Line
        }
        // An order that is put off does not silence a line on another order.
        Effect::Suppress
            if meets.class() == Class::Line
                && stands.class() == Class::Defer
                && meets.order.is_some_and(|order| stands.order != Some(order)) =>
        {
            Effect::Line
        }
        Effect::MergeIfSame if same_study() => Effect::Merge,
        Effect::MergeIfSame => Effect::Suppress,
        Effect::SuppressIfSame if same_study() => Effect::Suppress,
        Effect::SuppressIfSame => Effect::Line,
        // These never are more than a line on another card.
        Effect::Merge if matches!(meets.class(), Class::Refer | Class::Walking | Class::Line) => {
            Effect::Line
        }
        effect => effect,
    }
}

/// Whether a change of an order meets the advice to wait with that very order: it is a line there, whatever else it could join, since
/// nothing is put right that is not advised (protocol O1).
fn is_put_off(amends: &Spoken<'_>, defers: &Spoken<'_>) -> bool {
    (amends.class(), defers.class()) == (Class::Amend, Class::Defer)
        && amends.order == defers.order
        && amends.region == defers.region
}

/// Gives every result that stands the card that it joins: merging before a line before a card of its own.
fn join(evaluation: &Evaluation<'_>, standing: &mut [Standing<'_>]) {
    for index in 0..standing.len() {
        let mut found = Join::Own;
        for (other, stands) in standing
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index)
        {
            let joins_this = matches!(stands.joins, Join::Merged(target) | Join::Line(target) if target == index);
            let Some(this) = standing.get(index) else {
                continue;
            };
            if joins_this || stands.spoken.is_urgent() && this.spoken.is_urgent() && other > index {
                continue;
            }
            if is_put_off(&this.spoken, &stands.spoken) {
                found = Join::Line(other);
                break;
            }
            match (between(evaluation, &stands.spoken, &this.spoken), found) {
                (Effect::Merge, Join::Own | Join::Line(_)) => found = Join::Merged(other),
                (Effect::Line, Join::Own) => found = Join::Line(other),
                _ => {}
            }
        }
        let found = put_off(standing, index, found);
        // What joins a result that itself is merged joins the card behind it.
        let found = match found {
            Join::Merged(other) => match standing.get(other).map(|stands| stands.joins) {
                Some(Join::Merged(root)) => Join::Merged(root),
                Some(Join::Line(root)) => Join::Line(root),
                _ => Join::Merged(other),
            },
            Join::Line(other) => match standing.get(other).map(|stands| stands.joins) {
                Some(Join::Merged(root) | Join::Line(root)) => Join::Line(root),
                _ => Join::Line(other),
            },
            Join::Own => Join::Own,
        };
        if let Some(this) = standing.get_mut(index) {
            this.joins = found;
        }
    }
    to_the_card(standing);
}

/// What joined a result before that one found its own card follows it there.
fn to_the_card(standing: &mut [Standing<'_>]) {
    for index in 0..standing.len() {
        for _ in 0..standing.len() {
            let joins = |place: usize| standing.get(place).map_or(Join::Own, |stands| stands.joins);
            let next = match joins(index) {
                Join::Merged(other) => joins(other),
                Join::Line(other) => match joins(other) {
                    Join::Merged(card) => Join::Line(card),
                    further => further,
                },
                Join::Own => Join::Own,
            };
            match next {
                Join::Own => break,
                Join::Merged(card) | Join::Line(card) if card == index => break,
                next => {
                    if let Some(this) = standing.get_mut(index) {
                        this.joins = next;
                    }
                }
            }
        }
    }
}

/// What would change an order that is put off is a line there, whatever else it could join short of an urgent card (protocol section 4, O1):
/// an order is not changed on one card and removed on the next.
fn put_off(standing: &[Standing<'_>], index: usize, found: Join) -> Join {
    let Some(this) = standing
        .get(index)
        .filter(|this| this.spoken.class() == Class::Amend)
    else {
        return found;
    };
    let urgent = |place: usize| {
        standing
            .get(place)
            .is_some_and(|stands| stands.spoken.is_urgent())
    };
    let put_off = standing.iter().position(|stands| {
        stands.spoken.class() == Class::Defer && stands.spoken.order == this.spoken.order
    });
    match (found, put_off) {
        (Join::Merged(target), Some(place)) if !urgent(target) => Join::Line(place),
        _ => found,
    }
}
