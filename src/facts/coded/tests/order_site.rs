//! Orders by the codes and names of a site.

use serde_json::{Value, json};

use super::{super::sample::read_at_a_site, order::draft};
use crate::{Attribute, Attributes, OrderKey, OrderMap, Region, Regions};

fn attributes(columns: &[(Attribute, &str)]) -> Attributes {
    let mut attributes = Attributes::default();
    for (column, word) in columns {
        attributes.set_word(*column, word);
    }
    attributes
}

fn map() -> OrderMap {
    let code = |system: &str, code: &str| OrderKey::Code {
        system: system.into(),
        code: code.into(),
    };
    let lumbar = attributes(&[
        (Attribute::Modality, "mri"),
        (Attribute::Contrast, "without"),
    ]);
    let mut map = OrderMap::default();
    let rows = [
        (
            code("urn:oid:1.2.840.1", "IMG1234"),
            lumbar,
            Regions::from(Region::Lumbar),
        ),
        (
            OrderKey::Name("Spine   Package B".into()),
            attributes(&[(Attribute::Modality, "xray")]),
            Regions::from(Region::Cervical),
        ),
        (
            code("cpt", "72148"),
            attributes(&[(Attribute::Modality, "ct")]),
            Regions::NONE,
        ),
        (
            OrderKey::Name("Pain cocktail".into()),
            attributes(&[
                (Attribute::DrugClass, "opioid"),
                (Attribute::Drug, "morphine"),
            ]),
            Regions::NONE,
        ),
    ];
    for (key, columns, regions) in rows {
        assert!(map.add(&key, columns, regions));
    }
    map
}

fn ordered(drafts: &Value) -> Vec<String> {
    let read = read_at_a_site(&Value::Null, drafts, None, Some(&map()));
    read.of("order")
        .into_iter()
        .map(|line| {
            line.replace(" onset 2026-06-15 stated 2026-06-15", "")
                .replace("status=draft ", "")
        })
        .collect()
}

#[test]
fn what_the_site_says_is_certain_and_comes_before_every_code_list() {
    let local = |system: &str, code: &str| json!({ "code": { "coding": [{ "system": system, "code": code }] } });
    let lumbar = "order in lumbar kind=imaging modality=mri contrast=without relevant=yes";
    for system in ["urn:oid:1.2.840.1", "1.2.840.1", "URN:OID:1.2.840.1|2"] {
        assert_eq!(
            ordered(&draft("d", &local(system, "IMG1234"))),
            [lumbar],
            "{system}"
        );
    }
    assert_eq!(
        ordered(&draft("d", &local("urn:oid:1.2.840.1", "img1234"))),
        ["order probable kind=other relevant=no"],
        "the capitals of a local code matter"
    );
    assert_eq!(
        ordered(&draft(
            "d",
            &json!({ "code": { "text": "SPINE package b" } })
        )),
        ["order in cervical kind=imaging modality=xray relevant=yes"]
    );
    assert_eq!(
        ordered(&draft(
            "d",
            &local("http://www.ama-assn.org/go/cpt", "72148")
        )),
        ["order kind=imaging modality=ct relevant=no"]
    );
    let drug = json!({ "resourceType": "MedicationRequest", "id": "d", "status": "draft", "intent": "order",
        "medicationCodeableConcept": { "text": "Pain cocktail" } });
    assert_eq!(
        ordered(&drug),
        ["order kind=drug drug_class=opioid drug=morphine relevant=yes"]
    );
}

#[test]
fn the_trace_names_the_row_of_the_map() {
    let order = draft("d", &json!({ "code": { "text": "spine package b" } }));
    let read = read_at_a_site(&Value::Null, &order, None, Some(&map()));
    let says = &read.facts.of(read.id("order"))[0].evidence[0].says;
    assert_eq!(says, "order map: Spine   Package B");
}

#[test]
fn an_order_on_the_chart_is_a_plan_by_the_same_map() {
    let mut made = draft("r", &json!({ "code": { "text": "spine package b" } }));
    made["status"] = "active".into();
    let read = read_at_a_site(&json!([made]), &Value::Null, None, Some(&map()));
    assert_eq!(
        read.of("plan"),
        ["plan in cervical kind=imaging modality=xray status=made origin=record"]
    );
}
