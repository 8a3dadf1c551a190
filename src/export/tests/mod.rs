//! The shipped catalogue as others will read it.

mod codes;
mod rules;

use super::{Base, Document, Kind, documents};
use crate::hooks;
use foramen_facts::ConceptRole;
use foramen_protocol::{Catalog, Draft};
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
