//! `orders/*.toml`: what a card can offer.

use super::{
    Context,
    attributes::attributes,
    document::Part,
    reader::{Node, Table},
    value_sets::SYSTEMS,
};
use crate::format::{OrderCode, OrderKind, OrderTemplate};
use foramen_facts::Word;
use std::collections::BTreeMap;

/// Reads all order templates.
pub(super) fn read(context: &Context<'_>) -> BTreeMap<Word, OrderTemplate> {
    let mut orders = BTreeMap::new();
    for document in context.documents.of(Part::Orders) {
        let root = document.root(context.mistakes);
        let tables = root.tables("order").into_iter();
        orders.extend(
            tables
                .filter_map(|table| order(table, context))
                .map(|order| (order.id.clone(), order)),
        );
        root.finish();
    }
    orders
}

fn order(table: Table<'_>, context: &Context<'_>) -> Option<OrderTemplate> {
    let place = table.place();
    let id = table.need_word("id");
    let kind = table
        .need("kind")
        .and_then(|node| node.one_of("kind", OrderKind::ALL));
    let text = table.need_text("text");
    let regions = table
        .get("regions")
        .map(|node| node.regions())
        .unwrap_or_default()
        .into_iter()
        .collect();
    let plan = table
        .get("plan")
        .and_then(|node| node.table())
        .map(|table| attributes(&table, &[]))
        .unwrap_or_default();
    let (codes, parts) = (table.get("codes"), table.get("parts"));
    if codes.is_some() == parts.is_some() {
        table.mistake("an order has either `codes` or `parts`");
    }
    let codes = codes
        .map(|node| node.list())
        .unwrap_or_default()
        .into_iter()
        .filter_map(code)
        .collect();
    let parts: Vec<_> = context.ids.orders.all(parts);
    table.finish();
    Some(OrderTemplate {
        id: id?,
        kind: kind?,
        text: text?,
        plan,
        regions,
        codes,
        parts,
        place,
    })
}

fn code(node: Node<'_>) -> Option<OrderCode> {
    let table = node.table()?;
    let system = table
        .need("system")
        .and_then(|node| node.word_of("system", &SYSTEMS.map(|(_, word)| word)));
    let code = table.need_text("code");
    table.finish();
    Some(OrderCode {
        system: system?,
        code: code?,
    })
}
