//! "A result exists" (protocol section 4): the later study that answers a rule of stages 1-2.

use super::{Evaluation, Frame};
use crate::format::Rule;
use foramen_facts::{Attribute, DateRange, Fact, Held, Regions, Role, Word};
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
pub(super) fn of(
    evaluation: &Evaluation<'_>,
    rule: &Rule,
    frame: Frame,
    grounds: &[&Fact],
) -> Option<Answered> {
    let answer = rule.answer.as_ref()?;
    let known = &evaluation.catalog.vocabulary().known;
    let change = change(evaluation, frame, grounds);
    let studies: Vec<Study> = evaluation
        .facts
        .of(known.img)
        .iter()
        .filter(|study| {
            answer
                .modality
                .iter()
                .any(|modality| study.attributes.has(Attribute::Modality, modality))
        })
        .filter(|study| {
            !study.regions.is_empty()
                && frame
                    .region
                    .is_none_or(|region| study.regions.contains(region))
        })
        .filter_map(Study::read)
        .collect();
    let explains = |study: &&Study| {
        study
            .result
            .iter()
            .any(|class| answer.explains.contains(class))
    };
    let is_later = |study: &&Study| match (change, study.row.onset) {
        (Some(change), Some(done)) => done.earliest() >= change,
        // An undated change of stage 2 counts as earlier than a recent MRI whose result explains it.
        (None, Some(done)) => rule.stage == 2 && explains(study) && recent(evaluation, done),
        (_, None) => false,
    };
    let later: Vec<&Study> = studies.iter().filter(is_later).collect();
    let newest = |studies: &[&Study]| {
        studies
            .iter()
            .max_by_key(|study| study.row.onset.map(DateRange::latest))
            .map(|study| (*study).clone())
    };
    let explaining: Vec<&Study> = later
        .iter()
        .copied()
        .filter(|study| explains(study))
        .collect();
    if let Some(study) = newest(&explaining) {
        return Some(Answered::Explained(study));
    }
    // What a report leaves open beside what it names ends nothing.
    let later: Vec<&Study> = later.into_iter().filter(|study| !study.is_open()).collect();
    // Only studies of every region that the rule names can end it: a normal neck says nothing about the rest of the cord.
    let seen = later
        .iter()
        .fold(Regions::NONE, |seen, study| seen.union(study.row.regions));
    answer
        .regions
        .iter()
        .all(|region| seen.contains(*region))
        .then(|| newest(&later))
        .flatten()
        .map(Answered::Ended)
}

/// The class of what neither explains nor excludes anything.
const INDETERMINATE: &str = "indeterminate";

impl Study {
    /// Whether it leaves something open.
    fn is_open(&self) -> bool {
        self.result.iter().any(|class| &**class == INDETERMINATE)
    }

    /// A study whose result says something; an indeterminate one neither explains nor ends anything.
    fn read(row: &Fact) -> Option<Self> {
        let result = row
            .attributes
            .get(Attribute::Result)
            .map(Held::words)
            .unwrap_or_default();
        let tells = result.iter().any(|class| &**class != INDETERMINATE);
        tells.then(|| Self {
            row: row.clone(),
            result: result.to_vec(),
        })
    }
}

/// The day of the change: the latest onset or worsening of the findings that trigger the rule, else their first record. A red flag of the
/// background, such as an old cancer, speaks through the pain that it meets: a study from before this pain answers nothing. Worsening of
/// anything in the frame after the study re-opens the rule.
fn change(evaluation: &Evaluation<'_>, frame: Frame, grounds: &[&Fact]) -> Option<Date> {
    let vocabulary = evaluation.catalog.vocabulary();
    let is_trigger = |fact: &&&Fact| {
        vocabulary
            .finding(fact.finding)
            .is_some_and(|finding| !matches!(finding.role, Role::Symptom | Role::Context))
    };
    let mut triggers: Vec<&Fact> = grounds.iter().filter(is_trigger).copied().collect();
    if triggers.is_empty() {
        triggers = grounds.to_vec();
    }
    let worse = evaluation
        .facts
        .seen(vocabulary.known.neuro_progressive, frame.region)
        .filter(|fact| fact.is_present());
    let has_flag = triggers.iter().any(|fact| {
        vocabulary
            .finding(fact.finding)
            .is_some_and(|finding| finding.role != Role::Deficit)
    });
    let pain = has_flag.then(|| began(evaluation, frame)).flatten();
    triggers
        .into_iter()
        .chain(worse)
        .flat_map(|fact| [fact.when(), fact.worsened])
        .flatten()
        .map(DateRange::latest)
        .chain(pain)
        .max()
}

/// When the spine pain of a frame began, else when it was first recorded.
fn began(evaluation: &Evaluation<'_>, frame: Frame) -> Option<Date> {
    let known = &evaluation.catalog.vocabulary().known;
    evaluation
        .facts
        .seen(known.pain_spine, frame.region)
        .filter(|fact| fact.is_present())
        .filter_map(Fact::when)
        .map(DateRange::latest)
        .min()
}

fn recent(evaluation: &Evaluation<'_>, done: DateRange) -> bool {
    let days = evaluation.profile.limits.new_days;
    done.days_before(evaluation.facts.today)
        .is_some_and(|age| f64::from(age.min) <= days)
}
