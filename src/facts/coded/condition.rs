//! `Condition`: problems and diagnoses.

use foramen_fhir::{
    DateRange, Entry,
    views::{Clinical, Condition, Verification},
};

use super::{Reader, matching::Hit, source, statement::Statement};
use crate::{ConceptRole, Confidence, Fact, FindingId, LookBack, Origin, State};

impl<'a> Reader<'_, 'a> {
    /// Adds what every condition states.
    pub(super) fn conditions(&mut self) {
        for entry in &self.record.conditions {
            if entry.view.verification() != Verification::EnteredInError {
                self.condition(entry);
            }
        }
    }

    fn condition(&mut self, entry: &Entry<'a, Condition<'a>>) {
        let hits = self.hits(entry.view.code.as_ref());
        let statement = self.condition_statement(entry);
        if self.is_over(&entry.view, statement.end) {
            self.past_condition(&hits, &statement);
            return;
        }
        let mut stated = self.state_or_words(&hits, &statement);
        stated.extend(self.state_names(&statement.texts, &hits, &statement));
        let of_today = statement
            .stated
            .is_some_and(|stated| stated.contains(self.reading.today));
        if statement.current_encounter || of_today {
            self.mark_visit(&stated, &statement);
        }
    }

    fn condition_statement<'t>(&self, entry: &'t Entry<'a, Condition<'a>>) -> Statement<'t> {
        let condition = &entry.view;
        let zone = self.reading.zone;
        let recorded = condition
            .recorded_date
            .as_ref()
            .and_then(|date| date.date(zone));
        let mut statement = Statement {
            onset: self.start(&condition.onset(zone), recorded),
            end: self.end(&condition.abatement(zone), recorded),
            stated: recorded,
            current_encounter: self.is_of_this_visit(entry, recorded),
            confirmed: condition.verification() == Verification::Confirmed,
            ..Statement::new(source(entry), Origin::Coded)
        }
        .with_texts(condition.code.as_ref())
        .at(condition.body_site.iter());
        match condition.verification() {
            Verification::Refuted => statement.state = State::Absent,
            Verification::Provisional => statement.confidence = Confidence::Probable,
            _ => {}
        }
        statement
    }

    /// A diagnosis of the encounter in context: recorded in it, named by it, or, where it names no encounter, recorded today.
    fn is_of_this_visit(
        &self,
        entry: &Entry<'a, Condition<'a>>,
        recorded: Option<DateRange>,
    ) -> bool {
        let condition = &entry.view;
        let diagnosis = condition
            .category
            .iter()
            .any(|category| category.is("encounter-diagnosis"));
        let today = recorded.is_some_and(|recorded| recorded.contains(self.reading.today));
        self.visit.holds(condition.encounter.as_ref())
            || self.visit.names(&entry.source.reference())
            || diagnosis && condition.encounter.is_none() && today
    }

    /// Whether it is over: inactive, resolved, in remission, or with an end that is not in the future.
    fn is_over(&self, condition: &Condition<'_>, end: Option<DateRange>) -> bool {
        let ended = condition.has_abated() && end.is_none_or(|end| self.is_past(end));
        condition.clinical().is_inactive()
            || ended && condition.clinical() != Clinical::Active
            || end.is_some_and(|end| self.is_past(end))
    }

    /// What is over counts for history facts only; the rest is set aside and shown in the trace (protocol section 1).
    fn past_condition(&mut self, hits: &[Hit<'_>], statement: &Statement<'_>) {
        if statement.is_withheld() {
            return;
        }
        let facts: Vec<Fact> = hits
            .iter()
            .filter(|hit| hit.concept.role != ConceptRole::Baseline)
            .flat_map(|hit| self.facts_of(hit, statement))
            .collect();
        for mut fact in facts {
            if fact.is_present() && fact.finding == self.known.rf_cancer_active {
                fact.finding = self.known.rf_cancer_history;
            }
            // A denial does not become untrue by being old.
            if fact.state == State::Absent || self.counts_when_over(&fact) {
                self.facts.push(fact);
            } else {
                self.facts
                    .set_aside
                    .push((fact, "inactive, resolved or in remission"));
            }
        }
    }

    /// History for life, and what has a look-back of days and a date to be held against it.
    fn counts_when_over(&self, fact: &Fact) -> bool {
        let known = &self.known;
        let dated: [FindingId; 3] = [
            known.rf_infection_recent,
            known.rf_trauma_major,
            known.rf_trauma_minor,
        ];
        let lifelong = self
            .vocabulary
            .finding(fact.finding)
            .is_some_and(|finding| finding.look_back == LookBack::Lifetime);
        lifelong || dated.contains(&fact.finding) && (fact.onset.is_some() || fact.end.is_some())
    }
}
