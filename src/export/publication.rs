//! What all definitions have in common: identity, citations, whose codes they hold.

use super::{Base, Kind};
use foramen_facts::Word;
use foramen_protocol::{
    Content,
    format::{OrderCode, SourceText},
};
use foramen_typed::knowledge::{About, RelatedArtifact, Relation};
use std::collections::BTreeSet;

/// What is published, and where.
#[derive(Clone, Copy)]
pub(super) struct Publication<'c> {
    pub(super) content: &'c Content,
    pub(super) base: &'c Base,
}

impl Publication<'_> {
    /// Who a definition is. Its id is the name with hyphens for what FHIR does not allow in ids.
    pub(super) fn about(
        &self,
        kind: Kind,
        name: &str,
        prefix: &str,
        title: &str,
        description: String,
    ) -> About {
        let id = id_of(name);
        About {
            url: self.base.url(kind, &id),
            version: self.content.protocol.to_string(),
            name: format!(
                "{prefix}_{}",
                with(name, '_', |c| c.is_ascii_alphanumeric())
            ),
            title: title.to_owned(),
            description,
            focus: "Neck and back pain".to_owned(),
            copyright: None,
            id,
        }
    }

    /// A definition of this export, by url and version.
    pub(super) fn canonical(&self, kind: Kind, name: &str) -> String {
        format!(
            "{}|{}",
            self.base.url(kind, &id_of(name)),
            self.content.protocol
        )
    }

    /// Guidelines and articles, as they are cited.
    pub(super) fn citations<'s>(
        &self,
        sources: impl IntoIterator<Item = &'s Word>,
    ) -> Vec<RelatedArtifact> {
        sources
            .into_iter()
            .filter_map(|source| self.content.sources.get(source))
            .map(citation)
            .collect()
    }

    /// Whether nobody has checked a code, in one of the concepts that hold it.
    pub(super) fn is_unverified(&self, code: &OrderCode) -> bool {
        self.content.vocabulary.codes.iter().any(|known| {
            known.system.name() == &*code.system
                && known.code == code.code
                && known.verified.starts_with("UNVERIFIED")
        })
    }
}

fn citation(source: &SourceText) -> RelatedArtifact {
    let year = source
        .year
        .map(|year| format!(", {year}"))
        .unwrap_or_default();
    RelatedArtifact {
        relation: Relation::Citation,
        label: Some(source.id.to_string()),
        display: Some(source.title.clone()),
        citation: Some(format!(
            "{}. {}{year}. Read for this protocol: {}.",
            source.title.trim_end_matches('.'),
            source.publisher,
            source.read
        )),
        url: source.url.clone(),
        resource: None,
    }
}

fn id_of(name: &str) -> String {
    with(name, '-', |c| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '.')
    })
}

/// A name with another character for every one that is not allowed.
fn with(name: &str, other: char, allowed: impl Fn(char) -> bool) -> String {
    name.chars()
        .map(|c| if allowed(c) { c } else { other })
        .collect()
}

/// Whose codes these are, and that their owners' words are not here.
pub(super) fn copyright<'s>(systems: impl IntoIterator<Item = &'s str>) -> Option<String> {
    let systems: BTreeSet<&str> = systems.into_iter().collect();
    let notes: Vec<&str> = systems
        .into_iter()
        .filter_map(|system| match system {
            "cpt" => Some("CPT is a registered trademark of the American Medical Association, which owns the codes; its descriptors are not included."),
            "snomed" => Some("SNOMED CT belongs to SNOMED International; use of its codes may need a licence."),
            "loinc" => Some("LOINC is copyright of Regenstrief Institute, Inc., and free to use under its licence."),
            _ => None,
        })
        .collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}
