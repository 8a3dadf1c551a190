//! Mistakes of meaning that one file shows.

use super::tiny::{
    CARDS, FINDINGS, IMAGING, ORDER, PARAMETERS, PROFILE, RULE, SCOPE, SETS, all, broken,
};

#[test]
fn branches_lead_somewhere() {
    insta::assert_snapshot!(all(&[
        broken(RULE, "[[then]]\n", r#"[[then]]
if = { finding = "pain.spine" }
"#),
        broken(IMAGING, r#"name = "old", if = { finding = "age", at_least = "65 a" },"#, r#"name = "old","#),
        broken(IMAGING, r#"{ name = "young", indicator"#, "{ indicator"),
        broken(IMAGING, r#""create", order = { lumbar = "mri-lumbar" }"#, r#""create""#),
        broken(ORDER, r#"action = "delete""#, r#"action = "delete", order = "mri-lumbar""#),
        broken(IMAGING, r#"{ lumbar = "mri-lumbar" }"#, r#"{ cervical = "mri-lumbar" }"#),
        broken(RULE, "sources = ", "limit = { stages = [] }\nsources = "),
        broken(SCOPE, r#"limit = { stages = [1], certain = true, indicator = "warning" }"#, ""),
        broken(ORDER, r#"scope = "order""#, r#"scope = "order"
answer = { modality = "mri" }"#),
        broken(RULE, "target =", r#"hold = { modality = "mri" }
target ="#),
        broken(SCOPE, "certain = true,", "order_only = true,"),
    ]), @r#"
    protocol/1-emergent/E1-cauda-equina.toml:16:1  the last branch has no `if`: else the rule could fire and say nothing
    --
    protocol/4-imaging/M1-mri-after-care.toml:17:3  a branch without `if` is always taken: those behind it never are
    --
    protocol/4-imaging/M1-mri-after-care.toml:1:6  rule "M1" has no case that takes the branch "2"
    protocol/4-imaging/M1-mri-after-care.toml:18:3  `name` is missing: each of several branches has one, for traces and cases
    protocol/4-imaging/M1-mri-after-care.toml:22:118  unknown branch "young"; accepted: old, 2
    --
    protocol/4-imaging/M1-mri-after-care.toml:18:65  `order` is missing: what is offered
    --
    protocol/5-order/O1-too-early.toml:19:33  `delete` takes no `order`: it takes the judged one away
    --
    protocol/4-imaging/M1-mri-after-care.toml:18:96  the rule does not speak for cervical: it is not in `regions`
    protocol/4-imaging/M1-mri-after-care.toml:18:107  order "mri-lumbar" does not cover cervical
    --
    protocol/1-emergent/E1-cauda-equina.toml:10:1  `limit` is for stage 0
    --
    protocol/0-scope/G1-spine.toml:1:1  a rule of stage 0 needs a `limit`: what may still show; stages = [] shows nothing
    --
    protocol/5-order/O1-too-early.toml:9:1  `answer` is for stages 1 and 2: a study answers an alarm
    --
    protocol/1-emergent/E1-cauda-equina.toml:19:1  `hold` is for the safety rules of stage 5
    --
    protocol/0-scope/G1-spine.toml:10:25  `order_only` is for rules of `scope = "order"`: other rules judge no order
    "#);
}

#[test]
fn cases_say_what_can_come_out() {
    insta::assert_snapshot!(all(&[
        broken(RULE, r#"expect = { result = "silent" }"#, r#"expect = { result = "silent", indicator = "info" }"#),
        broken(IMAGING, r#"branch = "old""#, r#"branch = "odl""#),
        broken(IMAGING, r#"age = "70 a""#, r#"age = "present""#),
        broken(IMAGING, r#"candidate = "no""#, r#"candidate = "nope""#),
        broken(IMAGING, "tx = [{ kind", "tx = [{ knd"),
        broken(IMAGING, r#"tx = [{ kind = "pt", sessions = 6 }]"#, r#"tx = "pt""#),
        broken(RULE, r#"ago = "2 d""#, r#"ago = "2 mL""#),
        broken(RULE, r#""neuro.saddle" = {"#, r#""neuro.sadle" = {"#),
    ]), @r#"
    protocol/1-emergent/E1-cauda-equina.toml:28:31  a rule that is silent has no `indicator`
    --
    protocol/4-imaging/M1-mri-after-care.toml:1:6  rule "M1" has no case that takes the branch "old"
    protocol/4-imaging/M1-mri-after-care.toml:21:149  unknown branch "odl"; did you mean "old"? accepted: old, young
    --
    protocol/4-imaging/M1-mri-after-care.toml:21:35  "present" is not a number with a unit, such as "14 d"
    --
    protocol/4-imaging/M1-mri-after-care.toml:23:67  unknown word "nope"; accepted: yes, no
    --
    protocol/4-imaging/M1-mri-after-care.toml:21:79  unknown attribute `knd`; did you mean "kind"?
    --
    protocol/4-imaging/M1-mri-after-care.toml:21:76  a list is given as a table with its columns, or as a list of such tables
    --
    protocol/1-emergent/E1-cauda-equina.toml:23:73  "2 mL" is a volume, `ago` takes a time: h, d, wk, a
    --
    protocol/1-emergent/E1-cauda-equina.toml:23:32  unknown finding "neuro.sadle"; did you mean "neuro.saddle"? 92 findings in hooks/findings
    "#);
}

#[test]
fn placeholders_and_words_of_cards_are_closed() {
    insta::assert_snapshot!(all(&[
        broken(CARDS, "{region} pain", "{regio} pain"),
        broken(CARDS, "{weeks} weeks", "{require_candidacy} weeks"),
        broken(CARDS, "{weeks} weeks", "{weeks weeks"),
        broken(CARDS, "Saddle or bladder change", "You must go: the diagnosis is clear"),
        broken(CARDS, "Saddle or bladder change", "No red flags"),
        broken(CARDS, "{Study} for {region} pain", "{Study} for {region} pain, {result}, {finding} and {flags}"),
        broken(CARDS, r#"topic = "root pain""#, r#"topic = "root pain and more and more and more and more and more and more and more and more and more and more ""#),
    ]), @r#"
    cards/tiny.toml:13:11  unknown placeholder {regio}; did you mean {region}? accepted: region, Region, neck_back, Neck_back, study, Study, finding, flags, result, date, due, weeks, or a parameter
    --
    cards/tiny.toml:14:7  {require_candidacy} is not a number: only the number of a parameter is a placeholder
    --
    cards/tiny.toml:14:7  a placeholder is not closed: `}` is missing
    --
    cards/tiny.toml:5:7  no card says "you must": it advises
    --
    cards/tiny.toml:5:7  no card says that there are no red flags: it says which are not recorded
    --
    cards/tiny.toml:13:11  `summary` has up to 170 characters when its placeholders are filled; fewer than 140 are allowed
    --
    cards/tiny.toml:12:9  `topic` is too long: "Check today: possible …, not confirmed in the record" would have 151 characters, fewer than 140 are allowed
    "#);
}

#[test]
fn findings_are_complete() {
    insta::assert_snapshot!(all(&[
        broken(FINDINGS, r#"title = "bladder change""#, r#"title = "bladder change bladder change bladder change ""#),
        broken(FINDINGS, r#"words = ["yes", "no"]"#, ""),
        broken(FINDINGS, r#"kind = "choice""#, r#"kind = "flag""#),
        broken(FINDINGS, r#"kind = "choice""#, r#"kind = "number""#),
        broken(FINDINGS, r#"members = [{ role = ["A", "B"] }]"#, "members = [{ certain = true }]"),
        broken(FINDINGS, r#""neuro.saddle", {"#, r#""tx", {"#),
    ]), @r#"
    findings/tiny.toml:4:9  `title` has 45 characters, at most 40 fit into a sentence of a card
    --
    findings/tiny.toml:11:8  a choice needs `words`: the closed list of its answers
    --
    findings/tiny.toml:12:1  `words` belong to a choice or a set, this is a flag
    protocol/4-imaging/M1-mri-after-care.toml:13:37  "candidate" is a flag: takes `is`, `where`, `within`, `older_than`, `before`, `after`, `imaged_since`; not `in`
    protocol/4-imaging/M1-mri-after-care.toml:23:67  unknown state "no"; accepted: present, absent
    --
    findings/tiny.toml:11:8  a number needs `unit`: h, d, wk, a, %, mL, MRC, 1, mm/h, mg/L, Cel, mL/min
    findings/tiny.toml:12:1  `words` belong to a choice or a set, this is a number
    protocol/4-imaging/M1-mri-after-care.toml:13:37  "candidate" is a number: takes `at_least`, `more_than`, `at_most`, `less_than`, `exactly`, `within`, `older_than`, `is`; not `in`
    protocol/4-imaging/M1-mri-after-care.toml:23:67  "no" is not a number with a unit, such as "14 d"
    --
    findings/tiny.toml:33:1  a group needs `members`
    findings/tiny.toml:38:12  a member is a finding, { finding = "…" } or { role = ["A"] }
    findings/tiny.toml:38:14  unknown key `certain`
        accepted here: after, at_least, at_most, before, confidence, exactly, finding, has, has_only, imaged_since, in, is, less_than, more_than, older_than, optional, region, role, undated, unknown, where, within
    --
    findings/tiny.toml:32:12  "tx" is a list: a group has findings
    "#);
}

#[test]
fn parameters_stay_in_their_ranges() {
    insta::assert_snapshot!(all(&[
        broken(PROFILE, "set = {}", r#"set = { mri_failed_care_weeks = "12 wk" }"#),
        broken(PROFILE, "set = {}", r#"set = { mri_failed_care_weeks = "70 d" }"#),
        broken(PROFILE, "set = {}", r#"set = { mri_failed_care_weeks = "6 mL" }"#),
        broken(PROFILE, "set = {}", r#"set = { mri_failed_care_week = "6 wk" }"#),
        broken(PROFILE, "set = {}", r#"set = { require_candidacy = "yes" }"#),
        broken(PROFILE, "set = {}", r#"set = { emergent_mri_hours = "5 h" }"#),
        broken(PARAMETERS, r#"default = "6 wk""#, r#"default = "42 d""#),
        broken(PARAMETERS, r#"range = ["4 wk", "8 wk"]"#, r#"range = ["8 wk", "4 wk"]"#),
        broken(PARAMETERS, r#"range = ["4 wk", "8 wk"]"#, ""),
        broken(PARAMETERS, r#"words = ["off", "ask", "on"]"#, ""),
        broken(PARAMETERS, r#"sources = ["S0-02", "acr-lbp"]"#, r#"sources = ["S9-02"]"#),
    ]), @r#"
    profiles/us-acr.toml:3:33  mri_failed_care_weeks = 12 is outside 4 to 8 wk
    --
    profiles/us-acr.toml:3:33  mri_failed_care_weeks = 10 is outside 4 to 8 wk
    --
    profiles/us-acr.toml:3:33  mri_failed_care_weeks = 6 mL is not a time, as its default is
    --
    profiles/us-acr.toml:3:9  unknown parameter "mri_failed_care_week"; did you mean "mri_failed_care_weeks"? 27 parameters in hooks/profiles/parameters.toml
    --
    profiles/us-acr.toml:3:29  require_candidacy = yes is none of off, ask, on
    --
    profiles/us-acr.toml:3:30  emergent_mri_hours = 5 is outside 1 to 4 h
    --
    profiles/parameters.toml:3:11  the name "mri_failed_care_weeks" says wk, the default is in d
    --
    profiles/parameters.toml:3:11  mri_failed_care_weeks = 6 is outside 8 to 4 wk
    profiles/parameters.toml:4:9  `range` takes the smallest value first
    --
    profiles/parameters.toml:2:2  `range` is missing: the smallest and the largest value that a profile may set
    --
    profiles/parameters.toml:13:2  `words` is missing: which words a profile may set
    --
    profiles/parameters.toml:6:12  unknown source "S9-02"; 1 source in hooks/sources.toml; or a guidance row, or "project"
    "#);
}

#[test]
fn codes_are_listed_once_and_matched_by_what_has_a_hierarchy() {
    insta::assert_snapshot!(all(&[
        broken(SETS, r#"system = "rxnorm""#, r#"system = "rx""#),
        broken(SETS, r#"match = "self""#, r#"match = "M54*5""#),
        broken(SETS, r#"code = "5640","#, r#"code = "5640", match = "56*","#),
        broken(SETS, r#"verified = "a code list"
codes = [{ system = "rxnorm""#, r#"codes = [{ system = "rxnorm""#),
        broken(SETS, r#"code = "72148", words = "lumbar MRI" }"#, r#"code = "72148", words = "lumbar MRI" }, { system = "cpt", code = "72148", words = "again" }"#),
        broken(SETS, "attributes = { drug_class", "attributes = { drugclass"),
    ]), @r#"
    value-sets/tiny.toml:29:21  unknown system "rx"; accepted: icd-10-cm, snomed, loinc, cpt, hcpcs, rxnorm
    --
    value-sets/tiny.toml:22:58  `match` is "self", a prefix such as "M54.5*", or a prefix with its seventh character: "V05* 7=A"
    --
    value-sets/tiny.toml:29:54  only codes of icd-10-cm have a hierarchy to match by prefix
    --
    value-sets/tiny.toml:28:10  `verified` is missing here and in the set: where was the code checked? "UNVERIFIED" is an answer
    --
    value-sets/tiny.toml:36:68  cpt 72148 is listed twice in "img.mri.lumbar"
    --
    value-sets/tiny.toml:27:16  unknown attribute `drugclass`; did you mean "drug_class"?
    "#);
}
