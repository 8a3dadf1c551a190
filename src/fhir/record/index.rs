//! Finding the resource that a reference means.

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::envelope::Name;
use crate::element::{Raw, Reference, Text};
use crate::read::{FromObject, read_fields};
use crate::reference::Target;

/// The target of a reference.
#[derive(Debug, Clone)]
pub struct Resolved<'a> {
    /// Its resource type, as sent.
    pub kind: Text<'a>,
    /// Its JSON text.
    pub raw: &'a RawValue,
}

impl<'a> Resolved<'a> {
    /// The target as a view; `None` if it cannot be read. Which view fits is told by [`Resolved::kind`].
    pub fn read<V: FromObject<'a>>(&self) -> Option<V> {
        V::from_object(self.raw).ok()
    }
}

/// Every resource of a request by the addresses under which others may refer to it.
#[derive(Debug, Default)]
pub(super) struct Index<'a> {
    server: Option<String>,
    by_name: HashMap<String, Resolved<'a>>,
    by_url: HashMap<String, Resolved<'a>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(server: Option<&str>) -> Self {
        Self {
            server: server.map(bare_address),
            ..Self::default()
        }
    }

    /// Adds a resource; the first under a name stays. Of several under one `fullUrl` the same one stays in whatever
    /// order they come.
    pub(super) fn add(&mut self, target: &Resolved<'a>, id: Option<&str>, full_url: Option<&str>) {
        if let Some(id) = id {
            self.by_name
                .entry(format!("{}/{id}", target.kind))
                .or_insert_with(|| target.clone());
        }
        if let Some(key) = full_url.and_then(Target::parse).as_ref().and_then(url_key) {
            let known = self.by_url.entry(key).or_insert_with(|| target.clone());
            if target.raw.get() < known.raw.get() {
                *known = target.clone();
            }
        }
    }

    /// Whether there is a resource of this name.
    pub(super) fn knows(&self, kind: &str, id: &str) -> bool {
        self.by_name.contains_key(&format!("{kind}/{id}"))
    }

    /// Follows a reference. `kind` is the type that is meant where the reference has only an id.
    pub(super) fn find(
        &self,
        reference: &Reference<'_>,
        kind: &str,
        contained: &[Raw<'a>],
    ) -> Option<Resolved<'a>> {
        let target = Target::parse(reference.reference.as_deref()?)?;
        if let Target::Contained(id) = target {
            return contained.iter().find_map(|raw| inside(raw.0, id));
        }
        if let Some(found) = url_key(&target).and_then(|key| self.by_url.get(&key)) {
            return Some(found.clone());
        }
        let Target::Resource {
            base,
            kind: stated,
            id,
        } = target
        else {
            return None;
        };
        if let (Some(base), Some(server)) = (base, &self.server)
            && bare_address(base) != *server
        {
            return None;
        }
        let kind = stated.or(reference.kind.as_deref()).unwrap_or(kind);
        self.by_name.get(&format!("{kind}/{id}")).cloned()
    }
}

fn inside<'a>(raw: &'a RawValue, id: &str) -> Option<Resolved<'a>> {
    let name: Name<'a> = read_fields(raw).ok()?;
    // Some senders write the reference's `#` into the id as well.
    let own = name.id.as_deref()?.trim_start_matches('#');
    (own == id).then_some(Resolved {
        kind: name.kind?,
        raw,
    })
}

/// The spelling under which absolute addresses are compared; `None` for relative ones.
pub(super) fn url_key(target: &Target<'_>) -> Option<String> {
    match target {
        Target::Resource {
            base: Some(base),
            kind: Some(kind),
            id,
        } => Some(format!("{}/{kind}/{id}", bare_address(base))),
        Target::Address(address) => Some(address.to_ascii_lowercase()),
        _ => None,
    }
}

/// A server's address without scheme, trailing slash and case.
fn bare_address(address: &str) -> String {
    let lower = address.trim().trim_end_matches('/').to_ascii_lowercase();
    lower
        .split_once("://")
        .map_or(lower.as_str(), |(_, rest)| rest)
        .to_owned()
}
