//! `Observation`: findings, measurements, answers.

use foramen_fhir::{
    Codeable, DateRange, Entry, Value,
    views::{Observation, ReferenceRange},
};
use jiff::ToSpan;

use super::{
    Reader,
    matching::Hit,
    measure::{self, Measured},
    naming, source,
    statement::Statement,
    wording::Words,
};
use crate::{Amount, Attribute, Evidence, Fact, FindingId, Origin, State};

mod background;
mod examination;

/// One code with its value: an observation, or a component of one.
struct Part<'o, 'a> {
    code: &'o Codeable<'a>,
    value: Option<&'o Value<'a>>,
    interpretation: &'o [Codeable<'a>],
    ranges: &'o [ReferenceRange<'a>],
    absent: bool,
}

/// A weight in kilograms, and where it stands.
struct Weight {
    day: DateRange,
    kilograms: f64,
    evidence: Evidence,
}

impl<'a> Reader<'_, 'a> {
    /// Adds what every observation states.
    pub(super) fn observations(&mut self) {
        let mut weights = Vec::new();
        for entry in &self.record.observations {
            let status = entry.view.status.as_deref();
            if !status.is_some_and(|status| {
                ["cancelled", "entered-in-error", "registered"].contains(&status)
            }) {
                self.observation(entry, &mut weights);
            }
        }
        self.weight_loss(weights);
    }

    fn observation(&mut self, entry: &Entry<'a, Observation<'a>>, weights: &mut Vec<Weight>) {
        let observation = &entry.view;
        let stated = observation.effective_date(self.reading.zone);
        let whole = observation.code.as_ref().map(|code| Part {
            code,
            value: observation.value.as_ref(),
            interpretation: &observation.interpretation,
            ranges: &observation.reference_range,
            absent: observation.data_absent_reason.is_some(),
        });
        let components = observation.component.iter().filter_map(|component| {
            Some(Part {
                code: component.code.as_ref()?,
                value: component.value.as_ref(),
                interpretation: &component.interpretation,
                ranges: &component.reference_range,
                absent: component.data_absent_reason.is_some(),
            })
        });
        let is_panel = !observation.component.is_empty() || !observation.has_member.is_empty();
        for part in whole.into_iter().chain(components) {
            let statement = Statement {
                stated,
                examined: true,
                current_encounter: self.visit.holds(observation.encounter.as_ref()),
                ..Statement::new(source(entry), Origin::Coded)
            }
            .with_texts([part.code])
            .at(observation.body_site.iter());
            self.part(&part, &statement, is_panel, weights);
        }
    }

    fn part(
        &mut self,
        part: &Part<'_, 'a>,
        statement: &Statement<'_>,
        is_panel: bool,
        weights: &mut Vec<Weight>,
    ) {
        if part.absent {
            return;
        }
        let mut hits = self.hits([part.code]);
        if hits.is_empty() {
            hits.extend(naming::measurement(self.vocabulary, part.code));
        }
        self.ankle_brachial_index(&hits, statement);
        let Some(value) = part.value else {
            if !is_panel {
                // A finding that is written down as an observation without a value is there.
                self.state(&hits, statement);
                self.state_names(&statement.texts, &hits, statement);
            }
            return;
        };
        let measured = Measured {
            value,
            interpretation: part.interpretation,
            ranges: part.ranges,
        };
        for hit in &hits {
            if hit.concept.measured || hit.is_under("labs") {
                self.measurement(hit, &measured, statement, weights);
            }
        }
        match measured.outcome() {
            Some(there) => {
                let statement = Statement {
                    state: if there { State::Present } else { State::Absent },
                    ..statement.clone()
                };
                self.state(&hits, &statement);
                self.state_names(&statement.texts, &hits, &statement);
            }
            // Where the value has decided already, it is not read a second time.
            None if hits.iter().any(|hit| hit.concept.measured) => {}
            None => self.coded_value(value, statement),
        }
    }

    /// A finding in `valueCodeableConcept`.
    fn coded_value(&mut self, value: &Value<'a>, statement: &Statement<'_>) {
        let Some(concept) = value.concept() else {
            return;
        };
        // The disease of a relative is not the patient's.
        if Words::of(statement.texts.iter().copied())
            .has_any(&["family", "mother", "father", "maternal", "paternal"])
        {
            return;
        }
        let hits = self.hits([concept]);
        let own = statement.clone().with_texts([concept]);
        self.state(&hits, &own);
        self.state_names(&concept.texts(), &hits, &own);
    }

    /// What the value of a measured concept says; the code alone says nothing.
    fn measurement(
        &mut self,
        hit: &Hit<'_>,
        measured: &Measured<'_, 'a>,
        statement: &Statement<'_>,
        weights: &mut Vec<Weight>,
    ) {
        let known = self.known;
        let number = measured.number();
        let unit = measured.unit();
        let unit = unit.as_deref();
        match &*hit.concept.id {
            "severity.nrs" => {
                let analogue = hit.says.iter().any(|says| says.ends_with("38214-3"));
                self.score(
                    known.severity_nrs,
                    number.and_then(|n| measure::pain_score(n, unit, analogue)),
                    hit,
                    statement,
                );
            }
            "severity.odi" => {
                self.score(
                    known.severity_odi,
                    number.filter(|n| (0.0..=100.0).contains(n)),
                    hit,
                    statement,
                );
            }
            "severity.ndi" => {
                let read =
                    number.and_then(|n| measure::neck_disability(n, unit, measured.range_high()));
                self.score(known.severity_ndi, read, hit, statement);
            }
            "labs.esr" => self.laboratory("esr", number, measured, hit, statement),
            "labs.crp" => {
                let read = number.and_then(|n| measure::crp(n, unit));
                self.laboratory("crp", read, measured, hit, statement);
            }
            "labs.pregnancy" => {
                let word = measured
                    .outcome()
                    .map(|positive| if positive { "pregnant" } else { "no" });
                self.pregnancy(word, hit, statement);
            }
            "safety.pregnancy.status" => {
                self.pregnancy(self.pregnancy_answer(measured.value), hit, statement);
            }
            "safety.egfr" => {
                self.score(
                    known.safety_egfr,
                    number.filter(|n| (0.0..=300.0).contains(n)),
                    hit,
                    statement,
                );
            }
            "safety.creatinine" => {
                if measured.reading(false) == Some("H") {
                    self.measured_flag(known.safety_kidney, number, hit, statement);
                }
            }
            "rf.fever.measure" => {
                let read = number.and_then(|n| measure::celsius(n, unit));
                if read.is_some_and(|value| value >= self.reading.limits.fever_celsius) {
                    self.measured_flag(known.rf_fever, read, hit, statement);
                }
            }
            "sys.collapse.measure" => {
                // Below 20 mmHg nobody was measured.
                if number.is_some_and(|n| (20.0..90.0).contains(&n)) && unit != Some("kpa") {
                    self.measured_flag(known.sys_collapse, number, hit, statement);
                }
            }
            "neuro.pvr_ml" => self.residual(
                number.and_then(|n| measure::millilitres(n, unit)),
                hit,
                statement,
            ),
            "rf.weight_loss.measure" => {
                if let (Some(kilograms), Some(day)) = (
                    number.and_then(|n| measure::kilograms(n, unit)),
                    statement.stated,
                ) {
                    let evidence = measured_evidence(hit, number, statement);
                    weights.push(Weight {
                        day,
                        kilograms,
                        evidence,
                    });
                }
            }
            "rf.vascular_risk.smoking_status" => self.smoking(measured.value, hit, statement),
            "work.manual.measure" => self.occupation(measured.value, hit, statement),
            "exam.muscle_strength" => self.strength(measured.value, hit, statement),
            "exam.reflexes" => self.reflexes(measured.value, hit, statement),
            id => {
                if let Some(kind) = id.strip_prefix("labs.") {
                    self.laboratory(kind, number, measured, hit, statement);
                }
            }
        }
    }

    /// The one study that is written down as an observation, a number for each leg (protocol 1.3).
    fn ankle_brachial_index(&mut self, hits: &[Hit<'_>], statement: &Statement<'_>) {
        let named = statement.words().has_any(&["ankle brachial"]);
        let rows = self.study_rows(hits, statement, named).into_iter();
        for mut row in rows.filter(|row| row.attributes.has(Attribute::Modality, "abi")) {
            // A measurement is known by its name.
            row.confidence = statement.confidence;
            self.add_study(row);
        }
    }

    /// A number finding, dated by its measurement.
    pub(super) fn score(
        &mut self,
        finding: FindingId,
        value: Option<f64>,
        hit: &Hit<'_>,
        statement: &Statement<'_>,
    ) {
        let Some(value) = value else {
            let fact = Fact {
                stated: statement.stated,
                ..Fact::present(finding, measured_evidence(hit, None, statement))
            };
            self.facts
                .set_aside
                .push((fact, "a number whose scale or unit is not clear"));
            return;
        };
        let fact = measured_fact(finding, Some(value), hit, statement);
        self.facts.push(fact);
    }

    fn measured_flag(
        &mut self,
        finding: FindingId,
        value: Option<f64>,
        hit: &Hit<'_>,
        statement: &Statement<'_>,
    ) {
        let fact = measured_fact(finding, value, hit, statement);
        self.facts.push(fact);
    }

    /// A row of `labs`, and of ESR and CRP the number too.
    fn laboratory(
        &mut self,
        kind: &str,
        value: Option<f64>,
        measured: &Measured<'_, '_>,
        hit: &Hit<'_>,
        statement: &Statement<'_>,
    ) {
        let mut row = measured_fact(self.known.labs, value, hit, statement);
        row.regions = crate::Regions::NONE;
        row.attributes.set_word(Attribute::Kind, kind);
        let high_only = ["esr", "crp", "leukocytes", "calcium"].contains(&kind);
        if let Some(word) = measured.reading(high_only) {
            row.attributes.set_word(Attribute::Interpretation, word);
        }
        let number = match kind {
            "esr" => Some(self.known.labs_esr),
            "crp" => Some(self.known.labs_crp),
            _ => None,
        };
        if let (Some(finding), Some(_)) = (number, value) {
            self.facts.push(Fact {
                finding,
                ..row.clone()
            });
        }
        if value.is_some()
            || row.attributes.get(Attribute::Interpretation).is_some()
            || measured.outcome().is_some()
        {
            self.facts.push(row);
        }
    }

    /// The residual urine, and retention from the threshold on: it is as new as the measurement.
    pub(super) fn residual(
        &mut self,
        value: Option<f64>,
        hit: &Hit<'_>,
        statement: &Statement<'_>,
    ) {
        let Some(millilitres) = value else { return };
        let mut fact = measured_fact(self.known.neuro_pvr_ml, value, hit, statement);
        // The amount was measured, whatever the code alone is worth.
        fact.confidence = statement.confidence;
        fact.regions = crate::Regions::NONE;
        if millilitres >= self.reading.limits.pvr_ml_threshold {
            let mut retention = Fact {
                finding: self.known.neuro_bladder,
                onset: None,
                worsened: fact.stated,
                value: None,
                ..fact.clone()
            };
            retention
                .attributes
                .set_word(Attribute::Kind, "retention_or_flow");
            self.facts.push(retention);
        }
        self.facts.push(fact);
    }

    /// Weight lost between the heaviest day of the look-back and the last one measured.
    fn weight_loss(&mut self, mut weights: Vec<Weight>) {
        let limits = self.reading.limits;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a look-back in days; beyond the calendar it saturates"
        )]
        let days = limits.weight_loss_lookback.min(36_500.0) as i64;
        let oldest = self.reading.today.saturating_sub(days.days());
        weights.retain(|weight| weight.day.latest() >= oldest && self.is_past(weight.day));
        weights.sort_by_key(|weight| weight.day.latest());
        let Some((last, earlier)) = weights.split_last() else {
            return;
        };
        let Some(most) = earlier
            .iter()
            .max_by(|a, b| a.kilograms.total_cmp(&b.kilograms))
        else {
            return;
        };
        let percent = (most.kilograms - last.kilograms) / most.kilograms * 100.0;
        if percent >= limits.weight_loss_pct {
            self.facts.push(Fact {
                value: Some(Amount::exactly(percent)),
                onset: Some(last.day),
                stated: Some(last.day),
                evidence: vec![most.evidence.clone(), last.evidence.clone()],
                ..Fact::present(self.known.rf_weight_loss, last.evidence.clone())
            });
        }
    }
}

/// What a value states, dated by its measurement.
fn measured_fact(
    finding: FindingId,
    value: Option<f64>,
    hit: &Hit<'_>,
    statement: &Statement<'_>,
) -> Fact {
    Fact {
        value: value.map(Amount::exactly),
        confidence: hit.strength.min(statement.confidence),
        regions: super::wording::regions(&statement.site),
        onset: statement.stated,
        stated: statement.stated,
        examined: true,
        ..Fact::present(finding, measured_evidence(hit, value, statement))
    }
}

/// `loinc 72514-3 = 8`.
fn measured_evidence(hit: &Hit<'_>, value: Option<f64>, statement: &Statement<'_>) -> Evidence {
    let says = hit.says.first().map_or("", String::as_str);
    let says = value.map_or_else(|| says.to_owned(), |value| format!("{says} = {value}"));
    Evidence {
        origin: Origin::Measured,
        ..statement.evidence(says)
    }
}
