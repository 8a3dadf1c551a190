//! Reading a body: JSON by its media type, and no longer than the limit.

use super::error::{EdgeError, Kind};
use actix_web::{
    HttpRequest,
    http::header::{self, HeaderMap},
    mime::{self, Mime},
    rt::time::timeout,
    web::{Bytes, Payload},
};
use std::time::Duration;

/// How much of a body is waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    /// In bytes.
    pub bytes: usize,
    /// In seconds.
    pub seconds: u64,
}

/// Reads a body whole, in the time that it may take. Media type and stated length are looked at first, so that what is refused anyway is not read.
pub(super) async fn read(
    request: &HttpRequest,
    payload: Payload,
    limit: Limit,
) -> Result<Bytes, EdgeError> {
    media_type(request.headers())?;
    let stated = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if stated.is_some_and(|stated| stated > limit.bytes) {
        return Err(too_large(limit.bytes));
    }
    let body = timeout(
        Duration::from_secs(limit.seconds),
        payload.to_bytes_limited(limit.bytes),
    )
    .await
    .map_err(|_| too_slow(limit.seconds))?
    .map_err(|_| too_large(limit.bytes))?;
    body.map_err(|_| {
        EdgeError::new(
            Kind::Invalid,
            "the body ended before it was complete; send it again",
        )
    })
}

fn too_slow(seconds: u64) -> EdgeError {
    EdgeError::new(
        Kind::Time,
        format!("the body did not arrive within {seconds} seconds; send it again"),
    )
}

fn too_large(limit: usize) -> EdgeError {
    EdgeError::new(
        Kind::Size,
        format!("the body is longer than {limit} bytes; send fewer or smaller prefetch resources"),
    )
}

/// `application/json` and its kin such as `application/fhir+json`, whatever the parameters. None at all is taken for JSON.
fn media_type(headers: &HeaderMap) -> Result<(), EdgeError> {
    let refused = |text| Err(EdgeError::new(Kind::MediaType, text));
    if headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|encoding| encoding != "identity")
    {
        return refused("the body is compressed; send it plain, without Content-Encoding");
    }
    let Some(stated) = headers.get(header::CONTENT_TYPE) else {
        return Ok(());
    };
    match stated
        .to_str()
        .ok()
        .and_then(|stated| stated.parse::<Mime>().ok())
    {
        Some(stated) if stated.subtype() == mime::JSON || stated.suffix() == Some(mime::JSON) => {
            Ok(())
        }
        _ => refused("the body is not JSON by its Content-Type; send application/json"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;
    use rstest::rstest;

    #[rstest]
    #[case("application/json", true)]
    #[case("application/json; charset=utf-8", true)]
    #[case("Application/JSON;charset=\"UTF-8\"", true)]
    #[case("application/fhir+json", true)]
    #[case("text/plain", false)]
    #[case("application/x-www-form-urlencoded", false)]
    #[case("application/xml", false)]
    #[case("json", false)]
    #[case("", false)]
    fn only_json_is_json(#[case] stated: &'static str, #[case] is_json: bool) {
        let mut headers = HeaderMap::new();
        assert!(media_type(&headers).is_ok());
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(stated));
        assert_eq!(media_type(&headers).is_ok(), is_json);
    }
}
