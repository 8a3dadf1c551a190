use rstest::rstest;
use serde_json::{Value, json};

use super::{
    super::sample::{read, read_all},
    Lines,
};

fn procedure(id: &str, code: &str, more: &Value) -> Value {
    let mut procedure = json!({
        "resourceType": "Procedure", "id": id, "status": "completed",
        "code": { "coding": [{ "system": "http://www.ama-assn.org/go/cpt", "code": code }] },
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        procedure[key] = value.clone();
    }
    procedure
}

#[rstest]
#[case("97110", json!({ "performedDateTime": "2026-05-01" }),
    &["tx kind=pt sessions=1 procedure=physical_therapy onset 2026-05-01 end 2026-05-01 stated 2026-05-01"])]
#[case("97110", json!({ "performedPeriod": { "start": "2026-04-01", "end": "2026-05-31" } }),
    &["tx kind=pt procedure=physical_therapy onset 2026-04-01 end 2026-05-31 stated 2026-04-01"])]
#[case("97110", json!({ "performedPeriod": { "start": "2026-04-01" }, "status": "in-progress", "note": [{ "text": "6 visits, no improvement" }] }),
    &["tx kind=pt outcome=unchanged sessions=6 procedure=physical_therapy onset 2026-04-01 end 2026-06-15 stated 2026-04-01"])]
#[case("97110", json!({ "status": "not-done" }), &["tx absent kind=pt procedure=physical_therapy"])]
#[case("97110", json!({ "status": "preparation" }), &[])]
#[case("97110", json!({ "status": "stopped", "performedString": "March 2026", "statusReason": { "text": "Adverse reaction" } }),
    &["tx kind=pt outcome=stopped_side_effect procedure=physical_therapy onset 2026-03-01/2026-03-31 end 2026-03-01/2026-03-31 stated 2026-03-01/2026-03-31"])]
#[case("97110", json!({ "performedDateTime": "2026-05-01", "reasonCode": [{ "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M54.2" }] }] }),
    &["tx in cervical kind=pt sessions=1 procedure=physical_therapy onset 2026-05-01 end 2026-05-01 stated 2026-05-01"])]
#[case("97110", json!({ "reasonCode": [{ "text": "Knee pain" }] }), &[])]
#[case("62323", json!({ "performedDateTime": "2026-05-01", "outcome": { "text": "Good relief" } }),
    &["rf.infection_recent kind=procedure onset 2026-05-01 end 2026-05-01", "tx in lumbar kind=esi outcome=improved guidance=imaging procedure=esi onset 2026-05-01 end 2026-05-01 stated 2026-05-01"])]
#[case("63030", json!({ "performedDateTime": "2019" }), &[
    "rf.infection_recent kind=procedure onset 2019-01-01/2019-12-31 end 2019-01-01/2019-12-31",
    "rf.prior_surgery in lumbar onset 2019-01-01/2019-12-31 end 2019-01-01/2019-12-31 stated 2019-01-01/2019-12-31",
    "tx in lumbar kind=surgery procedure=spine_surgery onset 2019-01-01/2019-12-31 end 2019-01-01/2019-12-31 stated 2019-01-01/2019-12-31",
])]
#[case("22612", json!({}), &["rf.prior_surgery in lumbar", "tx in lumbar kind=surgery procedure=fusion"])]
#[case("72148", json!({ "performedDateTime": "2026-05-01" }),
    &["img in lumbar modality=mri contrast=without status=noted onset 2026-05-01 stated 2026-05-01"])]
fn what_was_done_becomes_rows(#[case] code: &str, #[case] more: Value, #[case] expected: Lines) {
    assert_eq!(read(&procedure("p1", code, &more)).lines(), expected);
}

#[rstest]
#[case("62323", json!({ "performedDateTime": "2026-05-01", "status": "not-done" }), &[])]
#[case("62323", json!({}), &[])]
#[case("64493", json!({ "performedDateTime": "2026-05-01" }), &["rf.infection_recent kind=procedure onset 2026-05-01 end 2026-05-01"])]
#[case("97110", json!({ "performedDateTime": "2026-05-01" }), &[])]
fn a_dated_injection_or_operation_is_a_recent_spine_procedure(
    #[case] code: &str,
    #[case] more: Value,
    #[case] expected: Lines,
) {
    assert_eq!(
        read(&procedure("p1", code, &more)).of("rf.infection_recent"),
        expected
    );
}

#[test]
fn a_procedure_is_no_later_for_being_written_down_later() {
    let late = json!({ "performedDateTime": "2019-05-01", "recorded": "2026-06-10" });
    let read = read(&procedure("p1", "63030", &late));
    let [fact] = read.facts.of(read.id("rf.infection_recent")) else {
        panic!("one procedure");
    };
    assert_eq!(fact.last().unwrap().to_string(), "2019-05-01");
}

#[test]
fn a_referral_to_therapy_is_no_therapy() {
    let referral = procedure(
        "p1",
        "",
        &json!({ "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "306170007" }] } }),
    );
    assert!(read(&referral).lines().is_empty());
}

#[test]
fn several_codes_of_one_day_are_one_visit() {
    let day =
        |id: &str, code: &str, day: &str| procedure(id, code, &json!({ "performedDateTime": day }));
    let visits = json!([
        day("a", "97110", "2026-05-01"),
        day("b", "97140", "2026-05-01"),
        day("c", "97110", "2026-05-08")
    ]);
    let read = read_all(&visits, &Value::Null, None);
    assert_eq!(read.of("tx").len(), 2);
    assert_eq!(read.facts.of(read.id("tx"))[0].evidence.len(), 2);
}

#[test]
fn an_epidural_anaesthetic_takes_the_steroid_injection_out() {
    let both = json!({ "code": { "coding": [
        { "system": "http://www.ama-assn.org/go/cpt", "code": "62323" }, { "system": "http://www.ama-assn.org/go/cpt", "code": "62326" },
    ] } });
    assert!(read(&procedure("p1", "", &both)).lines().is_empty());
}
