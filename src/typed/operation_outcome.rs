//! What went wrong, as FHIR says it: the body of an error reply.

use fhirbolt::model::r4::{resources, types};
use serde_json::value::RawValue;

use crate::TypedError;
use crate::text::string;
use crate::write::write;

const RESOURCE: &str = "OperationOutcome";

/// How bad an issue is (FHIR R4, value set `issue-severity`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueSeverity {
    /// The action failed, and nothing more could be checked.
    Fatal,
    /// The action failed.
    Error,
    /// The action went through, yet something is wrong.
    Warning,
    /// Nothing is wrong.
    Information,
}

impl IssueSeverity {
    fn code(self) -> &'static str {
        match self {
            Self::Fatal => "fatal",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
        }
    }
}

/// Declares [`IssueType`] with the code of each variant on the wire, so that the two cannot drift apart.
macro_rules! issue_types {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)+) => {
        /// What kind of issue it is (FHIR R4, value set `issue-type`).
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum IssueType { $($(#[$doc])* $variant,)+ }

        impl IssueType {
            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// Every issue type of the release.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];
        }
    };
}

issue_types! {
    /// The content breaks the specification.
    Invalid = "invalid",
    /// The shape of the content is wrong.
    Structure = "structure",
    /// A required element is missing.
    Required = "required",
    /// The value of an element is not allowed.
    Value = "value",
    /// A rule on the content is broken.
    Invariant = "invariant",
    /// An authentication or authorization problem.
    Security = "security",
    /// The caller must authenticate first.
    Login = "login",
    /// The caller is not known.
    Unknown = "unknown",
    /// The caller's token or session has ended.
    Expired = "expired",
    /// The caller may not do this.
    Forbidden = "forbidden",
    /// Something is withheld from the caller.
    Suppressed = "suppressed",
    /// Processing failed.
    Processing = "processing",
    /// The content or action is not supported.
    NotSupported = "not-supported",
    /// The same thing was already there.
    Duplicate = "duplicate",
    /// More than one record matched.
    MultipleMatches = "multiple-matches",
    /// The named thing was not found.
    NotFound = "not-found",
    /// The named thing was deleted.
    Deleted = "deleted",
    /// The content is too long.
    TooLong = "too-long",
    /// The code or system is not valid here.
    CodeInvalid = "code-invalid",
    /// An extension is not acceptable here.
    Extension = "extension",
    /// The action would cost too much.
    TooCostly = "too-costly",
    /// A business rule forbids it.
    BusinessRule = "business-rule",
    /// Two edits conflict.
    Conflict = "conflict",
    /// A passing problem: try again later.
    Transient = "transient",
    /// A lock could not be had.
    LockError = "lock-error",
    /// The store cannot be reached.
    NoStore = "no-store",
    /// An unexpected internal error.
    Exception = "exception",
    /// An internal limit of time ran out.
    Timeout = "timeout",
    /// Not all data sources could be read.
    Incomplete = "incomplete",
    /// The system is busy: try again later.
    Throttled = "throttled",
    /// A message, not a fault.
    Informational = "informational",
}

/// One thing to report. The texts must hold no patient data: outcomes end up in logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIssue {
    /// How bad it is.
    pub severity: IssueSeverity,
    /// What kind it is.
    pub code: IssueType,
    /// The issue in words for a person (`details.text`).
    pub details: Option<String>,
    /// Technical words: the bound that was broken, the next step.
    pub diagnostics: Option<String>,
    /// Places in the request, e.g. `context.draftOrders.entry[0].resource`.
    pub expression: Vec<String>,
}

/// Writes an R4 `OperationOutcome`. R4 asks for at least one issue.
pub fn operation_outcome(issues: &[NewIssue]) -> Result<Box<RawValue>, TypedError> {
    if issues.is_empty() {
        return Err(TypedError::Missing {
            resource: RESOURCE,
            element: "issue",
        });
    }
    let outcome = resources::OperationOutcome {
        issue: issues.iter().map(typed).collect(),
        ..Default::default()
    };
    write(&outcome, RESOURCE)
}

fn typed(issue: &NewIssue) -> resources::OperationOutcomeIssue {
    let details = issue.details.as_deref().and_then(string);
    resources::OperationOutcomeIssue {
        severity: issue.severity.code().into(),
        code: issue.code.code().into(),
        details: details.map(|text| {
            Box::new(types::CodeableConcept {
                text: Some(text.into()),
                ..Default::default()
            })
        }),
        diagnostics: issue
            .diagnostics
            .as_deref()
            .and_then(string)
            .map(Into::into),
        expression: issue
            .expression
            .iter()
            .filter_map(|place| string(place))
            .map(Into::into)
            .collect(),
        ..Default::default()
    }
}
