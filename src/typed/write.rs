//! From the model to JSON text.

use fhirbolt::serde::SerializeResource;
use serde_json::value::RawValue;

use crate::TypedError;

/// Writes a resource of the model. `name` is its type, for the error.
pub(crate) fn write<R: SerializeResource>(
    resource: &R,
    name: &'static str,
) -> Result<Box<RawValue>, TypedError> {
    fhirbolt::json::to_string(resource, None)
        .and_then(RawValue::from_string)
        .map_err(|_| TypedError::Unwritable { resource: name })
}
