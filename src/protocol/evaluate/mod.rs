//! Three-valued evaluation of a catalogue over facts: a pure function of catalogue, profile, facts and orders.

mod answer;
mod explain;
mod fact_tests;
mod finding;
mod outcome;
mod time;

pub use answer::{Answered, Study};
pub use explain::Step;
pub(crate) use outcome::QUESTIONS;
pub use outcome::{Asked, Certainty, Firing, Frame, Outcome};

use crate::{
    Catalog, Profile,
    format::{Branch, Condition, Rule, RuleSet, Scope, Verb},
};
use foramen_facts::{Attribute, Confidence, Fact, Facts, FindingId, Region, Regions, Tri};
use std::{cell::RefCell, collections::BTreeMap};

/// Which facts count: all of them, or the certain ones only (protocol section 4, ask form).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Pass {
    All,
    Certain,
}

impl Pass {
    fn sees(self, fact: &Fact) -> bool {
        self == Self::All || fact.confidence == Confidence::Certain
    }
}

/// The pass in which a firing rule's branches and suggestions are read.
pub(crate) fn pass_of(certainty: Certainty) -> Pass {
    match certainty {
        Certainty::Certain => Pass::Certain,
        Certainty::Probable => Pass::All,
    }
}

/// What an evaluation notes down on its way.
#[derive(Debug, Default, Clone)]
pub(crate) struct Notes<'f> {
    /// The facts that made conditions hold.
    pub grounds: Vec<&'f Fact>,
    /// The findings that were not known.
    pub unknown: Vec<FindingId>,
    /// The unknown findings whose question the rule wants on its card.
    pub asked: Vec<FindingId>,
}

/// How far notes had come, to take back what did not contribute.
#[derive(Clone, Copy)]
struct Mark {
    grounds: usize,
    unknown: usize,
    asked: usize,
}

impl Notes<'_> {
    fn mark(&self) -> Mark {
        Mark {
            grounds: self.grounds.len(),
            unknown: self.unknown.len(),
            asked: self.asked.len(),
        }
    }

    /// Keeps what a condition noted only as far as its truth needs it.
    fn keep(&mut self, truth: Tri, mark: Mark) {
        if truth != Tri::Yes {
            self.grounds.truncate(mark.grounds);
        }
        if truth == Tri::No {
            self.unknown.truncate(mark.unknown);
            self.asked.truncate(mark.asked);
        }
    }
}

/// A catalogue at work on the facts of one request.
pub struct Evaluation<'c> {
    pub(crate) catalog: &'c Catalog,
    pub(crate) profile: &'c Profile,
    pub(crate) facts: &'c Facts,
    /// The judged orders, with what is proposed beside them.
    pub(crate) orders: Vec<Fact>,
    /// Orders and proposals together, for the safety lines.
    pub(crate) plan: Vec<Fact>,
    /// The region of the standing rule that comes first: where an order is judged that looks elsewhere (protocol O1).
    leading: Option<Region>,
    /// What `fired` and `ended` were told, by rule, frame and pass.
    memo: RefCell<BTreeMap<(usize, Frame, Pass), Fired>>,
}

/// Whether a rule fires in one pass, and whether a later study ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fired {
    truth: Tri,
    ended: bool,
}

impl<'c> Evaluation<'c> {
    /// Sets a catalogue to work.
    pub fn new(catalog: &'c Catalog, profile: &'c Profile, facts: &'c Facts) -> Self {
        let known = &catalog.vocabulary().known;
        Self {
            catalog,
            profile,
            facts,
            orders: facts.of(known.order).to_vec(),
            plan: facts.of(known.plan).to_vec(),
            leading: None,
            memo: RefCell::default(),
        }
    }

    /// The same evaluation with orders and proposals as they stand after stages 1-4. What those stages came to stays: they never ask
    /// about later ones.
    pub(crate) fn with_plan(
        self,
        orders: Vec<Fact>,
        plan: Vec<Fact>,
        leading: Option<Region>,
    ) -> Self {
        Self {
            orders,
            plan,
            leading,
            ..self
        }
    }

    /// The frames in which a rule is evaluated.
    pub(crate) fn frames(&self, rule: &Rule) -> Vec<Frame> {
        match rule.scope {
            Scope::Patient => vec![Frame::PATIENT],
            Scope::Region => self
                .regions()
                .iter()
                .filter(|region| rule.regions.is_empty() || rule.regions.contains(region))
                .map(|region| Frame {
                    region: Some(region),
                    order: None,
                })
                .collect(),
            Scope::Order => (0..self.orders.len())
                .flat_map(|order| {
                    self.judged_regions(order)
                        .into_iter()
                        .map(move |region| (order, region))
                })
                .filter(|(_, region)| {
                    rule.regions.is_empty()
                        || region.is_some_and(|region| rule.regions.contains(&region))
                })
                .map(|(order, region)| Frame {
                    region,
                    order: Some(order),
                })
                .collect(),
        }
    }

    /// The regions of the case; a case that names none has one frame.
    pub(crate) fn regions(&self) -> Regions {
        if self.facts.regions.is_empty() {
            Region::Unspecified.into()
        } else {
            self.facts.regions
        }
    }

    /// The regions in which an order is judged: its own where there are symptoms, else the symptomatic one of the rule that comes first
    /// (protocol O1, O2).
    fn judged_regions(&self, order: usize) -> Vec<Option<Region>> {
        let Some(order) = self.orders.get(order) else {
            return Vec::new();
        };
        let own = order.regions;
        let shared = own.intersection(self.facts.regions);
        let judged = if own.is_empty()
            || shared.is_empty() && order.attributes.has(Attribute::RegionMatch, "mismatch")
        {
            let regions = self.regions();
            let leading = self.leading.filter(|region| regions.contains(*region));
            leading.or_else(|| regions.first())
        } else if shared.is_empty() {
            own.first()
        } else {
            shared.first()
        };
        vec![judged]
    }

    /// Evaluates one rule, by its place in the catalogue, in one frame and both passes.
    pub(crate) fn outcome(&self, index: usize, rule: &'c Rule, frame: Frame) -> Outcome<'c> {
        outcome::of(self, index, rule, frame)
    }

    /// Whether a condition holds in a frame, over all facts.
    pub fn holds_here(&self, condition: &Condition, frame: Frame) -> bool {
        self.is_yes(Some(condition), frame, Pass::All)
    }

    /// Whether a rule's conditions hold in one pass, with what they rest on.
    pub(crate) fn holds<'s>(
        &'s self,
        rule: &'s Rule,
        frame: Frame,
        pass: Pass,
    ) -> (Tri, Notes<'s>) {
        let mut notes = Notes::default();
        let current = self.current_episode(rule, frame);
        let truth = current.and(self.truth(&rule.when, frame, pass, &mut notes));
        (truth, notes)
    }

    /// Stages 2-6 speak about the current episode only (protocol 1.0); orders and whole-patient rules say themselves what they need.
    fn current_episode(&self, rule: &Rule, frame: Frame) -> Tri {
        let needs = rule.needs_episode();
        let known = &self.catalog.vocabulary().known;
        let is_current = || {
            self.facts
                .seen(known.episode_current, frame.region)
                .any(Fact::is_present)
        };
        Tri::from(!needs || is_current())
    }

    /// The truth of a condition in a frame.
    pub(crate) fn truth<'s>(
        &'s self,
        condition: &'s Condition,
        frame: Frame,
        pass: Pass,
        notes: &mut Notes<'s>,
    ) -> Tri {
        let mark = notes.mark();
        let truth = match &condition.verb {
            Verb::All(parts) => Tri::all(
                parts
                    .iter()
                    .map(|part| self.truth(part, frame, pass, notes)),
            ),
            Verb::Any(parts) => Tri::any(
                parts
                    .iter()
                    .map(|part| self.truth(part, frame, pass, notes)),
            ),
            Verb::Not(part) => {
                let mut inner = Notes::default();
                let truth = !self.truth(part, frame, pass, &mut inner);
                notes.unknown.append(&mut inner.unknown);
                truth
            }
            Verb::AnyOf(findings, tests) => {
                let truth = Tri::any(
                    findings
                        .iter()
                        .map(|finding| self.finding(*finding, tests, frame, pass, notes)),
                );
                Self::settle(truth, tests, findings, notes)
            }
            Verb::AllOf(findings, tests) => {
                let truth = Tri::all(
                    findings
                        .iter()
                        .map(|finding| self.finding(*finding, tests, frame, pass, notes)),
                );
                Self::settle(truth, tests, findings, notes)
            }
            Verb::NoneOf(findings, tests) => {
                let recorded = findings.iter().any(|finding| {
                    let truth = self.finding(*finding, tests, frame, pass, &mut Notes::default());
                    if truth.is_unknown() {
                        notes.unknown.push(*finding);
                    }
                    truth.is_yes()
                });
                Tri::from(!recorded)
            }
            Verb::CountOf(findings, tests, count) => {
                let recorded = findings
                    .iter()
                    .map(|finding| self.count(*finding, tests, frame, pass, notes))
                    .sum();
                Tri::from(count.holds(recorded))
            }
            Verb::Some(list, tests) => {
                let truth = self.some(*list, tests, frame, pass, notes);
                Self::settle(truth, tests, &[*list], notes)
            }
            Verb::Latest { list, of, tests } => {
                let truth = self.latest(*list, of, tests, frame, pass, notes);
                Self::settle(truth, tests, &[*list], notes)
            }
            Verb::Order(columns) => self
                .order(frame)
                .map_or(Tri::No, |order| self.columns(order, columns, frame)),
            Verb::Fired(rules) => Tri::from(self.named(rules, frame, pass, |fired| {
                fired.truth.is_yes() && !fired.ended
            })),
            Verb::Ended(rules) => Tri::from(self.named(rules, frame, pass, |fired| {
                fired.truth.is_yes() && fired.ended
            })),
            Verb::Param(name, words) => Tri::from(self.parameter_is(name, words)),
        };
        notes.keep(truth, mark);
        truth
    }

    /// Whether a policy parameter has one of these words.
    fn parameter_is(&self, name: &str, words: &[foramen_facts::Word]) -> bool {
        let setting = self.profile.parameters.get(name).map(ToString::to_string);
        setting.is_some_and(|setting| words.iter().any(|word| **word == *setting))
    }

    /// The order that a frame judges.
    pub(crate) fn order(&self, frame: Frame) -> Option<&Fact> {
        self.orders.get(frame.order?)
    }

    /// Whether one of the named rules passes, here or for the whole patient.
    fn named(
        &self,
        rules: &[RuleSet],
        frame: Frame,
        pass: Pass,
        passes: impl Fn(Fired) -> bool,
    ) -> bool {
        self.catalog
            .content
            .rules
            .iter()
            .enumerate()
            .any(|(index, rule)| {
                rule.status == crate::format::Status::Active
                    && rules.iter().any(|named| named.contains(rule))
                    && self
                        .frames(rule)
                        .into_iter()
                        .filter(|other| other.meets(frame))
                        .any(|other| passes(self.fired(index, rule, other, pass)))
            })
    }

    /// Whether a rule fires in one pass, remembered.
    fn fired(&self, index: usize, rule: &Rule, frame: Frame, pass: Pass) -> Fired {
        if let Some(fired) = self.memo.borrow().get(&(index, frame, pass)) {
            return *fired;
        }
        let (truth, notes) = self.holds(rule, frame, pass);
        self.remember(index, rule, frame, pass, truth, &notes)
    }

    /// Keeps what a rule came to in one pass, for the rules that ask whether it fires.
    fn remember(
        &self,
        index: usize,
        rule: &Rule,
        frame: Frame,
        pass: Pass,
        truth: Tri,
        notes: &Notes<'_>,
    ) -> Fired {
        let ended = truth.is_yes()
            && matches!(
                answer::of(self, rule, frame, &notes.grounds),
                Some(Answered::Ended(_))
            );
        let fired = Fired { truth, ended };
        self.memo.borrow_mut().insert((index, frame, pass), fired);
        fired
    }

    /// The branch that a rule takes: the first whose `if` is yes.
    pub(crate) fn branch(&self, rule: &'c Rule, frame: Frame, pass: Pass) -> Option<&'c Branch> {
        rule.branches
            .iter()
            .find(|branch| self.is_yes(branch.if_.as_ref(), frame, pass))
    }

    /// Whether an optional condition holds; none always does.
    pub(crate) fn is_yes(&self, condition: Option<&Condition>, frame: Frame, pass: Pass) -> bool {
        condition.is_none_or(|condition| {
            self.truth(condition, frame, pass, &mut Notes::default())
                .is_yes()
        })
    }
}
