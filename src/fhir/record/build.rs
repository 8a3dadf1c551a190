//! From the request's resources to a [`Record`].

use serde_json::value::RawValue;

use super::copies::{current, together};
use super::envelope::Envelope;
use super::identity::Identity;
use super::index::{Index, Resolved};
use super::{Entry, Reason, Record, Skipped, Source};
use crate::element::Text;
use crate::read::{FromObject, ReadError, read_fields};
use crate::reference::Target;

/// Bundles inside Bundles are read this deep: a batch answer with searches needs two.
const BUNDLES: usize = 4;

/// Gathers the resources of one request.
///
/// ```
/// use foramen_fhir::RecordBuilder;
/// use serde_json::value::RawValue;
///
/// let chart: &RawValue = serde_json::from_str(
///     r#"{"resourceType": "Bundle", "entry": [
///         {"resource": {"resourceType": "Condition", "id": "c1", "code": {"text": "Neck pain"},
///                       "subject": {"reference": "Patient/7"}}},
///         {"resource": {"resourceType": "Condition", "id": "c2", "subject": {"reference": "Patient/8"}}}]}"#,
/// )?;
/// let draft: &RawValue = serde_json::from_str(r#"{"resourceType": "ServiceRequest", "id": "o1"}"#)?;
///
/// let mut builder = RecordBuilder::new("7", Some("https://ehr.example/fhir"));
/// builder.chart("prefetch.conditions", chart);
/// builder.draft("context.draftOrders.entry[0].resource", draft);
/// let record = builder.finish();
///
/// assert_eq!(record.conditions.len(), 1);
/// assert_eq!(record.conditions[0].source.path, "prefetch.conditions.entry[0].resource");
/// assert_eq!(record.drafts.service_requests.len(), 1);
/// assert_eq!(record.skipped.len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug)]
pub struct RecordBuilder<'a> {
    patient_id: String,
    server: Option<String>,
    found: Vec<Found<'a>>,
    skipped: Vec<Skipped<'a>>,
}

/// A resource whose outside was read.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) envelope: Envelope<'a>,
    pub(super) kind: Text<'a>,
    pub(super) id: Option<Text<'a>>,
    pub(super) full_url: Option<Text<'a>>,
    path: String,
    pub(super) raw: &'a RawValue,
    pub(super) draft: bool,
}

impl<'a> RecordBuilder<'a> {
    /// Begins the record of this patient, known by the id of the request's context; `Patient/7` is taken as `7`.
    ///
    /// `fhir_server` is the address that absolute references of this request begin with.
    pub fn new(patient_id: &str, fhir_server: Option<&str>) -> Self {
        let id = match Target::parse(patient_id) {
            Some(Target::Resource { id, .. }) => id,
            _ => patient_id,
        };
        let server = fhir_server.map(ToOwned::to_owned);
        Self {
            patient_id: id.to_owned(),
            server,
            found: Vec::new(),
            skipped: Vec::new(),
        }
    }

    /// Adds what the chart holds: a resource, a Bundle or a list of either. `null` adds nothing.
    pub fn chart(&mut self, path: &str, raw: &'a RawValue) -> &mut Self {
        self.gather(path.to_owned(), raw, None, false, 0);
        self
    }

    /// As [`RecordBuilder::chart`], for a resource taken out of a Bundle entry with this `fullUrl`.
    pub fn chart_with_url(
        &mut self,
        path: &str,
        raw: &'a RawValue,
        full_url: Option<Text<'a>>,
    ) -> &mut Self {
        self.gather(path.to_owned(), raw, full_url, false, 0);
        self
    }

    /// Adds orders that are being written: a resource, a Bundle or a list of either.
    pub fn draft(&mut self, path: &str, raw: &'a RawValue) -> &mut Self {
        self.gather(path.to_owned(), raw, None, true, 0);
        self
    }

    /// As [`RecordBuilder::draft`], for a resource taken out of a Bundle entry with this `fullUrl`.
    pub fn draft_with_url(
        &mut self,
        path: &str,
        raw: &'a RawValue,
        full_url: Option<Text<'a>>,
    ) -> &mut Self {
        self.gather(path.to_owned(), raw, full_url, true, 0);
        self
    }

    fn gather(
        &mut self,
        path: String,
        raw: &'a RawValue,
        full_url: Option<Text<'a>>,
        draft: bool,
        depth: usize,
    ) {
        let text = raw.get();
        if text == "null" {
            return;
        }
        if depth > BUNDLES {
            return self.skip(
                path,
                None,
                Reason::Broken {
                    what: "bundles or lists nested deeper than 4",
                },
            );
        }
        if text.starts_with('[') {
            let list: Vec<&'a RawValue> = serde_json::from_str(text).unwrap_or_default();
            for (position, raw) in list.into_iter().enumerate() {
                self.gather(format!("{path}[{position}]"), raw, None, draft, depth + 1);
            }
            return;
        }
        let envelope: Envelope<'a> = match read_fields(raw) {
            Ok(envelope) => envelope,
            Err(error) => return self.skip(path, None, error.into()),
        };
        if envelope.is_bundle() {
            for (position, entry) in envelope.entry.0.into_iter().enumerate() {
                let Some(entry) = entry.filter(|entry| !entry.is_outcome()) else {
                    continue;
                };
                let Some(resource) = entry.resource else {
                    continue;
                };
                let path = format!("{path}.entry[{position}].resource");
                self.gather(path, resource.0, entry.full_url, draft, depth + 1);
            }
            return;
        }
        if envelope.is_ambiguous() {
            let what = "resourceType or id stands twice";
            return self.skip(path, None, Reason::Broken { what });
        }
        match envelope.kind().cloned() {
            None => self.skip(
                path,
                None,
                Reason::Broken {
                    what: "no resourceType",
                },
            ),
            Some(kind) if kind == "OperationOutcome" => {}
            Some(kind) => self.found.push(Found {
                id: envelope.id().cloned(),
                envelope,
                kind,
                full_url,
                path,
                raw,
                draft,
            }),
        }
    }

    fn skip(&mut self, path: String, resource_type: Option<Text<'a>>, reason: Reason) {
        self.skipped.push(Skipped {
            path,
            resource_type,
            id: None,
            reason,
        });
    }

    /// Sorts everything into the record.
    pub fn finish(self) -> Record<'a> {
        let patient = Identity::new(self.patient_id, &self.found);
        let mut record = Record {
            skipped: self.skipped,
            index: Index::new(self.server.as_deref()),
            ..Record::default()
        };
        for copies in together(self.found) {
            record.settle(copies, &patient);
        }
        record
    }
}

impl<'a> Record<'a> {
    /// Places what counts of the copies of one resource. A copy of another patient says nothing about this one's.
    fn settle(&mut self, copies: Vec<Found<'a>>, patient: &Identity) {
        let (own, others): (Vec<_>, Vec<_>) =
            copies.into_iter().partition(|copy| patient.owns(copy));
        let all = own.len();
        let own = current(own);
        self.duplicates += all - own.len();
        for copy in own {
            let skipped = Skipped::new(&copy, Reason::EnteredInError);
            if let Err(reason) = self.place(copy) {
                self.skipped.push(Skipped { reason, ..skipped });
            }
        }
        let others = others.iter();
        let others = others.map(|other| Skipped::new(other, Reason::OtherPatient));
        self.skipped.extend(others);
    }

    fn place(&mut self, found: Found<'a>) -> Result<(), Reason> {
        if found.envelope.is_entered_in_error() {
            return Err(Reason::EnteredInError);
        }
        let target = Resolved {
            kind: found.kind.clone(),
            raw: found.raw,
        };
        let id = found.id.clone();
        let resource = Resource {
            source: Source {
                kind: found.kind,
                id: found.id,
                path: found.path,
            },
            raw: found.raw,
            contained: found.envelope.contained.into_iter().collect(),
        };
        if found.draft {
            self.place_draft(resource)?;
        } else {
            self.place_chart(resource)?;
        }
        let full_url = found.full_url.as_deref();
        self.index.add(&target, id.as_deref(), full_url);
        Ok(())
    }

    fn place_chart(&mut self, resource: Resource<'a>) -> Result<(), Reason> {
        match resource.source.kind.as_str() {
            "Patient" => {
                let entry = resource.read()?;
                self.patient.get_or_insert(entry);
                Ok(())
            }
            "Encounter" => resource.push(&mut self.encounters),
            "Condition" => resource.push(&mut self.conditions),
            "Observation" => resource.push(&mut self.observations),
            "ServiceRequest" | "ProcedureRequest" | "ReferralRequest" => {
                resource.push(&mut self.service_requests)
            }
            "Procedure" => resource.push(&mut self.procedures),
            "MedicationRequest" | "MedicationOrder" => resource.push(&mut self.medication_requests),
            "MedicationStatement" | "MedicationUsage" => {
                resource.push(&mut self.medication_statements)
            }
            "Medication" => resource.push(&mut self.medications),
            "DiagnosticReport" => resource.push(&mut self.diagnostic_reports),
            "ImagingStudy" => resource.push(&mut self.imaging_studies),
            "QuestionnaireResponse" => resource.push(&mut self.questionnaire_responses),
            "FamilyMemberHistory" => resource.push(&mut self.family_histories),
            "Device" => resource.push(&mut self.devices),
            "DeviceUseStatement" | "DeviceUsage" => resource.push(&mut self.device_uses),
            "AllergyIntolerance" => resource.push(&mut self.allergies),
            "DocumentReference" => resource.push(&mut self.documents),
            "Practitioner" => resource.push(&mut self.practitioners),
            "PractitionerRole" => resource.push(&mut self.practitioner_roles),
            _ => Err(Reason::UnknownType),
        }
    }

    fn place_draft(&mut self, resource: Resource<'a>) -> Result<(), Reason> {
        match resource.source.kind.as_str() {
            "ServiceRequest" | "ProcedureRequest" | "ReferralRequest" => {
                resource.push(&mut self.drafts.service_requests)
            }
            "MedicationRequest" | "MedicationOrder" => {
                resource.push(&mut self.drafts.medication_requests)
            }
            // Not orders, but the orders beside them refer to them.
            "Medication" | "Condition" | "Practitioner" | "PractitionerRole" | "Encounter"
            | "Patient" => Ok(()),
            _ => Err(Reason::UnknownType),
        }
    }
}

impl<'a> Skipped<'a> {
    fn new(found: &Found<'a>, reason: Reason) -> Self {
        Self {
            path: found.path.clone(),
            resource_type: Some(found.kind.clone()),
            id: found.id.clone(),
            reason,
        }
    }
}

/// A resource on its way into a list of the record.
struct Resource<'a> {
    source: Source<'a>,
    raw: &'a RawValue,
    contained: Vec<crate::element::Raw<'a>>,
}

impl<'a> Resource<'a> {
    fn read<V: FromObject<'a>>(self) -> Result<Entry<'a, V>, Reason> {
        let view = V::from_object(self.raw)?;
        Ok(Entry {
            view,
            source: self.source,
            raw: self.raw,
            contained: self.contained,
        })
    }

    fn push<V: FromObject<'a>>(self, list: &mut Vec<Entry<'a, V>>) -> Result<(), Reason> {
        list.push(self.read()?);
        Ok(())
    }
}

impl From<ReadError> for Reason {
    fn from(error: ReadError) -> Self {
        Self::Broken {
            what: match error {
                ReadError::NotAnObject => "not a JSON object",
                ReadError::Unreadable => {
                    "nested deeper than 128 levels, or a number that JSON cannot carry"
                }
            },
        }
    }
}
