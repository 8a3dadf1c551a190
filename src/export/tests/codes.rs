//! Codes of value sets and orders.

use super::{CATALOG, EXPORT, objects, of, value};
use crate::export::Kind;
use foramen_facts::ConceptRole;
use serde_json::Value;
use std::collections::BTreeSet;

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
fn an_order_names_its_codes_that_nobody_has_checked() {
    let unverified: BTreeSet<(&str, &str)> = CATALOG
        .unverified_codes()
        .map(|(_, code)| (code.system.name(), &*code.code))
        .collect();
    let mut named = 0;
    for order in CATALOG.content().orders.values() {
        let definition = of(&format!("ActivityDefinition-{}.json", order.id));
        let description = definition["description"].as_str().unwrap();
        for code in &order.codes {
            let is_named = description.contains(&format!("{} {}", code.system, code.code));
            let expected = unverified.contains(&(&*code.system, &*code.code));
            assert_eq!(is_named, expected, "{}: {}", order.id, code.code);
            named += usize::from(is_named);
        }
    }
    assert!(named > 0);
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
