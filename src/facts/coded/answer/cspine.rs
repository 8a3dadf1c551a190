//! NEXUS and the Canadian C-spine rule from their items (protocol 1.1, `cspine`).

use super::{Answered, Reader, Response, words};
use crate::{Attribute, FindingId};

const NEXUS: [&str; 5] = [
    "midline_tenderness",
    "focal_deficit",
    "reduced_alertness",
    "intoxication",
    "distracting_injury",
];
const HIGH_RISK: [&str; 3] = ["age_65", "dangerous_mechanism", "limb_paraesthesia"];
/// What the Canadian rule needs beside the absence of high risk.
const LOW_RISK: [&str; 2] = ["low_risk", "rotation45"];

impl<'a> Reader<'_, 'a> {
    /// Positive if named so or one item is; negative if named so or all items are; else unknown.
    pub(super) fn cervical_rule(
        &mut self,
        finding: FindingId,
        answered: &Answered<'_, 'a>,
        response: &Response<'_, 'a>,
    ) {
        let named = words(answered.part(""))
            .into_iter()
            .find(|word| ["positive", "negative"].contains(&word.as_str()));
        let nexus = finding == self.known.cspine_nexus;
        let risks: &[&str] = if nexus { &NEXUS } else { &HIGH_RISK };
        let risk = risks.iter().any(|item| answered.flag(item) == Some(true));
        let none = risks.iter().all(|item| answered.flag(item) == Some(false));
        let low = nexus
            || LOW_RISK
                .iter()
                .all(|item| answered.flag(item) == Some(true));
        let by_items = if risk {
            Some("positive")
        } else {
            (none && low).then_some("negative")
        };
        // A positive item outweighs a rule that was called negative.
        let word = if by_items == Some("positive") {
            Some("positive")
        } else {
            named.as_deref().or(by_items)
        };
        if let Some(word) = word {
            let mut fact = self.told(finding, response);
            fact.onset = response.authored;
            fact.attributes.set_word(Attribute::Value, word);
            self.facts.push(fact);
        }
    }
}
