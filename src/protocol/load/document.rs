//! Which file of `hooks/` holds what, and its parsed text.

use super::reader::Table;
use crate::{catalog::File, format::Place, mistake::Mistakes};
use toml::{Spanned, de::DeTable};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// `catalogue.toml`.
    Catalogue,
    /// `guidance.toml`.
    Guidance,
    /// `sources.toml`.
    Sources,
    /// `source-attributes.toml`.
    SourceAttributes,
    /// `profiles/parameters.toml`.
    Parameters,
    /// Another file of `profiles/`.
    Profile,
    /// A file of `findings/`.
    Findings,
    /// A file of `value-sets/`.
    ValueSets,
    /// A file of `lexicon/`.
    Lexicon,
    /// A file of `cards/`.
    Cards,
    /// A file of `orders/`.
    Orders,
    /// A file of `services/`.
    Service,
    /// A rule, in the folder of this stage.
    Rule(u8),
}

/// The folders of the stages; the number is the stage.
pub(super) const STAGES: [(u8, &str); 7] = [
    (0, "0-scope"),
    (1, "1-emergent"),
    (2, "2-urgent"),
    (3, "3-result"),
    (4, "4-imaging"),
    (5, "5-order"),
    (6, "6-conservative"),
];

const QUESTIONNAIRE: &str = "questionnaire.json";

impl Part {
    fn of(path: &str) -> Option<Self> {
        let stem = path.strip_suffix(".toml")?;
        Some(match stem.split('/').collect::<Vec<_>>().as_slice() {
            ["catalogue"] => Self::Catalogue,
            ["guidance"] => Self::Guidance,
            ["sources"] => Self::Sources,
            ["source-attributes"] => Self::SourceAttributes,
            ["profiles", "parameters"] => Self::Parameters,
            ["profiles", _] => Self::Profile,
            ["findings", _] => Self::Findings,
            ["value-sets", _] => Self::ValueSets,
            ["lexicon", _] => Self::Lexicon,
            ["cards", _] => Self::Cards,
            ["orders", _] => Self::Orders,
            ["services", _] => Self::Service,
            ["protocol", folder, _] => {
                Self::Rule(STAGES.iter().find(|(_, name)| name == folder)?.0)
            }
            _ => return None,
        })
    }
}

/// A parsed file.
#[derive(Debug)]
pub(super) struct Document<'a> {
    pub(super) part: Part,
    /// Index into the catalogue's files.
    pub(super) file: usize,
    /// Path below `hooks/`.
    pub(super) path: &'a str,
    tree: Spanned<DeTable<'a>>,
}

impl Document<'_> {
    /// The table of the whole file.
    pub(super) fn root<'d>(&'d self, mistakes: &'d Mistakes) -> Table<'d> {
        Table::root(self.tree.get_ref(), self.file, mistakes)
    }
}

/// All parsed files, in the order of their paths.
#[derive(Debug)]
pub(super) struct Documents<'a> {
    all: Vec<Document<'a>>,
}

impl<'a> Documents<'a> {
    /// Parses every file; of a file with a syntax error, what can be saved is kept for its names.
    pub(super) fn parse(files: &'a [File], mistakes: &Mistakes) -> Self {
        let mut all = Vec::new();
        for (index, file) in files.iter().enumerate() {
            let whole = Place {
                file: index,
                span: 0..0,
            };
            let Some(part) = Part::of(&file.path) else {
                if file.path != QUESTIONNAIRE {
                    mistakes.add_with_help(
                        &whole,
                        "no file of this place and name is read",
                        PLACES,
                    );
                }
                continue;
            };
            let (tree, errors) = DeTable::parse_recoverable(&file.text);
            for error in errors {
                let place = Place {
                    span: error.span().unwrap_or(0..0),
                    ..whole.clone()
                };
                mistakes.add_syntax(&place, error.message().to_owned());
            }
            all.push(Document {
                part,
                file: index,
                path: &file.path,
                tree,
            });
        }
        Self { all }
    }

    /// All files.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Document<'a>> {
        self.all.iter()
    }

    /// The files that hold a part.
    pub(super) fn of(&self, part: Part) -> impl Iterator<Item = &Document<'a>> {
        self.all
            .iter()
            .filter(move |document| document.part == part)
    }
}

/// The served questionnaire.
pub(super) fn questionnaire(files: &[File]) -> Option<(usize, &File)> {
    files
        .iter()
        .enumerate()
        .find(|(_, file)| file.path == QUESTIONNAIRE)
}

/// Whether a file is a page in Markdown.
pub(super) fn is_page(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, end)| end.eq_ignore_ascii_case("md"))
}

const PLACES: &str = "files are catalogue.toml, guidance.toml, sources.toml, source-attributes.toml, questionnaire.json, and *.toml in findings, value-sets, lexicon, cards, \
                      orders, profiles, services and protocol/{0-scope,1-emergent,2-urgent,3-result,4-imaging,5-order,6-conservative}";
