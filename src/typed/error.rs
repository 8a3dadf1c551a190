//! What can go wrong while a resource is built.

use thiserror::Error;

/// Why a resource was not built. No text of the resource is repeated: an order holds patient data.
#[derive(Debug, Error)]
pub enum TypedError {
    /// R4 requires an element, and the given data leaves it empty.
    #[error("{resource}.{element} is required and was empty: give it a value")]
    Missing {
        /// Type of the resource that was to be built.
        resource: &'static str,
        /// Name of the element.
        element: &'static str,
    },
    /// An element does not have the form that R4 asks for.
    #[error("{resource}.{element} is not {form}")]
    Malformed {
        /// Type of the resource that was to be built.
        resource: &'static str,
        /// Name of the element.
        element: &'static str,
        /// The form that is due, in words.
        form: &'static str,
    },
    /// The order to update is not a `ServiceRequest`.
    #[error("only a ServiceRequest can be updated, and this order is another resource")]
    NotAServiceRequest,
    /// The order to update is no JSON object that can be held in memory.
    #[error("the order is not readable as a JSON object (line {line}, column {column})")]
    Unreadable {
        /// Line of the order's JSON at which reading stopped.
        line: usize,
        /// Column of that line.
        column: usize,
    },
    /// The model refused to write the resource.
    #[error("{resource} could not be written as JSON")]
    Unwritable {
        /// Type of the resource.
        resource: &'static str,
    },
}
