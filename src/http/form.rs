//! `GET /fhir/Questionnaire/{id}`: the form whose answers are read, as a FHIR R4 Questionnaire.

use super::{Edge, error::EdgeError, fixed};
use actix_web::{HttpRequest, HttpResponse, web::Data};

/// A name of the form that stays, whatever id it bears.
const SHORT_NAME: &str = "spine-pain";

/// The form under its own id or its short name; there is no other one.
pub(super) async fn form(
    edge: Data<Edge>,
    request: HttpRequest,
) -> Result<HttpResponse, EdgeError> {
    let asked = request.match_info().get("id").unwrap_or_default();
    let form = edge
        .app
        .form()
        .filter(|form| asked == form.id || asked == SHORT_NAME);
    let form = form.ok_or_else(EdgeError::no_route)?;
    let body = form.text.clone();
    Ok(fixed::reply(&edge, &request, "application/fhir+json", body))
}
