//! What is reported, and where.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken helper of a test fails the test"
)]

use foramen_lint::model::{self, Refusal};
use foramen_lint::{Kind, LintError, Report, Severity, lint};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

fn report(file: &Value) -> Report {
    lint(&file.to_string()).unwrap()
}

/// The problems as lines, without the severity that follows from the kind.
fn lines(file: &Value) -> Vec<String> {
    let problems = report(file).problems;
    problems
        .iter()
        .map(|problem| {
            format!(
                "{} [{}] {}",
                problem.path,
                problem.kind.code(),
                problem.message
            )
        })
        .collect()
}

fn order() -> Value {
    json!({
        "resourceType": "ServiceRequest",
        "id": "draft.1",
        "status": "draft",
        "intent": "order",
        "category": [{ "coding": [{ "system": "http://snomed.info/sct", "code": "363679005" }] }],
        "code": { "coding": [{ "system": "http://www.ama-assn.org/go/cpt", "code": "72148" }], "text": "MRI" },
        "subject": { "reference": "Patient/1" },
        "authoredOn": "2026-11-24",
        "note": [{ "time": "2026-11-24T08:00:00+01:00", "text": "six weeks" }],
    })
}

fn with(mut resource: Value, name: &str, value: Value) -> Value {
    resource[name] = value;
    resource
}

fn without(mut resource: Value, name: &str) -> Value {
    resource.as_object_mut().unwrap().remove(name);
    resource
}

fn condition() -> Value {
    json!({ "resourceType": "Condition", "id": "c1", "subject": { "reference": "Patient/1" } })
}

fn patient() -> Value {
    json!({ "resourceType": "Patient", "id": "1", "gender": "female", "birthDate": "1970-02-28", "active": true })
}

/// A request as the hooks define it, clean.
fn request() -> Value {
    json!({
        "hook": "order-select",
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {
            "userId": "Practitioner/2",
            "patientId": "1",
            "selections": ["ServiceRequest/draft.1"],
            "draftOrders": { "resourceType": "Bundle", "type": "collection", "entry": [{ "resource": order() }] },
        },
        "prefetch": {
            "patient": patient(),
            "conditions": {
                "resourceType": "Bundle",
                "type": "searchset",
                "total": 2,
                "entry": [
                    { "fullUrl": "http://example.org/Condition/c1", "resource": condition(), "search": { "mode": "match" } },
                    { "resource": with(condition(), "id", json!("c2")) },
                ],
            },
            "notes": null,
        },
    })
}

#[test]
fn a_clean_request_has_no_problem_and_every_resource_counts() {
    let report = report(&request());
    assert_eq!(report.problems, []);
    assert_eq!(report.resources, 6);
}

#[rstest]
#[case::empty_array(with(order(), "reasonCode", json!([])), "reasonCode [empty] empty array: leave the element out")]
#[case::empty_coding(with(condition(), "code", json!({ "coding": [], "text": "x" })), "code.coding [empty] empty array: leave the element out")]
#[case::empty_object(with(condition(), "code", json!({})), "code [empty] empty object: leave the element out")]
#[case::empty_item(with(condition(), "category", json!([{}, { "text": "x" }])), "category[0] [empty] empty object: leave the element out")]
#[case::null_member(
    with(condition(), "encounter", Value::Null),
    "encounter [empty] null: leave the element out"
)]
#[case::null_item(with(patient(), "name", json!([{ "given": ["A", null] }])), "name[0].given[1] [empty] null: leave the element out")]
#[case::string_for_object(with(condition(), "code", json!("M54.16")), "code [json-type] a string where R4 has an object")]
#[case::object_for_string(with(condition(), "recordedDate", json!({ "a": 1 })), "recordedDate [json-type] an object where R4 has a string")]
#[case::string_for_boolean(with(patient(), "active", json!("true")), "active [json-type] a string where R4 has a boolean")]
#[case::string_for_number(with(patient(), "multipleBirthInteger", json!("2")), "multipleBirthInteger [json-type] a string where R4 has a number")]
#[case::number_for_string(with(condition(), "onsetString", json!(5)), "onsetString [json-type] a number where R4 has a string")]
#[case::object_for_list(with(order(), "category", json!({ "text": "x" })), "category [cardinality] a single value where R4 has a list")]
#[case::list_for_object(with(condition(), "code", json!([{ "text": "x" }])), "code [cardinality] a list where R4 has a single value")]
#[case::list_of_lists(with(condition(), "category", json!([[{ "text": "x" }]])), "category[0] [json-type] a list where R4 has an object")]
#[case::unknown_element(with(condition(), "diagnosis", json!("x")), "diagnosis [unknown-element] R4 has no element `diagnosis` here")]
#[case::unknown_deep_element(
    with(condition(), "stage", json!([{ "summary": { "coding": [{ "colour": "x", "code": "1" }] } }])),
    "stage[0].summary.coding[0].colour [unknown-element] R4 has no element `colour` here"
)]
#[case::underscore_on_a_complex_element(with(condition(), "_code", json!({ "id": "x" })), "_code [unknown-element] R4 has no element `_code` here")]
#[case::two_onsets(
    with(with(condition(), "onsetDateTime", json!("2026")), "onsetString", json!("last year")),
    "(file) [repeated] `onsetDateTime` stands beside another value of the same element"
)]
#[case::missing_status(
    without(order(), "status"),
    "(file) [missing] required element `status` is missing"
)]
#[case::missing_intent(
    without(order(), "intent"),
    "(file) [missing] required element `intent` is missing"
)]
#[case::missing_subject(
    without(condition(), "subject"),
    "(file) [missing] required element `subject` is missing"
)]
#[case::status_taken_out(with(order(), "status", json!(5)), "status [json-type] a number where R4 has a string")]
#[case::long_id(with(order(), "id", json!("e".repeat(194))), "id [format] not an R4 id (1 to 64 letters, digits, hyphens or points)")]
#[case::odd_id(with(order(), "id", json!("a_b")), "id [format] not an R4 id (1 to 64 letters, digits, hyphens or points)")]
#[case::blank_string(with(order(), "patientInstruction", json!(" ")), "patientInstruction [format] blank string: leave the element out")]
#[case::bad_date(
    with(condition(), "onsetDateTime", json!("six weeks ago")),
    "onsetDateTime [format] not a dateTime (YYYY, YYYY-MM, YYYY-MM-DD or with a time to the second and a zone)"
)]
#[case::bad_contained_date(
    with(order(), "contained", json!([with(patient(), "birthDate", json!("1970-02-30"))])),
    "contained[0].birthDate [format] not a date (YYYY, YYYY-MM or YYYY-MM-DD)"
)]
#[case::unknown_type(json!({ "resourceType": "ProcedureRequest", "status": "draft" }), "(file) [resource-type] R4 has no resource type `ProcedureRequest`")]
#[case::datatype_as_resource(json!({ "resourceType": "Coding", "code": "x" }), "(file) [refused] not readable as R4: expected valid resourceType")]
#[case::unknown_contained_type(
    with(order(), "contained", json!([{ "resourceType": "Thing" }])),
    "contained[0] [resource-type] R4 has no resource type `Thing`"
)]
#[case::contained_without_type(
    with(order(), "contained", json!([{ "id": "x" }])),
    "contained[0] [resource-type] not a FHIR resource: no `resourceType`"
)]
fn a_broken_resource_is_told_once_at_its_place(#[case] resource: Value, #[case] line: &str) {
    assert_eq!(lines(&resource), [line]);
}

#[rstest]
#[case::primitive_extension(with(patient(), "_birthDate", json!({ "extension": [{ "url": "http://example.org/t", "valueDateTime": "1970-02-28T10:00:00Z" }] })))]
#[case::value_less_status(with(without(order(), "status"), "_status", json!({ "extension": [{ "url": "http://example.org/x", "valueCode": "unknown" }] })))]
#[case::null_that_holds_a_place(with(patient(), "name", json!([{ "given": [null, "B"], "_given": [{ "id": "x" }, null] }])))]
#[case::only_extensions(with(patient(), "name", json!([{ "given": [null], "_given": [{ "id": "x" }] }])))]
#[case::narrative(with(patient(), "text", json!({ "status": "generated", "div": "<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>" })))]
#[case::meta(with(patient(), "meta", json!({ "versionId": "1", "lastUpdated": "2026-11-24T08:00:00.000Z", "profile": ["http://example.org/p"], "tag": [{ "code": "x" }] })))]
#[case::nested_extension(with(patient(), "extension", json!([{ "url": "http://example.org/race", "extension": [{ "url": "text", "valueString": "x" }] }])))]
#[case::contained(with(order(), "contained", json!([{ "resourceType": "Patient", "id": "p", "name": [{ "family": "x" }] }])))]
#[case::decimal(json!({
    "resourceType": "Observation", "status": "final", "code": { "text": "ESR" },
    "valueQuantity": { "value": 1.00, "unit": "mm/h" },
    "component": [{ "code": { "text": "x" }, "valueInteger": 3, "referenceRange": [{ "low": { "value": 1 } }] }],
}))]
#[case::dosage(json!({
    "resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": { "reference": "Patient/1" },
    "medicationCodeableConcept": { "text": "Ibuprofen" },
    "dosageInstruction": [{
        "sequence": 1, "asNeededBoolean": true,
        "timing": { "repeat": { "frequency": 3, "period": 1, "periodUnit": "d", "boundsPeriod": { "start": "2026-11-01" } } },
        "doseAndRate": [{ "doseQuantity": { "value": 400, "unit": "mg" } }],
    }],
}))]
#[case::content_reference(json!({
    "resourceType": "QuestionnaireResponse", "status": "completed",
    "item": [{ "linkId": "1", "item": [{ "linkId": "1.1", "answer": [{ "valueBoolean": true, "item": [{ "linkId": "a" }] }] }] }],
}))]
#[case::note(json!({
    "resourceType": "DocumentReference", "status": "current", "date": "2026-11-24T08:00:00Z",
    "content": [{ "attachment": { "contentType": "text/plain", "data": "eA==", "creation": "2026-11-24" } }],
    "context": { "period": { "start": "2026-11-24T08:00:00Z" } },
}))]
#[case::outcome(json!({ "resourceType": "OperationOutcome", "issue": [{ "severity": "error", "code": "processing" }] }))]
#[case::resource_type_last(json!({ "id": "1", "resourceType": "Patient" }))]
fn a_sound_resource_has_no_problem(#[case] resource: Value) {
    assert_eq!(lines(&resource), [""; 0]);
}

#[rstest]
#[case("2026", true)]
#[case("2026-02", true)]
#[case("2024-02-29", true)]
#[case("2000-02-29", true)]
#[case("2026-11-24T08:00:00Z", true)]
#[case("2026-11-24T08:00:60.123+14:00", true)]
#[case("2026-11-24T23:59:59-05:00", true)]
#[case("0000", false)]
#[case("26", false)]
#[case("2026-13", false)]
#[case("2026-1-1", false)]
#[case("2026-04-31", false)]
#[case("2026-02-29", false)]
#[case("1900-02-29", false)]
#[case("2026-11-24-01", false)]
#[case("2026-11-24T08:00Z", false)]
#[case("2026-11-24T08:00:00", false)]
#[case("2026-11-24T24:00:00Z", false)]
#[case("2026-11-24T08:00:00.Z", false)]
#[case("2026-11-24T08:00:00+15:00", false)]
#[case("2026-11T08:00:00Z", false)]
#[case("24.11.2026", false)]
#[case("2026-11-24 08:00:00Z", false)]
#[case("2026-11-24T08:00:00Zé", false)]
fn a_date_time_is_read_as_r4_writes_it(#[case] value: &str, #[case] sound: bool) {
    assert_eq!(
        lines(&with(condition(), "onsetDateTime", json!(value))).is_empty(),
        sound
    );
}

#[rstest]
#[case::date_with_time(with(patient(), "birthDate", json!("1970-02-28T00:00:00Z")), "birthDate")]
#[case::instant_without_time(
    json!({ "resourceType": "DocumentReference", "status": "current", "date": "2026-11-24", "content": [{ "attachment": { "url": "Binary/1" } }] }),
    "date"
)]
#[case::period(
    json!({ "resourceType": "Encounter", "status": "planned", "class": { "code": "AMB" }, "period": { "start": "now" } }),
    "period.start"
)]
#[case::note_time(with(order(), "note", json!([{ "time": "8 am", "text": "x" }])), "note[0].time")]
#[case::extension(with(patient(), "extension", json!([{ "url": "x", "valueDateTime": "x" }])), "extension[0].valueDateTime")]
fn each_element_has_its_own_form_of_date(#[case] resource: Value, #[case] path: &str) {
    let problems = report(&resource).problems;
    assert_eq!(
        problems
            .iter()
            .map(|p| (p.path.as_str(), p.kind))
            .collect::<Vec<_>>(),
        [(path, Kind::Format)]
    );
}

#[test]
fn problems_of_a_request_are_told_in_its_own_paths() {
    let mut request = request();
    request["context"]["draftOrders"]["entry"][0]["resource"]["reasonCode"] = json!([]);
    request["prefetch"]["conditions"]["entry"][1]["resource"]["code"] = json!("M54.16");
    request["prefetch"]["conditions"]["entry"][0]["search"]["mood"] = json!("match");
    request["prefetch"]["labs"] =
        json!({ "resourceType": "Bundle", "type": "searchset", "entry": [] });
    request["prefetch"]["orders"] = json!({ "resourceType": "Bundle", "entry": [{ "resource": null }, { "resource": { "resourceType": "Thing" } }] });
    request["prefetch"]["coverage"] = json!("none");
    insta::assert_snapshot!(lines(&request).join("\n"), @"
    context.draftOrders.entry[0].resource.reasonCode [empty] empty array: leave the element out
    prefetch.conditions.entry[0].search.mood [unknown-element] R4 has no element `mood` here
    prefetch.conditions.entry[1].resource.code [json-type] a string where R4 has an object
    prefetch.labs.entry [empty] empty array: leave the element out
    prefetch.orders.entry[0].resource [empty] null: leave the element out
    prefetch.orders [missing] required element `type` is missing
    prefetch.orders.entry[1].resource [resource-type] R4 has no resource type `Thing`
    prefetch.coverage [resource-type] not a FHIR resource: no JSON object
    ");
}

#[test]
fn a_resource_is_named_by_type_and_id() {
    let problem = &report(&with(condition(), "code", json!("M54.16"))).problems[0];
    assert_eq!(problem.resource_type.as_deref(), Some("Condition"));
    assert_eq!(problem.id.as_deref(), Some("c1"));
    assert_eq!(problem.severity(), Severity::Error);
    let problem = &report(&with(
        with(condition(), "id", json!("Jane Doe")),
        "code",
        json!({}),
    ))
    .problems[0];
    assert_eq!(problem.id, None);
    assert_eq!(problem.severity(), Severity::Warning);
}

#[test]
fn all_faults_of_a_resource_are_told_not_only_the_first() {
    let order = json!({ "resourceType": "ServiceRequest", "intent": ["order"], "colour": "red", "code": "72148", "note": [], "subject": { "reference": "Patient/1" } });
    insta::assert_snapshot!(lines(&order).join("\n"), @"
    note [empty] empty array: leave the element out
    intent [cardinality] a list where R4 has a single value
    colour [unknown-element] R4 has no element `colour` here
    code [json-type] a string where R4 has an object
    (file) [missing] required element `status` is missing
    ");
}

#[rstest]
#[case(with(condition(), "onsetString", json!(["Jane Doe", "Jane Doe"])))]
#[case(with(condition(), "code", json!("Jane Doe")))]
#[case(with(condition(), "Jane Doe", json!("Jane Doe")))]
#[case(with(condition(), "onsetDateTime", json!("Jane Doe")))]
#[case(with(patient(), "active", json!("Jane Doe")))]
#[case(with(patient(), "multipleBirthInteger", json!("Jane Doe, expected Jane Doe")))]
#[case(with(condition(), "id", json!("Jane Doe")))]
#[case(json!({ "resourceType": "Jane Doe" }))]
#[case(json!({ "hook": "x", "prefetch": { "Jane Doe": { "resourceType": "Jane" }, "a": "Jane Doe" } }))]
fn no_value_is_repeated(#[case] file: Value) {
    let problems = report(&file).problems;
    assert!(!problems.is_empty());
    assert!(!format!("{problems:?}").contains("Doe"), "{problems:?}");
}

#[rstest]
#[case::boolean(r#"{"resourceType":"Patient","active":"Jane Doe, expected Doe"}"#)]
#[case::integer(r#"{"resourceType":"Patient","multipleBirthInteger":"Jane Doe"}"#)]
#[case::text(r#"{"resourceType":"Patient","gender":{"value":{"value":"Jane Doe"}}}"#)]
#[case::member(r#"{"resourceType":"Patient","Jane Doe":1}"#)]
#[case::syntax(r#"{"resourceType":"Patient","name":Doe}"#)]
fn the_reader_of_the_model_repeats_no_value_either(#[case] resource: &str) {
    let refusal = model::read(resource).unwrap_err();
    assert!(!refusal.to_string().contains("Doe"), "{refusal}");
}

#[test]
fn the_reader_breaking_on_an_empty_array_is_caught() {
    assert_eq!(
        model::read(r#"{"resourceType":"Patient","name":[]}"#),
        Err(Refusal::Broke)
    );
}

#[rstest]
#[case("")]
#[case("{")]
#[case("[]")]
#[case("7")]
#[case("{}")]
#[case(r#"{"name":"x"}"#)]
fn a_file_that_is_neither_request_nor_resource_is_an_error(#[case] text: &str) {
    let error = lint(text).unwrap_err();
    let not_json = matches!(text, "" | "{");
    assert_eq!(matches!(error, LintError::NotJson(_)), not_json, "{error}");
}

#[test]
fn nesting_without_end_is_an_error_and_no_crash() {
    let deep = format!(
        r#"{{"resourceType":"Patient","extension":{}{}}}"#,
        "[{\"extension\":".repeat(2000),
        "}]".repeat(2000)
    );
    assert!(matches!(lint(&deep), Err(LintError::NotJson(_))));
}

/// JSON out of words that mean something here, so that the walk gets somewhere.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("Patient"),
        Just("Condition"),
        Just("Bundle"),
        Just("Coding"),
        Just("2026"),
        Just(""),
        Just("x")
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.prop_map(Value::from),
        ".{0,5}".prop_map(Value::from),
    ];
    let name = prop_oneof![
        Just("resourceType".to_owned()),
        Just("entry".to_owned()),
        Just("resource".to_owned()),
        Just("name".to_owned()),
        Just("given".to_owned()),
        Just("_given".to_owned()),
        Just("code".to_owned()),
        Just("coding".to_owned()),
        Just("contained".to_owned()),
        Just("extension".to_owned()),
        Just("id".to_owned()),
        Just("valueDecimal".to_owned()),
        Just("onsetAge".to_owned()),
        Just("value".to_owned()),
        ".{0,4}",
    ];
    leaf.prop_recursive(6, 48, 5, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((name.clone(), inner), 0..6)
                .prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_json_makes_it_panic(
        members in proptest::collection::vec(("code|name|contained|entry|extension|onsetAge|subject|_id", any_json()), 0..5),
        of in prop_oneof![Just("Patient"), Just("Condition"), Just("Bundle"), Just("Basic")],
    ) {
        let mut resource = json!({ "resourceType": of });
        for (name, value) in members {
            resource[name] = value;
        }
        let request = json!({ "hook": "patient-view", "context": { "x": resource }, "prefetch": { "p": resource } });
        let report = lint(&request.to_string()).unwrap();
        prop_assert!(report.problems.iter().all(|problem| !problem.message.contains("broke")));
    }

    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\]{}\",:a-z0-9.]{0,40}|.{0,40}") {
        let _ = lint(&text);
    }
}
