//! Whose call it is, and what the profile of that tenant decides (protocol section 5).

use super::site::{answer, app, cards, explain, from_server, request, with_answers};
use foramen::{app::App, settings::Settings};
use rstest::rstest;
use serde_json::{Value, json};
use std::sync::LazyLock;

const SITES: &str = r#"
    [[tenants]]
    id = "acr"
    fhir_servers = ["https://acr.example/fhir"]

    [[tenants]]
    id = "nice"
    fhir_servers = ["https://nice.example/fhir/", "https://nice.example:8443/fhir"]
    profile = "uk-nice-bps"
    time_zone = "Europe/London"

    [[tenants]]
    id = "payer"
    fhir_servers = ["https://payer.example/fhir"]
    profile = "us-payer-doc"
    [tenants.set]
    mri_failed_care_weeks = "8 wk"
    hedis_line = false
"#;

fn sites() -> &'static App {
    static APP: LazyLock<App> = LazyLock::new(|| app(SITES));
    &APP
}

/// A site of one profile, as it is shipped.
fn in_profile(name: &str) -> &'static App {
    const PROFILES: [&str; 3] = ["us-acr", "uk-nice-bps", "us-payer-doc"];
    static APPS: LazyLock<[App; 3]> =
        LazyLock::new(|| PROFILES.map(|name| app(&format!("profile = \"{name}\""))));
    let place = PROFILES.iter().position(|known| *known == name).unwrap();
    &APPS[place]
}

const SERVERS: [&str; 3] = [
    "https://acr.example/fhir",
    "https://nice.example/fhir",
    "https://payer.example/fhir",
];

fn reflex_and_candidate() -> Value {
    json!([
        answer("neuro.reflex", json!({ "valueBoolean": true })),
        answer("candidate", json!({ "valueCoding": { "code": "yes" } })),
    ])
}

fn reflex() -> Value {
    json!([answer("neuro.reflex", json!({ "valueBoolean": true }))])
}

fn objective_numbness() -> Value {
    json!([
        answer("neuro.sensory", json!({ "valueBoolean": true })),
        answer("neuro.sensory.objective", json!({ "valueBoolean": true })),
        answer(
            "neuro.sensory.territory",
            json!({ "valueCoding": { "code": "root" } })
        ),
        answer(
            "neuro.sensory.limb",
            json!({ "valueCoding": { "code": "lower" } })
        ),
        answer(
            "neuro.sensory.side",
            json!({ "valueCoding": { "code": "left" } })
        ),
        answer("neuro.motor", json!({ "valueBoolean": false })),
    ])
}

/// Three profiles as they are shipped.
#[rstest]
#[case::mri_in_primary_care_and_proof_of_care("sciatica-order-mri.json", json!([]), ["M1 info", "M1b warning", "M5 info"])]
#[case::candidacy_must_be_known("sciatica-order-mri.json", reflex(), ["M1 info", "M1b warning", "M2 info"])]
#[case::proved_and_a_candidate("sciatica-failed-care.json", reflex_and_candidate(), ["M1 info", "M1b info", "M1 info"])]
#[case::a_sensory_deficit("sciatica-failed-care.json", objective_numbness(), ["M1 info", "U7 warning", "T1 info"])]
fn one_request_has_the_result_of_each_profile(
    #[case] file: &str,
    #[case] answers: Value,
    #[case] expected: [&str; 3],
) {
    let request = with_answers(&request(file), &answers);
    let decided = ["us-acr", "uk-nice-bps", "us-payer-doc"]
        .map(|profile| cards(in_profile(profile), &request).join(", "));
    assert_eq!(decided, expected);
}

#[rstest]
#[case("us-acr", &["Quality measure", "Acetaminophen alone is not adequate care"])]
#[case("uk-nice-bps", &["Do not offer acetaminophen (paracetamol) alone"])]
#[case("us-payer-doc", &["Quality measure", "Acetaminophen alone is not adequate care"])]
fn a_profile_words_a_card_in_its_own_way(#[case] profile: &str, #[case] says: &[&str]) {
    let app = in_profile(profile);
    let request = request("order-early-mri-kidney-disease.json");
    let explanation = explain(app, &request, super::site::NOON);
    let detail = &explanation.cards.first().unwrap().detail;
    for line in [
        "Quality measure",
        "Acetaminophen alone is not adequate care",
        "Do not offer acetaminophen (paracetamol) alone",
    ] {
        assert_eq!(
            detail.contains(line),
            says.contains(&line),
            "{line}: {detail}"
        );
    }
}

#[test]
fn a_payer_is_told_what_to_document_and_sciatica_may_have_an_injection_by_nice() {
    let documented = with_answers(
        &request("sciatica-failed-care.json"),
        &reflex_and_candidate(),
    );
    for (file, profile, line) in [
        (
            &documented,
            "us-payer-doc",
            "why the result would change care",
        ),
        (
            &request("sciatica-disabling.json"),
            "uk-nice-bps",
            "may have an epidural injection",
        ),
    ] {
        for other in ["us-acr", profile] {
            let app = in_profile(other);
            let cards = explain(app, file, super::site::NOON).cards;
            let is_said = cards.iter().any(|card| card.detail.contains(line));
            assert_eq!(is_said, other == profile, "{other}: {line}");
        }
    }
}

#[test]
fn a_call_is_decided_for_the_tenant_whose_server_it_names() {
    let app = sites();
    let request = request("order-early-mri.json");
    let of = |server: &str| {
        let explanation = explain(app, &from_server(&request, server), super::site::NOON);
        (explanation.tenant, explanation.profile)
    };
    for (server, tenant, profile) in [
        ("https://acr.example/fhir", "acr", "us-acr"),
        ("HTTPS://Nice.Example:443/fhir/", "nice", "uk-nice-bps"),
        ("https://nice.example:8443/fhir", "nice", "uk-nice-bps"),
        ("https://payer.example/fhir", "payer", "us-payer-doc"),
        // Whatever is nobody's is the default tenant's.
        ("https://nice.example/fhir/R4", "development", "us-acr"),
        ("https://nice.example", "development", "us-acr"),
        (
            "https://nice.example.other.example/fhir",
            "development",
            "us-acr",
        ),
        (
            "https://nice.example@other.example/fhir",
            "development",
            "us-acr",
        ),
        ("nice", "development", "us-acr"),
        ("", "development", "us-acr"),
    ] {
        assert_eq!(
            of(server),
            (tenant.to_owned(), profile.to_owned()),
            "{server}"
        );
    }
    let explanation = explain(app, &request, super::site::NOON);
    assert_eq!(explanation.tenant, "development");
}

#[test]
fn a_tenant_moves_numbers_of_its_own_and_nobody_elses() {
    let app = sites();
    let request = with_answers(
        &request("sciatica-failed-care.json"),
        &reflex_and_candidate(),
    );
    let says = SERVERS.map(|server| {
        let cards = explain(app, &from_server(&request, server), super::site::NOON).cards;
        let sentences = cards.into_iter().map(|card| card.summary);
        sentences.collect::<Vec<_>>().join("; ")
    });
    assert!(says[0].contains("6+ weeks"), "{says:?}");
    assert!(!says[2].contains("6+ weeks"), "{says:?}");
}

#[test]
fn today_is_the_day_of_the_tenants_own_zone() {
    let config = r#"
        time_zone = "Pacific/Auckland"
        [[tenants]]
        id = "here"
        fhir_servers = ["https://here.example/fhir"]
        [[tenants]]
        id = "west"
        fhir_servers = ["https://west.example/fhir"]
        time_zone = "Pacific/Honolulu"
    "#;
    let app = app(config);
    let mut request = request("order-early-mri.json");
    request["extension"] = json!({});
    let day = |server| explain(&app, &from_server(&request, server), super::site::NOON).today;
    assert_eq!(day("https://west.example/fhir"), "2026-06-15");
    // What a tenant does not say is as it stands outside.
    assert_eq!(day("https://here.example/fhir"), "2026-06-16");
}

#[test]
fn the_cards_of_two_tenants_have_other_names() {
    let app = sites();
    let request = request("order-early-mri.json");
    let names = SERVERS.map(|server| {
        let body = serde_json::to_vec(&from_server(&request, server)).unwrap();
        let answer = app.call("spine-orders", &body, super::site::NOON.parse().unwrap());
        answer.unwrap().response.cards[0].uuid.clone().unwrap()
    });
    assert_ne!(names[0], names[1]);
}

#[test]
fn a_site_says_what_its_own_order_codes_mean() {
    let folder = tempfile::tempdir().unwrap();
    let map = folder.path().join("orders.toml");
    std::fs::write(
        &map,
        "[[order]]\nsystem = \"urn:oid:1.2.3\"\ncode = \"IMG77\"\nmodality = \"mri\"\nregion = \"lumbar\"\ncontrast = \"without\"\n",
    )
    .unwrap();
    let site = app(&format!(
        "[[tenants]]\nid = \"mapped\"\nfhir_servers = [\"https://mapped.example/fhir\"]\norder_map = '{}'",
        map.display()
    ));
    let mut order = request("order-early-mri.json");
    order["context"]["draftOrders"]["entry"][0]["resource"]["code"] =
        json!({ "coding": [{ "system": "urn:oid:1.2.3", "code": "IMG77" }] });
    let mapped = from_server(&order, "https://mapped.example/fhir");
    assert_eq!(cards(&site, &mapped), ["O1 warning"]);
    // Whoever calls from elsewhere means something else by that code.
    assert!(!cards(&site, &order).contains(&"O1 warning".to_owned()));
}

#[test]
fn a_mistake_in_an_order_map_is_named_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let map = folder.path().join("orders.toml");
    std::fs::write(&map, "[[order]]\nname = \"MR BACK\"\nmodality = \"mrt\"\n").unwrap();
    let settings = Settings::parse(&format!("order_map = '{}'", map.display())).unwrap();
    let error = App::start(settings).unwrap_err().to_string();
    assert!(error.contains("orders.toml:3:12"), "{error}");
    assert!(error.contains("mri"), "{error}");
}
