//! The one table of errors: kind → code, status, issue type, metric label, and whether the service is to blame.

use crate::{app::Refusal, pipeline::CallError};
use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use foramen_cds::{FeedbackError, FieldError, Problem, RequestError};
use foramen_typed::{IssueSeverity, IssueType, NewIssue, TypedError, operation_outcome};
use serde_json::value::RawValue;
use std::fmt;

/// What can go wrong at the edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Not JSON, a member of the wrong type, a hook of another service.
    Invalid,
    /// A member that must be there is not.
    Missing,
    /// No such address, or no service of this id.
    Route,
    /// The address exists, not with this method.
    Method,
    /// Neither the patient nor any clinical data was sent.
    Precondition,
    /// The reply cannot be had in the form that was asked for.
    Encoding,
    /// Larger than the limit.
    Size,
    /// Slower than the limit.
    Time,
    /// Not JSON by its media type.
    MediaType,
    /// A bug.
    Internal,
}

/// A line of the table.
struct Row {
    code: &'static str,
    status: StatusCode,
    issue: IssueType,
    label: &'static str,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Invalid,
        Self::Missing,
        Self::Route,
        Self::Method,
        Self::Precondition,
        Self::Encoding,
        Self::Size,
        Self::Time,
        Self::MediaType,
        Self::Internal,
    ];

    const fn row(self) -> Row {
        let (code, status, issue, label) = match self {
            Self::Invalid => (
                "request.invalid",
                StatusCode::BAD_REQUEST,
                IssueType::Invalid,
                "bad_request",
            ),
            Self::Missing => (
                "request.invalid",
                StatusCode::BAD_REQUEST,
                IssueType::Required,
                "bad_request",
            ),
            Self::Route => (
                "route.unknown",
                StatusCode::NOT_FOUND,
                IssueType::NotFound,
                "route",
            ),
            Self::Method => (
                "route.method",
                StatusCode::METHOD_NOT_ALLOWED,
                IssueType::NotSupported,
                "route",
            ),
            Self::Precondition => (
                "prefetch.required",
                StatusCode::PRECONDITION_FAILED,
                IssueType::NotFound,
                "precondition",
            ),
            Self::Encoding => (
                "reply.encoding",
                StatusCode::NOT_ACCEPTABLE,
                IssueType::NotSupported,
                "bad_request",
            ),
            Self::Size => (
                "request.size",
                StatusCode::PAYLOAD_TOO_LARGE,
                IssueType::TooLong,
                "bad_request",
            ),
            Self::Time => (
                "request.time",
                StatusCode::REQUEST_TIMEOUT,
                IssueType::Timeout,
                "bad_request",
            ),
            Self::MediaType => (
                "request.type",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                IssueType::NotSupported,
                "bad_request",
            ),
            Self::Internal => (
                "internal",
                StatusCode::INTERNAL_SERVER_ERROR,
                IssueType::Exception,
                "internal",
            ),
        };
        Row {
            code,
            status,
            issue,
            label,
        }
    }

    /// The stable code, for people who search for it.
    pub const fn code(self) -> &'static str {
        self.row().code
    }

    /// The HTTP status.
    pub const fn status(self) -> StatusCode {
        self.row().status
    }

    /// The label of metrics and log lines.
    pub const fn label(self) -> &'static str {
        self.row().label
    }

    /// Whether it is the service's own fault, and logged as an error.
    pub const fn is_own_fault(self) -> bool {
        matches!(self, Self::Internal)
    }

    /// The kind of a status that the server's own layers gave: a preflight that asks too much, an encoding that nobody speaks.
    fn of(status: StatusCode) -> Self {
        let known = Self::ALL.into_iter().find(|kind| kind.status() == status);
        known.unwrap_or(if status.is_client_error() {
            Self::Invalid
        } else {
            Self::Internal
        })
    }
}

/// A reply that is no success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeError {
    /// What kind it is.
    pub kind: Kind,
    /// What is wrong, the bound, the next step; never a value of the request.
    pub text: String,
    /// The members of the body that are wrong.
    pub places: Vec<String>,
    /// The methods that the address has, for the `Allow` header.
    pub allow: Option<&'static str>,
}

impl EdgeError {
    /// An error that no member of the body is to blame for.
    pub fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
            places: Vec::new(),
            allow: None,
        }
    }

    fn at(mut self, place: impl Into<String>) -> Self {
        self.places.push(place.into());
        self
    }

    /// No such address.
    pub(super) fn no_route() -> Self {
        Self::new(
            Kind::Route,
            "there is nothing at this address; GET /cds-services lists the services",
        )
    }

    /// An address without this method.
    pub(super) fn method(allow: &'static str) -> Self {
        let text = format!("this address does not have that method; it has {allow}");
        Self {
            allow: Some(allow),
            ..Self::new(Kind::Method, text)
        }
    }

    /// A bug. What it was stands in the log, by place and not by value.
    pub(super) fn internal() -> Self {
        Self::new(
            Kind::Internal,
            "the service failed; the fault is not in the request, and its operator finds it by the request id",
        )
    }

    /// What to say of a status that a layer of the server gave without words.
    pub(super) fn of_status(status: StatusCode) -> Self {
        let kind = Kind::of(status);
        match kind {
            Kind::Route => Self::no_route(),
            Kind::Internal => Self::internal(),
            Kind::Encoding => Self::new(
                kind,
                "replies are sent plain or with gzip or deflate; accept one of them",
            ),
            _ => Self::new(
                kind,
                "the request asks for what is not served; preflights may ask for GET, POST and OPTIONS with content-type and authorization",
            ),
        }
    }

    /// The body of the reply.
    pub(super) fn outcome(&self, request_id: &str) -> Result<Box<RawValue>, TypedError> {
        let Row { code, issue, .. } = self.kind.row();
        let at = if self.places.is_empty() {
            String::new()
        } else {
            format!(" at {}", self.places.join(", "))
        };
        operation_outcome(&[NewIssue {
            severity: if self.kind.is_own_fault() {
                IssueSeverity::Fatal
            } else {
                IssueSeverity::Error
            },
            code: issue,
            details: Some(self.text.clone()),
            diagnostics: Some(format!("{code}{at}; request {request_id}")),
            expression: self.places.clone(),
        }])
    }
}

impl fmt::Display for EdgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for EdgeError {}

/// The status alone: the body needs the request id, and is written where that is known.
impl ResponseError for EdgeError {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<Refusal> for EdgeError {
    fn from(refusal: Refusal) -> Self {
        let text = refusal.to_string();
        match refusal {
            Refusal::UnknownService { .. } => Self::new(Kind::Route, text),
            Refusal::Request(RequestError::Field(error)) => error.into(),
            Refusal::Request(RequestError::Body(_)) => Self::new(Kind::Invalid, text),
            Refusal::UnservedHook | Refusal::Call(CallError::HookNotServed) => {
                Self::new(Kind::Invalid, text).at("hook")
            }
            Refusal::Call(CallError::NothingToRead) => {
                Self::new(Kind::Precondition, text).at("prefetch")
            }
        }
    }
}

impl From<FieldError> for EdgeError {
    fn from(error: FieldError) -> Self {
        let text = error.to_string();
        let kind = match error.problem {
            Problem::Missing { .. } | Problem::Empty { .. } => Kind::Missing,
            Problem::Mistyped { .. }
            | Problem::NotOneOf { .. }
            | Problem::NotUnicode
            | Problem::OtherType { .. }
            | Problem::Twice
            | Problem::KeyTwice
            | Problem::TooDeep => Kind::Invalid,
        };
        Self::new(kind, text).at(error.path)
    }
}

impl From<FeedbackError> for EdgeError {
    fn from(error: FeedbackError) -> Self {
        match error {
            FeedbackError::Body(error) => Self::new(Kind::Invalid, error.to_string()),
            FeedbackError::Field(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_documented_one() {
        let rows: Vec<String> = Kind::ALL
            .map(|kind| {
                format!(
                    "{kind:?} {} {} {:?} {}",
                    kind.code(),
                    kind.status().as_u16(),
                    kind.row().issue,
                    kind.label()
                )
            })
            .to_vec();
        insta::assert_snapshot!(rows.join("\n"), @"
        Invalid request.invalid 400 Invalid bad_request
        Missing request.invalid 400 Required bad_request
        Route route.unknown 404 NotFound route
        Method route.method 405 NotSupported route
        Precondition prefetch.required 412 NotFound precondition
        Encoding reply.encoding 406 NotSupported bad_request
        Size request.size 413 TooLong bad_request
        Time request.time 408 Timeout bad_request
        MediaType request.type 415 NotSupported bad_request
        Internal internal 500 Exception internal
        ");
    }

    #[test]
    fn an_outcome_names_the_place_and_the_request_and_no_value() {
        let error = EdgeError::new(
            Kind::Missing,
            "`context.patientId` is missing; send a string",
        )
        .at("context.patientId");
        insta::assert_snapshot!(
            error.outcome("r-1").unwrap().get(),
            @r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"required","details":{"text":"`context.patientId` is missing; send a string"},"diagnostics":"request.invalid at context.patientId; request r-1","expression":["context.patientId"]}]}"#
        );
    }
}
