//! What a card rests on, spelled out: whoever overrode it is not shown it again until one of these lines changes.

use super::{CardPlan, Spoken};
use crate::evaluate::{Certainty, Evaluation};
use foramen_facts::{Fact, FindingId, Held, Kind, Origin, Role, Vocabulary};
use std::collections::BTreeSet;

impl CardPlan<'_> {
    /// The rules that speak with the facts that they rest on, and every deficit and red flag that is stated or denied, one a line, sorted.
    ///
    /// A line holds no day of today and no source: the same record read tomorrow, or sent in other resources, spells the same. It is about
    /// the patient and must not be kept or logged as it is.
    pub fn grounds(&self, evaluation: &Evaluation<'_>) -> BTreeSet<String> {
        let vocabulary = evaluation.catalog.vocabulary();
        let speaking = || {
            std::iter::once(&self.head)
                .chain(&self.merged)
                .chain(&self.lines)
        };
        let rested = speaking().flat_map(|spoken| &spoken.grounds);
        let flags = evaluation
            .facts
            .iter()
            .filter(|fact| is_flag(vocabulary, fact.finding));
        let facts = rested.chain(flags).map(|fact| spell(vocabulary, fact));
        speaking().map(spoken).chain(facts).collect()
    }
}

impl CardPlan<'_> {
    /// The orders that the card is about, as the client names them: the one that it judges, else all that are judged; none on a chart.
    pub fn orders<'e>(&self, evaluation: &'e Evaluation<'_>) -> BTreeSet<&'e str> {
        let order = evaluation.catalog.vocabulary().known.order;
        let judged = evaluation.facts.of(order).iter().enumerate();
        judged
            .filter(|(place, _)| self.head.order.is_none_or(|own| own == *place))
            .filter_map(|(_, order)| Some(order.evidence.first()?.source.reference.as_str()))
            .collect()
    }
}

fn is_flag(vocabulary: &Vocabulary, finding: FindingId) -> bool {
    vocabulary.finding(finding).is_some_and(|finding| {
        matches!(
            finding.role,
            Role::Deficit | Role::FlagA | Role::FlagB | Role::FlagC
        )
    })
}

fn spoken(spoken: &Spoken<'_>) -> String {
    let certainty = match spoken.certainty {
        Certainty::Certain => "certain",
        Certainty::Probable => "probable",
    };
    format!(
        "rule {} {} {} {certainty}",
        spoken.rule.id,
        spoken.branch.name,
        spoken.region.word()
    )
}

fn spell(vocabulary: &Vocabulary, fact: &Fact) -> String {
    let kind = vocabulary
        .finding(fact.finding)
        .map(|finding| &finding.kind);
    let mut line = format!(
        "{} {:?} {:?} {} {:?}",
        vocabulary.name(fact.finding),
        fact.state,
        fact.confidence,
        fact.regions,
        fact.time
    );
    let counted = fact.attributes.iter();
    for (attribute, held) in counted {
        match held {
            Held::Words(words) => line += &format!(" {attribute}={}", words.join("+")),
            // Weeks and visits of a treatment that goes on grow by themselves.
            Held::Number(_) if kind == Some(&Kind::List) => {}
            Held::Number(number) => line += &format!(" {attribute}={number}"),
        }
    }
    // The time since an onset grows by itself: the onset stands for it.
    if let Some(value) = fact.value.filter(|_| kind != Some(&Kind::Span)) {
        line += &format!(" = {value}");
    }
    // An order is written today, whatever day that is.
    let of_today = fact
        .evidence
        .iter()
        .any(|evidence| matches!(evidence.origin, Origin::Order | Origin::Derived));
    let onset = fact.onset.filter(|_| !of_today);
    for day in [onset, fact.worsened].into_iter().flatten() {
        line += &format!(" {day}");
    }
    line
}
