//! Codes with one meaning.

use fhirbolt::model::r4::{resources, types};
use serde_json::value::RawValue;

use super::about::{About, definition, words};
use crate::TypedError;
use crate::text::{string, token};
use crate::write::write;

const RESOURCE: &str = "ValueSet";

/// A code of a value set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueSetCode {
    /// The code. Required.
    pub code: String,
    /// Words to show for it in this set; they need not be those of the code system.
    pub display: Option<String>,
}

/// Which codes of a system are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Codes {
    /// These. R4 does not allow an empty list: it would mean the whole system.
    Listed(Vec<ValueSetCode>),
    /// Those that match a regular expression as a whole.
    Matching(String),
}

/// Codes of one system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include {
    /// Uri of the system. Required.
    pub system: String,
    /// Which of its codes.
    pub codes: Codes,
}

/// A value set. Every code of every part is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewValueSet {
    /// Who it is.
    pub about: About,
    /// What its codes are for, and which of them nobody has checked, in markdown.
    pub purpose: Option<String>,
    /// Its parts; at least one.
    pub include: Vec<Include>,
}

/// Writes a value set as an R4 `ValueSet`.
pub fn value_set(new: &NewValueSet) -> Result<Box<RawValue>, TypedError> {
    new.about.check(RESOURCE)?;
    if new.include.is_empty() {
        return Err(missing("compose.include"));
    }
    let include: Result<Vec<_>, _> = new.include.iter().map(Include::typed).collect();
    let purpose = new.purpose.as_deref().and_then(string);
    let value_set = definition!(ValueSet, new.about, {
        purpose: purpose.map(types::Markdown::from),
        compose: Some(resources::ValueSetCompose { include: include?, ..Default::default() }),
    });
    write(&value_set, RESOURCE)
}

impl Include {
    fn typed(&self) -> Result<resources::ValueSetComposeInclude, TypedError> {
        let system = token(&self.system).ok_or_else(|| missing("compose.include.system"))?;
        let include = resources::ValueSetComposeInclude {
            system: Some(system.into()),
            ..Default::default()
        };
        Ok(match &self.codes {
            Codes::Listed(codes) if codes.is_empty() => {
                return Err(missing("compose.include.concept"));
            }
            Codes::Listed(codes) => resources::ValueSetComposeInclude {
                concept: codes
                    .iter()
                    .map(ValueSetCode::typed)
                    .collect::<Result<_, _>>()?,
                ..include
            },
            Codes::Matching(expression) => {
                let value =
                    string(expression).ok_or_else(|| missing("compose.include.filter.value"))?;
                resources::ValueSetComposeInclude {
                    filter: vec![resources::ValueSetComposeIncludeFilter {
                        property: "code".into(),
                        op: "regex".into(),
                        value: value.into(),
                        ..Default::default()
                    }],
                    ..include
                }
            }
        })
    }
}

impl ValueSetCode {
    fn typed(&self) -> Result<resources::ValueSetComposeIncludeConcept, TypedError> {
        let code = token(&self.code).ok_or_else(|| missing("compose.include.concept.code"))?;
        Ok(resources::ValueSetComposeIncludeConcept {
            code: code.into(),
            display: words(self.display.as_deref()),
            ..Default::default()
        })
    }
}

fn missing(element: &'static str) -> TypedError {
    TypedError::Missing {
        resource: RESOURCE,
        element,
    }
}
