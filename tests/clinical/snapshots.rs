//! What a clinician reads: the cards of every fixture, and one explanation.

use super::fixtures::{Call, Case, folder, table};
use serde_json::Value;
use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// The cards of a row: headline, detail, what is offered and what an offered order says to its reader.
fn cards(case: &Case) -> String {
    let body = fs::read(folder("requests").join(&case.file)).unwrap();
    let call = Call::read(&body).under(case.profile.as_deref());
    let mut text = format!("{}: {}\n", call.request.hook.as_str(), case.why);
    let Ok(response) = call.answer() else {
        return text + "\nrefused\n";
    };
    if response.cards.is_empty() {
        text += "\nno card\n";
    }
    for card in &response.cards {
        let detail = card.detail.as_deref().unwrap_or_default();
        let indicator = format!("{:?}", card.indicator).to_lowercase();
        text += &format!("\n[{indicator}] {}\n\n{detail}\n", card.summary.as_str());
        for suggestion in &card.suggestions {
            text += &format!("> {}\n", suggestion.label);
            let resources = suggestion
                .actions
                .iter()
                .filter_map(|action| action.resource());
            for resource in resources {
                let order: Value = serde_json::from_str(resource.get()).unwrap();
                let notes = order.get("note").and_then(Value::as_array);
                for note in notes.into_iter().flatten() {
                    text += &format!("    note: {}\n", note.get("text").unwrap());
                }
            }
        }
    }
    text
}

/// One snapshot for each row of the table, so that a change of words shows whom it meets.
#[test]
fn every_card_says_what_was_read_and_agreed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/cards");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let differ: Vec<String> = table("requests.toml")
        .into_iter()
        .map(|case| {
            let stem = case.file.trim_end_matches(".json").to_owned();
            let profile = case.profile.as_deref();
            let name = profile.map_or(stem.clone(), |profile| format!("{stem}@{profile}"));
            (name, cards(&case))
        })
        .filter_map(|(name, cards)| {
            let same = catch_unwind(AssertUnwindSafe(|| {
                settings.bind(|| insta::assert_snapshot!(name.clone(), cards));
            }));
            same.is_err().then_some(name)
        })
        .collect();
    assert!(
        differ.is_empty(),
        "{} differ: {}",
        differ.len(),
        differ.join(", ")
    );
}

#[test]
fn an_explanation_names_facts_thresholds_and_what_was_not_known() {
    let body = fs::read(folder("requests").join("sciatica-failed-care.json")).unwrap();
    let explanation = Call::read(&body).explain().unwrap();
    insta::assert_snapshot!(
        explanation
            .only("M1")
            .to_string()
            .replace(&super::fixtures::CATALOG.digest()[..12], "[digest]")
    );
}
