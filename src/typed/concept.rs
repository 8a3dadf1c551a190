//! Coded concepts as the caller gives them, and as the model wants them.

use fhirbolt::model::r4::types;
use serde_json::{Map, Value};

use crate::text::{string, token};

/// One code of one code system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coding {
    /// Uri of the code system, e.g. `http://snomed.info/sct`.
    pub system: String,
    /// Code in that system. A coding without a code is left out of the resource.
    pub code: String,
    /// Words of the code system for the code, where they may be shipped.
    pub display: Option<String>,
}

/// A concept: any number of codings that mean the same, and words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeableConcept {
    /// The codings, the preferred one first.
    pub coding: Vec<Coding>,
    /// The concept in words.
    pub text: Option<String>,
}

impl CodeableConcept {
    /// The concept in the model's type; nothing if it has neither code nor words.
    pub(crate) fn typed(&self) -> Option<types::CodeableConcept> {
        let concept = types::CodeableConcept {
            coding: self.coding.iter().filter_map(Coding::typed).collect(),
            text: self.text.as_deref().and_then(string).map(Into::into),
            ..Default::default()
        };
        (!concept.coding.is_empty() || concept.text.is_some()).then_some(concept)
    }

    /// The concept as JSON, for an order that is not built but changed; nothing if it has neither code nor words.
    pub(crate) fn json(&self) -> Option<Value> {
        let coding: Vec<Value> = self.coding.iter().filter_map(Coding::json).collect();
        let mut concept = Map::new();
        if !coding.is_empty() {
            concept.insert("coding".into(), coding.into());
        }
        if let Some(text) = self.text.as_deref().and_then(string) {
            concept.insert("text".into(), text.into());
        }
        (!concept.is_empty()).then_some(Value::Object(concept))
    }
}

impl Coding {
    fn typed(&self) -> Option<types::Coding> {
        Some(types::Coding {
            system: token(&self.system).map(Into::into),
            code: Some(token(&self.code)?.into()),
            display: self.display.as_deref().and_then(string).map(Into::into),
            ..Default::default()
        })
    }

    fn json(&self) -> Option<Value> {
        let mut coding = Map::new();
        if let Some(system) = token(&self.system) {
            coding.insert("system".into(), system.into());
        }
        coding.insert("code".into(), token(&self.code)?.into());
        if let Some(display) = self.display.as_deref().and_then(string) {
            coding.insert("display".into(), display.into());
        }
        Some(Value::Object(coding))
    }
}

/// Concepts in the model's type, without the empty ones.
pub(crate) fn typed_all(concepts: &[CodeableConcept]) -> Vec<types::CodeableConcept> {
    concepts.iter().filter_map(CodeableConcept::typed).collect()
}
