//! What can be ordered.

use serde_json::value::RawValue;

use super::about::{About, RelatedArtifact, definition, related};
use crate::write::write;
use crate::{CodeableConcept, TypedError};

const RESOURCE: &str = "ActivityDefinition";

/// An order that a rule can offer. It becomes a `ServiceRequest` with intent `proposal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewActivityDefinition {
    /// Who it is.
    pub about: About,
    /// What it rests on, and the orders that it consists of.
    pub related: Vec<RelatedArtifact>,
    /// What is ordered. Required here: an order of nothing is none.
    pub code: CodeableConcept,
    /// The part of the body, in words.
    pub body_site: Vec<CodeableConcept>,
}

/// Writes an order as an R4 `ActivityDefinition`.
pub fn activity_definition(new: &NewActivityDefinition) -> Result<Box<RawValue>, TypedError> {
    new.about.check(RESOURCE)?;
    let code = new.code.typed().ok_or(TypedError::Missing {
        resource: RESOURCE,
        element: "code",
    })?;
    let definition = definition!(ActivityDefinition, new.about, {
        related_artifact: related(&new.related),
        kind: Some("ServiceRequest".into()),
        intent: Some("proposal".into()),
        code: Some(Box::new(code)),
        body_site: crate::concept::typed_all(&new.body_site),
    });
    write(&definition, RESOURCE)
}
