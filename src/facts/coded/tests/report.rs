use rstest::rstest;
use serde_json::{Value, json};

use super::{
    super::sample::{read, read_all},
    Lines,
};

fn report(more: &Value) -> Value {
    let mut report = json!({
        "resourceType": "DiagnosticReport", "id": "r", "status": "final", "effectiveDateTime": "2026-05-25",
        "category": [{ "coding": [{ "code": "RAD" }] }],
        "code": { "coding": [{ "system": "http://www.ama-assn.org/go/cpt", "code": "72148" }] },
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        report[key] = value.clone();
    }
    report
}

const MRI: &str = "img in lumbar";

#[rstest]
#[case(json!({ "conclusion": "L5-S1 left paracentral protrusion compressing the left S1 nerve root." }),
    "side=left modality=mri contrast=without result=root_compression status=final level=L5-S1+S1")]
#[case(json!({ "conclusion": "Mild right L5 nerve root impingement. No canal stenosis." }),
    "side=right modality=mri contrast=without result=mild_impingement status=final level=L5")]
#[case(json!({ "conclusion": "No fracture.", "status": "preliminary" }), "modality=mri contrast=without status=preliminary")]
#[case(json!({ "conclusion": "Unremarkable.", "status": "amended" }), "modality=mri contrast=without result=normal status=final")]
#[case(json!({ "conclusionCode": [{ "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M48.57" }] }] }),
    "modality=mri contrast=without result=fracture status=final")]
#[case(json!({ "conclusionCode": [{ "coding": [{ "system": "http://snomed.info/sct", "code": "299966003" }] }] }),
    "modality=mri contrast=without result=root_compression status=final")]
#[case(json!({ "conclusionCode": [{ "coding": [{ "system": "http://snomed.info/sct", "code": "128196005" }] }] }),
    "modality=mri contrast=without status=final")]
fn a_report_is_a_study_with_its_result(#[case] more: Value, #[case] expected: &str) {
    assert_eq!(
        read(&report(&more)).of("img"),
        [format!(
            "{MRI} {expected} onset 2026-05-25 stated 2026-05-25"
        )]
    );
}

#[test]
fn a_reported_flag_is_a_result_and_a_reported_herniation_a_diagnosis() {
    let fracture = read(&report(&json!({ "conclusion": "Compression fracture." })));
    assert!(fracture.of("rf.fracture_vertebral").is_empty());
    let herniation = read(&report(&json!({ "conclusion": "Large disc extrusion." })));
    assert_eq!(
        herniation.of("dx.disc_herniation"),
        ["dx.disc_herniation onset 2026-05-25 stated 2026-05-25"]
    );
}

#[test]
fn a_report_without_a_date_or_with_a_serious_doubt_is_probable() {
    let undated = read(&report(
        &json!({ "effectiveDateTime": null, "conclusion": "Canal stenosis." }),
    ));
    assert_eq!(
        undated.of("img"),
        ["img probable in lumbar modality=mri contrast=without result=stenosis status=final"]
    );
    let doubtful = read(&report(&json!({ "conclusion": "Possible discitis." })));
    assert!(doubtful.of("img")[0].starts_with("img probable in lumbar"));
    let issued = read(&report(
        &json!({ "effectiveDateTime": null, "issued": "2026-05-26T10:00:00Z" }),
    ));
    assert!(issued.of("img")[0].contains("onset 2026-05-26"));
}

#[rstest]
#[case(json!({ "code": { "text": "XR C-SPINE 2 VIEWS" } }), &["img probable in cervical modality=xray status=final onset 2026-05-25 stated 2026-05-25"])]
#[case(json!({ "code": { "text": "XR KNEE" } }), &[])]
#[case(json!({ "code": { "text": "MRI lumbar spine" }, "category": [{ "coding": [{ "code": "LAB" }] }] }), &[])]
#[case(json!({ "status": "cancelled" }), &[])]
#[case(json!({ "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "113091000" }], "text": "MRI brain" } }), &[])]
#[case(json!({ "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "113091000" }], "text": "MRI thoracic spine" } }),
    &["img in thoracic modality=mri status=final onset 2026-05-25 stated 2026-05-25"])]
fn only_studies_of_the_spine_are_rows(#[case] more: Value, #[case] expected: Lines) {
    assert_eq!(read(&report(&more)).of("img"), expected);
}

#[test]
fn a_report_may_be_known_by_the_order_that_it_answers() {
    let order = json!({
        "resourceType": "ServiceRequest", "id": "o", "status": "completed",
        "code": { "coding": [{ "system": "http://www.ama-assn.org/go/cpt", "code": "72148" }] },
    });
    let answer = report(
        &json!({ "code": { "text": "Imaging report" }, "basedOn": [{ "reference": "ServiceRequest/o" }] }),
    );
    let read = read_all(&json!([order, answer]), &Value::Null, None);
    assert_eq!(
        read.of("img"),
        [
            "img in lumbar modality=mri contrast=without status=final onset 2026-05-25 stated 2026-05-25"
        ]
    );
}

#[rstest]
#[case("2026-05-25", 1)]
#[case("2026-05-20", 2)]
fn report_study_and_procedure_of_one_day_are_one_row(#[case] day: &str, #[case] rows: usize) {
    let study = json!({
        "resourceType": "ImagingStudy", "id": "s", "status": "available", "started": day,
        "modality": [{ "code": "MR" }], "description": "LUMBAR SPINE",
    });
    let done = json!({
        "resourceType": "Procedure", "id": "p", "status": "completed", "performedDateTime": day,
        "code": { "coding": [{ "system": "http://www.ama-assn.org/go/cpt", "code": "72148" }] },
    });
    let read = read_all(
        &json!([done, study, report(&json!({}))]),
        &Value::Null,
        None,
    );
    assert_eq!(read.of("img").len(), rows);
}

#[test]
fn a_study_without_a_report_is_noted() {
    let study = json!({
        "resourceType": "ImagingStudy", "id": "s", "started": "2026-05-20",
        "series": [{ "modality": { "code": "MR" }, "bodySite": { "display": "Cervical spine" } }],
    });
    assert_eq!(
        read(&study).of("img"),
        ["img probable in cervical modality=mri status=noted onset 2026-05-20 stated 2026-05-20"]
    );
}
