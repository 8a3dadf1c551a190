//! By which words a row of the guidance table is carried.

use super::tiny::{CARDS, CATALOGUE, IMAGING, Tiny, all};

const GUIDANCE: &str = "guidance.toml";

/// A catalogue whose rows are said, S0-03 pending.
fn said() -> Tiny {
    let rows = r#"S0-01 = { L1 = "the age" }
S0-02 = { M1 = ["Care failed", "pain"] }
"#;
    Tiny::new().add(GUIDANCE, rows)
}

#[test]
fn words_that_stand_on_a_card_carry_their_row() {
    let catalog = said().catalog();
    let carried = catalog.content().carried("S0-02", "M1").unwrap();
    assert_eq!(carried.words, ["Care failed", "pain"]);
    assert_eq!(catalog.content().carried("S0-02", "L1"), None);
}

#[test]
fn a_row_may_ask_for_silence() {
    let silent = said().replace(GUIDANCE, r#"["Care failed", "pain"]"#, "[]");
    assert_eq!(silent.said(), "");
}

#[test]
fn who_takes_the_words_or_the_rule_of_a_row_away_is_told() {
    insta::assert_snapshot!(all(&[
        said().replace(CARDS, "Care failed for", "Care done for").said(),
        said().replace(CARDS, "Mind the age.", "Mind the years.").said(),
        said().replace(IMAGING, r#"implements = ["S0-02"]"#, r#"implements = ["S0-01"]"#).replace(CATALOGUE, r#"pending = ["S0-03"]"#, r#"pending = ["S0-03", "S0-02"]"#).said(),
        said().replace(GUIDANCE, "L1 =", "L7 =").said(),
        said().replace(GUIDANCE, "S0-01", "S9-01").said(),
        Tiny::new().add(GUIDANCE, r#"S0-01 = { L1 = "the age" }"#).said(),
    ]), @r#"
    guidance.toml:2:11  guidance row "S0-02": "Care failed" stands on no card of "M1"
    --
    guidance.toml:1:11  guidance row "S0-01": "the age" stands on no card of "L1"
    --
    guidance.toml:2:11  "M1" does not implement guidance row "S0-02"; name the row in its `implements`
    --
    guidance.toml:1:11  no active rule or line is called "L7"
    --
    guidance.toml:1:1  unknown guidance row "S9-01"; did you mean "S0-01"? 3 guidance rows in hooks/catalogue.toml
    --
    catalogue.toml:4:22  guidance row "S0-02" is carried by no words; name them in guidance.toml
    "#);
}
