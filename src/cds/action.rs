//! What a client is asked to do with a resource.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// One change, in a suggestion or as a system action. Built by [`create`](Self::create), [`update`](Self::update) and
/// [`delete`](Self::delete), so that each kind carries what the specification asks of it and nothing else.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Wire")]
pub struct Action {
    #[serde(rename = "type")]
    kind: ActionKind,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_id: Option<String>,
}

/// The kind of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActionKind {
    /// A new resource.
    Create,
    /// A resource of the client, whole, with changes.
    Update,
    /// A resource of the client that is to go.
    Delete,
}

impl Action {
    /// Adds a new resource.
    pub fn create(description: impl Into<String>, resource: Box<RawValue>) -> Self {
        Self {
            kind: ActionKind::Create,
            description: description.into(),
            resource: Some(resource),
            resource_id: None,
        }
    }

    /// Replaces a resource of the client. `resource` is the whole of it, with its id.
    pub fn update(description: impl Into<String>, resource: Box<RawValue>) -> Self {
        Self {
            kind: ActionKind::Update,
            description: description.into(),
            resource: Some(resource),
            resource_id: None,
        }
    }

    /// Removes a resource of the client, named as `Type/id`.
    pub fn delete(description: impl Into<String>, resource_id: impl Into<String>) -> Self {
        Self {
            kind: ActionKind::Delete,
            description: description.into(),
            resource: None,
            resource_id: Some(resource_id.into()),
        }
    }

    /// The kind of the change.
    pub fn kind(&self) -> ActionKind {
        self.kind
    }

    /// What the clinician reads: in some clients the only text of a suggestion that is shown.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The resource that is created or updated.
    pub fn resource(&self) -> Option<&RawValue> {
        self.resource.as_deref()
    }

    /// `Type/id` of what is deleted.
    pub fn resource_id(&self) -> Option<&str> {
        self.resource_id.as_deref()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    #[serde(rename = "type")]
    kind: ActionKind,
    description: String,
    resource: Option<Box<RawValue>>,
    resource_id: Option<String>,
}

impl TryFrom<Wire> for Action {
    type Error = &'static str;

    fn try_from(wire: Wire) -> Result<Self, Self::Error> {
        let Wire { description, .. } = wire;
        match (wire.kind, wire.resource, wire.resource_id) {
            (ActionKind::Create, Some(new), None) => Ok(Self::create(description, new)),
            (ActionKind::Update, Some(whole), None) => Ok(Self::update(description, whole)),
            (ActionKind::Delete, None, Some(id)) => Ok(Self::delete(description, id)),
            _ => Err("create and update carry `resource`, delete carries `resourceId`"),
        }
    }
}
