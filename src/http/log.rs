//! What surrounds every call: its id, the body of its error, its line in the log.
//!
//! The line says which service, which status, which rules and how long; never anything of the request.

use super::{cors::REQUEST_ID, error::EdgeError};
use actix_web::{
    Error, HttpMessage as _,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderValue},
    middleware::Next,
};
use std::time::Instant;
use uuid::Uuid;

/// What a handler tells the log.
#[derive(Debug, Clone, Default)]
pub(super) struct CallNote {
    /// The service, once it is known to exist.
    pub service: String,
    /// The rules that head a card.
    pub rules: Vec<String>,
    /// How many resources could not be used.
    pub skipped: usize,
}

/// Gives a call its id, words to its error, and a line to the log.
pub(super) async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let start = Instant::now();
    let id = Uuid::new_v4().to_string();
    let method = request.method().clone();
    let mut response = next.call(request).await?.map_into_boxed_body();
    let error = said(&response);
    if let Some(error) = &error {
        response = write(response, error, &id);
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let note = response
        .request()
        .extensions()
        .get::<CallNote>()
        .cloned()
        .unwrap_or_default();
    let CallNote {
        service,
        rules,
        skipped,
    } = note;
    let (rules, status) = (rules.join(","), response.status().as_u16());
    let outcome = error.as_ref().map_or("ok", |error| error.kind.label());
    let duration_ms = (start.elapsed().as_secs_f64() * 1e6).round() / 1e3;
    if error.is_some_and(|error| error.kind.is_own_fault()) {
        tracing::error!(request = id, %method, service, status, outcome, rules, skipped, duration_ms, "call");
    } else {
        tracing::info!(request = id, %method, service, status, outcome, rules, skipped, duration_ms, "call");
    }
    Ok(response)
}

/// The error of a reply: the handler's own, or what its bare status means.
fn said(response: &ServiceResponse<BoxBody>) -> Option<EdgeError> {
    let status = response.status();
    let own = response
        .response()
        .error()
        .and_then(|error| error.as_error::<EdgeError>().cloned());
    own.or_else(|| {
        (status.is_client_error() || status.is_server_error()).then(|| EdgeError::of_status(status))
    })
}

/// Writes the error over whatever body there is, and leaves the headers of the other layers.
fn write(
    response: ServiceResponse<BoxBody>,
    error: &EdgeError,
    id: &str,
) -> ServiceResponse<BoxBody> {
    let body = error
        .outcome(id)
        .map(|outcome| outcome.get().to_owned())
        .unwrap_or_default();
    let mut response = response.map_body(|_, _| BoxBody::new(body));
    let headers: &mut HeaderMap = response.headers_mut();
    headers.remove(header::CONTENT_ENCODING);
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    if let Some(allow) = error.allow {
        headers.insert(header::ALLOW, HeaderValue::from_static(allow));
    }
    response
}
