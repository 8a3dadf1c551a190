//! Field types of FHIR, each lenient about the shape it finds.

mod attachment;
mod concept;
mod many;
mod moment;
mod primitive;
mod quantity;
mod reference;
mod timing;
mod value;

pub use attachment::{Annotation, Attachment, AttachmentError, Data, Extension, Identifier};
pub use concept::{Codeable, CodeableReference, Coding};
pub use many::Many;
pub use moment::{Moment, When};
pub use primitive::{Flag, Number, Raw, Text};
pub use quantity::{Age, AgeUnit, Period, Quantity, Range};
pub use reference::Reference;
pub use timing::{Dosage, Repeat, Timing};
pub use value::Value;

#[cfg(test)]
pub(crate) mod tests;
