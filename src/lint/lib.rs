//! Judges the FHIR of a CDS Hooks request against the R4 model, one resource at a time.
//!
//! For the integrator of an EHR whose data looks odd, and for the tests that keep our fixtures valid. The service does
//! not link it: it reads requests leniently, whatever is said here.
//!
//! A resource goes through three steps. `prune` takes out what R4 forbids to be there at all (nulls, empty arrays and
//! objects). `shape` walks what is left beside the model's element names and cardinalities and mends each fault it
//! reports, so that one fault does not hide the next. [`model`] lets the typed model read the rest strictly, which
//! finds missing required elements and doubled choices.
//!
//! No problem repeats a value of the file: places, element names, resource types and well-formed ids only.

mod format;
pub mod model;
mod place;
mod problem;
mod prune;
mod request;
mod shape;

pub use problem::{Kind, Problem, Severity};
pub use request::{LintError, Report, lint};
