//! The command line.

#![expect(
    clippy::unwrap_used,
    reason = "a broken helper of a test fails the test"
)]

use std::path::PathBuf;
use std::process::{Command, Output};

use rstest::rstest;

const CLEAN: &str = r#"{"resourceType":"Patient","id":"1"}"#;
const WARNED: &str = r#"{"resourceType":"Patient","id":"1","name":[]}"#;
const WRONG: &str = r#"{"resourceType":"Patient","id":"1","birthDate":"Jane Doe"}"#;

/// Writes files into a folder of the test's own and runs the command there.
fn run(test: &str, files: &[(&str, &str)], arguments: &[&str]) -> Output {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_foramen-lint"));
    command
        .current_dir(folder)
        .args(arguments)
        .args(files.iter().map(|(name, _)| name))
        .output()
        .unwrap()
}

#[rstest]
#[case::clean("clean", &[("a.json", CLEAN)], 0, "1 files, 1 resources, 0 problems\n")]
#[case::byte_order_mark("bom", &[("a.json", "\u{feff}{\"resourceType\":\"Patient\"}")], 0, "1 files, 1 resources, 0 problems\n")]
#[case::warned("warned", &[("a.json", WARNED)], 0,
    "a.json: name: warning: empty array: leave the element out\n1 files, 1 resources, 1 problems\n")]
#[case::wrong("wrong", &[("a.json", CLEAN), ("b.json", WRONG)], 1,
    "b.json: birthDate: error: not a date (YYYY, YYYY-MM or YYYY-MM-DD)\n2 files, 2 resources, 1 problems\n")]
#[case::unreadable("unreadable", &[("a.json", "{"), ("b.json", CLEAN)], 2, "2 files, 1 resources, 0 problems\n")]
fn problems_are_lines_and_the_exit_code_is_the_worst(
    #[case] test: &str,
    #[case] files: &[(&str, &str)],
    #[case] code: i32,
    #[case] stdout: &str,
) {
    let output = run(test, files, &[]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), stdout);
    assert_eq!(output.status.code(), Some(code));
}

#[test]
fn an_unreadable_file_is_named_with_the_place() {
    let output = run("named", &[("a.json", "{\"hook\":}")], &["missing.json"]);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("missing.json: not readable"), "{stderr}");
    assert!(
        stderr.contains("a.json: not JSON that can be read: expected value at line 1 column 9"),
        "{stderr}"
    );
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn json_says_the_same() {
    let output = run("json", &[("a.json", WRONG), ("b.json", "[")], &["--json"]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap(), @r#"
    {
      "files": [
        {
          "file": "a.json",
          "resources": 1,
          "problems": [
            {
              "path": "birthDate",
              "severity": "error",
              "kind": "format",
              "message": "not a date (YYYY, YYYY-MM or YYYY-MM-DD)",
              "resourceType": "Patient",
              "id": "1"
            }
          ]
        },
        {
          "file": "b.json",
          "error": "not JSON that can be read: EOF while parsing a list at line 1 column 1"
        }
      ],
      "resources": 1,
      "problems": 1
    }
    "#);
}

#[test]
fn help_tells_the_exit_codes() {
    let output = run("help", &[], &["--help"]);
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(
        help.contains("--json") && help.contains("Exit code"),
        "{help}"
    );
    assert_eq!(output.status.code(), Some(0));
}
