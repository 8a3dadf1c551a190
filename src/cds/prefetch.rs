//! What the client looked up beforehand, and what became of each look-up.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::{
    json::{self, Name, Rows},
    resource::Resource,
};

/// The prefetch of a request, in the order of its keys, so that the order in which a client sends them says nothing.
#[derive(Debug, Clone, Default)]
pub struct Prefetch<'a> {
    values: BTreeMap<Cow<'a, str>, PrefetchValue<'a>>,
}

/// `prefetch` on its way in.
#[derive(Default)]
pub(crate) struct Lookups<'a> {
    pub(crate) prefetch: Prefetch<'a>,
    /// Whether a key stands twice.
    pub(crate) twice: bool,
}

/// What stands under one key.
#[derive(Clone, Copy)]
pub enum PrefetchValue<'a> {
    /// JSON: a resource, a Bundle, an OperationOutcome, or something odd.
    Given(&'a RawValue),
    /// `null`: the client has no such data.
    Null,
}

/// What became of a look-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum PrefetchState {
    /// There are resources.
    Given,
    /// The client looked and found nothing: `null`, or a Bundle without entries.
    #[default]
    Empty,
    /// The client's look-up failed, and an OperationOutcome says so. This is not "nothing found".
    Failed,
    /// The key was not sent: the client does not support the query, or could not fill it.
    Absent,
    /// Something was sent that is neither: a number, a list, a Bundle that counts entries and has none.
    Unusable,
}

/// A prefetch value, opened.
#[derive(Debug, Clone, Default)]
pub struct Contents<'a> {
    /// What became of the look-up; never [`PrefetchState::Absent`].
    pub state: PrefetchState,
    /// The resources, each OperationOutcome left out.
    pub resources: Vec<Resource<'a>>,
    /// The address of the next page: the data is a part of what there is.
    pub next: Option<Cow<'a, str>>,
    /// How often an OperationOutcome came along.
    pub outcomes: usize,
    /// How many entries hold no readable resource.
    pub unreadable: usize,
}

impl<'a> Prefetch<'a> {
    /// Whether no key was sent at all.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value under a key; `None` if the key was not sent.
    pub fn get(&self, key: &str) -> Option<PrefetchValue<'a>> {
        self.values.get(key).copied()
    }

    /// All keys with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, PrefetchValue<'a>)> {
        let values = self.values.iter();
        values.map(|(key, value)| (key.as_ref(), *value))
    }

    /// What became of the look-up of this key.
    pub fn state(&self, key: &str) -> PrefetchState {
        self.get(key)
            .map_or(PrefetchState::Absent, |value| value.open(key).state)
    }

    /// All keys with their values opened. One pass over the text: ask once and keep the answer.
    pub fn contents(&self) -> impl Iterator<Item = (&str, Contents<'a>)> {
        self.iter().map(|(key, value)| (key, value.open(key)))
    }

    /// Every resource under every key.
    pub fn resources(&self) -> impl Iterator<Item = Resource<'a>> {
        self.contents().flat_map(|(_, contents)| contents.resources)
    }
}

impl<'de> Deserialize<'de> for Lookups<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_map(LookupsVisitor)
    }
}

struct LookupsVisitor;

impl<'de> Visitor<'de> for LookupsVisitor {
    type Value = Lookups<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut lookups = Lookups::default();
        while let Some(Name(name)) = map.next_key()? {
            let value = PrefetchValue::new(map.next_value()?);
            let values = &mut lookups.prefetch.values;
            let before = name.and_then(|name| values.insert(name, value));
            lookups.twice |= before.is_some();
        }
        Ok(lookups)
    }
}

impl<'a> PrefetchValue<'a> {
    pub(crate) fn new(raw: &'a RawValue) -> Self {
        match raw.get() {
            "null" => Self::Null,
            _ => Self::Given(raw),
        }
    }

    /// Looks inside. `key` is for the paths of the resources.
    pub fn open(self, key: &str) -> Contents<'a> {
        let mut contents = Contents::default();
        let Self::Given(raw) = self else {
            return contents;
        };
        let path = format!("prefetch.{key}");
        if is_bundle(raw) {
            contents.add_bundle(&path, raw);
        } else {
            contents.add(path, Some(raw), None);
            contents.state = contents.judge(None);
        }
        contents
    }
}

/// JSON text is a patient's record.
impl fmt::Debug for PrefetchValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(raw) => write!(f, "Given({} bytes)", raw.get().len()),
            Self::Null => f.write_str("Null"),
        }
    }
}

impl<'a> Contents<'a> {
    fn add_bundle(&mut self, path: &str, raw: &'a RawValue) {
        let entries = ("entry", Rows(&["resource", "fullUrl"]));
        let Ok(bundle) = json::cut_and(raw.get(), &["total", "link"], entries) else {
            self.unreadable += 1;
            self.state = PrefetchState::Unusable;
            return;
        };
        let ([total, link], entries) = (bundle.row, bundle.and);
        for (at, [resource, full_url]) in entries.unwrap_or_default().into_iter().enumerate() {
            self.add(format!("{path}.entry[{at}].resource"), resource, full_url);
        }
        self.next = link.and_then(next_page);
        self.state = self.judge(total.and_then(|total| total.get().parse().ok()));
    }

    fn add(&mut self, path: String, raw: Option<&'a RawValue>, full_url: Option<&'a RawValue>) {
        let resource = raw.and_then(|raw| Resource::new(path, raw));
        match resource {
            Some(found) if found.resource_type.as_deref() == Some("OperationOutcome") => {
                self.outcomes += 1;
            }
            Some(found) if found.resource_type.is_some() => {
                self.resources.push(found.under(full_url));
            }
            _ => self.unreadable += 1,
        }
    }

    /// "Nothing found" is said only when nothing speaks against it. A server that found nothing may explain that
    /// in an OperationOutcome, and then counts `total: 0`; without that count an OperationOutcome is a failure.
    fn judge(&self, total: Option<u64>) -> PrefetchState {
        if !self.resources.is_empty() {
            PrefetchState::Given
        } else if self.outcomes > 0 && total != Some(0) {
            PrefetchState::Failed
        } else if self.unreadable > 0 || self.next.is_some() || total.is_some_and(|all| all > 0) {
            PrefetchState::Unusable
        } else {
            PrefetchState::Empty
        }
    }
}

fn is_bundle(raw: &RawValue) -> bool {
    let [resource_type] = json::first_members(raw.get(), ["resourceType"]);
    resource_type.is_some_and(|name| name.get() == "\"Bundle\"")
}

/// The address of the link with relation `next`.
fn next_page(links: &RawValue) -> Option<Cow<'_, str>> {
    let links = json::items(links.get())?;
    let mut links = links
        .into_iter()
        .filter_map(|link| json::members(link.get(), ["relation", "url"]).ok());
    let [_, url] = links
        .find(|[relation, _]| relation.is_some_and(|relation| relation.get() == "\"next\""))?;
    json::string(url?.get())
}
