//! Orders: what a card can offer.

use super::{
    Kind,
    publication::{Publication, copyright},
};
use foramen_facts::{Region, System};
use foramen_protocol::format::OrderTemplate;
use foramen_typed::{
    CodeableConcept, Coding,
    knowledge::{NewActivityDefinition, RelatedArtifact, Relation},
};

/// An order as a definition of a `ServiceRequest`.
pub(super) fn definition(
    publication: &Publication<'_>,
    order: &OrderTemplate,
) -> NewActivityDefinition {
    let mut about = publication.about(
        Kind::ActivityDefinition,
        &order.id,
        "Order",
        &order.text,
        description(publication, order),
    );
    about.copyright = copyright(order.codes.iter().map(|code| &*code.system));
    NewActivityDefinition {
        about,
        related: order
            .parts
            .iter()
            .map(|part| publication.canonical(Kind::ActivityDefinition, part))
            .map(|part| RelatedArtifact::definition(Relation::ComposedOf, part))
            .collect(),
        code: CodeableConcept {
            coding: order
                .codes
                .iter()
                .map(|code| Coding {
                    system: System::from_uri(&code.system)
                        .uri()
                        .unwrap_or_default()
                        .to_owned(),
                    code: code.code.clone(),
                    display: None,
                })
                .collect(),
            text: Some(order.text.clone()),
        },
        body_site: order.regions.iter().filter_map(body_site).collect(),
    }
}

fn description(publication: &Publication<'_>, order: &OrderTemplate) -> String {
    let mut text = format!("Order of kind {}.", order.kind.word());
    for (attribute, held) in order.plan.iter() {
        text += &format!(" {}: {}.", attribute.word(), held.words().join(", "));
    }
    if !order.parts.is_empty() {
        text += " Its parts are ordered together.";
    }
    let unverified: Vec<String> = order
        .codes
        .iter()
        .filter(|code| publication.is_unverified(code))
        .map(|code| format!("{} {}", code.system, code.code))
        .collect();
    if !unverified.is_empty() {
        text += &format!(" Codes that nobody has checked: {}.", unverified.join(", "));
    }
    text
}

fn body_site(region: Region) -> Option<CodeableConcept> {
    (region != Region::Unspecified).then(|| CodeableConcept {
        coding: Vec::new(),
        text: Some(format!("{region} spine")),
    })
}
