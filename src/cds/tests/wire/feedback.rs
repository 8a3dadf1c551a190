use foramen_cds::{Feedback, Outcome};
use rstest::rstest;

#[test]
fn accepted_and_overridden_cards_are_read() {
    let body = br#"{"feedback": [
        {"card": "c1", "outcome": "accepted", "acceptedSuggestions": [{"id": "s1"}, {"id": "s2"}],
         "outcomeTimestamp": "2026-11-22T10:54:49.391Z", "extension": {}},
        {"card": "c2", "outcome": "overridden", "outcomeTimestamp": "2026-11-22T10:54:51Z",
         "overrideReason": {"reason": {"code": "seen", "system": "urn:reasons"}}},
        {"card": "c2", "outcome": "overridden", "outcomeTimestamp": "2026-11-22T10:54:51Z"}]}"#;
    let feedback = Feedback::parse(body).unwrap();
    assert_eq!(feedback.malformed, []);
    let [first, second, third] = feedback.items.as_slice() else {
        panic!("three items")
    };
    assert_eq!(first.outcome, Outcome::Accepted);
    assert_eq!(first.accepted_suggestions, ["s1", "s2"]);
    assert_eq!(first.outcome_timestamp, "2026-11-22T10:54:49.391Z");
    assert_eq!(second.override_reasons[0].code.as_deref(), Some("seen"));
    assert_eq!(second.override_reasons[0].display, None);
    assert!(third.override_reasons.is_empty());
}

#[rstest]
#[case::object(
    r#"{"reason": {"code": "a", "system": "s"}, "userComment": "s3cret", "extension": {"reasonTitle": "Title"}}"#,
    &["a"]
)]
#[case::flat(r#"{"code": "a", "system": "s", "userComment": "s3cret"}"#, &["a"])]
#[case::list(r#"[{"reason": {"code": "a"}, "userComment": "s3cret"}, {"code": "b"}, {}]"#, &["a", "b"])]
fn override_reasons_in_the_plural_are_read(#[case] reasons: &str, #[case] codes: &[&str]) {
    let body = format!(
        r#"{{"feedback": [{{"card": "not a uuid", "outcome": "overridden", "outcomeTimestamp": "t",
            "overrideReasons": {reasons}}}]}}"#
    );
    let feedback = Feedback::parse(body.as_bytes()).unwrap();
    let reasons = &feedback.items[0].override_reasons;
    let found: Vec<_> = reasons
        .iter()
        .filter_map(|reason| reason.code.as_deref())
        .collect();
    assert_eq!(found, codes);
    assert_eq!(reasons[0].user_comment.as_ref().unwrap().expose(), "s3cret");
    assert!(!format!("{feedback:?}").contains("s3cret"));
}

#[test]
fn the_words_of_a_reason_may_stand_in_an_extension() {
    let body = br#"{"feedback": [{"card": "c", "outcome": "overridden", "outcomeTimestamp": "t",
        "overrideReasons": {"extension": {"reasonDisplay": "Not relevant"}}}]}"#;
    let feedback = Feedback::parse(body).unwrap();
    let reason = &feedback.items[0].override_reasons[0];
    assert_eq!(reason.display.as_deref(), Some("Not relevant"));
}

#[rstest]
#[case::no_card(
    r#"{"outcome": "overridden", "outcomeTimestamp": "t"}"#,
    "`feedback[0].card` is missing; send a string"
)]
#[case::empty_card(
    r#"{"card": "", "outcome": "overridden", "outcomeTimestamp": "t"}"#,
    "`feedback[0].card` is empty; send a string"
)]
#[case::no_outcome(r#"{"card": "c"}"#, "`feedback[0].outcome` is missing; send a string")]
#[case::outcome(
    r#"{"card": "c", "outcome": "ignored"}"#,
    "`feedback[0].outcome` is not known here; send one of: accepted, overridden"
)]
#[case::no_suggestions(
    r#"{"card": "c", "outcome": "accepted", "outcomeTimestamp": "t"}"#,
    "`feedback[0].acceptedSuggestions` is missing; send an array"
)]
#[case::suggestion(
    r#"{"card": "c", "outcome": "accepted", "outcomeTimestamp": "t", "acceptedSuggestions": [{"id": "a"}, {}]}"#,
    "`feedback[0].acceptedSuggestions[1].id` is missing; send a string"
)]
#[case::reason(
    r#"{"card": "c", "outcome": "overridden", "outcomeTimestamp": "t", "overrideReason": "s3cret"}"#,
    "`feedback[0].overrideReason` is a string; send an object"
)]
#[case::no_time(
    r#"{"card": "c", "outcome": "overridden"}"#,
    "`feedback[0].outcomeTimestamp` is missing; send a string"
)]
#[case::no_object("7", "`feedback[0]` is a number; send an object")]
#[case::null("null", "`feedback[0]` is missing; send an object")]
fn a_malformed_item_costs_that_item(#[case] item: &str, #[case] text: &str) {
    let good = r#"{"card": "c", "outcome": "overridden", "outcomeTimestamp": "t"}"#;
    let body = format!(r#"{{"feedback": [{item}, {good}]}}"#);
    let feedback = Feedback::parse(body.as_bytes()).unwrap();
    assert_eq!(feedback.items.len(), 1);
    assert_eq!(feedback.malformed.len(), 1);
    assert_eq!(feedback.malformed[0].to_string(), text);
}

#[rstest]
#[case::no_list("{}", "`feedback` is missing; send an array")]
#[case::null(r#"{"feedback": null}"#, "`feedback` is missing; send an array")]
#[case::object(r#"{"feedback": {}}"#, "`feedback` is an object; send an array")]
#[case::list_root("[]", "the body is an array; send a JSON object")]
#[case::no_json(
    "{",
    "the body is not JSON at line 1, column 1; send one strict JSON object"
)]
fn a_body_that_is_no_feedback_is_refused(#[case] body: &str, #[case] text: &str) {
    assert_eq!(
        Feedback::parse(body.as_bytes()).unwrap_err().to_string(),
        text
    );
}

#[test]
fn an_empty_list_is_feedback() {
    assert!(
        Feedback::parse(br#"{"feedback": []}"#)
            .unwrap()
            .items
            .is_empty()
    );
}
