//! New orders.

#![expect(
    clippy::unwrap_used,
    reason = "a broken helper of a test fails the test"
)]

use foramen_typed::{
    CodeableConcept, Coding, NewServiceRequest, Priority, TypedError, service_request,
};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::Value;

fn coding(system: &str, code: &str, display: Option<&str>) -> Coding {
    Coding {
        system: system.into(),
        code: code.into(),
        display: display.map(Into::into),
    }
}

fn concept(coding: Vec<Coding>, text: Option<&str>) -> CodeableConcept {
    CodeableConcept {
        coding,
        text: text.map(Into::into),
    }
}

fn cervical_mri() -> NewServiceRequest {
    NewServiceRequest {
        priority: Priority::Urgent,
        category: vec![concept(
            vec![coding(
                "http://snomed.info/sct",
                "363679005",
                Some("Imaging"),
            )],
            None,
        )],
        code: concept(
            vec![
                coding("http://www.ama-assn.org/go/cpt", "72141", None),
                coding("http://loinc.org", "30667-0", None),
            ],
            Some("MRI cervical spine without contrast"),
        ),
        subject: "Patient/p1".into(),
        encounter: Some("Encounter/e1".into()),
        authored_on: "2026-11-24".into(),
        reason_code: vec![concept(
            vec![coding("http://hl7.org/fhir/sid/icd-10-cm", "M54.12", None)],
            Some("Neck and arm pain"),
        )],
        note: vec![
            "Central or foraminal stenosis?".into(),
            "Osteophytes compressing a root?".into(),
        ],
    }
}

fn least() -> NewServiceRequest {
    NewServiceRequest {
        priority: Priority::Routine,
        category: vec![],
        code: concept(vec![], Some("Physiotherapy")),
        subject: "Patient/p1".into(),
        encounter: None,
        authored_on: "2026-11-24".into(),
        reason_code: vec![],
        note: vec![],
    }
}

fn json(new: &NewServiceRequest) -> Value {
    serde_json::from_str(service_request(new).unwrap().get()).unwrap()
}

/// Whether an empty string, array or object or a null stands anywhere.
fn has_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty() || items.iter().any(has_empty),
        Value::Object(members) => members.is_empty() || members.values().any(has_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[test]
fn a_full_order_has_every_element_in_the_order_of_the_release() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&json(&cervical_mri())).unwrap(), @r#"
    {
      "resourceType": "ServiceRequest",
      "status": "draft",
      "intent": "proposal",
      "category": [
        {
          "coding": [
            {
              "system": "http://snomed.info/sct",
              "code": "363679005",
              "display": "Imaging"
            }
          ]
        }
      ],
      "priority": "urgent",
      "code": {
        "coding": [
          {
            "system": "http://www.ama-assn.org/go/cpt",
            "code": "72141"
          },
          {
            "system": "http://loinc.org",
            "code": "30667-0"
          }
        ],
        "text": "MRI cervical spine without contrast"
      },
      "subject": {
        "reference": "Patient/p1"
      },
      "encounter": {
        "reference": "Encounter/e1"
      },
      "authoredOn": "2026-11-24",
      "reasonCode": [
        {
          "coding": [
            {
              "system": "http://hl7.org/fhir/sid/icd-10-cm",
              "code": "M54.12"
            }
          ],
          "text": "Neck and arm pain"
        }
      ],
      "note": [
        {
          "text": "Central or foraminal stenosis?"
        },
        {
          "text": "Osteophytes compressing a root?"
        }
      ]
    }
    "#);
}

#[test]
fn the_least_order_has_no_id_and_no_empty_member() {
    insta::assert_snapshot!(
        service_request(&least()).unwrap().get(),
        @r#"{"resourceType":"ServiceRequest","status":"draft","intent":"proposal","priority":"routine","code":{"text":"Physiotherapy"},"subject":{"reference":"Patient/p1"},"authoredOn":"2026-11-24"}"#
    );
}

#[rstest]
#[case(Priority::Routine, "routine")]
#[case(Priority::Urgent, "urgent")]
#[case(Priority::Asap, "asap")]
#[case(Priority::Stat, "stat")]
fn a_priority_is_written_as_its_code(#[case] priority: Priority, #[case] code: &str) {
    assert_eq!(
        json(&NewServiceRequest {
            priority,
            ..least()
        })["priority"],
        code
    );
}

#[test]
fn blank_words_and_codeless_codings_are_left_out() {
    let order = json(&NewServiceRequest {
        category: vec![concept(
            vec![coding("http://snomed.info/sct", " ", Some("Imaging"))],
            Some(""),
        )],
        code: concept(vec![coding("", " 72141 ", Some(""))], None),
        encounter: Some(String::new()),
        note: vec!["\n".into(), "Grip weak\u{0}on the left".into()],
        ..least()
    });
    assert_eq!(
        order["code"],
        serde_json::json!({ "coding": [{ "code": "72141" }] })
    );
    assert_eq!(
        order["note"],
        serde_json::json!([{ "text": "Grip weak on the left" }])
    );
    assert!(order.get("category").is_none() && order.get("encounter").is_none());
}

#[rstest]
#[case::subject(NewServiceRequest { subject: " ".into(), ..least() }, "ServiceRequest.subject is required")]
#[case::code(NewServiceRequest { code: CodeableConcept::default(), ..least() }, "ServiceRequest.code is required")]
#[case::date(NewServiceRequest { authored_on: "24.11.2026".into(), ..least() }, "ServiceRequest.authoredOn is not a date")]
fn an_order_without_a_required_element_is_an_error_that_names_it(
    #[case] new: NewServiceRequest,
    #[case] says: &str,
) {
    let error: TypedError = service_request(&new).unwrap_err();
    assert!(error.to_string().starts_with(says), "{error}");
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "\\PC{0,12}",
        "[ \\t\\n]{1,3}",
        any::<String>()
    ]
}

fn any_concept() -> impl Strategy<Value = CodeableConcept> {
    let coding =
        (words(), words(), proptest::option::of(words())).prop_map(|(system, code, display)| {
            Coding {
                system,
                code,
                display,
            }
        });
    (
        proptest::collection::vec(coding, 0..3),
        proptest::option::of(words()),
    )
        .prop_map(|(coding, text)| CodeableConcept { coding, text })
}

proptest! {
    #[test]
    fn whatever_is_built_is_json_without_empty_members(
        category in proptest::collection::vec(any_concept(), 0..3),
        code in any_concept(),
        subject in words(),
        encounter in proptest::option::of(words()),
        reason_code in proptest::collection::vec(any_concept(), 0..3),
        note in proptest::collection::vec(words(), 0..3),
    ) {
        let new = NewServiceRequest { category, code, subject, encounter, reason_code, note, ..least() };
        if let Ok(order) = service_request(&new) {
            let order: Value = serde_json::from_str(order.get()).unwrap();
            prop_assert!(!has_empty(&order), "{order}");
            prop_assert_eq!(&order["status"], "draft");
            prop_assert_eq!(&order["intent"], "proposal");
        }
    }
}
