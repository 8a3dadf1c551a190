//! A catalogue with one of everything.

use crate::{Catalog, Draft, File};
use foramen_facts::{Known, Limits};

/// A set of files that a test may change.
pub(super) struct Tiny(Vec<File>);

pub(super) const RULE: &str = "protocol/1-emergent/E1-cauda-equina.toml";
pub(super) const IMAGING: &str = "protocol/4-imaging/M1-mri-after-care.toml";
pub(super) const ORDER: &str = "protocol/5-order/O1-too-early.toml";
pub(super) const SCOPE: &str = "protocol/0-scope/G1-spine.toml";
pub(super) const FINDINGS: &str = "findings/tiny.toml";
pub(super) const CARDS: &str = "cards/tiny.toml";
pub(super) const ORDERS: &str = "orders/tiny.toml";
pub(super) const SETS: &str = "value-sets/tiny.toml";
pub(super) const PROFILE: &str = "profiles/us-acr.toml";
pub(super) const PARAMETERS: &str = "profiles/parameters.toml";
pub(super) const SERVICE: &str = "services/spine-chart.toml";
pub(super) const DISCLOSED: &str = "source-attributes.toml";
pub(super) const CATALOGUE: &str = "catalogue.toml";

impl Tiny {
    /// The catalogue without a mistake.
    pub(super) fn new() -> Self {
        let mut files: Vec<File> = FILES.iter().map(|(path, text)| file(path, text)).collect();
        files.push(file("findings/known.toml", &known()));
        files.push(file(PARAMETERS, &format!("{OWN_PARAMETERS}{}", limits())));
        Self(files)
    }

    /// Replaces words of a file; they must be there.
    pub(super) fn replace(mut self, path: &str, from: &str, to: &str) -> Self {
        let file = self.0.iter_mut().find(|file| file.path == path).unwrap();
        assert!(file.text.contains(from), "{path} does not say {from}");
        file.text = file.text.replacen(from, to, 1);
        self
    }

    /// Adds a file, or text to the end of one.
    pub(super) fn add(mut self, path: &str, text: &str) -> Self {
        match self.0.iter_mut().find(|file| file.path == path) {
            Some(file) => file.text.push_str(text),
            None => self.0.push(file(path, text)),
        }
        self
    }

    /// Takes a file away.
    pub(super) fn without(mut self, path: &str) -> Self {
        self.0.retain(|file| file.path != path);
        self
    }

    /// What the loader and the checks say.
    pub(super) fn said(self) -> String {
        super::said(self.0)
    }

    /// The catalogue, which must have no mistake.
    pub(super) fn catalog(self) -> Catalog {
        Draft::load(self.0).check().unwrap()
    }

    pub(super) fn files(self) -> Vec<File> {
        self.0
    }
}

fn file(path: &str, text: &str) -> File {
    File {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

/// What the program asks for by name, with the kinds that the tests of the files below need.
fn known() -> String {
    let kind = |name: &str| match name {
        "age" => "number\"\nunit = \"a",
        "neuro.pvr_ml" => "number\"\nunit = \"mL",
        "tx.conservative.weeks" => "number\"\nunit = \"wk",
        "duration" | "duration.limb" => "span",
        "candidate" | "img.concordant" => "choice\"\nwords = [\"yes\", \"no\"]\ntitle = \"choice",
        "region" => {
            "set\"\nwords = [\"cervical\", \"thoracic\", \"lumbar\", \"unspecified\"]\ntitle = \"regions"
        }
        "tx" | "img" | "labs" | "referral" | "safety.device" | "order" | "plan" => "list",
        _ => "flag",
    };
    let role = |name: &str| match name {
        "neuro.saddle" | "neuro.bladder" | "neuro.motor" => "deficit",
        "rf.fever" => "A",
        _ => "context",
    };
    let own = ["neuro.bladder", "candidate"];
    let finding = |name: &&str| {
        let (kind, role) = (kind(name), role(name));
        let title = if kind.contains("title") {
            String::new()
        } else {
            format!("title = \"{name}\"\n")
        };
        format!(
            "[[finding]]\nid = \"{name}\"\nkind = \"{kind}\"\n{title}means = \"…\"\nrole = \"{role}\"\nlook_back = \"episode\"\n\n"
        )
    };
    Known::NAMES
        .iter()
        .filter(|name| !own.contains(*name))
        .map(finding)
        .collect()
}

fn limits() -> String {
    let unit = |name: &str| match name {
        name if name.ends_with("weeks") => "wk",
        name if name.ends_with("age") => "a",
        name if name.ends_with("pct") => "%",
        "pvr_ml_threshold" => "mL",
        "fever_celsius" => "Cel",
        "severe_nrs" | "grade_two_nrs" | "pt_sessions_min" => "1",
        _ => "d",
    };
    let parameter = |name: &&str| {
        let unit = unit(name);
        let s1 = if *name == "new_days" {
            "s1 = \"larger\"\n"
        } else {
            ""
        };
        format!(
            "[{name}]\ndefault = \"14 {unit}\"\nrange = [\"14 {unit}\", \"30 {unit}\"]\nmeans = \"…\"\n{s1}sources = [\"project\"]\n"
        )
    };
    Limits::NAMES
        .iter()
        .filter(|name| **name != "mri_failed_care_weeks")
        .map(parameter)
        .collect()
}

const OWN_PARAMETERS: &str = r#"
[mri_failed_care_weeks]
default = "6 wk"
range = ["4 wk", "8 wk"]
means = "Weeks of failed care before MRI."
sources = ["S0-02", "acr-lbp"]
[emergent_mri_hours]
default = "4 h"
range = ["1 h", "4 h"]
means = "Hours to the MRI."
s1 = "smaller"
sources = ["project"]
[require_candidacy]
default = "ask"
words = ["off", "ask", "on"]
means = "Whether MRI waits for the patient's wish."
sources = ["project"]
[ivdu_lookback]
default = "P12M"
range = ["P12M", "lifetime"]
means = "How far back injecting counts."
s1 = "larger"
sources = ["project"]
"#;

/// The files, with one of everything.
const FILES: &[(&str, &str)] = &[
    (
        CATALOGUE,
        r#"format = "1"
protocol = "0.2"
title = "Spine pain protocol"
guidance = ["S0-01", "S0-02", "S0-03"]
pending = ["S0-03"]
"#,
    ),
    ("README.md", "Words."),
    (
        "sources.toml",
        "[acr-lbp]\ntitle = \"Low back pain\"\npublisher = \"ACR\"\nyear = 2021\nurl = \"https://example.org/lbp\"\nread = \"excerpt\"\n",
    ),
    (
        DISCLOSED,
        r#"[bibliographic-citation]
says = "…"
[developer]
says = "…"
[funding-source]
says = "…"
[release-and-revision-dates]
says = "…"
[use-of-date-of-birth]
used = true
findings = ["age"]
says = "…"
[use-of-race]
used = false
says = "…"
[use-of-ethnicity]
used = false
says = "…"
[use-of-language]
used = false
says = "…"
[use-of-sexual-orientation]
used = false
says = "…"
[use-of-gender-identity]
used = false
says = "…"
[use-of-sex]
used = false
says = "…"
[use-of-social-determinants]
used = false
says = "…"
[use-of-health-status-assessments]
used = false
says = "…"
"#,
    ),
    (
        "questionnaire.json",
        r#"{"item": [{"linkId": "neuro.bladder"}, {"linkId": "candidate"}]}"#,
    ),
    (
        FINDINGS,
        r#"[[finding]]
id = "neuro.bladder"
kind = "flag"
title = "bladder change"
means = "New trouble with the bladder."
role = "deficit"
look_back = "ivdu_lookback"
question = { text = "Any new bladder trouble?", rank = 11, link_id = "neuro.bladder" }
[[finding]]
id = "candidate"
kind = "choice"
words = ["yes", "no"]
title = "wish for a procedure"
means = "Whether the patient would have a procedure."
role = "modifier"
look_back = "now"
question = { text = "Would the patient have a procedure?", rank = 40, link_id = "candidate" }

[[finding]]
id = "pain.extra"
kind = "flag"
title = "pain elsewhere"
means = "Pain that no rule asks about."
role = "symptom"
look_back = "now"

[[group]]
id = "group.cauda_equina"
title = "saddle or bladder change"
means = "Saddle and bladder."
role = "deficit"
members = ["neuro.saddle", { finding = "neuro.bladder", optional = true }]
[[group]]
id = "group.flag_ab"
title = "major red flag"
means = "A and B."
role = "context"
members = [{ role = ["A", "B"] }]
certain = true

[[derived]]
id = "criteria.mri"
title = "criteria for MRI"
means = "Root pain that outlasted care."
when.all = [{ finding = "pattern.radicular" }, { none_of = ["group.flag_ab"] }, { finding = "tx.conservative.failed" }]
"#,
    ),
    (
        SETS,
        r#"[[set]]
id = "neuro.bladder"
role = "finding"
target = ["neuro.bladder"]
attributes = { kind = "retention_or_flow", region = "lumbar" }
verified = "a code list"
codes = [
  { system = "icd-10-cm", code = "R33", match = "R33*", words = "Retention of urine" },
  { system = "snomed", code = "267064002", words = "Retention of urine", strength = "probable", current_alone = false, verified = "UNVERIFIED here" },
]
[[set]]
id = "baseline.bladder"
role = "baseline"
target = ["group.cauda_equina"]
verified = "a code list"
codes = [{ system = "icd-10-cm", code = "V05", match = "V05* 7=A", words = "A cause" }]
[[set]]
id = "exclude.baseline"
role = "exclude"
target = ["baseline.bladder"]
verified = "a code list"
codes = [{ system = "icd-10-cm", code = "V05.1", match = "self", words = "No cause", attributes = { region = ["cervical", "thoracic"] } }]
[[set]]
id = "tx.nsaid"
role = "list"
target = ["tx"]
attributes = { drug_class = "nsaid" }
verified = "a code list"
codes = [{ system = "rxnorm", code = "5640", words = "Ibuprofen" }]
[[set]]
id = "img.mri.lumbar"
role = "order"
target = ["order"]
attributes = { modality = "mri", contrast = "without", region = "lumbar" }
verified = "a code list"
codes = [{ system = "cpt", code = "72148", words = "lumbar MRI" }]
[[set]]
id = "never"
role = "do-not-emit"
target = ["order"]
verified = "a code list"
codes = [{ system = "cpt", code = "72149", words = "lumbar MRI with contrast" }]
"#,
    ),
    (
        "lexicon/tiny.toml",
        r#"[[result]]
class = "root_compression"
phrases = ["Nerve root compression"]
examples = { present = ["Nerve root compression."], absent = ["No nerve root compression."] }
[[ingredient]]
concept = "tx.nsaid"
names = ["naproxen"]
other_names = { naproxen = ["Aleve"] }
"#,
    ),
    (
        CARDS,
        r#"[[card]]
id = "E1"
topic = "cauda equina syndrome"
summary = "Possible cauda equina syndrome: stat MRI"
why = "Saddle or bladder change."
advice = ["MRI within {emergent_mri_hours} hours."]
safety_net = ["Come back if it gets worse."]
overrides = ["already-in-emergency", "other"]
variant.in-hospital = { summary = "Confirm that the MRI is ordered", advice = ["Alert the surgeon."] }
[[card]]
id = "M1"
topic = "root pain"
summary = "{Study} for {region} pain"
why = "Care failed for {weeks} weeks."
[[line]]
id = "L1"
rules = ["M1"]
regions = ["lumbar"]
if = { finding = "age", more_than = "minor_trauma_age" }
text = "Mind the age."
implements = ["S0-01"]
[[override]]
code = "already-in-emergency"
display = "Already in the emergency department"
common = false
[[override]]
code = "other"
display = "Other"
"#,
    ),
    (
        ORDERS,
        r#"[[order]]
id = "mri-lumbar"
kind = "imaging"
text = "MRI lumbar spine without contrast"
regions = ["lumbar"]
plan = { modality = "mri", contrast = "without" }
codes = [{ system = "cpt", code = "72148" }]
[[order]]
id = "together"
kind = "imaging"
text = "All of it"
parts = ["mri-lumbar"]
"#,
    ),
    (
        PROFILE,
        "id = \"us-acr\"\ntitle = \"United States\"\nset = {}\n",
    ),
    (
        SERVICE,
        r#"id = "spine-chart"
hooks = ["patient-view"]
title = "Spine pain"
description = "Advice."
[prefetch.patient]
query = "Patient/{{context.patientId}}"
required = true
feeds = ["age"]
"#,
    ),
    (
        "services/spine-orders.toml",
        r#"id = "spine-orders"
hooks = ["order-select"]
title = "Spine orders"
description = "Advice."
"#,
    ),
    (
        SCOPE,
        r#"id = "G1"
title = "No spine problem"
status = "active"
stage = 0
number = "1"
class = "scope"
pathway = "none"
scope = "patient"
when = { none_of = ["pain.spine"] }
limit = { stages = [1], certain = true, indicator = "warning" }
sources = ["acr-lbp"]
[[case]]
name = "nothing"
given = {}
expect = { result = "fires" }
[[case]]
name = "pain"
given = { "pain.spine" = "present" }
expect = { result = "silent" }
"#,
    ),
    (
        RULE,
        r#"id = "E1"
title = "Possible cauda equina syndrome"
status = "active"
stage = 1
number = "10"
class = "emergent"
pathway = "emergent"
regions = ["lumbar", "unspecified"]
hooks = { patient-view = "own", order-select = "own" }
sources = ["acr-lbp"]
answer = { modality = ["mri"], explains = ["cauda_equina"] }
when.all = [
  { finding = "group.cauda_equina", where = { time = "new" }, unknown = "ask" },
  { not = { finding = "neuro.motor", is = "absent", unknown = "no" } },
]
[[then]]
indicator = "critical"
card = "E1"
target = "emergent_mri_hours"
suggest = [{ action = "update-or-create", order = "mri-lumbar", priority = "stat" }]
[[case]]
name = "two days"
given = { region = ["lumbar"], "neuro.saddle" = { is = "present", ago = "2 d" } }
expect = { result = "fires", indicator = "critical", suggests = ["mri-lumbar"] }
[[case]]
name = "denied"
given = { "group.cauda_equina" = "absent" }
expect = { result = "silent" }
[[case]]
name = "nothing asked"
given = {}
expect = { result = "unknown", asks = ["neuro.bladder"] }
"#,
    ),
    (
        IMAGING,
        r#"id = "M1"
title = "MRI after failed care"
status = "active"
stage = 4
number = "50"
class = "image"
pathway = "imaging"
regions = ["lumbar"]
hooks = { patient-view = "alone", order-select = "with:O1" }
implements = ["S0-02"]
when.all = [
  { finding = "criteria.mri" },
  { any = [{ finding = "candidate", in = ["yes"] }, { param = "require_candidacy", equals = ["ask", "off"] }] },
  { not = { fired = ["stage-1"] } },
]
then = [
  { name = "old", if = { finding = "age", at_least = "65 a" }, indicator = "info", card = "M1", suggest = [{ action = "create", order = { lumbar = "together" } }] },
  { name = "young", indicator = "info", card = "M1", suggest = [{ action = "create", order = { lumbar = "mri-lumbar" } }], ask = [{ finding = "candidate", if = { param = "require_candidacy", equals = "ask" } }] },
]
case = [
  { name = "old", given = { age = "70 a", "criteria.mri" = "present", tx = [{ kind = "pt", sessions = 6 }] }, expect = { result = "fires", branch = "old" } },
  { name = "young", given = { duration = "7 wk", "criteria.mri" = "present" }, expect = { result = "fires", branch = "young", suggests = ["mri-lumbar"] } },
  { name = "no", given = { "criteria.mri" = "absent", candidate = "no" }, expect = { result = "silent" } },
  { name = "nothing", given = {}, expect = { result = "unknown" } },
]
sources = ["acr-lbp"]
"#,
    ),
    (
        ORDER,
        r#"id = "O1"
title = "Imaging too early"
status = "active"
stage = 5
number = "60"
class = "defer"
pathway = "conservative"
scope = "order"
hooks = { order-select = "own" }
when.all = [
  { order = { modality = ["mri"] } },
  { finding = "duration", less_than = "mri_failed_care_weeks" },
  { not = { latest = "img", of = { modality = "same" }, where = { result = ["normal"] }, unknown = "no" } },
]
sources = ["acr-lbp"]
[[then]]
indicator = "warning"
card = "M1"
suggest = [{ action = "delete" }]
[[case]]
name = "two weeks"
given = { order = { modality = "mri", region = "lumbar" }, duration = "14 d" }
expect = { result = "fires", suggests = ["delete"] }
[[case]]
name = "ten weeks"
given = { order = { modality = "mri", region = "lumbar" }, duration = "70 d" }
expect = { result = "silent" }
[[case]]
name = "nobody knows"
given = { order = { modality = "mri", region = "lumbar" } }
expect = { result = "unknown" }
"#,
    ),
];

/// What is said of the small catalogue after some words of a file were replaced.
pub(super) fn broken(path: &str, from: &str, to: &str) -> String {
    Tiny::new().replace(path, from, to).said()
}

/// What is said of several catalogues, one below the other.
pub(super) fn all(said: &[String]) -> String {
    said.join("\n--\n")
}
