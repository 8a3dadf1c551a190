//! The addresses, and what each answers.

use super::{
    Edge, body,
    error::{EdgeError, Kind},
    fixed,
    form::form,
    log::CallNote,
};
use crate::app::Refusal;
use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse, Resource,
    http::header::{ALLOW, CACHE_CONTROL},
    web::{self, Data, Payload, ServiceConfig},
};
use foramen_cds::Feedback;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Every address, each with every method.
pub(super) fn all(config: &mut ServiceConfig) {
    config
        .service(read("/", web::get().to(page)).route(web::head().to(page)))
        .service(read("/healthz", web::get().to(health)).route(web::head().to(health)))
        .service(read("/cds-services", web::get().to(discovery)).route(web::head().to(discovery)))
        .service(read("/fhir/Questionnaire/{id}", web::get().to(form)).route(web::head().to(form)))
        .service(write("/cds-services/{service}", web::post().to(call)))
        .service(write(
            "/cds-services/{service}/feedback",
            web::post().to(feedback),
        ))
        .default_service(web::to(|| async {
            Err::<HttpResponse, _>(EdgeError::no_route())
        }));
}

/// An address that is read.
fn read(path: &str, route: actix_web::Route) -> Resource {
    with_methods(path, route, "GET, HEAD, OPTIONS")
}

/// An address that is posted to.
fn write(path: &str, route: actix_web::Route) -> Resource {
    with_methods(path, route, "POST, OPTIONS")
}

/// OPTIONS outside a preflight says the methods; every other method is an error that says them too.
fn with_methods(path: &str, route: actix_web::Route, allow: &'static str) -> Resource {
    let options = web::method(actix_web::http::Method::OPTIONS);
    web::resource(path)
        .route(route)
        .route(options.to(move || async move {
            HttpResponse::NoContent()
                .insert_header((ALLOW, allow))
                .finish()
        }))
        .default_service(web::to(move || async move {
            Err::<HttpResponse, _>(EdgeError::method(allow))
        }))
}

/// A page for whoever opens the address in a browser.
async fn page(edge: Data<Edge>) -> HttpResponse {
    let title = &edge.app.catalog.content().title;
    let form = edge.app.form();
    let form = form.map_or_else(String::new, |form| format!("form: {}\n", form.path()));
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(format!(
        "foramen: CDS Hooks service for neck and back pain\n\nprotocol: {title}\ndiscovery: /cds-services\n{form}health: /healthz\n"
    ))
}

/// Whether the process answers.
async fn health() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// `GET /cds-services`.
async fn discovery(edge: Data<Edge>, request: HttpRequest) -> HttpResponse {
    let body = edge.discovery.clone();
    fixed::reply(&edge, &request, "application/json", body)
}

/// `POST /cds-services/{service}`.
async fn call(
    edge: Data<Edge>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, EdgeError> {
    let service = service(&edge, &request)?;
    let body = body::read(&request, payload, limit(&edge)).await?;
    let now = edge.clock.now();
    let answer = guarded(|| edge.app.call(&service, &body, now))??;
    request.extensions_mut().insert(CallNote {
        service,
        rules: answer.rules,
        skipped: answer.skipped,
    });
    let reply = serde_json::to_vec(&answer.response).map_err(|_| EdgeError::internal())?;
    Ok(json(reply))
}

/// `POST /cds-services/{service}/feedback`. A malformed item costs that item; a call of which nothing can be read is refused.
async fn feedback(
    edge: Data<Edge>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, EdgeError> {
    service(&edge, &request)?;
    let body = body::read(&request, payload, limit(&edge)).await?;
    let feedback = guarded(|| Feedback::parse(&body))??;
    if feedback.items.is_empty() && !feedback.malformed.is_empty() {
        let texts: Vec<_> = feedback.malformed.iter().map(ToString::to_string).collect();
        let places = feedback
            .malformed
            .into_iter()
            .map(|error| error.path)
            .collect();
        return Err(EdgeError {
            places,
            ..EdgeError::new(Kind::Invalid, texts.join("; "))
        });
    }
    Ok(json(b"{}".to_vec()))
}

/// How much of a body is waited for.
fn limit(edge: &Edge) -> body::Limit {
    body::Limit {
        bytes: edge.app.settings.body_limit_bytes,
        seconds: edge.app.settings.body_limit_seconds,
    }
}

/// The service that is called. What is no service is not named, neither in a reply nor in the log: it may be anything.
fn service(edge: &Edge, request: &HttpRequest) -> Result<String, Refusal> {
    let id = request.match_info().get("service").unwrap_or_default();
    let service = edge.app.service(id)?.id.to_string();
    request.extensions_mut().insert(CallNote {
        service: service.clone(),
        ..CallNote::default()
    });
    Ok(service)
}

/// A reply about a patient: nobody on the way keeps it.
fn json(body: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(body)
}

/// A bug costs the call that meets it, and no other.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, EdgeError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| EdgeError::internal())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bug_is_an_internal_error() {
        let error = guarded(|| panic!("a bug")).map(|()| 0).unwrap_err();
        assert_eq!(error.kind, Kind::Internal);
        assert!(!error.text.contains("a bug"));
    }
}
