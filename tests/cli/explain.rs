//! `foramen explain`.

use crate::program::{foramen, run};
use std::{fs, process::Stdio};

const REQUEST: &str = "fixtures/requests/order-early-mri.json";

#[test]
fn one_rule_is_explained_condition_by_condition() {
    let (code, said, _) = run(&["explain", REQUEST, "--rule", "O10"]);
    assert_eq!(code, 0);
    let rules = said
        .split("\nRules\n")
        .nth(1)
        .and_then(|rest| rest.split("\nCards\n").next());
    insta::assert_snapshot!(rules.unwrap(), @"
      O10 MRI with an implant (the whole patient): unknown
        unknown all of
          yes     some plan modality mri <- plan 2026-06-15 [ServiceRequest/draft-mri-lumbar]
          unknown some safety.device
    ");
}

#[test]
fn the_whole_names_facts_rules_and_cards() {
    let (code, said, _) = run(&["explain", REQUEST]);
    assert_eq!(code, 0);
    for heading in [
        "\nFacts\n",
        "\nRules\n",
        "\nWhat became of the rules that fire\n",
        "\n  O1 (lumbar): heads a card",
        "\nCards\n  O1 warning",
    ] {
        assert!(said.contains(heading), "{heading}: {said}");
    }
}

#[test]
fn a_committee_compares_profiles_and_sites() {
    let first = |arguments: &[&str]| {
        let (code, said, error) = run(&[&["explain", REQUEST], arguments].concat());
        assert_eq!(code, 0, "{error}");
        said.lines().next().unwrap().to_owned()
    };
    let said = first(&["--profile", "uk-nice-bps"]);
    assert!(
        said.contains(" for development with profile uk-nice-bps,"),
        "{said}"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("site.toml");
    fs::write(&file, "tenant = \"clinic\"\nprofile = \"us-payer-doc\"").unwrap();
    let config = file.to_str().unwrap();
    let said = first(&["--config", config]);
    assert!(
        said.contains(" for clinic with profile us-payer-doc,"),
        "{said}"
    );
    let said = first(&["--config", config, "--profile", "us-acr"]);
    assert!(said.contains(" for clinic with profile us-acr,"), "{said}");
}

#[test]
fn json_is_json() {
    let (code, said, _) = run(&["explain", REQUEST, "--json"]);
    assert_eq!(code, 0);
    let explained: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(explained["today"], "2026-06-15");
    assert_eq!(explained["cards"][0]["rule"], "O1");
}

#[test]
fn what_cannot_be_explained_says_why() {
    let cases: [(&[&str], &str); 5] = [
        (
            &["explain", "no-such-file.json"],
            "foramen: no-such-file.json: ",
        ),
        (
            &["explain", "fixtures/requests.toml"],
            "foramen: fixtures/requests.toml: the body is not JSON at line 1, column 1",
        ),
        (
            &["explain", REQUEST, "--rule", "E99"],
            "foramen: --rule: no rule is called E99",
        ),
        (
            &["explain", REQUEST, "--service", "spine-chart"],
            "foramen: fixtures/requests/order-early-mri.json: `hook` is not one that this service answers",
        ),
        (
            &["explain", REQUEST, "--service", "knee"],
            "foramen: fixtures/requests/order-early-mri.json: no service has this id; known are ",
        ),
    ];
    for (arguments, says) in cases {
        let (code, said, error) = run(arguments);
        assert_eq!((code, said.as_str()), (1, ""), "{error}");
        assert!(error.starts_with(says), "{error}");
    }
}

#[test]
fn a_reader_that_has_read_enough_is_no_error() {
    let mut process = std::process::Command::new(foramen(&[]).get_program())
        .args(["explain", REQUEST])
        .current_dir(crate::program::root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(process.stdout.take());
    let output = process.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
