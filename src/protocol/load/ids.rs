//! The names that files may refer to, collected before anything is read closely.

use super::{
    document::{Document, Documents, Part},
    reader::Node,
};
use crate::{
    catalog::File,
    format::Place,
    mistake::{Mistakes, did_you_mean, line_and_column},
};
use foramen_facts::Word;
use std::collections::BTreeMap;

/// The names of one kind, with the place where each is defined.
#[derive(Debug)]
pub(super) struct Names {
    one: &'static str,
    many: &'static str,
    folder: &'static str,
    places: BTreeMap<Word, Place>,
}

impl Names {
    fn new(one: &'static str, many: &'static str, folder: &'static str) -> Self {
        Self {
            one,
            many,
            folder,
            places: BTreeMap::new(),
        }
    }

    fn define(&mut self, node: Node<'_>, place: Place, files: &[File]) {
        let Some(name) = node.as_text() else { return };
        match self.places.get(name) {
            Some(first) => {
                let file = files.get(first.file);
                let (path, line) = file.map_or(("", 0), |file| {
                    (
                        file.path.as_str(),
                        line_and_column(&file.text, first.span.start).0,
                    )
                });
                node.mistake(format!(
                    "{} \"{name}\" is defined twice; first in {path}:{line}",
                    self.one
                ));
            }
            None => {
                self.places.insert(Word::from(name), place);
            }
        }
    }

    /// Whether a name is defined.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// All names.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Word> {
        self.places.keys()
    }

    /// The name that a value refers to.
    pub(super) fn get(&self, node: Node<'_>) -> Option<Word> {
        let name = node.text()?;
        let found = self
            .places
            .get_key_value(name)
            .map(|(name, _)| name.clone());
        if found.is_none() {
            node.mistake(self.unknown(name));
        }
        found
    }

    /// The names that a list refers to.
    pub(super) fn all(&self, node: Option<Node<'_>>) -> Vec<Word> {
        node.map(|node| node.one_or_many())
            .unwrap_or_default()
            .into_iter()
            .filter_map(|node| self.get(node))
            .collect()
    }

    /// What to say of a name that is not defined.
    pub(super) fn unknown(&self, name: &str) -> String {
        unknown(self.one, self.many, self.folder, name, self.places.keys())
    }
}

/// `unknown card "…"; did you mean "…"? 12 cards in hooks/cards`.
pub(super) fn unknown<'a>(
    one: &str,
    many: &str,
    folder: &str,
    name: &str,
    known: impl ExactSizeIterator<Item = &'a Word>,
) -> String {
    let count = known.len();
    let many = if count == 1 { one } else { many };
    match did_you_mean(name, known.map(|name| &**name)) {
        near if near.is_empty() => format!("unknown {one} \"{name}\"; {count} {many} in {folder}"),
        near => format!("unknown {one} \"{name}\"{near} {count} {many} in {folder}"),
    }
}

/// The names of a catalogue.
#[derive(Debug)]
pub(super) struct Ids {
    pub(super) findings: Names,
    pub(super) sets: Names,
    pub(super) parameters: Names,
    pub(super) profiles: Names,
    pub(super) cards: Names,
    pub(super) overrides: Names,
    pub(super) orders: Names,
    pub(super) rules: Names,
    pub(super) sources: Names,
    pub(super) guidance: Names,
    pub(super) questions: Names,
    lines: Names,
    services: Names,
    /// Rules, guidance rows, findings and parameters that are not in yet.
    pub(super) pending: Vec<Word>,
}

impl Ids {
    /// Collects the names of all files; a name that is defined twice is a mistake.
    pub(super) fn collect(documents: &Documents<'_>, files: &[File], mistakes: &Mistakes) -> Self {
        let mut ids = Self {
            findings: Names::new("finding", "findings", "hooks/findings"),
            sets: Names::new("value set", "value sets", "hooks/value-sets"),
            parameters: Names::new("parameter", "parameters", "hooks/profiles/parameters.toml"),
            profiles: Names::new("profile", "profiles", "hooks/profiles"),
            cards: Names::new("card", "cards", "hooks/cards"),
            overrides: Names::new("override reason", "override reasons", "hooks/cards"),
            orders: Names::new("order", "orders", "hooks/orders"),
            rules: Names::new("rule", "rules", "hooks/protocol"),
            sources: Names::new("source", "sources", "hooks/sources.toml"),
            guidance: Names::new("guidance row", "guidance rows", "hooks/catalogue.toml"),
            questions: Names::new("linkId", "linkIds", "hooks/questionnaire.json"),
            lines: Names::new("line", "lines", "hooks/cards"),
            services: Names::new("service", "services", "hooks/services"),
            pending: Vec::new(),
        };
        for document in documents.iter() {
            ids.collect_from(document, files, mistakes);
        }
        ids
    }

    fn collect_from(&mut self, document: &Document<'_>, files: &[File], mistakes: &Mistakes) {
        let root = document.root(mistakes);
        let each = |names: &mut Names, list: &'static str, key: &'static str| {
            for table in mistakes.silently(|| root.tables(list)) {
                if let Some(id) = table.get(key) {
                    names.define(id, id.place(), files);
                }
            }
        };
        match document.part {
            Part::Findings => {
                for list in ["finding", "group", "derived"] {
                    each(&mut self.findings, list, "id");
                }
            }
            Part::ValueSets => each(&mut self.sets, "set", "id"),
            Part::Cards => {
                each(&mut self.cards, "card", "id");
                each(&mut self.lines, "line", "id");
                each(&mut self.overrides, "override", "code");
            }
            Part::Orders => each(&mut self.orders, "order", "id"),
            Part::Profile | Part::Service | Part::Rule(_) => {
                let names = match document.part {
                    Part::Profile => &mut self.profiles,
                    Part::Service => &mut self.services,
                    _ => &mut self.rules,
                };
                if let Some(id) = root.get("id") {
                    names.define(id, id.place(), files);
                }
            }
            Part::Parameters | Part::Sources => {
                let names = if document.part == Part::Sources {
                    &mut self.sources
                } else {
                    &mut self.parameters
                };
                for entry in root.entries() {
                    names
                        .places
                        .insert(Word::from(entry.key()), entry.key_place());
                }
            }
            Part::Catalogue => {
                let words = |key| mistakes.silently(|| root.list(key));
                for row in words("guidance") {
                    self.guidance.define(row, row.place(), files);
                }
                self.pending = words("pending")
                    .iter()
                    .filter_map(Node::as_text)
                    .map(Word::from)
                    .collect();
            }
            Part::Guidance | Part::Lexicon | Part::SourceAttributes => {}
        }
    }

    /// Takes the linkIds of the questionnaire.
    pub(super) fn add_link_ids(&mut self, link_ids: impl IntoIterator<Item = String>) {
        self.questions.places.extend(
            link_ids
                .into_iter()
                .map(|id| (Word::from(id), Place::default())),
        );
    }

    /// The rule that a value refers to; a pending one is accepted, so that the catalogue can be built rule by rule.
    pub(super) fn rule(&self, node: Node<'_>) -> Option<Word> {
        let name = node.text()?;
        match self.pending.iter().find(|pending| &***pending == name) {
            Some(pending) => Some(pending.clone()),
            None => self.rules.get(node),
        }
    }

    /// The rules that a list refers to.
    pub(super) fn rules(&self, node: Option<Node<'_>>) -> Vec<Word> {
        node.map(|node| node.one_or_many())
            .unwrap_or_default()
            .into_iter()
            .filter_map(|node| self.rule(node))
            .collect()
    }
}
