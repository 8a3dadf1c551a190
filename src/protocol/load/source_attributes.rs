//! `source-attributes.toml`: what an EHR shows of where the advice comes from and which data it uses.

use super::{Context, condition::finding, document::Part, reader::Node};
use crate::format::{SourceAttribute, SourceAttributeKind};
use std::collections::BTreeMap;

const FILE: &str = "source-attributes.toml";

/// Reads all thirteen; one that is missing is a mistake.
pub(super) fn read(context: &Context<'_>) -> BTreeMap<SourceAttributeKind, SourceAttribute> {
    let entries = context
        .documents
        .of(Part::SourceAttributes)
        .flat_map(|document| document.root(context.mistakes).entries());
    let mut found = BTreeMap::new();
    let mut named = Vec::new();
    for node in entries {
        let kinds = SourceAttributeKind::ALL.map(|(kind, key, _)| (kind, key));
        let Some(kind) = node.key_of("source attribute", kinds) else {
            continue;
        };
        named.push(kind);
        if let Some(attribute) = attribute(node, kind, context) {
            found.insert(kind, attribute);
        }
    }
    for (kind, key, _) in SourceAttributeKind::ALL {
        if !named.contains(&kind) {
            context.mistakes.add_missing(
                FILE,
                format!("source attribute \"{key}\" is missing: all 13 of 45 CFR 170.315(b)(11)(iv)(A) are said"),
            );
        }
    }
    found
}

fn attribute(
    node: Node<'_>,
    kind: SourceAttributeKind,
    context: &Context<'_>,
) -> Option<SourceAttribute> {
    let table = node.table()?;
    let says = table.need_text("says");
    let used = if kind.is_use() {
        let used = table.need("used").and_then(|node| node.truth());
        Some(used?)
    } else {
        None
    };
    let findings = if kind.is_use() {
        table.list("findings")
    } else {
        Vec::new()
    };
    let findings: Vec<_> = findings
        .into_iter()
        .filter_map(|node| finding(node, context))
        .collect();
    table.finish();
    Some(SourceAttribute {
        kind,
        says: says?,
        used,
        findings,
        place: node.key_place(),
    })
}
