//! `foramen replay`.

use crate::program::{changed_hooks, root, run};
use std::fs;

#[test]
fn every_request_has_a_line() {
    let folder = tempfile::tempdir().unwrap();
    for (name, file) in [
        ("a.json", "requests/order-early-mri.json"),
        ("b.json", "requests/well-patient.json"),
        ("c.json", "dirty/stripped-view.json"),
    ] {
        fs::copy(root().join("fixtures").join(file), folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("d.json"), "{\"hook\": 1}").unwrap();
    fs::write(folder.path().join("e.txt"), "no request").unwrap();
    let (code, said, _) = run(&["replay", folder.path().to_str().unwrap()]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(said, @r"
    a.json  order-select  O1 warning
    b.json  patient-view  no card
    c.json  patient-view  refused: prefetch holds no patient and no clinical data, and there is no draft order; send the prefetch that discovery lists
    d.json  -  refused: `hook` is a number; send a string
    4 requests: 1 with cards, 1 without, 2 refused
    ");
}

#[test]
fn a_change_shows_what_decides_differently_before_and_after() {
    let hooks = changed_hooks(
        "protocol/5-order/O1-too-early.toml",
        "name = \"early\"\nindicator = \"warning\"",
        "name = \"early\"\nindicator = \"info\"",
    );
    let (code, said, _) = run(&[
        "replay",
        "fixtures/requests",
        "--against",
        hooks.path().to_str().unwrap(),
    ]);
    assert_eq!(code, 0);
    let changed = "order-early-mri.json  order-select\n  before  O1 info with C1 (Order Physical therapy with active exercise)\n  \
                   after   O1 warning with C1 (Order Physical therapy with active exercise)\n";
    assert!(said.contains(changed), "{said}");
    assert!(!said.contains("well-patient.json"), "{said}");
}

#[test]
fn two_profiles_are_compared_card_by_card() {
    let arguments = ["replay", "fixtures/requests", "--profile", "uk-nice-bps"];
    let against = [&arguments[..], &["--against-profile", "us-acr"]].concat();
    let (code, said, _) = run(&against);
    assert_eq!(code, 0);
    let changed = "sciatica-order-mri.json  order-select\n  before  M1 info with D1, C4\n  \
                   after   M1b warning with M2 (Spine specialist assessment)\n";
    assert!(said.contains(changed), "{said}");
    let (code, _, error) = run(&["replay", "fixtures/requests", "--against-profile", "us-arc"]);
    assert_eq!(code, 1);
    assert!(
        error.contains("profile: \"us-arc\" is not in hooks/profiles"),
        "{error}"
    );
}

#[test]
fn the_same_hooks_decide_the_same() {
    let (code, said, _) = run(&["replay", "fixtures/requests", "--against", "hooks"]);
    assert_eq!(code, 0);
    assert!(
        said.ends_with(" requests: 0 decide differently\n") && said.lines().count() == 1,
        "{said}"
    );
}

#[test]
fn a_folder_without_requests_is_named() {
    let (code, _, error) = run(&["replay", "src"]);
    assert_eq!(code, 1);
    assert_eq!(error, "foramen: src: no *.json request is here\n");
}
