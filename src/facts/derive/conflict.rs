//! Where one source states what another denies (protocol section 1): present wins, unless the denial is later and equally specific.

use super::{Context, denies};
use crate::{Attribute, Fact, Facts, Kind, LookBack, Origin, Role};

/// Why a statement does not count that a later one denied; a card shows both.
pub const DENIED_LATER: &str = "denied later";

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
            super::set_aside(facts, id, DENIED_LATER, |fact| {
                fact.is_present()
                    && denials
                        .iter()
                        .any(|denial| overrules(denial, fact, &finding.look_back))
            });
        }
    }
}

/// Whether a denial is later than a statement and speaks of the same place.
fn overrules(denial: &Fact, statement: &Fact, look_back: &LookBack) -> bool {
    // A ticked "no" is not as specific as a recorded disease that counts for life: it denies what the chart holds, not that it happened.
    let recorded = |fact: &Fact| {
        fact.evidence
            .iter()
            .any(|evidence| evidence.origin != Origin::Questionnaire)
    };
    let lasting = matches!(look_back, LookBack::Lifetime | LookBack::Now);
    if lasting && recorded(statement) && !recorded(denial) {
        return false;
    }
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
