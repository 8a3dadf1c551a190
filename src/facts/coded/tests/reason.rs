use rstest::rstest;
use serde_json::{Value, json};

use super::super::sample::read_all;

fn icd(code: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code }], "text": text })
}

fn problem(code: &Value, onset: &str) -> Value {
    json!({ "resourceType": "Condition", "id": onset, "code": code, "onsetDateTime": onset })
}

fn visit(reason: &Value) -> Value {
    json!({
        "resourceType": "Encounter", "id": "e", "status": "in-progress", "period": { "start": "2026-06-15T09:00:00Z" },
        "reasonCode": [reason],
    })
}

/// Onset of the reason of a visit beside some problems.
fn onset(reason: &Value, problems: &[Value]) -> Option<String> {
    let mut chart = vec![visit(reason)];
    chart.extend(problems.iter().cloned());
    let read = read_all(&Value::Array(chart), &Value::Null, None);
    let reason = read
        .facts
        .iter()
        .find(|fact| fact.current_encounter && read.vocabulary.name(fact.finding) != "spine.visit")
        .unwrap();
    reason.onset.map(|onset| onset.to_string())
}

#[rstest]
#[case(icd("M54.50", "Low back pain"), Some("2025-08-19"))]
#[case(icd("M54.9", "Back pain"), Some("2025-08-19"))]
#[case(icd("M54.2", "Neck pain"), None)]
// Another symptom, and the same one that came back or got worse.
#[case(icd("M54.16", "Radiculopathy"), None)]
#[case(icd("M54.50", "New low back pain"), None)]
#[case(icd("M54.50", "Worsening low back pain"), None)]
fn a_reason_takes_the_onset_of_the_same_symptom(
    #[case] reason: Value,
    #[case] expected: Option<&str>,
) {
    let problems = [problem(&icd("M54.50", ""), "2025-08-19")];
    assert_eq!(onset(&reason, &problems).as_deref(), expected);
}

#[test]
fn of_several_problems_the_latest_dates_the_reason() {
    let problems =
        ["2019-01-01", "2026-06-01", "2025-08-19"].map(|onset| problem(&icd("M54.50", ""), onset));
    let reason = icd("M54.50", "");
    assert_eq!(onset(&reason, &problems).as_deref(), Some("2026-06-01"));
}

#[test]
fn the_other_side_is_another_symptom() {
    let problems = [problem(&icd("M54.41", ""), "2025-08-19")];
    let left = json!({ "text": "Left sciatica" });
    let right = json!({ "text": "Right sciatica" });
    assert_eq!(onset(&left, &problems), None);
    assert_eq!(onset(&right, &problems).as_deref(), Some("2025-08-19"));
}

#[test]
fn a_doubted_problem_dates_nothing() {
    let mut problem = problem(&icd("M54.50", ""), "2025-08-19");
    problem["verificationStatus"] = json!({ "coding": [{ "code": "provisional" }] });
    assert_eq!(onset(&icd("M54.50", ""), &[problem]), None);
}

#[test]
fn a_problem_that_begins_tomorrow_is_a_slip_and_dates_nothing() {
    let problem = problem(&icd("M54.50", ""), "2026-06-16");
    assert_eq!(onset(&icd("M54.50", ""), &[problem]), None);
}

#[test]
fn a_reason_of_an_order_is_dated_alike() {
    let draft = json!({
        "resourceType": "ServiceRequest", "id": "d", "status": "draft", "intent": "order",
        "code": { "coding": [{ "system": "http://www.ama-assn.org/go/cpt", "code": "72148" }] },
        "reasonCode": [icd("M54.50", "")],
    });
    let chart = json!([problem(&icd("M54.50", ""), "2025-08-19")]);
    let read = read_all(&chart, &json!([draft]), None);
    assert_eq!(
        read.of("pain.spine"),
        ["pain.spine in lumbar onset 2025-08-19 stated 2026-06-15"]
    );
}

#[test]
fn the_part_of_a_reason_that_no_problem_covers_stays_undated() {
    let chart = json!([
        visit(&icd("M54.9", "Neck and low back pain")),
        problem(&icd("M54.50", ""), "2025-08-19")
    ]);
    let read = read_all(&chart, &Value::Null, None);
    assert_eq!(
        read.of("pain.spine"),
        [
            "pain.spine in lumbar onset 2025-08-19 stated 2026-06-15 visit",
            "pain.spine in cervical stated 2026-06-15 visit"
        ]
    );
}
