//! The FHIR resources that the service emits, built with the typed model of the release (R4) and written as JSON.
//!
//! Writing only: nothing here reads FHIR into the model, because reading makes the compiler generate code for every
//! resource type. Plain functions take plain data and give back JSON text, so no generics of the model reach a caller.
//!
//! What comes out satisfies base R4: required elements are there, no string, array or object is empty, nothing is null.
//! The one exception is [`update_service_request`], which returns the client's own order with one change.

mod concept;
mod error;
pub mod knowledge;
mod operation_outcome;
mod service_request;
mod text;
mod update;
mod write;

pub use concept::{CodeableConcept, Coding};
pub use error::TypedError;
pub use operation_outcome::{IssueSeverity, IssueType, NewIssue, operation_outcome};
pub use service_request::{NewServiceRequest, Priority, service_request};
pub use update::{OrderChange, update_service_request};
