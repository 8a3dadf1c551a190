//! `services/*.toml`: what discovery says.

use super::{
    Context,
    condition::finding,
    document::Part,
    reader::{Node, Table},
};
use crate::format::{Hook, PrefetchText, ServiceText};
use foramen_facts::Word;

/// Reads all services, in the order of their files.
pub(super) fn read(context: &Context<'_>) -> Vec<ServiceText> {
    let documents = context.documents.of(Part::Service);
    documents
        .filter_map(|document| service(document.root(context.mistakes), document.path, context))
        .collect()
}

fn hook(node: Node<'_>) -> Option<Hook> {
    node.one_of("hook", Hook::ALL.map(|hook| (hook, hook.word())))
}

fn service(root: Table<'_>, path: &str, context: &Context<'_>) -> Option<ServiceText> {
    let place = root.place();
    let id = root.need("id").and_then(|node| {
        let id = node.text()?;
        if path != format!("services/{id}.toml") {
            node.mistake(format!("service \"{id}\" stands in services/{id}.toml"));
        }
        if !id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        {
            node.mistake(
                "a service id is part of an address: lower case letters, digits and hyphens",
            );
        }
        Some(Word::from(id))
    });
    let hooks: Vec<_> = root
        .need("hooks")
        .map(|node| node.list())
        .unwrap_or_default();
    let hooks: Vec<_> = hooks.into_iter().filter_map(hook).collect();
    let title = root.need_text("title");
    let description = root.need_text("description");
    let usage_requirements = root.text("usage_requirements");
    let prefetch = root
        .get("prefetch")
        .and_then(|node| node.table())
        .map(|table| table.entries())
        .unwrap_or_default();
    let prefetch = prefetch
        .into_iter()
        .filter_map(|node| prefetch_key(node, context))
        .collect();
    root.finish();
    Some(ServiceText {
        id: id?,
        hooks,
        title: title?,
        description: description?,
        usage_requirements,
        prefetch,
        place,
    })
}

fn prefetch_key(node: Node<'_>, context: &Context<'_>) -> Option<PrefetchText> {
    let table = node.table()?;
    let query = table.need_text("query");
    let required = table.truth("required");
    let feeds = table
        .need("feeds")
        .map(|node| node.list())
        .unwrap_or_default();
    let feeds: Vec<_> = feeds
        .into_iter()
        .filter_map(|node| finding(node, context))
        .collect();
    table.finish();
    Some(PrefetchText {
        key: Word::from(node.key()),
        query: query?,
        required,
        feeds,
        place: node.key_place(),
    })
}
