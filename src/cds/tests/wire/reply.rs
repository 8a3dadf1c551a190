use foramen_cds::{
    Action, ActionKind, Card, CdsResponse, Coding, Discovery, Hook, Indicator, Link,
    SelectionBehavior, Service, Source, Suggestion, Summary, SummaryError, Template,
};
use rstest::rstest;
use serde_json::value::RawValue;

fn raw(json: &str) -> Box<RawValue> {
    RawValue::from_string(json.to_owned()).unwrap()
}

fn source(label: &str) -> Source {
    Source {
        label: label.to_owned(),
        url: None,
        icon: None,
        topic: None,
    }
}

fn full_card() -> Card {
    let summary = Summary::new("MRI adds little in the first six weeks.").unwrap();
    let mut card = Card::new(summary, Indicator::Warning, source("Guideline"));
    card.uuid = Some("c-1".to_owned());
    card.detail = Some("**Why**: no red flag is recorded.".to_owned());
    card.source.url = Some("https://example.org/guideline".to_owned());
    card.source.icon = Some("https://example.org/icon.png".to_owned());
    card.source.topic = Some(Coding::new("urn:topics", "I1", "Imaging"));
    card.suggestions = vec![
        Suggestion {
            label: "Remove the MRI".to_owned(),
            uuid: Some("s-1".to_owned()),
            is_recommended: true,
            actions: vec![Action::delete("Remove the MRI", "ServiceRequest/draft-1")],
        },
        Suggestion {
            label: "Change it".to_owned(),
            uuid: None,
            is_recommended: false,
            actions: vec![
                Action::create(
                    "Order exercise",
                    raw(r#"{"resourceType":"ServiceRequest","n":1.50}"#),
                ),
                Action::update(
                    "Change the code",
                    raw(r#"{"resourceType":"ServiceRequest","id":"draft-1"}"#),
                ),
            ],
        },
    ];
    card.selection_behavior = Some(SelectionBehavior::AtMostOne);
    card.override_reasons = vec![Coding::new("urn:reasons", "seen", "Already considered")];
    let smart = Link {
        app_context: Some("topic=I1".to_owned()),
        autolaunchable: true,
        ..Link::smart("Questionnaire", "https://example.org/launch")
    };
    card.links = vec![
        Link::absolute("Guideline", "https://example.org/guideline"),
        smart,
    ];
    card.extension = Some(raw(r#"{"org.example.rule":"I1"}"#));
    card
}

#[test]
fn a_full_card_is_written_in_camel_case() {
    let response = CdsResponse {
        cards: vec![full_card()],
        system_actions: vec![Action::update(
            "Note the rating",
            raw(r#"{"id":"draft-1"}"#),
        )],
        extension: Some(raw(r#"{"org.example.run":"7"}"#)),
    };
    insta::assert_snapshot!(serde_json::to_string_pretty(&response).unwrap(), @r#"
    {
      "cards": [
        {
          "uuid": "c-1",
          "summary": "MRI adds little in the first six weeks.",
          "detail": "**Why**: no red flag is recorded.",
          "indicator": "warning",
          "source": {
            "label": "Guideline",
            "url": "https://example.org/guideline",
            "icon": "https://example.org/icon.png",
            "topic": {
              "system": "urn:topics",
              "code": "I1",
              "display": "Imaging"
            }
          },
          "suggestions": [
            {
              "label": "Remove the MRI",
              "uuid": "s-1",
              "isRecommended": true,
              "actions": [
                {
                  "type": "delete",
                  "description": "Remove the MRI",
                  "resourceId": "ServiceRequest/draft-1"
                }
              ]
            },
            {
              "label": "Change it",
              "actions": [
                {
                  "type": "create",
                  "description": "Order exercise",
                  "resource": {"resourceType":"ServiceRequest","n":1.50}
                },
                {
                  "type": "update",
                  "description": "Change the code",
                  "resource": {"resourceType":"ServiceRequest","id":"draft-1"}
                }
              ]
            }
          ],
          "selectionBehavior": "at-most-one",
          "overrideReasons": [
            {
              "system": "urn:reasons",
              "code": "seen",
              "display": "Already considered"
            }
          ],
          "links": [
            {
              "label": "Guideline",
              "url": "https://example.org/guideline",
              "type": "absolute"
            },
            {
              "label": "Questionnaire",
              "url": "https://example.org/launch",
              "type": "smart",
              "appContext": "topic=I1",
              "autolaunchable": true
            }
          ],
          "extension": {"org.example.rule":"I1"}
        }
      ],
      "systemActions": [
        {
          "type": "update",
          "description": "Note the rating",
          "resource": {"id":"draft-1"}
        }
      ],
      "extension": {"org.example.run":"7"}
    }
    "#);
}

#[test]
fn a_bare_card_has_nothing_that_is_empty() {
    let summary = Summary::new("Look at the cord.").unwrap();
    let response = CdsResponse {
        cards: vec![Card::new(summary, Indicator::Critical, source("Guideline"))],
        ..CdsResponse::default()
    };
    assert_eq!(
        serde_json::to_string(&response).unwrap(),
        r#"{"cards":[{"summary":"Look at the cord.","indicator":"critical","source":{"label":"Guideline"}}]}"#
    );
}

#[test]
fn nothing_to_say_is_an_empty_list_of_cards() {
    let response = CdsResponse::default();
    assert_eq!(serde_json::to_string(&response).unwrap(), r#"{"cards":[]}"#);
}

#[test]
fn a_written_response_reads_back_the_same() {
    let response = CdsResponse {
        cards: vec![full_card()],
        ..CdsResponse::default()
    };
    let text = serde_json::to_string(&response).unwrap();
    let back: CdsResponse = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&back).unwrap(), text);
    assert_eq!(
        back.cards[0].suggestions[0].actions[0].kind(),
        ActionKind::Delete
    );
}

#[rstest]
#[case::create_without_resource(r#"{"type":"create","description":"d"}"#)]
#[case::update_without_resource(r#"{"type":"update","description":"d","resourceId":"A/1"}"#)]
#[case::delete_without_id(r#"{"type":"delete","description":"d"}"#)]
#[case::delete_with_resource(
    r#"{"type":"delete","description":"d","resource":{},"resourceId":"A/1"}"#
)]
fn an_action_of_the_wrong_shape_is_not_read(#[case] json: &str) {
    assert!(serde_json::from_str::<Action>(json).is_err());
}

#[test]
fn a_summary_has_fewer_than_140_characters() {
    assert!(Summary::new("ä".repeat(139)).is_ok());
    assert_eq!(
        Summary::new("ä".repeat(140)),
        Err(SummaryError::TooLong { length: 140 })
    );
}

#[rstest]
#[case::empty("", SummaryError::Blank)]
#[case::blank("  ", SummaryError::Blank)]
#[case::two_lines("one\ntwo", SummaryError::NotOneLine)]
#[case::separator("one\u{2028}two", SummaryError::NotOneLine)]
fn a_summary_is_one_line_of_text(#[case] text: &str, #[case] error: SummaryError) {
    assert_eq!(Summary::new(text), Err(error));
    assert!(serde_json::from_value::<Summary>(text.into()).is_err());
}

#[test]
fn indicators_are_ordered_by_urgency() {
    assert!(Indicator::Info < Indicator::Warning && Indicator::Warning < Indicator::Critical);
}

#[test]
fn discovery_leaves_out_what_is_empty_and_names_the_versions() {
    let mut service = Service::new(Hook::PatientView, "spine", "Neck and back pain");
    let discovery = |service: &Service| {
        let services = vec![service.clone()];
        serde_json::to_string(&Discovery { services }).unwrap()
    };
    assert_eq!(
        discovery(&service),
        r#"{"services":[{"hook":"patient-view","id":"spine","description":"Neck and back pain","version":"3.0.0","hookVersion":"1.0"}]}"#
    );
    let template = Template::parse("Patient/{{context.patientId}}").unwrap();
    service.title = Some("Spine".to_owned());
    service.usage_requirements = Some("R4".to_owned());
    service.prefetch.insert("patient".to_owned(), template);
    let text = discovery(&service);
    assert!(
        text.ends_with(r#""prefetch":{"patient":"Patient/{{context.patientId}}"}}]}"#),
        "{text}"
    );
    assert_eq!(
        serde_json::from_str::<Discovery>(&text).unwrap().services,
        [service]
    );
    assert_eq!(
        serde_json::to_string(&Discovery::default()).unwrap(),
        r#"{"services":[]}"#
    );
}

#[test]
fn every_hook_is_known_by_its_name() {
    let names: Vec<_> = Hook::ALL.iter().map(|hook| hook.as_str()).collect();
    assert_eq!(
        names,
        [
            "patient-view",
            "order-select",
            "order-sign",
            "encounter-start"
        ]
    );
    for hook in Hook::ALL {
        assert_eq!(hook.as_str().parse(), Ok(*hook));
        assert_eq!(serde_json::to_string(hook).unwrap(), format!("\"{hook}\""));
        assert_eq!(hook.version(), "1.0");
    }
    assert!("order-dispatch".parse::<Hook>().is_err());
}
