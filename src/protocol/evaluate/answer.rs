//! "A result exists" (protocol section 4): the later study that answers a rule of stages 1-2.

use super::{Evaluation, Frame};
use crate::format::Rule;
use foramen_facts::{Attribute, DateRange, Fact, Held, Role, Word};
use jiff::civil::Date;

/// The study that answers a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// Its row.
    pub row: Fact,
    /// Its result classes.
    pub result: Vec<Word>,
}

/// What a later study makes of a rule that fires.
#[derive(Debug, Clone, PartialEq)]
pub enum Answered {
    /// It explains the finding: the card keeps its urgency and names the result; no study is proposed again.
    Explained(Study),
    /// It does not: the rule ends.
    Ended(Study),
}

/// The newest study that is later than the change and whose result is known.
pub(super) fn of(evaluation: &Evaluation<'_>, rule: &Rule, frame: Frame, grounds: &[&Fact]) -> Option<Answered> {
    let answer = rule.answer.as_ref()?;
    let known = &evaluation.catalog.vocabulary().known;
    let studies = evaluation.facts.of(known.img).iter().filter(|study| {
        let sees = frame.region.is_none_or(|region| study.regions.contains(region))
            && (answer.regions.is_empty() || answer.regions.iter().any(|region| study.regions.contains(*region)));
        sees && !study.regions.is_empty()
            && answer.modality.iter().any(|modality| study.attributes.has(Attribute::Modality, modality))
            && study.attributes.get(Attribute::Result).is_some()
    });
    let study = studies.max_by_key(|study| study.onset.map(|done| done.latest()))?;
    let done = study.onset?;
    let result = study.attributes.get(Attribute::Result).map(Held::words).unwrap_or_default().to_vec();
    let explains = result.iter().any(|class| answer.explains.contains(class));
    let later = match change(evaluation, frame, grounds) {
        Some(change) => done.earliest() >= change,
        // An undated change of stage 2 counts as earlier than a recent MRI whose result explains it.
        None => rule.stage == 2 && explains && recent(evaluation, done),
    };
    let study = || Study { row: study.clone(), result: result.clone() };
    later.then(|| if explains { Answered::Explained(study()) } else { Answered::Ended(study()) })
}

/// The day of the change: the latest onset or worsening of the findings that trigger the rule, else their first record. Worsening of
/// anything in the frame after the study re-opens the rule.
fn change(evaluation: &Evaluation<'_>, frame: Frame, grounds: &[&Fact]) -> Option<Date> {
    let vocabulary = evaluation.catalog.vocabulary();
    let is_trigger = |fact: &&&Fact| {
        vocabulary.finding(fact.finding).is_some_and(|finding| !matches!(finding.role, Role::Symptom | Role::Context))
    };
    let mut triggers: Vec<&Fact> = grounds.iter().filter(is_trigger).copied().collect();
    if triggers.is_empty() {
        triggers = grounds.to_vec();
    }
    let worse = evaluation.facts.seen(vocabulary.known.neuro_progressive, frame.region).filter(|fact| fact.is_present());
    triggers
        .into_iter()
        .chain(worse)
        .flat_map(|fact| [fact.when(), fact.worsened])
        .flatten()
        .map(DateRange::latest)
        .max()
}

fn recent(evaluation: &Evaluation<'_>, done: DateRange) -> bool {
    let days = evaluation.profile.limits.new_days;
    done.days_before(evaluation.facts.today).is_some_and(|age| f64::from(age.min) <= days)
}
