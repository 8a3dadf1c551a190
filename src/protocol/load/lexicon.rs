//! `lexicon/*.toml`: words of imaging reports, and drug names that no code list names.

use super::{
    Context,
    attributes::RESULTS,
    document::Part,
    reader::{Node, Table},
    value_sets::{Codes, near_concept},
};
use foramen_facts::{Phrase, Vocabulary, Word};
use std::collections::BTreeSet;

/// Phrases and drug names, on their way into the vocabulary.
pub(super) struct Words {
    results: Vec<Phrase>,
    ingredients: BTreeSet<(String, usize)>,
}

impl Words {
    /// Hands everything over.
    pub(super) fn put_into(self, vocabulary: &mut Vocabulary) {
        vocabulary.results = self.results;
        vocabulary.ingredients = self.ingredients.into_iter().collect();
    }
}

/// Reads the lexicon; every ingredient with an `RxNorm` code is a drug name as well.
pub(super) fn read(context: &Context<'_>, codes: &Codes) -> Words {
    let mut words = Words {
        results: Vec::new(),
        ingredients: codes.ingredients().collect(),
    };
    for document in context.documents.of(Part::Lexicon) {
        let root = document.root(context.mistakes);
        for table in root.tables("result") {
            result(table, &mut words.results);
        }
        for table in root.tables("ingredient") {
            ingredient(&table, codes, &mut words.ingredients);
            table.finish();
        }
        root.finish();
    }
    words
}

fn result(table: Table<'_>, results: &mut Vec<Phrase>) {
    let class = table
        .need("class")
        .and_then(|node| node.word_of("class", RESULTS));
    for node in table
        .need("phrases")
        .map(|node| node.list())
        .unwrap_or_default()
    {
        let (Some(text), Some(says)) = (node.text(), class.clone()) else {
            continue;
        };
        let text = text.to_lowercase();
        match results.iter().find(|phrase| phrase.text == text) {
            Some(other) => node.mistake(format!("\"{text}\" already says {}", other.says)),
            None => results.push(Phrase { text, says }),
        }
    }
    // The examples are run by the tests of the reader of reports; here they only have to be texts.
    if let Some(examples) = table.get("examples").and_then(|node| node.table()) {
        for key in ["present", "absent"] {
            examples.texts(key);
        }
        examples.finish();
    }
    table.finish();
}

fn ingredient(table: &Table<'_>, codes: &Codes, ingredients: &mut BTreeSet<(String, usize)>) {
    let concept = table.need("concept").and_then(|node| concept(node, codes));
    let mut seen = BTreeSet::new();
    for node in table
        .need("names")
        .map(|node| node.list())
        .unwrap_or_default()
    {
        let Some(name) = node.text().map(str::to_lowercase) else {
            continue;
        };
        if !seen.insert(name.clone()) {
            node.mistake(format!("\"{name}\" is listed twice"));
        }
        ingredients.extend(concept.map(|concept| (name, concept)));
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
