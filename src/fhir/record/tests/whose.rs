use super::*;

/// The gender of the patient whose chart these Bundle entries make, in both orders.
fn gender(entries: [&str; 2]) -> Option<String> {
    let read = |entries: [&str; 2]| {
        let json = format!(r#"{{"entry": [{}]}}"#, entries.join(","));
        let patient = chart(&json).patient;
        patient.and_then(|patient| Some(patient.view.gender?.to_string()))
    };
    let [first, second] = entries;
    let answer = read(entries);
    assert_eq!(answer, read([second, first]), "the order says nothing");
    answer
}

const OWN: &str = r#"{"resource": {"resourceType": "Patient", "id": "7", "gender": "female"}}"#;
const NAMELESS: &str = r#"{"resource": {"resourceType": "Patient", "gender": "male"}}"#;
const NAMELESS_TOO: &str = r#"{"resource": {"resourceType": "Patient", "gender": "other"}}"#;
const OTHER: &str = r#"{"resource": {"resourceType": "Patient", "id": "8", "gender": "unknown"}}"#;
const OTHER_BY_URL: &str = r#"{"fullUrl": "https://ehr.example/fhir/Patient/8", "resource": {"resourceType": "Patient", "gender": "male"}}"#;
const OWN_BY_URL: &str = r#"{"fullUrl": "https://ehr.example/fhir/Patient/7", "resource": {"resourceType": "Patient", "gender": "female"}}"#;

#[rstest]
#[case(OWN, NAMELESS, Some("female"))]
#[case(OWN, OTHER, Some("female"))]
#[case(NAMELESS, OTHER, Some("male"))]
#[case(NAMELESS, NAMELESS, Some("male"))]
#[case(NAMELESS, NAMELESS_TOO, None)]
#[case(OWN_BY_URL, NAMELESS, Some("female"))]
#[case(OTHER_BY_URL, OTHER, None)]
fn a_patient_without_an_id_counts_only_if_there_is_no_other(
    #[case] first: &str,
    #[case] second: &str,
    #[case] expected: Option<&str>,
) {
    assert_eq!(gender([first, second]).as_deref(), expected);
}

#[rstest]
#[case(r#"{"reference": "Patient/8?_format=json"}"#)]
#[case(r#"{"reference": "Patient?identifier=x"}"#)]
#[case(r#"{"reference": {"value": "Patient/8"}}"#)]
#[case(r#"{"reference": ["Patient/8"]}"#)]
#[case(r#"{"reference": "Patient/7", "reference": "Patient/8"}"#)]
#[case(r#"{"reference": "\ud800"}"#)]
#[case(r##"{"reference": "#p1"}"##)]
#[case(r#"[{"reference": "Patient/7"}, {"reference": "Patient/8"}]"#)]
#[case(r#"[[{"reference": "Patient/8"}]]"#)]
#[case(r#"{"reference": "7", "type": "Group"}"#)]
#[case("5")]
fn a_subject_that_may_be_somebody_else_is_not_taken_for_ours(#[case] subject: &str) {
    let json = format!(
        r#"{{"resourceType": "Condition", "subject": {subject}, "contained": [{{"resourceType": "Patient", "id": "p1"}}]}}"#
    );
    assert_eq!(
        skipped(&chart(&json)),
        ["prefetch.x Condition OtherPatient"]
    );
}

#[rstest]
#[case(r#"{"display": "words"}"#)]
#[case(r#"{"identifier": {"value": "1"}}"#)]
#[case(r#"{"reference": ""}"#)]
#[case(r#"{"extension": [{"url": "absent"}]}"#)]
#[case(r##"{"reference": "#7"}"##)]
#[case(r#"{"reference": "7", "type": "Patient"}"#)]
#[case("[]")]
fn a_subject_without_a_reference_is_ours(#[case] subject: &str) {
    let json = format!(r#"{{"resourceType": "Condition", "subject": {subject}}}"#);
    assert_eq!(chart(&json).conditions.len(), 1);
}

#[test]
fn either_of_two_subjects_can_tell_that_a_resource_is_not_ours() {
    let json = r#"{"resourceType": "Condition", "subject": {"reference": "Patient/8"}, "subject": {"reference": "Patient/7"}}"#;
    assert!(chart(json).conditions.is_empty());
}

#[rstest]
#[case("https://gateway.example/Patient/abc", 1)]
#[case("urn:uuid:0a", 1)]
#[case("urn:uuid:0b", 0)]
#[case("urn:uuid:shared", 0)]
fn an_address_of_our_patient_names_our_patient_across_bundles(
    #[case] subject: &str,
    #[case] count: usize,
) {
    let patient = |url: &str, id: &str| {
        format!(
            r#"{{"fullUrl": "{url}", "resource": {{"resourceType": "Patient", "id": "{id}"}}}}"#
        )
    };
    let patients = [
        patient("https://gateway.example/Patient/abc", "7"),
        patient("urn:uuid:0A", "7"),
        patient("urn:uuid:shared", "7"),
        patient("urn:uuid:shared", "8"),
        patient("urn:uuid:0B", "8"),
    ];
    let json = format!(
        r#"[{{"entry": [{{"resource": {{"resourceType": "Condition", "subject": {{"reference": "{subject}"}}}}}}]}},
            {{"entry": [{}]}}]"#,
        patients.join(",")
    );
    assert_eq!(chart(&json).conditions.len(), count);
}

#[test]
fn an_encounter_is_of_another_patient_if_nothing_else_is_told_of_it() {
    let theirs =
        r#"{"resourceType": "Encounter", "id": "e", "subject": {"reference": "Patient/8"}}"#;
    let ours = r#"{"resourceType": "Encounter", "id": "e", "subject": {"reference": "Patient/7"}}"#;
    let told = |json: &str| chart(json).is_of_another_patient("Encounter", "e");
    assert!(told(theirs));
    assert!(!told(ours) && !told("[]"));
    assert!(!told(&format!("[{theirs},{ours}]")));
}

#[test]
fn a_draft_is_found_under_the_address_of_its_entry() {
    let order =
        r#"{"resourceType": "ServiceRequest", "reasonReference": {"reference": "urn:uuid:c"}}"#;
    let mut builder = RecordBuilder::new("7", None);
    builder.draft("order", raw(order));
    builder.draft_with_url(
        "reason",
        raw(r#"{"resourceType": "Condition"}"#),
        Text::new("urn:uuid:c"),
    );
    let record = builder.finish();
    let order = &record.drafts.service_requests[0];
    let reason = order.view.reason_references().next().unwrap();
    assert!(record.resolve(reason, order).is_some());
}
