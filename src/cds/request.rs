//! The body of a service call.

use std::{borrow::Cow, fmt, marker::PhantomData, str::FromStr};

use serde_json::value::RawValue;
use thiserror::Error;

use crate::{
    access::FhirAuthorization,
    error::{BodyError, FieldError, Problem},
    field::{Field, body_error},
    hook::{Context, Hook},
    json::{self, JsonType},
    prefetch::{Lookups, Prefetch},
};

/// One call of the service: what happened, to whom, and what the client already knows about it.
///
/// ```
/// use foramen_cds::{Hook, HookRequest, PrefetchState};
///
/// let body = br#"{
///     "hook": "patient-view",
///     "hookInstance": "8ab538d6-1e0d-41c8-9200-885caebac9eb",
///     "context": {"patientId": "neck-33", "userId": "Practitioner/1"},
///     "prefetch": {"conditions": {"resourceType": "Bundle", "entry": []}, "patient": null}
/// }"#;
/// let request = HookRequest::parse(body)?;
/// assert_eq!(request.hook, Hook::PatientView);
/// assert_eq!(request.context.patient_id(), "neck-33");
/// assert_eq!(request.prefetch.state("conditions"), PrefetchState::Empty);
/// assert_eq!(request.prefetch.state("notes"), PrefetchState::Absent);
///
/// let error = HookRequest::parse(br#"{"hook": "patient-view", "hookInstance": "1", "context": {}}"#);
/// assert_eq!(
///     error.unwrap_err().to_string(),
///     "`context.patientId` is missing; send a string",
/// );
/// # Ok::<(), foramen_cds::RequestError>(())
/// ```
#[derive(Clone)]
pub struct HookRequest<'a> {
    /// The hook that fired.
    pub hook: Hook,
    /// The client's name for this call: a UUID by the specification, any text in practice.
    pub hook_instance: Cow<'a, str>,
    /// What the hook tells about the moment.
    pub context: Context<'a>,
    /// What the client already looked up.
    pub prefetch: Prefetch<'a>,
    /// The base address of the client's FHIR server.
    pub fhir_server: Option<Cow<'a, str>>,
    /// How to read from it.
    pub fhir_authorization: Option<FhirAuthorization<'a>>,
    /// Whatever the client added at the root, unread.
    pub extension: Option<&'a RawValue>,
}

/// Why a body is no request. Each is the client's fault and a 400.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RequestError {
    /// The body as a whole.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// One member of it.
    #[error(transparent)]
    Field(#[from] FieldError),
}

impl RequestError {
    /// The member that is wrong, if it is one.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Body(_) => None,
            Self::Field(error) => Some(&error.path),
        }
    }
}

/// What is odd about a request, though not enough to refuse it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum Note {
    /// The specification asks for a UUID.
    #[error("`hookInstance` is not a UUID")]
    HookInstanceIsNotUuid,
    /// Every served hook defines `userId` as required.
    #[error("`context.userId` is missing")]
    UserIdIsMissing,
    /// A token without an address to send it to.
    #[error("`fhirAuthorization` came without `fhirServer`, so that nothing can be read with it")]
    AuthorizationWithoutServer,
    /// A required member of `fhirAuthorization` that is missing or mistyped.
    #[error("`fhirAuthorization.{0}` is missing or mistyped")]
    AuthorizationIsIncomplete(&'static str),
    /// Draft orders without a resource.
    #[error("{0} entries of `context.draftOrders` have no resource")]
    DraftsWithoutResource(usize),
}

const MEMBERS: [&str; 6] = [
    "hook",
    "hookInstance",
    "context",
    "fhirServer",
    "fhirAuthorization",
    "extension",
];

impl<'a> HookRequest<'a> {
    /// Reads a body. Strings, resources and prefetch values are borrowed from it.
    pub fn parse(body: &'a [u8]) -> Result<Self, RequestError> {
        let text = json::text_of(body)?;
        let prefetch = ("prefetch", PhantomData::<Option<Lookups<'a>>>);
        let root =
            json::cut_and(text, &MEMBERS, prefetch).map_err(|error| root_error(text, &error))?;
        if let Some(name) = root.twice {
            return Err(Field::new(name, None).fails(Problem::Twice).into());
        }
        let mut names = MEMBERS.into_iter();
        let [hook, instance, context, server, authorization, extension] = root
            .row
            .map(|raw| Field::new(names.next().unwrap_or_default(), raw));

        let hook = read_hook(&hook)?;
        Ok(Self {
            hook,
            hook_instance: instance.required_text()?,
            context: Context::read(hook, &context)?,
            prefetch: read_prefetch(root.and.flatten())?,
            fhir_server: server.text()?,
            fhir_authorization: FhirAuthorization::read(&authorization)?,
            extension: read_extension(&extension)?,
        })
    }

    /// Whether `hookInstance` has the form of a UUID.
    pub fn hook_instance_is_uuid(&self) -> bool {
        let text = self.hook_instance.as_bytes();
        text.len() == 36
            && text.iter().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => *byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
    }

    /// What is odd about the request.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        if !self.hook_instance_is_uuid() {
            notes.push(Note::HookInstanceIsNotUuid);
        }
        if self.context.user_id().is_none() {
            notes.push(Note::UserIdIsMissing);
        }
        if let Some(authorization) = &self.fhir_authorization {
            if self.fhir_server.is_none() {
                notes.push(Note::AuthorizationWithoutServer);
            }
            let unread = authorization.unread.iter().copied();
            notes.extend(unread.map(Note::AuthorizationIsIncomplete));
        }
        match self.context.draft_orders() {
            Some(drafts) if drafts.without_resource > 0 => {
                notes.push(Note::DraftsWithoutResource(drafts.without_resource));
            }
            _ => {}
        }
        notes
    }
}

fn read_hook(field: &Field<'_>) -> Result<Hook, FieldError> {
    Hook::from_str(&field.required_text()?).map_err(|_| {
        let accepted = Hook::list();
        field.fails(Problem::NotOneOf { accepted })
    })
}

/// The keys stay out of the error: a client may write anything there.
fn read_prefetch(lookups: Option<Lookups<'_>>) -> Result<Prefetch<'_>, FieldError> {
    let lookups = lookups.unwrap_or_default();
    if lookups.twice {
        return Err(Field::new("prefetch", None).fails(Problem::KeyTwice));
    }
    Ok(lookups.prefetch)
}

/// Any JSON is taken: vendors put strings and numbers where the specification has an object.
fn read_extension<'a>(field: &Field<'a>) -> Result<Option<&'a RawValue>, FieldError> {
    match field.raw() {
        Some(raw) if json::is_too_deep(raw.get()) => Err(field.fails(Problem::TooDeep)),
        raw => Ok(raw),
    }
}

/// The only member that is read along with the root is `prefetch`: if the root is an object, it is that which has
/// the wrong type.
fn root_error(text: &str, error: &serde_json::Error) -> RequestError {
    let prefetch = json::members(text, ["prefetch"]).ok().and_then(|[raw]| raw);
    match prefetch.filter(|_| error.is_data()) {
        None => body_error(text, error).into(),
        Some(raw) => {
            let (expected, found) = ("an object", JsonType::of(raw.get()));
            let problem = Problem::Mistyped { expected, found };
            Field::new("prefetch", Some(raw)).fails(problem).into()
        }
    }
}

/// Nothing that identifies a patient, and no token.
impl fmt::Debug for HookRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HookRequest")
            .field("hook", &self.hook)
            .field("hook_instance", &self.hook_instance)
            .field("context", &self.context)
            .field("prefetch", &self.prefetch)
            .field("fhir_server", &self.fhir_server)
            .field("fhir_authorization", &self.fhir_authorization)
            .finish_non_exhaustive()
    }
}
