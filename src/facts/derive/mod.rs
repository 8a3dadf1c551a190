//! What follows from the facts that were read: regions, time terms, episode, care, fitting studies (protocol 1.0-1.3).
//!
//! Each step is a pure function over [`Facts`]; the order below is the order in which one needs the other.

mod care;
mod conflict;
mod dates;
mod episode;
mod imaging;
mod laboratory;
mod look_back;
mod orders;
mod patterns;
mod regions;
mod severity;
mod surgery;
mod time;

pub use conflict::DENIED_LATER;

use crate::{
    Attribute, Evidence, Fact, Facts, FindingId, Limits, Origin, Parameters, Regions, Setting,
    SourceRef, State, Vocabulary,
};
use std::collections::BTreeSet;

/// What every step needs.
#[derive(Clone, Copy)]
struct Context<'a> {
    vocabulary: &'a Vocabulary,
    parameters: &'a Parameters,
    limits: &'a Limits,
}

impl Context<'_> {
    /// The days of a look-back parameter; none for `lifetime`.
    fn look_back_days(&self, parameter: &str) -> Option<f64> {
        self.parameters.get(parameter).and_then(Setting::days)
    }
}

/// Adds everything that follows from the facts that were read, and sets aside what does not count.
#[must_use]
pub fn derive(
    mut facts: Facts,
    vocabulary: &Vocabulary,
    parameters: &Parameters,
    limits: &Limits,
) -> Facts {
    let context = Context {
        vocabulary,
        parameters,
        limits,
    };
    facts.sort();
    dates::clip(&mut facts);
    regions::settle(&mut facts, context);
    look_back::apply(&mut facts, context);
    laboratory::fold(&mut facts, context);
    time::settle(&mut facts, context);
    conflict::settle(&mut facts, context);
    regions::fold_sides(&mut facts, context);
    patterns::myelopathic(&mut facts, context);
    severity::scores(&mut facts, context);
    episode::derive(&mut facts, context);
    dates::fall_back_to_the_record(&mut facts, context);
    look_back::of_the_episode(&mut facts, context);
    care::derive(&mut facts, context);
    surgery::derive(&mut facts, context);
    imaging::derive(&mut facts, context);
    imaging::mark_answered(&mut facts, context);
    severity::grade(&mut facts, context);
    orders::derive(&mut facts, context);
    facts
}

/// Only the steps that date facts and let them age: for facts that were given rather than read.
#[must_use]
pub fn settle_times(
    mut facts: Facts,
    vocabulary: &Vocabulary,
    parameters: &Parameters,
    limits: &Limits,
) -> Facts {
    let context = Context {
        vocabulary,
        parameters,
        limits,
    };
    look_back::apply(&mut facts, context);
    time::settle(&mut facts, context);
    dates::fall_back_to_the_record(&mut facts, context);
    facts
}

/// A fact that rests on other facts: it carries their evidence, and the weakest of their certainties.
fn follows_from<'a>(finding: FindingId, grounds: impl IntoIterator<Item = &'a Fact>) -> Fact {
    let mut fact = Fact::present(finding, computed(""));
    fact.evidence.clear();
    let mut carried = BTreeSet::new();
    for ground in grounds {
        fact.confidence = fact.confidence.min(ground.confidence);
        let new = ground
            .evidence
            .iter()
            .filter(|evidence| carried.insert(*evidence));
        fact.evidence.extend(new.cloned());
    }
    if fact.evidence.is_empty() {
        fact.evidence.push(computed("from the whole record"));
    }
    fact
}

/// A fact in some regions.
fn in_regions(mut fact: Fact, regions: impl Into<Regions>) -> Fact {
    fact.regions = regions.into();
    fact
}

/// The evidence of something computed from no single resource.
fn computed(says: &str) -> Evidence {
    Evidence {
        source: SourceRef {
            reference: "record".to_owned(),
            path: String::new(),
        },
        origin: Origin::Derived,
        says: says.to_owned(),
    }
}

/// The word of a choice, from its present facts.
fn choice(mut fact: Fact, word: &str) -> Fact {
    fact.attributes.set_word(Attribute::Value, word);
    fact
}

/// Whether some fact of a finding is stated in a frame.
fn stated(facts: &Facts, finding: FindingId, regions: Regions) -> bool {
    facts
        .of(finding)
        .iter()
        .any(|fact| fact.is_present() && touches(fact, regions))
}

/// Whether a fact can be seen from one of the regions.
fn touches(fact: &Fact, regions: Regions) -> bool {
    fact.regions.is_empty() || regions.is_empty() || !fact.regions.intersection(regions).is_empty()
}

/// The frames of a case: its regions, or the one of a case that names none.
fn frames(facts: &Facts) -> Regions {
    if facts.regions.is_empty() {
        Regions::from(crate::Region::Unspecified)
    } else {
        facts.regions
    }
}

/// Removes the facts of a finding that do not pass and keeps them for the trace.
fn set_aside(
    facts: &mut Facts,
    finding: FindingId,
    reason: &'static str,
    goes: impl Fn(&Fact) -> bool,
) {
    for fact in facts.take(finding) {
        if goes(&fact) {
            facts.set_aside.push((fact, reason));
        } else {
            facts.push(fact);
        }
    }
}

/// Whether a fact denies its finding.
fn denies(fact: &Fact) -> bool {
    fact.state == State::Absent
}
