//! Everything that is no success, as the caller sees it.

use crate::service::{address, fixture, header, outcome, post, url};
use reqwest::{Client, Method, StatusCode};
use rstest::rstest;
use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

/// A call of `spine-chart` that is right but for what a test makes of it.
fn chart_call(context: &str) -> String {
    format!(
        r#"{{"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "context": {context}}}"#
    )
}

#[rstest]
#[case("", "invalid", None, "the body is empty; send a JSON object")]
#[case(
    "{\n \"hook\": patient-view}",
    "invalid",
    None,
    "the body is not JSON at line 2, column 10; send one strict JSON object"
)]
#[case("[]", "invalid", None, "the body is an array; send a JSON object")]
#[case("{}", "required", Some("hook"), "`hook` is missing; send a string")]
#[case(
    r#"{"hook": "patient-view"}"#,
    "required",
    Some("hookInstance"),
    "`hookInstance` is missing; send a string"
)]
#[case(&chart_call("null"), "required", Some("context"), "`context` is missing; send an object")]
#[case(&chart_call("{}"), "required", Some("context.patientId"), "`context.patientId` is missing; send a string")]
#[case(&chart_call(r#"{"patientId": 1288992}"#), "invalid", Some("context.patientId"), "`context.patientId` is a number; send a string")]
#[case(
    r#"{"hook": "patient-admit"}"#,
    "invalid",
    Some("hook"),
    "`hook` is not known here; send one of: patient-view, order-select, order-sign, encounter-start"
)]
#[case(
    &chart_call(r#"{"patientId": "1"}"#).replace("patient-view", "order-sign"), "invalid", Some("hook"),
    "`hook` is not one that this service answers; discovery lists the hooks of each service"
)]
#[tokio::test]
async fn a_body_that_is_no_request_is_refused_with_its_place(
    #[case] body: &str,
    #[case] issue: &str,
    #[case] place: Option<&str>,
    #[case] text: &str,
) {
    let response = post("/cds-services/spine-chart", body.to_owned())
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let outcome = outcome(response).await;
    let said = &outcome["issue"][0];
    assert_eq!(
        (said["severity"].as_str(), said["code"].as_str()),
        (Some("error"), Some(issue))
    );
    assert_eq!(said["details"]["text"], text);
    assert_eq!(said["expression"][0].as_str(), place);
    let code = place.map_or("request.invalid; ".to_owned(), |place| {
        format!("request.invalid at {place}; ")
    });
    assert!(
        said["diagnostics"].as_str().unwrap().starts_with(&code),
        "{said}"
    );
    assert!(!outcome.to_string().contains("1288992"));
}

#[rstest]
#[case(
    Method::POST,
    "/cds-services/no-such-service",
    StatusCode::NOT_FOUND,
    "not-found"
)]
#[case(
    Method::POST,
    "/cds-services/no-such-service/feedback",
    StatusCode::NOT_FOUND,
    "not-found"
)]
#[case(Method::GET, "/cds-service", StatusCode::NOT_FOUND, "not-found")]
#[case(
    Method::GET,
    "/cds-services/spine-chart/feedback/more",
    StatusCode::NOT_FOUND,
    "not-found"
)]
#[case(
    Method::GET,
    "/cds-services/%ff%00",
    StatusCode::METHOD_NOT_ALLOWED,
    "not-supported"
)]
#[case(
    Method::POST,
    "/cds-services/%ff%00",
    StatusCode::NOT_FOUND,
    "not-found"
)]
#[tokio::test]
async fn an_address_without_anything_says_so(
    #[case] method: Method,
    #[case] path: &str,
    #[case] status: StatusCode,
    #[case] issue: &str,
) {
    let response = Client::new()
        .request(method, url(path))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), status);
    assert_eq!(outcome(response).await["issue"][0]["code"], issue);
}

#[rstest]
#[case(Method::GET, "/cds-services/spine-chart", "POST, OPTIONS")]
#[case(Method::PUT, "/cds-services/spine-chart", "POST, OPTIONS")]
#[case(Method::GET, "/cds-services/spine-chart/feedback", "POST, OPTIONS")]
#[case(Method::POST, "/cds-services", "GET, HEAD, OPTIONS")]
#[case(Method::DELETE, "/healthz", "GET, HEAD, OPTIONS")]
#[case(Method::PATCH, "/", "GET, HEAD, OPTIONS")]
#[tokio::test]
async fn another_method_is_told_which_there_are(
    #[case] method: Method,
    #[case] path: &str,
    #[case] allow: &str,
) {
    let response = Client::new()
        .request(method, url(path))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(header(&response, "allow"), allow);
    assert!(
        outcome(response).await["issue"][0]["details"]["text"]
            .as_str()
            .unwrap()
            .contains(allow)
    );
}

#[rstest]
#[case("Content-Type", "text/plain")]
#[case("Content-Type", "application/x-www-form-urlencoded")]
#[case("Content-Encoding", "gzip")]
#[tokio::test]
async fn what_is_not_json_by_its_headers_is_not_read(#[case] name: &str, #[case] value: &str) {
    let call = Client::new()
        .post(url("/cds-services/spine-orders"))
        .header(name, value);
    let response = call
        .body(fixture("requests/order-early-mri.json"))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(outcome(response).await["issue"][0]["code"], "not-supported");
}

#[rstest]
#[case(None)]
#[case(Some("application/json;charset=UTF-8"))]
#[case(Some("application/fhir+json"))]
#[tokio::test]
async fn json_by_any_of_its_names_is_read(#[case] media_type: Option<&str>) {
    let mut call = Client::new().post(url("/cds-services/spine-orders"));
    if let Some(media_type) = media_type {
        call = call.header("Content-Type", media_type);
    }
    let response = call
        .body(fixture("requests/order-early-mri.json"))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_body_of_the_limit_is_read_and_one_more_byte_is_not() {
    let limit = 8 * 1024 * 1024;
    let mut body = fixture("requests/order-early-mri.json");
    body.resize(limit, b' ');
    let response = post("/cds-services/spine-orders", body.clone())
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    body.push(b' ');
    let response = post("/cds-services/spine-orders", body)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let outcome = outcome(response).await;
    assert_eq!(outcome["issue"][0]["code"], "too-long");
    assert_eq!(
        outcome["issue"][0]["details"]["text"],
        "the body is longer than 8388608 bytes; send fewer or smaller prefetch resources"
    );
}

/// The length of such a body is known only at its end.
#[test]
fn a_chunked_body_has_the_same_limit() {
    let mut stream = TcpStream::connect(address()).unwrap();
    let head = "POST /cds-services/spine-orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = [b"100000\r\n".as_slice(), &vec![b' '; 0x10_0000], b"\r\n"].concat();
    for _ in 0..9 {
        stream.write_all(&chunk).unwrap();
    }
    stream.write_all(b"0\r\n\r\n").unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(reply.starts_with("HTTP/1.1 413 "), "{reply}");
    assert!(reply.contains("\"OperationOutcome\""), "{reply}");
}

#[tokio::test]
async fn a_request_without_anything_to_read_fails_its_precondition() {
    let response = post(
        "/cds-services/spine-chart",
        fixture("dirty/stripped-view.json"),
    )
    .send()
    .await
    .unwrap();
    assert_eq!(response.status(), StatusCode::PRECONDITION_FAILED);
    let outcome = outcome(response).await;
    assert_eq!(outcome["issue"][0]["code"], "not-found");
    assert_eq!(outcome["issue"][0]["expression"][0], "prefetch");
}

#[tokio::test]
async fn a_preflight_that_asks_too_much_is_refused_in_the_same_form() {
    let preflight = Client::new()
        .request(Method::OPTIONS, url("/cds-services"))
        .header("Origin", "null");
    let response = preflight
        .header("Access-Control-Request-Method", "DELETE")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    outcome(response).await;
}

#[tokio::test]
async fn no_two_replies_share_an_id() {
    let mut ids = Vec::new();
    for _ in 0..3 {
        let response = post("/cds-services/spine-chart", "{}")
            .send()
            .await
            .unwrap();
        let outcome: Value = outcome(response).await;
        ids.push(outcome["issue"][0]["diagnostics"].to_string());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[test]
fn a_body_that_does_not_arrive_is_not_waited_for() {
    let mut half = TcpStream::connect(address()).unwrap();
    half.set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    half.write_all(
        b"POST /cds-services/spine-orders HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    )
    .unwrap();
    let mut status = String::new();
    BufReader::new(half).read_line(&mut status).unwrap();
    assert_eq!(status, "HTTP/1.1 408 Request Timeout\r\n");
}
