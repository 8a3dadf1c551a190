//! A site's own order codes and names in the terms of the protocol.
//!
//! Many records order by local codes that no public code list knows. The site says what each means; what it says is certain and is
//! asked before every code list.

use crate::{Attributes, Regions};
use foramen_fhir::{Codeable, System, normalise_code};
use std::collections::BTreeMap;

/// How a site names an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderKey {
    /// A code of a system; the system may be written as a URI, an OID or a short name such as `cpt`.
    Code {
        /// The system.
        system: String,
        /// The code, whose capitals matter.
        code: String,
    },
    /// The whole name; capitals and the spaces between its words do not matter.
    Name(String),
}

/// What an order of the site means.
#[derive(Debug, Clone, PartialEq)]
pub struct MappedOrder {
    attributes: Attributes,
    regions: Regions,
    says: String,
}

impl MappedOrder {
    /// The columns of the order, such as modality, contrast, procedure, drug class.
    pub fn attributes(&self) -> &Attributes {
        &self.attributes
    }

    /// The parts of the spine; empty where the order is of another part of the body or names none.
    pub fn regions(&self) -> Regions {
        self.regions
    }

    /// How the trace names it: `order map: IMG1234`.
    pub fn says(&self) -> &str {
        &self.says
    }
}

/// The orders of a site; empty unless the site says something.
///
/// ```
/// use foramen_facts::{Attribute, Attributes, OrderKey, OrderMap, Region};
///
/// let mut lumbar = Attributes::default();
/// lumbar.set_word(Attribute::Modality, "mri");
/// lumbar.set_word(Attribute::Contrast, "without");
/// let key = OrderKey::Code { system: "urn:oid:1.2.840.114350.1.1".into(), code: "IMG1234".into() };
///
/// let mut map = OrderMap::default();
/// assert!(map.add(&key, lumbar.clone(), Region::Lumbar.into()));
/// assert!(!map.add(&key, lumbar, Region::Lumbar.into()), "one meaning for each key");
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OrderMap {
    by_code: BTreeMap<(String, String), MappedOrder>,
    by_name: BTreeMap<String, MappedOrder>,
}

impl OrderMap {
    /// Adds what a key means; false, and nothing is changed, where it has a meaning already.
    pub fn add(&mut self, key: &OrderKey, attributes: Attributes, regions: Regions) -> bool {
        let says = match key {
            OrderKey::Code { code, .. } => code,
            OrderKey::Name(name) => name,
        };
        let order = MappedOrder {
            attributes,
            regions,
            says: format!("order map: {}", says.trim()),
        };
        match key {
            OrderKey::Code { system, code } => {
                put(&mut self.by_code, code_key(system, code), order)
            }
            OrderKey::Name(name) => put(&mut self.by_name, plain(name), order),
        }
    }

    /// What an order means by one of its codes, else by one of its names.
    pub fn of(&self, order: &Codeable<'_>) -> Option<&MappedOrder> {
        if self.is_empty() {
            return None;
        }
        let by_code = order.codings.iter().find_map(|coding| {
            let key = code_key(coding.uri.as_deref()?, coding.raw_code.as_deref()?);
            self.by_code.get(&key)
        });
        by_code.or_else(|| {
            let mut names = order.texts().into_iter();
            names.find_map(|name| self.by_name.get(&plain(name)))
        })
    }

    /// Whether the site says nothing.
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty() && self.by_name.is_empty()
    }

    /// How many keys have a meaning.
    pub fn len(&self) -> usize {
        self.by_code.len() + self.by_name.len()
    }
}

fn put<K: Ord>(orders: &mut BTreeMap<K, MappedOrder>, key: K, order: MappedOrder) -> bool {
    let free = !orders.contains_key(&key);
    if free {
        orders.insert(key, order);
    }
    free
}

/// System and code in one spelling: known systems by their short name, others without scheme, version and trailing slash.
fn code_key(system: &str, code: &str) -> (String, String) {
    let known = System::from_uri(system);
    let system = if known == System::Other {
        let lower = system.trim().to_ascii_lowercase();
        let bare = lower.split('|').next().unwrap_or_default();
        let bare = ["https://", "http://", "urn:oid:", "oid:"]
            .iter()
            .find_map(|scheme| bare.strip_prefix(scheme))
            .unwrap_or(bare);
        bare.trim_end_matches('/').to_owned()
    } else {
        known.name().to_owned()
    };
    (system, normalise_code(known, code).into_owned())
}

/// A name in lower case with one space between words.
fn plain(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
