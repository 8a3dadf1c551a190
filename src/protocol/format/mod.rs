//! The language of `hooks/`, as typed values. Rust owns the verbs, files own the medicine, profiles own the numbers.

mod card;
mod carried;
mod case;
mod class;
mod condition;
mod hook;
mod rule;
mod service;
mod source_attribute;

pub use card::{CardText, Line, OrderCode, OrderKind, OrderTemplate, Setting, SourceText, Variant};
pub use carried::Carried;
pub use case::{Case, Expect, Expected, Given};
pub use class::Class;
pub use condition::{
    Bound, Column, Compare, Condition, Count, Holds, Is, Place, Relation, RuleSet, Tests, TimeTest,
    Undated, Unknown, Verb, Where, WordTest,
};
pub use hook::{Hook, Showing};
pub use rule::{
    ActionKind, Answer, Ask, Branch, Indicator, Limit, Number, OrderChoice, Pathway, Priority,
    Rule, Scope, Status, Suggest,
};
pub use service::{PrefetchText, ServiceText};
pub use source_attribute::{SourceAttribute, SourceAttributeKind};
