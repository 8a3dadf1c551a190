//! The definitions that we publish are valid R4, with every element that they can have.

#![expect(
    clippy::unwrap_used,
    reason = "a broken helper of a test fails the test"
)]

use foramen_lint::lint;
use foramen_typed::knowledge::{
    About, ActionType, Applicability, Attachment, Codes, Include, LibraryType,
    NewActivityDefinition, NewLibrary, NewPlanDefinition, NewValueSet, Parameter, ParameterType,
    PlanAction, PlanType, RelatedArtifact, Relation, ValueSetCode, activity_definition, library,
    plan_definition, value_set,
};
use foramen_typed::{CodeableConcept, Coding, Priority};
use rstest::rstest;

fn about() -> About {
    About {
        id: "a-1.b".into(),
        url: "https://example.org/fhir/x/a-1.b".into(),
        version: "0.2".into(),
        name: "A_1".into(),
        title: "A title".into(),
        description: "What it is.\n\nAnd more.".into(),
        focus: "Neck and back pain".into(),
        copyright: Some("Somebody's codes.".into()),
    }
}

fn related() -> Vec<RelatedArtifact> {
    let relations = [
        Relation::Citation,
        Relation::Justification,
        Relation::DependsOn,
        Relation::ComposedOf,
    ];
    let artifact = |relation| RelatedArtifact {
        relation,
        label: Some("a-guideline".into()),
        display: Some("A guideline".into()),
        citation: Some("A guideline, 2021.".into()),
        url: Some("https://example.org/guideline".into()),
        resource: Some("https://example.org/fhir/Library/b|0.2".into()),
    };
    relations.map(artifact).into()
}

fn concept() -> CodeableConcept {
    CodeableConcept {
        coding: vec![Coding {
            system: "http://loinc.org".into(),
            code: "30679-5".into(),
            display: None,
        }],
        text: Some("MRI lumbar spine".into()),
    }
}

fn condition() -> Vec<Applicability> {
    vec![Applicability {
        words: "a finding".into(),
        language: "text/x-foramen".into(),
        expression: "{ finding = \"a\" }".into(),
    }]
}

fn step(kind: ActionType, priority: Priority) -> PlanAction {
    PlanAction {
        id: Some("step".into()),
        title: "A step".into(),
        description: Some("What it says.\nAnd more.".into()),
        priority: Some(priority),
        code: Some(concept()),
        trigger: vec!["patient-view".into()],
        condition: condition(),
        kind: Some(kind),
        at_most_one: true,
        definition: Some("https://example.org/fhir/ActivityDefinition/b|0.2".into()),
        action: Vec::new(),
    }
}

fn full_plan(kind: PlanType) -> String {
    plan_definition(&NewPlanDefinition {
        about: about(),
        kind,
        usage: Some("How it is used.".into()),
        related: related(),
        library: vec!["https://example.org/fhir/Library/b|0.2".into()],
        action: vec![PlanAction {
            action: vec![
                step(ActionType::Create, Priority::Stat),
                step(ActionType::Update, Priority::Asap),
                step(ActionType::Remove, Priority::Urgent),
                PlanAction {
                    title: "The least".into(),
                    ..PlanAction::default()
                },
            ],
            ..step(ActionType::Create, Priority::Routine)
        }],
    })
    .unwrap()
    .get()
    .to_owned()
}

fn full_library(kind: LibraryType) -> String {
    let parameter = |kind| Parameter {
        name: "a_parameter".into(),
        documentation: "What it means.".into(),
        kind,
    };
    library(&NewLibrary {
        about: about(),
        identifier: Some(("https://example.org/digest".into(), "sha-256:ab".into())),
        kind,
        related: related(),
        parameter: [
            ParameterType::Quantity,
            ParameterType::Code,
            ParameterType::Boolean,
        ]
        .map(parameter)
        .into(),
        content: vec![
            Attachment {
                content_type: "application/toml".into(),
                title: "a.toml".into(),
                data: b"a = 1\n".to_vec(),
            },
            Attachment {
                content_type: "application/toml".into(),
                title: "empty.toml".into(),
                data: Vec::new(),
            },
        ],
    })
    .unwrap()
    .get()
    .to_owned()
}

fn full_value_set() -> String {
    let include = |codes| Include {
        system: "http://hl7.org/fhir/sid/icd-10-cm".into(),
        codes,
    };
    let codes = vec![
        ValueSetCode {
            code: "M54.16".into(),
            display: Some("Root pain".into()),
        },
        ValueSetCode {
            code: "M54.17".into(),
            display: None,
        },
    ];
    value_set(&NewValueSet {
        about: about(),
        purpose: Some("What it is for.".into()),
        include: vec![
            include(Codes::Listed(codes)),
            include(Codes::Matching("M54\\.5.*".into())),
        ],
    })
    .unwrap()
    .get()
    .to_owned()
}

fn full_order() -> String {
    activity_definition(&NewActivityDefinition {
        about: about(),
        related: related(),
        code: concept(),
        body_site: vec![concept()],
    })
    .unwrap()
    .get()
    .to_owned()
}

#[rstest]
#[case::rule(full_plan(PlanType::Rule))]
#[case::protocol(full_plan(PlanType::Protocol))]
#[case::logic(full_library(LibraryType::Logic))]
#[case::collection(full_library(LibraryType::AssetCollection))]
#[case::value_set(full_value_set())]
#[case::order(full_order())]
fn a_full_definition_is_valid_r4(#[case] definition: String) {
    let report = lint(&definition).unwrap();
    assert_eq!(report.resources, 1);
    assert!(report.problems.is_empty(), "{:#?}", report.problems);
}
