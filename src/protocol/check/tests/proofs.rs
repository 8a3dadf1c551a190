//! What is proven of the whole: every rule can be seen and can hold, nothing stands unused, and safety is one in every profile.

use super::tiny::{
    CARDS, DISCLOSED, IMAGING, ORDER, ORDERS, PARAMETERS, PROFILE, RULE, Tiny, all, broken,
};
use crate::cases::run_in_every_profile;

#[test]
fn a_rule_shows_on_a_hook_that_a_service_answers() {
    insta::assert_snapshot!(all(&[
        broken(ORDER, r#"hooks = { order-select = "own" }"#, r#"hooks = { order-sign = "own" }"#),
        broken(ORDER, r#"hooks = { order-select = "own" }"#, "hooks = {}"),
    ]), @r#"
    protocol/5-order/O1-too-early.toml:1:6  rule "O1" shows on order-sign alone, which no service answers: nobody would see it; accepted: patient-view, order-select
    --
    protocol/5-order/O1-too-early.toml:1:6  rule "O1" names no hook: nobody would see it; accepted: patient-view, order-select
    "#);
}

#[test]
fn a_branch_can_be_taken() {
    let old = r#"{ name = "old", if = { finding = "age", at_least = "65 a" }, indicator = "info", card = "M1", suggest"#;
    let twice = Tiny::new()
        .replace(IMAGING, old, r#"{ name = "older", if = { finding = "age", at_least = "65 a" }, indicator = "info", card = "M1" },
  { name = "old", if = { finding = "age", at_least = "65 a" }, indicator = "info", card = "M1", suggest"#)
        .replace(IMAGING, r#"{ name = "no", given"#, r#"{ name = "older", given = { age = "80 a", "criteria.mri" = "present" }, expect = { result = "fires", branch = "older" } },
  { name = "no", given"#);
    insta::assert_snapshot!(all(&[
        twice.said(),
        broken(IMAGING, old, r#"{ name = "old", if = { finding = "criteria.mri" }, indicator = "info", card = "M1", suggest"#),
    ]), @r#"
    protocol/4-imaging/M1-mri-after-care.toml:18:24  branch "old" is never taken: "older" before it has the same `if`
    --
    protocol/4-imaging/M1-mri-after-care.toml:17:24  branch "old" is always taken, since the rule fires only where its `if` holds: those behind it never are
    "#);
}

#[test]
fn a_condition_can_hold() {
    let with = |more: &str| {
        broken(
            IMAGING,
            r#"{ finding = "criteria.mri" },"#,
            &format!(r#"{{ finding = "criteria.mri" }}, {more}"#),
        )
    };
    insta::assert_snapshot!(all(&[
        with(r#"{ param = "require_candidacy", equals = "on" }, { param = "require_candidacy", equals = ["ask", "off"] },"#),
        with(r#"{ finding = "duration", at_least = "9 wk" }, { finding = "duration", less_than = "mri_failed_care_weeks" },"#),
        with(r#"{ finding = "duration", at_least = "9 wk", less_than = "63 d" },"#),
        with(r#"{ none_of = ["criteria.mri"] },"#),
        with(r#"{ finding = "criteria.mri", is = "absent" },"#),
        with(r#"{ not = { finding = "criteria.mri" } },"#),
    ]), @r#"
    protocol/4-imaging/M1-mri-after-care.toml:12:81  this never holds together with what stands before it in `all`
    --
    protocol/4-imaging/M1-mri-after-care.toml:12:78  this never holds together with what stands before it in `all`
    --
    protocol/4-imaging/M1-mri-after-care.toml:12:33  no number passes these tests, whatever a profile sets
    --
    protocol/4-imaging/M1-mri-after-care.toml:12:33  this never holds together with what stands before it in `all`
    --
    protocol/4-imaging/M1-mri-after-care.toml:12:33  this never holds together with what stands before it in `all`
    --
    protocol/4-imaging/M1-mri-after-care.toml:12:33  this never holds together with what stands before it in `all`
    "#);
    // A profile may ask for eight weeks, so that seven can be below it; and day 63 is at most nine weeks.
    assert_eq!(
        with(
            r#"{ finding = "duration", at_least = "7 wk" }, { finding = "duration", less_than = "mri_failed_care_weeks" },"#
        ),
        ""
    );
    assert_eq!(
        with(r#"{ finding = "duration", at_least = "9 wk", at_most = "63 d" },"#),
        ""
    );
}

#[test]
fn a_finding_that_is_asked_about_can_be_stated() {
    insta::assert_snapshot!(
        broken(IMAGING, r#"{ finding = "criteria.mri" },"#, r#"{ finding = "criteria.mri" }, { finding = "pain.extra" },"#),
        @r#"protocol/4-imaging/M1-mri-after-care.toml:12:33  nothing can state "pain.extra": give it codes in a value set, words in the lexicon, or a question with a `link_id`"#
    );
}

#[test]
fn what_nothing_uses_is_named() {
    let unused = Tiny::new()
        .add(CARDS, "[[card]]\nid = \"E9\"\ntopic = \"nothing\"\nsummary = \"Nothing\"\nwhy = \"Nothing.\"\noverrides = [\"other\"]\n")
        .add(CARDS, "[[override]]\ncode = \"seldom\"\ndisplay = \"Seldom\"\ncommon = false\n")
        .add(ORDERS, "[[order]]\nid = \"spare\"\nkind = \"imaging\"\ntext = \"Spare\"\nparts = [\"mri-lumbar\"]\n")
        .add("sources.toml", "[idle]\ntitle = \"Idle\"\npublisher = \"Nobody\"\nread = \"not read\"\n");
    insta::assert_snapshot!(unused.said(), @r#"
    cards/tiny.toml:29:1  card "E9" is shown by no rule
    cards/tiny.toml:36:8  override reason "seldom" is offered by no card
    orders/tiny.toml:13:1  order "spare" is offered by no rule
    sources.toml:7:2  source "idle" is cited by no rule and no parameter; `background = true` says that nothing rests on it
    "#);
    // A retired rule says nothing any more.
    insta::assert_snapshot!(
        broken(IMAGING, r#"status = "active""#, "status = \"retired\"\nsuccessor = \"E1\""),
        @r#"
    cards/tiny.toml:15:1  line "L1" rides on no rule that is in
    catalogue.toml:4:22  guidance row "S0-02" is implemented by no active rule or line; name it in `implements`, or in `pending`
    orders/tiny.toml:8:1  order "together" is offered by no rule
    source-attributes.toml:9:2  `use-of-date-of-birth` says that the data are used, but no active rule reads them
    "#
    );
}

#[test]
fn every_rule_names_a_source() {
    insta::assert_snapshot!(broken(RULE, r#"sources = ["acr-lbp"]"#, "sources = []"), @r#"protocol/1-emergent/E1-cauda-equina.toml:1:6  rule "E1" names no source; accepted: the keys of hooks/sources.toml, "project" where no guideline fixes it"#);
}

#[test]
fn a_profile_leaves_alone_what_the_rules_of_safety_read() {
    let set = |what: &str| broken(PROFILE, "set = {}", &format!("set = {{ {what} }}"));
    insta::assert_snapshot!(all(&[
        set(r#"baseline_days = "20 d""#),
        set(r#"require_candidacy = "on", new_days = "20 d", emergent_mri_hours = "2 h""#),
    ]), @r#"
    profiles/us-acr.toml:3:25  profile "us-acr" sets "baseline_days", which "E1" reads: stages 0 to 2 and O10 to O13 are the same in every profile; accepted of what they read: emergent_mri_hours, ivdu_lookback, new_days
    --
    "#);
}

#[test]
fn a_leeway_is_what_the_rules_of_safety_make_of_it() {
    let with = |safety: &str, condition: &str| {
        Tiny::new()
            .replace(
                PARAMETERS,
                "means = \"Whether MRI waits",
                &format!("safety = \"{safety}\"\nmeans = \"Whether MRI waits"),
            )
            .replace(
                RULE,
                r#"unknown = "no" } },"#,
                &format!(r#"unknown = "no" }} }}, {{ any = [{{ finding = "neuro.saddle" }}, {condition}] }},"#),
            )
            .replace(PROFILE, "set = {}", "set = { require_candidacy = \"on\" }")
            // The default stands in a profile that sets nothing.
            .add(
                "profiles/plain.toml",
                "id = \"plain\"\ntitle = \"Plain\"\nset = {}\n",
            )
            .said()
    };
    assert_eq!(
        with("adds", r#"{ param = "require_candidacy", equals = "on" }"#),
        ""
    );
    insta::assert_snapshot!(all(&[
        with("adds", r#"{ param = "require_candidacy", equals = ["ask", "on"] }"#),
        with("adds", r#"{ not = { param = "require_candidacy", equals = "on" } }"#),
        with("target", r#"{ param = "require_candidacy", equals = "on" }"#),
        with("may", r#"{ param = "require_candidacy", equals = "on" }"#),
    ]), @r#"
    profiles/parameters.toml:13:2  parameter "require_candidacy": `safety = "adds"`, but in "E1" a setting besides the default could take away; it may stand only as { param = "require_candidacy", equals = … } outside of `not`, without the default word
    --
    profiles/parameters.toml:13:2  parameter "require_candidacy": `safety = "adds"`, but in "E1" a setting besides the default could take away; it may stand only as { param = "require_candidacy", equals = … } outside of `not`, without the default word
    --
    profiles/parameters.toml:13:2  parameter "require_candidacy": `safety = "target"`, but a condition of "E1" reads it too; a target only says how soon
    --
    profiles/parameters.toml:16:10  unknown leeway "may"; accepted: adds, target
    profiles/us-acr.toml:3:29  profile "us-acr" sets "require_candidacy", which "E1" reads: stages 0 to 2 and O10 to O13 are the same in every profile; accepted of what they read: emergent_mri_hours, ivdu_lookback, new_days
    "#);
}

#[test]
fn a_wider_number_that_would_silence_an_alarm_is_found_by_its_cases() {
    let catalog = Tiny::new()
        .replace(
            RULE,
            r#"where = { time = "new" }, unknown = "ask" }"#,
            r#"older_than = "new_days", unknown = "ask" }"#,
        )
        .replace(
            RULE,
            r#""neuro.saddle" = { is = "present", ago = "2 d" }"#,
            r#""neuro.saddle" = { is = "present", ago = "20 d" }"#,
        )
        .add(
            "profiles/wide.toml",
            "id = \"wide\"\ntitle = \"Wide\"\nset = { new_days = \"30 d\" }\n",
        )
        .catalog();
    let said: Vec<_> = run_in_every_profile(&catalog)
        .iter()
        .map(ToString::to_string)
        .collect();
    insta::assert_snapshot!(said.join("\n"), @r#"E1: case "two days": fires in us-acr, silent in wide: stages 0 to 2 and O10 to O13 are the same in every profile"#);
}

#[test]
fn what_is_said_to_be_used_is_what_the_rules_read() {
    let of_birth = "used = true\nfindings = [\"age\"]";
    insta::assert_snapshot!(all(&[
        broken(DISCLOSED, of_birth, "used = false\nfindings = [\"age\"]"),
        broken(DISCLOSED, of_birth, "used = true"),
        broken(DISCLOSED, of_birth, "used = true\nfindings = [\"age\", \"candidate\"]"),
        broken(DISCLOSED, "[use-of-race]\nused = false", "[use-of-race]\nused = true"),
        broken(DISCLOSED, "[use-of-race]\nused = false", "[use-of-race]"),
        broken(DISCLOSED, "[use-of-sex]", "[use-of-wealth]"),
        broken(DISCLOSED, "[developer]\n", "[developer]\nused = true\n"),
    ]), @r#"
    source-attributes.toml:9:2  `use-of-date-of-birth` says that the data are not used, but M1 reads "age"
    --
    source-attributes.toml:9:2  `use-of-date-of-birth` does not name "age", which rules read; `findings` lists all of them
    --
    source-attributes.toml:9:2  `use-of-date-of-birth` names "candidate", which is no such data; accepted: age
    --
    source-attributes.toml:13:2  `use-of-race` says that the data are used, but no active rule reads them
    --
    source-attributes.toml:13:1  `used` is missing
    --
    source-attributes.toml:1:1  source attribute "use-of-sex" is missing: all 13 of 45 CFR 170.315(b)(11)(iv)(A) are said
    source-attributes.toml:28:2  unknown source attribute "use-of-wealth"; accepted: bibliographic-citation, developer, funding-source, release-and-revision-dates, use-of-race, use-of-ethnicity, use-of-language, use-of-sexual-orientation, use-of-gender-identity, use-of-sex, use-of-date-of-birth, use-of-social-determinants, use-of-health-status-assessments
    --
    source-attributes.toml:4:1  unknown key `used`
        accepted here: says
    "#);
}
