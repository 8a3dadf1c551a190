//! What a site mutes is decided all the same, and an emergency is never muted.

use super::site::{NOON, app, cards, explain, fate, plain, request};
use foramen::{app::App, settings::Settings};
use rstest::rstest;
use serde_json::{Value, json};

fn muting(rules: &str) -> App {
    app(&format!("[[muting]]\nrules = [{rules}]"))
}

#[rstest]
#[case::a_card("order-early-mri.json", "\"O1\"", "")]
#[case::another_one("order-early-mri.json", "\"M1\"", "O1 warning")]
#[case::what_rode_on_it_shows_itself("sciatica-failed-care.json", "\"M1\"", "T1 info")]
#[case::a_line("sciatica-failed-care.json", "\"T1\"", "M1 info")]
#[case::what_was_merged_shows_itself("sciatica-disabling.json", "\"M1\"", "U8 warning")]
#[case::a_shared_card_stays("sciatica-disabling.json", "\"U8\"", "U8 warning")]
#[case::both_rules_of_a_card("sciatica-disabling.json", "\"U8\", \"M1\"", "")]
#[case::a_safety_line_stays("pacemaker-order-mri.json", "\"M1\"", "O10 critical")]
fn a_muted_rule_has_no_card(#[case] file: &str, #[case] rules: &str, #[case] expected: &str) {
    assert_eq!(cards(&muting(rules), &request(file)).join(", "), expected);
}

#[test]
fn the_trace_says_what_was_muted_and_what_it_still_suppressed() {
    let request = request("hand-clumsiness-answered-view.json");
    let loud = explain(plain(), &request, NOON);
    let quiet = explain(&muting("\"U2\""), &request, NOON);
    assert_eq!(fate(&loud, "U2"), "heads a card");
    assert_eq!(fate(&quiet, "U2"), "muted by the site");
    let others = |explanation: &foramen::pipeline::Explanation| {
        let suppressed = explanation.settled.iter();
        let mut suppressed: Vec<_> = suppressed
            .filter(|line| line.fate == "suppressed by U2")
            .map(|line| line.rule.clone())
            .collect();
        suppressed.sort();
        suppressed
    };
    assert!(!others(&loud).is_empty());
    assert_eq!(others(&quiet), others(&loud));
    assert!(
        quiet
            .to_string()
            .contains("U2 (cervical): muted by the site")
    );
}

#[rstest]
#[case("sciatica-saddle-numbness.json")]
#[case("saddle-numbness-and-fever-view.json")]
#[case("child-saddle-numbness.json")]
#[case("pacemaker-order-mri.json")]
fn emergencies_and_safety_lines_are_the_same_where_everything_is_muted(#[case] file: &str) {
    let everything = app("[[muting]]\nencounter_classes = [\"AMB\", \"EMER\", \"IMP\", \"VR\"]");
    let mut request = request(file);
    put_encounter(&mut request, "AMB");
    let always = |cards: Vec<String>| -> Vec<String> {
        let is_always = |card: &String| {
            ["E", "G", "O10", "O11", "O12", "O13"]
                .iter()
                .any(|start| card.starts_with(start))
        };
        cards.into_iter().filter(is_always).collect()
    };
    let loud = always(cards(plain(), &request));
    assert!(!loud.is_empty());
    assert_eq!(cards(&everything, &request), loud);
}

/// The encounter in context, of a class, with a spine specialist as the caller.
fn put_encounter(request: &mut Value, class: &str) {
    let patient = request["context"]["patientId"].as_str().unwrap().to_owned();
    let subject = json!({ "reference": format!("Patient/{patient}") });
    request["context"]["encounterId"] = "visit".into();
    request["prefetch"]["encounter"] = json!({ "resourceType": "Encounter", "id": "visit", "status": "in-progress",
        "class": { "code": class }, "subject": subject });
    request["context"]["userId"] = "Practitioner/surgeon".into();
    request["prefetch"]["roles"] = json!({ "resourceType": "Bundle", "entry": [
        { "resource": { "resourceType": "PractitionerRole", "id": "r1", "practitioner": { "reference": "Practitioner/surgeon" },
            "specialty": [{ "coding": [{ "code": "207XS0117X", "display": "Orthopaedic Surgery of the Spine" }] }] } },
        { "resource": { "resourceType": "PractitionerRole", "id": "r2", "practitioner": { "reference": "Practitioner/other" },
            "specialty": [{ "coding": [{ "code": "207Q00000X" }], "text": "Family Medicine" }] } },
    ] });
    request["extension"]["com.epic.cdshooks.request.bpa-trigger-action"] = "18".into();
}

#[rstest]
#[case("specialties = [\"207XS0117X\"]", true)]
#[case("specialties = [\"dermatology\", \"surgery of the spine\"]", true)]
#[case("specialties = [\"family medicine\", \"207Q00000X\"]", false)]
#[case("encounter_classes = [\"amb\"]", true)]
#[case("encounter_classes = [\"EMER\", \"IMP\"]", false)]
#[case("triggers = [\"18\"]", true)]
#[case("triggers = [\"23\", \"60\"]", false)]
#[case(
    "rules = [\"O1\"]\nspecialties = [\"orthopaedic\"]\ntriggers = [\"18\"]",
    true
)]
#[case(
    "rules = [\"O1\"]\nspecialties = [\"orthopaedic\"]\ntriggers = [\"23\"]",
    false
)]
#[case(
    "rules = [\"M1\"]\nspecialties = [\"orthopaedic\"]\ntriggers = [\"18\"]",
    false
)]
fn all_that_a_table_names_must_hold(#[case] table: &str, #[case] is_muted: bool) {
    let app = app(&format!("[[muting]]\n{table}"));
    let mut request = request("order-early-mri.json");
    put_encounter(&mut request, "AMB");
    let fate = fate(&explain(&app, &request, NOON), "O1").to_owned();
    let expected = if is_muted {
        "muted by the site"
    } else {
        "heads a card"
    };
    assert_eq!(fate, expected);
}

#[test]
fn who_is_not_known_is_muted_for_nothing() {
    let app = app(
        "[[muting]]\nspecialties = [\"orthopaedic\"]\n[[muting]]\ntriggers = [\"18\"]\n[[muting]]\nencounter_classes = [\"AMB\"]",
    );
    let mut request = request("order-early-mri.json");
    put_encounter(&mut request, "AMB");
    assert!(cards(&app, &request).is_empty());
    let context = request["context"].as_object_mut().unwrap();
    context.remove("userId");
    context.remove("encounterId");
    let extension = request["extension"].as_object_mut().unwrap();
    extension.remove("com.epic.cdshooks.request.bpa-trigger-action");
    assert_eq!(cards(&app, &request), ["O1 warning"]);
}

#[test]
fn a_muted_urgent_finding_still_keeps_an_order_from_being_removed() {
    let request = request("order-early-mri-flags-denied.json");
    let delete = |explanation: &foramen::pipeline::Explanation| {
        let cards = explanation.cards.iter();
        cards
            .flat_map(|card| card.suggestions.clone())
            .any(|label| label.starts_with("Remove"))
    };
    assert!(delete(&explain(plain(), &request, NOON)));
    // Weakness of an arm is of another region than the order.
    let mut both = request.clone();
    let patient = both["context"]["patientId"].as_str().unwrap().to_owned();
    let subject = json!({ "reference": format!("Patient/{patient}") });
    let neck = json!({ "resourceType": "Condition", "id": "neck", "subject": subject,
        "clinicalStatus": { "coding": [{ "code": "active" }] }, "onsetDateTime": "2026-06-01",
        "code": { "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M54.12" }] } });
    let arm = json!({ "resourceType": "Observation", "id": "arm", "status": "final", "subject": subject,
        "effectiveDateTime": "2026-06-15", "bodySite": { "text": "Left arm" }, "valueQuantity": { "value": 4 },
        "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "273677009" }] } });
    let conditions = both["prefetch"]["conditions"]["entry"]
        .as_array_mut()
        .unwrap();
    conditions.push(json!({ "resource": neck }));
    both["prefetch"]["observations"] =
        json!({ "resourceType": "Bundle", "entry": [{ "resource": arm }] });
    let loud = explain(plain(), &both, NOON);
    let urgent: Vec<_> = loud.cards.iter().map(|card| card.rule.clone()).collect();
    assert!(
        urgent.contains(&"U7".to_owned()) && urgent.contains(&"O1".to_owned()),
        "{urgent:?}"
    );
    assert!(!delete(&loud));
    let quiet = explain(&muting("\"U7\""), &both, NOON);
    assert_eq!(fate(&quiet, "U7"), "muted by the site");
    assert!(!delete(&quiet));
}

#[rstest]
#[case(
    "[[muting]]\nrules = [\"O1\", \"E1\"]",
    "2:16  muting: E1 is always shown; rules of stages 2 to 6"
)]
#[case("[[muting]]\nrules = [\"O10\"]", "2:10  muting: O10 is always shown")]
#[case("[[muting]]\nrules = [\"O13\"]", "2:10  muting: O13 is always shown")]
#[case("[[muting]]\nrules = [\"G2b\"]", "2:10  muting: G2b is always shown")]
#[case(
    "[[muting]]\nrules = [\"X9\"]",
    "2:10  muting: no rule is called \"X9\""
)]
#[case("[[muting]]\n", "muting: this table names nothing to mute")]
#[case("[[muting]]\nrules = []", "muting: this table names nothing to mute")]
#[case(
    "[[muting]]\nrules = [\"O1\"]\ntriggers = []",
    "muting: this table names nothing to mute"
)]
#[case(
    "[[tenants]]\nid = \"a\"\nfhir_servers = [\"https://a.example\"]\n[[tenants.muting]]\nrules = [\"E7\"]",
    "5:10  muting: E7 is always shown"
)]
fn what_may_not_be_muted_is_refused_with_its_place(#[case] config: &str, #[case] says: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("site.toml");
    std::fs::write(&file, config).unwrap();
    let error = App::start(Settings::read(&file).unwrap()).unwrap_err();
    assert!(error.to_string().contains(says), "{error}");
}
