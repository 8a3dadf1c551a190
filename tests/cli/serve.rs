//! `foramen serve`, where it does not start.

use crate::program::run;
use rstest::rstest;
use std::fs;

#[rstest]
#[case(
    "running = \"production\"",
    "1:11  this release runs in development only, since production needs client authentication"
)]
#[case("tenant = \"a\"\nport = 80", "2:1  unknown field `port`")]
fn a_configuration_that_is_not_understood_is_refused(#[case] text: &str, #[case] says: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("foramen.toml");
    fs::write(&file, text).unwrap();
    let (code, said, error) = run(&["serve", "--config", file.to_str().unwrap()]);
    assert_eq!((code, said.as_str()), (1, ""));
    assert!(
        error.starts_with(&format!("foramen: {}:{says}", file.display())),
        "{error}"
    );
}

#[rstest]
#[case(
    "listen = \"0.0.0.0:8080\"",
    "listen: 0.0.0.0:8080 is not a loopback address"
)]
#[case(
    "profile = \"us-arc\"",
    "profile: \"us-arc\" is not in hooks/profiles; accepted: "
)]
#[case("time_zone = \"Berlin\"", "time_zone: \"Berlin\" is no IANA time zone")]
#[case("hooks = \"no-such-folder\"", "")]
fn a_setting_that_cannot_be_met_is_refused(#[case] text: &str, #[case] says: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("foramen.toml");
    fs::write(&file, text).unwrap();
    let (code, said, error) = run(&["serve", "--config", file.to_str().unwrap()]);
    assert_eq!((code, said.as_str()), (1, ""));
    assert!(error.starts_with(&format!("foramen: {says}")), "{error}");
}

#[test]
fn only_this_machine_is_served() {
    let (code, _, error) = run(&["serve", "--listen", "192.0.2.1:8080"]);
    assert_eq!(code, 1);
    assert!(
        error.contains("192.0.2.1:8080 is not a loopback address"),
        "{error}"
    );
}

#[test]
fn an_address_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, _, error) = run(&["serve", "--listen", &address]);
    assert_eq!(code, 1);
    assert!(
        error.contains(&address) && error.contains("--listen"),
        "{error}"
    );
}
