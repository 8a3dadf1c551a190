use proptest::prelude::*;
use rstest::rstest;
use serde_json::value::RawValue;

use super::*;
use crate::element::Value;
use crate::element::tests::any_json;

mod copies;
mod whose;

fn raw(json: &str) -> &RawValue {
    serde_json::from_str(json).unwrap()
}

fn chart(json: &str) -> Record<'_> {
    let mut builder = RecordBuilder::new("7", Some("https://ehr.example/fhir"));
    builder.chart("prefetch.x", raw(json));
    builder.finish()
}

/// What was left out, one line each.
fn skipped(record: &Record<'_>) -> Vec<String> {
    let line = |skipped: &Skipped<'_>| {
        format!(
            "{} {} {:?}",
            skipped.path,
            skipped.resource_type.as_deref().unwrap_or("-"),
            skipped.reason
        )
    };
    record.skipped.iter().map(line).collect()
}

#[rstest]
#[case(r#"{"reference": "Patient/7"}"#, true)]
#[case(r#"{"reference": "Patient/7/_history/2"}"#, true)]
#[case(r#"{"reference": "https://ehr.example/fhir/Patient/7"}"#, true)]
#[case(r#"{"reference": "https://gateway.example/Patient/7"}"#, true)]
#[case(r#"{"reference": "7"}"#, true)]
#[case(r#"[{"reference": "Patient/7"}]"#, true)]
#[case(r#""Patient/7""#, true)]
#[case(r#"{"display": "the patient"}"#, true)]
#[case("null", true)]
#[case(r#"{"reference": "Patient/8"}"#, false)]
#[case(r#"{"reference": "https://ehr.example/fhir/Patient/8"}"#, false)]
#[case(r#"{"reference": "Group/7"}"#, false)]
#[case(r#"{"reference": "urn:uuid:unknown"}"#, false)]
#[case(r#""Patient/8""#, false)]
fn a_resource_of_another_patient_is_left_out_and_counted(
    #[case] subject: &str,
    #[case] ours: bool,
) {
    for key in ["subject", "patient"] {
        let json = format!(r#"{{"resourceType": "Condition", "{key}": {subject}}}"#);
        let record = chart(&json);
        assert_eq!(record.conditions.len(), usize::from(ours), "{key}");
        let expected = if ours {
            vec![]
        } else {
            vec!["prefetch.x Condition OtherPatient".to_owned()]
        };
        assert_eq!(skipped(&record), expected);
    }
}

#[test]
fn another_patient_is_left_out_whichever_way_the_context_names_ours() {
    for id in ["7", "Patient/7", "https://ehr.example/fhir/Patient/7"] {
        let mut builder = RecordBuilder::new(id, None);
        builder.chart(
            "a",
            raw(r#"{"resourceType": "Patient", "id": "8", "gender": "male"}"#),
        );
        builder.chart(
            "b",
            raw(r#"{"resourceType": "Patient", "id": "7", "gender": "female"}"#),
        );
        let record = builder.finish();
        assert_eq!(
            record.patient.as_ref().unwrap().view.gender.as_deref(),
            Some("female"),
            "{id}"
        );
        assert_eq!(skipped(&record), ["a Patient OtherPatient"]);
    }
}

#[test]
fn a_subject_by_urn_is_ours_if_the_patient_came_under_it() {
    let record = chart(
        r#"{"resourceType": "Bundle", "entry": [
            {"resource": {"resourceType": "Condition", "id": "1", "subject": {"reference": "urn:uuid:0a"}}},
            {"fullUrl": "urn:uuid:0A", "resource": {"resourceType": "Patient", "id": "7"}}]}"#,
    );
    assert_eq!(
        (
            record.conditions.len(),
            record.patient.is_some(),
            record.skipped.len()
        ),
        (1, true, 0)
    );
}

#[rstest]
#[case(r#"{"resourceType": "Bundle", "total": 0, "entry": []}"#)]
#[case(r#"{"resourceType": "Bundle", "total": 0}"#)]
#[case(r#"{"resourceType": "Bundle", "entry": null}"#)]
#[case(r#"{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "OperationOutcome"}, "search": {"mode": "outcome"}}]}"#)]
#[case(
    r#"{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "OperationOutcome"}}]}"#
)]
#[case(r#"{"resourceType": "Bundle", "entry": [null, {}, 5, {"resource": null}, {"response": {"status": "404"}}]}"#)]
#[case(r#"{"resourceType": "OperationOutcome", "issue": []}"#)]
#[case("null")]
#[case("[]")]
fn an_empty_search_is_nothing_and_no_mistake(#[case] json: &str) {
    let record = chart(json);
    assert_eq!((record.conditions.len(), record.skipped.len()), (0, 0));
}

#[test]
fn a_path_leads_to_its_resource_whatever_stands_before_it() {
    let record = chart(
        r#"{"resourceType": "Bundle", "entry": [null, {"resource": null}, {"resource": {"resourceType": "Bundle", "entry":
            [{"resource": {"resourceType": "Observation", "valueQuantity": {"value": 7.10}}}]}},
            {"resource": {"resourceType": "Condition", "id": "c"}}]}"#,
    );
    let observation = &record.observations[0];
    assert_eq!(
        observation.source.path,
        "prefetch.x.entry[2].resource.entry[0].resource"
    );
    assert_eq!(observation.source.reference(), observation.source.path);
    assert_eq!(
        observation.view.value.as_ref().and_then(Value::number),
        Some(7.1)
    );
    assert_eq!(
        record.conditions[0].source.path,
        "prefetch.x.entry[3].resource"
    );
    assert_eq!(record.conditions[0].source.reference(), "Condition/c");
}

#[test]
fn a_list_of_resources_and_a_bundle_without_its_type_are_walked_too() {
    let record = chart(
        r#"[{"resourceType": "Condition"}, {"entry": [{"resource": {"resourceType": "Condition"}}]}]"#,
    );
    let paths: Vec<_> = record
        .conditions
        .iter()
        .map(|entry| entry.source.path.as_str())
        .collect();
    assert_eq!(paths, ["prefetch.x[0]", "prefetch.x[1].entry[0].resource"]);
}

#[rstest]
#[case(r#"{"resourceType": "Observation", "status": "entered-in-error"}"#)]
#[case(r#"{"resourceType": "Condition", "verificationStatus": {"coding": [{"code": "entered-in-error"}]}}"#)]
#[case(r#"{"resourceType": "Condition", "verificationStatus": "entered-in-error"}"#)]
#[case(r#"{"resourceType": "DocumentReference", "status": "current", "docStatus": "entered-in-error"}"#)]
fn what_the_sender_took_back_is_left_out(#[case] json: &str) {
    let record = chart(json);
    assert_eq!(
        record
            .skipped
            .iter()
            .map(|skipped| skipped.reason)
            .collect::<Vec<_>>(),
        [Reason::EnteredInError]
    );
    assert!(
        record.observations.is_empty()
            && record.conditions.is_empty()
            && record.documents.is_empty()
    );
}

#[test]
fn a_broken_resource_costs_itself() {
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    let items = format!("{}{}", r#"{"item":["#.repeat(200), "]}".repeat(200));
    let json = format!(
        r#"{{"entry": [
            {{"resource": "text"}},
            {{"resource": {{"id": "1"}}}},
            {{"resource": {{"resourceType": "Location", "id": "l"}}}},
            {{"resource": {{"resourceType": "QuestionnaireResponse", "id": "q", "item": [{items}]}}}},
            {{"resource": {{"resourceType": "Condition", "id": "d", "extension": {deep}}}}},
            {{"resource": {{"resourceType": "Condition", "id": "e", "code": {deep}}}}},
            {{"resource": {{"resourceType": "Condition", "id": "f", "code": {{"text": "kept"}}}}}}]}}"#
    );
    let record = chart(&json);
    insta::assert_snapshot!(skipped(&record).join("\n"), @r#"
    prefetch.x.entry[0].resource - Broken { what: "not a JSON object" }
    prefetch.x.entry[1].resource - Broken { what: "no resourceType" }
    prefetch.x.entry[2].resource Location UnknownType
    prefetch.x.entry[3].resource QuestionnaireResponse Broken { what: "nested deeper than 128 levels, or a number that JSON cannot carry" }
    prefetch.x.entry[5].resource Condition Broken { what: "nested deeper than 128 levels, or a number that JSON cannot carry" }
    "#);
    // Depth in a part that nobody reads costs nothing.
    let ids: Vec<_> = record
        .conditions
        .iter()
        .filter_map(|entry| entry.source.id.as_deref())
        .collect();
    assert_eq!(ids, ["d", "f"]);
}

#[test]
fn a_key_that_is_no_unicode_text_costs_itself() {
    let record = chart(
        r#"{"\ud800": 1, "resourceType": "Bundle", "entry": [{"\ud800": "\ud800", "resource":
            {"\udc00": {}, "resourceType": "Condition", "code": {"\ud800": [], "text": "kept"}}}]}"#,
    );
    let code = record.conditions[0].view.code.as_ref();
    assert_eq!(code.and_then(Codeable::label), Some("kept"));
}

#[test]
fn bundles_in_bundles_end_somewhere() {
    let json = format!(
        "{}null{}",
        r#"{"entry":[{"resource":"#.repeat(60),
        "}]}".repeat(60)
    );
    let record = chart(&json);
    assert_eq!(record.skipped.len(), 1);
    assert!(matches!(record.skipped[0].reason, Reason::Broken { .. }));
    let lists = format!("{}{}", "[".repeat(100), "]".repeat(100));
    assert_eq!(chart(&lists).skipped.len(), 1);
}

#[test]
fn drafts_are_kept_apart_from_the_chart_and_other_orders_are_counted() {
    let id = "e".repeat(194);
    let drafts = format!(
        r#"{{"resourceType": "Bundle", "type": "collection", "entry": [
            {{"resource": {{"resourceType": "MedicationRequest", "id": "{id}",
                "requester": {{"extension": [{{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason"}}]}},
                "medicationReference": {{"reference": "Medication/m", "display": "Drug"}}}}}},
            {{"resource": {{"resourceType": "Medication", "id": "m", "code": {{"coding": [{{"code": "8640"}}]}}}}}},
            {{"resource": {{"resourceType": "ProcedureRequest", "id": "p"}}}},
            {{"resource": {{"resourceType": "NutritionOrder", "id": "n"}}}},
            {{"resource": {{"resourceType": "ServiceRequest", "id": "x", "subject": {{"reference": "Patient/8"}}}}}}]}}"#
    );
    let mut builder = RecordBuilder::new("7", None);
    builder.draft("context.draftOrders", raw(&drafts));
    builder.chart(
        "prefetch.orders",
        raw(r#"{"resourceType": "ProcedureRequest", "id": "p"}"#),
    );
    let record = builder.finish();
    assert_eq!(
        (
            record.drafts.service_requests.len(),
            record.service_requests.len()
        ),
        (1, 1)
    );
    assert!(record.medications.is_empty() && record.duplicates == 0);
    let draft = &record.drafts.medication_requests[0];
    assert_eq!(draft.source.id.as_deref(), Some(id.as_str()));
    let drug = record
        .resolve_medication(&draft.view.medication, draft)
        .unwrap();
    assert!(drug.is("8640"));
    assert_eq!(drug.text.as_deref(), Some("Drug"));
    insta::assert_snapshot!(skipped(&record).join("\n"), @"
    context.draftOrders.entry[3].resource NutritionOrder UnknownType
    context.draftOrders.entry[4].resource ServiceRequest OtherPatient
    ");
}

#[rstest]
#[case::contained(r##"{"reference": "#m1"}"##, Some("contained"))]
#[case::relative(r#"{"reference": "Medication/m1"}"#, Some("chart"))]
#[case::version(r#"{"reference": "Medication/m1/_history/2"}"#, Some("chart"))]
#[case::bare(r#"{"reference": "m1"}"#, Some("chart"))]
#[case::absolute(
    r#"{"reference": "http://EHR.example/fhir/Medication/m1"}"#,
    Some("chart")
)]
#[case::other_server(r#"{"reference": "https://other.example/fhir/Medication/m1"}"#, None)]
#[case::other_server_by_full_url(
    r#"{"reference": "https://gateway.example/Medication/g"}"#,
    Some("gateway")
)]
#[case::urn(r#"{"reference": "urn:uuid:0A"}"#, Some("urn"))]
#[case::words(
    r#"{"reference": "Medication/none", "display": "words"}"#,
    Some("words")
)]
#[case::words_of_another_type(r#"{"reference": "Condition/c", "display": "words"}"#, Some("words"))]
#[case::unknown(r#"{"reference": "Medication/none"}"#, None)]
#[case::contained_unknown(r##"{"reference": "#none"}"##, None)]
fn a_medication_is_found_wherever_its_reference_leads(
    #[case] reference: &str,
    #[case] expected: Option<&str>,
) {
    let json = format!(
        r##"{{"resourceType": "Bundle", "entry": [
            {{"resource": {{"resourceType": "MedicationRequest", "medicationReference": {reference}, "contained":
                [null, {{"resourceType": "Medication", "id": "#m1", "code": {{"text": "contained"}}}}]}}}},
            {{"resource": {{"resourceType": "Medication", "id": "m1", "code": {{"text": "chart"}}}}}},
            {{"resource": {{"resourceType": "Condition", "id": "c"}}}},
            {{"fullUrl": "https://gateway.example/Medication/g", "resource":
                {{"resourceType": "Medication", "id": "g", "code": {{"text": "gateway"}}}}}},
            {{"fullUrl": "urn:uuid:0a", "resource": {{"resourceType": "Medication", "code": {{"text": "urn"}}}}}}]}}"##
    );
    let record = chart(&json);
    let request = &record.medication_requests[0];
    let drug = record.resolve_medication(&request.view.medication, request);
    assert_eq!(drug.as_ref().and_then(Codeable::label), expected);
}

#[test]
fn a_reason_may_be_a_contained_condition() {
    let record = chart(
        r##"{"resourceType": "ServiceRequest", "reasonReference": [{"reference": "#c"}],
            "contained": [{"resourceType": "Condition", "id": "c", "code": {"text": "Sciatica"}}]}"##,
    );
    let order = &record.service_requests[0];
    let found = record
        .resolve(order.view.reason_references().next().unwrap(), order)
        .unwrap();
    let condition: Condition<'_> = found.read().unwrap();
    assert_eq!(
        (found.kind.as_str(), condition.code.unwrap().label()),
        ("Condition", Some("Sciatica"))
    );
}

#[test]
fn what_was_left_out_cannot_be_referred_to() {
    let record = chart(
        r#"[{"resourceType": "ServiceRequest", "reasonReference": {"reference": "Condition/c"}},
            {"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/8"}}]"#,
    );
    let order = &record.service_requests[0];
    assert!(
        record
            .resolve(order.view.reason_references().next().unwrap(), order)
            .is_none()
    );
}

#[test]
fn every_type_that_has_a_view_finds_its_list() {
    let kinds = [
        "Patient",
        "Encounter",
        "Condition",
        "Observation",
        "ServiceRequest",
        "ProcedureRequest",
        "ReferralRequest",
        "Procedure",
        "MedicationRequest",
        "MedicationOrder",
        "MedicationStatement",
        "MedicationUsage",
        "Medication",
        "DiagnosticReport",
        "ImagingStudy",
        "QuestionnaireResponse",
        "FamilyMemberHistory",
        "Device",
        "DeviceUseStatement",
        "DeviceUsage",
        "AllergyIntolerance",
        "DocumentReference",
        "Practitioner",
        "PractitionerRole",
    ];
    let resources: Vec<_> = kinds
        .iter()
        .map(|kind| format!(r#"{{"resourceType": "{kind}"}}"#))
        .collect();
    let json = format!("[{}]", resources.join(","));
    let record = chart(&json);
    assert_eq!(skipped(&record), Vec::<String>::new());
    let lists = [
        usize::from(record.patient.is_some()),
        record.encounters.len(),
        record.conditions.len(),
        record.observations.len(),
        record.service_requests.len(),
        record.procedures.len(),
        record.medication_requests.len(),
        record.medication_statements.len(),
        record.medications.len(),
        record.diagnostic_reports.len(),
        record.imaging_studies.len(),
        record.questionnaire_responses.len(),
        record.family_histories.len(),
        record.devices.len(),
        record.device_uses.len(),
        record.allergies.len(),
        record.documents.len(),
        record.practitioners.len(),
        record.practitioner_roles.len(),
    ];
    assert!(lists.iter().all(|&count| count > 0), "{lists:?}");
    assert_eq!(lists.iter().sum::<usize>(), kinds.len());
}

proptest! {
    #[test]
    fn any_json_makes_a_record(json in any_json(), other in any_json()) {
        let mut builder = RecordBuilder::new("7", Some("x"));
        builder.chart("a", raw(&json)).draft("b", raw(&other));
        let _ = builder.finish();
    }

    #[test]
    fn any_resource_is_placed_or_counted(kind in "[A-Za-z]{0,20}|Condition|Bundle|ServiceRequest", json in any_json()) {
        let json = format!(r#"{{"resourceType": "{kind}", "code": {json}, "status": {json}, "entry": {json}, "subject": {json}}}"#);
        let _ = chart(&json);
    }
}
