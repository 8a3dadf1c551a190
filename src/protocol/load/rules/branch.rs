//! `[[then]]`: the ways in which a rule speaks.

use super::{INDICATORS, Reader, pathway};
use crate::{
    format::{ActionKind, Ask, Branch, OrderChoice, Priority, Scope, Suggest, Where},
    load::{
        condition::{Frame, askable, columns, finding},
        reader::{Node, Table},
    },
};
use foramen_facts::{Region, Word};
use std::collections::BTreeMap;

const ACTIONS: [(ActionKind, &str); 4] = [
    (ActionKind::Create, "create"),
    (ActionKind::Update, "update"),
    (ActionKind::UpdateOrCreate, "update-or-create"),
    (ActionKind::Delete, "delete"),
];

impl Reader<'_> {
    pub(super) fn branches(
        &self,
        root: &Table<'_>,
        scope: Scope,
        regions: &[Region],
    ) -> Vec<Branch> {
        let tables = root.tables("then");
        let last = tables.len();
        let mut branches: Vec<Branch> = Vec::new();
        for (table, position) in tables.into_iter().zip(1..) {
            let place = table.place();
            match (table.has("if"), position == last) {
                (false, false) => table
                    .mistake("a branch without `if` is always taken: those behind it never are"),
                // A card of stage 0 may be left out: the rule limits what others show.
                (true, true) if self.stage != 0 => {
                    table.mistake(
                        "the last branch has no `if`: else the rule could fire and say nothing",
                    );
                }
                _ => {}
            }
            let Some(branch) = self.branch(table, position, last, scope, regions) else {
                continue;
            };
            if branches.iter().any(|other| other.name == branch.name) {
                self.context.mistakes.add(
                    &place,
                    format!("branch \"{}\" is defined twice", branch.name),
                );
            }
            branches.push(branch);
        }
        if last == 0 && self.stage != 0 {
            root.mistake("`then` is missing: what the rule says when it fires");
        }
        branches
    }

    fn branch(
        &self,
        table: Table<'_>,
        position: usize,
        count: usize,
        scope: Scope,
        regions: &[Region],
    ) -> Option<Branch> {
        let (ids, frame) = (self.context.ids, Frame::of(scope));
        let name = table.get("name").and_then(|node| node.text());
        if name.is_none() && count > 1 {
            table.mistake(
                "`name` is missing: each of several branches has one, for traces and cases",
            );
        }
        let if_ = self.if_(&table, frame);
        let indicator = table
            .need("indicator")
            .and_then(|node| node.one_of("indicator", INDICATORS));
        let card = table.need("card").and_then(|node| ids.cards.get(node));
        let target = table.get("target").and_then(|node| self.target(node));
        let class = table.get("class").and_then(|node| self.class(node));
        let pathway = table.get("pathway").and_then(pathway);
        let suggest = table
            .list("suggest")
            .into_iter()
            .filter_map(|node| self.suggest(node, frame, regions))
            .collect();
        let ask = table
            .list("ask")
            .into_iter()
            .filter_map(|node| self.ask(node, frame))
            .collect();
        let limit = self.limit(&table, scope);
        let hold = table
            .get("hold")
            .map(|node| self.hold(node))
            .unwrap_or_default();
        table.finish();
        Some(Branch {
            name: name.map_or_else(|| Word::from(position.to_string()), Word::from),
            if_: if_.ok()?,
            indicator: indicator?,
            card: card?,
            target,
            class,
            pathway,
            suggest,
            ask,
            limit,
            hold,
        })
    }

    /// The columns of the proposed orders that a safety rule holds back.
    fn hold(&self, node: Node<'_>) -> Vec<Where> {
        if self.stage != 5 {
            node.key_mistake("`hold` is for the safety rules of stage 5");
        }
        columns(node, self.context)
    }

    /// The parameter that says how soon: a time.
    fn target(&self, node: Node<'_>) -> Option<Word> {
        let name = self.context.ids.parameters.get(node)?;
        if self
            .context
            .defaults
            .get(&name)
            .is_some_and(|setting| setting.days().is_none())
        {
            node.mistake(format!("`target` takes a time, \"{name}\" is none"));
            return None;
        }
        Some(name)
    }

    fn suggest(&self, node: Node<'_>, frame: Frame, regions: &[Region]) -> Option<Suggest> {
        let table = node.table()?;
        let action = table
            .need("action")
            .and_then(|node| node.one_of("action", ACTIONS));
        let order = table.get("order");
        let choice = order.and_then(|node| self.order(node, regions));
        let priority = table.get("priority").and_then(|node| {
            node.one_of(
                "priority",
                Priority::ALL.map(|priority| (priority, priority.word())),
            )
        });
        let if_ = self.if_(&table, frame);
        match (action, order) {
            (Some(ActionKind::Delete), Some(order)) => {
                order.key_mistake("`delete` takes no `order`: it takes the judged one away");
            }
            (Some(ActionKind::Create | ActionKind::Update | ActionKind::UpdateOrCreate), None) => {
                node.mistake("`order` is missing: what is offered");
            }
            _ => {}
        }
        table.finish();
        let order = match (action?, order) {
            (ActionKind::Delete, _) | (_, None) => OrderChoice::None,
            (_, Some(_)) => choice?,
        };
        Some(Suggest {
            action: action?,
            order,
            priority,
            if_: if_.ok()?,
        })
    }

    fn order(&self, node: Node<'_>, regions: &[Region]) -> Option<OrderChoice> {
        let orders = &self.context.ids.orders;
        if !node.is_table() {
            return orders.get(node).map(OrderChoice::One);
        }
        let mut chosen = BTreeMap::new();
        for node in node.table()?.entries() {
            let Some(region) =
                node.key_of("region", Region::ALL.map(|region| (region, region.word())))
            else {
                continue;
            };
            if !regions.contains(&region) {
                node.key_mistake(format!(
                    "the rule does not speak for {region}: it is not in `regions`"
                ));
            }
            let Some(order) = orders.get(node) else {
                continue;
            };
            let covers = self
                .orders
                .get(&order)
                .is_none_or(|order| order.regions.is_empty() || order.regions.contains(region));
            if !covers && region != Region::Unspecified {
                node.mistake(format!("order \"{order}\" does not cover {region}"));
            }
            chosen.insert(region, order);
        }
        Some(OrderChoice::ByRegion(chosen))
    }

    fn ask(&self, node: Node<'_>, frame: Frame) -> Option<Ask> {
        if !node.is_table() {
            let finding = finding(node, self.context)?;
            askable(node, &[finding], self.context);
            return Some(Ask { finding, if_: None });
        }
        let table = node.table()?;
        let asked = table.need("finding").and_then(|node| {
            let finding = finding(node, self.context)?;
            askable(node, &[finding], self.context);
            Some(finding)
        });
        let if_ = self.if_(&table, frame);
        table.finish();
        Some(Ask {
            finding: asked?,
            if_: if_.ok()?,
        })
    }
}
