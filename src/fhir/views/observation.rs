//! `Observation`.

use jiff::tz::TimeZone;

use crate::date::DateRange;
use crate::element::{Annotation, Codeable, Many, Moment, Quantity, Reference, Text, Value};
use crate::read::fields;

/// An `Observation`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observation<'a> {
    /// `status`.
    pub status: Option<Text<'a>>,
    /// `category`.
    pub category: Many<Codeable<'a>>,
    /// `code`.
    pub code: Option<Codeable<'a>>,
    /// `value[x]`.
    pub value: Option<Value<'a>>,
    /// `effective[x]`.
    pub effective: Moment<'a>,
    /// `issued`.
    pub issued: Option<Text<'a>>,
    /// `interpretation`.
    pub interpretation: Many<Codeable<'a>>,
    /// `dataAbsentReason`.
    pub data_absent_reason: Option<Codeable<'a>>,
    /// `referenceRange`.
    pub reference_range: Many<ReferenceRange<'a>>,
    /// `component`.
    pub component: Many<Component<'a>>,
    /// `hasMember`.
    pub has_member: Many<Reference<'a>>,
    /// `bodySite`.
    pub body_site: Many<Codeable<'a>>,
    /// `encounter`, STU3 `context`.
    pub encounter: Option<Reference<'a>>,
    /// `note`, STU3 `comment`.
    pub note: Many<Annotation<'a>>,
}

fields! {
    Observation<'a> {
        "status" => status,
        "category" => category,
        "code" => code,
        "effectiveDateTime" | "effectiveInstant" => effective.date,
        "effectivePeriod" => effective.period,
        "effectiveTiming" => effective.timing,
        "issued" => issued,
        "interpretation" => interpretation,
        "dataAbsentReason" => data_absent_reason,
        "referenceRange" => reference_range,
        "component" => component,
        "hasMember" => has_member,
        "bodySite" => body_site,
        "encounter" | "context" => encounter,
        "note" | "comment" | "comments" => note,
        .. value
    }
}

impl Observation<'_> {
    /// The days on which it held; `issued` if nothing else was said.
    pub fn effective_date(&self, zone: &TimeZone) -> Option<DateRange> {
        self.effective
            .when(zone)
            .span()
            .or_else(|| self.issued.as_ref()?.date(zone))
    }

    /// The codes of its interpretation, such as `H` or `LL`.
    pub fn interpretation_codes(&self) -> impl Iterator<Item = &str> {
        interpretation_codes(&self.interpretation)
    }
}

/// `component`: an observation inside an observation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Component<'a> {
    /// `code`.
    pub code: Option<Codeable<'a>>,
    /// `value[x]`.
    pub value: Option<Value<'a>>,
    /// `dataAbsentReason`.
    pub data_absent_reason: Option<Codeable<'a>>,
    /// `interpretation`.
    pub interpretation: Many<Codeable<'a>>,
    /// `referenceRange`.
    pub reference_range: Many<ReferenceRange<'a>>,
}

fields! {
    Component<'a> {
        "code" => code,
        "dataAbsentReason" => data_absent_reason,
        "interpretation" => interpretation,
        "referenceRange" => reference_range,
        .. value
    }
}

impl Component<'_> {
    /// The codes of its interpretation, such as `H` or `LL`.
    pub fn interpretation_codes(&self) -> impl Iterator<Item = &str> {
        interpretation_codes(&self.interpretation)
    }
}

/// A bare string in place of an interpretation is its code.
fn interpretation_codes<'v>(interpretation: &'v [Codeable<'_>]) -> impl Iterator<Item = &'v str> {
    interpretation.iter().flat_map(|concept| {
        let text = concept
            .text
            .as_deref()
            .filter(|_| concept.codings.is_empty());
        concept
            .codings
            .iter()
            .filter_map(|coding| coding.raw_code.as_deref())
            .chain(text)
            .map(str::trim)
    })
}

/// `referenceRange`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReferenceRange<'a> {
    /// `low`.
    pub low: Option<Quantity<'a>>,
    /// `high`.
    pub high: Option<Quantity<'a>>,
    /// `type`; absent or `normal` for the usual range.
    pub kind: Option<Codeable<'a>>,
    /// `text`, such as `<5`.
    pub text: Option<Text<'a>>,
}

fields! {
    #[text = |text| Some(ReferenceRange { text: Some(Text::new(text)?), ..ReferenceRange::default() })]
    ReferenceRange<'a> { "low" => low, "high" => high, "type" | "meaning" => kind, "text" => text }
}
