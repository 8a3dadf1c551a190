use super::*;

/// The codes of the conditions that stay of these resources, in both orders; `duplicates` beside them.
fn kept(resources: &[&str]) -> (Vec<String>, usize) {
    let read = |resources: Vec<&str>| {
        let json = format!("[{}]", resources.join(","));
        let record = chart(&json);
        let codes = record.conditions.iter();
        let codes = codes.filter_map(|entry| entry.view.code.as_ref()?.label().map(str::to_owned));
        (codes.collect::<Vec<_>>(), record.duplicates)
    };
    let forwards = read(resources.to_vec());
    let backwards = read(resources.iter().rev().copied().collect());
    assert_eq!(forwards, backwards, "the order says nothing");
    forwards
}

fn condition(code: &str, more: &str) -> String {
    format!(
        r#"{{"resourceType": "Condition", "id": "1", "code": {{"text": "{code}"}}, "subject": {{"reference": "Patient/7"}}{more}}}"#
    )
}

#[rstest]
#[case::same("", "", &["new"], 1)]
#[case::later(r#", "meta": {"lastUpdated": "2026-01-01T00:30:00+02:00"}"#, r#", "meta": {"lastUpdated": "2025-12-31T23:00:00Z"}"#, &["new"], 1)]
#[case::higher_version(r#", "meta": {"versionId": "9"}"#, r#", "meta": {"versionId": "10"}"#, &["new"], 1)]
#[case::date_before_version(
    r#", "meta": {"lastUpdated": "2026-01-01T00:00:00Z", "versionId": "9"}"#,
    r#", "meta": {"lastUpdated": "2026-01-02T00:00:00Z", "versionId": "2"}"#,
    &["new"],
    1
)]
#[case::no_way_to_tell(r#", "meta": {"lastUpdated": "2026-01-01T00:00:00Z"}"#, "", &["new", "old"], 0)]
#[case::taken_back("", r#", "verificationStatus": "entered-in-error""#, &[], 1)]
#[case::taken_back_though_older(
    r#", "meta": {"versionId": "2"}"#,
    r#", "meta": {"versionId": "1"}, "verificationStatus": "entered-in-error""#,
    &[],
    1
)]
fn the_newest_copy_counts_in_whatever_order_they_come(
    #[case] old: &str,
    #[case] new: &str,
    #[case] codes: &[&str],
    #[case] duplicates: usize,
) {
    let first = if old == new { "new" } else { "old" };
    let (old, new) = (condition(first, old), condition("new", new));
    let (mut kept, count) = kept(&[&old, &new]);
    kept.sort();
    assert_eq!((kept.as_slice(), count), (&*to_strings(codes), duplicates));
}

fn to_strings(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

#[test]
fn blanks_between_the_parts_make_no_other_copy_and_blanks_in_words_do() {
    let plain = condition("a \\\" b", "");
    let indented = plain.replace(", ", ",\n\t").replace("{\"", "{ \"");
    assert_eq!(kept(&[&plain, &indented]), (to_strings(&["a \" b"]), 1));
    let words = plain.replace("a ", "a  ");
    assert_eq!(kept(&[&plain, &words]).0.len(), 2);
}

#[test]
fn a_copy_of_another_patient_neither_takes_back_nor_outdates_ours() {
    let ours = condition("ours", "");
    let theirs = condition(
        "theirs",
        r#", "verificationStatus": "entered-in-error", "meta": {"versionId": "9"}"#,
    )
    .replace("Patient/7", "Patient/8");
    assert_eq!(kept(&[&ours, &theirs]), (to_strings(&["ours"]), 0));
}

#[test]
fn without_an_id_the_address_tells_a_copy_and_without_both_nothing_does() {
    let entry = |url: &str, more: &str| {
        format!(
            r#"{{"entry": [{{{url} "resource": {{"resourceType": "Condition", "code": {{"text": "c"}}{more}}}}}]}}"#
        )
    };
    let url = r#""fullUrl": "urn:uuid:1","#;
    let taken_back = entry(url, r#", "verificationStatus": "entered-in-error""#);
    assert_eq!(kept(&[&entry(url, ""), &taken_back]), (vec![], 1));
    let two = kept(&[&entry("", ""), &entry("", "")]);
    assert_eq!(two, (to_strings(&["c", "c"]), 0));
}

#[test]
fn equal_ids_of_two_types_are_no_copies() {
    let observation = r#"{"resourceType": "Observation", "id": "1"}"#;
    let json = format!("[{},{observation}]", condition("c", ""));
    let record = chart(&json);
    assert_eq!((record.conditions.len(), record.observations.len()), (1, 1));
}

#[rstest]
#[case(r#"{"resourceType": "Condition", "resourceType": "Observation"}"#)]
#[case(r#"{"resourceType": "Condition", "id": "1", "id": "2"}"#)]
#[case(r#"{"resourceType": "Condition", "id": null, "id": "2"}"#)]
fn a_resource_with_two_types_or_ids_is_left_out(#[case] json: &str) {
    assert_eq!(
        skipped(&chart(json)),
        [r#"prefetch.x - Broken { what: "resourceType or id stands twice" }"#]
    );
}

#[test]
fn of_two_drugs_under_one_address_the_same_one_is_meant_in_whatever_order_they_come() {
    let request = r#"{"resource": {"resourceType": "MedicationRequest", "medicationReference": {"reference": "urn:uuid:1"}}}"#;
    let drug = |name: &str| {
        format!(
            r#"{{"fullUrl": "urn:uuid:1", "resource": {{"resourceType": "Medication", "id": "{name}", "code": {{"text": "{name}"}}}}}}"#
        )
    };
    let found = |drugs: [String; 2]| {
        let json = format!(r#"{{"entry": [{request}, {}]}}"#, drugs.join(","));
        let record = chart(&json);
        let request = &record.medication_requests[0];
        let drug = record.resolve_medication(&request.view.medication, request);
        drug.unwrap().label().map(str::to_owned)
    };
    assert_eq!(found([drug("a"), drug("b")]), found([drug("b"), drug("a")]));
}
