//! What a service says about itself at `GET {base}/cds-services`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{hook::Hook, template::Template};

/// The version of the specification that services name in discovery.
pub const SPECIFICATION_VERSION: &str = "3.0.0";

/// All services. The list is sent also when it is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discovery {
    /// One entry for each pair of service and hook.
    pub services: Vec<Service>,
}

/// One service on one hook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// The hook that it answers.
    pub hook: Hook,
    /// The last segment of its address. The same id on several hooks lets later cards replace earlier ones.
    pub id: String,
    /// A name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it does.
    pub description: String,
    /// What a client must provide, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage_requirements: Option<String>,
    /// The version of CDS Hooks that it implements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The version of the hook's definition that it implements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hook_version: Option<String>,
    /// What clients should look up beforehand.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub prefetch: BTreeMap<String, Template>,
}

impl Service {
    /// A service with what every service must have, and the versions of this crate.
    pub fn new(hook: Hook, id: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            hook,
            id: id.into(),
            title: None,
            description: description.into(),
            usage_requirements: None,
            version: Some(SPECIFICATION_VERSION.to_owned()),
            hook_version: Some(hook.version().to_owned()),
            prefetch: BTreeMap::new(),
        }
    }
}
