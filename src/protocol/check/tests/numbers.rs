//! What a catalogue reports about itself.

use super::tiny::{CATALOGUE, RULE, Tiny};
use crate::Literal;

#[test]
fn a_small_catalogue_has_no_mistake() {
    assert_eq!(Tiny::new().said(), "");
}
