//! FHIR record to facts: what each resource states, before anything follows from it (protocol section 1).
//!
//! One file reads one kind of resource. [`matching`] finds the concepts behind codes, [`statement`] turns a match into a
//! fact, [`refine`] adds what the words beside the code say. Nothing here looks at another fact; that is the derivation's.

mod allergy;
mod answer;
mod condition;
mod device;
mod encounter;
mod matching;
mod measure;
mod medication;
mod named_finding;
mod naming;
mod observation;
mod order;
mod order_name;
mod patient;
mod pattern;
mod phrases;
mod procedure;
mod reason;
mod refine;
mod report;
mod request;
mod result;
mod sentence;
mod stance;
mod statement;
mod told;
mod wording;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use answer::FORM;
pub use named_finding::named_findings;
pub use pattern::{Pattern, PatternError};
pub use result::{report_classes, report_result};

use encounter::Visit;
use foramen_fhir::{DateRange, Entry, Record, When};
use jiff::{civil::Date, tz::TimeZone};

use crate::{Facts, FindingId, Known, Limits, OrderMap, Region, Regions, SourceRef, Vocabulary};

/// What reading a record needs beside the record.
pub struct Reading<'a> {
    /// Findings, codes and phrases.
    pub vocabulary: &'a Vocabulary,
    /// The numbers of the profile.
    pub limits: &'a Limits,
    /// The tenant's time zone: a moment belongs to the day it was there.
    pub zone: &'a TimeZone,
    /// The evaluation day.
    pub today: Date,
    /// The encounter of the request's context, by id or `Encounter/id`.
    pub encounter: Option<&'a str>,
    /// What the site's own codes and names of orders mean, before any built-in code is asked.
    pub orders: Option<&'a OrderMap>,
    /// Whether the draft with this `Type/id` is judged on this call (on `order-select` only the selected ones are).
    pub judged: &'a dyn Fn(&str) -> bool,
}

/// Reads everything that the record states. Silence makes no fact: what nothing says stays unknown.
///
/// `FamilyMemberHistory` makes none either: it is not about the patient (protocol section 1), and the one pattern that may use it is
/// asked, not computed.
#[must_use]
pub fn extract(record: &Record<'_>, reading: &Reading<'_>) -> Facts {
    let mut reader = Reader::new(record, reading);
    reader.patient();
    reader.encounter();
    reader.conditions();
    reader.observations();
    reader.reports();
    reader.procedures();
    reader.medications();
    reader.allergies();
    reader.devices();
    reader.answers();
    reader.requests();
    reader.drafts();
    reader.date_reasons();
    reader.facts
}

/// One pass over a record.
struct Reader<'r, 'a> {
    record: &'r Record<'a>,
    reading: &'r Reading<'r>,
    vocabulary: &'r Vocabulary,
    known: Known,
    birth: Option<DateRange>,
    visit: Visit,
    facts: Facts,
}

impl<'r, 'a> Reader<'r, 'a> {
    fn new(record: &'r Record<'a>, reading: &'r Reading<'r>) -> Self {
        let vocabulary = reading.vocabulary;
        Self {
            record,
            reading,
            vocabulary,
            known: vocabulary.known,
            birth: record
                .patient
                .as_ref()
                .and_then(|patient| patient.view.birth(reading.zone)),
            visit: Visit::of(record, reading),
            facts: Facts::new(vocabulary, reading.today),
        }
    }

    /// The start of what a resource says about time; an age needs the birth date, words are read relative to `anchor`.
    fn start(&self, when: &When<'_>, anchor: Option<DateRange>) -> Option<DateRange> {
        self.date_of(when, anchor, when.start())
    }

    /// The end of what a resource says about time.
    fn end(&self, when: &When<'_>, anchor: Option<DateRange>) -> Option<DateRange> {
        self.date_of(when, anchor, when.end())
    }

    /// The date of an age or of words; else the one that was stated outright.
    fn date_of(
        &self,
        when: &When<'_>,
        anchor: Option<DateRange>,
        outright: Option<DateRange>,
    ) -> Option<DateRange> {
        match when {
            When::Age(age) => age.days(self.birth?),
            When::AgeRange { low, high } => {
                let birth = self.birth?;
                let days = [*low, *high].map(|age| age.and_then(|age| age.days(birth)));
                match days {
                    [Some(low), Some(high)] => Some(low.hull(high)),
                    [low, high] => low.or(high),
                }
            }
            When::Text(text) => {
                told::date(text, anchor.map_or(self.reading.today, DateRange::latest))
            }
            _ => outright,
        }
    }

    fn today(&self) -> DateRange {
        DateRange::day(self.reading.today)
    }

    /// Whether a date lies on or before the day of the request.
    fn is_past(&self, date: DateRange) -> bool {
        date.earliest() <= self.reading.today
    }

    /// The findings by which a visit or an order is about the spine.
    fn spine_symptoms(&self) -> [FindingId; 6] {
        [
            self.known.pain_spine,
            self.known.pattern_radicular,
            self.known.pattern_stenosis,
            self.known.pattern_walking_pain,
            self.known.pattern_myelopathic,
            self.known.pattern_cauda_equina,
        ]
    }
}

/// `Type/id` and path of a resource; the type alone when it has no id.
fn source<V>(entry: &Entry<'_, V>) -> SourceRef {
    let reference = match &entry.source.id {
        Some(id) => format!("{}/{id}", entry.source.kind),
        None => entry.source.kind.to_string(),
    };
    SourceRef {
        reference,
        path: entry.source.path.clone(),
    }
}

/// The set without *unspecified*, which says that nobody named a part.
fn named(mut regions: Regions) -> Regions {
    regions.remove(Region::Unspecified);
    regions
}
