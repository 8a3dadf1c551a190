//! Reads `hooks/`: TOML texts become a typed catalogue, and every mistake is noted with its place.

mod attributes;
mod cards;
mod cases;
mod catalogue;
mod condition;
mod document;
mod findings;
mod guidance;
mod ids;
mod lexicon;
mod order_map;
mod orders;
mod parameters;
mod profiles;
mod reader;
mod rules;
mod services;
mod source_attributes;
mod sources;
mod value;
mod value_sets;

use crate::{
    catalog::{Allowed, Catalog, Content, File, ParameterText},
    check,
    mistake::{Mistake, Mistakes, unknown_word},
};
use document::Documents;
use foramen_facts::{Parameters, Vocabulary, Word};
use ids::Ids;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt::Write};

pub(crate) use findings::LONGEST_TITLE;
pub use order_map::order_map;

/// A catalogue that was read and not yet checked.
#[derive(Debug)]
pub struct Draft {
    content: Option<Content>,
    files: Vec<File>,
    mistakes: Mistakes,
}

/// What the readers of single files look things up in.
#[derive(Clone, Copy)]
struct Context<'a> {
    documents: &'a Documents<'a>,
    ids: &'a Ids,
    vocabulary: &'a Vocabulary,
    parameters: &'a BTreeMap<Word, ParameterText>,
    defaults: &'a Parameters,
    mistakes: &'a Mistakes,
}

impl Context<'_> {
    /// A word that a policy parameter may be set to.
    fn policy(&self, node: reader::Node<'_>, name: &str) -> Option<Word> {
        let word = node.word()?;
        let accepted = self.parameters.get(name).map(|text| &text.allowed)?;
        match accepted {
            Allowed::Words(words) if !words.iter().any(|known| &**known == word) => {
                node.mistake(unknown_word(
                    &format!("word of \"{name}\""),
                    word,
                    words.iter().map(|word| &**word),
                ));
                None
            }
            _ => Some(Word::from(word)),
        }
    }
}

impl Draft {
    /// Reads all files of a `hooks/` folder: `path` below it with forward slashes, and text. Never stops at a mistake.
    ///
    /// Pages in Markdown say in words what the other files say: they are no part of the catalogue, nor of its digest.
    pub fn load(mut files: Vec<File>) -> Self {
        files.retain(|file| !document::is_page(&file.path));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mistakes = Mistakes::default();
        let content = read(&files, &mistakes);
        Self {
            content,
            files,
            mistakes,
        }
    }

    /// Checks what only the whole catalogue shows, and hands it out if there is no mistake.
    pub fn check(self) -> Result<Catalog, Vec<Mistake>> {
        if let Some(content) = &self.content {
            check::all(content, &self.files, &self.mistakes);
        }
        match self.content {
            Some(mut content) if self.mistakes.is_empty() => {
                content.files = self.files;
                let digest = digest(&content.files);
                Ok(Catalog { content, digest })
            }
            _ => Err(self.mistakes.sorted(&self.files)),
        }
    }
}

/// Lengths stand before the texts, so that no two catalogues write the same bytes.
fn digest(files: &[File]) -> String {
    let mut hash = Sha256::new();
    for part in files.iter().flat_map(|file| [&file.path, &file.text]) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The order is that of what refers to what: names, parameters, findings, codes, and then everything that speaks of them.
fn read(files: &[File], mistakes: &Mistakes) -> Option<Content> {
    let documents = Documents::parse(files, mistakes);
    let mut ids = Ids::collect(&documents, files, mistakes);
    let questionnaire = catalogue::questionnaire(files, &mut ids, mistakes);
    let (parameters, defaults) = parameters::read(&documents, &ids, mistakes);
    let findings = findings::read(&documents, &ids, mistakes);
    let mut vocabulary = findings::vocabulary(findings, mistakes)?;
    let (groups, derived, codes, words) = {
        let context = Context {
            documents: &documents,
            ids: &ids,
            vocabulary: &vocabulary,
            parameters: &parameters,
            defaults: &defaults,
            mistakes,
        };
        let groups = findings::groups(&context);
        let derived = findings::derived(&context);
        let codes = value_sets::read(&context, &groups);
        let words = lexicon::read(&context, &codes);
        (groups, derived, codes, words)
    };
    codes.put_into(&mut vocabulary);
    words.put_into(&mut vocabulary);

    let context = Context {
        documents: &documents,
        ids: &ids,
        vocabulary: &vocabulary,
        parameters: &parameters,
        defaults: &defaults,
        mistakes,
    };
    let (cards, lines, overrides) = cards::read(&context);
    let orders = orders::read(&context);
    let rules = rules::read(&context, &orders);
    let profiles = profiles::read(&context);
    let services = services::read(&context);
    let sources = sources::read(&context);
    let source_attributes = source_attributes::read(&context);
    let carried = guidance::read(&context);
    let head = catalogue::read(&context);
    Some(Content {
        format: head.format,
        protocol: head.protocol,
        title: head.title,
        files: Vec::new(),
        groups,
        derived,
        rules,
        cards,
        lines,
        overrides,
        orders,
        sources,
        source_attributes,
        services,
        parameters,
        defaults,
        profiles,
        guidance: head.guidance,
        carried,
        pending: head.pending,
        questionnaire,
        vocabulary,
    })
}
