//! Codes with their text.

use std::borrow::Cow;

use serde::de::{Deserializer, MapAccess};
use serde_json::value::RawValue;

use super::{Identifier, Many, Reference, Text};
use crate::read::{FromObject, Read, ReadError, Slot, fields};
use crate::system::{System, normalise_code};

/// A `Coding`: a code, the system that it belongs to, and the sender's words for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coding<'a> {
    /// `system` as sent; [`Coding::system`] says which system is meant.
    pub uri: Option<Text<'a>>,
    /// `code` as sent; [`Coding::code`] gives the spelling of value sets.
    pub raw_code: Option<Text<'a>>,
    /// `display`.
    pub display: Option<Text<'a>>,
}

impl Coding<'_> {
    /// Which system the code belongs to.
    pub fn system(&self) -> System {
        self.uri.as_deref().map_or(System::Other, System::from_uri)
    }

    /// The code in the spelling of value sets.
    pub fn code(&self) -> Option<Cow<'_, str>> {
        self.raw_code
            .as_deref()
            .map(|code| normalise_code(self.system(), code))
    }

    fn is_empty(&self) -> bool {
        self.uri.is_none() && self.raw_code.is_none() && self.display.is_none()
    }
}

fields! {
    #[finish = |coding| (!coding.is_empty()).then_some(coding)]
    Coding<'a> { "system" => uri, "code" => raw_code, "display" => display }
}

/// A `CodeableConcept`, or what was sent in its place: a list with one, a `Coding`, an R5 `CodeableReference`, a string.
///
/// All codings count, never only the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codeable<'a> {
    /// Every coding that says anything.
    pub codings: Many<Coding<'a>>,
    /// `text`, or the bare string.
    pub text: Option<Text<'a>>,
}

impl<'a> Codeable<'a> {
    /// A concept that is known by its words alone.
    pub fn from_text(text: Text<'a>) -> Self {
        Self {
            codings: Many::default(),
            text: Some(text),
        }
    }

    /// What to call it: its text, else the first display, else the first code.
    pub fn label(&self) -> Option<&str> {
        let text = self.text.as_deref();
        text.or_else(|| {
            self.codings
                .iter()
                .find_map(|coding| coding.display.as_deref())
        })
        .or_else(|| {
            self.codings
                .iter()
                .find_map(|coding| coding.raw_code.as_deref())
        })
    }

    /// Every free text in it: `text`, then each `display` that differs from those before.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::new();
        let displays = self
            .codings
            .iter()
            .filter_map(|coding| coding.display.as_deref());
        for text in self.text.as_deref().into_iter().chain(displays) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }

    /// Whether a coding of any system, or the bare text, is this code. For FHIR's own small code lists.
    pub fn is(&self, code: &str) -> bool {
        let coded = self
            .codings
            .iter()
            .filter_map(|coding| coding.raw_code.as_ref())
            .any(|own| own.is(code));
        coded || self.text.as_ref().is_some_and(|text| text.is(code))
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.codings.is_empty() && self.text.is_none()
    }

    /// Both concepts in one. A second text is kept as the display of a coding of its own.
    #[must_use]
    pub fn joined(mut self, other: Self) -> Self {
        self.codings.append(other.codings);
        match (&self.text, other.text) {
            (Some(_), Some(text)) => self.codings.push(Coding {
                display: Some(text),
                ..Coding::default()
            }),
            (None, text) => self.text = text,
            (Some(_), None) => {}
        }
        self
    }

    fn unless_empty(self) -> Option<Self> {
        (!self.is_empty()).then_some(self)
    }
}

impl<'a> From<Coding<'a>> for Codeable<'a> {
    fn from(coding: Coding<'a>) -> Self {
        Self {
            codings: Some(coding).into(),
            text: None,
        }
    }
}

/// What R5 calls `CodeableReference`, and what older releases put in its place: a concept, a reference, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeableReference<'a> {
    /// `concept`, or the coding and text sent in place of it.
    pub concept: Option<Codeable<'a>>,
    /// `reference`, or the fields of a plain reference.
    pub reference: Option<Reference<'a>>,
}

impl CodeableReference<'_> {
    /// What to call it, by its own words alone.
    pub fn label(&self) -> Option<&str> {
        self.concept
            .as_ref()
            .and_then(Codeable::label)
            .or_else(|| self.reference.as_ref()?.display.as_deref())
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.concept.is_none() && self.reference.is_none()
    }
}

/// Concept and reference in separate keys, such as `medicationReference` and R5's `medication`, come together in one.
impl<'a> Slot<'a> for CodeableReference<'a> {
    fn fill<A: MapAccess<'a>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        let mut sent: Option<Self> = None;
        sent.fill(map)?;
        if let Some(sent) = sent {
            self.concept = sent.concept.or(self.concept.take());
            self.reference = sent.reference.or(self.reference.take());
        }
        Ok(())
    }
}

/// Every key of a concept, a coding, a reference and R5's union of them: senders of one release use another's shape.
#[derive(Default)]
struct Parts<'a> {
    codings: Many<Coding<'a>>,
    text: Option<Text<'a>>,
    system: Option<Text<'a>>,
    code: Option<Text<'a>>,
    display: Option<Text<'a>>,
    concept: Option<Codeable<'a>>,
    reference: Option<Reference<'a>>,
    kind: Option<Text<'a>>,
    identifier: Option<Identifier<'a>>,
}

fields! {
    #[text = |text| Some(Parts { text: Some(Text::new(text)?), ..Parts::default() })]
    Parts<'a> {
        "coding" => codings,
        "text" => text,
        "system" => system,
        "code" => code,
        "display" => display,
        "concept" => concept,
        "reference" => reference,
        "type" => kind,
        "identifier" => identifier,
    }
}

impl<'a> Parts<'a> {
    fn codeable(self) -> Option<Codeable<'a>> {
        let mut codeable = Codeable {
            codings: self.codings,
            text: self.text,
        };
        let inline = Coding {
            uri: self.system,
            raw_code: self.code,
            display: self.display,
        };
        if !inline.is_empty() {
            codeable.codings.push(inline);
        }
        match self.concept {
            Some(nested) => codeable.joined(nested).unless_empty(),
            None => codeable.unless_empty(),
        }
    }

    fn codeable_reference(mut self) -> Option<CodeableReference<'a>> {
        let mut reference = self.reference.take();
        if reference.is_some() || self.identifier.is_some() {
            let sent = reference.get_or_insert_default();
            sent.kind = sent.kind.take().or(self.kind.take());
            sent.identifier = sent.identifier.take().or(self.identifier.take());
            if self.code.is_none() {
                sent.display = sent.display.take().or(self.display.take());
            }
        }
        let both = CodeableReference {
            concept: self.codeable(),
            reference,
        };
        (!both.is_empty()).then_some(both)
    }
}

/// Reads two public types from the keys of [`Parts`].
macro_rules! read_from_parts {
    ($name:ident by $turn:ident) => {
        impl<'a> Read<'a> for $name<'a> {
            fn read<D: Deserializer<'a>>(from: D) -> Result<Option<Self>, D::Error> {
                Ok(Parts::read(from)?.and_then(Parts::$turn))
            }

            fn read_many<D: Deserializer<'a>>(from: D) -> Result<Many<Self>, D::Error> {
                Ok(Parts::read_many(from)?.and_then(Parts::$turn))
            }
        }

        impl<'a> FromObject<'a> for $name<'a> {
            fn from_object(raw: &'a RawValue) -> Result<Self, ReadError> {
                Ok(Parts::from_object(raw)?.$turn().unwrap_or_default())
            }
        }
    };
}
read_from_parts!(Codeable by codeable);
read_from_parts!(CodeableReference by codeable_reference);
