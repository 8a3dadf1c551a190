//! What the service says about itself.

use crate::service::{get, header, url};
use reqwest::{Client, Method, StatusCode};
use rstest::rstest;

#[tokio::test]
async fn discovery_lists_each_service_with_each_hook() {
    let response = get("/cds-services").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "content-type"), "application/json");
    let discovery: serde_json::Value = response.json().await.unwrap();
    insta::assert_json_snapshot!(discovery);
}

#[rstest]
#[case("//cds-services")]
#[case("/cds-services/")]
#[case("/cds-services//")]
#[tokio::test]
async fn a_slash_too_many_does_no_harm(#[case] path: &str) {
    assert_eq!(get(path).send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn the_root_names_the_discovery_address() {
    let page = get("/").send().await.unwrap().text().await.unwrap();
    assert!(page.contains("/cds-services"), "{page}");
}

#[rstest]
#[case("/")]
#[case("/healthz")]
#[case("/cds-services")]
#[tokio::test]
async fn what_can_be_read_has_a_head(#[case] path: &str) {
    let response = Client::new()
        .request(Method::HEAD, url(path))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(!header(&response, "x-request-id").is_empty());
    assert!(response.bytes().await.unwrap().is_empty());
}
