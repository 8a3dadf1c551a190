//! Stages 1 and 2: doubt never silences an alarm.

use super::walk;
use crate::{
    catalog::Content,
    format::{Condition, Is, Tests, Unknown},
    mistake::Mistakes,
};
use foramen_facts::{Finding, FindingId, Role};
use std::collections::BTreeSet;

/// Looks through the conditions of the alarms, and through the derived findings that they rest on.
pub(super) fn check(content: &Content, mistakes: &Mistakes) {
    for rule in content
        .rules
        .iter()
        .filter(|rule| matches!(rule.stage, 1 | 2))
    {
        let mut search = Search {
            content,
            mistakes,
            stage: rule.stage,
            seen: BTreeSet::new(),
        };
        search.condition(&rule.when, true);
    }
}

struct Search<'a> {
    content: &'a Content,
    mistakes: &'a Mistakes,
    stage: u8,
    seen: BTreeSet<(FindingId, bool)>,
}

impl Search<'_> {
    fn condition(&mut self, condition: &Condition, positive: bool) {
        let mut found = Vec::new();
        walk::leaves(condition, positive, &mut |leaf, positive| {
            found.push((leaf, positive));
        });
        for (leaf, positive) in found {
            let (subjects, Some(tests)) = walk::subjects(&leaf.verb) else {
                continue;
            };
            if let Some(text) = self.hides(subjects, tests, positive) {
                self.mistakes.add(&leaf.place, text);
            }
            if tests.is != Is::Present {
                continue;
            }
            for id in subjects {
                if let Some(condition) = self
                    .content
                    .derived
                    .get(id)
                    .filter(|_| self.seen.insert((*id, positive)))
                {
                    self.condition(condition, positive);
                }
            }
        }
    }

    /// Why tests would silence an alarm when the record says nothing.
    fn hides(&self, subjects: &[FindingId], tests: &Tests, positive: bool) -> Option<String> {
        let stage = self.stage;
        let findings = || {
            subjects
                .iter()
                .filter_map(|id| self.content.vocabulary.finding(*id))
        };
        if positive {
            let alarm = findings().find_map(|finding| Some((alarm(finding)?, &finding.name)));
            let (what, name) = alarm.filter(|_| tests.unknown == Unknown::No)?;
            return Some(format!(
                "`unknown = \"no\"` would hide the {what} \"{name}\" in stage {stage}; accepted: keep, ask"
            ));
        }
        let name = findings().next().map(|finding| &finding.name)?;
        if tests.unknown == Unknown::Yes {
            return Some(format!(
                "`unknown = \"yes\"` inside `not` would silence the alarm while \"{name}\" is not recorded, in stage {stage}; accepted: keep, ask, no"
            ));
        }
        (tests.is == Is::Absent && tests.unknown != Unknown::No).then(|| {
            format!("the absence of \"{name}\" inside `not` needs `unknown = \"no\"` in stage {stage}: what is not recorded must not silence the alarm")
        })
    }
}

/// What a finding is to an alarm.
fn alarm(finding: &Finding) -> Option<&'static str> {
    match finding.role {
        Role::Deficit => Some("deficit"),
        Role::FlagA | Role::FlagB | Role::FlagC => Some("red flag"),
        Role::Symptom | Role::Modifier | Role::Context => None,
    }
}
