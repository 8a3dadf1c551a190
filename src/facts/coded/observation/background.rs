//! Answers about the patient rather than the spine: pregnancy, smoking, occupation.

use foramen_fhir::{Codeable, Value};

use super::{Reader, measured_fact};
use crate::{
    Attribute, Confidence,
    coded::{matching::Hit, measure, statement::Statement, wording::Words},
};

/// The words of an answer, coded or not.
fn words_of(value: &Value<'_>) -> Words {
    let texts = value.concept().map(Codeable::texts);
    Words::of(texts.into_iter().flatten().chain(value.text()))
}

impl<'a> Reader<'_, 'a> {
    pub(super) fn pregnancy(
        &mut self,
        word: Option<&str>,
        hit: &Hit<'_>,
        statement: &Statement<'_>,
    ) {
        let Some(word) = word else { return };
        let mut fact = measured_fact(self.known.safety_pregnancy, None, hit, statement);
        fact.attributes.set_word(Attribute::Value, word);
        self.facts.push(fact);
    }

    /// The word of a pregnancy status: by the answer codes, else by yes and no.
    pub(super) fn pregnancy_answer(&self, value: &Value<'a>) -> Option<&'static str> {
        let hits = self.hits(value.concept());
        let word = hits
            .iter()
            .filter(|hit| hit.concept.targets.contains(&self.known.safety_pregnancy))
            .find_map(|hit| hit.attributes.word(Attribute::Value));
        match word {
            Some("pregnant") => Some("pregnant"),
            Some("possibly") => Some("possibly"),
            Some("no") => Some("no"),
            Some(_) => None,
            None => {
                let words = words_of(value);
                if words.has_any(&["not pregnant", "postmenopausal"]) {
                    Some("no")
                } else if words.has("possibly pregnant") {
                    Some("possibly")
                } else if words.has("pregnant") {
                    Some("pregnant")
                } else {
                    measure::outcome(value).map(|yes| if yes { "pregnant" } else { "no" })
                }
            }
        }
    }

    /// A current smoker has a vascular risk factor, a former one probably.
    pub(super) fn smoking(&mut self, value: &Value<'a>, hit: &Hit<'_>, statement: &Statement<'_>) {
        let Some(finding) = self.vocabulary.id("rf.vascular_risk") else {
            return;
        };
        let coded = self
            .hits(value.concept())
            .iter()
            .any(|answer| answer.is_under("rf.vascular_risk"));
        let words = words_of(value);
        let former = words.has_any(&["former", "ex smoker", "quit"]);
        let never = words.has_any(&["never", "non smoker", "nonsmoker", "unknown"]);
        let current = coded
            || words.has_any(&[
                "current",
                "every day",
                "daily",
                "some day",
                "smoker",
                "smokes",
            ]);
        if never || !(current || former) {
            return;
        }
        let mut fact = measured_fact(finding, None, hit, statement);
        fact.attributes.set_word(Attribute::Kind, "smoking");
        if former {
            fact.confidence = Confidence::Probable;
        }
        self.facts.push(fact);
    }

    /// An occupation of heavy manual work, by a short list of its names.
    pub(super) fn occupation(
        &mut self,
        value: &Value<'a>,
        hit: &Hit<'_>,
        statement: &Statement<'_>,
    ) {
        const HEAVY: [&str; 14] = [
            "construction",
            "laborer",
            "labourer",
            "roofer",
            "bricklayer",
            "mason",
            "warehouse",
            "mover",
            "miner",
            "logger",
            "farm worker",
            "manual worker",
            "heavy lifting",
            "scaffolder",
        ];
        let Some(finding) = self.vocabulary.id("work.manual") else {
            return;
        };
        let words = words_of(value);
        if words.affirmed(&HEAVY).is_some() {
            self.measured_flag(finding, None, hit, statement);
        }
    }
}
