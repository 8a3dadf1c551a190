use rstest::rstest;
use serde_json::{Value, json};

use super::{
    super::sample::{read, read_all},
    Lines,
};

pub(super) fn draft(id: &str, more: &Value) -> Value {
    let mut draft =
        json!({ "resourceType": "ServiceRequest", "id": id, "status": "draft", "intent": "order" });
    for (key, value) in more.as_object().into_iter().flatten() {
        draft[key] = value.clone();
    }
    draft
}

pub(super) fn cpt(code: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": "http://www.ama-assn.org/go/cpt", "code": code }], "text": text })
}

pub(super) fn drafted(more: &Value) -> Vec<String> {
    let read = read_all(&Value::Null, &draft("d", more), None);
    assert_eq!(read.of("order").len(), read.of("plan").len());
    assert!(
        read.of("plan")
            .iter()
            .all(|plan| plan.contains("origin=ordered"))
    );
    let lines = read.of("order").into_iter();
    lines
        .map(|line| {
            line.replace(" onset 2026-06-15 stated 2026-06-15", "")
                .replace("status=draft ", "")
                .replace("relevant=", "")
        })
        .collect()
}

#[rstest]
#[case(cpt("72148", "MRI lumbar spine without contrast"), &["order in lumbar kind=imaging modality=mri contrast=without yes"])]
#[case(json!({ "coding": [{ "system": "http://snomed.info/sct", "code": "113091000" }], "text": "MRI cervical spine W WO" }),
    &["order in cervical kind=imaging modality=mri contrast=without_with yes"])]
#[case(json!({ "text": "MR LUMBAR SPINE WO CONTRAST" }), &["order probable in lumbar kind=imaging modality=mri contrast=without yes"])]
#[case(json!({ "text": "XR CHEST 2 VIEWS" }), &["order probable kind=imaging no"])]
#[case(cpt("62323", ""), &["order in lumbar kind=procedure guidance=imaging procedure=esi yes"])]
#[case(cpt("22612", ""), &["order in lumbar kind=procedure procedure=fusion+spine_surgery yes"])]
#[case(cpt("63030", ""), &["order in lumbar kind=procedure procedure=spine_surgery yes"])]
#[case(json!({ "text": "L5 selective nerve root block" }), &["order probable in lumbar kind=procedure procedure=root_block yes"])]
#[case(json!({ "text": "EMG and nerve conduction studies" }), &["order probable kind=procedure procedure=emg yes"])]
#[case(json!({ "text": "Lumbar brace" }), &["order probable in lumbar kind=item item=brace yes"])]
#[case(json!({ "text": "Knee brace" }), &["order probable kind=other no"])]
#[case(json!({ "text": "Referral to neurosurgery" }), &["order probable kind=referral target=surgeon no"])]
#[case(json!({ "text": "Physical therapy" }), &["order probable kind=therapy procedure=physical_therapy no"])]
#[case(json!({ "coding": [{ "system": "http://snomed.info/sct", "code": "183546007" }] }), &["order kind=referral target=surgeon no"])]
#[case(json!({ "coding": [{ "system": "http://loinc.org", "code": "1988-5" }] }), &["order kind=laboratory no value=crp"])]
fn a_draft_is_known_by_its_code_then_by_its_name(#[case] code: Value, #[case] expected: Lines) {
    assert_eq!(drafted(&json!({ "code": code })), expected);
}

#[test]
fn an_order_says_priority_status_and_reason() {
    let lines = drafted(&json!({
        "code": cpt("72148", ""), "priority": "stat", "status": "active",
        "reasonCode": [{ "text": "Suspected fracture" }], "note": [{ "text": "For surgical planning" }],
    }));
    let row = "order in lumbar kind=imaging modality=mri contrast=without status=other reason=bony relevant=yes \
               planned_procedure=yes priority=stat"
        .replace("relevant=", "");
    assert_eq!(lines, [row]);
}

#[test]
fn an_unspecified_mri_takes_the_body_site_and_is_no_spine_study_without_one() {
    let code = json!({ "coding": [{ "system": "http://snomed.info/sct", "code": "113091000" }] });
    let sited = drafted(&json!({ "code": code, "bodySite": [{ "text": "Lumbar spine" }] }));
    assert_eq!(sited, ["order in lumbar kind=imaging modality=mri yes"]);
    assert_eq!(
        drafted(&json!({ "code": code, "category": [{ "text": "Imaging" }] })),
        ["order probable kind=imaging no"]
    );
}

#[test]
fn a_draft_that_is_not_judged_is_no_order() {
    let read = read_all(
        &Value::Null,
        &draft("unjudged", &json!({ "code": cpt("72148", "") })),
        None,
    );
    assert!(read.lines().is_empty());
    let prohibited = read_all(
        &Value::Null,
        &draft(
            "d",
            &json!({ "code": cpt("72148", ""), "doNotPerform": true }),
        ),
        None,
    );
    assert!(prohibited.lines().is_empty());
}

#[rstest]
#[case(json!({ "coding": [{ "system": "http://snomed.info/sct", "code": "279039007" }], "text": "Low back pain" }),
    &["pain.spine in lumbar stated 2026-06-15"])]
#[case(json!({ "text": "Chronic neck pain" }), &["pain.spine in cervical stated 2026-06-15"])]
#[case(json!({ "text": "r/o cervical radiculopathy" }), &["pattern.radicular probable in cervical stated 2026-06-15"])]
#[case(json!({ "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "C79.51" }], "text": "Rule out metastasis" }), &[])]
#[case(json!({ "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "G83.4" }] }), &[])]
fn a_reason_states_symptoms_and_never_flags(#[case] reason: Value, #[case] expected: Lines) {
    let read = read_all(
        &Value::Null,
        &draft(
            "d",
            &json!({ "code": cpt("72148", ""), "reasonCode": [reason] }),
        ),
        None,
    );
    let lines: Vec<String> = read
        .lines()
        .into_iter()
        .filter(|line| !line.starts_with("order") && !line.starts_with("plan"))
        .collect();
    assert_eq!(lines, expected);
}

#[rstest]
#[case("Ibuprofen 600 mg", &["order drug_class=nsaid drug=ibuprofen yes"])]
#[case("Topiramate 25 mg", &["order drug_class=antiepileptic+neuropathic drug=topiramate yes"])]
#[case("Prednisone 10 mg", &["order drug_class=steroid_oral drug=prednisone yes"])]
#[case("Prednisone eye drops", &["order no"])]
#[case("Acetaminophen 500 mg", &["order drug_class=acetaminophen drug=acetaminophen yes"])]
#[case("Metformin", &["order no"])]
fn a_drafted_drug_is_known_by_its_class(#[case] text: &str, #[case] expected: Lines) {
    let draft = json!({
        "resourceType": "MedicationRequest", "id": "d", "status": "draft", "intent": "order",
        "medicationCodeableConcept": { "text": text },
    });
    let read = read_all(&Value::Null, &draft, None);
    let lines: Vec<String> = read
        .of("order")
        .into_iter()
        .map(|line| {
            line.replace(" onset 2026-06-15 stated 2026-06-15", "")
                .replace("kind=drug ", "")
                .replace("status=draft ", "")
                .replace("relevant=", "")
        })
        .collect();
    assert_eq!(lines, expected);
    let row = &read.facts.of(read.id("order"))[0];
    assert_eq!(row.evidence[0].source.reference, "MedicationRequest/d");
}

fn requested(more: &Value) -> Vec<String> {
    let mut request = draft("s", more);
    if more.get("status").is_none() {
        request["status"] = "active".into();
    }
    request["authoredOn"] = "2026-06-01".into();
    read(&request).lines()
}

#[rstest]
#[case(json!({ "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "183546007" }] }, "reasonCode": [{ "text": "Low back pain" }] }),
    &["referral in lumbar kind=made target=surgeon status=made onset 2026-06-01 stated 2026-06-01"])]
#[case(json!({ "code": { "text": "Consult to pain management" }, "status": "completed" }),
    &["referral probable kind=completed target=pain status=completed onset 2026-06-01 stated 2026-06-01"])]
#[case(json!({ "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "183546007" }] }, "status": "draft" }),
    &["referral kind=planned target=surgeon status=planned onset 2026-06-01 stated 2026-06-01"])]
#[case(json!({ "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "183546007" }] }, "status": "revoked" }), &[])]
#[case(json!({ "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "306170007" }], "text": "Referral to physiotherapy service" } }), &[])]
#[case(json!({ "code": cpt("72148", "") }),
    &["plan in lumbar kind=imaging modality=mri contrast=without status=made origin=record onset 2026-06-01 stated 2026-06-01"])]
#[case(json!({ "code": cpt("72148", ""), "status": "completed" }), &[])]
fn requests_on_the_chart_are_referrals_and_plans(#[case] more: Value, #[case] expected: Lines) {
    assert_eq!(requested(&more), expected);
}
