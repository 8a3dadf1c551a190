//! The service over HTTP, as clients meet it: a real server on a port of its own.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken helper of a test fails the test"
)]

mod calls;
mod commands;
mod cors;
mod discovery;
mod errors;
mod feedback;
mod form;
mod service;
