use rstest::rstest;
use serde_json::{Value, json};

use super::{
    super::sample::{read, read_all},
    Lines,
};

fn observation(system: &str, code: &str, more: &Value) -> Value {
    let mut observation = json!({
        "resourceType": "Observation", "id": "o", "status": "final", "effectiveDateTime": "2026-06-12",
        "code": { "coding": [{ "system": system, "code": code }] },
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        observation[key] = value.clone();
    }
    observation
}

fn loinc(code: &str, more: &Value) -> Value {
    observation("http://loinc.org", code, more)
}

fn quantity(value: f64, unit: &str) -> Value {
    if unit.is_empty() {
        json!({ "valueQuantity": { "value": value } })
    } else {
        json!({ "valueQuantity": { "value": value, "unit": unit } })
    }
}

const DAY: &str = "onset 2026-06-12 stated 2026-06-12";

#[rstest]
#[case("72514-3", quantity(8.0, "{score}"), "severity.nrs", "value 8")]
#[case("72514-3", json!({ "valueInteger": 8 }), "severity.nrs", "value 8")]
#[case("72514-3", json!({ "valueString": "8/10" }), "severity.nrs", "value 8")]
#[case("38214-3", quantity(72.0, "mm"), "severity.nrs", "value 7.2")]
#[case("38214-3", quantity(72.0, ""), "severity.nrs", "value 7.2")]
#[case("82237-9", quantity(44.0, "%"), "severity.ndi", "value 44")]
#[case("98979-8", quantity(28.0, "mL/min"), "safety.egfr", "value 28")]
#[case("98979-8", json!({ "valueQuantity": { "value": 60, "comparator": ">" } }), "safety.egfr", "value 60")]
#[case("8310-5", quantity(101.3, "[degF]"), "rf.fever", "value 38.5")]
#[case("8480-6", quantity(84.0, "mm[Hg]"), "sys.collapse", "value 84")]
fn a_measurement_is_dated_by_itself(
    #[case] code: &str,
    #[case] value: Value,
    #[case] finding: &str,
    #[case] expected: &str,
) {
    assert_eq!(
        read(&loinc(code, &value)).lines(),
        [format!("{finding} {DAY} {expected}")]
    );
}

#[rstest]
#[case("72514-3", quantity(72.0, ""))]
#[case("82237-9", quantity(22.0, ""))]
#[case("8310-5", quantity(37.0, "Cel"))]
#[case("8480-6", quantity(128.0, "mm[Hg]"))]
#[case("8480-6", quantity(0.0, "mm[Hg]"))]
#[case("2160-0", quantity(1.1, "mg/dL"))]
#[case("72514-3", json!({ "dataAbsentReason": { "text": "asked but unknown" } }))]
#[case("72514-3", json!({}))]
#[case("8310-5", json!({ "valueQuantity": { "value": 39, "unit": "Cel" }, "status": "cancelled" }))]
fn a_normal_unclear_or_missing_value_is_no_fact(#[case] code: &str, #[case] value: Value) {
    assert!(read(&loinc(code, &value)).lines().is_empty());
}

#[test]
fn an_unclear_score_is_set_aside_for_the_trace() {
    assert_eq!(
        read(&loinc("82237-9", &quantity(22.0, "")))
            .facts
            .set_aside
            .len(),
        1
    );
}

#[rstest]
#[case("4537-7", json!({ "valueQuantity": { "value": 62, "unit": "mm/h" }, "interpretation": [{ "coding": [{ "code": "H" }] }] }),
    &["labs.esr kind=esr interpretation=H onset 2026-06-12 stated 2026-06-12 value 62",
      "labs kind=esr interpretation=H onset 2026-06-12 stated 2026-06-12 value 62"])]
#[case("1988-5", json!({ "valueQuantity": { "value": 8, "unit": "mg/dL" }, "referenceRange": [{ "high": { "value": 0.5 } }] }),
    &["labs.crp kind=crp interpretation=H onset 2026-06-12 stated 2026-06-12 value 80",
      "labs kind=crp interpretation=H onset 2026-06-12 stated 2026-06-12 value 80"])]
#[case("1988-5", json!({ "valueQuantity": { "value": 3, "unit": "mg/L", "comparator": "<" }, "referenceRange": [{ "text": "<5" }] }),
    &["labs.crp kind=crp interpretation=N onset 2026-06-12 stated 2026-06-12 value 3",
      "labs kind=crp interpretation=N onset 2026-06-12 stated 2026-06-12 value 3"])]
#[case("1988-5", json!({ "valueQuantity": { "value": 3, "unit": "mg/L" } }),
    &["labs.crp kind=crp onset 2026-06-12 stated 2026-06-12 value 3", "labs kind=crp onset 2026-06-12 stated 2026-06-12 value 3"])]
#[case("718-7", json!({ "valueQuantity": { "value": 9.1, "unit": "g/dL" }, "interpretation": [{ "coding": [{ "code": "L" }] }] }),
    &["labs kind=haemoglobin interpretation=L onset 2026-06-12 stated 2026-06-12 value 9.1"])]
#[case("718-7", json!({ "valueQuantity": { "value": 9.1, "unit": "g/dL" }, "interpretation": [{ "text": "A" }] }),
    &["labs kind=haemoglobin onset 2026-06-12 stated 2026-06-12 value 9.1"])]
#[case("2160-0", json!({ "valueQuantity": { "value": 2.1, "unit": "mg/dL" }, "referenceRange": [{ "high": { "value": 1.2, "unit": "mg/dL" } }] }),
    &["safety.kidney onset 2026-06-12 stated 2026-06-12 value 2.1"])]
#[case("2160-0", json!({ "valueQuantity": { "value": 90, "unit": "umol/L" }, "referenceRange": [{ "high": { "value": 1.2, "unit": "mg/dL" } }] }),
    &[])]
fn a_laboratory_value_is_read_by_interpretation_then_by_its_range(
    #[case] code: &str,
    #[case] more: Value,
    #[case] expected: Lines,
) {
    assert_eq!(read(&loinc(code, &more)).lines(), expected);
}

#[rstest]
#[case(json!({ "text": "Post-void residual (bladder scan)" }), json!({ "valueString": "580 mL" }), &[
    "neuro.bladder kind=retention_or_flow stated 2026-06-12 worsened 2026-06-12",
    "neuro.pvr_ml onset 2026-06-12 stated 2026-06-12 value 580",
])]
#[case(json!({ "text": "PVR" }), quantity(80.0, "mL"), &["neuro.pvr_ml onset 2026-06-12 stated 2026-06-12 value 80"])]
#[case(json!({ "text": "Hemoglobin A1c" }), quantity(8.0, "%"), &[])]
#[case(json!({ "text": "Temperature" }), quantity(39.2, "Cel"), &["rf.fever onset 2026-06-12 stated 2026-06-12 value 39.2"])]
fn a_measurement_is_recognised_by_its_name(
    #[case] code: Value,
    #[case] mut more: Value,
    #[case] expected: Lines,
) {
    more["code"] = code;
    assert_eq!(read(&loinc("", &more)).lines(), expected);
}

#[test]
fn a_residual_from_the_threshold_on_is_new_retention() {
    let read = read(&loinc("69388-7", &quantity(0.2, "L")));
    assert_eq!(
        read.of("neuro.bladder"),
        ["neuro.bladder kind=retention_or_flow stated 2026-06-12 worsened 2026-06-12"]
    );
    assert!(read.facts.of(read.id("neuro.bladder"))[0].examined);
}

#[test]
fn components_are_measured_too() {
    let panel = json!({
        "component": [
            { "code": { "coding": [{ "system": "http://loinc.org", "code": "8480-6" }] }, "valueQuantity": { "value": 82, "unit": "mmHg" } },
            { "code": { "coding": [{ "system": "http://loinc.org", "code": "72514-3" }] }, "valueQuantity": { "value": 9 } },
        ],
    });
    assert_eq!(read(&loinc("85354-9", &panel)).lines().len(), 2);
}

#[rstest]
#[case(json!({ "valueBoolean": true }), &["rf.fever stated 2026-06-12"])]
#[case(json!({ "valueBoolean": false }), &["rf.fever absent stated 2026-06-12"])]
#[case(json!({ "valueCodeableConcept": { "coding": [{ "system": "http://snomed.info/sct", "code": "373067005" }] } }), &["rf.fever absent stated 2026-06-12"])]
#[case(json!({ "valueCodeableConcept": { "coding": [{ "code": "LA33-6" }] } }), &["rf.fever stated 2026-06-12"])]
#[case(json!({ "valueString": "Absent" }), &["rf.fever absent stated 2026-06-12"])]
#[case(json!({ "valueString": "not sure" }), &[])]
#[case(json!({}), &["rf.fever stated 2026-06-12"])]
#[case(json!({ "dataAbsentReason": { "text": "unknown" } }), &[])]
fn a_finding_as_an_observation_is_answered_by_its_value(
    #[case] more: Value,
    #[case] expected: Lines,
) {
    assert_eq!(
        read(&observation(
            "http://hl7.org/fhir/sid/icd-10-cm",
            "R50.9",
            &more
        ))
        .lines(),
        expected
    );
}

#[test]
fn a_finding_may_be_the_value_but_not_that_of_a_relative() {
    let value = |text: &str| {
        json!({
            "code": { "text": text },
            "valueCodeableConcept": { "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M21.371" }] },
        })
    };
    let found = read(&loinc("", &value("Physical findings")));
    assert_eq!(
        found.lines(),
        ["neuro.motor side=right limb=lower stated 2026-06-12"]
    );
    assert!(found.facts.of(found.id("neuro.motor"))[0].examined);
    assert!(
        read(&loinc("", &value("Family history")))
            .lines()
            .is_empty()
    );
}

#[rstest]
#[case("Right EHL 4/5, left 5/5", &["neuro.motor side=right limb=lower objective=true grade=4 stated 2026-06-12"])]
#[case("5/5 throughout", &["neuro.motor absent objective=true stated 2026-06-12"])]
#[case("Reduced grip left", &["neuro.motor side=left limb=upper objective=true stated 2026-06-12"])]
#[case("No weakness", &["neuro.motor absent objective=true stated 2026-06-12"])]
#[case("Not tested", &[])]
fn muscle_strength_is_decided_by_its_value(#[case] text: &str, #[case] expected: Lines) {
    assert_eq!(
        read(&loinc("10212-9", &json!({ "valueString": text }))).lines(),
        expected
    );
}

#[rstest]
#[case("Ankle-brachial index, left leg", &["img modality=abi status=noted stated 2026-06-12"])]
#[case("Body height", &[])]
fn an_ankle_brachial_index_is_a_study_by_its_name(#[case] text: &str, #[case] expected: Lines) {
    let observation = json!({
        "resourceType": "Observation", "id": "o", "status": "final", "code": { "text": text },
        "effectiveDateTime": "2026-06-12", "valueQuantity": { "value": 0.8 }
    });
    assert_eq!(read(&observation).lines(), expected);
}

#[rstest]
#[case("Brisk knee reflexes, 3+", &["neuro.umn limb=lower objective=true stated 2026-06-12"])]
#[case("Left ankle jerk absent, no clonus", &["neuro.reflex side=left limb=lower objective=true stated 2026-06-12"])]
#[case("2+ and symmetric, Babinski negative", &[
    "neuro.reflex absent objective=true stated 2026-06-12",
    "neuro.umn absent objective=true stated 2026-06-12",
])]
#[case("Babinski right", &["neuro.umn side=right objective=true stated 2026-06-12"])]
fn reflexes_are_decided_by_their_value(#[case] text: &str, #[case] expected: Lines) {
    assert_eq!(
        read(&loinc("10194-9", &json!({ "valueString": text }))).lines(),
        expected
    );
}

#[rstest]
#[case("2106-3", json!({ "valueString": "Positive" }), &["safety.pregnancy value=pregnant onset 2026-06-12 stated 2026-06-12"])]
#[case("2106-3", json!({ "valueString": "Not detected" }), &["safety.pregnancy value=no onset 2026-06-12 stated 2026-06-12"])]
#[case("82810-3", json!({ "valueCodeableConcept": { "coding": [{ "system": "http://loinc.org", "code": "LA15173-0" }] } }),
    &["safety.pregnancy value=pregnant onset 2026-06-12 stated 2026-06-12"])]
#[case("82810-3", json!({ "valueCodeableConcept": { "text": "Not pregnant" } }), &["safety.pregnancy value=no onset 2026-06-12 stated 2026-06-12"])]
#[case("82810-3", json!({ "valueCodeableConcept": { "text": "Unknown" } }), &[])]
#[case("72166-2", json!({ "valueCodeableConcept": { "text": "Current every day smoker" } }),
    &["rf.vascular_risk kind=smoking onset 2026-06-12 stated 2026-06-12"])]
#[case("72166-2", json!({ "valueCodeableConcept": { "text": "Former smoker" } }),
    &["rf.vascular_risk probable kind=smoking onset 2026-06-12 stated 2026-06-12"])]
#[case("72166-2", json!({ "valueCodeableConcept": { "text": "Never smoker" } }), &[])]
fn answers_are_read(#[case] code: &str, #[case] more: Value, #[case] expected: Lines) {
    assert_eq!(read(&loinc(code, &more)).lines(), expected);
}

#[rstest]
#[case("80", "2026-02-01", "75", true)]
#[case("80", "2026-02-01", "78", false)]
#[case("80", "2024-02-01", "70", false)]
fn weight_loss_is_counted_inside_its_look_back(
    #[case] before: &str,
    #[case] day: &str,
    #[case] now: &str,
    #[case] lost: bool,
) {
    let weight = |id: &str, day: &str, value: &str| {
        let mut weight = loinc(
            "29463-7",
            &json!({ "effectiveDateTime": day, "valueQuantity": { "value": value, "unit": "kg" } }),
        );
        weight["id"] = id.into();
        weight
    };
    let read = read_all(
        &json!([weight("a", "2026-06-12", now), weight("b", day, before)]),
        &Value::Null,
        None,
    );
    assert_eq!(read.facts.has(read.id("rf.weight_loss")), lost);
}
