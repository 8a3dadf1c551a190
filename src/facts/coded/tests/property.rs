use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::super::sample::read_all;

/// Keys that the views look at, so that arbitrary values meet the code that reads them.
const KEYS: [&str; 46] = [
    "id",
    "status",
    "code",
    "coding",
    "system",
    "text",
    "display",
    "clinicalStatus",
    "verificationStatus",
    "recordedDate",
    "onsetDateTime",
    "onsetString",
    "onsetAge",
    "onsetPeriod",
    "abatementDateTime",
    "bodySite",
    "valueQuantity",
    "value",
    "unit",
    "valueString",
    "valueBoolean",
    "valueCodeableConcept",
    "effectiveDateTime",
    "interpretation",
    "referenceRange",
    "high",
    "low",
    "component",
    "performedDateTime",
    "performedPeriod",
    "start",
    "end",
    "medicationCodeableConcept",
    "authoredOn",
    "dispenseRequest",
    "dosageInstruction",
    "conclusion",
    "conclusionCode",
    "category",
    "item",
    "linkId",
    "answer",
    "reasonCode",
    "birthDate",
    "class",
    "modality",
];
const TYPES: [&str; 16] = [
    "Patient",
    "Encounter",
    "Condition",
    "Observation",
    "ServiceRequest",
    "Procedure",
    "MedicationRequest",
    "MedicationStatement",
    "DiagnosticReport",
    "ImagingStudy",
    "QuestionnaireResponse",
    "FamilyMemberHistory",
    "Device",
    "DeviceUseStatement",
    "AllergyIntolerance",
    "PractitionerRole",
];
/// Values that mean something to the readers.
const WORDS: [&str; 24] = [
    "http://hl7.org/fhir/sid/icd-10-cm",
    "http://loinc.org",
    "http://www.ama-assn.org/go/cpt",
    "M54.50",
    "G83.4",
    "R29.898",
    "C50.9",
    "72514-3",
    "8310-5",
    "72148",
    "97110",
    "Left leg weakness, worse",
    "MRI lumbar spine w/wo",
    "4/5",
    "3 weeks ago",
    "2026-03",
    "9999-99",
    "refuted",
    "resolved",
    "neuro.saddle",
    "No fracture; L5-S1 canal stenosis",
    "ibuprofen",
    "%",
    "é½١/5",
];

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        proptest::sample::select(&WORDS[..]).prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ]
}

fn tree() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            proptest::collection::vec((proptest::sample::select(&KEYS[..]), inner), 0..6).prop_map(
                |pairs| Value::Object(
                    pairs
                        .into_iter()
                        .map(|(key, value)| (key.to_owned(), value))
                        .collect::<Map<_, _>>()
                )
            ),
        ]
    })
}

fn resource() -> impl Strategy<Value = Value> {
    let fields = proptest::collection::vec((proptest::sample::select(&KEYS[..]), tree()), 0..8);
    (proptest::sample::select(&TYPES[..]), fields).prop_map(|(kind, fields)| {
        let mut resource = json!({ "resourceType": kind });
        for (key, value) in fields {
            resource[key] = value;
        }
        resource
    })
}

/// Every word of a record that can deny something.
const DENIALS: [&str; 3] = ["refuted", "\"valueBoolean\":false", "not-done"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_record_is_read_without_panic_and_twice_the_same(
        chart in proptest::collection::vec(resource(), 0..4),
        drafts in proptest::collection::vec(resource(), 0..2),
    ) {
        let (chart, drafts) = (Value::Array(chart), Value::Array(drafts));
        let first = read_all(&chart, &drafts, Some("e"));
        let second = read_all(&chart, &drafts, Some("e"));
        prop_assert_eq!(first.lines(), second.lines());
        for fact in first.facts.iter() {
            prop_assert!(!fact.evidence.is_empty());
            prop_assert!(fact.value.is_none_or(|value| value.min.is_finite() && value.max.is_finite()));
        }
    }

    #[test]
    fn what_nothing_denies_is_never_absent(chart in proptest::collection::vec(resource(), 0..4)) {
        let chart = Value::Array(chart);
        let text = chart.to_string();
        prop_assume!(!DENIALS.iter().any(|word| text.contains(word)) && !text.contains("false"));
        let read = read_all(&chart, &Value::Null, None);
        let absent: Vec<String> = read.lines().into_iter().filter(|line| line.contains(" absent")).collect();
        prop_assert!(absent.is_empty(), "{absent:?} of {text}");
    }
}

#[test]
fn an_empty_record_states_nothing() {
    let read = read_all(&Value::Null, &Value::Null, None);
    assert!(
        read.lines().is_empty() && read.facts.set_aside.is_empty() && read.facts.causes.is_empty()
    );
}
