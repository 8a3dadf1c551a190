//! What is said about a finding beside yes and no.

use jiff::ToSpan;

use super::{Answered, Reader, Response, words};
use crate::{Attribute, Confidence, Fact, Held, Region};

impl<'a> Reader<'_, 'a> {
    /// Kind, side, limb, grade and how new it is.
    pub(super) fn describe(
        &self,
        fact: &mut Fact,
        answered: &Answered<'_, 'a>,
        response: &Response<'_, 'a>,
    ) {
        const WORDS: [(&str, Attribute); 4] = [
            ("kind", Attribute::Kind),
            ("territory", Attribute::Territory),
            ("limb", Attribute::Limb),
            ("side", Attribute::Side),
        ];
        const FLAGS: [(&str, Attribute); 4] = [
            ("objective", Attribute::Objective),
            ("single_nerve", Attribute::SingleNerve),
            ("several_levels", Attribute::SeveralLevels),
            ("cause", Attribute::Cause),
        ];
        for (part, attribute) in WORDS {
            for word in words(answered.part(part)) {
                fact.attributes
                    .add_word(attribute, if word == "bilateral" { "both" } else { &word });
            }
        }
        for (part, attribute) in FLAGS {
            if let Some(flag) = answered.flag(part) {
                fact.attributes
                    .set_word(attribute, if flag { "true" } else { "false" });
            }
        }
        fact.regions = words(answered.part("region"))
            .iter()
            .filter_map(|word| Region::from_word(word))
            .collect();
        if let Some(grade) = answered
            .part("grade")
            .iter()
            .find_map(|value| value.number())
            .filter(|grade| (0.0..=5.0).contains(grade))
        {
            fact.attributes.set(Attribute::Grade, Held::Number(grade));
        }
        if answered.flag("cause") == Some(true)
            && self.vocabulary.name(fact.finding).starts_with("neuro.")
        {
            // "Long-standing and explained by another cause" is the definition of baseline.
            fact.long_standing = true;
        }
        let new = answered.flag("new").or_else(|| self.asks_for_new(fact));
        self.date(fact, new, response);
        self.add_laterality(fact, response);
        let examined = fact.attributes.has(Attribute::Objective, "true")
            || fact.attributes.get(Attribute::Grade).is_some();
        if fact.finding == self.known.neuro_motor && !examined {
            // Weakness that nobody examined is only told (protocol 1.1).
            fact.confidence = Confidence::Probable;
        }
    }

    /// Whether the question itself is about something new ("New, severe, one-sided neck pain?"): then a yes without a date says so.
    fn asks_for_new(&self, fact: &Fact) -> Option<bool> {
        const NEW: [&str; 4] = [
            "pain.unilateral_neck_severe",
            "sym.headache",
            "neuro.bowel",
            "neuro.sexual",
        ];
        let asks = NEW.contains(&self.vocabulary.name(fact.finding));
        (asks && fact.onset.is_none()).then_some(true)
    }

    /// "Began or got worse in the last 14 days": an onset of that time, or a worsening where the onset is known.
    fn date(&self, fact: &mut Fact, new: Option<bool>, response: &Response<'_, 'a>) {
        match new {
            Some(true) if fact.onset.is_some() => fact.worsened = response.authored,
            Some(true) => {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a window of days, checked against its range at load"
                )]
                let days = self.reading.limits.new_days as i64;
                fact.onset = response
                    .authored
                    .and_then(|authored| Some(authored.shifted((-days).days())?.hull(authored)));
            }
            Some(false) => {
                fact.examined = false;
                fact.current_alone = false;
            }
            None => {}
        }
    }

    /// The side of the limb symptoms, where the symptom itself gives none.
    fn add_laterality(&self, fact: &mut Fact, response: &Response<'_, 'a>) {
        let limb = [
            self.known.pattern_radicular,
            self.known.neuro_sensory,
            self.known.neuro_motor,
        ];
        if !limb.contains(&fact.finding) || fact.attributes.get(Attribute::Side).is_some() {
            return;
        }
        let told = response
            .others
            .get("laterality")
            .map(|values| words(values))
            .unwrap_or_default();
        match told.first().map(String::as_str) {
            Some("bilateral" | "both") => fact.attributes.set_word(Attribute::Side, "both"),
            Some(side @ ("left" | "right")) => fact.attributes.set_word(Attribute::Side, side),
            _ => {}
        }
    }
}
