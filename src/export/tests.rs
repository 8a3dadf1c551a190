//! The shipped catalogue as others will read it.

use super::{Base, Document, Kind, documents};
use crate::hooks;
use foramen_facts::ConceptRole;
use foramen_protocol::{
    Catalog, Draft,
    format::{Condition, Rule},
};
use rstest::rstest;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| hooks::catalog(None).unwrap());
static EXPORT: LazyLock<Vec<Document>> =
    LazyLock::new(|| documents(&CATALOG, &Base::default()).unwrap());

fn value(document: &Document) -> Value {
    serde_json::from_str(&document.json).unwrap()
}

fn of(file: &str) -> Value {
    let document = EXPORT.iter().find(|document| document.file() == file);
    value(document.unwrap_or_else(|| panic!("no {file}")))
}

fn ids(kind: Kind) -> BTreeSet<&'static str> {
    EXPORT
        .iter()
        .filter(|document| document.kind == kind)
        .map(|document| &*document.id)
        .collect()
}

/// Every object within a value, itself included.
fn objects(value: &Value) -> Vec<&serde_json::Map<String, Value>> {
    match value {
        Value::Object(object) => std::iter::once(object)
            .chain(object.values().flat_map(objects))
            .collect(),
        Value::Array(items) => items.iter().flat_map(objects).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_active_rule_order_concept_and_profile_has_its_file() {
    let content = CATALOG.content();
    let rules: BTreeSet<&str> = CATALOG.rules().map(|rule| &*rule.id).collect();
    let mut plans = ids(Kind::PlanDefinition);
    assert!(plans.remove("spine-protocol"));
    assert_eq!(plans, rules);
    let orders: BTreeSet<&str> = content.orders.keys().map(|id| &**id).collect();
    assert_eq!(ids(Kind::ActivityDefinition), orders);
    let concepts = content.vocabulary.concepts.iter();
    let concepts: BTreeSet<String> = concepts
        .filter(|concept| concept.role != ConceptRole::DoNotEmit)
        .map(|concept| concept.id.replace('_', "-"))
        .collect();
    let concepts: BTreeSet<&str> = concepts.iter().map(|id| &**id).collect();
    assert_eq!(ids(Kind::ValueSet), concepts);
    for profile in content.profiles.keys() {
        assert!(ids(Kind::Library).contains(&*format!("profile-{profile}")));
    }
}

#[test]
fn every_source_is_cited_with_its_address() {
    let catalogue = of("Library-catalogue.json");
    let cited: BTreeMap<&str, Option<&str>> = catalogue["relatedArtifact"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cited| (cited["label"].as_str().unwrap(), cited["url"].as_str()))
        .collect();
    let sources: BTreeMap<&str, Option<&str>> = CATALOG
        .content()
        .sources
        .values()
        .map(|source| (&*source.id, source.url.as_deref()))
        .collect();
    assert_eq!(cited, sources);
}

#[test]
fn every_file_and_the_language_that_it_is_written_in_are_in_the_catalogue_library() {
    let catalogue = of("Library-catalogue.json");
    let titles: BTreeSet<&str> = catalogue["content"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["title"].as_str().unwrap())
        .collect();
    let files: BTreeSet<&str> = CATALOG
        .content()
        .files
        .iter()
        .map(|file| &*file.path)
        .filter(|path| path.rsplit('.').next() != Some("md"))
        .chain(["README.md"])
        .collect();
    assert_eq!(titles, files);
}

#[test]
fn the_same_catalogue_gives_the_same_bytes() {
    let again = hooks::catalog(None).unwrap();
    assert_eq!(documents(&again, &Base::default()).unwrap(), *EXPORT);
}

#[test]
fn every_definition_is_a_draft_that_names_itself() {
    for document in EXPORT.iter() {
        let (file, written) = (document.file(), value(document));
        assert_eq!(written["status"], "draft", "{file}");
        assert_eq!(written["experimental"], true, "{file}");
        assert_eq!(written["version"], *CATALOG.content().protocol, "{file}");
        assert_eq!(written["id"], *document.id, "{file}");
        assert_eq!(
            written["url"],
            Base::default().url(document.kind, &document.id),
            "{file}"
        );
    }
}

#[test]
fn every_definition_that_one_points_to_is_in_the_export() {
    let known: BTreeSet<String> = EXPORT
        .iter()
        .map(|document| Base::default().url(document.kind, &document.id))
        .map(|url| format!("{url}|{}", CATALOG.content().protocol))
        .collect();
    let mut named = BTreeSet::new();
    for document in EXPORT.iter() {
        let written = value(document);
        for object in objects(&written) {
            let single = ["definitionCanonical", "resource"].into_iter();
            let single = single.filter_map(|name| object.get(name));
            let several = object.get("library").and_then(Value::as_array);
            for canonical in single.chain(several.into_iter().flatten()) {
                let canonical = canonical.as_str().unwrap();
                assert!(
                    known.contains(canonical),
                    "{}: {canonical}",
                    document.file()
                );
                named.insert(canonical.to_owned());
            }
        }
    }
    assert!(named.len() > EXPORT.len() / 2);
}

/// The conditions of a rule that stand in its file.
fn conditions(rule: &Rule) -> usize {
    let branch = |if_: &Option<Condition>| usize::from(if_.is_some());
    let branches = rule.branches.iter().map(|part| {
        let asked = part.ask.iter().map(|ask| branch(&ask.if_)).sum::<usize>();
        let orders = part.suggest.iter().map(|suggest| match &suggest.order {
            foramen_protocol::format::OrderChoice::ByRegion(orders) => {
                orders.len() * branch(&suggest.if_)
            }
            _ => branch(&suggest.if_),
        });
        branch(&part.if_) + asked + orders.sum::<usize>()
    });
    1 + branches.sum::<usize>()
}

#[test]
fn every_condition_of_a_rule_is_there_in_its_language_and_in_words() {
    for rule in CATALOG.rules() {
        let plan = of(&format!("PlanDefinition-{}.json", rule.id));
        let expressions: Vec<(&str, &str)> = objects(&plan)
            .into_iter()
            .filter_map(|object| object.get("expression")?.as_object())
            .map(|expression| {
                assert_eq!(expression["language"], "text/x-foramen");
                let text = |name: &str| expression[name].as_str().unwrap();
                (text("expression"), text("description"))
            })
            .filter(|(text, _)| *text != "{ finding = \"episode.current\" }")
            .collect();
        assert_eq!(expressions.len(), conditions(rule), "{}", rule.id);
        for (expression, words) in expressions {
            let read = toml::from_str::<toml::Table>(&format!("when = {expression}"));
            assert!(read.is_ok(), "{}: {expression}", rule.id);
            assert!(!words.trim().is_empty(), "{}: {expression}", rule.id);
        }
    }
}

#[test]
fn a_region_rule_needs_the_current_episode_from_stage_2_on() {
    let first = |rule: &str| {
        of(&format!("PlanDefinition-{rule}.json"))["action"][0]["condition"][0]["expression"]
            ["expression"]
            .clone()
    };
    let gate = json!("{ finding = \"episode.current\" }");
    assert_ne!(first("E1"), gate);
    assert_eq!(first("U1"), gate);
    assert_ne!(first("O10"), gate);
}

#[test]
fn a_plan_is_looked_at_on_the_hooks_of_its_rule() {
    for rule in CATALOG.rules() {
        let plan = of(&format!("PlanDefinition-{}.json", rule.id));
        let triggers = plan["action"][0]["trigger"].as_array();
        let names: Vec<&str> = triggers
            .into_iter()
            .flatten()
            .map(|trigger| trigger["name"].as_str().unwrap())
            .collect();
        let hooks: Vec<&str> = rule.hooks.keys().map(|hook| hook.word()).collect();
        assert_eq!(names, hooks, "{}", rule.id);
    }
}

#[test]
fn what_is_never_sent_is_no_code_of_an_order_or_value_set() {
    let vocabulary = CATALOG.vocabulary();
    let is_never_sent =
        |concept: usize| vocabulary.concepts[concept].role == ConceptRole::DoNotEmit;
    let never: Vec<&str> = vocabulary
        .codes
        .iter()
        .filter(|code| is_never_sent(code.concept))
        .map(|code| &*code.code)
        .collect();
    assert!(!never.is_empty());
    for document in EXPORT.iter() {
        let written = value(document);
        for object in objects(&written) {
            let code = object.get("code").and_then(Value::as_str).unwrap_or("");
            assert!(!never.contains(&code), "{}: {code}", document.file());
        }
    }
}

#[test]
fn a_code_that_nobody_has_checked_is_named_so() {
    let mut unverified = 0;
    for (concept, code) in CATALOG.unverified_codes() {
        let name = format!("ValueSet-{}.json", concept.replace('_', "-"));
        let Some(document) = EXPORT.iter().find(|document| document.file() == name) else {
            assert!(concept.starts_with("do_not_emit"), "{concept}");
            continue;
        };
        let purpose = value(document)["purpose"].as_str().unwrap().to_owned();
        let named = format!("{} {}", code.system, code.code);
        assert!(
            purpose.contains("UNVERIFIED") && purpose.contains(&named),
            "{name}: {named}"
        );
        unverified += 1;
    }
    assert!(unverified > 0);
}

#[test]
fn no_part_of_a_value_set_lists_and_filters_at_once() {
    for document in EXPORT
        .iter()
        .filter(|document| document.kind == Kind::ValueSet)
    {
        let written = value(document);
        for include in written["compose"]["include"].as_array().unwrap() {
            let file = document.file();
            assert!(
                include["system"].as_str().unwrap().starts_with("http://"),
                "{file}"
            );
            assert!(
                include.get("concept").is_some() != include.get("filter").is_some(),
                "{file}"
            );
        }
    }
}

#[test]
fn the_base_is_that_of_every_url() {
    let base: Base = "https://example.org/spine/".parse().unwrap();
    for document in documents(&CATALOG, &base).unwrap() {
        // The code systems of rules stay: cards name them on the wire.
        let text = document
            .json
            .replace("http://foramen.example.org/fhir/CodeSystem/", "");
        assert!(!text.contains("foramen.example.org"), "{}", document.file());
        assert!(text.contains("https://example.org/spine/"));
    }
}

#[test]
fn two_names_that_lead_to_one_file_are_told() {
    let mut files = hooks::embedded();
    let orders = files
        .iter_mut()
        .find(|file| file.path == "orders/referrals.toml")
        .unwrap();
    orders.text = orders
        .text
        .replace("referral-pain", "referral_spine_surgery");
    let rules = files
        .iter_mut()
        .filter(|file| file.path.starts_with("protocol/"));
    rules.for_each(|file| file.text = file.text.replace("referral-pain", "referral_spine_surgery"));
    let catalog = Draft::load(files).check().unwrap();
    let error = documents(&catalog, &Base::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "two names of the catalogue lead to ActivityDefinition-referral-spine-surgery.json; rename one of them in hooks"
    );
}

#[rstest]
#[case("PlanDefinition-E1.json")]
#[case("ValueSet-rf.fracture-vertebral.json")]
#[case("ActivityDefinition-mri-lumbar-plain.json")]
#[case("Library-catalogue.json")]
fn a_definition_reads_well(#[case] file: &str) {
    let mut written = of(file);
    if file == "Library-catalogue.json" {
        // They change with every file of hooks.
        written["identifier"][0]["value"] = json!("sha-256:…");
        written["content"] = json!([{ "contentType": "application/toml", "title": "…" }]);
        written["relatedArtifact"] = json!([written["relatedArtifact"][0]]);
    }
    insta::assert_snapshot!(file, serde_json::to_string_pretty(&written).unwrap());
}
