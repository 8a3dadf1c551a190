//! Everything that a request holds about one patient.

mod build;
mod copies;
mod envelope;
mod identity;
mod index;

use std::borrow::Cow;

use serde_json::value::RawValue;

pub use build::RecordBuilder;
pub use index::Resolved;

use crate::element::{Codeable, CodeableReference, Raw, Reference, Text};
use crate::views::{
    AllergyIntolerance, Condition, Device, DeviceUse, DiagnosticReport, Document, Encounter,
    FamilyMemberHistory, ImagingStudy, Medication, MedicationRequest, MedicationStatement,
    Observation, Patient, Practitioner, PractitionerRole, Procedure, QuestionnaireResponse,
    ServiceRequest,
};

/// Where a resource stands in the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source<'a> {
    /// Its `resourceType`, as sent.
    pub kind: Text<'a>,
    /// Its `id`, of any length.
    pub id: Option<Text<'a>>,
    /// The path to it, such as `prefetch.conditions.entry[3].resource`.
    pub path: String,
}

impl Source<'_> {
    /// `Type/id`, by which others refer to it; without an id its path.
    pub fn reference(&self) -> Cow<'_, str> {
        match &self.id {
            Some(id) => format!("{}/{id}", self.kind).into(),
            None => self.path.as_str().into(),
        }
    }
}

/// One resource: its view, where it came from, and its own text.
#[derive(Debug, Clone)]
pub struct Entry<'a, V> {
    /// What was read of it.
    pub view: V,
    /// Where it stands.
    pub source: Source<'a>,
    /// Its JSON text, for handing it back with one change.
    pub raw: &'a RawValue,
    /// Its `contained` resources.
    pub contained: Vec<Raw<'a>>,
}

/// Orders that are being written, apart from the chart.
#[derive(Debug, Default)]
pub struct Drafts<'a> {
    /// Studies, procedures and referrals.
    pub service_requests: Vec<Entry<'a, ServiceRequest<'a>>>,
    /// Prescriptions.
    pub medication_requests: Vec<Entry<'a, MedicationRequest<'a>>>,
}

/// A resource that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped<'a> {
    /// The path to it.
    pub path: String,
    /// Its type, if it could be read. It is the sender's word, of any length.
    pub resource_type: Option<Text<'a>>,
    /// Its id, if it has one.
    pub id: Option<Text<'a>>,
    /// Why.
    pub reason: Reason,
}

/// Why a resource was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It cannot be read.
    Broken {
        /// In words, without anything of the resource.
        what: &'static str,
    },
    /// Its subject is another patient, or a group or device.
    OtherPatient,
    /// A type that no fact is made of.
    UnknownType,
    /// The sender took it back.
    EnteredInError,
}

/// The patient's record as the request holds it. Lists are in the order of the request.
#[derive(Debug, Default)]
pub struct Record<'a> {
    /// The patient in context.
    pub patient: Option<Entry<'a, Patient<'a>>>,
    /// Every `Encounter`.
    pub encounters: Vec<Entry<'a, Encounter<'a>>>,
    /// Every `Condition`.
    pub conditions: Vec<Entry<'a, Condition<'a>>>,
    /// Every `Observation`.
    pub observations: Vec<Entry<'a, Observation<'a>>>,
    /// Every `ServiceRequest` of the chart; drafts are in [`Record::drafts`].
    pub service_requests: Vec<Entry<'a, ServiceRequest<'a>>>,
    /// Every `Procedure`.
    pub procedures: Vec<Entry<'a, Procedure<'a>>>,
    /// Every `MedicationRequest` of the chart; drafts are in [`Record::drafts`].
    pub medication_requests: Vec<Entry<'a, MedicationRequest<'a>>>,
    /// Every `MedicationStatement`.
    pub medication_statements: Vec<Entry<'a, MedicationStatement<'a>>>,
    /// Every `Medication`.
    pub medications: Vec<Entry<'a, Medication<'a>>>,
    /// Every `DiagnosticReport`.
    pub diagnostic_reports: Vec<Entry<'a, DiagnosticReport<'a>>>,
    /// Every `ImagingStudy`.
    pub imaging_studies: Vec<Entry<'a, ImagingStudy<'a>>>,
    /// Every `QuestionnaireResponse`.
    pub questionnaire_responses: Vec<Entry<'a, QuestionnaireResponse<'a>>>,
    /// Every `FamilyMemberHistory`.
    pub family_histories: Vec<Entry<'a, FamilyMemberHistory<'a>>>,
    /// Every `Device`.
    pub devices: Vec<Entry<'a, Device<'a>>>,
    /// Every `DeviceUseStatement`.
    pub device_uses: Vec<Entry<'a, DeviceUse<'a>>>,
    /// Every `AllergyIntolerance`.
    pub allergies: Vec<Entry<'a, AllergyIntolerance<'a>>>,
    /// Every `DocumentReference`.
    pub documents: Vec<Entry<'a, Document<'a>>>,
    /// Every `Practitioner`.
    pub practitioners: Vec<Entry<'a, Practitioner<'a>>>,
    /// Every `PractitionerRole`.
    pub practitioner_roles: Vec<Entry<'a, PractitionerRole<'a>>>,
    /// The orders that are being written.
    pub drafts: Drafts<'a>,
    /// What was left out, and why.
    pub skipped: Vec<Skipped<'a>>,
    /// How many resources came again under the same type and id, and said nothing new or are out of date.
    pub duplicates: usize,
    index: index::Index<'a>,
}

impl<'a> Record<'a> {
    /// Follows a reference that stands in `from`: into its contained resources, by `Type/id`, by an absolute address
    /// on the request's FHIR server, or by the `fullUrl` of a Bundle entry.
    pub fn resolve<V>(
        &self,
        reference: &Reference<'_>,
        from: &Entry<'a, V>,
    ) -> Option<Resolved<'a>> {
        self.index.find(reference, "", &from.contained)
    }

    /// Whether all that the request tells of this resource is that it belongs to another patient.
    pub fn is_of_another_patient(&self, kind: &str, id: &str) -> bool {
        let mut skipped = self.skipped.iter();
        !self.index.knows(kind, id)
            && skipped.any(|skipped| {
                skipped.reason == Reason::OtherPatient
                    && skipped.resource_type.as_deref() == Some(kind)
                    && skipped.id.as_deref() == Some(id)
            })
    }

    /// The drug of a prescription or statement: its own concept, else that of the Medication that it refers to, else
    /// the words of the reference.
    pub fn resolve_medication<V>(
        &self,
        medication: &CodeableReference<'a>,
        from: &Entry<'a, V>,
    ) -> Option<Codeable<'a>> {
        if let Some(concept) = &medication.concept {
            return Some(concept.clone());
        }
        let reference = medication.reference.as_ref()?;
        let target = self.index.find(reference, "Medication", &from.contained);
        let concept = target.and_then(|target| target.read::<Medication<'a>>()?.into_concept());
        match (concept, reference.display.clone()) {
            (Some(concept), display) => Some(Codeable {
                text: concept.text.or(display),
                ..concept
            }),
            (None, display) => display.map(Codeable::from_text),
        }
    }
}

#[cfg(test)]
mod tests;
