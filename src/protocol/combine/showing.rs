//! Which rules show on which hook (protocol section 4).

use super::{
    Fate, Muted, Occasion, Settled, Spoken,
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
/// A rule that stands without a card here, or that the site muted, gives none to what the matrix merges into it: that is then a card of
/// its own. A card of which one rule is not muted stays as it is.
pub(super) fn choose(
    evaluation: &Evaluation<'_>,
    standing: &[Standing<'_>],
    occasion: Occasion,
    muted: &Muted,
    settled: &mut Vec<Settled>,
) -> Vec<Shown> {
    let hook = Hook {
        standing,
        occasion,
        muted,
    };
    let heads: Vec<usize> = (0..standing.len())
        .filter(|place| hook.heads(*place))
        .collect();
    let loud = heads.iter().filter(|place| !hook.is_silent(**place));
    let mut cards: Vec<Shown> = loud.map(|head| Shown::alone(*head)).collect();
    hook.stand_alone(evaluation, &heads, &mut cards);
    hook.stand_last(&heads, &mut cards);
    for (index, this) in standing.iter().enumerate() {
        if cards.iter().any(|card| card.head == index) {
            continue;
        }
        let Some(how) = hook.how(&this.spoken) else {
            settled.push(Settled::new(&this.spoken, Fate::NotOnThisHook));
            continue;
        };
        let is_muted = muted.mutes(this.spoken.rule);
        let joined = match this.joins {
            // What only shows when nothing else stands never rides on what does.
            _ if *how == Showing::Alone => None,
            Join::Merged(other) => cards
                .iter_mut()
                .find(|card| card.head == other)
                .map(|card| card.merged.push(index)),
            Join::Line(other) if !is_muted => cards
                .iter_mut()
                .find(|card| card.head == other)
                .map(|card| card.lines.push(index)),
            Join::Line(_) | Join::Own => None,
        };
        if joined.is_none() && is_muted {
            settled.push(Settled::new(&this.spoken, Fate::Muted));
            continue;
        }
        // Information about an order rides on a warning about the same order.
        let is_line = this.spoken.class() == Class::Line;
        let rides = joined.is_none()
            && (is_line || matches!(how, Showing::Ride | Showing::Warnings | Showing::Last));
        let with = match how {
            Showing::With(rule) => cards.iter_mut().find(|card| head_is(standing, card, rule)),
            _ if rides => cards
                .iter_mut()
                .find(|card| hook.same_place(card.head, &this.spoken)),
            _ => None,
        };
        let placed = joined.is_some() || with.map(|card| card.lines.push(index)).is_some();
        if !placed {
            settled.push(Settled::new(&this.spoken, Fate::NotOnThisHook));
        }
    }
    cards
}

/// What stands, as a hook shows it.
#[derive(Clone, Copy)]
struct Hook<'h, 'c> {
    standing: &'h [Standing<'c>],
    occasion: Occasion,
    muted: &'h Muted,
}

impl<'c> Hook<'_, 'c> {
    /// How a rule is shown on this hook, if it is.
    fn how(&self, spoken: &Spoken<'c>) -> Option<&'c Showing> {
        spoken.rule.hooks.get(&self.occasion.hook)
    }

    fn has_card(&self, spoken: &Spoken<'c>) -> bool {
        match self.how(spoken) {
            // A line is never a card.
            _ if spoken.class() == Class::Line => false,
            Some(Showing::Own) => true,
            Some(Showing::Warnings) => spoken.indicator() >= Indicator::Warning,
            Some(Showing::Alone | Showing::Ride | Showing::Last | Showing::With(_)) | None => false,
        }
    }

    /// Whether a result has a card of its own: it joins none that is shown.
    fn heads(&self, place: usize) -> bool {
        self.standing.get(place).is_some_and(|this| {
            let joins = match this.joins {
                Join::Own => None,
                Join::Merged(other) | Join::Line(other) => Some(other),
            };
            let other = joins.and_then(|other| Some((other, self.standing.get(other)?)));
            self.has_card(&this.spoken)
                && !other.is_some_and(|(place, other)| {
                    self.has_card(&other.spoken) && !self.is_silent(place)
                })
        })
    }

    /// Whether the site muted a result and everything merged into its card that would otherwise have a card itself.
    fn is_silent(&self, place: usize) -> bool {
        self.standing.iter().enumerate().all(|(other, that)| {
            let shares =
                other == place || that.joins == Join::Merged(place) && self.has_card(&that.spoken);
            !shares || self.muted.mutes(that.spoken.rule)
        })
    }

    /// The places of the rules that show in one way on this hook and are not muted.
    fn shown_as(&self, how: &Showing) -> Vec<usize> {
        let standing = self.standing.iter().enumerate();
        standing
            .filter(|(_, this)| self.how(&this.spoken) == Some(how))
            .filter(|(_, this)| !self.muted.mutes(this.spoken.rule))
            .map(|(place, _)| place)
            .collect()
    }

    /// A card that only shows when no other one stands, muted or not, and the visit is about spine pain. What would only be a line on it
    /// gives way to it.
    fn stand_alone(&self, evaluation: &Evaluation<'_>, heads: &[usize], cards: &mut Vec<Shown>) {
        let alone = self.shown_as(&Showing::Alone);
        let gives_way = |place: &usize| match self.standing.get(*place).map(|head| head.joins) {
            Some(Join::Merged(other) | Join::Line(other)) => alone.contains(&other),
            Some(Join::Own) | None => false,
        };
        let known = &evaluation.catalog.vocabulary().known;
        let visit = evaluation.facts.has(known.spine_visit);
        if visit && !alone.is_empty() && heads.iter().all(gives_way) {
            *cards = alone.into_iter().map(Shown::alone).collect();
        }
    }

    /// A card that only shows when no other one of its region stands, muted or not.
    fn stand_last(&self, heads: &[usize], cards: &mut Vec<Shown>) {
        for place in self.shown_as(&Showing::Last) {
            let taken = self.standing.get(place).is_none_or(|this| {
                let shown = cards.iter().map(|card| &card.head);
                shown
                    .chain(heads)
                    .any(|head| self.same_place(*head, &this.spoken))
            });
            if !taken {
                cards.push(Shown::alone(place));
            }
        }
    }

    /// Whether a card is about the region and the order of a result.
    fn same_place(&self, head: usize, spoken: &Spoken<'_>) -> bool {
        self.standing.get(head).is_some_and(|head| {
            head.spoken.region == spoken.region
                && (head.spoken.order.is_none()
                    || head.spoken.order == spoken.order
                    || spoken.order.is_none())
        })
    }
}

fn head_is(standing: &[Standing<'_>], card: &Shown, rule: &str) -> bool {
    standing
        .get(card.head)
        .is_some_and(|head| &*head.spoken.rule.id == rule)
}
