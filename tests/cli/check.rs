//! `foramen check`.

use crate::program::{changed_hooks, run};

#[test]
fn the_built_in_hooks_have_no_mistake() {
    let (code, said, _) = run(&["check"]);
    assert_eq!(code, 0, "{said}");
    for line in [
        "rules     ",
        "cases     ",
        "guidance  ",
        "findings  ",
        "profile   us-payer-doc: care_proof = required, care_window = 183 days, ",
        "data      used: sex, date of birth, ",
        "sources   ",
        "codes     ",
        "prefetch  ",
        "literals  ",
    ] {
        assert!(
            said.lines().any(|said| said.starts_with(line)),
            "{line}: {said}"
        );
    }
    assert!(
        said.ends_with("no mistake, and every case is as written\n"),
        "{said}"
    );
}

#[test]
fn the_folder_and_the_built_in_hooks_say_the_same() {
    assert_eq!(run(&["check"]).1, run(&["check", "hooks"]).1);
}

#[test]
fn a_mistake_is_shown_with_place_line_and_help() {
    let hooks = changed_hooks(
        "protocol/5-order/O1-too-early.toml",
        "class = \"defer\"",
        "class = \"deffer\"",
    );
    let folder = hooks.path().to_str().unwrap();
    let (code, said, _) = run(&["check", folder]);
    assert_eq!(code, 1);
    insta::assert_snapshot!(said.replace(folder, "DIR"), @r#"
    DIR/protocol/5-order/O1-too-early.toml:6:9  unknown class "deffer"; did you mean "defer"? accepted: scope, aortic, emergent, deficit, serious, check, check-ask, disabling, act, treat, mild, image, image-referral, hold-candidate, hold, ask, defer, amend, procedure, drug, safety, conserve, follow, follow-team, mind, walking, refer, line
      6 | class = "deffer"
        |         ^^^^^^^^

    1 to mend
    "#);
}

#[test]
fn a_case_that_fails_is_shown_with_its_place() {
    let (fires, fires_as_info) = (
        "expect = { result = \"fires\" }",
        "expect = { result = \"fires\", indicator = \"info\" }",
    );
    let hooks = changed_hooks("protocol/1-emergent/E7-aortic.toml", fires, fires_as_info);
    let folder = hooks.path().to_str().unwrap();
    let (code, said, _) = run(&["check", folder]);
    assert_eq!(code, 1);
    assert!(said.contains("E7-aortic.toml:"), "{said}");
    assert!(
        said.contains(
            "E7: case \"tearing pain and collapse\": indicator: expected Info, got Critical"
        ),
        "{said}"
    );
    assert!(said.ends_with("1 to mend\n"), "{said}");
}

#[test]
fn a_query_that_clients_cannot_fill_is_shown_with_its_place() {
    let hooks = changed_hooks(
        "services/spine-chart.toml",
        "Device?patient={{context.patientId}}",
        "Device?patient={{context.selections}}",
    );
    let folder = hooks.path().to_str().unwrap();
    let (code, said, _) = run(&["check", folder]);
    assert_eq!(code, 1);
    assert!(said.contains("services/spine-chart.toml:"), "{said}");
    assert!(said.contains("context.selections"), "{said}");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let (code, said, error) = run(&["check", "no-such-folder"]);
    assert_eq!((code, said.as_str()), (1, ""));
    assert!(error.starts_with("foramen: no-such-folder: "), "{error}");
}

#[test]
fn each_rule_is_listed_with_its_cases_by_result() {
    let (_, said, _) = run(&["check"]);
    let rules = said.lines().find(|line| line.contains(" E1 ")).unwrap();
    for rule in rules.trim().split(", ") {
        let (id, counts) = rule.split_once(' ').unwrap();
        let counts: Vec<usize> = counts
            .split('/')
            .map(|count| count.parse().unwrap())
            .collect();
        // What fires and what is silent every rule shows; a two-valued one is never in doubt.
        assert!(
            counts.len() == 3 && counts[0] > 0 && counts[1] > 0,
            "{id}: {counts:?}"
        );
    }
}

#[test]
fn the_codes_that_nobody_has_checked_can_be_read_by_value_set() {
    let (code, said, _) = run(&["check", "--unverified"]);
    assert_eq!(code, 0);
    let (head, list) = said.split_once('\n').unwrap();
    let sets = list.lines().filter(|line| !line.starts_with(' ')).count();
    let codes = list.lines().filter(|line| line.starts_with(' ')).count();
    assert_eq!(
        head,
        format!("{codes} unverified codes in {sets} value sets")
    );
    assert!(
        run(&["check"])
            .1
            .contains(&format!("of which {codes} unverified"))
    );
}

#[test]
fn a_profile_that_would_touch_a_rule_of_safety_is_refused_with_its_place() {
    let hooks = changed_hooks(
        "profiles/us-payer-doc.toml",
        "care_window = \"P6M\"",
        "deficit_mri_days = \"7 d\"",
    );
    let folder = hooks.path().to_str().unwrap();
    let (code, said, _) = run(&["check", folder]);
    assert_eq!(code, 1);
    assert!(
        said.contains("us-payer-doc.toml:4:")
            && said.contains("sets \"deficit_mri_days\", which \"U7\" reads")
            && said.contains("accepted of what they read: ")
            && said.contains("disabling_referral_days"),
        "{said}"
    );
}
