//! References between resources.

use super::{Identifier, Text};
use crate::read::fields;

/// A `Reference`, or a bare string in place of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference<'a> {
    /// `reference`: relative, absolute, `#contained` or `urn:uuid:`.
    pub reference: Option<Text<'a>>,
    /// `type`, the resource type that is meant.
    pub kind: Option<Text<'a>>,
    /// `identifier`, when there is no address.
    pub identifier: Option<Identifier<'a>>,
    /// `display`, the sender's words for the target.
    pub display: Option<Text<'a>>,
}

fields! {
    #[text = |text| Some(Reference { reference: Some(Text::new(text)?), ..Reference::default() })]
    Reference<'a> { "reference" => reference, "type" => kind, "identifier" => identifier, "display" => display }
}
