//! `MedicationRequest` and `MedicationStatement`: rows of `tx`, and the drugs that are findings (anticoagulant, immunosuppressant).

use foramen_fhir::{
    Codeable, Dosage, Entry, Quantity,
    views::{MedicationRequest, MedicationStatement},
};
use jiff::ToSpan;

use super::{
    Reader,
    matching::{Hit, ingredients},
    procedure::stop_reason,
    source,
    statement::Statement,
    wording::{Words, beginning},
};
use crate::{Attribute, ConceptRole, Fact, LookBack, Origin, State};

mod route;

pub(super) use route::{is_injected, is_systemic};

/// Days after the last dose for which a drug still forbids another one: two weeks for an MAO inhibitor, the longest of them.
const WASHOUT_DAYS: i64 = 14;

/// A drug that was prescribed or taken.
struct Course<'v, 't> {
    hits: Vec<Hit<'v>>,
    statement: Statement<'t>,
    /// Whether it is taken today.
    active: bool,
    /// Whether it reaches the whole body.
    systemic: bool,
    /// Why it was stopped, in words.
    stopped: Words,
}

impl<'r, 'a> Reader<'r, 'a> {
    /// Adds what every prescription and every statement of a drug says.
    pub(super) fn medications(&mut self) {
        for entry in &self.record.medication_requests {
            self.request_of_drug(entry);
        }
        for entry in &self.record.medication_statements {
            self.statement_of_drug(entry);
        }
    }

    fn request_of_drug(&mut self, entry: &Entry<'a, MedicationRequest<'a>>) {
        let request = &entry.view;
        let status = request.status.as_deref();
        let never_taken = ["entered-in-error", "draft", "cancelled"];
        let proposed = request.intent.as_deref() == Some("proposal");
        if proposed
            || request.is_prohibited()
            || status.is_some_and(|status| never_taken.contains(&status))
        {
            return;
        }
        let Some(drug) = self.record.resolve_medication(&request.medication, entry) else {
            return;
        };
        let start = request
            .authored_on
            .as_ref()
            .and_then(|date| date.date(self.reading.zone));
        let end = start.and_then(|start| start.shifted(self.supply(request).days()));
        let statement = Statement {
            onset: start,
            end,
            stated: start,
            ..Statement::new(source(entry), Origin::Coded)
        };
        let active = status.is_none_or(|status| status == "active");
        self.course(
            &drug,
            &request.dosage,
            statement,
            active,
            request.status_reason.iter(),
        );
    }

    fn statement_of_drug(&mut self, entry: &Entry<'a, MedicationStatement<'a>>) {
        let told = &entry.view;
        let status = told.status.as_deref();
        if status.is_some_and(|status| ["entered-in-error", "intended", "draft"].contains(&status))
        {
            return;
        }
        let Some(drug) = self.record.resolve_medication(&told.medication, entry) else {
            return;
        };
        let zone = self.reading.zone;
        let when = told.effective(zone);
        let active = status.is_none_or(|status| ["active", "recorded"].contains(&status));
        let onset = self.start(&when, None);
        let period_end = if matches!(when, foramen_fhir::When::Period { .. }) {
            self.end(&when, None)
        } else {
            None
        };
        let open_end = if active { Some(self.today()) } else { onset };
        let mut statement = Statement {
            onset,
            end: period_end.or(open_end),
            stated: told
                .date_asserted
                .as_ref()
                .and_then(|date| date.date(zone))
                .or(onset),
            ..Statement::new(source(entry), Origin::Coded)
        };
        if told.is_not_taken() {
            statement.state = State::Absent;
        }
        let over = period_end.is_some_and(|end| end.latest() < self.reading.today);
        self.course(
            &drug,
            &told.dosage,
            statement,
            active && !over,
            told.status_reason.iter(),
        );
    }

    fn course<'c>(
        &mut self,
        drug: &'c Codeable<'c>,
        dosage: &'c [Dosage<'c>],
        statement: Statement<'c>,
        active: bool,
        stopped: impl IntoIterator<Item = &'c Codeable<'c>>,
    ) {
        let statement = Statement {
            texts: drug.texts(),
            ..statement
        };
        let hits = self.drugs(drug);
        let systemic = is_systemic(drug, dosage);
        let stopped = Words::of(stopped.into_iter().flat_map(Codeable::texts));
        let course = Course {
            hits,
            statement,
            active,
            systemic,
            stopped,
        };
        for hit in &course.hits {
            if hit.concept.targets.contains(&self.known.tx) && hit.concept.role == ConceptRole::List
            {
                self.drug_row(hit, &course);
            } else {
                self.drug_finding(hit, &course);
            }
        }
    }

    /// The drugs that codes and words name.
    pub(super) fn drugs(&self, drug: &Codeable<'_>) -> Vec<Hit<'r>> {
        let mut hits = self.hits([drug]);
        let named = ingredients(
            self.vocabulary,
            &Words::of(drug.texts().into_iter().map(beginning)),
            &hits,
        );
        hits.extend(named);
        hits
    }

    fn drug_row(&mut self, hit: &Hit<'_>, course: &Course<'_, '_>) {
        let statement = &course.statement;
        let mut row = Fact {
            state: statement.state,
            confidence: hit.strength.min(statement.confidence),
            attributes: hit.attributes.clone(),
            onset: statement.onset,
            end: statement.end,
            stated: statement.stated,
            ..Fact::present(self.known.tx, statement.evidence(""))
        };
        row.evidence = statement.evidence_of(hit);
        if hit.attributes.has(Attribute::Kind, "steroid_oral") && !course.systemic {
            self.facts
                .set_aside
                .push((row, "a steroid that does not reach the whole body"));
            return;
        }
        if let Some(name) = hit.own_words.first() {
            row.attributes
                .set_word(Attribute::Drug, &name.to_lowercase());
        }
        if let Some(word) = stop_reason(&course.stopped) {
            row.attributes.set_word(Attribute::Outcome, word);
        }
        self.facts.push(row);
    }

    /// A drug that is a finding: one that counts now is set aside once it is not taken any more.
    fn drug_finding(&mut self, hit: &Hit<'_>, course: &Course<'_, '_>) {
        let statement = &course.statement;
        if statement.state == State::Absent {
            // Not taking one drug of a class denies nothing about the class.
            return;
        }
        let end = if course.active {
            Some(self.today())
        } else {
            statement.end
        };
        for fact in self.facts_of(
            hit,
            &Statement {
                end,
                ..statement.clone()
            },
        ) {
            let now = self
                .vocabulary
                .finding(fact.finding)
                .is_some_and(|finding| finding.look_back == LookBack::Now);
            // A disease forbids a drug for life, another drug only as long as it works.
            let forbids = self.vocabulary.name(fact.finding).starts_with("safety.");
            let days = if forbids && !now { WASHOUT_DAYS } else { 0 };
            let lasts = self.reading.today.saturating_sub(days.days());
            let over = end.is_none_or(|end| end.latest() < lasts);
            if (now || forbids) && !course.active && over {
                self.facts
                    .set_aside
                    .push((fact, "a drug that is not taken any more"));
            } else {
                self.facts.push(fact);
            }
        }
    }

    /// Days' supply: as stated, else the amount by the daily dose, else the default (protocol 1.3).
    fn supply(&self, request: &MedicationRequest<'_>) -> i64 {
        let dispense = request.dispense.as_ref();
        let stated = dispense.and_then(|dispense| in_days(dispense.expected_supply.as_ref()?));
        let counted = || {
            let amount = dispense?.quantity.as_ref()?;
            let dosage = request.dosage.first()?;
            let daily = doses_a_day(dosage)? * dose_in(amount, dosage)?;
            (daily > 0.0)
                .then(|| amount.value().map(|amount| amount / daily))
                .flatten()
        };
        let days = stated
            .or_else(counted)
            .filter(|days| *days > 0.0)
            .unwrap_or(self.reading.limits.rx_default_days);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "bounded to ten years just before"
        )]
        let days = days.min(3650.0).round() as i64;
        days
    }
}

fn in_days(quantity: &Quantity<'_>) -> Option<f64> {
    let factor = match quantity
        .any_unit()
        .map(|unit| unit.trim().to_ascii_lowercase())
        .as_deref()
    {
        None | Some("d" | "day" | "days") => 1.0,
        Some("wk" | "week" | "weeks") => 7.0,
        Some("mo" | "month" | "months") => 30.0,
        Some("a" | "year" | "years") => 365.0,
        Some("h" | "hour" | "hours") => 1.0 / 24.0,
        Some(_) => return None,
    };
    Some(quantity.value()? * factor)
}

/// The amount of one dose in the unit of the supply; tablets cannot be divided by milligrams.
fn dose_in(amount: &Quantity<'_>, dosage: &Dosage<'_>) -> Option<f64> {
    let Some(dose) = dosage.dose() else {
        return Some(1.0);
    };
    let unit = |quantity: &Quantity<'_>| {
        quantity
            .any_unit()
            .map(|unit| unit.trim_matches(['{', '}', '[', ']', ' ']).to_lowercase())
    };
    let counted = |unit: &str| {
        ["tab", "cap", "each", "ea", "tbl", "pill"]
            .iter()
            .any(|stem| unit.starts_with(stem))
    };
    match (unit(amount), unit(dose)) {
        (Some(supply), Some(one)) if supply != one && !(counted(&supply) && counted(&one)) => None,
        _ => dose.value(),
    }
}

/// How often a day, by timing, its code, or the words of the instruction.
fn doses_a_day(dosage: &Dosage<'_>) -> Option<f64> {
    const CODES: [(&str, f64); 10] = [
        ("QD", 1.0),
        ("DAILY", 1.0),
        ("BID", 2.0),
        ("TID", 3.0),
        ("QID", 4.0),
        ("Q4H", 6.0),
        ("Q6H", 4.0),
        ("Q8H", 3.0),
        ("Q12H", 2.0),
        ("QHS", 1.0),
    ];
    const WORDS: [(&str, f64); 16] = [
        ("twice daily", 2.0),
        ("twice a day", 2.0),
        ("two times", 2.0),
        ("2 times", 2.0),
        ("three times", 3.0),
        ("3 times", 3.0),
        ("four times", 4.0),
        ("4 times", 4.0),
        ("every 4 hours", 6.0),
        ("every 6 hours", 4.0),
        ("every 8 hours", 3.0),
        ("every 12 hours", 2.0),
        ("once daily", 1.0),
        ("once a day", 1.0),
        ("every day", 1.0),
        ("daily", 1.0),
    ];
    let timing = dosage.timing.as_ref();
    let repeated = timing.and_then(|timing| timing.repeat.as_ref()?.times_per_day());
    let code = timing.and_then(|timing| timing.code.as_ref());
    let coded = || {
        code.and_then(|code| {
            CODES
                .iter()
                .find(|(name, _)| code.is(name))
                .map(|(_, times)| *times)
        })
    };
    let texts = code
        .into_iter()
        .flat_map(Codeable::texts)
        .chain(dosage.text.as_deref())
        .chain(dosage.patient_instruction.as_deref());
    let words = Words::of(texts);
    repeated.or_else(coded).or_else(|| {
        WORDS
            .iter()
            .find(|(name, _)| words.has(name))
            .map(|(_, times)| *times)
    })
}
