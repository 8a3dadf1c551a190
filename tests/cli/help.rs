//! What `--help` says.

use crate::program::run;
use rstest::rstest;

#[rstest]
#[case("foramen", &["--help"])]
#[case("serve", &["serve", "--help"])]
#[case("check", &["check", "--help"])]
#[case("docs", &["docs", "--help"])]
#[case("explain", &["explain", "--help"])]
#[case("replay", &["replay", "--help"])]
#[case("export", &["export", "--help"])]
fn help_reads_well(#[case] name: &str, #[case] arguments: &[&str]) {
    let (code, said, _) = run(arguments);
    assert_eq!(code, 0);
    insta::assert_snapshot!(name, said);
}

#[rstest]
#[case(&[])]
#[case(&["serve", "--port", "80"])]
#[case(&["serve", "--listen", "localhost"])]
#[case(&["explain"])]
fn a_wrong_command_line_ends_with_2(#[case] arguments: &[&str]) {
    let (code, said, usage) = run(arguments);
    assert_eq!((code, said.as_str()), (2, ""));
    assert!(
        usage.contains("--help") || usage.contains("Usage:"),
        "{usage}"
    );
}
