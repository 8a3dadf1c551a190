//! What discovery says of a service.

use super::{Hook, Place};
use foramen_facts::Word;

/// One service endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceText {
    /// Last segment of its address.
    pub id: Word,
    /// The hooks that it answers; two hooks may share one id, so that a client replaces stale cards.
    pub hooks: Vec<Hook>,
    /// Its title.
    pub title: String,
    /// What it does, in markdown.
    pub description: String,
    /// What it needs to be useful.
    pub usage_requirements: Option<String>,
    /// What it asks the client to send along.
    pub prefetch: Vec<PrefetchText>,
    /// Where it stands.
    pub place: Place,
}

/// One prefetch key.
#[derive(Debug, Clone, PartialEq)]
pub struct PrefetchText {
    /// Its key.
    pub key: Word,
    /// The query template.
    pub query: String,
    /// Whether nothing safe can be said without it.
    pub required: bool,
    /// The findings that it feeds.
    pub feeds: Vec<foramen_facts::FindingId>,
    /// Where it stands.
    pub place: Place,
}
