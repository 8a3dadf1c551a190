//! Logic and numbers as data.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fhirbolt::model::r4::types;
use serde_json::value::RawValue;

use super::about::{About, RelatedArtifact, coded, definition, related, words};
use crate::TypedError;
use crate::text::{string, token};
use crate::write::write;

const RESOURCE: &str = "Library";

/// What a library holds (FHIR R4, value set `library-type`, as far as it is needed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LibraryType {
    /// Rules and what they need.
    Logic,
    /// A list of definitions.
    AssetCollection,
}

impl LibraryType {
    fn code(self) -> &'static str {
        match self {
            Self::Logic => "logic-library",
            Self::AssetCollection => "asset-collection",
        }
    }
}

/// The type of a parameter (FHIR R4, data types).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterType {
    /// A number with a unit.
    Quantity,
    /// A word of a closed list.
    Code,
    /// True or false.
    Boolean,
}

impl ParameterType {
    fn code(self) -> &'static str {
        match self {
            Self::Quantity => "Quantity",
            Self::Code => "code",
            Self::Boolean => "boolean",
        }
    }
}

/// A parameter of the logic. R4 has no place for its value here: it stands in the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name. Required.
    pub name: String,
    /// What it means.
    pub documentation: String,
    /// Its type.
    pub kind: ParameterType,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its media type, e.g. `application/toml`. Required (R4 invariant `att-1`).
    pub content_type: String,
    /// Its name.
    pub title: String,
    /// Its bytes.
    pub data: Vec<u8>,
}

/// A library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLibrary {
    /// Who it is.
    pub about: About,
    /// A business identifier: system and value.
    pub identifier: Option<(String, String)>,
    /// What it holds.
    pub kind: LibraryType,
    /// What it rests on or consists of.
    pub related: Vec<RelatedArtifact>,
    /// What can be set.
    pub parameter: Vec<Parameter>,
    /// The files.
    pub content: Vec<Attachment>,
}

/// Writes a library as an R4 `Library`.
pub fn library(new: &NewLibrary) -> Result<Box<RawValue>, TypedError> {
    new.about.check(RESOURCE)?;
    let parameter: Option<Vec<_>> = new.parameter.iter().map(Parameter::typed).collect();
    let parameter = parameter.ok_or(TypedError::Missing {
        resource: RESOURCE,
        element: "parameter.name",
    })?;
    let content: Option<Vec<_>> = new.content.iter().map(Attachment::typed).collect();
    let content = content.ok_or(TypedError::Missing {
        resource: RESOURCE,
        element: "content.contentType",
    })?;
    let library = definition!(Library, new.about, {
        identifier: new.identifier.iter().filter_map(identifier).collect(),
        r#type: coded("http://terminology.hl7.org/CodeSystem/library-type", new.kind.code()),
        related_artifact: related(&new.related),
        parameter: parameter,
        content: content,
    });
    write(&library, RESOURCE)
}

fn identifier((system, value): &(String, String)) -> Option<types::Identifier> {
    Some(types::Identifier {
        system: token(system).map(Into::into),
        value: Some(string(value)?.into()),
        ..Default::default()
    })
}

impl Parameter {
    fn typed(&self) -> Option<types::ParameterDefinition> {
        Some(types::ParameterDefinition {
            name: Some(token(&self.name)?.into()),
            r#use: "in".into(),
            min: Some(0.into()),
            max: Some("1".into()),
            documentation: words(Some(&self.documentation)),
            r#type: self.kind.code().into(),
            ..Default::default()
        })
    }
}

impl Attachment {
    fn typed(&self) -> Option<types::Attachment> {
        Some(types::Attachment {
            content_type: Some(token(&self.content_type)?.into()),
            data: (!self.data.is_empty()).then(|| STANDARD.encode(&self.data).into()),
            title: words(Some(&self.title)),
            ..Default::default()
        })
    }
}
