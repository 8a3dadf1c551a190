//! Patterns that follow from single signs (protocol 1.1).

use super::Context;
use crate::{Attribute, Confidence, Fact, Facts};

/// Hand clumsiness is a myelopathic pattern; a gait change alone is only a possible one. A long-tract sign needs no pattern: the rules ask
/// for it by itself.
pub(super) fn myelopathic(facts: &mut Facts, context: Context<'_>) {
    let known = &context.vocabulary.known;
    if facts.has(known.pattern_myelopathic) {
        return;
    }
    let pattern = |sign: &Fact| {
        let mut pattern = Fact {
            finding: known.pattern_myelopathic,
            ..sign.clone()
        };
        pattern.attributes = crate::Attributes::default();
        pattern
            .attributes
            .set_word(Attribute::Time, sign.time.word());
        pattern
    };
    let present = |fact: &&Fact| fact.is_present();
    let hands = facts.of(known.neuro_hand_dexterity).iter().filter(present);
    let mut found: Vec<Fact> = hands.map(pattern).collect();
    if found.is_empty() {
        let gait = facts.of(known.neuro_gait).iter().filter(present);
        found.extend(gait.map(|sign| Fact {
            confidence: Confidence::Probable,
            ..pattern(sign)
        }));
    }
    facts.extend(found);
}
