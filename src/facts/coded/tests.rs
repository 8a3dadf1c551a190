//! Every rule of reading on small resources: what is read is compared whole, one line for each fact.

mod answer;
mod condition;
mod drug;
mod named;
mod observation;
mod order;
mod order_name;
mod other;
mod procedure;
mod property;
mod reason;
mod report;

/// A table row's expected lines.
type Lines = &'static [&'static str];
