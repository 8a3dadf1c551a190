//! How long a finding counts (protocol 1.2, look-back). The first and the last day count.

use super::{Context, dates, denies, set_aside};
use crate::{DateRange, Facts, LookBack, Role, State, Time};

/// Sets aside facts that are older than the look-back of their finding. Denials do not age here.
pub(super) fn apply(facts: &mut Facts, context: Context<'_>) {
    let today = facts.today;
    for (id, finding) in context.vocabulary.findings() {
        let LookBack::Parameter(name) = &finding.look_back else {
            continue;
        };
        let Some(days) = context.look_back_days(name) else {
            continue;
        };
        set_aside(facts, id, "older than its look-back", |fact| {
            fact.state == State::Present
                && fact
                    .last()
                    .is_some_and(|last| dates::age(last, today).0 > days)
        });
    }
}

/// What speaks of another time than this episode: denials from before it, and class C flags from before it. A class C flag of the episode counts while the episode lasts, and for `episode_days` in any case.
pub(super) fn of_the_episode(facts: &mut Facts, context: Context<'_>) {
    let today = facts.today;
    let known = &context.vocabulary.known;
    let episode = facts
        .of(known.duration)
        .iter()
        .filter_map(|duration| duration.value)
        .map(|days| days.max);
    let longest = episode.fold(context.limits.episode_days, f64::max);
    let begins = facts
        .of(known.duration)
        .iter()
        .filter_map(|duration| duration.onset);
    let begins = begins.map(DateRange::latest).min();
    for (id, finding) in context.vocabulary.findings() {
        if matches!(
            finding.role,
            Role::Deficit | Role::FlagA | Role::FlagB | Role::FlagC
        ) {
            // A denial speaks of its own day: it cannot clear what began after it, nor an episode that began after it.
            set_aside(facts, id, "denied before this episode", |fact| {
                let denied = fact
                    .stated
                    .filter(|_| denies(fact) && fact.time != Time::Baseline);
                denied.is_some_and(|denied| {
                    let stale = dates::age(denied, today).0 > context.limits.episode_days;
                    stale || begins.is_some_and(|begins| denied.latest() < begins)
                })
            });
        }
        if finding.look_back == LookBack::Episode && finding.role == Role::FlagC {
            set_aside(facts, id, "from before this episode", |fact| {
                fact.is_present()
                    && fact
                        .last()
                        .is_some_and(|last| dates::age(last, today).0 > longest)
            });
        }
    }
}
