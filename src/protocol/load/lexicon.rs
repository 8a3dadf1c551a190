//! `lexicon/*.toml`: words of imaging reports, words in names that state a finding, and drug names that no code list names.

use super::{
    Context,
    attributes::attributes,
    condition::finding as named,
    document::Part,
    reader::{Node, Table},
    value_sets::{Codes, near_concept},
};
use foramen_facts::{
    Confidence, DrugName, NamedFinding, Pattern, Phrase, RESULTS, State, Vocabulary, Word,
    named_findings, report_classes,
};
use std::collections::BTreeSet;

/// Phrases and drug names, on their way into the vocabulary.
pub(super) struct Words {
    results: Vec<Phrase>,
    names: Vec<NamedFinding>,
    ingredients: BTreeSet<DrugName>,
}

impl Words {
    /// Hands everything over.
    pub(super) fn put_into(self, vocabulary: &mut Vocabulary) {
        vocabulary.results = self.results;
        vocabulary.names = self.names;
        vocabulary.ingredients = self.ingredients.into_iter().collect();
    }
}

/// Reads the lexicon; every ingredient with an `RxNorm` code is a drug name as well.
pub(super) fn read(context: &Context<'_>, codes: &Codes) -> Words {
    let mut words = Words {
        results: Vec::new(),
        names: Vec::new(),
        ingredients: codes.ingredients().collect(),
    };
    let mut examples = Vec::new();
    let mut sayings = Vec::new();
    let mut all_read = true;
    for document in context.documents.of(Part::Lexicon) {
        let root = document.root(context.mistakes);
        for table in root.tables("result") {
            all_read &= result(table, &mut words.results, &mut examples);
        }
        for table in root.tables("finding") {
            all_read &= name(context, table, &mut words.names, &mut sayings);
        }
        for table in root.tables("ingredient") {
            ingredient(&table, codes, &mut words.ingredients);
            table.finish();
        }
        root.finish();
    }
    // An example of a phrase that could not be read would only repeat that mistake.
    if all_read {
        for example in examples {
            example.run(&words.results);
        }
        for saying in sayings {
            saying.run(&words.names);
        }
    }
    words
}

/// A sentence with the class that it must or must not have.
struct Example<'a> {
    node: Node<'a>,
    text: &'a str,
    class: Word,
    present: bool,
}

impl Example<'_> {
    fn run(&self, phrases: &[Phrase]) {
        let found = report_classes(phrases, self.text);
        let has = match &*self.class {
            Phrase::NOTHING => found.is_empty(),
            _ => found.contains(&self.class),
        };
        if has == self.present {
            return;
        }
        let read = if found.is_empty() {
            Phrase::NOTHING.to_owned()
        } else {
            found.join(", ")
        };
        let must = if self.present { "must" } else { "must not" };
        let class = &self.class;
        self.node.mistake(format!(
            "the example is read as {read}; it {must} say {class}"
        ));
    }
}

/// Reads phrases and examples of a class; whether all phrases could be read.
fn result<'a>(
    table: Table<'a>,
    results: &mut Vec<Phrase>,
    examples: &mut Vec<Example<'a>>,
) -> bool {
    let before = results.len();
    let accepted = RESULTS.iter().copied().chain([Phrase::NOTHING]);
    let class = table
        .need("class")
        .and_then(|node| node.one_of("class", accepted.map(|word| (Word::from(word), word))));
    let nodes = table
        .need("phrases")
        .map(|node| node.list())
        .unwrap_or_default();
    for node in &nodes {
        if let (Some(text), Some(says)) = (node.text(), class.clone()) {
            results.extend(phrase(*node, text, says, results));
        }
    }
    if let Some(own) = table.get("examples").and_then(|node| node.table()) {
        for (key, present) in [("present", true), ("absent", false)] {
            for node in own.list(key) {
                if let (Some(text), Some(class)) = (node.text(), class.clone()) {
                    examples.push(Example {
                        node,
                        text,
                        class,
                        present,
                    });
                }
            }
        }
        own.finish();
    }
    table.finish();
    results.len() - before == nodes.len()
}

/// A name with the finding that it must state, must deny, or must not state.
struct Saying<'a> {
    node: Node<'a>,
    text: &'a str,
    finding: Word,
    state: Option<State>,
}

impl Saying<'_> {
    fn run(&self, names: &[NamedFinding]) {
        let read = named_findings(names, self.text);
        let own = read
            .iter()
            .find(|(finding, _)| *finding == self.finding)
            .map(|(_, state)| *state);
        let right = match &*self.finding {
            Phrase::NOTHING => read.is_empty(),
            _ => own == self.state,
        };
        if right {
            return;
        }
        let said: Vec<&str> = read.iter().map(|(finding, _)| &**finding).collect();
        let said = if said.is_empty() {
            Phrase::NOTHING.to_owned()
        } else {
            said.join(", ")
        };
        let must = match self.state {
            Some(State::Present) => "must state",
            Some(State::Absent) => "must deny",
            None => "must not speak of",
        };
        let finding = &self.finding;
        self.node.mistake(format!(
            "the example is read as {said}; it {must} {finding}"
        ));
    }
}

/// Reads phrases and examples of a finding; whether all phrases could be read.
fn name<'a>(
    context: &Context<'_>,
    table: Table<'a>,
    names: &mut Vec<NamedFinding>,
    sayings: &mut Vec<Saying<'a>>,
) -> bool {
    let before = names.len();
    let id = table.need("finding").and_then(|node| {
        let id = node.text()?;
        if id == Phrase::NOTHING {
            return Some((Word::from(id), None));
        }
        Some((Word::from(id), Some(named(node, context)?)))
    });
    let said = table.get("attributes").and_then(|node| node.table());
    let confidence = said
        .as_ref()
        .and_then(|said| said.get("confidence"))
        .and_then(|node| node.one_of("confidence", [(Confidence::Probable, "probable")]))
        .unwrap_or(Confidence::Certain);
    let regions = said
        .as_ref()
        .and_then(|said| said.get("region"))
        .map(|node| node.regions())
        .unwrap_or_default();
    let beside = said
        .as_ref()
        .map(|said| attributes(said, &["confidence", "region"]))
        .unwrap_or_default();
    let nodes = table
        .need("phrases")
        .map(|node| node.list())
        .unwrap_or_default();
    for node in &nodes {
        if let (Some(text), Some((says, finding))) = (node.text(), id.clone())
            && let Some(phrase) = phrase(*node, text, says, names)
        {
            names.push(NamedFinding {
                phrase,
                finding,
                confidence,
                attributes: beside.clone(),
                regions: regions.iter().copied().collect(),
            });
        }
    }
    if let Some(own) = table.get("examples").and_then(|node| node.table()) {
        let lists = [
            ("present", Some(State::Present)),
            ("denied", Some(State::Absent)),
            ("absent", None),
        ];
        for (key, state) in lists {
            for node in own.list(key) {
                if let (Some(text), Some((finding, _))) = (node.text(), id.clone()) {
                    sayings.push(Saying {
                        node,
                        text,
                        finding,
                        state,
                    });
                }
            }
        }
        own.finish();
    }
    table.finish();
    names.len() - before == nodes.len()
}

fn phrase<P: AsRef<Phrase>>(
    node: Node<'_>,
    text: &str,
    says: Word,
    others: &[P],
) -> Option<Phrase> {
    let pattern = match Pattern::parse(text) {
        Ok(pattern) => pattern,
        Err(error) => {
            node.mistake(format!("the phrase \"{text}\" cannot be read: {error}"));
            return None;
        }
    };
    let mut others = others.iter().map(AsRef::as_ref);
    if let Some(other) = others.find(|other| other.pattern == pattern) {
        node.mistake(format!("\"{text}\" already says {}", other.says));
        return None;
    }
    Some(Phrase { pattern, says })
}

/// Reads the names of one concept's drugs: ingredients, and by ingredient what else each is called.
fn ingredient(table: &Table<'_>, codes: &Codes, ingredients: &mut BTreeSet<DrugName>) {
    let concept = table.need("concept").and_then(|node| concept(node, codes));
    let mut seen = BTreeSet::new();
    let mut drug = |node: Node<'_>, ingredient: Option<&str>| {
        let name = node.text()?.to_lowercase();
        if !seen.insert(name.clone()) {
            node.mistake(format!("\"{name}\" is listed twice"));
        }
        Some(DrugName {
            ingredient: ingredient.unwrap_or(&name).to_owned(),
            name,
            concept: concept?,
        })
    };
    let names = table.need("names").map(|node| node.list());
    for node in names.unwrap_or_default() {
        ingredients.extend(drug(node, None));
    }
    let others = table.get("other_names").and_then(|node| node.table());
    for node in others.iter().flat_map(Table::entries) {
        let is_own = |drug: &DrugName| Some(drug.concept) == concept && drug.name == node.key();
        if concept.is_some() && !ingredients.iter().any(is_own) {
            node.key_mistake(format!(
                "\"{}\" is no ingredient of this concept; list it in `names`",
                node.key()
            ));
        }
        for name in node.list() {
            ingredients.extend(drug(name, Some(node.key())));
        }
    }
}

fn concept(node: Node<'_>, codes: &Codes) -> Option<usize> {
    let id: Word = node.text()?.into();
    let position = codes.concept(&id);
    if position.is_none() {
        node.mistake(format!(
            "unknown value set \"{id}\"{}",
            near_concept(codes, &id)
        ));
    }
    position
}
