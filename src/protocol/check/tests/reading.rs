//! Mistakes of words, names and kinds, told where they stand.

use super::tiny::{
    CARDS, FINDINGS, IMAGING, ORDER, ORDERS, PROFILE, RULE, SERVICE, SETS, all, broken,
};

#[test]
fn an_unknown_finding_names_the_nearest_one() {
    insta::assert_snapshot!(all(&[
        broken(IMAGING, r#"finding = "criteria.mri""#, r#"finding = "critera.mri""#),
        broken(RULE, r#"asks = ["neuro.bladder"]"#, r#"asks = ["nothing.like.it"]"#),
        broken(FINDINGS, r#""neuro.saddle", {"#, r#""neuro.sadle", {"#),
    ]), @r#"
    protocol/4-imaging/M1-mri-after-care.toml:12:15  unknown finding "critera.mri"; did you mean "criteria.mri"? 92 findings in hooks/findings
    --
    protocol/1-emergent/E1-cauda-equina.toml:32:40  unknown finding "nothing.like.it"; 92 findings in hooks/findings
    --
    findings/tiny.toml:32:12  unknown finding "neuro.sadle"; did you mean "neuro.saddle"? 92 findings in hooks/findings
    "#);
}

#[test]
fn every_name_is_looked_up() {
    insta::assert_snapshot!(all(&[
        broken(RULE, r#"card = "E1""#, r#"card = "E2""#),
        broken(RULE, r#"order = "mri-lumbar""#, r#"order = "mri-lumbr""#),
        broken(RULE, r#"sources = ["acr-lbp"]"#, r#"sources = ["acr-lb"]"#),
        broken(RULE, r#"target = "emergent_mri_hours""#, r#"target = "emergent_mri_hour""#),
        broken(IMAGING, r#"implements = ["S0-02"]"#, r#"implements = ["S0-22"]"#),
        broken(IMAGING, "with:O1", "with:O9"),
        broken(IMAGING, r#"fired = ["stage-1"]"#, r#"fired = ["E7"]"#),
        broken(IMAGING, r#"fired = ["stage-1"]"#, r#"fired = ["stage-9"]"#),
        broken(CARDS, r#"rules = ["M1"]"#, r#"rules = ["M7"]"#),
        broken(CARDS, r#""already-in-emergency", "other"]"#, r#""already-in-hospital", "other"]"#),
        broken(FINDINGS, r#"link_id = "candidate""#, r#"link_id = "candidates""#),
        broken(FINDINGS, r#"look_back = "ivdu_lookback""#, r#"look_back = "ivdu_lookbak""#),
        broken(SERVICE, r#"feeds = ["age"]"#, r#"feeds = ["ages"]"#),
        broken(SETS, r#"target = ["tx"]"#, r#"target = ["txx"]"#),
        broken(ORDERS, r#"parts = ["mri-lumbar"]"#, r#"parts = ["mri-lumber"]"#),
        broken(IMAGING, r#"name = "old", given"#, r#"name = "old", profile = "uk", given"#),
    ]), @r#"
    protocol/1-emergent/E1-cauda-equina.toml:18:8  unknown card "E2"; 2 cards in hooks/cards
    --
    protocol/1-emergent/E1-cauda-equina.toml:20:51  unknown order "mri-lumbr"; did you mean "mri-lumbar"? 2 orders in hooks/orders
    --
    protocol/1-emergent/E1-cauda-equina.toml:10:12  unknown source "acr-lb"; did you mean "acr-lbp"? 1 source in hooks/sources.toml
    --
    protocol/1-emergent/E1-cauda-equina.toml:19:10  unknown parameter "emergent_mri_hour"; did you mean "emergent_mri_hours"? 27 parameters in hooks/profiles/parameters.toml
    --
    protocol/4-imaging/M1-mri-after-care.toml:10:15  unknown guidance row "S0-22"; did you mean "S0-02"? 3 guidance rows in hooks/catalogue.toml
    --
    protocol/4-imaging/M1-mri-after-care.toml:9:50  unknown rule "O9"; 4 rules in hooks/protocol
    --
    protocol/4-imaging/M1-mri-after-care.toml:14:22  unknown rule "E7"; 4 rules in hooks/protocol
    --
    protocol/4-imaging/M1-mri-after-care.toml:14:22  unknown stage "9"; accepted: stage-0 to stage-6
    --
    cards/tiny.toml:17:10  unknown rule "M7"; 4 rules in hooks/protocol
    --
    cards/tiny.toml:8:14  unknown override reason "already-in-hospital"; 2 override reasons in hooks/cards
    --
    findings/tiny.toml:17:81  unknown linkId "candidates"; did you mean "candidate"? 2 linkIds in hooks/questionnaire.json
    --
    findings/tiny.toml:7:13  unknown parameter "ivdu_lookbak"; did you mean "ivdu_lookback"? 27 parameters in hooks/profiles/parameters.toml; or lifetime, now, episode
    --
    services/spine-chart.toml:8:10  unknown finding "ages"; did you mean "age"? 92 findings in hooks/findings
    --
    value-sets/tiny.toml:26:11  unknown finding "txx"; did you mean "tx"? 92 findings in hooks/findings
    --
    orders/tiny.toml:12:10  unknown order "mri-lumber"; did you mean "mri-lumbar"? 2 orders in hooks/orders
    --
    protocol/4-imaging/M1-mri-after-care.toml:21:29  unknown profile "uk"; 1 profile in hooks/profiles
    "#);
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    insta::assert_snapshot!(all(&[
        broken(RULE, "pathway = ", "pathwy = "),
        broken(RULE, "where = {", "were = {"),
        broken(ORDERS, r#"kind = "imaging""#, r#"kynd = "imaging""#),
        broken(CARDS, r#"topic = "root"#, r#"topik = "root"#),
    ]), @r#"
    protocol/1-emergent/E1-cauda-equina.toml:1:1  `pathway` is missing
    protocol/1-emergent/E1-cauda-equina.toml:7:1  unknown key `pathwy`; did you mean "pathway"?
        accepted here: answer, case, class, hooks, id, implements, limit, number, pathway, regions, replaces, scope, sources, stage, status, successor, then, title, when
    --
    protocol/1-emergent/E1-cauda-equina.toml:13:37  unknown key `were`; did you mean "where"?
        accepted here: after, at_least, at_most, before, confidence, exactly, finding, has, has_only, imaged_since, in, is, less_than, more_than, older_than, region, undated, unknown, where, within
    --
    orders/tiny.toml:1:1  `kind` is missing
    orders/tiny.toml:3:1  unknown key `kynd`; did you mean "kind"?
        accepted here: codes, id, kind, parts, plan, regions, text
    --
    cards/tiny.toml:10:1  `topic` is missing
    cards/tiny.toml:12:1  unknown key `topik`; did you mean "topic"?
        accepted here: advice, first, id, line, overrides, safety_net, study, summary, topic, variant, why
    "#);
}

#[test]
fn a_wrong_type_says_what_is_taken() {
    insta::assert_snapshot!(all(&[
        broken(RULE, "stage = 1", r#"stage = "1""#),
        broken(RULE, r#"title = "Possible cauda equina syndrome""#, "title = 7"),
        broken(RULE, "hooks = {", r#"hooks = "own" #{"#),
        broken(SERVICE, "required = true", r#"required = "yes""#),
        broken(RULE, "when.all = [", "when.all = 3\nsources2 = ["),
        broken(CARDS, r#"summary = "{Study} for {region} pain""#, r#"summary = """#),
    ]), @r#"
    protocol/1-emergent/E1-cauda-equina.toml:4:9  `stage` takes a whole number, not a text
    --
    protocol/1-emergent/E1-cauda-equina.toml:2:9  `title` takes a text, not a whole number
    --
    protocol/1-emergent/E1-cauda-equina.toml:9:9  `hooks` takes a table, not a text
    --
    services/spine-chart.toml:7:12  `required` takes true or false, not a text
    --
    protocol/1-emergent/E1-cauda-equina.toml:12:12  `all` takes a list, not a whole number
    protocol/1-emergent/E1-cauda-equina.toml:13:1  unknown key `sources2`; did you mean "sources"?
        accepted here: answer, case, class, hooks, id, implements, limit, number, pathway, regions, replaces, scope, sources, stage, status, successor, then, title, when
    --
    cards/tiny.toml:13:11  `summary` is empty
    "#);
}

#[test]
fn a_word_of_a_closed_list_names_the_others() {
    insta::assert_snapshot!(all(&[
        broken(RULE, r#"pathway = "emergent""#, r#"pathway = "emergnt""#),
        broken(RULE, r#"indicator = "critical"
card"#, r#"indicator = "red"
card"#),
        broken(RULE, r#"priority = "stat""#, r#"priority = "now""#),
        broken(RULE, r#""own", order-select"#, r#""mine", order-select"#),
        broken(RULE, "patient-view", "patient-vew"),
        broken(FINDINGS, r#"role = "modifier""#, r#"role = "modify""#),
        broken(IMAGING, r#"in = ["yes"]"#, r#"in = ["yess"]"#),
        broken(RULE, r#"time = "new""#, r#"time = "nwe""#),
        broken(ORDER, r#"modality = ["mri"]"#, r#"modality = ["mry"]"#),
        broken(CARDS, "variant.in-hospital", "variant.at-home"),
        broken(IMAGING, r#"equals = ["ask", "off"]"#, r#"equals = ["ask", "of"]"#),
    ]), @r#"
    protocol/1-emergent/E1-cauda-equina.toml:7:11  unknown pathway "emergnt"; did you mean "emergent"? accepted: none, conservative, imaging, specialist, urgent, emergent
    --
    protocol/1-emergent/E1-cauda-equina.toml:17:13  unknown indicator "red"; accepted: info, warning, critical
    --
    protocol/1-emergent/E1-cauda-equina.toml:20:76  unknown priority "now"; accepted: routine, urgent, asap, stat
    --
    protocol/1-emergent/E1-cauda-equina.toml:9:26  unknown showing "mine"; accepted: own, alone, ride, warnings, last, with:RULE
    --
    protocol/1-emergent/E1-cauda-equina.toml:9:11  unknown hook "patient-vew"; did you mean "patient-view"? accepted: patient-view, order-select, order-sign, encounter-start
    --
    findings/tiny.toml:15:8  unknown role "modify"; accepted: deficit, A, B, C, symptom, modifier, context
    --
    protocol/4-imaging/M1-mri-after-care.toml:13:43  unknown word of "candidate" "yess"; did you mean "yes"? accepted: yes, no
    --
    protocol/1-emergent/E1-cauda-equina.toml:13:54  unknown time "nwe"; did you mean "new"? accepted: new, recent, undated, chronic, baseline
    --
    protocol/5-order/O1-too-early.toml:11:27  unknown modality "mry"; did you mean "mra"? accepted: mri, ct, xray, myelogram, mra, cta, abi
    --
    cards/tiny.toml:9:9  unknown variant "at-home"; accepted: in-hospital, result-known, order-fits, hospice
    --
    protocol/4-imaging/M1-mri-after-care.toml:13:101  unknown word of "require_candidacy" "of"; accepted: off, ask, on
    "#);
}

#[test]
fn a_test_fits_the_kind_of_its_finding() {
    insta::assert_snapshot!(all(&[
        broken(IMAGING, r#"finding = "candidate", in = ["yes"]"#, r#"finding = "candidate", at_least = "2 1""#),
        broken(RULE, r#"where = { time = "new" }"#, r#"has = ["new"]"#),
        broken(ORDER, "less_than =", "within ="),
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, r#"{ finding = "tx" }"#),
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, r#"{ some = "criteria.mri" }"#),
        broken(IMAGING, r#"at_least = "65 a""#, r#"where = { side = "left" }"#),
    ]), @r#"
    protocol/4-imaging/M1-mri-after-care.toml:13:37  "candidate" is a choice: takes `in`, `is`; not `at_least`
    --
    protocol/1-emergent/E1-cauda-equina.toml:13:37  "group.cauda_equina" is a group: takes `is`, `where`, `within`, `older_than`, `before`, `after`, `imaged_since`; not `has`
    --
    protocol/5-order/O1-too-early.toml:12:27  "duration" is a span: takes `at_least`, `more_than`, `at_most`, `less_than`, `exactly`, `is`; not `within`
    --
    protocol/4-imaging/M1-mri-after-care.toml:12:15  "tx" is a list: ask with `some`, `latest` or `none_of`
    --
    protocol/4-imaging/M1-mri-after-care.toml:12:12  "criteria.mri" is a derived finding: `some` takes a list
    --
    protocol/4-imaging/M1-mri-after-care.toml:17:43  "age" is a number: takes `at_least`, `more_than`, `at_most`, `less_than`, `exactly`, `within`, `older_than`, `is`; not `where`
    "#);
}

#[test]
fn units_must_agree() {
    insta::assert_snapshot!(all(&[
        broken(RULE, r#"where = { time = "new" }"#, r#"within = "14 mL""#),
        broken(IMAGING, r#"at_least = "65 a""#, r#"at_least = "pvr_ml_threshold""#),
        broken(IMAGING, r#"at_least = "65 a""#, r#"at_least = "65""#),
        broken(IMAGING, r#"at_least = "65 a""#, r#"at_least = "65 years""#),
        broken(IMAGING, r#"at_least = "65 a""#, r#"at_least = "require_candidacy""#),
        broken(IMAGING, r#"duration = "7 wk""#, r#"duration = "7 mL""#),
        broken(IMAGING, r#"finding = "age", at_least = "65 a""#, r#"finding = "neuro.pvr_ml", at_least = "65 d""#),
    ]), @r#"
    protocol/1-emergent/E1-cauda-equina.toml:13:46  "14 mL" is a volume, `within` takes a time: h, d, wk, a, or a parameter of one of them
    --
    protocol/4-imaging/M1-mri-after-care.toml:17:54  "pvr_ml_threshold" is a volume, `at_least` takes a time: h, d, wk, a, or a parameter of one of them
    --
    protocol/4-imaging/M1-mri-after-care.toml:17:54  "65" has no unit; accepted: h, d, wk, a, %, mL, MRC, 1, mm/h, mg/L, Cel, mL/min
    --
    protocol/4-imaging/M1-mri-after-care.toml:17:54  unknown unit "years" in "65 years"; accepted: h, d, wk, a, %, mL, MRC, 1, mm/h, mg/L, Cel, mL/min
    --
    protocol/4-imaging/M1-mri-after-care.toml:17:54  parameter "require_candidacy" is a word, `at_least` takes a time: h, d, wk, a
    --
    protocol/4-imaging/M1-mri-after-care.toml:22:42  "7 mL" is a volume, `duration` takes a time: h, d, wk, a
    --
    protocol/4-imaging/M1-mri-after-care.toml:17:63  "65 d" is a time, `at_least` takes a volume: mL, or a parameter of that unit
    "#);
}

#[test]
fn a_condition_asks_one_thing() {
    insta::assert_snapshot!(all(&[
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, r#"{ fnding = "criteria.mri" }"#),
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, r#"{ finding = "criteria.mri", none_of = ["tx"] }"#),
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, "{}"),
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, "{ all = [] }"),
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, r#"{ order = { modality = "mri" } }"#),
        broken(FINDINGS, r#"{ none_of = ["group.flag_ab"] }"#, r#"{ fired = ["E1"] }"#),
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, r#"{ count_of = ["pain.spine"] }"#),
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, r#"{ none_of = ["pain.spine"], unknown = "no" }"#),
        broken(RULE, r#"unknown = "ask""#, r#"undated = "no""#),
        broken(RULE, r#"where = { time = "new" }"#, r#"within = "new_days", undated = "yes""#),
        broken(RULE, r#"where = { time = "new" }"#, r#"where = { time = "same" }"#),
        broken(IMAGING, r#"param = "require_candidacy", equals = ["ask", "off"]"#, r#"param = "new_days", equals = "on""#),
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, r#"{ finding = "pain.spine", unknown = "ask" }"#),
    ]), @r#"
    protocol/4-imaging/M1-mri-after-care.toml:12:5  unknown verb `fnding`; did you mean `finding`?
    --
    protocol/4-imaging/M1-mri-after-care.toml:12:3  a condition asks one thing, this one has `finding`, `none_of`
        put them into `all = [ … ]` or `any = [ … ]`
    --
    protocol/4-imaging/M1-mri-after-care.toml:12:3  a condition asks one thing: all, any, not, finding, any_of, all_of, none_of, count_of, some, latest, order, fired, ended, param
    --
    protocol/4-imaging/M1-mri-after-care.toml:12:11  `all` has no part
    --
    protocol/4-imaging/M1-mri-after-care.toml:12:5  `order` asks about the order in question: only in rules of `scope = "order"`
    --
    findings/tiny.toml:45:50  `fired` is not taken in a derived finding: rules rest on it, not it on rules
    --
    protocol/4-imaging/M1-mri-after-care.toml:12:3  `count_of` takes one of `at_least` and `exactly`
    --
    protocol/4-imaging/M1-mri-after-care.toml:11:1  nothing wakes this rule; add what must be present, for instance { finding = "pain.spine" }
    protocol/4-imaging/M1-mri-after-care.toml:12:31  the answer here is yes or no: there is nothing for `unknown` to decide
    --
    protocol/1-emergent/E1-cauda-equina.toml:13:63  `undated` decides a test of time, and there is none here
    --
    protocol/1-emergent/E1-cauda-equina.toml:13:58  `undated = "yes"` is taken with `before` and `after` only
    --
    protocol/1-emergent/E1-cauda-equina.toml:13:54  "same" compares the region with that of the frame, or the modality with that of the order; nothing else
    --
    protocol/4-imaging/M1-mri-after-care.toml:13:63  parameter "new_days" is a number: compare a finding with it
    --
    protocol/4-imaging/M1-mri-after-care.toml:12:39  "pain.spine" is asked and has no `question` in hooks/findings
    "#);
}

#[test]
fn names_folders_and_numbers_of_rules_agree() {
    insta::assert_snapshot!(all(&[
        broken(RULE, "stage = 1", "stage = 2"),
        broken(RULE, r#"id = "E1""#, r#"id = "E9""#),
        broken(RULE, r#"id = "E1""#, r#"id = "E1(a)""#),
        broken(RULE, r#"class = "emergent""#, r#"class = "image""#),
        broken(RULE, r#"number = "10""#, r#"number = "ten""#),
        broken(RULE, r#"status = "active""#, r#"status = "retired""#),
        broken(RULE, r#"regions = ["lumbar", "unspecified"]"#, ""),
        broken(PROFILE, r#"id = "us-acr""#, r#"id = "us""#),
    ]), @r#"
    protocol/1-emergent/E1-cauda-equina.toml:4:9  stage 2 stands in the folder 2-urgent, this is 1-emergent
    --
    protocol/1-emergent/E1-cauda-equina.toml:1:6  rule "E9" stands in a file named E9-….toml, this one is for "E1"
    --
    protocol/1-emergent/E1-cauda-equina.toml:1:6  rule id "E1(a)" takes letters and digits only: it is the topic code on the wire
    --
    protocol/1-emergent/E1-cauda-equina.toml:6:9  class "image" is not of stage 1; accepted: aortic, emergent
    --
    protocol/1-emergent/E1-cauda-equina.toml:5:10  number "ten" takes digits and at most one letter, such as "50" or "50b"
    --
    protocol/1-emergent/E1-cauda-equina.toml:3:10  a retired rule needs a `successor`
    --
    protocol/1-emergent/E1-cauda-equina.toml:1:1  `regions` is missing: the regions that the rule speaks for
    --
    profiles/us-acr.toml:1:1  profile "us-acr" is missing; it is the one that is used by default
    profiles/us-acr.toml:1:6  profile "us" stands in profiles/us.toml
    "#);
}
