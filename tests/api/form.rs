//! The form whose answers are read.

use crate::service::{get, header, outcome, url};
use reqwest::{Client, Method, StatusCode};
use rstest::rstest;
use serde_json::Value;

const FORM: &str = "/fhir/Questionnaire/spine-pain";

#[rstest]
#[case(FORM)]
#[case("/fhir/Questionnaire/spine-red-flags-prior-care")]
#[tokio::test]
async fn the_form_is_a_questionnaire_that_names_itself(#[case] path: &str) {
    let response = get(path).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "content-type"), "application/fhir+json");
    let form: Value = response.json().await.unwrap();
    assert_eq!(form["resourceType"], "Questionnaire");
    let canonical = form["url"].as_str().unwrap();
    let id = form["id"].as_str().unwrap();
    assert!(canonical.ends_with(&format!("/fhir/Questionnaire/{id}")));
}

#[rstest]
#[case(FORM)]
#[case("/cds-services")]
#[tokio::test]
async fn what_a_client_has_still_holds(#[case] path: &str) {
    let first = get(path).send().await.unwrap();
    let tag = header(&first, "etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    assert_eq!(header(&first, "cache-control"), "no-cache");
    for (known, status) in [
        (tag.as_str(), StatusCode::NOT_MODIFIED),
        ("*", StatusCode::NOT_MODIFIED),
        ("\"another\"", StatusCode::OK),
    ] {
        let request = get(path).header("if-none-match", known);
        let again = request.send().await.unwrap();
        assert_eq!(again.status(), status, "{known}");
        assert_eq!(header(&again, "etag"), tag);
        let is_empty = again.bytes().await.unwrap().is_empty();
        assert_eq!(is_empty, status == StatusCode::NOT_MODIFIED);
    }
}

#[tokio::test]
async fn the_form_has_a_head_and_says_its_methods() {
    let call = |method| Client::new().request(method, url(FORM)).send();
    let head = call(Method::HEAD).await.unwrap();
    assert_eq!(head.status(), StatusCode::OK);
    assert_eq!(header(&head, "content-type"), "application/fhir+json");
    assert!(head.bytes().await.unwrap().is_empty());
    let options = call(Method::OPTIONS).await.unwrap();
    assert_eq!(options.status(), StatusCode::NO_CONTENT);
    assert_eq!(header(&options, "allow"), "GET, HEAD, OPTIONS");
    let post = call(Method::POST).await.unwrap();
    assert_eq!(post.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(header(&post, "allow"), "GET, HEAD, OPTIONS");
    outcome(post).await;
}

#[rstest]
#[case("/fhir/Questionnaire/another")]
#[case("/fhir/Questionnaire")]
#[case("/fhir/Patient/1")]
#[tokio::test]
async fn there_is_no_other_resource(#[case] path: &str) {
    let response = get(path).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    outcome(response).await;
}

#[tokio::test]
async fn the_page_names_the_form() {
    let page = get("/").send().await.unwrap().text().await.unwrap();
    assert!(
        page.contains("form: /fhir/Questionnaire/spine-red-flags-prior-care\n"),
        "{page}"
    );
}
