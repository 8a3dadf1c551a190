//! Outcomes.

use foramen_typed::{IssueSeverity, IssueType, NewIssue, operation_outcome};
use rstest::rstest;
use serde_json::Value;

fn issue(severity: IssueSeverity, code: IssueType) -> NewIssue {
    NewIssue {
        severity,
        code,
        details: None,
        diagnostics: None,
        expression: vec![],
    }
}

#[test]
fn an_issue_says_what_where_and_what_next() {
    let outcome = operation_outcome(&[
        NewIssue {
            severity: IssueSeverity::Error,
            code: IssueType::Required,
            details: Some("The request names no patient".into()),
            diagnostics: Some("context.patientId is missing: send the id of the Patient".into()),
            expression: vec!["context.patientId".into()],
        },
        issue(IssueSeverity::Information, IssueType::Informational),
    ])
    .unwrap();
    insta::assert_snapshot!(
        outcome.get(),
        @r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"required","details":{"text":"The request names no patient"},"diagnostics":"context.patientId is missing: send the id of the Patient","expression":["context.patientId"]},{"severity":"information","code":"informational"}]}"#
    );
}

#[rstest]
#[case(IssueSeverity::Fatal, "fatal")]
#[case(IssueSeverity::Error, "error")]
#[case(IssueSeverity::Warning, "warning")]
#[case(IssueSeverity::Information, "information")]
fn a_severity_is_written_as_its_code(#[case] severity: IssueSeverity, #[case] code: &str) {
    let outcome = operation_outcome(&[issue(severity, IssueType::Processing)]).unwrap();
    let outcome: Value = serde_json::from_str(outcome.get()).unwrap();
    assert_eq!(outcome["issue"][0]["severity"], code);
}

#[test]
fn the_issue_types_are_the_31_of_the_release() {
    let issues: Vec<NewIssue> = IssueType::ALL
        .iter()
        .map(|&code| issue(IssueSeverity::Error, code))
        .collect();
    let outcome: Value = serde_json::from_str(operation_outcome(&issues).unwrap().get()).unwrap();
    let codes: Vec<&str> = outcome["issue"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["code"].as_str().unwrap())
        .collect();
    insta::assert_snapshot!(
        codes.join(" "),
        @"invalid structure required value invariant security login unknown expired forbidden suppressed processing not-supported duplicate multiple-matches not-found deleted too-long code-invalid extension too-costly business-rule conflict transient lock-error no-store exception timeout incomplete throttled informational"
    );
    assert_eq!(codes.len(), 31);
}

#[test]
fn blank_texts_are_left_out() {
    let blank = NewIssue {
        details: Some(" ".into()),
        diagnostics: Some(String::new()),
        expression: vec![String::new()],
        ..issue(IssueSeverity::Error, IssueType::Invalid)
    };
    assert_eq!(
        operation_outcome(&[blank]).unwrap().get(),
        r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid"}]}"#
    );
}

#[test]
fn an_outcome_needs_an_issue() {
    let error = operation_outcome(&[]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "OperationOutcome.issue is required and was empty: give it a value"
    );
}
