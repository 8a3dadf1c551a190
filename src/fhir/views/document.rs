//! `DocumentReference`.

use jiff::tz::TimeZone;

use crate::date::DateRange;
use crate::element::{Attachment, Codeable, Many, Period, Reference, Text};
use crate::read::fields;

/// A `DocumentReference`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document<'a> {
    /// `status`: `current`, `superseded`, `entered-in-error`.
    pub status: Option<Text<'a>>,
    /// `docStatus`: `preliminary`, `final`, `amended`, `entered-in-error`.
    pub doc_status: Option<Codeable<'a>>,
    /// `type`.
    pub kind: Option<Codeable<'a>>,
    /// `category`, STU3 `class`.
    pub category: Many<Codeable<'a>>,
    /// `date`, STU3 `indexed`.
    pub date: Option<Text<'a>>,
    /// `description`.
    pub description: Option<Text<'a>>,
    /// `context`; R5 has encounters here directly and the period beside it.
    pub context: Many<DocumentContext<'a>>,
    /// R5 `period`.
    pub period: Option<Period<'a>>,
    /// `content`.
    pub content: Many<DocumentContent<'a>>,
    /// `relatesTo`.
    pub relates_to: Many<DocumentRelation<'a>>,
}

fields! {
    Document<'a> {
        "status" => status,
        "docStatus" => doc_status,
        "type" => kind,
        "category" | "class" => category,
        "date" | "indexed" => date,
        "description" => description,
        "context" => context,
        "period" => period,
        "content" => content,
        "relatesTo" => relates_to
    }
}

impl<'a> Document<'a> {
    /// The encounters that it was written in, of any release, as they were referred to.
    pub fn encounters(&self) -> impl Iterator<Item = &str> {
        self.context.iter().flat_map(|context| {
            let inner = context
                .encounter
                .iter()
                .filter_map(|encounter| encounter.reference.as_deref());
            inner.chain(context.reference.as_deref())
        })
    }

    /// The attachments, in order.
    pub fn attachments(&self) -> impl Iterator<Item = &Attachment<'a>> {
        self.content
            .iter()
            .filter_map(|content| content.attachment.as_ref())
    }

    /// The day that it speaks of: the end of its period, else its date, else the creation of its first attachment.
    pub fn clinical_date(&self, zone: &TimeZone) -> Option<DateRange> {
        let periods = self.period.iter().chain(
            self.context
                .iter()
                .filter_map(|context| context.period.as_ref()),
        );
        let ends = periods
            .filter_map(|period| period.end(zone))
            .max_by_key(|end| end.latest());
        ends.or_else(|| self.date.as_ref()?.date(zone)).or_else(|| {
            self.attachments()
                .find_map(|attachment| attachment.creation.as_ref()?.date(zone))
        })
    }

    /// What this document says it replaces.
    pub fn replaces(&self) -> impl Iterator<Item = &Reference<'a>> {
        let replacing = self.relates_to.iter().filter(|relation| {
            relation
                .code
                .as_ref()
                .is_some_and(|code| code.is("replaces"))
        });
        replacing.filter_map(|relation| relation.target.as_ref())
    }
}

/// `context` of R4: the clinical setting of the document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DocumentContext<'a> {
    /// `encounter`.
    pub encounter: Many<Reference<'a>>,
    /// `period`, the time of the service that is documented.
    pub period: Option<Period<'a>>,
    /// R5: the reference that stands in place of the context.
    pub reference: Option<Text<'a>>,
}

fields! { DocumentContext<'a> { "encounter" => encounter, "period" => period, "reference" => reference } }

/// `content`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DocumentContent<'a> {
    /// `attachment`.
    pub attachment: Option<Attachment<'a>>,
}

fields! { DocumentContent<'a> { "attachment" => attachment } }

/// `relatesTo`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DocumentRelation<'a> {
    /// `code`: `replaces`, `transforms`, `signs`, `appends`.
    pub code: Option<Codeable<'a>>,
    /// `target`.
    pub target: Option<Reference<'a>>,
}

fields! { DocumentRelation<'a> { "code" => code, "target" => target } }
