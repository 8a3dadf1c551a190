//! Pages in Markdown that say what `hooks/` says, for those who read and sign it rather than write it.
//!
//! One page a rule, beside its file; an index of the rules; the table of guidance rows; the source attributes. All are generated, none is
//! read by the service, and the same catalogue gives the same bytes.

mod attributes;
mod branches;
mod card;
mod cases;
mod criteria;
mod folder;
mod guidance;
mod index;
mod markdown;
mod neighbours;
mod rule;
mod sources;
mod terms;
mod thresholds;

pub use folder::{Difference, State, differences, write};

use foramen_facts::FindingId;
use foramen_protocol::{
    Catalog, Content, Profile,
    cases::DEFAULT_PROFILE,
    format::{Rule, Status},
    words::Words,
};

/// A page and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Path below `hooks/`, with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Every page of a catalogue, by path.
pub fn all(catalog: &Catalog) -> Vec<Page> {
    let book = Book::of(catalog);
    let content = catalog.content();
    let mut pages: Vec<Page> = content
        .rules
        .iter()
        .map(|rule| Page {
            path: path(content, rule),
            text: rule::text(&book, rule),
        })
        .collect();
    pages.push(index::page_of(&book));
    pages.push(guidance::page_of(&book));
    pages.push(attributes::page_of(&book));
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    pages
}

/// What every page is written from.
struct Book<'a> {
    content: &'a Content,
    /// The profiles, the default one first.
    profiles: Vec<&'a Profile>,
    /// Conditions in words, with the numbers of the default profile.
    words: Words<'a>,
    catalog: &'a Catalog,
}

impl<'a> Book<'a> {
    fn of(catalog: &'a Catalog) -> Self {
        let content = catalog.content();
        let mut profiles: Vec<&Profile> = content.profiles.values().collect();
        profiles.sort_by_key(|profile| (&*profile.id != DEFAULT_PROFILE, profile.id.clone()));
        // A checked catalogue has the default profile; without one the defaults of the parameters would be missing, and words name them.
        let parameters = profiles.first().map(|profile| &profile.parameters);
        Self {
            content,
            words: Words::of_page(content, parameters),
            profiles,
            catalog,
        }
    }

    /// The short name of a finding.
    fn title(&self, id: FindingId) -> &str {
        self.content
            .vocabulary
            .finding(id)
            .map_or("", |finding| &finding.title)
    }

    /// The rules in force, by stage and number.
    fn active(&self) -> impl Iterator<Item = &'a Rule> {
        self.content
            .rules
            .iter()
            .filter(|rule| rule.status == Status::Active)
    }
}

/// The page of a rule: its file with another ending.
fn path(content: &Content, rule: &Rule) -> String {
    let file = content
        .files
        .get(rule.place.file)
        .map_or("", |file| file.path.as_str());
    format!("{}.md", file.strip_suffix(".toml").unwrap_or(file))
}
