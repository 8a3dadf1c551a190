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
#[case(
    "[set]\nfever_lookback = \"P10D\"",
    "2:18  fever_lookback = 10 is outside 14 to 30 d"
)]
#[case(
    "[set]\nhedis_line = \"maybe\"",
    "2:14  hedis_line = maybe is none of true, false"
)]
#[case(
    "[set]\nmax_card = \"5 1\"",
    "2:1  unknown parameter \"max_card\"; did you mean \"max_cards\"?"
)]
#[case(
    "[set]\nmax_cards = 5",
    "2:13  invalid type: integer `5`, expected a text such as \"8 wk\""
)]
#[case(
    "override_window = \"2 weeks\"",
    "1:19  override_window: write hours or days"
)]
#[case(
    "override_window = \"91 d\"",
    "1:19  override_window: write hours or days"
)]
#[case(
    "override_window = \"14 d\"",
    "1:19  override_window: overrides are kept under a secret"
)]
#[case(
    "[[tenants]]\nid = \"a\"\nfhir_servers = []",
    "2:6  fhir_servers: it is empty"
)]
#[case(
    "[[tenants]]\nid = \"a\"\nfhir_servers = [\"http://a.example\"]",
    "3:17  fhir_servers: http is for this machine alone"
)]
#[case(
    "[[tenants]]\nid = \"development\"\nfhir_servers = [\"https://a.example\"]",
    "2:6  id: every tenant has a name of its own"
)]
#[case(
    "[[tenants]]\nid = \"a\"\nfhir_servers = [\"https://a.example\"]\nprofile = \"us-arc\"",
    "4:11  profile: \"us-arc\" is not in hooks/profiles"
)]
#[case(
    "[[tenants]]\nid = \"a\"\nfhir_servers = [\"https://a.example\"]\ntime_zone = \"Berlin\"",
    "4:13  time_zone: \"Berlin\" is no IANA time zone"
)]
#[case(
    "[[tenants]]\nid = \"a\"\nfhir_servers = [\"https://a.example\"]\n[[tenants]]\nid = \"b\"\nfhir_servers = [\"https://A.example:443/\"]",
    "6:17  fhir_servers: this address is listed twice"
)]
#[case(
    "public_url = \"http://foramen.example\"",
    "1:14  public_url: http is for this machine alone; use https"
)]
#[case("[[muting]]\nrules = [\"E1\"]", "2:10  muting: E1 is always shown")]
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
