//! What is not known is asked or named, never taken for absent, and what contradicts is shown on both sides (protocol sections 1 and 8).

use super::{
    fixtures::{CATALOG, folder},
    site::{NOON, answer, explain, plain, request, with_answers},
};
use foramen::pipeline::CardLine;
use foramen_cds::HookRequest;
use rstest::rstest;
use serde_json::{Value, json};
use std::fs;

/// Every card of every request fixture, with the name of the file.
fn all_cards() -> Vec<(String, CardLine)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder("requests")).unwrap() {
        let path = entry.unwrap().path();
        let body = fs::read(&path).unwrap();
        let request = HookRequest::parse(&body).unwrap();
        let service = plain().service_for(request.hook).unwrap();
        let explanation = plain().explain(service, &request, NOON.parse().unwrap());
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let cards = explanation.unwrap().cards.into_iter();
        all.extend(cards.map(|card| (name.clone(), card)));
    }
    assert!(all.len() > 80);
    all
}

/// The lines of a part of a card.
fn part<'d>(detail: &'d str, heading: &str) -> Vec<&'d str> {
    let behind = detail.split(&format!("**{heading}**")).nth(1);
    let lines = behind.unwrap_or_default().lines().skip(1);
    lines
        .take_while(|line| !line.starts_with("**"))
        .filter_map(|line| line.strip_prefix("- "))
        .collect()
}

#[test]
fn a_card_asks_three_questions_at_most_the_most_telling_first() {
    let rank = |text: &str| {
        let mut findings = CATALOG.vocabulary().findings();
        findings.find_map(|(_, finding)| {
            let question = finding.question.as_ref()?;
            (question.text == text).then_some(question.rank)
        })
    };
    let mut three = 0;
    for (file, card) in all_cards() {
        let lines = part(&card.detail, "What is missing");
        let ranks: Vec<_> = lines.into_iter().filter_map(rank).collect();
        assert!(ranks.len() <= 3, "{file} {}: {ranks:?}", card.rule);
        // The last one may be the rule's own.
        let shared = &ranks[..ranks.len().min(2)];
        assert!(shared.is_sorted(), "{file} {}: {ranks:?}", card.rule);
        three += usize::from(ranks.len() == 3);
    }
    assert!(three > 10, "{three}");
}

#[test]
fn no_card_says_that_there_are_no_red_flags_and_each_names_what_nobody_asked() {
    let mut said = 0;
    for (file, card) in all_cards() {
        let text = format!("{}\n{}", card.summary, card.detail).to_lowercase();
        assert!(!text.contains("without red flag"), "{file}");
        let claims = text.matches("no red flag").count();
        assert_eq!(
            claims,
            text.matches("no red flags recorded").count(),
            "{file}"
        );
        if card.summary.contains("no red flags recorded") {
            let asked = part(&card.detail, "What is missing");
            let open = part(&card.detail, "Not considered");
            let is_asked = |line: &&str| line.starts_with("Any new numbness between the legs");
            assert!(
                !asked.iter().any(is_asked) || open[0].contains("saddle numbness"),
                "{file}: {open:?}"
            );
            said += 1;
        }
    }
    assert!(said > 10, "{said}");
}

/// A fever that was recorded on 10 June.
fn with_fever(request: &Value) -> Value {
    let mut request = request.clone();
    let patient = request["context"]["patientId"].as_str().unwrap().to_owned();
    let fever = json!({ "resourceType": "Condition", "id": "fever", "subject": { "reference": format!("Patient/{patient}") },
        "clinicalStatus": { "coding": [{ "code": "active" }] }, "onsetDateTime": "2026-06-10", "recordedDate": "2026-06-10",
        "code": { "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "R50.9" }] } });
    let conditions = request["prefetch"]["conditions"]["entry"]
        .as_array_mut()
        .unwrap();
    conditions.push(json!({ "resource": fever }));
    request
}

#[rstest]
#[case::denied_before("2026-06-08", "U3a")]
#[case::denied_later("2026-06-14", "O1")]
fn both_sides_of_a_contradiction_stand_on_the_card(#[case] denied: &str, #[case] head: &str) {
    let denial = json!([answer("rf.fever", json!({ "valueBoolean": false }))]);
    let mut request = with_answers(&with_fever(&request("order-early-mri.json")), &denial);
    request["prefetch"]["answers"]["entry"][0]["resource"]["authored"] = denied.into();
    let explanation = explain(plain(), &request, NOON);
    let card = &explanation.cards[0];
    assert_eq!(card.rule, head);
    let seen = part(&card.detail, "What we saw");
    let has = |start: &str, source: &str| {
        let mut lines = seen.iter();
        lines.any(|line| line.starts_with(start) && line.contains(source))
    };
    assert!(
        has("Fever (new), 2026-06-10", "Condition/fever"),
        "{seen:?}"
    );
    assert!(
        has("Fever: denied", "QuestionnaireResponse/answers"),
        "{seen:?}"
    );
}
