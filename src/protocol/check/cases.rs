//! Every active rule shows by cases when it fires, when it is silent, and when it does not know.

use super::waking::two_valued;
use crate::{
    catalog::Content,
    format::{Expected, Rule, Status},
    mistake::Mistakes,
};

/// Asks for the cases that are missing.
pub(super) fn check(content: &Content, mistakes: &Mistakes) {
    for rule in content
        .rules
        .iter()
        .filter(|rule| rule.status == Status::Active)
    {
        let has = |result| rule.cases.iter().any(|case| case.expect.result == result);
        let mut missing = Vec::new();
        if !has(Expected::Fires) {
            missing.push("fires");
        }
        if !has(Expected::Silent) {
            missing.push("is silent");
        }
        if !has(Expected::Unknown) && !two_valued(content, &rule.when) {
            missing.push("does not know");
        }
        for what in missing {
            mistakes.add(
                &rule.place,
                format!("rule \"{}\" has no case in which it {what}", rule.id),
            );
        }
        branches(rule, mistakes);
    }
}

fn branches(rule: &Rule, mistakes: &Mistakes) {
    if rule.branches.len() < 2 {
        return;
    }
    for branch in &rule.branches {
        if !rule
            .cases
            .iter()
            .any(|case| case.expect.branch.as_ref() == Some(&branch.name))
        {
            mistakes.add(
                &rule.place,
                format!(
                    "rule \"{}\" has no case that takes the branch \"{}\"",
                    rule.id, branch.name
                ),
            );
        }
    }
}
