//! Every request fixture against the answer that its table derives from the protocol by hand.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a broken helper of a test fails the test"
)]

mod bounds;
mod disclosed;
mod fixtures;
mod order;
mod ordered;
mod profiles;
mod properties;
mod snapshots;
mod terms;
