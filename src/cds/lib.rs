//! CDS Hooks on the wire, versions 3.0 and 2.0.
//!
//! What a client sends is read here ([`HookRequest`], [`Feedback`]), and what a service answers is written here
//! ([`Discovery`], [`CdsResponse`] with its [`Card`]s). [`Template`] is the language of prefetch queries.
//! The crate knows nothing of medicine, of what stands inside a FHIR resource, or of HTTP servers.
//!
//! Reading is lenient where real clients are careless and strict where a mistake would be silent:
//! unknown members are ignored, `null` means absent, and a resource stays the client's own JSON text. A required
//! member that is missing or has the wrong type, and a known one that stands twice, is a [`FieldError`] that names the
//! place, and never the value.

mod access;
mod action;
mod card;
mod context;
mod discovery;
mod error;
mod feedback;
mod field;
mod hook;
mod json;
mod prefetch;
mod request;
mod resource;
mod template;

pub use access::{AccessToken, FhirAuthorization};
pub use action::{Action, ActionKind};
pub use card::{
    Card, CdsResponse, Coding, Indicator, Link, LinkKind, SelectionBehavior, Source, Suggestion,
    Summary, SummaryError,
};
pub use context::{
    DraftOrders, EncounterStart, HookContext, OpenChart, OrderSelect, OrderSign, PatientView,
};
pub use discovery::{Discovery, SPECIFICATION_VERSION, Service};
pub use error::{BodyError, FieldError, Problem};
pub use feedback::{Feedback, FeedbackError, FeedbackItem, Outcome, OverrideReason, UserComment};
pub use hook::{Context, Hook, UnknownHook};
pub use json::{JsonType, MAX_DEPTH};
pub use prefetch::{Contents, Prefetch, PrefetchState, PrefetchValue};
pub use request::{HookRequest, Note, RequestError};
pub use resource::Resource;
pub use template::{
    Parameter, Part, Query, RestrictedFault, SandboxFault, Template, TemplateError, Token, Tokens,
    UserKind,
};
