//! What a rule comes to in one frame.

use super::{Answered, Evaluation, Pass, answer, pass_of};
use crate::format::{Branch, Rule};
use foramen_facts::{Fact, FindingId, Kind, Region, Tri};
use std::collections::HashSet;

/// Where a rule is evaluated: a region, an order, or the whole patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Frame {
    /// The region that it looks at; none sees everything.
    pub region: Option<Region>,
    /// The judged order, by its place among them.
    pub order: Option<usize>,
}

impl Frame {
    /// The frame that sees the whole patient.
    pub const PATIENT: Self = Self {
        region: None,
        order: None,
    };

    /// Whether what happens in one frame is seen from the other: the same region, or one of them has none.
    pub(crate) fn meets(self, other: Self) -> bool {
        let region = self.region.is_none() || other.region.is_none() || self.region == other.region;
        let order = self.order.is_none() || other.order.is_none() || self.order == other.order;
        region && order
    }
}

/// How sure a firing rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// It needs a probable fact: it may ask and warn, never order.
    Probable,
    /// It holds on certain facts.
    Certain,
}

/// Whether a rule fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Firing {
    /// It does.
    Fires(Certainty),
    /// Its conditions do not hold.
    Silent,
    /// Something that it needs is not known.
    Unknown,
}

/// A question that a rule wants asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// Its rank (protocol section 8).
    pub rank: u16,
    /// What is asked.
    pub finding: FindingId,
}

/// What a rule comes to in one frame.
#[derive(Debug, Clone)]
pub struct Outcome<'c> {
    /// The rule.
    pub rule: &'c Rule,
    /// Where.
    pub frame: Frame,
    /// Whether it fires.
    pub firing: Firing,
    /// The pass that decided it, for the explanation.
    pub(crate) pass: Pass,
    /// The branch that it takes, if it fires.
    pub branch: Option<&'c Branch>,
    /// The later study that answers it, if there is one.
    pub answered: Option<Answered>,
    /// The facts that it rests on.
    pub grounds: Vec<Fact>,
    /// What it needed and did not find.
    pub unknown: Vec<FindingId>,
    /// What it asks, ranked: at most three, one of a kind.
    pub asks: Vec<FindingId>,
}

impl Outcome<'_> {
    /// How sure it is, if it fires and no later study ended it.
    pub fn stands(&self) -> Option<Certainty> {
        match (self.firing, &self.answered) {
            (Firing::Fires(_), Some(Answered::Ended(_))) => None,
            (Firing::Fires(certainty), _) => Some(certainty),
            _ => None,
        }
    }
}

/// The last stage whose rules count as certain on certain facts alone.
const LAST_URGENT_STAGE: u8 = 2;

pub(super) fn of<'c>(
    evaluation: &Evaluation<'c>,
    index: usize,
    rule: &'c Rule,
    frame: Frame,
) -> Outcome<'c> {
    let (all, notes) = evaluation.holds(rule, frame, Pass::All);
    let (certain, certain_notes) = evaluation.holds(rule, frame, Pass::Certain);
    evaluation.remember(index, rule, frame, Pass::All, all, &notes);
    evaluation.remember(index, rule, frame, Pass::Certain, certain, &certain_notes);
    let urgent = rule.stage <= LAST_URGENT_STAGE;
    let firing = match (urgent, certain, all) {
        (true, Tri::Yes, _) | (false, Tri::Yes, Tri::Yes) => Firing::Fires(Certainty::Certain),
        (_, _, Tri::Yes) => Firing::Fires(Certainty::Probable),
        (true, ..) => {
            if certain.or(all).is_unknown() {
                Firing::Unknown
            } else {
                Firing::Silent
            }
        }
        (false, ..) => {
            if certain.and(all).is_unknown() {
                Firing::Unknown
            } else {
                Firing::Silent
            }
        }
    };
    let pass = match firing {
        Firing::Fires(certainty) => pass_of(certainty),
        Firing::Silent if all == Tri::No => Pass::All,
        Firing::Unknown if all.is_unknown() => Pass::All,
        Firing::Silent | Firing::Unknown => Pass::Certain,
    };
    let notes = if firing == Firing::Fires(Certainty::Certain) {
        certain_notes
    } else {
        notes
    };
    let fires = matches!(firing, Firing::Fires(_));
    let branch = if fires {
        evaluation.branch(rule, frame, pass)
    } else {
        None
    };
    let answered = if fires {
        answer::of(evaluation, rule, frame, &notes.grounds)
    } else {
        None
    };
    let asked = match firing {
        Firing::Silent => Vec::new(),
        _ => notes.asked.clone(),
    };
    // The ask form confirms first: what it rests on is what it asks (protocol section 4).
    let hedged = firing == Firing::Fires(Certainty::Probable) && urgent;
    let doubted = notes
        .grounds
        .iter()
        .filter(|fact| hedged && !fact.is_certain())
        .map(|fact| fact.finding)
        .collect::<Vec<_>>();
    let asked: Vec<FindingId> = doubted.iter().copied().chain(asked).collect();
    let from_branch = branch.into_iter().flat_map(|branch| &branch.ask);
    let asked = from_branch
        .filter(|ask| evaluation.is_yes(ask.if_.as_ref(), frame, pass))
        .map(|ask| ask.finding)
        .chain(asked)
        .collect::<Vec<_>>();
    Outcome {
        rule,
        frame,
        firing,
        pass,
        branch,
        answered,
        grounds: distinct(notes.grounds),
        unknown: sorted(notes.unknown),
        asks: evaluation.ranked(&asked, &doubted, frame),
    }
}

/// Each fact once, in the order of asking. A fact is known by where it is held: comparing thousands with one another would cost seconds.
fn distinct(grounds: Vec<&Fact>) -> Vec<Fact> {
    let mut seen = HashSet::new();
    grounds
        .into_iter()
        .filter(|fact| seen.insert(std::ptr::from_ref::<Fact>(fact)))
        .cloned()
        .collect()
}

fn sorted(mut findings: Vec<FindingId>) -> Vec<FindingId> {
    findings.sort_unstable();
    findings.dedup();
    findings
}

/// At most this many questions on a card (protocol section 8).
pub(crate) const QUESTIONS: usize = 3;

impl Evaluation<'_> {
    /// The questions of some findings that are still unknown, ranked, of a group its unknown members; at most three, and one of them about
    /// what is doubted.
    fn ranked(
        &self,
        findings: &[FindingId],
        doubted: &[FindingId],
        frame: Frame,
    ) -> Vec<FindingId> {
        let mut asked = self.questions(findings, frame);
        let confirms = asked
            .iter()
            .copied()
            .find(|finding| doubted.contains(finding));
        asked.truncate(QUESTIONS);
        if let Some(confirms) = confirms.filter(|finding| !asked.contains(finding)) {
            asked.truncate(QUESTIONS - 1);
            asked.push(confirms);
        }
        asked
    }

    /// The open questions of some findings, ranked; findings that are asked in the same words (bladder, bowel and saddle) are one.
    pub(crate) fn questions(&self, findings: &[FindingId], frame: Frame) -> Vec<FindingId> {
        let vocabulary = self.catalog.vocabulary();
        let text = |finding: FindingId| {
            vocabulary
                .finding(finding)
                .and_then(|finding| finding.question.as_ref())
                .map(|question| &question.text)
        };
        let mut asked: Vec<FindingId> = Vec::new();
        for Asked { finding, .. } in self.open_questions(findings, frame) {
            if !asked.iter().any(|other| text(*other) == text(finding)) {
                asked.push(finding);
            }
        }
        asked
    }

    /// All open questions of some findings, ranked.
    pub(crate) fn open_questions(&self, findings: &[FindingId], frame: Frame) -> Vec<Asked> {
        let vocabulary = self.catalog.vocabulary();
        let mut asked: Vec<Asked> = findings
            .iter()
            .flat_map(|finding| self.spread(*finding))
            .filter(|finding| !self.is_known(*finding, frame))
            .filter_map(|finding| {
                let question = vocabulary.finding(finding)?.question.as_ref()?;
                Some(Asked {
                    rank: question.rank,
                    finding,
                })
            })
            .collect();
        asked.sort_unstable();
        asked.dedup();
        asked
    }

    /// The members of a group, or the finding itself.
    fn spread(&self, finding: FindingId) -> Vec<FindingId> {
        let is_group = self
            .catalog
            .vocabulary()
            .finding(finding)
            .is_some_and(|finding| finding.kind == Kind::Group);
        match self.catalog.content.groups.get(&finding) {
            Some(group) if is_group => group
                .members
                .iter()
                .filter(|member| !member.optional)
                .flat_map(|member| self.spread(member.finding))
                .collect(),
            _ => vec![finding],
        }
    }

    /// Whether anything certain is recorded of a finding in a frame.
    fn is_known(&self, finding: FindingId, frame: Frame) -> bool {
        self.facts.seen(finding, frame.region).any(Fact::is_certain)
    }
}
