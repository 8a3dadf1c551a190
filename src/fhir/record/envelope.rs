//! What every resource says about itself before anybody reads it.

use serde_json::value::RawValue;

use crate::element::{Codeable, Many, Raw, Text};
use crate::read::{Places, fields};

/// The outside of a resource.
#[derive(Debug, Default)]
pub(super) struct Envelope<'a> {
    kind: Many<Text<'a>>,
    id: Many<Text<'a>>,
    /// `subject` and `patient`, unread.
    subject: Many<Raw<'a>>,
    meta: Option<Meta<'a>>,
    pub(super) contained: Many<Raw<'a>>,
    /// The entries of a Bundle.
    pub(super) entry: Places<BundleEntry<'a>>,
    status: Option<Codeable<'a>>,
    verification_status: Option<Codeable<'a>>,
    doc_status: Option<Codeable<'a>>,
}

fields! {
    Envelope<'a> {
        "resourceType" => kind,
        "id" => id,
        "subject" | "patient" => subject,
        "meta" => meta,
        "contained" => contained,
        "entry" => entry,
        "status" => status,
        "verificationStatus" => verification_status,
        "docStatus" => doc_status
    }
}

impl<'a> Envelope<'a> {
    /// `resourceType`.
    pub(super) fn kind(&self) -> Option<&Text<'a>> {
        self.kind.first()
    }

    /// `id`.
    pub(super) fn id(&self) -> Option<&Text<'a>> {
        self.id.first()
    }

    /// Whether it has two types or two ids, so that readers may differ on what it is.
    pub(super) fn is_ambiguous(&self) -> bool {
        self.kind.len() + self.kind.skipped() > 1 || self.id.len() + self.id.skipped() > 1
    }

    /// Everything that stands where the patient is named.
    pub(super) fn subjects(&self) -> impl Iterator<Item = &'a RawValue> {
        self.subject.iter().map(|raw| raw.0)
    }

    /// `meta.lastUpdated`.
    pub(super) fn last_updated(&self) -> Option<&str> {
        self.meta.as_ref()?.last_updated.as_deref()
    }

    /// `meta.versionId`.
    pub(super) fn version(&self) -> Option<&str> {
        self.meta.as_ref()?.version_id.as_deref()
    }

    /// Whether the sender took the whole resource back.
    pub(super) fn is_entered_in_error(&self) -> bool {
        let statuses = [&self.status, &self.verification_status, &self.doc_status];
        statuses
            .into_iter()
            .flatten()
            .any(|status| status.is("entered-in-error"))
    }

    /// Whether it is a Bundle; some senders forget to say so.
    pub(super) fn is_bundle(&self) -> bool {
        self.kind()
            .map_or(!self.entry.0.is_empty(), |kind| *kind == "Bundle")
    }
}

#[derive(Debug, Default)]
struct Meta<'a> {
    last_updated: Option<Text<'a>>,
    version_id: Option<Text<'a>>,
}

fields! { Meta<'a> { "lastUpdated" => last_updated, "versionId" => version_id } }

/// `entry` of a Bundle.
#[derive(Debug, Default)]
pub(super) struct BundleEntry<'a> {
    pub(super) full_url: Option<Text<'a>>,
    pub(super) resource: Option<Raw<'a>>,
    search: Option<Search<'a>>,
}

fields! { BundleEntry<'a> { "fullUrl" => full_url, "resource" => resource, "search" => search } }

impl BundleEntry<'_> {
    /// Whether it tells about the search and not about the patient.
    pub(super) fn is_outcome(&self) -> bool {
        self.search
            .as_ref()
            .and_then(|search| search.mode.as_ref())
            .is_some_and(|mode| mode.is("outcome"))
    }
}

#[derive(Debug, Default)]
struct Search<'a> {
    mode: Option<Text<'a>>,
}

fields! { Search<'a> { "mode" => mode } }

/// `resourceType` and `id` alone.
#[derive(Debug, Default)]
pub(super) struct Name<'a> {
    pub(super) kind: Option<Text<'a>>,
    pub(super) id: Option<Text<'a>>,
}

fields! { Name<'a> { "resourceType" => kind, "id" => id } }
