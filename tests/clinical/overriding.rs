//! An overridden card is not shown again for the same patient, order and facts within the window, and an emergency always is.

use super::site::{
    Kept, NOON, answer, app, cards, explain, fate, from_server, keys, plain, request, with_answers,
};
use foramen::app::App;
use serde_json::{Value, json};
use std::{fs, path::Path};

const OTHER: &str = "https://other.example/fhir";

/// A site and another tenant, each with a secret of its own; overrides hold for 14 days.
fn site(secrets: &Path) -> App {
    for (name, secret) in [("own", "a".repeat(32)), ("other", "b".repeat(32))] {
        fs::write(secrets.join(name), secret).unwrap();
    }
    let path = |name| secrets.join(name).display().to_string();
    app(&format!(
        "override_window = \"14 d\"\noverride_secret_file = '{}'\n[[tenants]]\nid = \"other\"\nfhir_servers = [\"{OTHER}\"]\n\
         override_window = \"14 d\"\noverride_secret_file = '{}'\n",
        path("own"),
        path("other")
    ))
}

/// A site where every card of a request was overridden at noon.
fn overridden(request: &Value) -> App {
    let folder = tempfile::tempdir().unwrap();
    let app = site(folder.path());
    let keys = keys(&app, request, NOON);
    assert_eq!(keys.len(), cards(&app, request).len());
    app.with_overrides(Kept {
        keys,
        at: NOON.parse().unwrap(),
    })
}

fn on(day: &str, request: &Value) -> Value {
    let mut request = request.clone();
    request["extension"]["org.foramen.fixture"]["asOf"] = day.into();
    request
}

#[test]
fn an_overridden_card_is_hidden_within_the_window_and_shown_after_it() {
    let request = request("order-early-mri.json");
    let app = overridden(&request);
    for (now, expected) in [
        (
            "2026-06-15T12:00:00Z",
            "overridden earlier, and nothing has changed since",
        ),
        (
            "2026-06-29T12:00:00Z",
            "overridden earlier, and nothing has changed since",
        ),
        ("2026-06-29T12:00:01Z", "heads a card"),
    ] {
        let explanation = explain(&app, &request, now);
        assert_eq!(fate(&explanation, "O1"), expected, "{now}");
        assert_eq!(explanation.cards.is_empty(), expected != "heads a card");
    }
}

#[test]
fn another_day_other_resources_and_another_call_change_nothing() {
    let request = request("order-early-mri.json");
    let app = overridden(&request);
    let mut tomorrow = on("2026-06-16", &request);
    tomorrow["hookInstance"] = "another".into();
    tomorrow["context"]["userId"] = "Practitioner/another".into();
    assert!(cards(&app, &tomorrow).is_empty());
    let text = request.to_string().replace("\"cond-", "\"condition-");
    assert_ne!(text, request.to_string());
    assert!(cards(&app, &serde_json::from_str(&text).unwrap()).is_empty());
}

#[test]
fn a_fact_that_changes_shows_the_card_again() {
    let request = request("order-early-mri.json");
    let app = overridden(&request);
    for changed in [
        // A new flag, a flag that was denied, and a number that decides.
        json!([answer("rf.weight_loss", json!({ "valueBoolean": true }))]),
        json!([answer("neuro.bladder", json!({ "valueBoolean": false }))]),
        json!([answer("neuro.sensory", json!({ "valueBoolean": true }))]),
    ] {
        let cards = cards(&app, &with_answers(&request, &changed));
        assert!(!cards.is_empty(), "{changed}");
    }
}

#[test]
fn another_order_another_patient_and_another_tenant_have_the_card() {
    let request = request("order-early-mri.json");
    let app = overridden(&request);
    let renamed = |from: &str, to: &str| -> Value {
        let text = request.to_string();
        assert!(text.contains(from));
        serde_json::from_str(&text.replace(from, to)).unwrap()
    };
    for other in [
        renamed("draft-mri-lumbar", "draft-another"),
        renamed("pt-back-pain", "pt-another"),
        from_server(&request, OTHER),
        from_server(&request, "https://unknown.example/fhir"),
    ] {
        assert_eq!(cards(&app, &other), ["O1 warning"]);
    }
}

#[test]
fn two_tenants_keep_an_override_under_other_names() {
    let folder = tempfile::tempdir().unwrap();
    let app = site(folder.path());
    let request = request("order-early-mri.json");
    let own = keys(&app, &request, NOON);
    assert_eq!(own, keys(&app, &request, NOON));
    assert_ne!(own, keys(&app, &from_server(&request, OTHER), NOON));
}

#[test]
fn an_emergency_and_a_safety_line_are_shown_all_the_same() {
    for (file, head) in [
        ("sciatica-saddle-numbness.json", "E1 critical"),
        ("child-saddle-numbness.json", "G2b warning"),
        ("pacemaker-order-mri.json", "O10 critical"),
    ] {
        let request = request(file);
        let app = overridden(&request);
        assert_eq!(cards(&app, &request), [head], "{file}");
    }
}

#[test]
fn the_other_card_of_a_patient_stays() {
    let request = request("saddle-recorded-without-onset-order-mri.json");
    let folder = tempfile::tempdir().unwrap();
    let app = site(folder.path());
    assert_eq!(cards(&app, &request), ["U10 warning", "O1 info"]);
    let mut keys = keys(&app, &request, NOON);
    keys.truncate(1);
    let app = app.with_overrides(Kept {
        keys,
        at: NOON.parse().unwrap(),
    });
    assert_eq!(cards(&app, &request), ["O1 info"]);
}

#[test]
fn without_a_window_nothing_is_hidden_and_no_key_is_made() {
    let request = request("order-early-mri.json");
    assert!(keys(plain(), &request, NOON).is_empty());
    let zero = app("override_window = \"0 d\"");
    assert!(keys(&zero, &request, NOON).is_empty());
    assert_eq!(cards(&zero, &request), ["O1 warning"]);
}
