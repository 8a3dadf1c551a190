//! Every request fixture against the answer that its table derives from the protocol by hand.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a broken helper of a test fails the test"
)]

mod bounds;
mod disclosed;
mod fixtures;
mod form;
mod guidance;
mod missing;
mod muting;
mod order;
mod ordered;
mod overriding;
mod profiles;
mod properties;
mod site;
mod snapshots;
mod tenants;
mod terms;
