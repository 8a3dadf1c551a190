//! What a service answers with.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use thiserror::Error;

use crate::action::Action;

/// The answer to a service call. `cards` is always sent, also when there is nothing to say.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CdsResponse {
    /// What the clinician is shown.
    pub cards: Vec<Card>,
    /// What the client does without showing it, where both sides agreed on that beforehand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub system_actions: Vec<Action>,
    /// What one client understands beyond the specification: a JSON object with reverse-domain names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Box<RawValue>>,
}

/// One piece of advice.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// The name by which feedback calls the card; without it clients send none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    /// The advice in one sentence.
    pub summary: Summary,
    /// The reasons, in GitHub Flavored Markdown without HTML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// How urgent it is.
    pub indicator: Indicator,
    /// Where the advice comes from.
    pub source: Source,
    /// What the clinician may accept with one press.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<Suggestion>,
    /// How many suggestions may be accepted; required as soon as there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection_behavior: Option<SelectionBehavior>,
    /// Why a clinician may decline. Each needs a display.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub override_reasons: Vec<Coding>,
    /// Further reading, or an app.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// What one client understands beyond the specification: a JSON object with reverse-domain names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Box<RawValue>>,
}

impl Card {
    /// A card with what every card must have.
    pub fn new(summary: Summary, indicator: Indicator, source: Source) -> Self {
        Self {
            uuid: None,
            summary,
            detail: None,
            indicator,
            source,
            suggestions: Vec::new(),
            selection_behavior: None,
            override_reasons: Vec::new(),
            links: Vec::new(),
            extension: None,
        }
    }
}

/// The sentence of a card: one line of plain text with fewer than 140 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Summary(String);

/// Why a text is no summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SummaryError {
    /// Nothing to read.
    #[error("a summary must not be blank; write one sentence")]
    Blank,
    /// Longer than clients show.
    #[error("a summary has at most {max} characters, this has {length}; move the rest to `detail`", max = Summary::MAX_CHARS)]
    TooLong {
        /// Counted in characters.
        length: usize,
    },
    /// A line break or another control character.
    #[error("a summary is one line of plain text; remove line breaks and control characters")]
    NotOneLine,
}

impl Summary {
    /// "Fewer than 140 characters", by the specification.
    pub const MAX_CHARS: usize = 139;

    /// Checks and keeps a text.
    pub fn new(text: impl Into<String>) -> Result<Self, SummaryError> {
        let text = text.into();
        let length = text.chars().count();
        if text.trim().is_empty() {
            return Err(SummaryError::Blank);
        }
        if length > Self::MAX_CHARS {
            return Err(SummaryError::TooLong { length });
        }
        if text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
            return Err(SummaryError::NotOneLine);
        }
        Ok(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Summary {
    type Error = SummaryError;

    fn try_from(text: String) -> Result<Self, SummaryError> {
        Self::new(text)
    }
}

impl From<Summary> for String {
    fn from(summary: Summary) -> Self {
        summary.0
    }
}

/// How urgent a card is, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Indicator {
    /// For information.
    Info,
    /// Something should be reconsidered.
    Warning,
    /// Something must not wait.
    Critical,
}

/// Where a card's advice comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// A short name that is shown.
    pub label: String,
    /// An absolute address about the source, not about this patient's case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// An absolute address of a PNG with 100 by 100 pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// What the card is about. Stable: clients tie overrides and filters to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Coding>,
}

/// A code with its system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Coding {
    /// The code system's address.
    pub system: String,
    /// The code.
    pub code: String,
    /// Its words; override reasons must have them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

impl Coding {
    /// A code with its words.
    pub fn new(
        system: impl Into<String>,
        code: impl Into<String>,
        display: impl Into<String>,
    ) -> Self {
        Self {
            system: system.into(),
            code: code.into(),
            display: Some(display.into()),
        }
    }
}

/// What the clinician may accept with one press.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Suggestion {
    /// The text of the button.
    pub label: String,
    /// The name by which feedback calls it; without it clients send none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    /// Whether the client should propose it before the others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_recommended: bool,
    /// What is done on acceptance: all of it, in no particular order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
}

/// How many suggestions of a card may be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SelectionBehavior {
    /// One or none.
    AtMostOne,
    /// As many as the clinician likes.
    Any,
}

/// Further reading, or an app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// The text that is shown.
    pub label: String,
    /// An absolute address.
    pub url: String,
    /// How it is opened.
    #[serde(rename = "type")]
    pub kind: LinkKind,
    /// What a SMART app is told at launch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_context: Option<String>,
    /// Whether the client may open it instead of showing the card.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub autolaunchable: bool,
}

impl Link {
    /// A page, opened in a browser.
    pub fn absolute(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            url: url.into(),
            kind: LinkKind::Absolute,
            app_context: None,
            autolaunchable: false,
        }
    }

    /// A SMART app, launched with the patient in view.
    pub fn smart(label: impl Into<String>, url: impl Into<String>) -> Self {
        let kind = LinkKind::Smart;
        Self {
            kind,
            ..Self::absolute(label, url)
        }
    }
}

/// How a link is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    /// By an ordinary GET in a browser.
    Absolute,
    /// By a SMART launch.
    Smart,
}
