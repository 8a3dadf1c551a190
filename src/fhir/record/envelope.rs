//! What every resource says about itself before anybody reads it.

use crate::element::{Codeable, Many, Raw, Reference, Text};
use crate::read::{Places, fields};

/// The outside of a resource.
#[derive(Debug, Default)]
pub(super) struct Envelope<'a> {
    pub(super) kind: Option<Text<'a>>,
    pub(super) id: Option<Text<'a>>,
    pub(super) subject: Option<Reference<'a>>,
    pub(super) patient: Option<Reference<'a>>,
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
        "subject" => subject,
        "patient" => patient,
        "contained" => contained,
        "entry" => entry,
        "status" => status,
        "verificationStatus" => verification_status,
        "docStatus" => doc_status
    }
}

impl Envelope<'_> {
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
        self.kind
            .as_deref()
            .map_or(!self.entry.0.is_empty(), |kind| kind == "Bundle")
    }
}

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
