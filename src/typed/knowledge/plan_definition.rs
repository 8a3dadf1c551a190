//! Rules, and the protocol that orders them.

use fhirbolt::model::r4::{resources, types};
use serde_json::value::RawValue;

use super::about::{About, RelatedArtifact, coded, definition, related, words};
use crate::text::{string, token};
use crate::write::write;
use crate::{CodeableConcept, Priority, TypedError};

const RESOURCE: &str = "PlanDefinition";

/// What kind of plan it is (FHIR R4, value set `plan-definition-type`, as far as it is needed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanType {
    /// A rule: event, condition, action.
    Rule,
    /// A protocol that orders rules.
    Protocol,
}

impl PlanType {
    fn code(self) -> &'static str {
        match self {
            Self::Rule => "eca-rule",
            Self::Protocol => "clinical-protocol",
        }
    }
}

/// What an action does to an order (FHIR R4, value set `action-type`, as far as it is needed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionType {
    /// Makes a new one.
    Create,
    /// Changes one.
    Update,
    /// Takes one away.
    Remove,
}

impl ActionType {
    fn code(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Remove => "remove",
        }
    }
}

/// When an action applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicability {
    /// The condition in words.
    pub words: String,
    /// Media type of the language of the expression.
    pub language: String,
    /// The condition in that language. Required.
    pub expression: String,
}

/// A step of a plan. All of its conditions must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanAction {
    /// Its name within the plan.
    pub id: Option<String>,
    /// A short name or sentence. Required here, although R4 does not ask for it: a step without words is none.
    pub title: String,
    /// What it says.
    pub description: Option<String>,
    /// How soon it is to be acted on.
    pub priority: Option<Priority>,
    /// What it is, coded.
    pub code: Option<CodeableConcept>,
    /// Names of the events on which it is looked at, such as those of CDS Hooks.
    pub trigger: Vec<String>,
    /// When it applies.
    pub condition: Vec<Applicability>,
    /// What it does to an order.
    pub kind: Option<ActionType>,
    /// Whether at most one of its parts is taken, instead of all that apply.
    pub at_most_one: bool,
    /// Canonical of what is done: an `ActivityDefinition` or another plan.
    pub definition: Option<String>,
    /// Its parts.
    pub action: Vec<Self>,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlanDefinition {
    /// Who it is.
    pub about: About,
    /// What kind it is.
    pub kind: PlanType,
    /// How it is used, in words.
    pub usage: Option<String>,
    /// What it rests on.
    pub related: Vec<RelatedArtifact>,
    /// Canonicals of the libraries that hold its logic.
    pub library: Vec<String>,
    /// Its steps.
    pub action: Vec<PlanAction>,
}

/// Writes a plan as an R4 `PlanDefinition`.
pub fn plan_definition(new: &NewPlanDefinition) -> Result<Box<RawValue>, TypedError> {
    new.about.check(RESOURCE)?;
    let action: Result<Vec<_>, _> = new.action.iter().map(PlanAction::typed).collect();
    let plan = definition!(PlanDefinition, new.about, {
        r#type: Some(coded(
            "http://terminology.hl7.org/CodeSystem/plan-definition-type",
            new.kind.code(),
        )),
        usage: words(new.usage.as_deref()),
        related_artifact: related(&new.related),
        library: new
            .library
            .iter()
            .filter_map(|library| token(library))
            .map(Into::into)
            .collect(),
        action: action?,
    });
    write(&plan, RESOURCE)
}

impl PlanAction {
    fn typed(&self) -> Result<resources::PlanDefinitionAction, TypedError> {
        let title = string(&self.title).ok_or_else(|| missing("action.title"))?;
        let definition = self.definition.as_deref().and_then(token);
        Ok(resources::PlanDefinitionAction {
            id: self.id.as_deref().and_then(token),
            title: Some(title.into()),
            description: words(self.description.as_deref()),
            priority: self.priority.map(|priority| priority.code().into()),
            code: self
                .code
                .as_ref()
                .and_then(CodeableConcept::typed)
                .into_iter()
                .collect(),
            trigger: self
                .trigger
                .iter()
                .map(|name| named_event(name))
                .collect::<Result<_, _>>()?,
            condition: self
                .condition
                .iter()
                .map(Applicability::typed)
                .collect::<Result<_, _>>()?,
            r#type: self.kind.map(|kind| {
                coded(
                    "http://terminology.hl7.org/CodeSystem/action-type",
                    kind.code(),
                )
            }),
            selection_behavior: self.at_most_one.then(|| "at-most-one".into()),
            definition: definition.map(|canonical| {
                resources::PlanDefinitionActionDefinition::Canonical(canonical.into())
            }),
            action: self
                .action
                .iter()
                .map(Self::typed)
                .collect::<Result<_, _>>()?,
            ..Default::default()
        })
    }
}

/// A named event needs its name (R4 invariant `trd-3`).
fn named_event(name: &str) -> Result<types::TriggerDefinition, TypedError> {
    Ok(types::TriggerDefinition {
        r#type: "named-event".into(),
        name: Some(
            string(name)
                .ok_or_else(|| missing("action.trigger.name"))?
                .into(),
        ),
        ..Default::default()
    })
}

impl Applicability {
    /// An expression needs its language and, since it refers to nothing, its text (R4 invariant `exp-1`).
    fn typed(&self) -> Result<resources::PlanDefinitionActionCondition, TypedError> {
        let language =
            token(&self.language).ok_or_else(|| missing("action.condition.expression.language"))?;
        let expression =
            string(&self.expression).ok_or_else(|| missing("action.condition.expression"))?;
        Ok(resources::PlanDefinitionActionCondition {
            kind: "applicability".into(),
            expression: Some(Box::new(types::Expression {
                description: words(Some(&self.words)),
                language: language.into(),
                expression: Some(expression.into()),
                ..Default::default()
            })),
            ..Default::default()
        })
    }
}

fn missing(element: &'static str) -> TypedError {
    TypedError::Missing {
        resource: RESOURCE,
        element,
    }
}
