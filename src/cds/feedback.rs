//! What became of cards that were shown.

use std::{borrow::Cow, fmt};

use thiserror::Error;

use crate::{
    error::{BodyError, FieldError, Problem},
    field::{Field, body_error},
    json::{self, JsonType},
};

/// The body of a feedback call. It may name any card, more than once, and long after the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback<'a> {
    /// The items that could be read.
    pub items: Vec<FeedbackItem<'a>>,
    /// Why the others could not.
    pub malformed: Vec<FieldError>,
}

/// Why a body is no feedback at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FeedbackError {
    /// The body as a whole.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// `feedback` is missing or no array.
    #[error(transparent)]
    Field(#[from] FieldError),
}

/// What became of one card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackItem<'a> {
    /// The card's uuid.
    pub card: Cow<'a, str>,
    /// What the clinician did with it.
    pub outcome: Outcome,
    /// The uuids of the suggestions that were taken.
    pub accepted_suggestions: Vec<Cow<'a, str>>,
    /// Why the card was declined. The specification has one reason; one EHR sends `overrideReasons`.
    pub override_reasons: Vec<OverrideReason<'a>>,
    /// When, as the client wrote it: RFC 3339 in UTC.
    pub outcome_timestamp: Cow<'a, str>,
}

/// What a clinician did with a card. Cards that were ignored are not reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// At least one suggestion was taken.
    Accepted,
    /// The card was declined.
    Overridden,
}

/// Why a card was declined: a code, a comment or both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OverrideReason<'a> {
    /// The code of the reason, as offered on the card.
    pub code: Option<Cow<'a, str>>,
    /// The code's system.
    pub system: Option<Cow<'a, str>>,
    /// The code's words; often left out.
    pub display: Option<Cow<'a, str>>,
    /// The clinician's own words.
    pub user_comment: Option<UserComment<'a>>,
}

/// A clinician's free text, which may say anything about the patient. It shows itself only through
/// [`expose`](Self::expose).
#[derive(Clone, PartialEq, Eq)]
pub struct UserComment<'a>(Cow<'a, str>);

impl UserComment<'_> {
    /// The text, for storage that is protected like a record.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UserComment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<'a> Feedback<'a> {
    /// Reads a body. A malformed item costs that item.
    pub fn parse(body: &'a [u8]) -> Result<Self, FeedbackError> {
        let text = json::text_of(body)?;
        let [list] = json::members(text, ["feedback"]).map_err(|error| body_error(text, &error))?;
        let list = Field::new("feedback", list);
        list.required("an array")?;
        let mut feedback = Self {
            items: Vec::new(),
            malformed: Vec::new(),
        };
        for item in list.items()? {
            match FeedbackItem::read(&item) {
                Ok(item) => feedback.items.push(item),
                Err(error) => feedback.malformed.push(error),
            }
        }
        Ok(feedback)
    }
}

impl<'a> FeedbackItem<'a> {
    fn read(item: &Field<'a>) -> Result<Self, FieldError> {
        let [card, outcome, accepted, reason, reasons, timestamp] = item.members([
            "card",
            "outcome",
            "acceptedSuggestions",
            "overrideReason",
            "overrideReasons",
            "outcomeTimestamp",
        ])?;
        let outcome = Outcome::read(&outcome)?;
        if outcome == Outcome::Accepted {
            accepted.required("an array")?;
        }
        let mut override_reasons = OverrideReason::read_all(&reason)?;
        override_reasons.extend(OverrideReason::read_all(&reasons)?);
        Ok(Self {
            card: card.required_text()?,
            outcome,
            accepted_suggestions: suggestion_ids(&accepted)?,
            override_reasons,
            outcome_timestamp: timestamp.required_text()?,
        })
    }
}

fn suggestion_ids<'a>(accepted: &Field<'a>) -> Result<Vec<Cow<'a, str>>, FieldError> {
    let suggestions = accepted.items()?;
    let ids = suggestions.iter().map(|suggestion| {
        let [id] = suggestion.members(["id"])?;
        id.required_text()
    });
    ids.collect()
}

impl Outcome {
    fn read(field: &Field<'_>) -> Result<Self, FieldError> {
        match field.required_text()?.as_ref() {
            "accepted" => Ok(Self::Accepted),
            "overridden" => Ok(Self::Overridden),
            _ => {
                let accepted = "accepted, overridden".to_owned();
                Err(field.fails(Problem::NotOneOf { accepted }))
            }
        }
    }
}

impl<'a> OverrideReason<'a> {
    /// One object, or a list of them. What says nothing is left out.
    fn read_all(field: &Field<'a>) -> Result<Vec<Self>, FieldError> {
        let kind = field.raw().map(|raw| JsonType::of(raw.get()));
        let reasons = match kind {
            None => Vec::new(),
            Some(JsonType::Array) => field.items()?,
            Some(_) => vec![field.clone()],
        };
        let reasons = reasons.iter().map(Self::read);
        reasons
            .filter(|reason| {
                !reason
                    .as_ref()
                    .is_ok_and(|reason| *reason == Self::default())
            })
            .collect()
    }

    /// The code stands in `reason` or in the object itself; the words of reasons that an EHR adds on its own stand
    /// in an extension.
    fn read(field: &Field<'a>) -> Result<Self, FieldError> {
        let [reason, comment, extension] = field.members(["reason", "userComment", "extension"])?;
        let coding = if reason.raw().is_some() {
            &reason
        } else {
            field
        };
        let [code, system, display] = coding.members(["code", "system", "display"])?;
        Ok(Self {
            code: code.text()?,
            system: system.text()?,
            display: display.text()?.or_else(|| words_of(&extension)),
            user_comment: comment.text()?.map(UserComment),
        })
    }
}

fn words_of<'a>(extension: &Field<'a>) -> Option<Cow<'a, str>> {
    let names = extension.members(["reasonDisplay", "reasonTitle"]).ok()?;
    names.iter().find_map(|name| name.text().ok().flatten())
}
