//! Reads FHIR as it is really sent: leniently, borrowed from the request's text, one resource at a time.
//!
//! A broken field costs that field and a broken resource costs that resource; nothing here fails as a whole.
//! R4 shapes come first; the shapes of R5, STU3 and DSTU2 are read where they differ only in names or nesting.
//! This crate knows neither CDS Hooks nor medicine.

pub mod codes;
pub mod date;
pub mod element;
mod read;
pub mod record;
pub mod reference;
pub mod system;
pub mod views;

pub use codes::{CodeIndex, CodeIndexError, Match, MatchLength};
pub use date::{DateError, DateRange, DaysRange};
pub use element::{
    Age, AgeUnit, Annotation, Attachment, Codeable, CodeableReference, Coding, Dosage, Extension,
    Flag, Identifier, Many, Moment, Number, Period, Quantity, Range, Raw, Reference, Repeat, Text,
    Timing, Value, When,
};
pub use read::{FromObject, ReadError, read_object};
pub use record::{Drafts, Entry, Reason, Record, RecordBuilder, Resolved, Skipped, Source};
pub use reference::{Target, same_resource};
pub use system::{System, normalise_code};
