//! Browser clients: any page may call in development, with the headers that the public sandbox sends.

use crate::service::{fixture, header, post, url};
use reqwest::{Client, Method, StatusCode};
use rstest::rstest;

#[rstest]
#[tokio::test]
async fn a_preflight_is_answered_without_a_token(
    #[values("null", "https://sandbox.cds-hooks.org")] origin: &str,
    #[values(
        ("/cds-services", "GET", "authorization"),
        ("//cds-services/", "GET", "authorization"),
        ("/cds-services/spine-chart", "POST", "authorization,content-type"),
        ("/cds-services/spine-orders", "POST", "authorization,content-type"),
        ("/cds-services/spine-orders/feedback", "POST", "authorization,content-type"),
        ("/cds-services/no-such-service", "POST", "authorization,content-type"),
        ("/cds-services", "GET", "accept,authorization"),
        ("/healthz", "GET", "")
    )]
    (path, method, headers): (&str, &str, &str),
) {
    let mut preflight = Client::new()
        .request(Method::OPTIONS, url(path))
        .header("Origin", origin)
        .header("Access-Control-Request-Method", method);
    if !headers.is_empty() {
        preflight = preflight.header("Access-Control-Request-Headers", headers);
    }
    let response = preflight.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "access-control-allow-origin"), "*");
    for allowed in ["GET", "POST", "OPTIONS"] {
        assert!(header(&response, "access-control-allow-methods").contains(allowed));
    }
    for allowed in ["authorization", "content-type"] {
        assert!(header(&response, "access-control-allow-headers").contains(allowed));
    }
    assert_eq!(header(&response, "access-control-allow-credentials"), "");
}

#[rstest]
#[case(Method::GET, "/cds-services", "", StatusCode::OK)]
#[case(Method::GET, "/", "", StatusCode::OK)]
#[case(
    Method::POST,
    "/cds-services/spine-orders",
    "{}",
    StatusCode::BAD_REQUEST
)]
#[case(Method::POST, "/cds-services/none", "{}", StatusCode::NOT_FOUND)]
#[case(Method::GET, "/nothing", "", StatusCode::NOT_FOUND)]
#[case(
    Method::GET,
    "/cds-services/spine-orders",
    "",
    StatusCode::METHOD_NOT_ALLOWED
)]
#[case(Method::DELETE, "/cds-services", "", StatusCode::METHOD_NOT_ALLOWED)]
#[case(Method::OPTIONS, "/cds-services", "", StatusCode::NO_CONTENT)]
#[tokio::test]
async fn every_reply_may_be_read_by_any_page(
    #[case] method: Method,
    #[case] path: &str,
    #[case] body: &'static str,
    #[case] status: StatusCode,
) {
    let response = Client::new()
        .request(method, url(path))
        .header("Origin", "null")
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), status);
    assert_eq!(header(&response, "access-control-allow-origin"), "*");
    assert_eq!(
        header(&response, "access-control-expose-headers"),
        "x-request-id"
    );
}

#[rstest]
#[case("text/plain", StatusCode::UNSUPPORTED_MEDIA_TYPE)]
#[case("application/json", StatusCode::OK)]
#[tokio::test]
async fn a_call_and_its_refusal_may_be_read_by_any_page(
    #[case] media_type: &str,
    #[case] status: StatusCode,
) {
    let call = Client::new()
        .post(url("/cds-services/spine-orders"))
        .header("Content-Type", media_type);
    let response = call
        .header("Origin", "https://sandbox.cds-hooks.org")
        .body(fixture("requests/order-early-mri.json"))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), status);
    assert_eq!(header(&response, "access-control-allow-origin"), "*");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_readably() {
    let response = post("/cds-services/spine-orders", vec![b' '; 9_000_000])
        .header("Origin", "null")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(header(&response, "access-control-allow-origin"), "*");
}
