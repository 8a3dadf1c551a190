//! The client's own order with one change.

#![expect(
    clippy::unwrap_used,
    reason = "a broken helper of a test fails the test"
)]

use foramen_typed::{
    CodeableConcept, Coding, OrderChange, Priority, TypedError, update_service_request,
};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

fn raw(text: &str) -> Box<RawValue> {
    RawValue::from_string(text.into()).unwrap()
}

fn lumbar_mri() -> CodeableConcept {
    CodeableConcept {
        coding: vec![Coding {
            system: "http://www.ama-assn.org/go/cpt".into(),
            code: "72148".into(),
            display: None,
        }],
        text: Some("MRI lumbar spine without contrast".into()),
    }
}

fn new_code() -> OrderChange {
    OrderChange {
        code: Some(lumbar_mri()),
        priority: None,
    }
}

fn updated(original: &str, change: &OrderChange) -> String {
    update_service_request(&raw(original), change, false)
        .unwrap()
        .get()
        .into()
}

#[test]
fn only_the_code_and_its_text_change_and_members_keep_their_order() {
    let original = r#"{"id":"draft.1","resourceType":"ServiceRequest","zz":{"b":1,"a":2},
        "_code":{"id":"x"},"code":{"coding":[{"code":"EAP1"}],"text":"old"},"status":"draft","intent":"plan",
        "extension":[{"url":"http://example.org/x","valueDecimal":1.00}],"subject":{"reference":"Patient/1"}}"#;
    insta::assert_snapshot!(
        updated(original, &new_code()),
        @r#"{"id":"draft.1","resourceType":"ServiceRequest","zz":{"b":1,"a":2},"code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"72148"}],"text":"MRI lumbar spine without contrast"},"status":"draft","intent":"plan","extension":[{"url":"http://example.org/x","valueDecimal":1.00}],"subject":{"reference":"Patient/1"}}"#
    );
}

#[test]
fn a_priority_is_replaced_in_place_and_added_where_there_was_none() {
    let stat = OrderChange {
        code: None,
        priority: Some(Priority::Stat),
    };
    let old = r#"{"resourceType":"ServiceRequest","priority":"routine","_priority":{"id":"p"},"status":"draft"}"#;
    assert_eq!(
        updated(old, &stat),
        r#"{"resourceType":"ServiceRequest","priority":"stat","status":"draft"}"#
    );
    let none = r#"{"resourceType":"ServiceRequest","status":"draft"}"#;
    assert_eq!(
        updated(none, &stat),
        r#"{"resourceType":"ServiceRequest","status":"draft","priority":"stat"}"#
    );
}

#[rstest]
#[case("1.00")]
#[case("0.10")]
#[case("-0.0")]
#[case("1E5")]
#[case("1e-7")]
#[case("12345678901234567890.123456789012345678901234567890")]
fn a_decimal_keeps_its_digits(#[case] decimal: &str) {
    let order =
        format!(r#"{{"resourceType":"ServiceRequest","quantityQuantity":{{"value":{decimal}}}}}"#);
    assert_eq!(updated(&order, &OrderChange::default()), order);
}

#[test]
fn a_decimal_keeps_its_digits_where_a_neighbour_is_pruned() {
    let order = r#"{"resourceType":"ServiceRequest","x":{"z":[],"value":1.00,"a":12345678901234567890.10}}"#;
    let left =
        r#"{"resourceType":"ServiceRequest","x":{"value":1.00,"a":12345678901234567890.10}}"#;
    assert_eq!(updated(order, &OrderChange::default()), left);
}

#[test]
fn an_untouched_member_is_the_same_text() {
    let order = r#"{"resourceType":"ServiceRequest","note":[{ "text" : "caf\u00e9 \/ 1E5" }],"zz":"\ud83d\ude00"}"#;
    assert_eq!(updated(order, &OrderChange::default()), order);
}

#[rstest]
#[case::half_a_surrogate_pair(r#""\ud800""#.to_owned())]
#[case::half_a_pair_in_a_name(r#"{"\udfff":""}"#.to_owned())]
#[case::deep(format!("{}1{}", "[".repeat(250), "]".repeat(250)))]
fn a_member_that_cannot_be_read_is_echoed_and_the_rest_is_changed(#[case] odd: String) {
    let order = format!(r#"{{"resourceType":"ServiceRequest","zz":{odd},"priority":"routine"}}"#);
    let stat = OrderChange {
        code: None,
        priority: Some(Priority::Stat),
    };
    assert_eq!(updated(&order, &stat), order.replace("routine", "stat"));
}

#[test]
fn of_a_member_given_twice_the_last_counts_in_the_place_of_the_first() {
    let order = r#"{"resourceType":"ServiceRequest","a":1,"b":2,"a":3}"#;
    assert_eq!(
        updated(order, &OrderChange::default()),
        r#"{"resourceType":"ServiceRequest","a":3,"b":2}"#
    );
}

#[rstest]
#[case::empty_array(r#""reasonCode":[]"#, "")]
#[case::empty_object(r#""encounter":{}"#, "")]
#[case::null(r#""encounter":null"#, "")]
#[case::nested(r#""reasonCode":[{"coding":[{}]}]"#, "")]
#[case::nested_in_company(r#""code":{"coding":[{}],"text":"MRI"}"#, r#","code":{"text":"MRI"}"#)]
#[case::null_that_holds_a_place(
    r#""x":["a",null],"_x":[null,{"id":"i"}]"#,
    r#","x":["a",null],"_x":[null,{"id":"i"}]"#
)]
#[case::emptied_item_that_holds_a_place(
    r#""x":["a","b"],"_x":[{},{"id":"i"}]"#,
    r#","x":["a","b"],"_x":[null,{"id":"i"}]"#
)]
#[case::null_among_objects(r#""note":[null,{"text":"a"},{}]"#, r#","note":[{"text":"a"}]"#)]
#[case::empty_string(r#""patientInstruction":"","reasonCode":"""#, "")]
#[case::empty_string_that_holds_a_place(r#""x":["a",""]"#, r#","x":["a",null]"#)]
fn empties_are_pruned(#[case] member: &str, #[case] left: &str) {
    let order = format!(r#"{{"resourceType":"ServiceRequest",{member}}}"#);
    assert_eq!(
        updated(&order, &OrderChange::default()),
        format!(r#"{{"resourceType":"ServiceRequest"{left}}}"#)
    );
}

#[test]
fn empties_stay_on_request_and_a_reason_list_is_there() {
    let keep = |order: &str| {
        update_service_request(&raw(order), &OrderChange::default(), true)
            .unwrap()
            .get()
            .to_owned()
    };
    let sandbox = r#"{"resourceType":"ServiceRequest","reasonCode":[],"note":[],"encounter":null}"#;
    assert_eq!(keep(sandbox), sandbox);
    assert_eq!(
        keep(r#"{"resourceType":"ServiceRequest"}"#),
        r#"{"resourceType":"ServiceRequest","reasonCode":[]}"#
    );
    let reasons =
        r#"{"resourceType":"ServiceRequest","reasonCode":[{"text":"pain"}],"status":"draft"}"#;
    assert_eq!(keep(reasons), reasons);
}

#[rstest]
#[case::other_type(
    r#"{"resourceType":"MedicationRequest"}"#,
    "only a ServiceRequest can be updated"
)]
#[case::no_type(r#"{"status":"draft"}"#, "only a ServiceRequest can be updated")]
#[case::no_object("[1]", "the order is not readable as a JSON object")]
fn another_thing_is_refused(#[case] order: &str, #[case] says: &str) {
    let error: TypedError = update_service_request(&raw(order), &new_code(), false).unwrap_err();
    assert!(error.to_string().starts_with(says), "{error}");
}

#[test]
fn an_empty_code_is_refused_rather_than_taken_for_a_deletion() {
    let change = OrderChange {
        code: Some(CodeableConcept::default()),
        priority: None,
    };
    let error =
        update_service_request(&raw(r#"{"resourceType":"ServiceRequest"}"#), &change, false)
            .unwrap_err();
    assert_eq!(
        error.to_string(),
        "ServiceRequest.code is required and was empty: give it a value"
    );
}

/// JSON without empties.
fn full_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{1,8}".prop_map(Value::from)
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..4).prop_map(Value::from),
            proptest::collection::vec(("[a-z]{1,6}", inner), 1..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn every_untouched_member_stays_as_it_was(
        members in proptest::collection::vec(("[a-z]{1,3}", full_json()), 0..6),
        stat in any::<bool>(),
        keep_empties in any::<bool>(),
    ) {
        let mut order: Map<String, Value> = members.into_iter().collect();
        order.insert("resourceType".into(), "ServiceRequest".into());
        order.insert("code".into(), json!({ "text": "old" }));
        let change = OrderChange { priority: stat.then_some(Priority::Stat), ..new_code() };
        let original = raw(&Value::Object(order.clone()).to_string());
        let changed = update_service_request(&original, &change, keep_empties).unwrap();
        let changed: Map<String, Value> = serde_json::from_str(changed.get()).unwrap();
        prop_assert_eq!(&changed["code"]["text"], "MRI lumbar spine without contrast");
        let untouched = |order: &Map<String, Value>| -> Vec<(String, String)> {
            order
                .iter()
                .filter(|(name, _)| !matches!(name.as_str(), "code" | "priority" | "reasonCode"))
                .map(|(name, value)| (name.clone(), value.to_string()))
                .collect()
        };
        prop_assert_eq!(untouched(&changed), untouched(&order));
    }
}
