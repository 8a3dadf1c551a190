//! Orders that a card offers: codes that this very program recognises, and parts one level deep.

use crate::{
    catalog::Content,
    format::{OrderCode, OrderTemplate},
    mistake::Mistakes,
};
use foramen_facts::System;
use foramen_facts::{Attribute, Code, Concept, ConceptRole, Regions};

/// Checks every order template.
pub(super) fn check(content: &Content, mistakes: &Mistakes) {
    for order in content.orders.values() {
        for text in order
            .codes
            .iter()
            .filter_map(|code| wrong(content, order, code))
        {
            mistakes.add(&order.place, text);
        }
        for part in order
            .parts
            .iter()
            .filter_map(|id| content.orders.get(id))
            .filter(|part| !part.parts.is_empty())
        {
            mistakes.add(
                &order.place,
                format!(
                    "order \"{}\" has the part \"{}\", which has parts itself",
                    order.id, part.id
                ),
            );
        }
    }
}

/// What is wrong with a code. An order that we make comes back as the client's: its code must say what its plan says.
fn wrong(content: &Content, order: &OrderTemplate, code: &OrderCode) -> Option<String> {
    let vocabulary = &content.vocabulary;
    let system = System::from_uri(&code.system);
    let rows: Vec<(&Code, &Concept)> = vocabulary
        .index
        .lookup(system, &code.code)
        .filter_map(|(row, _)| vocabulary.codes.get(*row))
        .filter_map(|row| Some((row, vocabulary.concepts.get(row.concept)?)))
        .collect();
    let name = format!("{} {} of order \"{}\"", code.system, code.code, order.id);
    if rows.is_empty() {
        return Some(format!(
            "{name} is in no value set: the order would not be recognised when it comes back"
        ));
    }
    if let Some((_, concept)) = rows
        .iter()
        .find(|(_, concept)| concept.role == ConceptRole::DoNotEmit)
    {
        return Some(format!(
            "{name} is in \"{}\", whose codes are never sent",
            concept.id
        ));
    }
    rows.iter().find_map(|(row, concept)| {
        let differing = [Attribute::Modality, Attribute::Contrast]
            .into_iter()
            .find_map(|attribute| {
                let planned = order.plan.word(attribute)?;
                let said = row
                    .attributes
                    .get(attribute)
                    .or_else(|| concept.attributes.get(attribute))?;
                (!said.words().iter().any(|word| &**word == planned))
                    .then(|| format!("{attribute} \"{planned}\""))
            });
        let regions = if row.regions.is_empty() {
            concept.regions
        } else {
            row.regions
        };
        let elsewhere =
            is_elsewhere(order.regions, regions).then(|| format!("the region {}", order.regions));
        let what = differing.or(elsewhere)?;
        Some(format!(
            "{name} is in \"{}\", which does not say {what}",
            concept.id
        ))
    })
}

fn is_elsewhere(planned: Regions, said: Regions) -> bool {
    !planned.is_empty() && !said.is_empty() && planned.intersection(said).is_empty()
}
