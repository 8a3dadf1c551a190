//! `fhirAuthorization`: how the service may read from the client's FHIR server, for the length of this call.

use std::{borrow::Cow, fmt};

use crate::{
    error::FieldError,
    field::Field,
    json::{self, JsonType},
};

/// The permission that came with the request. Read loosely: what cannot be understood is listed, not refused,
/// since a service may well answer from prefetch alone.
#[derive(Debug, Clone, Default)]
pub struct FhirAuthorization<'a> {
    /// The bearer token, to be sent to `fhirServer` only, and never kept.
    pub access_token: Option<AccessToken<'a>>,
    /// `Bearer`.
    pub token_type: Option<Cow<'a, str>>,
    /// Seconds that the token lives.
    pub expires_in: Option<u64>,
    /// Opaque: SMART 1, SMART 2 and vendors' own scopes are all seen.
    pub scope: Option<Cow<'a, str>>,
    /// The OAuth client id of this service at the client's authorization server.
    pub subject: Option<Cow<'a, str>>,
    /// The patient whom `patient/` scopes are bound to.
    pub patient: Option<Cow<'a, str>>,
    /// The required members that are missing or mistyped.
    pub unread: Vec<&'static str>,
}

impl<'a> FhirAuthorization<'a> {
    pub(crate) fn read(field: &Field<'a>) -> Result<Option<Self>, FieldError> {
        if field.raw().is_none() {
            return Ok(None);
        }
        let [token, kind, expires, scope, subject, patient] = field.members([
            "access_token",
            "token_type",
            "expires_in",
            "scope",
            "subject",
            "patient",
        ])?;
        let loose = |field: &Field<'a>| field.text().ok().flatten();
        let mut read = Self {
            access_token: token.text()?.map(AccessToken),
            token_type: loose(&kind),
            expires_in: seconds(&expires),
            scope: loose(&scope),
            subject: loose(&subject),
            patient: loose(&patient),
            unread: Vec::new(),
        };
        read.unread = [
            ("access_token", read.access_token.is_none()),
            ("token_type", read.token_type.is_none()),
            ("expires_in", read.expires_in.is_none()),
            ("scope", read.scope.is_none()),
            ("subject", read.subject.is_none()),
        ]
        .into_iter()
        .filter_map(|(name, is_missing)| is_missing.then_some(name))
        .collect();
        Ok(Some(read))
    }
}

/// Whole seconds, also when they come as a string.
fn seconds(field: &Field<'_>) -> Option<u64> {
    let text = field.raw()?.get();
    match JsonType::of(text) {
        JsonType::String => json::string(text)?.parse().ok(),
        _ => text.parse().ok(),
    }
}

/// A bearer token. It shows itself only through [`expose`](Self::expose).
#[derive(Clone)]
pub struct AccessToken<'a>(Cow<'a, str>);

impl AccessToken<'_> {
    /// The token, for the `Authorization` header of a read from `fhirServer`.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
