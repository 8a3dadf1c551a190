//! Stage 0: what may be shown at all. It never silences stage 1 on certain facts, except for age and death (protocol section 4).

use super::{Fate, Settled, Spoken, fires, is_safety};
use crate::{
    evaluate::{Certainty, Outcome},
    format::{Indicator, Limit},
};
use foramen_facts::Word;

/// What the stage 0 rules that fire leave to be shown.
pub(super) struct Limits<'o>(Vec<(&'o Word, &'o Limit, Option<usize>)>);

impl<'o> Limits<'o> {
    /// The limits of the rules that fire; a branch's own limit comes before its rule's.
    pub(super) fn of(outcomes: &'o [Outcome<'_>]) -> Self {
        let fired = outcomes
            .iter()
            .filter(|outcome| outcome.rule.stage == 0 && fires(outcome));
        Self(
            fired
                .filter_map(|outcome| {
                    let own = outcome.branch.and_then(|branch| branch.limit.as_ref());
                    let limit = own.or(outcome.rule.limit.as_ref())?;
                    Some((&outcome.rule.id, limit, outcome.frame.order))
                })
                .collect(),
        )
    }

    /// Drops what is not left. Cards of stage 0 rules themselves stay.
    pub(super) fn apply<'c>(
        &self,
        spoken: Vec<Spoken<'c>>,
        settled: &mut Vec<Settled>,
    ) -> Vec<Spoken<'c>> {
        spoken
            .into_iter()
            .filter(|spoken| {
                let by = self
                    .0
                    .iter()
                    .find(|(_, limit, order)| !leaves(limit, *order, spoken));
                if let Some((rule, ..)) = by {
                    settled.push(Settled::new(spoken, Fate::Limited((*rule).clone())));
                }
                by.is_none()
            })
            .collect()
    }

    /// The highest indicator that is left.
    pub(super) fn cap(&self) -> Option<Indicator> {
        self.0
            .iter()
            .filter_map(|(_, limit, _)| limit.indicator)
            .min()
    }
}

/// The last stage whose rules speak of emergencies and urgent findings.
const LAST_URGENT_STAGE: u8 = 2;

/// Whether a limit leaves a rule to be shown.
fn leaves(limit: &Limit, order: Option<usize>, spoken: &Spoken<'_>) -> bool {
    if spoken.rule.stage == 0 {
        return true;
    }
    if limit.order_only {
        // An order that is not judged takes its own checks with it, nothing else.
        return spoken.order.is_none() || spoken.order != order;
    }
    // Safety lines go with the studies that stage 2 may still propose (protocol section 4).
    let stage = if is_safety(spoken) {
        LAST_URGENT_STAGE
    } else {
        spoken.rule.stage
    };
    limit.stages.contains(&stage) && (!limit.certain || spoken.certainty == Certainty::Certain)
}
