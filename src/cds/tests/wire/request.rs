use foramen_cds::{BodyError, Hook, HookRequest, JsonType, MAX_DEPTH, Note, RequestError};
use proptest::prelude::*;
use rstest::rstest;

const MINIMAL: &str =
    r#"{"hook": "patient-view", "hookInstance": "i-1", "context": {"patientId": "p1"}}"#;

fn error_of(body: &str) -> String {
    HookRequest::parse(body.as_bytes()).unwrap_err().to_string()
}

#[rstest]
#[case::no_hook(
    r#"{"hookInstance": "i", "context": {"patientId": "p"}}"#,
    "`hook` is missing; send a string"
)]
#[case::hook_is_a_number(
    r#"{"hook": 7, "hookInstance": "i", "context": {"patientId": "p"}}"#,
    "`hook` is a number; send a string"
)]
#[case::hook_is_null(
    r#"{"hook": null, "hookInstance": "i", "context": {"patientId": "p"}}"#,
    "`hook` is missing; send a string"
)]
#[case::hook_is_another(
    r#"{"hook": "order-dispatch", "hookInstance": "i", "context": {"patientId": "p"}}"#,
    "`hook` is not known here; send one of: patient-view, order-select, order-sign, encounter-start"
)]
#[case::no_instance(
    r#"{"hook": "patient-view", "context": {"patientId": "p"}}"#,
    "`hookInstance` is missing; send a string"
)]
#[case::instance_is_empty(
    r#"{"hook": "patient-view", "hookInstance": "", "context": {"patientId": "p"}}"#,
    "`hookInstance` is empty; send a string"
)]
#[case::instance_is_a_list(
    r#"{"hook": "patient-view", "hookInstance": ["i"], "context": {"patientId": "p"}}"#,
    "`hookInstance` is an array; send a string"
)]
#[case::no_context(
    r#"{"hook": "patient-view", "hookInstance": "i"}"#,
    "`context` is missing; send an object"
)]
#[case::context_is_a_string(
    r#"{"hook": "patient-view", "hookInstance": "i", "context": "Secret"}"#,
    "`context` is a string; send an object"
)]
#[case::server_is_a_number(
    r#"{"hook": "patient-view", "hookInstance": "i", "context": {"patientId": "p"}, "fhirServer": 1.5}"#,
    "`fhirServer` is a number; send a string"
)]
#[case::authorization_is_a_string(
    r#"{"hook": "patient-view", "hookInstance": "i", "context": {"patientId": "p"}, "fhirAuthorization": "Secret"}"#,
    "`fhirAuthorization` is a string; send an object"
)]
#[case::token_is_a_number(
    r#"{"hook": "patient-view", "hookInstance": "i", "context": {"patientId": "p"}, "fhirAuthorization": {"access_token": 12345}}"#,
    "`fhirAuthorization.access_token` is a number; send a string"
)]
#[case::prefetch_is_a_list(
    r#"{"hook": "patient-view", "hookInstance": "i", "context": {"patientId": "p"}, "prefetch": []}"#,
    "`prefetch` is an array; send an object"
)]
#[case::prefetch_is_a_number(
    r#"{"hook": "patient-view", "hookInstance": "i", "context": {"patientId": "p"}, "prefetch": 3.0}"#,
    "`prefetch` is a number; send an object"
)]
#[case::half_a_character(
    r#"{"hook": "patient-view", "hookInstance": "\ud800", "context": {"patientId": "p"}}"#,
    "`hookInstance` holds an escape that is not Unicode text; send whole characters"
)]
fn a_wrong_member_is_named_by_its_path_and_never_by_its_value(
    #[case] body: &str,
    #[case] text: &str,
) {
    assert_eq!(error_of(body), text);
}

#[rstest]
#[case::empty("", "the body is empty; send a JSON object")]
#[case::blank(" \n", "the body is empty; send a JSON object")]
#[case::array("[1, 2]", "the body is an array; send a JSON object")]
#[case::null("null", "the body is null; send a JSON object")]
#[case::string("\"Secret\"", "the body is a string; send a JSON object")]
#[case::text(
    "Secret",
    "the body is not JSON at line 1, column 1; send one strict JSON object"
)]
#[case::cut(
    "{\"hook\":\n\"pat",
    "the body is not JSON at line 2, column 4; send one strict JSON object"
)]
#[case::not_a_number(
    "{\"x\": NaN}",
    "the body is not JSON at line 1, column 7; send one strict JSON object"
)]
#[case::trailing(
    "{} Secret",
    "the body is not JSON at line 1, column 4; send one strict JSON object"
)]
#[case::comment(
    "{/* Secret */}",
    "the body is not JSON at line 1, column 2; send one strict JSON object"
)]
#[case::comma(
    "{\"hook\": \"patient-view\",}",
    "the body is not JSON at line 1, column 25; send one strict JSON object"
)]
fn a_body_that_is_no_json_object_is_refused_with_its_place(#[case] body: &str, #[case] text: &str) {
    assert_eq!(error_of(body), text);
}

#[test]
fn bytes_that_are_not_utf8_are_refused_wherever_they_stand() {
    let body = b"{\"unknown\": \"\xff\"}";
    let error = HookRequest::parse(body).unwrap_err();
    assert_eq!(error, RequestError::Body(BodyError::NotUtf8 { offset: 13 }));
}

#[test]
fn a_byte_order_mark_is_dropped() {
    let body = format!("\u{feff}{MINIMAL}");
    assert!(HookRequest::parse(body.as_bytes()).is_ok());
}

#[test]
fn a_full_request_is_read() {
    let body = br#"{
        "hook": "order-sign", "hookInstance": "618a6034-345b-490f-9f87-a07aa5612a4f",
        "fhirServer": "https://ehr.example/fhir",
        "fhirAuthorization": {"access_token": "s3cret", "token_type": "Bearer", "expires_in": 300,
            "scope": "PATIENT.READ Condition.Read (Problems) (R4)", "subject": "foramen", "patient": "p1"},
        "context": {"patientId": "p1", "userId": "PractitionerRole/9", "encounterId": "e1"},
        "prefetch": {"b": null, "a": {"resourceType": "Patient"}},
        "extension": {"com.example.trigger": 18},
        "somethingNew": [1, {"a": 2.50}]
    }"#;
    let request = HookRequest::parse(body).unwrap();
    assert_eq!(request.hook, Hook::OrderSign);
    assert!(request.hook_instance_is_uuid());
    assert_eq!(
        request.fhir_server.as_deref(),
        Some("https://ehr.example/fhir")
    );
    assert_eq!(request.context.user_id(), Some("PractitionerRole/9"));
    assert_eq!(request.context.encounter_id(), Some("e1"));
    assert_eq!(
        request.extension.unwrap().get(),
        r#"{"com.example.trigger": 18}"#
    );
    let access = request.fhir_authorization.as_ref().unwrap();
    assert_eq!(access.access_token.as_ref().unwrap().expose(), "s3cret");
    assert_eq!(access.expires_in, Some(300));
    assert_eq!(
        access.scope.as_deref(),
        Some("PATIENT.READ Condition.Read (Problems) (R4)")
    );
    assert_eq!(request.notes(), []);
    let keys: Vec<_> = request.prefetch.iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["a", "b"]);
}

#[test]
fn what_is_odd_but_harmless_is_noted() {
    let body = br#"{
        "hook": "order-sign", "hookInstance": "not a uuid",
        "fhirAuthorization": {"access_token": "t", "token_type": ["Bearer"], "expires_in": "300", "subject": "s"},
        "context": {"patientId": "p1", "userId": "", "draftOrders": {"entry": [{}, null]}}
    }"#;
    let request = HookRequest::parse(body).unwrap();
    assert_eq!(
        request.notes(),
        [
            Note::HookInstanceIsNotUuid,
            Note::UserIdIsMissing,
            Note::AuthorizationWithoutServer,
            Note::AuthorizationIsIncomplete("token_type"),
            Note::AuthorizationIsIncomplete("scope"),
            Note::DraftsWithoutResource(2),
        ]
    );
    let access = request.fhir_authorization.unwrap();
    assert_eq!(access.expires_in, Some(300));
}

#[rstest]
#[case::root(
    r#"{"hook": 1, "hook": "patient-view", "hookInstance": "i", "context": {"patientId": "p"}}"#,
    "`hook` stands twice; send it once"
)]
#[case::context(
    r#"{"hook": "patient-view", "hookInstance": "i", "context": {"patientId": "a"}, "context": {"patientId": "b"}}"#,
    "`context` stands twice; send it once"
)]
#[case::by_an_escape(
    r#"{"hook": "patient-view", "hookInstance": "i", "context": {"patientId": "a", "patient\u0049d": "b"}}"#,
    "`context.patientId` stands twice; send it once"
)]
#[case::drafts(
    r#"{"hook": "order-sign", "hookInstance": "i", "context": {"patientId": "a", "draftOrders": {"entry": [], "entry": []}}}"#,
    "`context.draftOrders.entry` stands twice; send it once"
)]
#[case::prefetch(
    r#"{"hook": "patient-view", "hookInstance": "i", "context": {"patientId": "p"}, "prefetch": null, "prefetch": {}}"#,
    "`prefetch` stands twice; send it once"
)]
#[case::prefetch_key(
    r#"{"hook": "patient-view", "hookInstance": "i", "context": {"patientId": "p"}, "prefetch": {"Secret": 1, "Secret": null}}"#,
    "`prefetch` holds a key twice; send each key once"
)]
fn a_known_name_that_stands_twice_is_refused(#[case] body: &str, #[case] text: &str) {
    assert_eq!(error_of(body), text);
}

#[test]
fn an_unknown_name_may_stand_twice() {
    let body = MINIMAL.replace("{\"hook\"", "{\"x\": 1, \"x\": 2, \"hook\"");
    assert!(HookRequest::parse(body.as_bytes()).is_ok());
}

#[test]
fn a_name_that_is_no_unicode_text_is_ignored_wherever_it_stands() {
    let plain = r#"{ "hook": "order-sign", "hookInstance": "i",
        "context": { "patientId": "p", "draftOrders": { "resourceType": "Bundle", "entry": [
            { "resource": { "resourceType": "ServiceRequest", "id": "o" }}]}},
        "prefetch": { "k": { "resourceType": "Bundle", "entry": [
            { "resource": { "resourceType": "Condition", "id": "c" }}, { "resource": { "resourceType": "X" }}]}}}"#;
    let body = plain.replace("{ ", r#"{ "\ud800": "\ud800", "\udc00\ud800": {}, "#);
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    assert_eq!(request.context.draft_orders().unwrap().orders.len(), 1);
    let found: Vec<_> = request.prefetch.resources().collect();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].id.as_deref(), Some("c"));
    assert_eq!(request.prefetch.iter().count(), 1);
}

#[test]
fn strings_are_borrowed_unless_they_hold_an_escape() {
    let body = br#"{"hook": "patient-view", "hookInstance": "a\u002fb\n", "context": {"patientId": "p1"}}"#;
    let request = HookRequest::parse(body).unwrap();
    assert_eq!(request.hook_instance, "a/b\n");
    let patient = &request.context.chart().patient_id;
    assert!(matches!(patient, std::borrow::Cow::Borrowed("p1")));
}

#[test]
fn neither_the_token_nor_the_patient_shows_in_debug() {
    let body =
        br#"{"hook": "order-select", "hookInstance": "i", "fhirServer": "https://ehr.example",
        "fhirAuthorization": {"access_token": "s3cret"}, "extension": "s3cret",
        "context": {"patientId": "s3cret", "userId": "Practitioner/s3cret", "draftOrders":
            {"entry": [{"resource": {"resourceType": "ServiceRequest", "id": "s3cret"}}]}},
        "prefetch": {"patient": {"resourceType": "Patient", "id": "s3cret"}}}"#;
    let request = HookRequest::parse(body).unwrap();
    let contents: Vec<_> = request.prefetch.contents().collect();
    let drafts = request.context.draft_orders().unwrap();
    let shown = format!("{request:?} {contents:?} {drafts:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    assert!(shown.contains("access_token: Some([redacted])"), "{shown}");
}

fn nested(levels: usize) -> String {
    format!(
        "{}1{}",
        r#"{"a":["#.repeat(levels / 2),
        "]}".repeat(levels / 2)
    )
}

#[rstest]
#[case::body(nested(100_000), "`hook` is missing; send a string")]
#[case::body_unclosed(
    "[".repeat(100_000),
    "the body is an array; send a JSON object"
)]
#[case::patient(
    MINIMAL.replace("\"p1\"", &nested(100_000)),
    "`context.patientId` is an object; send a string"
)]
#[case::extension(
    MINIMAL.replace("}}", &format!("}}, \"extension\": {}}}", nested(100_000))),
    "`extension` is nested too deeply; send at most 256 levels"
)]
#[case::draft(
    r#"{"hook": "order-sign", "hookInstance": "i", "context": {"patientId": "p",
        "draftOrders": {"entry": [{"resource": DEEP}]}}}"#.replace("DEEP", &nested(100_000)),
    "`context.draftOrders.entry[0].resource` is nested too deeply; send at most 256 levels"
)]
fn deep_nesting_is_refused_without_a_crash(#[case] body: String, #[case] text: &str) {
    assert_eq!(error_of(&body), text);
}

#[test]
fn deep_nesting_that_nobody_reads_is_skipped() {
    let body = MINIMAL.replace("}}", &format!("}}, \"unknown\": {}}}", nested(100_000)));
    assert!(HookRequest::parse(body.as_bytes()).is_ok());
}

#[test]
fn the_deepest_nesting_that_is_allowed_passes() {
    let with = |levels| MINIMAL.replace("}}", &format!("}}, \"extension\": {}}}", nested(levels)));
    assert!(HookRequest::parse(with(MAX_DEPTH).as_bytes()).is_ok());
    assert!(HookRequest::parse(with(MAX_DEPTH + 2).as_bytes()).is_err());
}

#[test]
fn brackets_inside_strings_are_no_nesting() {
    let brackets = format!("\"\\\"{}\"", "[{".repeat(1000));
    let body = MINIMAL.replace("}}", &format!("}}, \"extension\": {brackets}}}"));
    assert!(HookRequest::parse(body.as_bytes()).is_ok());
}

#[test]
fn a_type_is_told_in_words() {
    assert_eq!(JsonType::Null.to_string(), "null");
    assert_eq!(JsonType::Boolean.to_string(), "a boolean");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = HookRequest::parse(&body);
    }

    #[test]
    fn a_request_cut_or_changed_anywhere_is_read_or_refused(
        at in 0..MINIMAL.len(), byte in any::<u8>(), cut in any::<bool>(),
    ) {
        let mut body = MINIMAL.as_bytes().to_vec();
        if cut { body.truncate(at) } else { body[at] = byte }
        let _ = HookRequest::parse(&body);
    }
}
