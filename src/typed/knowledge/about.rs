//! What every published definition says of itself.

use fhirbolt::model::r4::types;

use crate::TypedError;
use crate::text::{string, token};

/// Who a definition is and what it is for. All are written with status `draft` and as experimental: a reviewed one is
/// made by whoever reviews it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Logical id: 1 to 64 letters, digits, hyphens or points.
    pub id: String,
    /// Canonical url without version.
    pub url: String,
    /// Version of what is published, if it has one.
    pub version: String,
    /// Name for programs: a capital, then letters, digits and underscores (R4 invariants `pdf-0`, `lib-0`, `vsd-0`, `adf-0`).
    pub name: String,
    /// Name for people.
    pub title: String,
    /// What it is, in markdown.
    pub description: String,
    /// The clinical focus in words, e.g. `Neck and back pain`.
    pub focus: String,
    /// Whose codes it holds, and on which terms.
    pub copyright: Option<String>,
}

impl About {
    /// Refuses an identity that R4 does not accept.
    pub(super) fn check(&self, resource: &'static str) -> Result<(), TypedError> {
        let malformed = |element, form| {
            Err(TypedError::Malformed {
                resource,
                element,
                form,
            })
        };
        if !is_id(&self.id) {
            return malformed("id", "1 to 64 letters, digits, hyphens or points");
        }
        if !is_name(&self.name) {
            return malformed(
                "name",
                "a capital and at most 254 letters, digits or underscores",
            );
        }
        if token(&self.url).is_none() || self.url.contains([' ', '|', '#']) {
            return malformed("url", "a canonical url without version");
        }
        Ok(())
    }

    pub(super) fn version(&self) -> Option<types::String> {
        string(&self.version).map(Into::into)
    }

    pub(super) fn title(&self) -> Option<types::String> {
        string(&self.title).map(Into::into)
    }

    pub(super) fn description(&self) -> Option<types::Markdown> {
        string(&self.description).map(Into::into)
    }

    pub(super) fn copyright(&self) -> Option<types::Markdown> {
        self.copyright.as_deref().and_then(string).map(Into::into)
    }

    pub(super) fn use_context(&self) -> Vec<types::UsageContext> {
        let context = |focus: String| types::UsageContext {
            code: Box::new(types::Coding {
                system: Some("http://terminology.hl7.org/CodeSystem/usage-context-type".into()),
                code: Some("focus".into()),
                ..Default::default()
            }),
            value: types::UsageContextValue::CodeableConcept(Box::new(types::CodeableConcept {
                text: Some(focus.into()),
                ..Default::default()
            })),
            ..Default::default()
        };
        string(&self.focus).map(context).into_iter().collect()
    }
}

fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
}

fn is_name(name: &str) -> bool {
    name.len() <= 255
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Writes the elements that all definitions share, and those of one. A macro, since the model has a type of its own for each.
macro_rules! definition {
    ($resource:ident, $about:expr, { $($element:ident: $value:expr,)* }) => {
        fhirbolt::model::r4::resources::$resource {
            id: Some($about.id.clone().into()),
            url: Some($about.url.clone().into()),
            version: $about.version(),
            name: Some($about.name.clone().into()),
            title: $about.title(),
            status: "draft".into(),
            experimental: Some(true.into()),
            description: $about.description(),
            use_context: $about.use_context(),
            copyright: $about.copyright(),
            $($element: $value,)*
            ..Default::default()
        }
    };
}
pub(super) use definition;

/// How something else stands to a definition (FHIR R4, value set `related-artifact-type`, as far as it is needed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// What it cites.
    Citation,
    /// Why it is so.
    Justification,
    /// What it needs to be understood.
    DependsOn,
    /// What it consists of.
    ComposedOf,
}

impl Relation {
    fn code(self) -> &'static str {
        match self {
            Self::Citation => "citation",
            Self::Justification => "justification",
            Self::DependsOn => "depends-on",
            Self::ComposedOf => "composed-of",
        }
    }
}

/// A guideline, an article or another definition that one rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedArtifact {
    /// How it stands to the definition.
    pub relation: Relation,
    /// Its short name.
    pub label: Option<String>,
    /// Its title.
    pub display: Option<String>,
    /// How it is cited.
    pub citation: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Canonical of another definition.
    pub resource: Option<String>,
}

impl RelatedArtifact {
    /// Another definition, by its canonical.
    pub fn definition(relation: Relation, canonical: String) -> Self {
        Self {
            relation,
            label: None,
            display: None,
            citation: None,
            url: None,
            resource: Some(canonical),
        }
    }
}

pub(super) fn related(artifacts: &[RelatedArtifact]) -> Vec<types::RelatedArtifact> {
    artifacts
        .iter()
        .map(|artifact| types::RelatedArtifact {
            r#type: artifact.relation.code().into(),
            label: words(artifact.label.as_deref()),
            display: words(artifact.display.as_deref()),
            citation: artifact
                .citation
                .as_deref()
                .and_then(string)
                .map(Into::into),
            url: artifact.url.as_deref().and_then(token).map(Into::into),
            resource: artifact.resource.as_deref().and_then(token).map(Into::into),
            ..Default::default()
        })
        .collect()
}

/// An optional string element.
pub(super) fn words(text: Option<&str>) -> Option<types::String> {
    text.and_then(string).map(Into::into)
}

/// A concept of one coding.
pub(super) fn coded(system: &str, code: &str) -> Box<types::CodeableConcept> {
    Box::new(types::CodeableConcept {
        coding: vec![types::Coding {
            system: Some(system.to_owned().into()),
            code: Some(code.to_owned().into()),
            ..Default::default()
        }],
        ..Default::default()
    })
}
