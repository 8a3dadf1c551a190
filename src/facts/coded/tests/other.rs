use rstest::rstest;
use serde_json::{Value, json};

use super::{
    super::sample::{read, read_all},
    Lines,
};

#[rstest]
#[case(json!({ "birthDate": "1976-02-15", "gender": "male" }), &["age value 50", "sex value=male"])]
#[case(json!({ "birthDate": "1976" }), &["age value 49 to 50"])]
#[case(json!({ "birthDate": "2030-01-01", "gender": "unknown" }), &[])]
#[case(json!({ "birthDate": "1850-01-01" }), &[])]
#[case(json!({ "deceasedDateTime": "2026-01-01" }), &["deceased"])]
#[case(json!({ "deceasedBoolean": false }), &["deceased absent"])]
#[case(json!({}), &[])]
fn age_sex_and_death_are_of_the_patient(#[case] more: Value, #[case] expected: Lines) {
    let mut patient = more;
    patient["resourceType"] = "Patient".into();
    patient["id"] = "p".into();
    assert_eq!(read(&patient).lines(), expected);
}

#[rstest]
#[case(json!({ "class": { "code": "EMER" } }), &["setting value=emergency"])]
#[case(json!({ "class": { "code": "IMP" } }), &["setting value=inpatient"])]
#[case(json!({ "class": { "code": "AMB" } }), &[])]
#[case(json!({ "class": { "code": "AMB" }, "serviceType": { "text": "Family Medicine" } }), &["setting value=primary_care"])]
#[case(json!({ "class": { "code": "AMB" }, "serviceType": { "text": "Orthopaedic spine clinic" } }), &["setting value=specialist"])]
fn the_setting_is_the_class_or_the_service(#[case] more: Value, #[case] expected: Lines) {
    let mut visit = more;
    visit["resourceType"] = "Encounter".into();
    visit["id"] = "e".into();
    let read = read_all(&json!([visit]), &Value::Null, Some("Encounter/e"));
    assert_eq!(read.lines(), expected);
}

#[test]
fn the_callers_specialty_is_the_setting_of_an_ambulatory_visit() {
    let role = json!({ "resourceType": "PractitionerRole", "id": "r", "specialty": [{ "coding": [{ "code": "207T00000X" }] }] });
    assert_eq!(read(&role).lines(), ["setting value=specialist"]);
}

#[rstest]
#[case(json!({ "text": "Low back pain" }), &["spine.visit stated 2026-06-15 visit", "pain.spine in lumbar stated 2026-06-15 visit"])]
#[case(json!({ "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "R33.9" }] }),
    &["neuro.bladder kind=retention_or_flow stated 2026-06-15 visit"])]
#[case(json!({ "text": "Cough" }), &[])]
fn a_reason_of_the_visit_is_a_statement_of_its_day(#[case] reason: Value, #[case] expected: Lines) {
    let visit = json!({
        "resourceType": "Encounter", "id": "e", "status": "in-progress", "period": { "start": "2026-06-15T09:00:00Z" },
        "reasonCode": [reason],
    });
    let read = read_all(&json!([visit]), &Value::Null, None);
    assert_eq!(read.lines(), expected);
}

#[rstest]
#[case(json!({ "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "7140000" }] } }), &["safety.contrast_allergy"])]
#[case(json!({ "code": { "text": "Iodinated contrast" } }), &["safety.contrast_allergy"])]
#[case(json!({ "code": { "text": "Gadolinium" }, "verificationStatus": { "text": "refuted" } }), &["safety.contrast_allergy absent"])]
#[case(json!({ "code": { "text": "Gadolinium" }, "clinicalStatus": { "text": "resolved" } }), &[])]
#[case(json!({ "code": { "text": "Penicillin" } }), &[])]
fn only_contrast_allergies_are_facts(#[case] more: Value, #[case] expected: Lines) {
    let mut allergy = more;
    allergy["resourceType"] = "AllergyIntolerance".into();
    allergy["id"] = "a".into();
    assert_eq!(read(&allergy).lines(), expected);
}

#[test]
fn a_contrast_substance_is_an_allergy_only_as_one() {
    let given = json!({
        "resourceType": "Procedure", "id": "p", "status": "completed",
        "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "7140000" }] },
    });
    assert!(read(&given).lines().is_empty());
}

#[rstest]
#[case(json!({ "type": { "coding": [{ "system": "http://snomed.info/sct", "code": "14106009" }] } }), &["safety.device kind=pacemaker"])]
#[case(json!({ "deviceName": [{ "name": "Spinal cord stimulator, MR Conditional" }] }), &["safety.device kind=neurostimulator mr_conditional=yes"])]
#[case(json!({ "type": { "text": "Aneurysm clip" }, "safety": [{ "text": "MR Unsafe" }] }), &["safety.device kind=aneurysm_clip mr_conditional=no"])]
#[case(json!({ "type": { "text": "Pacemaker" }, "status": "inactive" }), &[])]
#[case(json!({ "type": { "text": "Hearing aid" } }), &[])]
fn implants_that_matter_are_rows(#[case] more: Value, #[case] expected: Lines) {
    let mut device = more;
    device["resourceType"] = "Device".into();
    device["id"] = "d".into();
    assert_eq!(read(&device).lines(), expected);
}

#[test]
fn a_device_in_use_is_read_by_its_words_unless_the_device_is_there() {
    let usage = |reference: &str| {
        json!({
            "resourceType": "DeviceUseStatement", "id": "u", "status": "active", "recordedOn": "2026-01-02",
            "device": { "reference": reference, "display": "Dual chamber pacemaker" },
        })
    };
    assert_eq!(
        read(&usage("Device/none")).lines(),
        ["safety.device kind=pacemaker stated 2026-01-02"]
    );
    let device = json!({ "resourceType": "Device", "id": "d", "type": { "text": "Pacemaker" } });
    let both = read_all(&json!([usage("Device/d"), device]), &Value::Null, None);
    assert_eq!(both.lines(), ["safety.device kind=pacemaker"]);
}

#[test]
fn the_history_of_a_relative_makes_no_fact() {
    let family = json!({
        "resourceType": "FamilyMemberHistory", "id": "f",
        "condition": [{ "code": { "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "C50.9" }] } }],
    });
    assert!(read(&family).lines().is_empty());
}

#[test]
fn evidence_names_resource_place_and_code_and_never_free_text() {
    let told = json!({ "resourceType": "Condition", "id": "c", "code": { "text": "Low back pain, told by Jane Roe" } });
    let read = read(&told);
    let evidence = &read.facts.of(read.id("pain.spine"))[0].evidence[0];
    assert_eq!(
        (
            evidence.source.reference.as_str(),
            evidence.source.path.as_str()
        ),
        ("Condition/c", "chart[0]")
    );
    assert_eq!(evidence.says, "\"low back pain\"");
}
