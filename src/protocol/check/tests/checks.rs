//! Mistakes that only the whole catalogue shows.

use super::tiny::{CATALOGUE, FINDINGS, IMAGING, ORDERS, PARAMETERS, RULE, SERVICE, all, broken};

#[test]
fn rules_may_not_ask_each_other_in_a_circle() {
    insta::assert_snapshot!(all(&[
        broken(RULE, r#"unknown = "no" } },"#, r#"unknown = "no" } },
  { fired = ["M1"] },"#),
        broken(RULE, r#"unknown = "no" } },"#, r#"unknown = "no" } },
  { fired = ["E1"] },"#),
        broken(RULE, r#"unknown = "no" } },"#, r#"unknown = "no" } },
  { fired = ["O1"] },"#),
    ]), @r#"
    protocol/4-imaging/M1-mri-after-care.toml:14:11  E1 → M1 → E1: `fired` goes in a circle
    --
    protocol/1-emergent/E1-cauda-equina.toml:15:3  E1 → E1: `fired` goes in a circle
    --
    protocol/1-emergent/E1-cauda-equina.toml:15:3  `fired` asks about "O1" of stage 5, which is settled after stage 1
    "#);
}

#[test]
fn a_finding_may_not_rest_on_itself() {
    insta::assert_snapshot!(all(&[
        broken(FINDINGS, r#"{ none_of = ["group.flag_ab"] }"#, r#"{ none_of = ["criteria.mri"] }"#),
        broken(FINDINGS, r#"members = [{ role = ["A", "B"] }]"#, r#"members = ["criteria.mri"]"#),
    ]), @r#"
    findings/tiny.toml:45:48  criteria.mri → criteria.mri: a finding rests on itself
    --
    findings/tiny.toml:45:48  group.flag_ab → criteria.mri → group.flag_ab: a finding rests on itself
    "#);
}

#[test]
fn doubt_never_silences_an_alarm() {
    insta::assert_snapshot!(all(&[
        broken(RULE, r#"unknown = "ask" }"#, r#"unknown = "no" }"#),
        broken(RULE, r#"is = "absent", unknown = "no""#, r#"is = "absent""#),
        broken(RULE, r#"is = "absent", unknown = "no""#, r#"unknown = "yes""#),
    ]), @r#"
    protocol/1-emergent/E1-cauda-equina.toml:13:3  `unknown = "no"` would hide the deficit "group.cauda_equina" in stage 1; accepted: keep, ask
    --
    protocol/1-emergent/E1-cauda-equina.toml:14:11  the absence of "neuro.motor" inside `not` needs `unknown = "no"` in stage 1: what is not recorded must not silence the alarm
    --
    protocol/1-emergent/E1-cauda-equina.toml:14:11  `unknown = "yes"` inside `not` would silence the alarm while "neuro.motor" is not recorded, in stage 1; accepted: keep, ask, no
    "#);
}

#[test]
fn something_wakes_every_rule() {
    insta::assert_snapshot!(all(&[
        broken(IMAGING, r#"{ finding = "criteria.mri" },"#, ""),
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, r#"{ finding = "pain.spine", unknown = "yes" }"#),
    ]), @r#"
    protocol/4-imaging/M1-mri-after-care.toml:11:1  nothing wakes this rule; add what must be present, for instance { finding = "pain.spine" }
    --
    protocol/4-imaging/M1-mri-after-care.toml:11:1  nothing wakes this rule; add what must be present, for instance { finding = "pain.spine" }
    "#);
}

#[test]
fn every_active_rule_shows_what_it_does() {
    insta::assert_snapshot!(all(&[
        broken(RULE, r#"expect = { result = "silent" }"#, r#"expect = { result = "unknown" }"#),
        broken(RULE, r#"expect = { result = "unknown", asks = ["neuro.bladder"] }"#, r#"expect = { result = "silent" }"#),
        broken(IMAGING, r#"branch = "old" }"#, r#"branch = "young" }"#),
    ]), @r#"
    protocol/1-emergent/E1-cauda-equina.toml:1:6  rule "E1" has no case in which it is silent
    --
    protocol/1-emergent/E1-cauda-equina.toml:1:6  rule "E1" has no case in which it does not know
    --
    protocol/4-imaging/M1-mri-after-care.toml:1:6  rule "M1" has no case that takes the branch "old"
    "#);
}

#[test]
fn orders_are_recognised_when_they_come_back() {
    insta::assert_snapshot!(all(&[
        broken(ORDERS, r#"code = "72148""#, r#"code = "99999""#),
        broken(ORDERS, r#"code = "72148""#, r#"code = "72149""#),
        broken(ORDERS, r#"contrast = "without""#, r#"contrast = "without_with""#),
        broken(ORDERS, r#"regions = ["lumbar"]"#, r#"regions = ["cervical"]"#),
        broken(ORDERS, r#"codes = [{ system = "cpt", code = "72148" }]"#, ""),
        broken(ORDERS, r#"codes = [{ system = "cpt", code = "72148" }]"#, r#"parts = ["together"]"#),
    ]), @r#"
    orders/tiny.toml:1:1  cpt 99999 of order "mri-lumbar" is in no value set: the order would not be recognised when it comes back
    --
    orders/tiny.toml:1:1  cpt 72149 of order "mri-lumbar" is in "never", whose codes are never sent
    --
    orders/tiny.toml:1:1  cpt 72148 of order "mri-lumbar" is in "img.mri.lumbar", which does not say contrast "without_with"
    --
    orders/tiny.toml:1:1  cpt 72148 of order "mri-lumbar" is in "img.mri.lumbar", which does not say the region cervical
    protocol/4-imaging/M1-mri-after-care.toml:18:105  order "mri-lumbar" does not cover lumbar
    --
    orders/tiny.toml:1:1  an order has either `codes` or `parts`
    --
    orders/tiny.toml:1:1  order "mri-lumbar" has the part "together", which has parts itself
    orders/tiny.toml:8:1  order "together" has the part "mri-lumbar", which has parts itself
    "#);
}

#[test]
fn two_rules_do_not_share_a_number() {
    insta::assert_snapshot!(all(&[
        broken(IMAGING, r#"number = "50""#, r#"number = "10""#),
    ]), @r#"protocol/4-imaging/M1-mri-after-care.toml:1:6  number "10" is that of "E1" already"#);
}

#[test]
fn every_row_of_the_guidance_table_is_in_or_pending() {
    insta::assert_snapshot!(all(&[
        broken(CATALOGUE, r#""S0-02", "S0-03"]"#, r#""S0-02", "S0-03", "S0-04"]"#),
        broken(CATALOGUE, r#"pending = ["S0-03"]"#, r#"pending = ["S0-03", "S0-02"]"#),
        broken(CATALOGUE, r#"pending = ["S0-03"]"#, r#"pending = ["S0-03", "E1"]"#),
        broken(CATALOGUE, r#"pending = ["S0-03"]"#, r#"pending = ["S0-03", "no-rule"]"#),
        broken(CATALOGUE, r#"format = "1""#, r#"format = "2""#),
    ]), @r#"
    catalogue.toml:4:40  guidance row "S0-04" is implemented by no active rule or line; name it in `implements`, or in `pending`
    --
    catalogue.toml:5:21  guidance row "S0-02" is pending, but "M1" implements it
    --
    catalogue.toml:5:21  rule "E1" is pending, but it is in and active
    --
    catalogue.toml:5:21  unknown guidance row "no-rule"; 3 guidance rows in hooks/catalogue.toml
    --
    catalogue.toml:1:10  unknown format version "2"; accepted: 1
    "#);
}

#[test]
fn a_service_asks_for_what_its_rules_use() {
    insta::assert_snapshot!(all(&[
        broken(SERVICE, r#"feeds = ["age"]"#, r#"feeds = ["pain.extra"]"#),
        broken(SERVICE, r#"feeds = ["age"]"#, r#"feeds = ["age", "pain.extra"]"#),
    ]), @r#"
    services/spine-chart.toml:5:11  prefetch "patient" feeds no finding that a rule on patient-view uses
    --
    services/spine-chart.toml:5:11  prefetch "patient" feeds "pain.extra", which no rule on patient-view uses
    "#);
}

#[test]
fn what_stage_1_reads_says_which_way_it_widens() {
    insta::assert_snapshot!(broken(PARAMETERS, "s1 = \"smaller\"\n", ""), @r#"profiles/parameters.toml:7:2  parameter "emergent_mri_hours" is read by "E1" of stage 1 and has no `s1`: which way may a profile move it, larger or smaller?"#);
    insta::assert_snapshot!(broken(PARAMETERS, "s1 = \"larger\"\n", ""), @r#"profiles/parameters.toml:18:2  parameter "ivdu_lookback" is read by "E1" of stage 1 and has no `s1`: which way may a profile move it, larger or smaller?"#);
}
