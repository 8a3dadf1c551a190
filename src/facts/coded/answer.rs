//! `QuestionnaireResponse`: answers to the served form. A `linkId` is a finding, or a finding and what is said about it.

use std::collections::BTreeMap;

use foramen_fhir::{
    DateRange, Entry, Value,
    views::{Item, QuestionnaireResponse},
};

use super::{Reader, measure, measure::Measured, source};
use crate::{
    Amount, Attribute, Evidence, Fact, FindingId, Kind, Origin, Region, Regions, SourceRef,
};

/// The id of the form in `hooks/questionnaire.json`, which ends its canonical address.
pub const FORM: &str = "spine-red-flags-prior-care";

mod care;
mod cspine;
mod detail;

/// The answers of one response that speak of one finding: by what follows the finding's name in the `linkId`, empty for the finding
/// itself.
#[derive(Default)]
struct Answered<'v, 'a> {
    by_part: BTreeMap<String, Vec<&'v Value<'a>>>,
}

/// One response.
struct Response<'v, 'a> {
    source: SourceRef,
    authored: Option<DateRange>,
    findings: BTreeMap<FindingId, Answered<'v, 'a>>,
    /// Answers whose `linkId` is no finding: `onset`, `laterality`, `tx.conservative`.
    others: BTreeMap<String, Vec<&'v Value<'a>>>,
    /// Each repetition of the group of treatments.
    treatments: Vec<&'v Item<'a>>,
}

impl<'a> Reader<'_, 'a> {
    /// Adds what every response answers. An empty answer is unknown, never a no.
    pub(super) fn answers(&mut self) {
        for entry in &self.record.questionnaire_responses {
            let retracted = entry.view.status.as_deref() == Some("entered-in-error");
            if !retracted && self.is_of_the_form(&entry.view) {
                let response = self.sorted(entry);
                self.response(&response);
            }
        }
    }

    /// Whether a response is of the form that is served. A copy of it may have another address; its dotted `linkId`s tell, while `region`
    /// or `sex` stands in many a form.
    fn is_of_the_form(&self, response: &QuestionnaireResponse<'a>) -> bool {
        let Some(form) = response
            .questionnaire
            .as_ref()
            .and_then(|form| form.reference.as_deref())
        else {
            return true;
        };
        let path = form.split('|').next().unwrap_or(form);
        let dotted = |item: &Item<'_>| {
            let link = item.link_id.as_deref().unwrap_or_default().trim();
            link.contains('.') && self.finding_of(link).is_some()
        };
        path.rsplit('/').next() == Some(FORM)
            || response.answers().iter().any(|(item, _)| dotted(item))
    }

    fn sorted<'v>(&self, entry: &'v Entry<'a, QuestionnaireResponse<'a>>) -> Response<'v, 'a> {
        let authored = entry
            .view
            .authored
            .as_ref()
            .and_then(|date| date.date(self.reading.zone));
        let mut response = Response {
            source: source(entry),
            authored,
            findings: BTreeMap::new(),
            others: BTreeMap::new(),
            treatments: Vec::new(),
        };
        for (item, value) in entry.view.answers() {
            let Some(link) = item.link_id.as_deref().map(str::trim) else {
                continue;
            };
            match self.finding_of(link) {
                Some((finding, part)) => {
                    let answered = response.findings.entry(finding).or_default();
                    answered
                        .by_part
                        .entry(part.to_owned())
                        .or_default()
                        .push(value);
                }
                None => response
                    .others
                    .entry(link.to_owned())
                    .or_default()
                    .push(value),
            }
        }
        care::treatments(&entry.view.item, &mut response.treatments);
        response
    }

    /// The finding with the longest name that a `linkId` begins with, and the rest of it.
    fn finding_of<'l>(&self, link: &'l str) -> Option<(FindingId, &'l str)> {
        let mut name = link;
        loop {
            if let Some(finding) = self.vocabulary.id(name) {
                return Some((finding, link.get(name.len()..)?.trim_start_matches('.')));
            }
            name = name.rsplit_once('.')?.0;
        }
    }

    fn response(&mut self, response: &Response<'_, 'a>) {
        self.picture(response);
        for (finding, answered) in &response.findings {
            self.answered(*finding, answered, response);
        }
        self.care_told(response);
    }

    fn evidence(response: &Response<'_, '_>, link: &str) -> Evidence {
        Evidence {
            source: response.source.clone(),
            origin: Origin::Questionnaire,
            says: link.to_owned(),
        }
    }

    /// Region and onset of the pain: `region` and `onset` are about the pain of this episode.
    fn picture(&mut self, response: &Response<'_, 'a>) {
        let answered = response.findings.get(&self.known.region);
        let regions: Regions = answered
            .map(|answered| words(answered.part("")))
            .unwrap_or_default()
            .iter()
            .filter_map(|word| Region::from_word(word))
            .collect();
        let onset = response
            .others
            .get("onset")
            .and_then(|values| self.first_date(values));
        if regions.is_empty() && onset.is_none() {
            return;
        }
        self.facts.push(Fact {
            regions,
            onset,
            stated: response.authored,
            examined: true,
            ..Fact::present(
                self.known.pain_spine,
                Self::evidence(
                    response,
                    if regions.is_empty() {
                        "onset"
                    } else {
                        "region"
                    },
                ),
            )
        });
    }

    fn answered(
        &mut self,
        finding: FindingId,
        answered: &Answered<'_, 'a>,
        response: &Response<'_, 'a>,
    ) {
        let known = self.known;
        let Some(kind) = self
            .vocabulary
            .finding(finding)
            .map(|finding| finding.kind.clone())
        else {
            return;
        };
        if [
            known.region,
            known.age,
            known.sex,
            known.deceased,
            known.setting,
        ]
        .contains(&finding)
        {
            return;
        }
        match kind {
            _ if finding == known.cspine_nexus || finding == known.cspine_canadian => {
                self.cervical_rule(finding, answered, response);
            }
            _ if finding == known.device => self.implants(answered, response),
            _ if finding == known.referral => self.referral_told(answered, response),
            _ if finding == known.tx || finding == known.tx_adequate => {}
            Kind::Flag => self.flag(finding, answered, response),
            Kind::Number(_) => self.number(finding, answered, response),
            Kind::Choice(allowed) | Kind::Set(allowed) => {
                let told = words(answered.part(""));
                let told = told
                    .iter()
                    .filter(|word| allowed.iter().any(|own| **own == **word));
                self.chosen(finding, told.map(String::as_str), response);
            }
            Kind::Span | Kind::List | Kind::Group | Kind::Derived => {}
        }
    }

    fn chosen<'w>(
        &mut self,
        finding: FindingId,
        told: impl Iterator<Item = &'w str>,
        response: &Response<'_, 'a>,
    ) {
        let mut fact = self.told(finding, response);
        for word in told.filter(|word| *word != "unknown") {
            fact.attributes.add_word(Attribute::Value, word);
        }
        if fact.attributes.get(Attribute::Value).is_some() {
            self.facts.push(fact);
        }
    }

    /// A fact of this response, stated on the day it was written.
    fn told(&self, finding: FindingId, response: &Response<'_, 'a>) -> Fact {
        Fact {
            stated: response.authored,
            examined: true,
            ..Fact::present(
                finding,
                Self::evidence(response, self.vocabulary.name(finding)),
            )
        }
    }

    fn flag(
        &mut self,
        finding: FindingId,
        answered: &Answered<'_, 'a>,
        response: &Response<'_, 'a>,
    ) {
        let known = self.known;
        let mut fact = self.told(finding, response);
        fact.onset = self.first_date(answered.part("onset"));
        self.date_of_event(&mut fact, answered);
        let stated = answered
            .part("")
            .iter()
            .find_map(|value| measure::outcome(value));
        let temperature = if finding == known.rf_fever {
            answered.part("value").iter().find_map(|value| fever(value))
        } else {
            None
        };
        let hot = temperature.map(|value| value >= self.reading.limits.fever_celsius);
        match stated.or(hot) {
            None => return,
            Some(false) if hot != Some(true) => {
                self.facts.push(fact.denied());
                return;
            }
            Some(_) => {}
        }
        fact.value = temperature.map(Amount::exactly);
        self.describe(&mut fact, answered, response);
        if finding == known.rf_fever && answered.flag("cause") == Some(true) {
            self.facts
                .set_aside
                .push((fact, "a fever with another clear source"));
            return;
        }
        for implied in self.implied(&fact) {
            self.facts.push(implied);
        }
        if finding == known.rf_prior_surgery {
            self.infection_risk_of(fact.clone());
        }
        self.facts.push(fact);
    }

    /// `.date` is the day of what happened: that it was answered later makes it no later. An onset is of what is still there.
    fn date_of_event(&self, fact: &mut Fact, answered: &Answered<'_, 'a>) {
        if let Some(date) = self.first_date(answered.part("date"))
            && fact.onset.is_none()
        {
            fact.onset = Some(date);
            fact.stated = None;
        }
    }

    fn number(
        &mut self,
        finding: FindingId,
        answered: &Answered<'_, 'a>,
        response: &Response<'_, 'a>,
    ) {
        let known = self.known;
        let Some(value) = answered.part("").first() else {
            return;
        };
        let measured = Measured {
            value,
            interpretation: &[],
            ranges: &[],
        };
        let unit = measured.unit();
        let unit = unit.as_deref();
        let number = measured.number();
        let read = if finding == known.severity_nrs {
            number.and_then(|number| measure::pain_score(number, unit, false))
        } else if finding == known.neuro_pvr_ml {
            number.and_then(|number| measure::millilitres(number, unit))
        } else if finding == known.severity_ndi {
            number.and_then(|number| measure::neck_disability(number, unit, None))
        } else {
            number.filter(|number| *number >= 0.0)
        };
        let Some(read) = read else { return };
        let mut fact = self.told(finding, response);
        fact.value = Some(Amount::exactly(read));
        self.date_of_event(&mut fact, answered);
        fact.onset = fact.onset.or(response.authored);
        if finding == known.neuro_pvr_ml && read >= self.reading.limits.pvr_ml_threshold {
            let mut retention = Fact {
                finding: known.neuro_bladder,
                value: None,
                onset: None,
                worsened: fact.onset,
                ..fact.clone()
            };
            retention
                .attributes
                .set_word(Attribute::Kind, "retention_or_flow");
            self.facts.push(retention);
        }
        self.facts.push(fact);
    }

    fn first_date(&self, values: &[&Value<'a>]) -> Option<DateRange> {
        values.iter().find_map(|value| match value {
            Value::Date(text) | Value::Text(text) => text.date(self.reading.zone),
            _ => None,
        })
    }
}

impl<'v, 'a> Answered<'v, 'a> {
    /// The values of one part.
    fn part(&self, part: &str) -> &[&'v Value<'a>] {
        self.by_part.get(part).map_or(&[], Vec::as_slice)
    }

    /// Yes or no of one part.
    fn flag(&self, part: &str) -> Option<bool> {
        self.part(part)
            .iter()
            .find_map(|value| measure::outcome(value))
    }
}

/// The words of choices: codes of codings, else their display, or strings.
fn words(values: &[&Value<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    for value in values {
        match value {
            Value::Concept(concept) => {
                let codes: Vec<&str> = concept
                    .codings
                    .iter()
                    .filter_map(|coding| coding.raw_code.as_deref())
                    .collect();
                let told = if codes.is_empty() {
                    concept.texts()
                } else {
                    codes
                };
                found.extend(told.into_iter().map(|word| word.trim().to_lowercase()));
            }
            Value::Text(text) => found.push(text.trim().to_lowercase()),
            _ => {}
        }
    }
    found
}

fn fever(value: &Value<'_>) -> Option<f64> {
    let measured = Measured {
        value,
        interpretation: &[],
        ranges: &[],
    };
    measure::celsius(measured.number()?, measured.unit().as_deref())
}
