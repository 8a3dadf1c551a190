use foramen_cds::{Context, HookRequest, RequestError, UserKind};
use rstest::rstest;

fn body(hook: &str, context: &str) -> String {
    format!(r#"{{"hook": "{hook}", "hookInstance": "i", "context": {context}}}"#)
}

/// The imaging tab of the public sandbox, just opened: an empty coding, a Bundle without type and fullUrl.
const IMAGING: &str = r#"{"patientId": "neck-33", "userId": "Practitioner/1",
    "selections": ["ServiceRequest/draft-1"],
    "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": {
        "resourceType": "ServiceRequest", "id": "draft-1", "status": "draft", "intent": "plan",
        "code": {"coding": [{}]}, "subject": {"reference": "Patient/neck-33"}, "reasonCode": []}}]}}"#;

#[test]
fn the_sandboxs_empty_imaging_tab_is_read() {
    let body = body("order-select", IMAGING);
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    let drafts = request.context.draft_orders().unwrap();
    assert_eq!(drafts.orders.len(), 1);
    let order = &drafts.orders[0];
    assert_eq!(order.path, "context.draftOrders.entry[0].resource");
    assert_eq!(
        order.type_and_id().as_deref(),
        Some("ServiceRequest/draft-1")
    );
    assert!(order.json.get().starts_with('{') && order.json.get().ends_with('}'));
    assert!(request.context.selected("ServiceRequest/draft-1"));
    assert!(!request.context.selected("ServiceRequest/draft-2"));
}

#[rstest]
#[case::absent(r#"{"patientId": "p", "userId": "Practitioner/1"}"#)]
#[case::null(r#"{"patientId": "p", "selections": null, "draftOrders": null}"#)]
fn order_select_without_selections_and_drafts_is_read(#[case] context: &str) {
    let body = body("order-select", context);
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    assert!(request.context.selections().is_empty());
    assert!(request.context.draft_orders().is_none());
}

#[rstest]
#[case::no_entry(r#"{"resourceType": "Bundle"}"#, 0, 0)]
#[case::null_entry(r#"{"resourceType": "Bundle", "entry": null}"#, 0, 0)]
#[case::empty_entry(r#"{"resourceType": "Bundle", "entry": []}"#, 0, 0)]
#[case::empty_object("{}", 0, 0)]
#[case::skipped(
    r#"{"entry": [{"fullUrl": "x"}, {"resource": null}, null, {"resource": {}}]}"#,
    1,
    3
)]
fn drafts_without_a_resource_are_skipped_and_counted(
    #[case] drafts: &str,
    #[case] orders: usize,
    #[case] without_resource: usize,
) {
    let context = format!(r#"{{"patientId": "p", "draftOrders": {drafts}}}"#);
    let body = body("order-sign", &context);
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    let drafts = request.context.draft_orders().unwrap();
    assert_eq!(drafts.orders.len(), orders);
    assert_eq!(drafts.without_resource, without_resource);
}

#[test]
fn the_path_of_a_draft_counts_the_entries_that_were_skipped() {
    let context =
        r#"{"patientId": "p", "draftOrders": {"entry": [{}, {"resource": {"id": "x"}}]}}"#;
    let body = body("order-sign", context);
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    let order = &request.context.draft_orders().unwrap().orders[0];
    assert_eq!(order.path, "context.draftOrders.entry[1].resource");
    assert_eq!(order.type_and_id(), None);
}

#[test]
fn selections_may_be_absolute_and_ids_of_any_length() {
    let id = "x".repeat(194);
    let context = format!(
        r#"{{"patientId": "p", "selections":
            ["https://ehr.example/fhir/ServiceRequest/{id}", "MedicationRequest/2/_history/3", "bare", ""]}}"#
    );
    let body = body("order-select", &context);
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    let order = format!("ServiceRequest/{id}");
    assert_eq!(
        request.context.selections(),
        [&order, "MedicationRequest/2", "bare"]
    );
    assert!(request.context.selected(&order));
    assert!(
        request
            .context
            .selected("https://ehr.example/fhir/MedicationRequest/2")
    );
    assert!(request.context.selected("ServiceRequest/bare"));
    assert!(!request.context.selected("ServiceRequest/2"));
}

#[rstest]
#[case("x")]
#[case(" x ")]
#[case("KIND/x")]
#[case("/KIND/x")]
#[case("KIND/x/")]
#[case("KIND/x/_history/2")]
#[case("x/_history/2")]
#[case("https://ehr.example/fhir/KIND/x")]
#[case("KIND\\u002fx")]
fn ids_are_bare_however_the_client_writes_them(#[case] id: &str) {
    let [patient, encounter] = ["Patient", "Encounter"].map(|kind| id.replace("KIND", kind));
    let context = format!(r#"{{"patientId": "{patient}", "encounterId": "{encounter}"}}"#);
    for hook in ["patient-view", "encounter-start"] {
        let body = body(hook, &context);
        let request = HookRequest::parse(body.as_bytes()).unwrap();
        assert_eq!(request.context.patient_id(), "x");
        assert_eq!(request.context.token("encounterId"), Some("x"));
    }
}

#[rstest]
#[case(
    "Group/x",
    "names a resource of another type; send the id of a resource of type Patient"
)]
#[case(
    "https://ehr.example/fhir/Practitioner/x/_history/1",
    "names a resource of another type; send the id of a resource of type Patient"
)]
#[case("Patient/", "is empty; send a string")]
#[case(" ", "is empty; send a string")]
fn a_patient_id_that_is_none_is_refused(#[case] id: &str, #[case] text: &str) {
    let body = body("patient-view", &format!(r#"{{"patientId": "{id}"}}"#));
    let error = HookRequest::parse(body.as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), format!("`context.patientId` {text}"));
}

#[test]
fn an_encounter_id_of_another_type_counts_only_where_it_is_needed() {
    let context = r#"{"patientId": "p", "encounterId": "EpisodeOfCare/e"}"#;
    let view = body("patient-view", context);
    let request = HookRequest::parse(view.as_bytes()).unwrap();
    assert_eq!(request.context.encounter_id(), None);
    let start = body("encounter-start", context);
    let error = HookRequest::parse(start.as_bytes()).unwrap_err();
    assert_eq!(error.path(), Some("context.encounterId"));
}

#[test]
fn a_draft_keeps_the_address_of_its_entry() {
    let context = r#"{"patientId": "p", "draftOrders": {"entry":
        [{"fullUrl": "urn:uuid:1", "resource": {"id": "x"}}, {"fullUrl": 5, "resource": {"id": "y"}}]}}"#;
    let body = body("order-sign", context);
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    let orders = &request.context.draft_orders().unwrap().orders;
    let urls: Vec<_> = orders.iter().map(|it| it.full_url.as_deref()).collect();
    assert_eq!(urls, [Some("urn:uuid:1"), None]);
}

#[rstest]
#[case::patient_missing("patient-view", "{}", "context.patientId")]
#[case::patient_empty("patient-view", r#"{"patientId": ""}"#, "context.patientId")]
#[case::patient_object("patient-view", r#"{"patientId": {}}"#, "context.patientId")]
#[case::user("patient-view", r#"{"patientId": "p", "userId": 5}"#, "context.userId")]
#[case::encounter(
    "patient-view",
    r#"{"patientId": "p", "encounterId": []}"#,
    "context.encounterId"
)]
#[case::encounter_needed(
    "encounter-start",
    r#"{"patientId": "p", "encounterId": ""}"#,
    "context.encounterId"
)]
#[case::selections(
    "order-select",
    r#"{"patientId": "p", "selections": "A/1"}"#,
    "context.selections"
)]
#[case::selection(
    "order-select",
    r#"{"patientId": "p", "selections": ["A/1", 2]}"#,
    "context.selections[1]"
)]
#[case::drafts(
    "order-sign",
    r#"{"patientId": "p", "draftOrders": []}"#,
    "context.draftOrders"
)]
#[case::no_bundle(
    "order-sign",
    r#"{"patientId": "p", "draftOrders": {"resourceType": "ServiceRequest"}}"#,
    "context.draftOrders.resourceType"
)]
#[case::entry(
    "order-sign",
    r#"{"patientId": "p", "draftOrders": {"entry": {}}}"#,
    "context.draftOrders.entry"
)]
#[case::entry_item(
    "order-sign",
    r#"{"patientId": "p", "draftOrders": {"entry": [{}, "x"]}}"#,
    "context.draftOrders.entry[1]"
)]
#[case::resource(
    "order-select",
    r#"{"patientId": "p", "draftOrders": {"entry": [{"resource": "x"}]}}"#,
    "context.draftOrders.entry[0].resource"
)]
fn a_mistyped_context_is_refused_with_its_path(
    #[case] hook: &str,
    #[case] context: &str,
    #[case] path: &str,
) {
    let body = body(hook, context);
    let error = HookRequest::parse(body.as_bytes()).unwrap_err();
    assert_eq!(error.path(), Some(path));
    assert!(matches!(error, RequestError::Field(_)));
}

#[test]
fn each_hook_has_its_own_context() {
    let context = r#"{"patientId": "p", "encounterId": "e"}"#;
    let body = body("encounter-start", context);
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    assert!(matches!(request.context, Context::EncounterStart(_)));
    assert_eq!(request.context.token("encounterId"), Some("e"));
    assert_eq!(request.context.token("draftOrders"), None);
}

#[rstest]
#[case("Practitioner/7", Some("7"))]
#[case("https://ehr.example/fhir/Practitioner/7", Some("7"))]
#[case("PractitionerRole/7", None)]
#[case("7", None)]
fn the_user_fills_the_token_of_their_type(#[case] user: &str, #[case] id: Option<&str>) {
    let body = body(
        "patient-view",
        &format!(r#"{{"patientId": "p", "userId": "{user}"}}"#),
    );
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    assert_eq!(request.context.user_of(UserKind::Practitioner), id);
}
