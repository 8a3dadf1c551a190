//! The protocol as data: reads and checks `hooks/`, evaluates it over facts, and settles what is shown.
//!
//! A [`Catalog`] is everything in `hooks/` after it was checked. Rules never see FHIR; their evidence carries opaque references.

pub mod cases;
mod catalog;
mod check;
pub mod combine;
pub mod evaluate;
pub mod format;
mod load;
mod mistake;
pub mod words;

pub use catalog::{
    Allowed, Catalog, Content, File, Group, Leeway, Member, ParameterText, Profile, Widening,
};
pub use check::{Coverage, Literal, Reads};
pub use load::{Draft, order_map};
pub use mistake::Mistake;
