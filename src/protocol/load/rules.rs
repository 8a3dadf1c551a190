//! `protocol/*/*.toml`: rules.

use super::{
    Context, attributes,
    cases::case,
    catalogue::is_rule_id,
    condition::{Frame, condition},
    document::{Document, Part, STAGES},
    reader::{Node, Table},
};
use crate::format::{
    Answer, Branch, Class, Condition, Hook, Indicator, Limit, Number, OrderTemplate, Pathway, Rule,
    Scope, Showing, Status,
};
use foramen_facts::{Attribute, Region, Word};
use std::collections::BTreeMap;

mod branch;

/// The indicators.
pub(super) const INDICATORS: [(Indicator, &str); 3] = [
    (Indicator::Info, "info"),
    (Indicator::Warning, "warning"),
    (Indicator::Critical, "critical"),
];

const SCOPES: [(Scope, &str); 3] = [
    (Scope::Region, "region"),
    (Scope::Patient, "patient"),
    (Scope::Order, "order"),
];

/// Reads all rules, by stage and number; those without a number come last in their stage.
pub(super) fn read(context: &Context<'_>, orders: &BTreeMap<Word, OrderTemplate>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (stage, _) in STAGES {
        for document in context.documents.of(Part::Rule(stage)) {
            rules.extend(
                Reader {
                    stage,
                    context,
                    orders,
                }
                .rule(document),
            );
        }
    }
    rules.sort_by(|a, b| {
        (a.stage, a.number.is_none(), &a.number, &a.id).cmp(&(
            b.stage,
            b.number.is_none(),
            &b.number,
            &b.id,
        ))
    });
    rules
}

struct Reader<'a> {
    /// The stage of the folder.
    stage: u8,
    context: &'a Context<'a>,
    orders: &'a BTreeMap<Word, OrderTemplate>,
}

impl Reader<'_> {
    fn rule(&self, document: &Document<'_>) -> Option<Rule> {
        let (context, ids) = (self.context, self.context.ids);
        let root = document.root(context.mistakes);
        let place = root
            .get("id")
            .map_or_else(|| root.place(), |node| node.place());
        let id = root.need("id").and_then(|node| id(node, document.path));
        let title = root.need_text("title");
        let status = self.status(&root);
        self.check_stage(&root);
        let number = root.get("number").and_then(number);
        let class = root.need("class").and_then(|node| self.class(node));
        let pathway = root.need("pathway").and_then(pathway);
        let scope = root
            .get("scope")
            .and_then(|node| node.one_of("scope", SCOPES))
            .unwrap_or_default();
        let regions = regions(&root, scope);
        let hooks = root
            .get("hooks")
            .map(|node| self.hooks(node))
            .unwrap_or_default();
        let implements = ids.guidance.all(root.get("implements"));
        let sources = ids.sources.all(root.get("sources"));
        let replaces = ids.rules(root.get("replaces"));
        let frame = Frame::of(scope);
        let when = root
            .need("when")
            .and_then(|node| condition(node, frame, context));
        let answer = root.get("answer").and_then(|node| self.answer(node));
        let limit = self.limit(&root, scope);
        let branches = self.branches(&root, scope, &regions);
        if self.stage == 0
            && limit.is_none()
            && branches.iter().all(|branch| branch.limit.is_none())
        {
            root.mistake(
                "a rule of stage 0 needs a `limit`: what may still show; stages = [] shows nothing",
            );
        }
        let cases = self.cases(&root, &branches);
        root.finish();
        Some(Rule {
            id: id?,
            title: title?,
            status: status?,
            stage: self.stage,
            number,
            class: class?,
            pathway: pathway?,
            scope,
            regions,
            hooks,
            implements,
            sources,
            replaces,
            when: when?,
            answer,
            limit,
            branches,
            cases,
            place,
        })
    }

    fn status(&self, root: &Table<'_>) -> Option<Status> {
        let node = root.need("status");
        let successor = root
            .get("successor")
            .and_then(|node| self.context.ids.rule(node).map(|id| (node, id)));
        let node = node?;
        match (
            node.one_of(
                "status",
                ["draft", "active", "retired"].map(|word| (word, word)),
            )?,
            successor,
        ) {
            ("retired", Some((_, successor))) => Some(Status::Retired(successor)),
            ("retired", None) => {
                node.mistake("a retired rule needs a `successor`");
                None
            }
            (_, Some((successor, _))) => {
                successor.key_mistake("only a retired rule has a `successor`");
                None
            }
            ("draft", None) => Some(Status::Draft),
            _ => Some(Status::Active),
        }
    }

    fn check_stage(&self, root: &Table<'_>) {
        let Some(node) = root.need("stage") else {
            return;
        };
        if let Some(stage) = node.count::<u8>().filter(|stage| *stage != self.stage) {
            let folder = |stage| {
                STAGES
                    .iter()
                    .find(|(other, _)| *other == stage)
                    .map_or("none", |(_, folder)| folder)
            };
            node.mistake(format!(
                "stage {stage} stands in the folder {}, this is {}",
                folder(stage),
                folder(self.stage)
            ));
        }
    }

    /// A class of the stage.
    fn class(&self, node: Node<'_>) -> Option<Class> {
        let class = node.one_of(
            "class",
            Class::ALL.iter().map(|(class, word, _)| (*class, *word)),
        )?;
        let fits = |stages: &[u8]| stages.contains(&self.stage);
        let accepted: Vec<_> = Class::ALL
            .iter()
            .filter(|(.., stages)| fits(stages))
            .collect();
        if !accepted.iter().any(|(other, ..)| *other == class) {
            let words = crate::mistake::listed(accepted.into_iter().map(|(_, word, _)| *word));
            node.mistake(format!(
                "class \"{}\" is not of stage {}; accepted: {words}",
                class.word(),
                self.stage
            ));
            return None;
        }
        Some(class)
    }

    fn hooks(&self, node: Node<'_>) -> BTreeMap<Hook, Showing> {
        let entries = node
            .table()
            .map(|table| table.entries())
            .unwrap_or_default();
        entries
            .into_iter()
            .filter_map(|node| self.showing(node))
            .collect()
    }

    fn showing(&self, node: Node<'_>) -> Option<(Hook, Showing)> {
        let hook = node.key_of("hook", Hook::ALL.map(|hook| (hook, hook.word())));
        let showing = match node.text()?.strip_prefix("with:") {
            Some(rule) => Showing::With(self.with(node, rule)?),
            None => node.one_of(
                "showing",
                [
                    (Showing::Own, "own"),
                    (Showing::Alone, "alone"),
                    (Showing::Ride, "ride"),
                    (Showing::Warnings, "warnings"),
                    (Showing::Last, "last"),
                    (Showing::Own, "with:RULE"),
                ],
            )?,
        };
        Some((hook?, showing))
    }

    fn with(&self, node: Node<'_>, rule: &str) -> Option<Word> {
        let ids = self.context.ids;
        if ids.rules.contains(rule) || ids.pending.iter().any(|pending| &**pending == rule) {
            return Some(Word::from(rule));
        }
        node.mistake(ids.rules.unknown(rule));
        None
    }

    fn answer(&self, node: Node<'_>) -> Option<Answer> {
        if !matches!(self.stage, 1 | 2) {
            node.key_mistake("`answer` is for stages 1 and 2: a study answers an alarm");
        }
        let table = node.table()?;
        let words = |key, attribute| {
            let nodes = table
                .get(key)
                .map(|node| node.one_or_many())
                .unwrap_or_default();
            nodes
                .into_iter()
                .filter_map(|node| attributes::word(node, attribute, &[]))
                .collect::<Vec<_>>()
        };
        let modality = words("modality", Attribute::Modality);
        let explains = words("explains", Attribute::Result);
        let regions = table
            .get("regions")
            .map(|node| node.regions())
            .unwrap_or_default();
        if modality.is_empty() {
            node.mistake("`answer` needs a `modality`: which studies answer the rule");
        }
        table.finish();
        Some(Answer {
            modality,
            explains,
            regions,
        })
    }

    fn limit(&self, table: &Table<'_>, scope: Scope) -> Option<Limit> {
        let node = table.get("limit")?;
        if self.stage != 0 {
            node.key_mistake("`limit` is for stage 0");
        }
        let table = node.table()?;
        let stages = table
            .need("stages")
            .map(|node| node.list())
            .unwrap_or_default();
        let stages = stages
            .into_iter()
            .filter_map(|node| {
                let stage = node.count::<u8>()?;
                if stage > 6 {
                    node.mistake(format!("unknown stage {stage}; accepted: 0 to 6"));
                }
                Some(stage)
            })
            .collect();
        let certain = table.truth("certain");
        let indicator = table
            .get("indicator")
            .and_then(|node| node.one_of("indicator", INDICATORS));
        let order_only = table.get("order_only");
        if let Some(node) = order_only.filter(|_| scope != Scope::Order) {
            node.key_mistake(
                "`order_only` is for rules of `scope = \"order\"`: other rules judge no order",
            );
        }
        let order_only = order_only.and_then(|node| node.truth()).unwrap_or_default();
        table.finish();
        Some(Limit {
            stages,
            certain,
            indicator,
            order_only,
        })
    }

    fn cases(&self, root: &Table<'_>, branches: &[Branch]) -> Vec<crate::format::Case> {
        root.tables("case")
            .into_iter()
            .filter_map(|table| case(table, branches, self.context))
            .collect()
    }

    /// A condition that is optional; broken, it takes its owner with it.
    fn if_(&self, table: &Table<'_>, frame: Frame) -> Result<Option<Condition>, ()> {
        match table.get("if") {
            None => Ok(None),
            Some(node) => condition(node, frame, self.context).map(Some).ok_or(()),
        }
    }
}

fn id(node: Node<'_>, path: &str) -> Option<Word> {
    let id = node.text()?;
    if !is_rule_id(id) {
        node.mistake(format!(
            "rule id \"{id}\" takes letters and digits only: it is the topic code on the wire"
        ));
        return None;
    }
    let file = path.rsplit('/').next().unwrap_or(path);
    let prefix = file.split(['-', '.']).next().unwrap_or(file);
    if prefix != id {
        node.mistake(format!(
            "rule \"{id}\" stands in a file named {id}-….toml, this one is for \"{prefix}\""
        ));
    }
    Some(Word::from(id))
}

fn number(node: Node<'_>) -> Option<Number> {
    let text = node.text()?;
    let number = Number::parse(text);
    if number.is_none() {
        node.mistake(format!(
            "number \"{text}\" takes digits and at most one letter, such as \"50\" or \"50b\""
        ));
    }
    number
}

fn pathway(node: Node<'_>) -> Option<Pathway> {
    node.one_of(
        "pathway",
        Pathway::ALL.map(|pathway| (pathway, pathway.word())),
    )
}

fn regions(root: &Table<'_>, scope: Scope) -> Vec<Region> {
    match root.get("regions") {
        Some(node) => {
            let regions = node.regions();
            if node.is_list() && regions.is_empty() {
                node.mistake("`regions` is empty: the rule would speak for no one");
            }
            regions
        }
        None if scope == Scope::Region => {
            root.mistake("`regions` is missing: the regions that the rule speaks for");
            Vec::new()
        }
        None => Region::ALL.to_vec(),
    }
}
