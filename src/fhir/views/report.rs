//! `DiagnosticReport` and `ImagingStudy`.

use jiff::tz::TimeZone;

use super::concepts;
use crate::date::DateRange;
use crate::element::{
    Annotation, Attachment, Codeable, CodeableReference, Many, Moment, Reference, Text,
};
use crate::read::fields;

/// A `DiagnosticReport`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DiagnosticReport<'a> {
    /// `status`.
    pub status: Option<Text<'a>>,
    /// `category`.
    pub category: Many<Codeable<'a>>,
    /// `code`.
    pub code: Option<Codeable<'a>>,
    /// `effective[x]`; see [`DiagnosticReport::effective_date`].
    pub effective: Moment<'a>,
    /// `issued`.
    pub issued: Option<Text<'a>>,
    /// `conclusion`.
    pub conclusion: Option<Text<'a>>,
    /// `conclusionCode`, STU3 `codedDiagnosis`.
    pub conclusion_code: Many<Codeable<'a>>,
    /// `result`, the observations that it reports.
    pub result: Many<Reference<'a>>,
    /// `imagingStudy`, R5 `study`.
    pub imaging_study: Many<Reference<'a>>,
    /// `basedOn`, the orders that it answers.
    pub based_on: Many<Reference<'a>>,
    /// `presentedForm`.
    pub presented_form: Many<Attachment<'a>>,
    /// `encounter`, STU3 `context`.
    pub encounter: Option<Reference<'a>>,
    /// R5 `note`.
    pub note: Many<Annotation<'a>>,
}

fields! {
    DiagnosticReport<'a> {
        "status" => status,
        "category" => category,
        "code" => code,
        "effectiveDateTime" => effective.date,
        "effectivePeriod" => effective.period,
        "issued" => issued,
        "conclusion" => conclusion,
        "conclusionCode" | "codedDiagnosis" => conclusion_code,
        "result" => result,
        "imagingStudy" | "study" => imaging_study,
        "basedOn" => based_on,
        "presentedForm" => presented_form,
        "encounter" | "context" => encounter,
        "note" => note
    }
}

impl DiagnosticReport<'_> {
    /// The days that it speaks of; `issued` if nothing else was said.
    pub fn effective_date(&self, zone: &TimeZone) -> Option<DateRange> {
        self.effective
            .when(zone)
            .span()
            .or_else(|| self.issued.as_ref()?.date(zone))
    }
}

/// An `ImagingStudy`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImagingStudy<'a> {
    /// `status`.
    pub status: Option<Text<'a>>,
    /// `started`.
    pub started: Option<Text<'a>>,
    /// `modality`, STU3 `modalityList`; see [`ImagingStudy::modalities`].
    pub modality: Many<Codeable<'a>>,
    /// `procedureCode` and `procedureReference`, R5 `procedure`; see [`ImagingStudy::procedures`].
    pub procedure: Many<CodeableReference<'a>>,
    /// `description`.
    pub description: Option<Text<'a>>,
    /// `series`.
    pub series: Many<Series<'a>>,
    /// `reasonCode` and `reasonReference`, R5 `reason`.
    pub reason: Many<CodeableReference<'a>>,
    /// `encounter`, STU3 `context`.
    pub encounter: Option<Reference<'a>>,
    /// `note`.
    pub note: Many<Annotation<'a>>,
}

fields! {
    ImagingStudy<'a> {
        "status" => status,
        "started" => started,
        "modality" | "modalityList" => modality,
        "procedureCode" | "procedureReference" | "procedure" => procedure,
        "description" => description,
        "series" => series,
        "reasonCode" | "reasonReference" | "reason" => reason,
        "encounter" | "context" => encounter,
        "note" => note
    }
}

impl<'a> ImagingStudy<'a> {
    /// The modalities of the study and of its series.
    pub fn modalities(&self) -> impl Iterator<Item = &Codeable<'a>> {
        self.modality.iter().chain(
            self.series
                .iter()
                .filter_map(|series| series.modality.as_ref()),
        )
    }

    /// The codes of the procedure that was done.
    pub fn procedures(&self) -> impl Iterator<Item = &Codeable<'a>> {
        concepts(&self.procedure)
    }

    /// The coded or written reasons, of any release.
    pub fn reasons(&self) -> impl Iterator<Item = &Codeable<'a>> {
        concepts(&self.reason)
    }

    /// The day it began; without one, that of its first dated series.
    pub fn started_date(&self, zone: &TimeZone) -> Option<DateRange> {
        let own = self.started.as_ref().and_then(|started| started.date(zone));
        own.or_else(|| {
            self.series
                .iter()
                .find_map(|series| series.started.as_ref()?.date(zone))
        })
    }
}

/// `series` of an imaging study.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series<'a> {
    /// `modality`.
    pub modality: Option<Codeable<'a>>,
    /// `bodySite`.
    pub body_site: Option<Codeable<'a>>,
    /// `description`.
    pub description: Option<Text<'a>>,
    /// `started`.
    pub started: Option<Text<'a>>,
}

fields! {
    Series<'a> {
        "modality" => modality,
        "bodySite" => body_site,
        "description" => description,
        "started" => started
    }
}
