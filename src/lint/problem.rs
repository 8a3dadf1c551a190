//! What is wrong, where.

use std::fmt;

use serde_json::Value;

use crate::place::{Place, is_type_name};

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// R4 forbids it, yet nothing is lost by reading past it: an empty array, an empty object, a null.
    Warning,
    /// The content is not R4: a strict reader refuses it, a lenient one loses or guesses something.
    Error,
}

/// What sort of problem it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An empty array, an empty object or a null.
    Empty,
    /// A value that should be a resource is none, or is of no R4 type.
    ResourceType,
    /// An element that R4 does not know at this place.
    UnknownElement,
    /// A list where one value is due, or one value where a list is due.
    Cardinality,
    /// A string, number, boolean or object where another of them is due.
    JsonType,
    /// A date or an id that is not written as R4 says.
    Format,
    /// A required element that is missing.
    Missing,
    /// Two values for one element, e.g. `onsetDateTime` beside `onsetString`.
    Repeated,
    /// The model refuses the resource for another reason.
    Refused,
}

impl Kind {
    /// The kind as the JSON output writes it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::ResourceType => "resource-type",
            Self::UnknownElement => "unknown-element",
            Self::Cardinality => "cardinality",
            Self::JsonType => "json-type",
            Self::Format => "format",
            Self::Missing => "missing",
            Self::Repeated => "repeated",
            Self::Refused => "refused",
        }
    }

    /// How much a problem of this kind matters.
    pub fn severity(self) -> Severity {
        if self == Self::Empty {
            Severity::Warning
        } else {
            Severity::Error
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One problem of one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is in the file, e.g. `prefetch.conditions.entry[2].resource.code`.
    pub path: String,
    /// Type of the resource, if it says a well-formed one.
    pub resource_type: Option<String>,
    /// Id of the resource, if it has a well-formed one.
    pub id: Option<String>,
    /// What sort of problem it is.
    pub kind: Kind,
    /// The problem in words, without any value of the file.
    pub message: String,
}

impl Problem {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.path, self.severity(), self.message)
    }
}

/// Collects the problems of one resource.
#[derive(Debug)]
pub(crate) struct Findings {
    resource_type: Option<String>,
    id: Option<String>,
    pub(crate) problems: Vec<Problem>,
}

impl Findings {
    /// Findings about `value`, whatever it turns out to be.
    pub(crate) fn about(value: &Value) -> Self {
        let member = |name: &str| value.get(name).and_then(Value::as_str);
        Self {
            resource_type: member("resourceType")
                .filter(|name| is_type_name(name))
                .map(Into::into),
            id: member("id")
                .filter(|id| crate::format::is_id(id))
                .map(Into::into),
            problems: Vec::new(),
        }
    }

    /// Notes a problem.
    pub(crate) fn note(&mut self, kind: Kind, place: &Place, message: impl Into<String>) {
        self.problems.push(Problem {
            path: place.to_string(),
            resource_type: self.resource_type.clone(),
            id: self.id.clone(),
            kind,
            message: message.into(),
        });
    }
}
