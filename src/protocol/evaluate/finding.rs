//! The truth of a finding: facts, groups, derived conditions and the rows of lists.

use super::{Evaluation, Frame, Notes, Pass};
use crate::{
    Member,
    format::{Count, Is, Rule, RuleSet, Tests, Unknown, Where},
};
use foramen_facts::{DateRange, Fact, FindingId, State, Tri};

impl Count {
    /// Whether a number of findings passes.
    pub(super) fn holds(self, recorded: usize) -> bool {
        match self {
            Self::AtLeast(least) => recorded >= least,
            Self::Exactly(number) => recorded == number,
        }
    }
}

impl RuleSet {
    /// Whether a rule is among the named ones.
    pub(super) fn contains(&self, rule: &Rule) -> bool {
        match self {
            Self::Rule(id) => *id == rule.id,
            Self::Stage(stage) => *stage == rule.stage,
        }
    }
}

/// What is recorded of a finding in one pass.
#[derive(Clone, Copy)]
struct Recorded {
    /// Whether the tests hold for some present fact.
    present: Tri,
    /// Whether it is stated, denied, both or neither.
    stated: bool,
    denied: bool,
}

impl Recorded {
    const NOTHING: Self = Self {
        present: Tri::Unknown,
        stated: false,
        denied: false,
    };

    fn answers(self, is: Is) -> Tri {
        match is {
            Is::Present => self.present,
            Is::Absent if self.stated => Tri::No,
            Is::Absent if self.denied => Tri::Yes,
            Is::Absent => Tri::Unknown,
            Is::Unknown => Tri::from(!self.stated && !self.denied),
            Is::Known => Tri::from(self.stated || self.denied),
        }
    }
}

impl Evaluation<'_> {
    /// The truth of one finding under tests.
    pub(super) fn finding<'s>(
        &'s self,
        finding: FindingId,
        tests: &'s Tests,
        frame: Frame,
        pass: Pass,
        notes: &mut Notes<'s>,
    ) -> Tri {
        let mark = notes.mark();
        let recorded = self.recorded(finding, tests, frame, pass, notes);
        let truth = recorded.answers(tests.is);
        if truth.is_unknown() {
            notes.unknown.push(finding);
        }
        if tests.is == Is::Absent && truth.is_yes() {
            notes.grounds.extend(
                self.facts
                    .seen(finding, frame.region)
                    .filter(|fact| fact.state == State::Absent),
            );
        }
        notes.keep(truth, mark);
        truth
    }

    /// What `unknown` and `ask` make of an answer.
    pub(super) fn settle(
        truth: Tri,
        tests: &Tests,
        findings: &[FindingId],
        notes: &mut Notes<'_>,
    ) -> Tri {
        if !truth.is_unknown() {
            return truth;
        }
        if tests.ask {
            notes.asked.extend(findings);
        }
        match tests.unknown {
            Unknown::Keep => Tri::Unknown,
            Unknown::Yes => Tri::Yes,
            Unknown::No => Tri::No,
        }
    }

    fn recorded<'s>(
        &'s self,
        finding: FindingId,
        tests: &'s Tests,
        frame: Frame,
        pass: Pass,
        notes: &mut Notes<'s>,
    ) -> Recorded {
        let frame = if tests.any_region {
            Frame {
                region: None,
                ..frame
            }
        } else {
            frame
        };
        let pass = if tests.any_confidence {
            Pass::All
        } else {
            pass
        };
        // A group or derived finding that was given directly (in a case, or by an answer) stands for itself.
        if !self.facts.of(finding).is_empty() {
            return self.read(finding, tests, frame, pass, notes);
        }
        let content = self.catalog.content();
        if let Some(group) = content.groups.get(&finding) {
            let pass = if group.certain && !tests.any_confidence {
                Pass::Certain
            } else {
                pass
            };
            let members = group
                .members
                .iter()
                .map(|member| self.member(member, tests, frame, pass, notes));
            return members
                .fold(None, |group, member| Some(together(group, member)))
                .unwrap_or(Recorded::NOTHING);
        }
        if let Some(condition) = content.derived.get(&finding) {
            let truth = self.truth(condition, frame, pass, notes);
            return Recorded {
                present: truth,
                stated: truth.is_yes(),
                denied: truth == Tri::No,
            };
        }
        Recorded::NOTHING
    }

    /// A member of a group: its own tests and those of the condition.
    fn member<'s>(
        &'s self,
        member: &'s Member,
        tests: &'s Tests,
        frame: Frame,
        pass: Pass,
        notes: &mut Notes<'s>,
    ) -> (Recorded, bool) {
        let own = self.recorded(
            member.finding,
            &member.tests,
            frame,
            pass,
            &mut Notes::default(),
        );
        let both = if member.tests == Tests::default() {
            self.recorded(member.finding, tests, frame, pass, notes)
        } else if own.present == Tri::No && !own.denied {
            // Recorded, but not in the way that counts for this group.
            Recorded {
                present: Tri::No,
                stated: false,
                denied: false,
            }
        } else {
            let outer = self.recorded(member.finding, tests, frame, pass, notes);
            Recorded {
                present: own.present.and(outer.present),
                stated: own.present.is_yes(),
                ..outer
            }
        };
        (both, member.optional)
    }

    fn read<'s>(
        &'s self,
        finding: FindingId,
        tests: &'s Tests,
        frame: Frame,
        pass: Pass,
        notes: &mut Notes<'s>,
    ) -> Recorded {
        let mut recorded = Recorded::NOTHING;
        let mut present = None;
        for fact in self
            .facts
            .seen(finding, frame.region)
            .filter(|fact| pass.sees(fact))
        {
            if fact.is_present() {
                recorded.stated = true;
                let passes = self.passes(fact, tests, frame);
                if passes.is_yes() {
                    notes.grounds.push(fact);
                }
                present = Some(present.map_or(passes, |before: Tri| before.or(passes)));
            } else {
                recorded.denied = true;
            }
        }
        recorded.present = present.unwrap_or(if recorded.denied {
            Tri::No
        } else {
            Tri::Unknown
        });
        recorded
    }

    /// How many members of a group, or whether a finding, is recorded as present.
    pub(super) fn count<'s>(
        &'s self,
        finding: FindingId,
        tests: &'s Tests,
        frame: Frame,
        pass: Pass,
        notes: &mut Notes<'s>,
    ) -> usize {
        match self.catalog.content().groups.get(&finding) {
            Some(group) if self.facts.of(finding).is_empty() => group
                .members
                .iter()
                .filter(|member| {
                    let passes = self.member(member, tests, frame, pass, notes).0;
                    passes.present.is_yes()
                })
                .count(),
            _ => usize::from(self.finding(finding, tests, frame, pass, notes).is_yes()),
        }
    }

    /// Whether a row of a list passes.
    pub(super) fn some<'s>(
        &'s self,
        list: FindingId,
        tests: &'s Tests,
        frame: Frame,
        pass: Pass,
        notes: &mut Notes<'s>,
    ) -> Tri {
        let mut truth = None;
        for row in self.rows(list, tests, frame, pass) {
            let passes = self.passes(row, tests, frame);
            if passes.is_yes() {
                notes.grounds.push(row);
            }
            truth = Some(truth.map_or(passes, |before: Tri| before.or(passes)));
        }
        truth.unwrap_or(Tri::Unknown)
    }

    /// Whether the newest row that passes `of` passes the tests.
    pub(super) fn latest<'s>(
        &'s self,
        list: FindingId,
        of: &[Where],
        tests: &'s Tests,
        frame: Frame,
        pass: Pass,
        notes: &mut Notes<'s>,
    ) -> Tri {
        let newest = self
            .rows(list, tests, frame, pass)
            .filter(|row| self.columns(row, of, frame).is_yes())
            .max_by_key(|row| row.when().map(DateRange::latest));
        let Some(row) = newest else {
            return if self.rows(list, tests, frame, pass).next().is_some() {
                Tri::No
            } else {
                Tri::Unknown
            };
        };
        let truth = self.passes(row, tests, frame);
        if truth.is_yes() {
            notes.grounds.push(row);
        }
        truth
    }

    /// The rows of a list that can be seen from a frame. Orders and plans are those of the evaluation, not of the record.
    fn rows<'s>(
        &'s self,
        list: FindingId,
        tests: &Tests,
        frame: Frame,
        pass: Pass,
    ) -> impl Iterator<Item = &'s Fact> {
        let known = &self.catalog.vocabulary().known;
        let region = if tests.any_region { None } else { frame.region };
        let rows = match list {
            _ if list == known.plan => self.plan.as_slice(),
            _ if list == known.order => self.orders.as_slice(),
            _ => self.facts.of(list),
        };
        rows.iter()
            .filter(move |row| pass.sees(row) && row.is_present())
            .filter(move |row| {
                region.is_none_or(|region| row.regions.is_empty() || row.regions.contains(region))
            })
    }
}

/// A group with one more member: present if one is, denied if all are; an optional member's silence says nothing.
fn together(group: Option<Recorded>, (member, optional): (Recorded, bool)) -> Recorded {
    let silent = !member.stated && !member.denied;
    match group {
        _ if optional && silent => group.unwrap_or(Recorded {
            present: Tri::No,
            stated: false,
            denied: true,
        }),
        None => member,
        Some(group) => Recorded {
            present: group.present.or(member.present),
            stated: group.stated || member.stated,
            denied: group.denied && member.denied,
        },
    }
}
