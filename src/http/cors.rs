//! Who may call from a browser. In development, any page: there is no token that it could misuse, and no cookie.

use actix_cors::Cors;
use actix_web::http::{
    Method,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName},
};

/// The header that names a reply.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Any origin, without credentials. Headers are named one by one, since `*` does not cover `authorization` (Fetch standard).
pub(super) fn any_origin() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .allowed_methods([Method::GET, Method::POST, Method::OPTIONS])
        .allowed_headers([ACCEPT, CONTENT_TYPE, AUTHORIZATION])
        .expose_headers([REQUEST_ID])
        .max_age(3600)
}
