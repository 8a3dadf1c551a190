//! A FHIR resource as the client wrote it.

use std::{borrow::Cow, fmt};

use serde_json::value::RawValue;

use crate::{
    error::{FieldError, Problem},
    field::Field,
    json::{self, JsonType},
};

/// A resource: its place, its name, and the client's own JSON, unread.
#[derive(Clone)]
pub struct Resource<'a> {
    /// Where it stands in the request, such as `prefetch.conditions.entry[3].resource`.
    pub path: String,
    /// `resourceType`, if it is a string.
    pub resource_type: Option<Cow<'a, str>>,
    /// `id`, if it is a string: of any length, since clients send ids of almost 200 characters.
    pub id: Option<Cow<'a, str>>,
    /// `fullUrl` of its Bundle entry, by which its neighbours may refer to it.
    pub full_url: Option<Cow<'a, str>>,
    /// The JSON text, an object no deeper than [`MAX_DEPTH`](crate::MAX_DEPTH).
    pub json: &'a RawValue,
}

impl<'a> Resource<'a> {
    /// `Type/id`, the name by which selections and references call it.
    pub fn type_and_id(&self) -> Option<String> {
        Some(format!(
            "{}/{}",
            self.resource_type.as_ref()?,
            self.id.as_ref()?
        ))
    }

    pub(crate) fn from_field(field: Field<'a>) -> Result<Self, FieldError> {
        let json = field.object()?;
        let too_deep = field.fails(Problem::TooDeep);
        Self::new(field.into_path(), json).ok_or(too_deep)
    }

    /// The same resource under the `fullUrl` of its entry; what is no string is none.
    pub(crate) fn under(mut self, full_url: Option<&'a RawValue>) -> Self {
        self.full_url = full_url.and_then(|raw| json::string(raw.get()));
        self
    }

    /// `None` for what is no object, or is too deep.
    pub(crate) fn new(path: String, json: &'a RawValue) -> Option<Self> {
        let text = json.get();
        if JsonType::of(text) != JsonType::Object || json::is_too_deep(text) {
            return None;
        }
        let [resource_type, id] = json::first_members(text, ["resourceType", "id"]);
        let string = |raw: Option<&'a RawValue>| raw.and_then(|raw| json::string(raw.get()));
        Some(Self {
            path,
            resource_type: string(resource_type),
            id: string(id),
            full_url: None,
            json,
        })
    }
}

/// The place alone: the rest is a patient's record.
impl fmt::Debug for Resource<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Resource({})", self.path)
    }
}
