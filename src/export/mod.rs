//! The catalogue as FHIR R4 definitions, so that others can read the protocol in their own tools.
//!
//! | file | what it holds |
//! |---|---|
//! | `PlanDefinition-<rule>.json` | one active rule: events, conditions, branches, what it suggests and asks |
//! | `PlanDefinition-spine-protocol.json` | the rules in their order, by stage |
//! | `ActivityDefinition-<order>.json` | one order that a card can offer |
//! | `ValueSet-<concept>.json` | the codes of one concept |
//! | `Library-catalogue.json` | every file of `hooks/`, which is the logic itself |
//! | `Library-profile-<profile>.json` | the parameters of one profile with their values |
//! | `Library-manifest.json` | all of the above |
//!
//! Everything is a draft and experimental: nobody has signed the protocol. What is written depends on the catalogue and the base
//! alone, so the same catalogue gives the same bytes.

mod base;
mod condition;
mod folder;
mod library;
mod order;
mod protocol;
mod publication;
mod rule;
mod value_set;

#[cfg(test)]
mod tests;

pub use base::{Base, BaseError};
pub use folder::{FolderError, Written, write};

use condition::Conditions;
use foramen_protocol::{Catalog, words::Words};
use foramen_typed::{TypedError, knowledge::About};
use publication::Publication;
use serde_json::value::RawValue;
use std::{collections::BTreeSet, fmt};

/// The types of what is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A rule or the protocol.
    PlanDefinition,
    /// An order.
    ActivityDefinition,
    /// The codes of a concept.
    ValueSet,
    /// Logic, numbers, lists.
    Library,
}

impl Kind {
    /// All kinds, in the order in which they are counted.
    pub const ALL: [Self; 4] = [
        Self::PlanDefinition,
        Self::ActivityDefinition,
        Self::ValueSet,
        Self::Library,
    ];

    /// The FHIR type.
    pub fn word(self) -> &'static str {
        match self {
            Self::PlanDefinition => "PlanDefinition",
            Self::ActivityDefinition => "ActivityDefinition",
            Self::ValueSet => "ValueSet",
            Self::Library => "Library",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One resource, ready to be written into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its type.
    pub kind: Kind,
    /// Its id, which is also the end of its url and the name of its file.
    pub id: String,
    /// The resource as indented JSON, with a line feed at the end.
    pub json: String,
}

impl Document {
    /// The name of its file: `PlanDefinition-E1.json`.
    pub fn file(&self) -> String {
        format!("{}-{}.json", self.kind, self.id)
    }
}

/// Why a catalogue cannot be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A name in the catalogue makes no legal resource.
    #[error("\"{name}\" cannot be exported: {error}")]
    Resource {
        /// The name of the rule, order, concept or profile.
        name: String,
        /// Why.
        error: TypedError,
    },
    /// Two names of the catalogue lead to one file.
    #[error("two names of the catalogue lead to {file}; rename one of them in hooks")]
    Twice {
        /// The file.
        file: String,
    },
    /// The resource is no JSON.
    #[error("\"{name}\" could not be written as JSON: {error}")]
    Json {
        /// The name of the rule, order, concept or profile.
        name: String,
        /// Why.
        error: serde_json::Error,
    },
}

/// The profile whose numbers stand in conditions that are put into words.
const PROFILE: &str = "us-acr";

/// Everything that a catalogue says, as FHIR definitions below one base url.
pub fn documents(catalog: &Catalog, base: &Base) -> Result<Vec<Document>, ExportError> {
    let content = catalog.content();
    let publication = Publication { content, base };
    let profile = catalog
        .profile(PROFILE)
        .or_else(|| content.profiles.values().next());
    // Words need no patient: no facts, and any day.
    let conditions = Conditions {
        content,
        words: profile.map(|profile| Words::of_trace(content, &profile.parameters)),
        profile: profile.map_or("", |profile| &profile.id),
    };
    let mut shelf = Shelf::default();
    for rule in catalog.rules() {
        let plan = rule::plan(&publication, &conditions, rule);
        shelf.add(Kind::PlanDefinition, &rule.id, &plan)?;
    }
    let protocol = protocol::plan(&publication, catalog);
    shelf.add(Kind::PlanDefinition, protocol::ID, &protocol)?;
    for order in content.orders.values() {
        let order_definition = order::definition(&publication, order);
        shelf.add(Kind::ActivityDefinition, &order.id, &order_definition)?;
    }
    for value_set in value_set::all(&publication) {
        shelf.add(Kind::ValueSet, &value_set.about.id, &value_set)?;
    }
    shelf.add(
        Kind::Library,
        library::CATALOGUE,
        &library::catalogue(&publication, catalog.digest()),
    )?;
    for profile in content.profiles.values() {
        let library = library::profile(&publication, profile);
        shelf.add(Kind::Library, &profile.id, &library)?;
    }
    let manifest = library::manifest(&publication, &shelf.documents);
    shelf.add(Kind::Library, library::MANIFEST, &manifest)?;
    Ok(shelf.documents)
}

/// What can be written as a definition.
trait Definition {
    fn about(&self) -> &About;
    fn write(&self) -> Result<Box<RawValue>, TypedError>;
}

macro_rules! definitions {
    ($($new:ident by $write:ident,)+) => {
        $(impl Definition for foramen_typed::knowledge::$new {
            fn about(&self) -> &About { &self.about }
            fn write(&self) -> Result<Box<RawValue>, TypedError> { foramen_typed::knowledge::$write(self) }
        })+
    };
}

definitions! {
    NewPlanDefinition by plan_definition,
    NewActivityDefinition by activity_definition,
    NewValueSet by value_set,
    NewLibrary by library,
}

/// The documents so far, no two of one name. Names are compared without case, since some file systems do.
#[derive(Default)]
struct Shelf {
    documents: Vec<Document>,
    names: BTreeSet<String>,
}

impl Shelf {
    fn add(
        &mut self,
        kind: Kind,
        name: &str,
        definition: &impl Definition,
    ) -> Result<(), ExportError> {
        let name = || name.to_owned();
        let json = definition.write().map_err(|error| ExportError::Resource {
            name: name(),
            error,
        })?;
        let json = pretty(&json).map_err(|error| ExportError::Json {
            name: name(),
            error,
        })?;
        let document = Document {
            kind,
            id: definition.about().id.clone(),
            json,
        };
        if !self.names.insert(document.file().to_lowercase()) {
            return Err(ExportError::Twice {
                file: document.file(),
            });
        }
        self.documents.push(document);
        Ok(())
    }
}

fn pretty(json: &RawValue) -> Result<String, serde_json::Error> {
    let value: serde_json::Value = serde_json::from_str(json.get())?;
    Ok(serde_json::to_string_pretty(&value)? + "\n")
}
