//! Every request fixture against the answer that its table derives from the protocol by hand.

mod fixtures;
mod properties;
mod snapshots;
