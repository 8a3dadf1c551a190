//! What never changes while the service runs: a client may keep it, and asks whether it still holds.

use super::Edge;
use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse,
    body::MessageBody,
    http::header::{CACHE_CONTROL, ETAG, EntityTag, IfNoneMatch},
};

/// Replies with a body, or that what the client has still holds.
pub(super) fn reply(
    edge: &Edge,
    request: &HttpRequest,
    content_type: &'static str,
    body: impl MessageBody + 'static,
) -> HttpResponse {
    // Weak, since the bytes differ by how they are compressed.
    let tag = EntityTag::new_weak(edge.app.catalog.digest().to_owned());
    let holds = match request.get_header::<IfNoneMatch>() {
        Some(IfNoneMatch::Any) => true,
        Some(IfNoneMatch::Items(known)) => known.iter().any(|known| known.weak_eq(&tag)),
        None => false,
    };
    let mut reply = if holds {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    reply
        .insert_header((ETAG, tag))
        .insert_header((CACHE_CONTROL, "no-cache"));
    if holds {
        reply.finish()
    } else {
        reply.content_type(content_type).body(body)
    }
}
