//! Where one source states what another denies (protocol section 1): present wins, unless the denial is later and equally specific.

use super::{Context, denies};
use crate::{Attribute, Fact, Facts, Kind, Role};

/// Sets aside statements that were denied later, and leaves every other contradiction standing for the card.
pub(super) fn settle(facts: &mut Facts, context: Context<'_>) {
    for (id, finding) in context.vocabulary.findings() {
        if finding.kind != Kind::Flag || finding.role == Role::Context {
            continue;
        }
        let denials: Vec<_> = facts
            .of(id)
            .iter()
            .filter(|fact| denies(fact))
            .cloned()
            .collect();
        if !denials.is_empty() {
            super::set_aside(facts, id, "denied later", |fact| {
                fact.is_present() && denials.iter().any(|denial| overrules(denial, fact))
            });
        }
    }
}

/// Whether a denial is later than a statement and speaks of the same place.
fn overrules(denial: &Fact, statement: &Fact) -> bool {
    let (Some(denied), Some(stated)) = (denial.stated, statement.last()) else {
        return false;
    };
    let same = |attribute| match (
        denial.attributes.get(attribute),
        statement.attributes.get(attribute),
    ) {
        (None, _) => true,
        (Some(denied), stated) => stated == Some(denied),
    };
    denied.earliest() > stated.latest()
        && same(Attribute::Side)
        && same(Attribute::Limb)
        && same(Attribute::Kind)
}
