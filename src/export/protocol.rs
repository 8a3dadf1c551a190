//! The protocol: its rules in their order, by stage.

use super::{Kind, library, publication::Publication, rule};
use foramen_protocol::{Catalog, format::Rule};
use foramen_typed::knowledge::{NewPlanDefinition, PlanAction, PlanType};

/// The id of the protocol.
pub(super) const ID: &str = "spine-protocol";

/// The protocol as a plan that points to the plans of its rules.
pub(super) fn plan(publication: &Publication<'_>, catalog: &Catalog) -> NewPlanDefinition {
    let content = publication.content;
    let mut stages: Vec<(u8, PlanAction)> = Vec::new();
    for rule in catalog.rules() {
        let step = PlanAction {
            title: rule.title.clone(),
            code: Some(rule::code(rule)),
            definition: Some(publication.canonical(Kind::PlanDefinition, &rule.id)),
            ..PlanAction::default()
        };
        match stages.last_mut().filter(|(stage, _)| *stage == rule.stage) {
            Some((_, action)) => action.action.push(step),
            None => stages.push((
                rule.stage,
                PlanAction {
                    title: format!("Stage {}: {}", rule.stage, stage_name(publication, rule)),
                    action: vec![step],
                    ..PlanAction::default()
                },
            )),
        }
    }
    NewPlanDefinition {
        about: publication.about(
            Kind::PlanDefinition,
            ID,
            "Protocol",
            &content.title,
            format!(
                "{}, version {}: the rules in force, in their order. Every rule is evaluated; which of the cards that meet in one region stands is fixed by a matrix of classes, \
                 not by this order alone. Rules and guidance rows that are not in yet: {}.",
                content.title,
                content.protocol,
                if content.pending.is_empty() { "none".to_owned() } else { content.pending.join(", ") }
            ),
        ),
        kind: PlanType::Protocol,
        usage: Some("No clinician has reviewed this protocol; it must not be used with real patients.".to_owned()),
        related: publication.citations(content.sources.keys()),
        library: vec![publication.canonical(Kind::Library, library::CATALOGUE)],
        action: stages.into_iter().map(|(_, action)| action).collect(),
    }
}

/// The name of a rule's folder, without its number.
fn stage_name<'c>(publication: &Publication<'c>, rule: &Rule) -> &'c str {
    publication
        .content
        .files
        .get(rule.place.file)
        .and_then(|file| file.path.split('/').rev().nth(1))
        .and_then(|folder| folder.split_once('-'))
        .map_or("", |(_, name)| name)
}
