use rstest::rstest;
use serde_json::{Value, json};

use super::{super::sample::read, Lines};

/// A response with flat answers: `[linkId, value]`.
fn response(answers: &Value) -> Value {
    let item = |pair: &Value| {
        let values: Vec<Value> = match &pair[1] {
            Value::Array(values) => values.clone(),
            value => vec![value.clone()],
        };
        json!({ "linkId": pair[0], "answer": values })
    };
    let items: Vec<Value> = answers.as_array().unwrap().iter().map(item).collect();
    json!({ "resourceType": "QuestionnaireResponse", "id": "q", "status": "completed", "authored": "2026-06-14", "item": [{ "linkId": "g", "item": items }] })
}

fn yes() -> Value {
    json!({ "valueBoolean": true })
}

fn no() -> Value {
    json!({ "valueBoolean": false })
}

fn code(code: &str) -> Value {
    json!({ "valueCoding": { "code": code } })
}

#[rstest]
#[case(json!([["neuro.saddle", yes()]]), &["neuro.saddle stated 2026-06-14"])]
#[case(json!([["neuro.saddle", no()]]), &["neuro.saddle absent stated 2026-06-14"])]
#[case(json!([["neuro.saddle", {}]]), &[])]
#[case(json!([["neuro.saddle.new", yes()]]), &[])]
#[case(json!([["neuro.saddle", yes()], ["neuro.saddle.new", yes()]]), &["neuro.saddle onset 2026-05-31/2026-06-14 stated 2026-06-14"])]
#[case(json!([["neuro.saddle", yes()], ["neuro.saddle.new", yes()], ["neuro.saddle.onset", { "valueDate": "2026-03" }]]),
    &["neuro.saddle onset 2026-03-01/2026-03-31 stated 2026-06-14 worsened 2026-06-14"])]
#[case(json!([["neuro.bladder", yes()], ["neuro.bladder.kind", [code("incontinence"), code("urgency")]], ["neuro.bladder.cause", yes()]]),
    &["neuro.bladder kind=incontinence+urgency cause=true stated 2026-06-14 long"])]
#[case(json!([["neuro.motor", yes()]]), &["neuro.motor probable stated 2026-06-14"])]
#[case(json!([["neuro.motor", yes()], ["neuro.motor.grade", { "valueInteger": 4 }], ["neuro.motor.limb", code("lower")], ["laterality", code("bilateral")]]),
    &["neuro.motor side=both limb=lower grade=4 stated 2026-06-14"])]
#[case(json!([["neuro.sensory", yes()], ["neuro.sensory.side", code("left")], ["laterality", code("right")]]),
    &["neuro.sensory side=left stated 2026-06-14"])]
#[case(json!([["rf.prior_surgery", yes()], ["rf.prior_surgery.region", code("lumbar")], ["rf.prior_surgery.date", { "valueDate": "2019-05-02" }]]),
    &["rf.infection_recent kind=procedure onset 2019-05-02", "rf.prior_surgery in lumbar onset 2019-05-02"])]
#[case(json!([["rf.prior_surgery", yes()]]), &["rf.prior_surgery stated 2026-06-14"])]
#[case(json!([["rf.ivdu", yes()], ["rf.ivdu.date", { "valueDate": "2025-05" }]]), &["rf.ivdu onset 2025-05-01/2025-05-31"])]
#[case(json!([["rf.ivdu", yes()]]), &["rf.ivdu stated 2026-06-14"])]
#[case(json!([["sym.headache", yes()], ["sym.headache.onset", { "valueDate": "2024" }]]), &["sym.headache onset 2024-01-01/2024-12-31 stated 2026-06-14"])]
#[case(json!([["sym.headache", yes()]]), &["sym.headache onset 2026-05-31/2026-06-14 stated 2026-06-14"])]
#[case(json!([["pain.unilateral_neck_severe", yes()]]), &["pain.unilateral_neck_severe onset 2026-05-31/2026-06-14 stated 2026-06-14"])]
#[case(json!([["pain.unilateral_neck_severe", no()]]), &["pain.unilateral_neck_severe absent stated 2026-06-14"])]
#[case(json!([["neuro.bowel", yes()]]), &["neuro.bowel onset 2026-05-31/2026-06-14 stated 2026-06-14"])]
#[case(json!([["neuro.bowel", yes()], ["neuro.bowel.new", no()]]), &["neuro.bowel stated 2026-06-14"])]
#[case(json!([["gate.more_flags", no()], ["g.flags", no()], ["unknown.item", yes()], ["1", yes()]]), &[])]
fn flags_are_answered_with_their_details(#[case] answers: Value, #[case] expected: Lines) {
    assert_eq!(read(&response(&answers)).lines(), expected);
}

#[rstest]
#[case(json!([["region", [code("lumbar"), code("cervical")]], ["onset", { "valueDate": "2026-05-01" }]]),
    "pain.spine", &["pain.spine in cervical, lumbar onset 2026-05-01 stated 2026-06-14"])]
#[case(json!([["severity.nrs", { "valueInteger": 8 }]]), "severity.nrs", &["severity.nrs onset 2026-06-14 stated 2026-06-14 value 8"])]
#[case(json!([["neuro.pvr_ml", { "valueQuantity": { "value": 300, "unit": "mL" } }]]),
    "neuro.bladder", &["neuro.bladder kind=retention_or_flow stated 2026-06-14 worsened 2026-06-14"])]
#[case(json!([["safety.egfr", { "valueQuantity": { "value": 40 } }], ["safety.egfr.date", { "valueDate": "2026-05-01" }]]),
    "safety.egfr", &["safety.egfr onset 2026-05-01 value 40"])]
#[case(json!([["rf.fever.value", { "valueQuantity": { "value": 38.6, "unit": "Cel" } }]]), "rf.fever", &["rf.fever stated 2026-06-14 value 38.6"])]
#[case(json!([["rf.fever.value", { "valueQuantity": { "value": 37.2, "unit": "Cel" } }]]), "rf.fever", &["rf.fever absent stated 2026-06-14"])]
#[case(json!([["rf.fever", yes()], ["rf.fever.date", { "valueDate": "2026-05-31" }]]), "rf.fever", &["rf.fever onset 2026-05-31"])]
#[case(json!([["rf.fever", yes()], ["rf.fever.cause", yes()]]), "rf.fever", &[])]
#[case(json!([["candidate", code("yes")]]), "candidate", &["candidate value=yes stated 2026-06-14"])]
#[case(json!([["candidate", code("unknown")]]), "candidate", &[])]
#[case(json!([["candidate", code("maybe")]]), "candidate", &[])]
#[case(json!([["safety.pregnancy", { "valueString": "possibly" }]]), "safety.pregnancy", &["safety.pregnancy value=possibly stated 2026-06-14"])]
#[case(json!([["referral", code("completed")]]), "referral", &["referral kind=completed status=completed onset 2026-06-14 stated 2026-06-14"])]
#[case(json!([["referral", code("none_recorded")]]), "referral", &[])]
#[case(json!([["safety.device", [code("pacemaker"), code("icd")]], ["safety.device.mr_conditional", code("no")]]), "safety.device",
    &["safety.device kind=pacemaker mr_conditional=no stated 2026-06-14", "safety.device kind=icd mr_conditional=no stated 2026-06-14"])]
#[case(json!([["safety.device", code("none")]]), "safety.device", &["safety.device absent stated 2026-06-14"])]
#[case(json!([["tx.conservative", code("declined")]]), "tx.conservative.adequate", &["tx.conservative.adequate absent stated 2026-06-14"])]
#[case(json!([["tx.conservative", code("treated")]]), "tx.conservative.adequate", &[])]
fn other_questions_have_their_own_meaning(
    #[case] answers: Value,
    #[case] finding: &str,
    #[case] expected: Lines,
) {
    assert_eq!(read(&response(&answers)).of(finding), expected);
}

#[rstest]
#[case(json!([["cspine.nexus", code("negative")]]), "cspine.nexus", Some("negative"))]
#[case(json!([["cspine.nexus", code("negative")], ["cspine.nexus.intoxication", yes()]]), "cspine.nexus", Some("positive"))]
#[case(json!([["cspine.nexus.intoxication", no()], ["cspine.nexus.midline_tenderness", no()]]), "cspine.nexus", None)]
#[case(json!([["cspine.nexus.midline_tenderness", no()], ["cspine.nexus.focal_deficit", no()], ["cspine.nexus.reduced_alertness", no()],
    ["cspine.nexus.intoxication", no()], ["cspine.nexus.distracting_injury", no()]]), "cspine.nexus", Some("negative"))]
#[case(json!([["cspine.canadian.age_65", yes()]]), "cspine.canadian", Some("positive"))]
#[case(json!([["cspine.canadian.age_65", no()], ["cspine.canadian.dangerous_mechanism", no()], ["cspine.canadian.limb_paraesthesia", no()]]),
    "cspine.canadian", None)]
#[case(json!([["cspine.canadian.age_65", no()], ["cspine.canadian.dangerous_mechanism", no()], ["cspine.canadian.limb_paraesthesia", no()],
    ["cspine.canadian.low_risk", yes()], ["cspine.canadian.rotation45", yes()]]), "cspine.canadian", Some("negative"))]
fn a_neck_injury_rule_follows_its_items(
    #[case] answers: Value,
    #[case] finding: &str,
    #[case] expected: Option<&str>,
) {
    let read = read(&response(&answers));
    let value =
        expected.map(|word| format!("{finding} value={word} onset 2026-06-14 stated 2026-06-14"));
    assert_eq!(read.of(finding), value.into_iter().collect::<Vec<_>>());
}

#[test]
fn each_treatment_is_a_row() {
    let treatment = |answers: Value| {
        let item = |pair: &Value| json!({ "linkId": pair[0], "answer": [pair[1]] });
        json!({ "linkId": "tx", "item": answers.as_array().unwrap().iter().map(item).collect::<Vec<_>>() })
    };
    let response = json!({
        "resourceType": "QuestionnaireResponse", "id": "q", "status": "completed", "authored": "2026-06-14",
        "item": [{ "linkId": "g.care", "item": [
            treatment(json!([["tx.kind", code("pt")], ["tx.start", { "valueDate": "2026-04-01" }], ["tx.end", { "valueDate": "2026-05-20" }],
                ["tx.sessions", { "valueInteger": 6 }], ["tx.outcome", code("unchanged")]])),
            treatment(json!([["tx.kind", code("nsaid")], ["tx.start", { "valueDate": "2026-05-01" }], ["tx.outcome", code("unknown")]])),
            treatment(json!([["tx.kind", code("home_exercise")], ["tx.adherence", code("none")]])),
            treatment(json!([["tx.start", { "valueDate": "2026-05-01" }]])),
        ] }],
    });
    assert_eq!(
        read(&response).lines(),
        [
            "tx kind=pt outcome=unchanged sessions=6 onset 2026-04-01 end 2026-05-20 stated 2026-06-14",
            "tx kind=nsaid drug_class=nsaid onset 2026-05-01 end 2026-06-14 stated 2026-06-14",
            "tx absent kind=home_exercise stated 2026-06-14",
        ]
    );
}

/// Of a form with an address of its own only what is a copy of ours is read.
#[rstest]
#[case("http://foramen.example.org/fhir/Questionnaire/spine-red-flags-prior-care|0.3.0", "region", &["pain.spine in lumbar stated 2026-06-14"])]
#[case("https://ehr.example/fhir/Questionnaire/77|2", "region", &[])]
#[case("https://ehr.example/fhir/Questionnaire/77|2", "neuro.saddle", &["neuro.saddle stated 2026-06-14"])]
fn an_unrelated_form_says_nothing(#[case] form: &str, #[case] link: &str, #[case] expected: Lines) {
    let value = if link == "region" {
        code("lumbar")
    } else {
        yes()
    };
    let mut response = response(&json!([[link, value]]));
    response["questionnaire"] = json!(form);
    assert_eq!(read(&response).lines(), expected);
}
