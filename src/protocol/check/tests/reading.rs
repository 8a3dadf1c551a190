//! Mistakes that show where they stand.

use super::tiny::{CARDS, FINDINGS, IMAGING, ORDER, ORDERS, PARAMETERS, PROFILE, RULE, SCOPE, SERVICE, SETS, all, broken};

#[test]
fn an_unknown_finding_names_the_nearest_one() {
    insta::assert_snapshot!(all([
        broken(IMAGING, r#"finding = "criteria.mri""#, r#"finding = "critera.mri""#),
        broken(RULE, r#"asks = ["neuro.bladder"]"#, r#"asks = ["nothing.like.it"]"#),
        broken(FINDINGS, r#""neuro.saddle", {"#, r#""neuro.sadle", {"#),
    ]), @"");
}

#[test]
fn every_name_is_looked_up() {
    insta::assert_snapshot!(all([
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
    ]), @"");
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    insta::assert_snapshot!(all([
        broken(RULE, "pathway = ", "pathwy = "),
        broken(RULE, "where = {", "were = {"),
        broken(ORDERS, r#"kind = "imaging""#, r#"kynd = "imaging""#),
        broken(CARDS, r#"topic = "root"#, r#"topik = "root"#),
    ]), @"");
}

#[test]
fn a_wrong_type_says_what_is_taken() {
    insta::assert_snapshot!(all([
        broken(RULE, "stage = 1", r#"stage = "1""#),
        broken(RULE, r#"title = "Possible cauda equina syndrome""#, "title = 7"),
        broken(RULE, "hooks = {", r#"hooks = "own" #{"#),
        broken(SERVICE, "required = true", r#"required = "yes""#),
        broken(RULE, "when.all = [", r#"when.all = 3
sources2 = ["#),
        broken(CARDS, r#"summary = "{Study} for {region} pain""#, r#"summary = """#),
    ]), @"");
}

#[test]
fn a_word_of_a_closed_list_names_the_others() {
    insta::assert_snapshot!(all([
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
    ]), @"");
}

#[test]
fn a_test_fits_the_kind_of_its_finding() {
    insta::assert_snapshot!(all([
        broken(IMAGING, r#"finding = "candidate", in = ["yes"]"#, r#"finding = "candidate", at_least = "2 1""#),
        broken(RULE, r#"where = { time = "new" }"#, r#"has = ["new"]"#),
        broken(ORDER, "less_than =", "within ="),
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, r#"{ finding = "tx" }"#),
        broken(IMAGING, r#"{ finding = "criteria.mri" }"#, r#"{ some = "criteria.mri" }"#),
        broken(IMAGING, r#"at_least = "65 a""#, r#"where = { side = "left" }"#),
    ]), @"");
}

#[test]
fn units_must_agree() {
    insta::assert_snapshot!(all([
        broken(RULE, r#"where = { time = "new" }"#, r#"within = "14 mL""#),
        broken(IMAGING, r#"at_least = "65 a""#, r#"at_least = "pvr_ml_threshold""#),
        broken(IMAGING, r#"at_least = "65 a""#, r#"at_least = "65""#),
        broken(IMAGING, r#"at_least = "65 a""#, r#"at_least = "65 years""#),
        broken(IMAGING, r#"at_least = "65 a""#, r#"at_least = "require_candidacy""#),
        broken(IMAGING, r#"duration = "7 wk""#, r#"duration = "7 mL""#),
        broken(IMAGING, r#"finding = "age", at_least = "65 a""#, r#"finding = "neuro.pvr_ml", at_least = "65 d""#),
    ]), @"");
}

#[test]
fn a_condition_asks_one_thing() {
    insta::assert_snapshot!(all([
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
    ]), @"");
}

#[test]
fn names_folders_and_numbers_of_rules_agree() {
    insta::assert_snapshot!(all([
        broken(RULE, "stage = 1", "stage = 2"),
        broken(RULE, r#"id = "E1""#, r#"id = "E9""#),
        broken(RULE, r#"id = "E1""#, r#"id = "E1(a)""#),
        broken(RULE, r#"class = "emergent""#, r#"class = "image""#),
        broken(RULE, r#"number = "10""#, r#"number = "ten""#),
        broken(RULE, r#"status = "active""#, r#"status = "retired""#),
        broken(RULE, r#"regions = ["lumbar", "unspecified"]"#, ""),
        broken(PROFILE, r#"id = "us-acr""#, r#"id = "us""#),
    ]), @"");
}

#[test]
fn branches_lead_somewhere() {
    insta::assert_snapshot!(all([
        broken(RULE, r#"[[then]]
"#, r#"[[then]]
if = { finding = "pain.spine" }
"#),
        broken(IMAGING, r#"name = "old", if = { finding = "age", at_least = "65 a" },"#, r#"name = "old","#),
        broken(IMAGING, r#"{ name = "young", indicator"#, "{ indicator"),
        broken(IMAGING, r#""create", order = { lumbar = "mri-lumbar" }"#, r#""create""#),
        broken(ORDER, r#"action = "delete""#, r#"action = "delete", order = "mri-lumbar""#),
        broken(IMAGING, r#"{ lumbar = "mri-lumbar" }"#, r#"{ cervical = "mri-lumbar" }"#),
        broken(RULE, "sources = ", r#"limit = { stages = [] }
sources = "#),
        broken(SCOPE, r#"limit = { stages = [1], certain = true, indicator = "warning" }"#, ""),
        broken(ORDER, r#"scope = "order""#, r#"scope = "order"
answer = { modality = "mri" }"#),
        broken(RULE, "target =", r#"hold = { modality = "mri" }
target ="#),
        broken(SCOPE, "certain = true,", "order_only = true,"),
    ]), @"");
}

#[test]
fn cases_say_what_can_come_out() {
    insta::assert_snapshot!(all([
        broken(RULE, r#"expect = { result = "silent" }"#, r#"expect = { result = "silent", indicator = "info" }"#),
        broken(IMAGING, r#"branch = "old""#, r#"branch = "odl""#),
        broken(IMAGING, r#"age = "70 a""#, r#"age = "present""#),
        broken(IMAGING, r#"candidate = "no""#, r#"candidate = "nope""#),
        broken(IMAGING, "tx = [{ kind", "tx = [{ knd"),
        broken(IMAGING, r#"tx = [{ kind = "pt", sessions = 6 }]"#, r#"tx = "pt""#),
        broken(RULE, r#"ago = "2 d""#, r#"ago = "2 mL""#),
        broken(RULE, r#""neuro.saddle" = {"#, r#""neuro.sadle" = {"#),
    ]), @"");
}

#[test]
fn placeholders_and_words_of_cards_are_closed() {
    insta::assert_snapshot!(all([
        broken(CARDS, "{region} pain", "{regio} pain"),
        broken(CARDS, "{weeks} weeks", "{require_candidacy} weeks"),
        broken(CARDS, "{weeks} weeks", "{weeks weeks"),
        broken(CARDS, "Saddle or bladder change", "You must go: the diagnosis is clear"),
        broken(CARDS, "Saddle or bladder change", "No red flags"),
        broken(CARDS, "{Study} for {region} pain", "{Study} for {region} pain, {result} and {finding}"),
        broken(CARDS, r#"topic = "root pain""#, r#"topic = "root pain and more and more and more and more and more and more and more and more and more and more ""#),
    ]), @"");
}

#[test]
fn findings_are_complete() {
    insta::assert_snapshot!(all([
        broken(FINDINGS, r#"title = "bladder change""#, r#"title = "bladder change bladder change bladder change ""#),
        broken(FINDINGS, r#"words = ["yes", "no"]"#, ""),
        broken(FINDINGS, r#"kind = "choice""#, r#"kind = "flag""#),
        broken(FINDINGS, r#"kind = "choice""#, r#"kind = "number""#),
        broken(FINDINGS, r#"members = [{ role = ["A", "B"] }]"#, "members = [{ certain = true }]"),
        broken(FINDINGS, r#""neuro.saddle", {"#, r#""tx", {"#),
    ]), @"");
}

#[test]
fn parameters_stay_in_their_ranges() {
    insta::assert_snapshot!(all([
        broken(PROFILE, "set = {}", r#"set = { mri_failed_care_weeks = "12 wk" }"#),
        broken(PROFILE, "set = {}", r#"set = { mri_failed_care_weeks = "70 d" }"#),
        broken(PROFILE, "set = {}", r#"set = { mri_failed_care_weeks = "6 mL" }"#),
        broken(PROFILE, "set = {}", r#"set = { mri_failed_care_week = "6 wk" }"#),
        broken(PROFILE, "set = {}", r#"set = { require_candidacy = "yes" }"#),
        broken(PROFILE, "set = {}", r#"set = { emergent_mri_hours = "5 h" }"#),
        broken(PARAMETERS, r#"default = "4 h""#, r#"default = "3 h""#),
        broken(PARAMETERS, r#"default = "6 wk""#, r#"default = "42 d""#),
        broken(PARAMETERS, r#"range = ["4 wk", "8 wk"]"#, r#"range = ["8 wk", "4 wk"]"#),
        broken(PARAMETERS, r#"range = ["4 wk", "8 wk"]"#, ""),
        broken(PARAMETERS, r#"words = ["off", "ask", "on"]"#, ""),
        broken(PARAMETERS, r#"sources = ["S0-02", "acr-lbp"]"#, r#"sources = ["S9-02"]"#),
    ]), @"");
}

#[test]
fn codes_are_listed_once_and_matched_by_what_has_a_hierarchy() {
    insta::assert_snapshot!(all([
        broken(SETS, r#"system = "rxnorm""#, r#"system = "rx""#),
        broken(SETS, r#"match = "self""#, r#"match = "M54*5""#),
        broken(SETS, r#"code = "5640","#, r#"code = "5640", match = "56*","#),
        broken(SETS, r#"verified = "a code list"
codes = [{ system = "rxnorm""#, r#"codes = [{ system = "rxnorm""#),
        broken(SETS, r#"code = "72148", words = "lumbar MRI" }"#, r#"code = "72148", words = "lumbar MRI" }, { system = "cpt", code = "72148", words = "again" }"#),
        broken(SETS, "attributes = { drug_class", "attributes = { drugclass"),
    ]), @"");
}
