use foramen_cds::{HookRequest, PrefetchState};
use rstest::rstest;

fn body(prefetch: &str) -> String {
    format!(
        r#"{{"hook": "patient-view", "hookInstance": "i", "context": {{"patientId": "p"}}, "prefetch": {prefetch}}}"#
    )
}

const OUTCOME: &str = r#"{"resourceType": "OperationOutcome", "issue": []}"#;

#[rstest]
#[case::null("null", PrefetchState::Empty)]
#[case::resource(r#"{"resourceType": "Patient", "id": "p"}"#, PrefetchState::Given)]
#[case::resource_type_last(r#"{"id": "p", "resourceType": "Patient"}"#, PrefetchState::Given)]
#[case::outcome(OUTCOME, PrefetchState::Failed)]
#[case::bundle(
    r#"{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Condition"}}]}"#,
    PrefetchState::Given
)]
#[case::no_entry(r#"{"resourceType": "Bundle", "total": 0}"#, PrefetchState::Empty)]
#[case::empty_entry(r#"{"resourceType": "Bundle", "entry": []}"#, PrefetchState::Empty)]
#[case::null_entry(r#"{"resourceType": "Bundle", "entry": null}"#, PrefetchState::Empty)]
#[case::outcome_and_zero(
    r#"{"resourceType": "Bundle", "total": 0, "entry": [{"search": {"mode": "outcome"}, "resource": OUTCOME}]}"#,
    PrefetchState::Empty
)]
#[case::outcome_without_total(
    r#"{"resourceType": "Bundle", "entry": [{"search": {"mode": "outcome"}, "resource": OUTCOME}]}"#,
    PrefetchState::Failed
)]
#[case::counted_but_not_there(r#"{"resourceType": "Bundle", "total": 4}"#, PrefetchState::Unusable)]
#[case::elsewhere(
    r#"{"resourceType": "Bundle", "entry": [], "link": [{"relation": "next", "url": "https://x"}]}"#,
    PrefetchState::Unusable
)]
#[case::entry_is_text(r#"{"resourceType": "Bundle", "entry": "x"}"#, PrefetchState::Unusable)]
#[case::entry_is_a_number(r#"{"resourceType": "Bundle", "entry": 1.5}"#, PrefetchState::Unusable)]
#[case::entry_is_an_object(
    r#"{"resourceType": "Bundle", "entry": {"a": 1}}"#,
    PrefetchState::Unusable
)]
#[case::entry_stands_alone(
    r#"{"resourceType": "Bundle", "entry": {"resource": {"resourceType": "Condition"}}}"#,
    PrefetchState::Given
)]
#[case::only_odd_entries(r#"{"resourceType": "Bundle", "entry": [1]}"#, PrefetchState::Unusable)]
#[case::no_type(r#"{"id": "p"}"#, PrefetchState::Unusable)]
#[case::type_is_a_number(r#"{"resourceType": 5}"#, PrefetchState::Unusable)]
#[case::empty_object("{}", PrefetchState::Unusable)]
#[case::number("3.14", PrefetchState::Unusable)]
#[case::text("\"none\"", PrefetchState::Unusable)]
#[case::boolean("false", PrefetchState::Unusable)]
#[case::list(r#"[{"resourceType": "Patient"}]"#, PrefetchState::Unusable)]
fn a_look_up_is_told_by_what_stands_under_its_key(
    #[case] value: &str,
    #[case] state: PrefetchState,
) {
    let value = value.replace("OUTCOME", OUTCOME);
    let body = body(&format!(r#"{{"key": {value}}}"#));
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    assert_eq!(request.prefetch.state("key"), state);
    assert_eq!(request.prefetch.state("other"), PrefetchState::Absent);
}

#[rstest]
#[case::absent(r#"{"hook": "patient-view", "hookInstance": "i", "context": {"patientId": "p"}}"#)]
#[case::null(r#"{"hook": "patient-view", "hookInstance": "i", "context": {"patientId": "p"}, "prefetch": null}"#)]
fn a_request_without_prefetch_has_an_empty_one(#[case] body: &str) {
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    assert!(request.prefetch.is_empty());
}

#[test]
fn one_odd_entry_costs_that_entry() {
    let body = body(
        r#"{"conditions": {"resourceType": "Bundle", "total": 9, "entry": [
            {"resource": {"resourceType": "Condition", "id": "a"}}, 12.50, null, "x", true, [{"a": 1}], {},
            {"resource": 4}, {"resource": {"id": "no type"}},
            {"resource": {"resourceType": "OperationOutcome"}, "search": {"mode": "outcome"}},
            {"search": 1, "resource": {"resourceType": "Condition", "id": "b", "value": 1.0e400}}]},
          "patient": {"resourceType": "Patient", "id": "p"}}"#,
    );
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    let found: Vec<_> = request.prefetch.resources().collect();
    let paths: Vec<_> = found.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "prefetch.conditions.entry[0].resource",
            "prefetch.conditions.entry[10].resource",
            "prefetch.patient",
        ]
    );
    assert!(
        found[1].json.get().contains("1.0e400"),
        "numbers stay as they were written"
    );
    let (key, contents) = request.prefetch.contents().next().unwrap();
    assert_eq!(
        (key, contents.outcomes, contents.unreadable),
        ("conditions", 1, 8)
    );
}

#[test]
fn the_next_page_is_reported() {
    let body = body(
        r#"{"notes": {"resourceType": "Bundle", "link": [null, {"relation": "self", "url": "a"},
                {"relation": "next", "url": "https://ehr.example/fhir?page=2"}],
            "entry": [{"resource": {"resourceType": "DocumentReference"}}]},
          "odd": {"resourceType": "Bundle", "link": "next", "entry": [{"resource": {"resourceType": "X"}}]}}"#,
    );
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    let contents: Vec<_> = request.prefetch.contents().collect();
    assert_eq!(
        contents[0].1.next.as_deref(),
        Some("https://ehr.example/fhir?page=2")
    );
    assert_eq!(contents[1].1.next, None);
    assert_eq!(contents[1].1.state, PrefetchState::Given);
}

#[test]
fn a_resource_that_is_too_deep_costs_that_resource() {
    let deep = format!(
        r#"{{"resourceType": "Y", "a": {}{}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let body = body(&format!(
        r#"{{"k": {{"resourceType": "Bundle", "entry": [{{"resource": {deep}}}, {{"resource": {{"resourceType": "X"}}}}]}}}}"#
    ));
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    let (_, contents) = request.prefetch.contents().next().unwrap();
    assert_eq!((contents.resources.len(), contents.unreadable), (1, 1));
}

#[test]
fn a_resource_keeps_the_address_of_its_entry() {
    let body = body(
        r#"{"k": {"resourceType": "Bundle", "entry": [
            {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "X"}},
            {"resource": {"resourceType": "Y"}, "fullUrl": ["a"]}]}}"#,
    );
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    let found: Vec<_> = request.prefetch.resources().collect();
    let urls: Vec<_> = found.iter().map(|it| it.full_url.as_deref()).collect();
    assert_eq!(urls, [Some("urn:uuid:1"), None]);
}
