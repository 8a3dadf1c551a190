//! One dirty example per resource type, and the shapes of other releases.

use jiff::tz::TimeZone;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::value::RawValue;

use super::*;
use crate::element::tests::any_json;
use crate::element::{Number, Value, When};
use crate::read::{FromObject, read_object};

const UTC: TimeZone = TimeZone::UTC;

fn read<'a, V: FromObject<'a>>(json: &'a str) -> V {
    read_object(serde_json::from_str::<&RawValue>(json).unwrap()).unwrap()
}

fn label<'c>(concept: Option<&'c Codeable<'_>>) -> &'c str {
    concept.and_then(Codeable::label).unwrap_or_default()
}

fn labels<'c, 'a: 'c>(concepts: impl IntoIterator<Item = &'c Codeable<'a>>) -> Vec<&'c str> {
    concepts.into_iter().filter_map(Codeable::label).collect()
}

#[test]
fn a_patient_keeps_age_and_sex_and_nothing_that_names_a_person() {
    let patient: Patient<'_> = read(
        r#"{"resourceType": "Patient", "id": 7, "name": [{"family": "X"}], "gender": "female", "birthDate": "1964-02",
            "deceasedBoolean": "false", "address": null, "extension": [[]]}"#,
    );
    assert_eq!(patient.id.as_deref(), Some("7"));
    assert_eq!(
        patient.birth(&UTC).unwrap().to_string(),
        "1964-02-01/1964-02-29"
    );
    assert!(!patient.is_deceased());
    assert!(read::<Patient<'_>>(r#"{"deceasedDateTime": "2026-01-01"}"#).is_deceased());
}

#[rstest]
#[case::r4(
    r#"{"class": {"code": "EMER"}, "reasonCode": [{"text": "Back pain"}], "period": {"start": "2026-06-15T09:00:00Z"},
        "diagnosis": [{"condition": {"reference": "Condition/1"}, "use": {"text": "AD"}, "rank": 1}]}"#
)]
#[case::r5(
    r#"{"class": [{"coding": [{"code": "EMER"}]}], "actualPeriod": {"start": "2026-06-15"},
        "reason": [{"use": [{"text": "CC"}], "value": [{"concept": {"text": "Back pain"}}]}],
        "diagnosis": [{"condition": [{"reference": {"reference": "Condition/1"}}], "use": [{"text": "AD"}]}]}"#
)]
#[case::stu3(
    r#"{"class": {"code": "EMER"}, "reason": {"text": "Back pain"}, "period": "2026-06-15",
        "diagnosis": [{"condition": {"reference": "Condition/1"}, "role": {"text": "AD"}}, null]}"#
)]
#[case::dstu2(
    r#"{"class": "EMER", "reason": [{"text": "Back pain"}, {}], "period": {"start": "2026-06-15"},
        "diagnosis": {"condition": "Condition/1", "use": "AD"}}"#
)]
fn an_encounter_tells_class_reason_and_diagnosis_in_every_release(#[case] json: &str) {
    let encounter: Encounter<'_> = read(json);
    assert!(encounter.class[0].is("EMER"));
    assert_eq!(labels(encounter.reasons()), ["Back pain"]);
    assert_eq!(
        encounter
            .period
            .as_ref()
            .unwrap()
            .start(&UTC)
            .unwrap()
            .to_string(),
        "2026-06-15"
    );
    let diagnosis = &encounter.diagnosis[0];
    assert_eq!(labels(&diagnosis.usage), ["AD"]);
    let [condition] = &*diagnosis.condition else {
        panic!("one condition")
    };
    let reference = condition
        .reference
        .as_ref()
        .and_then(|reference| reference.reference.as_deref());
    // A bare string cannot tell a concept from a reference; it is kept as words.
    assert_eq!(reference.or(condition.label()), Some("Condition/1"));
}

#[rstest]
#[case(r#"{"coding": [{"code": "confirmed"}]}"#, Verification::Confirmed)]
#[case(r#"{"coding": [{"code": "provisional"}]}"#, Verification::Provisional)]
#[case(
    r#"{"coding": [{"code": "Differential"}], "text": "Confirmed"}"#,
    Verification::Provisional
)]
#[case(r#""unconfirmed""#, Verification::Provisional)]
#[case(r#""refuted""#, Verification::Refuted)]
#[case(r#"{"text": "Entered-in-error"}"#, Verification::EnteredInError)]
#[case(r#""unknown""#, Verification::Unstated)]
#[case("[]", Verification::Unstated)]
#[case("7", Verification::Unstated)]
fn verification_is_read_as_a_concept_or_a_code(
    #[case] status: &str,
    #[case] expected: Verification,
) {
    let json = format!(r#"{{"verificationStatus": {status}}}"#);
    assert_eq!(read::<Condition<'_>>(&json).verification(), expected);
}

#[rstest]
#[case(r#"{"coding": [{"code": "active"}]}"#, Clinical::Active)]
#[case(r#""recurrence""#, Clinical::Active)]
#[case(r#"{"text": "Relapse"}"#, Clinical::Active)]
#[case(r#""inactive""#, Clinical::Inactive)]
#[case(r#"{"coding": {"code": "resolved"}}"#, Clinical::Inactive)]
#[case(r#""remission""#, Clinical::Remission)]
#[case("null", Clinical::Unstated)]
fn clinical_status_is_read_as_a_concept_or_a_code(
    #[case] status: &str,
    #[case] expected: Clinical,
) {
    let json = format!(r#"{{"clinicalStatus": {status}}}"#);
    assert_eq!(read::<Condition<'_>>(&json).clinical(), expected);
    assert_eq!(
        expected.is_inactive(),
        matches!(expected, Clinical::Inactive | Clinical::Remission)
    );
}

#[test]
fn a_dirty_condition_loses_only_its_broken_fields() {
    let condition: Condition<'_> = read(
        r#"{"resourceType": "Condition", "clinicalStatus": {"coding": []}, "category": {"text": "problem"},
            "code": {"coding": [{}, {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M5416"}]},
            "bodySite": [null, {"text": "back"}], "onsetString": "three weeks ago", "onsetDateTime": {"oops": 1},
            "abatementBoolean": true, "dateRecorded": "2026-05-02", "encounter": null, "severity": 3, "notes": "stiff"}"#,
    );
    assert_eq!(
        condition.code.as_ref().unwrap().codings[0].code().unwrap(),
        "M54.16"
    );
    assert_eq!(condition.onset(&UTC), When::Text("three weeks ago"));
    assert_eq!(condition.recorded_date.as_deref(), Some("2026-05-02"));
    assert!(condition.has_abated() && condition.abatement(&UTC) == When::Unstated);
    assert_eq!(labels(&condition.body_site), ["back"]);
    assert_eq!(condition.note[0].text.as_deref(), Some("stiff"));
    assert_eq!((condition.severity, condition.encounter), (None, None));
}

#[test]
fn two_onsets_are_both_read_and_the_exact_one_speaks() {
    let condition: Condition<'_> =
        read(r#"{"onsetString": "lately", "onsetDateTime": "2026-05-01"}"#);
    assert_eq!(
        condition.onset(&UTC).start().unwrap().to_string(),
        "2026-05-01"
    );
    assert_eq!(condition.onset_text(), Some("lately"));
}

#[test]
fn an_observation_keeps_its_decimal_its_range_and_its_components() {
    let observation: Observation<'_> = read(
        r#"{"status": "final", "category": [{"coding": [{"code": "laboratory"}]}], "code": {"text": "CRP"},
            "valueQuantity": {"value": 7.10, "unit": "mg/L"}, "effectiveInstant": "2026-06-01T00:00:00Z",
            "interpretation": {"coding": [{"code": "H"}]}, "dataAbsentReason": [],
            "referenceRange": [{"low": null, "high": {"value": "5.0"}}, "below 5"],
            "component": [{"code": {"text": "part"}, "valueString": "raised", "interpretation": ["HH"]}, 5],
            "hasMember": [{"reference": "Observation/2"}], "comment": "repeat"}"#,
    );
    assert_eq!(
        observation.value.as_ref().and_then(Value::number),
        Some(7.1)
    );
    assert_eq!(
        observation.interpretation_codes().collect::<Vec<_>>(),
        ["H"]
    );
    assert_eq!(
        observation.reference_range[0]
            .high
            .as_ref()
            .unwrap()
            .value(),
        Some(5.0)
    );
    assert_eq!(
        observation.reference_range[1].text.as_deref(),
        Some("below 5")
    );
    assert_eq!(
        observation.component[0]
            .value
            .as_ref()
            .and_then(Value::text),
        Some("raised")
    );
    assert_eq!(
        observation.component[0]
            .interpretation_codes()
            .collect::<Vec<_>>(),
        ["HH"]
    );
    assert_eq!(observation.component.skipped(), 1);
    assert_eq!(
        observation.effective_date(&UTC).unwrap().to_string(),
        "2026-06-01"
    );
    assert_eq!(observation.note[0].text.as_deref(), Some("repeat"));
    let issued: Observation<'_> =
        read(r#"{"effectiveDateTime": "soon", "issued": "2026-06-02T10:00:00Z"}"#);
    assert_eq!(
        issued.effective_date(&UTC).unwrap().to_string(),
        "2026-06-02"
    );
}

#[rstest]
#[case::sandbox(
    r#"{"resourceType": "ServiceRequest", "status": "draft", "intent": "plan", "authoredOn": "2026-06-15",
        "code": {"coding": [{"code": "72148"}]}, "reasonCode": [{"text": "Back pain"}]}"#
)]
#[case::r5(
    r#"{"status": "draft", "intent": "plan", "code": {"concept": {"coding": [{"code": "72148"}]}},
        "reason": [{"concept": {"text": "Back pain"}}, {"reference": {"reference": "Condition/1"}}]}"#
)]
#[case::procedure_request(
    r#"{"resourceType": "ProcedureRequest", "status": "draft", "intent": "plan", "orderedOn": "2026-06-15",
        "code": {"coding": [{"code": "72148"}]}, "reasonCodeableConcept": {"text": "Back pain"}}"#
)]
#[case::referral_request(
    r#"{"resourceType": "ReferralRequest", "status": "draft", "intent": "plan",
        "serviceRequested": [{"coding": [{"code": "72148"}]}], "reason": {"text": "Back pain"}}"#
)]
fn an_order_tells_what_and_why_in_every_release(#[case] json: &str) {
    let order: ServiceRequest<'_> = read(json);
    assert_eq!(label(order.code.as_ref()), "72148");
    assert_eq!(labels(order.reasons()), ["Back pain"]);
    assert_eq!(
        (order.status.as_deref(), order.intent.as_deref()),
        (Some("draft"), Some("plan"))
    );
    assert!(!order.is_prohibited());
}

#[test]
fn an_order_of_the_sandbox_before_a_study_is_chosen_says_nothing_yet() {
    let order: ServiceRequest<'_> =
        read(r#"{"code": {"coding": [{}]}, "reasonCode": [], "doNotPerform": true}"#);
    assert_eq!((&order.code, order.reasons().count()), (&None, 0));
    assert!(order.is_prohibited());
}

#[test]
fn a_procedure_tells_when_and_whether_it_was_done() {
    let procedure: Procedure<'_> = read(
        r#"{"status": "completed", "code": {"text": "Physical therapy"}, "category": [{"text": "therapy"}],
            "performedPeriod": {"start": "2026-03-12", "end": "2026-05"}, "reasonCode": {"text": "Neck pain"},
            "reasonReference": [{"reference": "Condition/1"}], "outcome": {"text": "unchanged"}, "note": [{"text": "8 visits"}]}"#,
    );
    assert_eq!(
        procedure.performed(&UTC).span().unwrap().to_string(),
        "2026-03-12/2026-05-31"
    );
    assert_eq!(
        (
            labels(procedure.reasons()),
            procedure.reason_references().count()
        ),
        (vec!["Neck pain"], 1)
    );
    assert_eq!(label(procedure.outcome.as_ref()), "unchanged");
    assert!(!procedure.is_not_done());
    assert!(read::<Procedure<'_>>(r#"{"status": "not-done"}"#).is_not_done());
    assert!(read::<Procedure<'_>>(r#"{"notDone": true, "status": "completed"}"#).is_not_done());
    let r5: Procedure<'_> = read(r#"{"occurrenceDateTime": "2026-03-12"}"#);
    assert_eq!(
        r5.performed(&UTC).start().unwrap().to_string(),
        "2026-03-12"
    );
}

#[rstest]
#[case::r4(r#"{"medicationCodeableConcept": {"text": "Naproxen"}, "authoredOn": "2026-05-06", "reportedBoolean": true}"#)]
#[case::r5(r#"{"medication": {"concept": {"text": "Naproxen"}}, "authoredOn": "2026-05-06", "reported": true}"#)]
#[case::dstu2(r#"{"medicationCodeableConcept": "Naproxen", "dateWritten": "2026-05-06", "reportedBoolean": "true"}"#)]
fn a_prescription_names_its_drug_in_every_release(#[case] json: &str) {
    let prescription: MedicationRequest<'_> = read(json);
    assert_eq!(prescription.medication.label(), Some("Naproxen"));
    assert_eq!(prescription.authored_on.as_deref(), Some("2026-05-06"));
    assert_eq!(prescription.reported.map(|flag| flag.0), Some(true));
}

#[test]
fn a_prescription_tells_how_much_and_for_how_long() {
    let prescription: MedicationRequest<'_> = read(
        r#"{"status": "active", "category": {"text": "community"}, "reasonCode": {"text": "Back pain"},
            "dosageInstruction": [{"text": "1 twice a day", "doseQuantity": {"value": 1}, "route": {"text": "oral"},
                "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}}],
            "dispenseRequest": {"quantity": {"value": 60}, "numberOfRepeatsAllowed": 2, "expectedSupplyDuration":
                {"value": 30, "code": "d"}, "validityPeriod": {"start": "2026-05-06"}}}"#,
    );
    let dispense = prescription.dispense.as_ref().unwrap();
    assert_eq!(
        dispense.expected_supply.as_ref().unwrap().value(),
        Some(30.0)
    );
    assert_eq!(
        (
            dispense.quantity.as_ref().unwrap().value(),
            dispense.repeats
        ),
        (Some(60.0), Some(Number(2.0)))
    );
    let dosage = &prescription.dosage[0];
    assert_eq!(
        dosage
            .timing
            .as_ref()
            .unwrap()
            .repeat
            .as_ref()
            .unwrap()
            .times_per_day(),
        Some(2.0)
    );
    assert_eq!(
        (dosage.dose().unwrap().value(), label(dosage.route.as_ref())),
        (Some(1.0), "oral")
    );
    assert_eq!(labels(prescription.reasons()), ["Back pain"]);
}

#[rstest]
#[case(r#"{"status": "not-taken"}"#, true)]
#[case(r#"{"status": "active", "taken": "n"}"#, true)]
#[case(r#"{"wasNotTaken": true}"#, true)]
#[case(r#"{"status": "active", "taken": "y"}"#, false)]
fn a_statement_tells_whether_the_drug_is_taken(#[case] json: &str, #[case] not_taken: bool) {
    assert_eq!(
        read::<MedicationStatement<'_>>(json).is_not_taken(),
        not_taken
    );
}

#[test]
fn a_statement_tells_drug_period_and_reason() {
    let statement: MedicationStatement<'_> = read(
        r#"{"medicationCodeableConcept": [{"text": "Prednisone"}], "effectivePeriod": {"start": "2026-01"},
            "dosage": {"text": "10 mg"}, "reasonCode": [{"text": "Rheumatoid arthritis"}], "note": "daily"}"#,
    );
    assert_eq!(statement.medication.label(), Some("Prednisone"));
    assert_eq!(
        statement.effective(&UTC).start().unwrap().to_string(),
        "2026-01-01/2026-01-31"
    );
    assert_eq!(labels(statement.reasons()), ["Rheumatoid arthritis"]);
    assert_eq!(statement.dosage[0].text.as_deref(), Some("10 mg"));
}

#[test]
fn a_medication_without_a_code_is_its_ingredients() {
    let medication: Medication<'_> = read(
        r#"{"code": {}, "ingredient": [{"itemCodeableConcept": {"coding": [{"code": "5489"}], "text": "Hydrocodone"}},
            {"item": {"concept": {"coding": [{"code": "161"}], "text": "Acetaminophen"}}}, {"itemReference": {}}]}"#,
    );
    let concept = medication.into_concept().unwrap();
    assert_eq!(concept.texts(), ["Hydrocodone", "Acetaminophen"]);
    assert!(concept.is("5489") && concept.is("161"));
}

#[test]
fn a_report_keeps_conclusion_codes_references_and_forms() {
    let report: DiagnosticReport<'_> = read(
        r#"{"status": "final", "category": {"coding": {"code": "RAD"}}, "code": {"text": "MRI lumbar spine"},
            "effectiveDateTime": "yesterday", "issued": "2026-06-09T15:00:00Z", "conclusion": "Disc protrusion",
            "codedDiagnosis": [{"text": "Disc"}], "result": {"reference": "Observation/1"},
            "study": [{"reference": "ImagingStudy/1"}], "presentedForm": {"contentType": "text/plain", "data": "QQ=="}}"#,
    );
    assert_eq!(
        report.effective_date(&UTC).unwrap().to_string(),
        "2026-06-09"
    );
    assert_eq!(
        (
            report.conclusion.as_deref(),
            labels(&report.conclusion_code)
        ),
        (Some("Disc protrusion"), vec!["Disc"])
    );
    assert_eq!((report.result.len(), report.imaging_study.len()), (1, 1));
    assert_eq!(
        report.presented_form[0].decode(10).unwrap().unwrap().bytes,
        b"A"
    );
}

#[test]
fn an_imaging_study_tells_modality_procedure_and_day() {
    let study: ImagingStudy<'_> = read(
        r#"{"status": "available", "modality": {"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "MR"},
            "procedureCode": [{"text": "MRI lumbar"}], "procedureReference": {"reference": "Procedure/1"},
            "series": [{"modality": {"code": "MR"}, "bodySite": {"display": "lumbar spine"}, "started": "2026-06-01"}, null]}"#,
    );
    assert!(
        study.modalities().all(|modality| modality.is("MR")) && study.modalities().count() == 2
    );
    assert_eq!(labels(study.procedures()), ["MRI lumbar"]);
    assert_eq!(label(study.series[0].body_site.as_ref()), "lumbar spine");
    assert_eq!(study.started_date(&UTC).unwrap().to_string(), "2026-06-01");
}

#[test]
fn answers_come_in_document_order_from_any_depth() {
    let response: QuestionnaireResponse<'_> = read(
        r#"{"status": "completed", "authored": "2026-06-08", "questionnaire": "http://example.org/Questionnaire/spine",
            "item": [{"linkId": "g", "item": [{"linkId": "1", "text": "Numb?", "answer": [{"valueBoolean": false}]},
                {"linkId": "2", "answer": {"valueDecimal": 7.10, "item": [{"linkId": "2a", "answer": [{"valueString": "hand"}]}]}}]},
                {"linkId": 3, "answer": [{"valueCoding": {"code": "yes"}}, {}, null]}]}"#,
    );
    let answers: Vec<_> = response
        .answers()
        .into_iter()
        .map(|(item, value)| (item.link_id.as_deref().unwrap(), value.clone()))
        .collect();
    assert_eq!(
        answers.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        ["1", "2", "2a", "3"]
    );
    assert_eq!(answers[0].1.boolean(), Some(false));
    assert_eq!(answers[1].1.number(), Some(7.1));
    assert!(answers[3].1.concept().unwrap().is("yes"));
    assert_eq!(
        response.questionnaire.unwrap().reference.unwrap(),
        "http://example.org/Questionnaire/spine"
    );
}

#[test]
fn a_family_history_tells_who_and_what() {
    let family: FamilyMemberHistory<'_> = read(
        r#"{"status": "completed", "relationship": {"coding": [{"code": "FTH"}]}, "note": "maternal side unknown",
            "condition": [{"code": {"text": "Ankylosing spondylitis"}, "outcome": null}, {"code": {}}, "?"]}"#,
    );
    assert!(family.relationship.as_ref().unwrap().is("FTH"));
    assert_eq!(
        label(family.condition[0].code.as_ref()),
        "Ankylosing spondylitis"
    );
}

#[test]
fn a_device_tells_its_name_its_type_and_its_mr_safety_in_every_release() {
    let r4: Device<'_> = read(
        r#"{"status": "active", "type": {"text": "Pacemaker"}, "deviceName": [{"name": "Model A", "type": "model-name"}],
            "safety": {"text": "MR conditional"}, "property": [{"type": {"text": "MR"}, "valueCode": [{"text": "3 T"}]}]}"#,
    );
    let r5: Device<'_> = read(
        r#"{"type": [{"text": "Pacemaker"}], "name": [{"value": "Model A"}], "safety": [{"text": "MR conditional"}],
            "property": [{"type": {"text": "MR"}, "valueCodeableConcept": {"text": "3 T"}}]}"#,
    );
    for device in [r4, r5] {
        assert_eq!(
            (labels(&device.kind), labels(&device.safety)),
            (vec!["Pacemaker"], vec!["MR conditional"])
        );
        assert_eq!(device.names[0].name.as_deref(), Some("Model A"));
        assert_eq!(labels(device.property[0].concepts()), ["3 T"]);
    }
}

#[test]
fn a_device_use_tells_device_and_time_in_every_release() {
    let r4: DeviceUse<'_> =
        read(r#"{"device": {"reference": "Device/1"}, "timingDateTime": "2020"}"#);
    let r5: DeviceUse<'_> = read(
        r#"{"device": {"reference": {"reference": "Device/1"}}, "timingPeriod": {"start": "2020"}}"#,
    );
    let stu3: DeviceUse<'_> =
        read(r#"{"device": {"reference": "Device/1"}, "whenUsed": {"start": "2020"}}"#);
    for usage in [r4, r5, stu3] {
        assert_eq!(
            usage
                .device
                .reference
                .as_ref()
                .unwrap()
                .reference
                .as_deref(),
            Some("Device/1")
        );
        assert_eq!(
            usage.used(&UTC).start().unwrap().to_string(),
            "2020-01-01/2020-12-31"
        );
    }
}

#[test]
fn an_allergy_tells_substance_status_and_reaction() {
    let allergy: AllergyIntolerance<'_> = read(
        r#"{"clinicalStatus": "active", "verificationStatus": {"coding": [{"code": "confirmed"}]}, "type": "allergy",
            "category": "medication", "code": {"text": "Gadolinium"},
            "reaction": {"substance": "Gadobutrol", "manifestation": {"text": "Hives"}, "severity": "mild"}}"#,
    );
    assert_eq!(
        (allergy.clinical(), allergy.verification()),
        (Clinical::Active, Verification::Confirmed)
    );
    assert_eq!(
        (label(allergy.code.as_ref()), allergy.category[0].as_str()),
        ("Gadolinium", "medication")
    );
    assert_eq!(labels(&allergy.reaction[0].manifestation), ["Hives"]);
    let dstu2: AllergyIntolerance<'_> =
        read(r#"{"substance": {"text": "Gadolinium"}, "status": "unconfirmed"}"#);
    assert_eq!(
        (label(dstu2.code.as_ref()), dstu2.verification()),
        ("Gadolinium", Verification::Provisional)
    );
}

#[rstest]
#[case::r4(r#"{"context": {"encounter": [{"reference": "Encounter/1"}], "period": {"end": "2026-06-14"}}, "date": "2026-06-15"}"#, "2026-06-14")]
#[case::stu3(r#"{"context": {"encounter": {"reference": "Encounter/1"}}, "indexed": "2026-06-15T09:30:00Z"}"#, "2026-06-15")]
#[case::r5(r#"{"context": [{"reference": "Encounter/1"}], "period": {"start": "2026-06-01", "end": "2026-06-14"}}"#, "2026-06-14")]
#[case::creation(r#"{"context": {"encounter": "Encounter/1"}, "date": "?", "content": [{"attachment": {"creation": "2026-06-13"}}]}"#, "2026-06-13")]
fn a_document_tells_its_encounter_and_its_day_in_every_release(
    #[case] json: &str,
    #[case] day: &str,
) {
    let document: Document<'_> = read(json);
    assert_eq!(document.encounters().collect::<Vec<_>>(), ["Encounter/1"]);
    assert_eq!(document.clinical_date(&UTC).unwrap().to_string(), day);
}

#[test]
fn a_document_tells_what_it_replaces_and_what_it_holds() {
    let document: Document<'_> = read(
        r#"{"status": "current", "docStatus": "final", "type": {"text": "Progress note"}, "class": {"text": "note"},
            "relatesTo": [{"code": "replaces", "target": {"reference": "DocumentReference/1"}},
                {"code": {"coding": [{"code": "appends"}]}, "target": {"reference": "DocumentReference/2"}}],
            "content": {"attachment": {"contentType": "text/plain", "data": "QQ=="}}}"#,
    );
    let replaced: Vec<_> = document
        .replaces()
        .filter_map(|target| target.reference.as_deref())
        .collect();
    assert_eq!(replaced, ["DocumentReference/1"]);
    assert_eq!(document.attachments().count(), 1);
    assert_eq!(
        (label(document.kind.as_ref()), labels(&document.category)),
        ("Progress note", vec!["note"])
    );
}

#[test]
fn a_practitioner_tells_the_profession() {
    let role: PractitionerRole<'_> = read(
        r#"{"id": "1", "practitioner": {"reference": "Practitioner/1"}, "code": {"text": "doctor"},
            "specialty": [{"coding": [{"display": "Emergency medicine"}]}]}"#,
    );
    assert_eq!(
        (labels(&role.code), labels(&role.specialty)),
        (vec!["doctor"], vec!["Emergency medicine"])
    );
    let person: Practitioner<'_> =
        read(r#"{"id": "1", "name": 3, "qualification": [{"code": {"text": "MD"}}]}"#);
    assert_eq!(label(person.qualification[0].code.as_ref()), "MD");
}

/// Every view reads the same JSON; only a level deeper than 128 may refuse it.
fn read_all(raw: &RawValue) -> bool {
    [
        read_object::<Patient<'_>>(raw).is_ok(),
        read_object::<Encounter<'_>>(raw)
            .map(|view| view.reasons().count())
            .is_ok(),
        read_object::<Condition<'_>>(raw)
            .map(|view| view.onset(&UTC).span())
            .is_ok(),
        read_object::<Observation<'_>>(raw)
            .map(|view| view.effective_date(&UTC))
            .is_ok(),
        read_object::<ServiceRequest<'_>>(raw)
            .map(|view| view.reasons().count())
            .is_ok(),
        read_object::<Procedure<'_>>(raw)
            .map(|view| view.performed(&UTC).span())
            .is_ok(),
        read_object::<MedicationRequest<'_>>(raw).is_ok(),
        read_object::<MedicationStatement<'_>>(raw).is_ok(),
        read_object::<Medication<'_>>(raw)
            .map(Medication::into_concept)
            .is_ok(),
        read_object::<DiagnosticReport<'_>>(raw).is_ok(),
        read_object::<ImagingStudy<'_>>(raw).is_ok(),
        read_object::<QuestionnaireResponse<'_>>(raw)
            .map(|view| view.answers().len())
            .is_ok(),
        read_object::<FamilyMemberHistory<'_>>(raw).is_ok(),
        read_object::<Device<'_>>(raw).is_ok(),
        read_object::<DeviceUse<'_>>(raw).is_ok(),
        read_object::<AllergyIntolerance<'_>>(raw).is_ok(),
        read_object::<Document<'_>>(raw)
            .map(|view| view.clinical_date(&UTC))
            .is_ok(),
        read_object::<Practitioner<'_>>(raw).is_ok(),
        read_object::<PractitionerRole<'_>>(raw).is_ok(),
    ]
    .into_iter()
    .all(|read| read)
}

proptest! {
    #[test]
    fn every_view_reads_any_json_object(json in any_json()) {
        let raw: &RawValue = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(read_all(raw), json.starts_with('{'));
    }
}
