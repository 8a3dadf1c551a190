//! A patient's record as dated, sourced facts.
//!
//! [`Vocabulary`] says what can be asked, extraction reads the record into [`Fact`]s, the derivation adds what follows from them
//! (episode, duration, adequacy of care, the time terms of protocol 1.0). Rules see nothing but [`Facts`].

mod attribute;
mod coded;
mod computed;
mod derive;
mod fact;
mod facts;
mod known;
mod order_map;
mod parameters;
mod region;
mod tri;
mod vocabulary;

pub use attribute::{Attribute, Attributes, Held, RESULTS, Word};
pub use coded::{
    FORM, Pattern, PatternError, Reading, extract, named_findings, report_classes, report_result,
};
pub use computed::{computed_from, computed_term};
pub use derive::{DENIED_LATER, derive, settle_times};
pub use fact::{Amount, Confidence, Evidence, Fact, Origin, SourceRef, State, Time};
pub use facts::{BaselineCause, Facts, Gap, GapReason};
pub use foramen_fhir::{CodeIndex, DateRange, Match, System};
pub use known::Known;
pub use order_map::{MappedOrder, OrderKey, OrderMap};
pub use parameters::{Limits, MissingParameter, Parameters, Setting, Unit};
pub use region::{Region, Regions};
pub use tri::Tri;
pub use vocabulary::{
    Code, Concept, ConceptRole, DrugName, Finding, FindingId, Kind, LookBack, MissingFinding,
    NamedFinding, Phrase, Question, Role, Vocabulary, regions_of,
};
