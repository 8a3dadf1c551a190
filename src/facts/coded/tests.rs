//! Every rule of reading on small resources: what is read is compared whole, one line for each fact.

mod answer;
mod condition;
mod drug;
mod named;
mod observation;
mod order;
mod order_codes;
mod order_drug;
mod order_name;
mod order_site;
mod other;
mod procedure;
mod property;
mod reason;
mod report;

/// A table row's expected lines.
type Lines = &'static [&'static str];
