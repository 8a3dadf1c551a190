use rstest::rstest;
use serde_json::{Value, json};

use super::{
    super::sample::{read, read_all},
    Lines,
};

fn icd(code: &str, text: Option<&str>) -> Value {
    let mut code =
        json!({ "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code }] });
    if let Some(text) = text {
        code["text"] = text.into();
    }
    code
}

/// A condition of today with a code, and whatever else.
fn condition(code: &str, text: Option<&str>, more: &Value) -> Value {
    let mut condition =
        json!({ "resourceType": "Condition", "id": "c", "recordedDate": "2026-06-10" });
    if code.is_empty() {
        condition["code"] = json!({ "text": text });
    } else {
        condition["code"] = icd(code, text);
    }
    for (key, value) in more.as_object().into_iter().flatten() {
        condition[key] = value.clone();
    }
    condition
}

fn verification(code: &str) -> Value {
    json!({ "verificationStatus": { "coding": [{ "code": code }] } })
}

fn clinical(code: &str, more: &Value) -> Value {
    let mut status = json!({ "clinicalStatus": { "coding": [{ "code": code }] } });
    for (key, value) in more.as_object().into_iter().flatten() {
        status[key] = value.clone();
    }
    status
}

#[rstest]
#[case("M54.50", "", &["pain.spine in lumbar stated 2026-06-10"])]
#[case("M54.9", "", &["pain.spine in unspecified stated 2026-06-10"])]
#[case("M54.9", "Neck and mid back pain", &["pain.spine in cervical, thoracic stated 2026-06-10"])]
#[case("M54.41", "", &["pattern.radicular in lumbar side=right limb=lower stated 2026-06-10"])]
#[case("M54.10", "Radiculopathy L5, left leg", &["pattern.radicular in lumbar side=left limb=lower stated 2026-06-10"])]
#[case("M79.605", "", &["pain.limb side=left limb=lower stated 2026-06-10"])]
#[case("M51.26", "", &["spine.diagnosis in lumbar stated 2026-06-10", "dx.disc_herniation in lumbar stated 2026-06-10"])]
#[case("", "Low back pain", &["pain.spine in lumbar stated 2026-06-10"])]
#[case("", "Left sciatica", &["pattern.radicular in lumbar side=left stated 2026-06-10"])]
#[case("", "Possible cervical radiculopathy", &["pattern.radicular probable in cervical stated 2026-06-10"])]
#[case("", "Disc bulge without radiculopathy", &[])]
#[case("", "History of low back pain", &[])]
#[case("", "Neck mass", &[])]
#[case("", "Radiculopathy unlikely", &[])]
#[case("M54.16", "Lumbar radiculopathy, doubtful", &[])]
fn symptoms_are_read_from_codes_then_from_words(
    #[case] code: &str,
    #[case] text: &str,
    #[case] expected: Lines,
) {
    let text = Some(text).filter(|text| !text.is_empty());
    assert_eq!(read(&condition(code, text, &json!({}))).lines(), expected);
}

#[rstest]
#[case("R29.898", None, &["neuro.motor probable stated 2026-06-10"])]
#[case("R29.898", Some("Weakness of both lower limbs"), &["neuro.motor side=both limb=lower stated 2026-06-10"])]
#[case("M62.81", Some("Muscle weakness (generalized)"), &["neuro.motor probable stated 2026-06-10"])]
#[case("R29.898", Some("Subjective weakness"), &["neuro.motor probable stated 2026-06-10"])]
#[case("R29.898", Some("Possible weakness"), &["neuro.motor probable stated 2026-06-10"])]
#[case("M21.371", None, &["neuro.motor side=right limb=lower stated 2026-06-10"])]
#[case("R26.9", None, &["neuro.gait probable stated 2026-06-10"])]
#[case("R26.9", Some("Unsteady gait"), &["neuro.gait stated 2026-06-10"])]
#[case("R26.9", Some("Antalgic gait"), &[])]
#[case("R29.2", None, &["neuro.reflex probable stated 2026-06-10", "neuro.umn probable stated 2026-06-10"])]
#[case("R29.2", Some("Hyperreflexia and clonus"), &["neuro.umn kind=hyperreflexia+clonus stated 2026-06-10"])]
#[case("R29.2", Some("Absent ankle reflex left"), &["neuro.reflex side=left limb=lower stated 2026-06-10"])]
fn words_make_a_hint_certain_or_take_it_away(
    #[case] code: &str,
    #[case] text: Option<&str>,
    #[case] expected: Lines,
) {
    assert_eq!(read(&condition(code, text, &json!({}))).lines(), expected);
}

#[rstest]
#[case("M21.371", "Progressive foot drop", &[
    "neuro.motor side=right limb=lower course=worsening stated 2026-06-10 worsened 2026-06-10",
    "neuro.progressive side=right limb=lower course=worsening stated 2026-06-10 worsened 2026-06-10",
])]
#[case("M21.371", "Sudden foot drop", &["neuro.motor side=right limb=lower stated 2026-06-10 worsened 2026-06-10"])]
#[case("M21.371", "Long-standing foot drop", &["neuro.motor side=right limb=lower stated 2026-06-10 long"])]
#[case("M21.371", "Stable foot drop", &["neuro.motor side=right limb=lower course=stable stated 2026-06-10"])]
#[case("M54.50", "Worsening low back pain", &["pain.spine in lumbar course=worsening stated 2026-06-10 worsened 2026-06-10"])]
#[case("M54.50", "Chronic low back pain", &["pain.spine in lumbar stated 2026-06-10"])]
#[case("M21.371", "Foot drop on examination", &["neuro.motor side=right limb=lower objective=true stated 2026-06-10"])]
fn the_course_is_read_and_chronic_pain_stays_pain(
    #[case] code: &str,
    #[case] text: &str,
    #[case] expected: Lines,
) {
    assert_eq!(
        read(&condition(code, Some(text), &json!({}))).lines(),
        expected
    );
}

#[test]
fn a_dated_onset_outweighs_the_word_sudden() {
    let read = read(&condition(
        "M21.371",
        Some("Sudden foot drop"),
        &json!({ "onsetDateTime": "2026-01-02" }),
    ));
    assert_eq!(
        read.lines(),
        ["neuro.motor side=right limb=lower onset 2026-01-02 stated 2026-06-10"]
    );
}

#[test]
fn the_codes_own_words_can_say_chronic() {
    let chronic = json!({
        "resourceType": "Condition", "id": "c",
        "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "236650000" }] },
    });
    assert_eq!(
        read(&chronic).lines(),
        ["neuro.bladder probable kind=retention_or_flow long"]
    );
}

#[test]
fn a_cauda_equina_code_names_saddle_and_bladder_too() {
    let read = read(&condition(
        "G83.4",
        None,
        &json!({ "onsetDateTime": "2026-06-08" }),
    ));
    assert_eq!(
        read.lines(),
        [
            "pattern.cauda_equina in lumbar onset 2026-06-08 stated 2026-06-10",
            "neuro.bladder in lumbar kind=retention_or_flow onset 2026-06-08 stated 2026-06-10",
            "neuro.saddle in lumbar onset 2026-06-08 stated 2026-06-10",
        ]
    );
    let saddle = &read.facts.of(read.id("neuro.saddle"))[0];
    assert_eq!(saddle.evidence[0].says, "icd-10-cm G83.4 (implied)");
}

#[rstest]
#[case(json!({ "onsetDateTime": "2026-03" }), "2026-03-01/2026-03-31")]
#[case(json!({ "onsetPeriod": { "start": "2026-02-01", "end": "2026-04-01" } }), "2026-02-01")]
#[case(json!({ "onsetAge": { "value": 49, "unit": "a" } }), "2025-02-15/2026-02-14")]
#[case(json!({ "onsetRange": { "low": { "value": 48, "unit": "a" }, "high": { "value": 49, "unit": "a" } } }), "2024-02-15/2026-02-14")]
#[case(json!({ "onsetString": "3 weeks ago" }), "2026-05-20")]
#[case(json!({ "onsetString": "since March" }), "2026-03-01/2026-03-31")]
fn an_onset_has_five_forms(#[case] onset: Value, #[case] expected: &str) {
    let patient = json!({ "resourceType": "Patient", "id": "p", "birthDate": "1976-02-15" });
    let read = read_all(
        &json!([patient, condition("M54.50", None, &onset)]),
        &Value::Null,
        None,
    );
    let pain = &read.facts.of(read.id("pain.spine"))[0];
    assert_eq!(
        pain.onset.map(|onset| onset.to_string()).as_deref(),
        Some(expected)
    );
}

#[rstest]
#[case(json!({ "onsetString": "when he was young" }))]
#[case(json!({ "onsetAge": { "value": 49, "unit": "a" } }))]
fn an_onset_that_cannot_be_read_is_none_and_the_record_is_no_onset(#[case] onset: Value) {
    let read = read(&condition("M54.50", None, &onset));
    assert_eq!(read.lines(), ["pain.spine in lumbar stated 2026-06-10"]);
}

#[rstest]
#[case("refuted", &["rf.cancer_active absent stated 2026-06-10"])]
#[case("provisional", &["rf.cancer_active probable stated 2026-06-10"])]
#[case("differential", &["rf.cancer_active probable stated 2026-06-10"])]
#[case("unconfirmed", &["rf.cancer_active probable stated 2026-06-10"])]
#[case("confirmed", &["rf.cancer_active stated 2026-06-10"])]
#[case("entered-in-error", &[])]
fn verification_decides_state_and_certainty(#[case] status: &str, #[case] expected: Lines) {
    assert_eq!(
        read(&condition("C50.9", None, &verification(status))).lines(),
        expected
    );
}

#[rstest]
#[case(
    "confirmed",
    "2026-06-05",
    "neuro.bladder kind=incontinence onset 2026-06-05 stated 2026-06-10"
)]
#[case(
    "confirmed",
    "2026-05-05",
    "neuro.bladder probable kind=incontinence onset 2026-05-05 stated 2026-06-10"
)]
#[case(
    "unknown",
    "2026-06-05",
    "neuro.bladder probable kind=incontinence onset 2026-06-05 stated 2026-06-10"
)]
fn a_confirmed_fresh_incontinence_is_certain(
    #[case] status: &str,
    #[case] onset: &str,
    #[case] expected: &str,
) {
    let mut more = verification(status);
    more["onsetDateTime"] = onset.into();
    assert_eq!(read(&condition("R32", None, &more)).lines(), [expected]);
}

#[rstest]
#[case("C50.9", clinical("remission", &json!({})), &["rf.cancer_history stated 2026-06-10"])]
#[case("Z85.3", clinical("inactive", &json!({})), &["rf.cancer_history stated 2026-06-10"])]
#[case("A41.9", clinical("resolved", &json!({ "abatementDateTime": "2026-05-20" })),
    &["rf.infection_recent end 2026-05-20 stated 2026-06-10"])]
#[case("A41.9", clinical("resolved", &json!({})), &[])]
#[case("M54.50", clinical("resolved", &json!({})), &[])]
#[case("M54.50", json!({ "abatementDateTime": "2026-05-07" }), &[])]
#[case("M54.50", json!({ "abatementBoolean": true }), &[])]
#[case("M54.50", json!({ "abatementDateTime": "2026-07-07" }), &["pain.spine in lumbar end 2026-07-07 stated 2026-06-10"])]
fn what_is_over_counts_for_history_only(
    #[case] code: &str,
    #[case] more: Value,
    #[case] expected: Lines,
) {
    let read = read(&condition(code, None, &more));
    assert_eq!(read.lines(), expected);
    assert_eq!(read.facts.set_aside.len(), usize::from(expected.is_empty()));
}

#[test]
fn skin_cancer_is_excluded_in_the_same_resource() {
    assert!(
        read(&condition("C44.91", None, &json!({})))
            .lines()
            .is_empty()
    );
}

#[test]
fn all_codings_count_and_one_concept_is_one_fact() {
    let code = json!({
        "coding": [
            { "system": "urn:oid:1.2.840.114350", "code": "17" },
            { "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "IMO0002" },
            { "system": "http://hl7.org/fhir/sid/icd-10", "code": "M54.41" },
            { "system": "http://snomed.info/sct", "code": "128196005", "display": "Lumbar radiculopathy" },
        ],
    });
    let read = read(&json!({ "resourceType": "Condition", "id": "c", "code": code }));
    assert_eq!(
        read.lines(),
        ["pattern.radicular in lumbar side=right limb=lower"]
    );
    let says: Vec<&str> = read.facts.of(read.id("pattern.radicular"))[0]
        .evidence
        .iter()
        .map(|evidence| evidence.says.as_str())
        .collect();
    assert_eq!(says, ["icd-10 M54.41", "snomed 128196005"]);
}

#[test]
fn a_disease_that_explains_is_a_cause_and_a_drug_cause_is_a_finding_too() {
    let sclerosis = read(&condition("G35", None, &json!({ "onsetDateTime": "2015" })));
    assert!(sclerosis.lines().is_empty());
    let cause = &sclerosis.facts.causes[0];
    assert_eq!(
        (&*cause.concept, cause.since.unwrap().to_string()),
        ("baseline.motor_cause", "2015-01-01/2015-12-31".to_owned())
    );

    let stress = read(&condition("N39.3", None, &json!({})));
    assert_eq!(
        stress.lines(),
        ["neuro.bladder probable kind=incontinence stated 2026-06-10"]
    );
    assert_eq!(
        stress.facts.causes[0].since.unwrap().to_string(),
        "2026-06-10"
    );

    let doubtful = read(&condition("G35", None, &verification("provisional")));
    assert!(
        doubtful.facts.causes.is_empty(),
        "a suspected disease explains nothing away"
    );
}

#[rstest]
#[case(json!({ "encounter": { "reference": "Encounter/e" } }), true)]
#[case(json!({ "encounter": { "reference": "Encounter/other" } }), false)]
#[case(json!({ "category": [{ "coding": [{ "code": "encounter-diagnosis" }] }], "recordedDate": "2026-06-15" }), true)]
#[case(json!({ "category": [{ "coding": [{ "code": "encounter-diagnosis" }] }] }), false)]
#[case(json!({ "id": "named" }), true)]
fn a_diagnosis_belongs_to_the_visit_that_recorded_or_names_it(
    #[case] more: Value,
    #[case] expected: bool,
) {
    let visit = json!({
        "resourceType": "Encounter", "id": "e", "status": "in-progress",
        "diagnosis": [{ "condition": { "reference": "Condition/named" } }],
    });
    let read = read_all(
        &json!([visit, condition("M54.50", None, &more)]),
        &Value::Null,
        Some("e"),
    );
    assert_eq!(
        read.facts.of(read.id("pain.spine"))[0].current_encounter,
        expected
    );
    assert_eq!(read.facts.has(read.id("spine.visit")), expected);
}

#[test]
fn a_body_site_gives_the_region() {
    let site = json!({ "bodySite": [{ "text": "Thoracic spine structure" }] });
    assert_eq!(
        read(&condition("M54.10", None, &site)).lines(),
        ["pattern.radicular in thoracic stated 2026-06-10"]
    );
    assert_eq!(
        read(&condition(
            "C50.9",
            None,
            &json!({ "bodySite": [{ "text": "Neck" }] })
        ))
        .lines(),
        ["rf.cancer_active stated 2026-06-10"]
    );
}

#[test]
fn a_residual_volume_is_no_long_standing_finding() {
    let read = read(&condition(
        "R33.9",
        Some("High post-void residual"),
        &json!({}),
    ));
    assert_eq!(
        read.lines(),
        ["neuro.bladder kind=retention_or_flow stated 2026-06-10"]
    );
}

#[rstest]
#[case("active", &["safety.device kind=pacemaker stated 2026-06-10"])]
#[case("inactive", &[])]
fn an_implant_on_the_problem_list_is_a_row_while_it_is_there(
    #[case] status: &str,
    #[case] expected: Lines,
) {
    let code = json!({ "coding": [{ "system": "http://snomed.info/sct", "code": "14106009" }] });
    let more = clinical(status, &json!({ "code": code }));
    assert_eq!(read(&condition("", None, &more)).lines(), expected);
    let mut refuted = more;
    refuted["verificationStatus"] = json!({ "text": "refuted" });
    assert!(read(&condition("", None, &refuted)).lines().is_empty());
}
