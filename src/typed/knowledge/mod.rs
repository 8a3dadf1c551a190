//! The protocol for other tools: definitions of the FHIR module for clinical reasoning.

mod about;
mod activity_definition;
mod library;
mod plan_definition;
mod value_set;

pub use about::{About, RelatedArtifact, Relation};
pub use activity_definition::{NewActivityDefinition, activity_definition};
pub use library::{Attachment, LibraryType, NewLibrary, Parameter, ParameterType, library};
pub use plan_definition::{
    ActionType, Applicability, NewPlanDefinition, PlanAction, PlanType, plan_definition,
};
pub use value_set::{Codes, Include, NewValueSet, ValueSetCode, value_set};
