//! Reads `hooks/`: TOML texts become a typed catalogue, and every mistake is noted with its place.

mod cards;
mod cases;
mod catalogue;
mod condition;
mod document;
mod findings;
mod ids;
mod lexicon;
mod orders;
mod parameters;
mod profiles;
mod reader;
mod rules;
mod services;
mod sources;
mod value;
mod value_sets;

use crate::{
    catalog::{Catalog, Content, File},
    check,
    mistake::{Mistake, Mistakes},
};
use document::Documents;
use foramen_facts::{Parameters, Vocabulary};
use ids::Ids;
use sha2::{Digest, Sha256};
use std::fmt::Write;

pub(crate) use profiles::DEFAULT as DEFAULT_PROFILE;

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
    defaults: &'a Parameters,
    mistakes: &'a Mistakes,
}

impl Draft {
    /// Reads all files of a `hooks/` folder: `path` below it with forward slashes, and text. Never stops at a mistake.
    pub fn load(mut files: Vec<File>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mistakes = Mistakes::default();
        let content = read(&files, &mistakes);
        Self { content, files, mistakes }
    }

    /// Checks what only the whole catalogue shows, and hands it out if there is no mistake.
    pub fn check(self) -> Result<Catalog, Vec<Mistake>> {
        if let Some(content) = &self.content {
            check::all(content, &self.mistakes);
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
    let context =
        |vocabulary| Context { documents: &documents, ids: &ids, vocabulary, defaults: &defaults, mistakes };
    let groups = findings::groups(&context(&vocabulary));
    let derived = findings::derived(&context(&vocabulary));
    let codes = value_sets::read(&context(&vocabulary), &groups);
    let words = lexicon::read(&context(&vocabulary), &codes);
    codes.put_into(&mut vocabulary);
    words.put_into(&mut vocabulary);

    let context = context(&vocabulary);
    let (cards, lines, overrides) = cards::read(&context);
    let orders = orders::read(&context);
    let rules = rules::read(&context, &orders);
    let profiles = profiles::read(&context, &parameters);
    let services = services::read(&context);
    let sources = sources::read(&context);
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
        services,
        parameters,
        profiles,
        guidance: head.guidance,
        pending: head.pending,
        questionnaire,
        vocabulary,
    })
}
