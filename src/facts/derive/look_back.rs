//! How long a finding counts (protocol 1.2, look-back). The first and the last day count.

use super::{Context, dates, set_aside};
use crate::{Facts, LookBack, Role, State};

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

/// A class C flag of the episode counts while the episode lasts, and for `episode_days` in any case.
pub(super) fn of_the_episode(facts: &mut Facts, context: Context<'_>) {
    let today = facts.today;
    let known = &context.vocabulary.known;
    let episode = facts
        .of(known.duration)
        .iter()
        .filter_map(|duration| duration.value)
        .map(|days| days.max);
    let longest = episode.fold(context.limits.episode_days, f64::max);
    for (id, finding) in context.vocabulary.findings() {
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
