//! What the same call answers when its references are written in another way.

use serde_json::{Value, json};

use super::*;
use crate::overrides::NoOverrides;
use jiff::tz::TimeZone;

const EARLY_MRI: &str = include_str!("../../fixtures/requests/order-early-mri.json");

/// The cards, and each FHIR resource that they offer.
fn reply(body: &str) -> String {
    let catalog = crate::hooks::catalog(None).unwrap();
    let request = HookRequest::parse(body.as_bytes()).unwrap();
    let profile = catalog.profile("us-acr").unwrap().clone();
    let tenant = Tenant::new("test", profile, TimeZone::UTC);
    let services = &catalog.content().services;
    let setup = Setup {
        service: services
            .iter()
            .find(|service| service.hooks.contains(&hook(request.hook)))
            .unwrap(),
        catalog: &catalog,
        tenant: &tenant,
        form: None,
        overrides: &NoOverrides,
        now: Timestamp::UNIX_EPOCH,
        today: request.extension.and_then(as_of).unwrap(),
    };
    let answer = answer(&setup, &request).unwrap();
    serde_json::to_string(&answer.response).unwrap()
}

#[test]
fn the_ids_of_the_context_may_be_written_in_any_way() {
    let plain = reply(EARLY_MRI);
    assert!(
        plain.contains("\"Patient/pt-back-pain\"") && plain.contains("\"Encounter/enc-today\"")
    );
    let mut call: Value = serde_json::from_str(EARLY_MRI).unwrap();
    call["context"]["patientId"] =
        "https://ehr.example/fhir/Patient/pt-back-pain/_history/2".into();
    call["context"]["encounterId"] = "Encounter/enc-today".into();
    assert_eq!(reply(&call.to_string()), plain);
}

#[test]
fn the_encounter_of_another_patient_is_not_referred_to() {
    let mut call: Value = serde_json::from_str(EARLY_MRI).unwrap();
    call["prefetch"]["encounter"]["subject"] = json!({"reference": "Patient/other"});
    let reply = reply(&call.to_string());
    assert!(reply.contains("\"Patient/pt-back-pain\"") && !reply.contains("enc-today"));
}

#[test]
fn a_chart_that_refers_by_the_addresses_of_its_entries_is_read_alike() {
    let plain = reply(EARLY_MRI);
    let mut call: Value = serde_json::from_str(EARLY_MRI).unwrap();
    let patient = call["prefetch"]["patient"].take();
    call["prefetch"]["patient"] = json!({"resourceType": "Bundle",
        "entry": [{"fullUrl": "urn:uuid:0a", "resource": patient}]});
    let body = call
        .to_string()
        .replace("\"Patient/pt-back-pain\"", "\"urn:uuid:0a\"");
    let call: Value = serde_json::from_str(&body).unwrap();
    let subject = &call["prefetch"]["conditions"]["entry"][0]["resource"]["subject"];
    assert_eq!(subject["reference"], "urn:uuid:0a");
    assert_eq!(reply(&body), plain);
}
