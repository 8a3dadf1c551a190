//! What a clinician reads: whole cards of some fixtures, and one explanation.

use super::fixtures::{Call, folder};
use std::fs;

fn cards(file: &str) -> String {
    let body = fs::read(folder("requests").join(file)).unwrap();
    let response = Call::read(&body).answer().unwrap();
    let mut text = String::new();
    for card in &response.cards {
        let detail = card.detail.as_deref().unwrap_or_default();
        text += &format!(
            "[{:?}] {}\n\n{detail}\n",
            card.indicator,
            card.summary.as_str()
        );
        for suggestion in &card.suggestions {
            text += &format!("> {}\n", suggestion.label);
        }
    }
    text
}

#[test]
fn saddle_numbness_is_told_in_four_seconds() {
    insta::assert_snapshot!(cards("sciatica-saddle-numbness.json"));
}

#[test]
fn an_early_order_is_told_why_it_can_wait_and_what_nobody_asked() {
    insta::assert_snapshot!(cards("order-early-mri.json"));
}

#[test]
fn failed_care_is_told_what_it_rests_on() {
    insta::assert_snapshot!(cards("sciatica-failed-care.json"));
}

#[test]
fn a_pacemaker_takes_the_headline_of_an_order() {
    insta::assert_snapshot!(cards("pacemaker-order-mri.json"));
}

#[test]
fn a_fragile_spine_is_told_which_study_comes_first() {
    insta::assert_snapshot!(cards("simple-fall-on-65th-birthday-view.json"));
}

#[test]
fn an_operated_back_is_offered_contrast() {
    insta::assert_snapshot!(cards("operated-back-order-plain-mri.json"));
}

#[test]
fn a_wrong_region_and_needless_contrast_are_put_right_at_once() {
    insta::assert_snapshot!(cards("sciatica-care-failed-order-neck-contrast-mri.json"));
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
