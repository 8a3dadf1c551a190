//! Mistakes that only the whole catalogue shows.

use super::tiny::{CATALOGUE, FINDINGS, IMAGING, ORDERS, RULE, SERVICE, all, broken};

#[test]
fn rules_may_not_ask_each_other_in_a_circle() {
    insta::assert_snapshot!(all([
        broken(RULE, r#"unknown = "no" } },"#, r#"unknown = "no" } },
  { fired = ["M1"] },"#),
        broken(RULE, r#"unknown = "no" } },"#, r#"unknown = "no" } },
  { fired = ["E1"] },"#),
        broken(RULE, r#"unknown = "no" } },"#, r#"unknown = "no" } },
  { fired = ["O1"] },"#),
    ]), @"");
}

#[test]
fn a_finding_may_not_rest_on_itself() {
    insta::assert_snapshot!(all([
        broken(FINDINGS, r#"{ none_of = ["group.flag_ab"] }"#, r#"{ none_of = ["criteria.mri"] }"#),
        broken(FINDINGS, r#"members = [{ role = ["A", "B"] }]"#, r#"members = ["criteria.mri"]"#),
    ]), @"");
}

#[test]
fn doubt_never_silences_an_alarm() {
    insta::assert_snapshot!(all([
        broken(RULE, r#"unknown = "ask" }"#, r#"unknown = "no" }"#),
        broken(RULE, r#"is = "absent", unknown = "no""#, r#"is = "absent""#),
        broken(RULE, r#"is = "absent", unknown = "no""#, r#"unknown = "yes""#),
    ]), @"");
}

#[test]
fn something_wakes_every_rule() {
    insta::assert_snapshot!(all([
        broken(IMAGING, r#"{ finding = "criteria.mri" },"#, ""),
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, r#"{ finding = "pain.spine", unknown = "yes" }"#),
    ]), @"");
}

#[test]
fn every_active_rule_shows_what_it_does() {
    insta::assert_snapshot!(all([
        broken(RULE, r#"expect = { result = "silent" }"#, r#"expect = { result = "unknown" }"#),
        broken(RULE, r#"expect = { result = "unknown", asks = ["neuro.bladder"] }"#, r#"expect = { result = "silent" }"#),
        broken(IMAGING, r#"branch = "old" }"#, r#"branch = "young" }"#),
    ]), @"");
}

#[test]
fn orders_are_recognised_when_they_come_back() {
    insta::assert_snapshot!(all([
        broken(ORDERS, r#"code = "72148""#, r#"code = "99999""#),
        broken(ORDERS, r#"code = "72148""#, r#"code = "72149""#),
        broken(ORDERS, r#"contrast = "without""#, r#"contrast = "without_with""#),
        broken(ORDERS, r#"regions = ["lumbar"]"#, r#"regions = ["cervical"]"#),
        broken(ORDERS, r#"codes = [{ system = "cpt", code = "72148" }]"#, ""),
        broken(ORDERS, r#"codes = [{ system = "cpt", code = "72148" }]"#, r#"parts = ["together"]"#),
    ]), @"");
}

#[test]
fn two_rules_do_not_share_a_number() {
    insta::assert_snapshot!(all([
        broken(IMAGING, r#"number = "50""#, r#"number = "10""#),
    ]), @"");
}

#[test]
fn every_row_of_the_guidance_table_is_in_or_pending() {
    insta::assert_snapshot!(all([
        broken(CATALOGUE, r#""S0-02", "S0-03"]"#, r#""S0-02", "S0-03", "S0-04"]"#),
        broken(CATALOGUE, r#"pending = ["S0-03"]"#, r#"pending = ["S0-03", "S0-02"]"#),
        broken(CATALOGUE, r#"pending = ["S0-03"]"#, r#"pending = ["S0-03", "E1"]"#),
        broken(CATALOGUE, r#"pending = ["S0-03"]"#, r#"pending = ["S0-03", "no-rule"]"#),
        broken(CATALOGUE, r#"format = "1""#, r#"format = "2""#),
    ]), @"");
}

#[test]
fn a_parameter_is_read_by_something() {
    insta::assert_snapshot!(all([
        broken(RULE, r#"target = "emergent_mri_hours"
"#, ""),
    ]), @"");
}

#[test]
fn a_service_asks_for_what_its_rules_use() {
    insta::assert_snapshot!(all([
        broken(SERVICE, r#"feeds = ["age"]"#, r#"feeds = ["rf.extra"]"#),
        broken(SERVICE, r#"feeds = ["age"]"#, r#"feeds = ["age", "rf.extra"]"#),
    ]), @"");
}
