//! The language of `hooks/`, as typed values. Rust owns the verbs, files own the medicine, profiles own the numbers.

mod card;
mod carried;
mod case;
mod condition;
mod rule;
mod service;
mod source_attribute;

pub use card::{CardText, Line, OrderCode, OrderKind, OrderTemplate, Setting, SourceText, Variant};
pub use carried::Carried;
pub use case::{Case, Expect, Expected, Given};
pub use condition::{
    Bound, Column, Compare, Condition, Count, Holds, Is, Place, Relation, RuleSet, Tests, TimeTest,
    Undated, Unknown, Verb, Where, WordTest,
};
pub use rule::{
    ActionKind, Answer, Ask, Branch, Class, Hook, Indicator, Limit, Number, OrderChoice, Pathway,
    Priority, Rule, Scope, Showing, Status, Suggest,
};
pub use service::{PrefetchText, ServiceText};
pub use source_attribute::{SourceAttribute, SourceAttributeKind};
