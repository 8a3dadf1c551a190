//! What became of cards.

use crate::service::{outcome, post};
use reqwest::StatusCode;
use rstest::rstest;

const ACCEPTED: &str = r#"{"card": "f6b95768", "outcome": "accepted", "acceptedSuggestions": [{"id": "e56e1945"}], "outcomeTimestamp": "2026-06-15T12:00:00Z"}"#;
const OVERRIDDEN: &str = r#"{"card": "9368d37b", "outcome": "overridden",
    "overrideReason": {"reason": {"code": "other"}, "userComment": "seen"}, "outcomeTimestamp": "2026-06-15T12:00:00.5Z"}"#;

#[rstest]
#[case(vec![])]
#[case(vec![ACCEPTED])]
#[case(vec![OVERRIDDEN, ACCEPTED])]
#[case(vec!["{}", ACCEPTED])]
#[tokio::test]
async fn feedback_is_taken(#[case] items: Vec<&str>) {
    let body = format!(r#"{{"feedback": [{}]}}"#, items.join(","));
    let response = post("/cds-services/spine-orders/feedback", body)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.text().await.unwrap(), "{}");
}

#[rstest]
#[case("{}", "feedback")]
#[case(r#"{"feedback": {}}"#, "feedback")]
#[case(r#"{"feedback": [{}]}"#, "feedback[0].outcome")]
#[case(
    r#"{"feedback": [{"card": "f6b95768", "outcome": "ignored"}]}"#,
    "feedback[0].outcome"
)]
#[tokio::test]
async fn feedback_that_says_nothing_is_refused_with_its_place(
    #[case] body: &'static str,
    #[case] place: &str,
) {
    let response = post("/cds-services/spine-orders/feedback", body)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(outcome(response).await["issue"][0]["expression"][0], place);
}
