//! What a profile changes on cards.

use super::fixtures::{Call, folder};
use rstest::rstest;

#[rstest]
#[case("us-acr", false)]
#[case("uk-nice-bps", true)]
fn the_words_of_nice_on_duloxetine_stand_where_nice_is_followed(
    #[case] profile: &str,
    #[case] stands: bool,
) {
    let path = folder("requests").join("burning-leg-pain-specialist-order-mri.json");
    let body = std::fs::read(path).unwrap();
    let response = Call::read(&body).under(Some(profile)).answer().unwrap();
    let details: String = response
        .cards
        .iter()
        .filter_map(|card| card.detail.as_deref())
        .collect();
    assert!(details.contains("Consider duloxetine"), "{details}");
    assert_eq!(
        details.contains("NICE found no trial evidence"),
        stands,
        "{details}"
    );
}
