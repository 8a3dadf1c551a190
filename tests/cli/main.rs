//! The commands, as scripts meet them: what they print and how they end.

#![expect(
    clippy::unwrap_used,
    reason = "a broken helper of a test fails the test"
)]

mod check;
mod docs;
mod explain;
mod export;
mod help;
mod program;
mod replay;
mod serve;
