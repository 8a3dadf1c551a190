//! Definitions of the protocol.

use foramen_typed::knowledge::{
    About, Applicability, Attachment, Codes, Include, LibraryType, NewActivityDefinition,
    NewLibrary, NewPlanDefinition, NewValueSet, Parameter, ParameterType, PlanAction, PlanType,
    ValueSetCode, activity_definition, library, plan_definition, value_set,
};
use foramen_typed::{CodeableConcept, TypedError};
use rstest::rstest;
use serde_json::Value;

fn about() -> About {
    About {
        id: "E1".into(),
        url: "https://example.org/fhir/x/E1".into(),
        name: "Rule_E1".into(),
        ..About::default()
    }
}

fn files(content_type: &str, data: &[u8]) -> NewLibrary {
    NewLibrary {
        about: about(),
        identifier: None,
        kind: LibraryType::Logic,
        related: Vec::new(),
        parameter: Vec::new(),
        content: vec![Attachment {
            content_type: content_type.into(),
            title: "a.toml".into(),
            data: data.to_vec(),
        }],
    }
}

fn plan(action: PlanAction) -> NewPlanDefinition {
    NewPlanDefinition {
        about: about(),
        kind: PlanType::Rule,
        usage: None,
        related: Vec::new(),
        library: Vec::new(),
        action: vec![action],
    }
}

fn order(about: About) -> NewActivityDefinition {
    NewActivityDefinition {
        about,
        related: Vec::new(),
        code: CodeableConcept {
            coding: Vec::new(),
            text: Some("Physiotherapy".into()),
        },
        body_site: Vec::new(),
    }
}

fn codes(include: Vec<Include>) -> NewValueSet {
    NewValueSet {
        about: about(),
        purpose: None,
        include,
    }
}

fn part(codes: Codes) -> Include {
    Include {
        system: "http://loinc.org".into(),
        codes,
    }
}

#[test]
fn the_least_definition_is_a_draft_without_empty_members() {
    insta::assert_snapshot!(
        activity_definition(&order(about())).unwrap().get(),
        @r#"{"resourceType":"ActivityDefinition","id":"E1","url":"https://example.org/fhir/x/E1","name":"Rule_E1","status":"draft","experimental":true,"kind":"ServiceRequest","code":{"text":"Physiotherapy"},"intent":"proposal"}"#
    );
}

#[test]
fn an_action_is_named_described_and_coded_as_the_release_has_it() {
    let action = PlanAction {
        id: Some("now".into()),
        title: "Act".into(),
        trigger: vec!["patient-view".into()],
        condition: vec![Applicability {
            words: "a finding".into(),
            language: "text/x-foramen".into(),
            expression: "{ finding = \"a\" }".into(),
        }],
        at_most_one: true,
        definition: Some("https://example.org/fhir/ActivityDefinition/a|1".into()),
        ..PlanAction::default()
    };
    let plan: Value = serde_json::from_str(plan_definition(&plan(action)).unwrap().get()).unwrap();
    insta::assert_snapshot!(
        plan["action"][0],
        @r#"{"id":"now","title":"Act","trigger":[{"type":"named-event","name":"patient-view"}],"condition":[{"kind":"applicability","expression":{"description":"a finding","language":"text/x-foramen","expression":"{ finding = \"a\" }"}}],"selectionBehavior":"at-most-one","definitionCanonical":"https://example.org/fhir/ActivityDefinition/a|1"}"#
    );
}

#[test]
fn a_file_is_carried_in_base64_with_padding() {
    let written = library(&files("application/toml", b"a=1\n"));
    let written: Value = serde_json::from_str(written.unwrap().get()).unwrap();
    assert_eq!(written["content"][0]["data"], "YT0xCg==");
}

#[rstest]
#[case::no_id(About { id: String::new(), ..about() }, "ActivityDefinition.id is not 1 to 64 letters")]
#[case::underscore(About { id: "a_b".into(), ..about() }, "ActivityDefinition.id is not 1 to 64 letters")]
#[case::long_id(About { id: "a".repeat(65), ..about() }, "ActivityDefinition.id is not 1 to 64 letters")]
#[case::small_name(About { name: "e1".into(), ..about() }, "ActivityDefinition.name is not a capital")]
#[case::hyphen_in_name(About { name: "E-1".into(), ..about() }, "ActivityDefinition.name is not a capital")]
#[case::long_name(About { name: "E".repeat(256), ..about() }, "ActivityDefinition.name is not a capital")]
#[case::no_url(About { url: " ".into(), ..about() }, "ActivityDefinition.url is not a canonical url")]
#[case::version_in_url(About { url: "https://a.b/c|1".into(), ..about() }, "ActivityDefinition.url is not a canonical url")]
fn an_identity_that_r4_does_not_accept_is_refused(#[case] about: About, #[case] says: &str) {
    let error = activity_definition(&order(about)).unwrap_err();
    assert!(error.to_string().starts_with(says), "{error}");
}

#[rstest]
#[case::no_part(codes(vec![]), "ValueSet.compose.include is required")]
#[case::no_code(codes(vec![part(Codes::Listed(vec![]))]), "ValueSet.compose.include.concept is required")]
#[case::blank_code(
    codes(vec![part(Codes::Listed(vec![ValueSetCode { code: " ".into(), display: None }]))]),
    "ValueSet.compose.include.concept.code is required"
)]
#[case::blank_pattern(codes(vec![part(Codes::Matching(String::new()))]), "ValueSet.compose.include.filter.value is required")]
#[case::no_system(
    codes(vec![Include { system: String::new(), ..part(Codes::Matching("a".into())) }]),
    "ValueSet.compose.include.system is required"
)]
fn a_value_set_never_means_a_whole_system(#[case] new: NewValueSet, #[case] says: &str) {
    let error = value_set(&new).unwrap_err();
    assert!(error.to_string().starts_with(says), "{error}");
}

fn condition(language: &str, expression: &str) -> PlanAction {
    PlanAction {
        title: "Act".into(),
        condition: vec![Applicability {
            words: String::new(),
            language: language.into(),
            expression: expression.into(),
        }],
        ..PlanAction::default()
    }
}

fn event(name: &str) -> PlanAction {
    PlanAction {
        title: "Act".into(),
        trigger: vec![name.into()],
        ..PlanAction::default()
    }
}

#[rstest]
#[case::title(PlanAction::default(), "PlanDefinition.action.title is required")]
#[case::event(event(" "), "PlanDefinition.action.trigger.name is required")]
#[case::language(
    condition("", "x"),
    "PlanDefinition.action.condition.expression.language is required"
)]
#[case::expression(
    condition("text/x", ""),
    "PlanDefinition.action.condition.expression is required"
)]
#[case::in_a_part(
    PlanAction { action: vec![event("")], ..event("patient-view") },
    "PlanDefinition.action.trigger.name is required"
)]
fn an_action_without_a_required_element_is_refused(#[case] action: PlanAction, #[case] says: &str) {
    let error: TypedError = plan_definition(&plan(action)).unwrap_err();
    assert!(error.to_string().starts_with(says), "{error}");
}

#[test]
fn a_parameter_needs_its_name_and_a_file_its_type() {
    let parameter = Parameter {
        name: String::new(),
        documentation: String::new(),
        kind: ParameterType::Boolean,
    };
    let nameless = library(&NewLibrary {
        parameter: vec![parameter],
        ..files("application/toml", b"")
    });
    assert_eq!(
        nameless.unwrap_err().to_string(),
        "Library.parameter.name is required and was empty: give it a value"
    );
    assert_eq!(
        library(&files(" ", b"a")).unwrap_err().to_string(),
        "Library.content.contentType is required and was empty: give it a value"
    );
}
