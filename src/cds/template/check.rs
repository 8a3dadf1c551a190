//! What a template should keep to, so that the clients at hand can serve it.

use std::collections::BTreeSet;

use thiserror::Error;

use super::{Parameter, Part, Query, Template, Token};

/// Why a query is outside the set that clients widely serve (CDS Hooks, "Prefetch query restrictions").
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RestrictedFault {
    /// A search through a reference.
    #[error("`{0}` is chained; search the other type with its own template")]
    Chained(String),
    /// `_include`, `_has` and their like.
    #[error("`{0}` is not widely served; of these only `_count` and `_sort` are")]
    Control(String),
    /// Any modifier but `in`.
    #[error("`{0}` has a modifier; the only one that is widely served is `:in`")]
    Modifier(String),
    /// `ne`, `sa`, `eb`, `ap`.
    #[error("`{0}` has a date prefix that is not one of eq, lt, gt, ge, le")]
    DatePrefix(String),
    /// `_count` without a number.
    #[error("`_count` must be a whole number above zero")]
    Count,
    /// `_sort` by something else than a date.
    #[error("`_sort` must name one date parameter, with `-` for the latest first")]
    Sort,
    /// The same parameter twice: some clients join the two values with a comma, which turns "and" into "or".
    #[error("`{0}` is asked twice; clients may join the values, so ask once and filter the answer")]
    Twice(String),
}

/// Why the public CDS Hooks sandbox cannot fill a template. It sends a search with such a token all the same, with
/// its braces, and passes the empty answer on.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SandboxFault {
    /// A path into the context.
    #[error("`context.{0}` is a path; the sandbox fills first-level fields only")]
    Path(String),
    /// A field that is a list or a Bundle.
    #[error("`context.{0}` is no text or number, which is all that the sandbox fills in")]
    NotPrimitive(String),
    /// A field that the sandbox never sends, in a search.
    #[error("`context.{0}` is never sent by the sandbox, whose search would then find nothing")]
    NeverSent(String),
}

impl Template {
    /// What is outside the restricted set: reads, and searches by reference, by token (equality and `:in`), by date
    /// (eq, lt, gt, ge, le), with `_count` and `_sort`. Empty: nothing.
    pub fn check_restricted(&self) -> Vec<RestrictedFault> {
        let Query::Search(parameters) = &self.query else {
            return Vec::new();
        };
        let mut seen = BTreeSet::new();
        let mut faults = Vec::new();
        for parameter in parameters {
            faults.extend(parameter.restricted_fault());
            if !seen.insert(&parameter.name) {
                faults.push(RestrictedFault::Twice(parameter.name.clone()));
            }
        }
        faults
    }

    /// The tokens that the public sandbox cannot fill. Empty: none.
    pub fn check_sandbox(&self) -> Vec<SandboxFault> {
        let is_search = matches!(self.query, Query::Search(_));
        let contexts = self.tokens().filter_map(|token| match token {
            Token::Context(path) => Some(path),
            Token::User(_) | Token::Today { .. } => None,
        });
        contexts
            .filter_map(|path| match path.as_str() {
                path if path.contains('.') => Some(SandboxFault::Path(path.to_owned())),
                "selections" | "draftOrders" => Some(SandboxFault::NotPrimitive(path.clone())),
                "encounterId" if is_search => Some(SandboxFault::NeverSent(path.clone())),
                _ => None,
            })
            .collect()
    }
}

impl Parameter {
    fn restricted_fault(&self) -> Option<RestrictedFault> {
        let key = self.key();
        match self.name.as_str() {
            _ if key.contains('.') => Some(RestrictedFault::Chained(key)),
            "_count" => (!self.is_count()).then_some(RestrictedFault::Count),
            "_sort" => (!self.is_sort()).then_some(RestrictedFault::Sort),
            name if name.starts_with('_') => Some(RestrictedFault::Control(key)),
            _ if self.modifier.as_ref().is_some_and(|it| it != "in") => {
                Some(RestrictedFault::Modifier(key))
            }
            _ if !self.has_served_prefix() => Some(RestrictedFault::DatePrefix(key)),
            _ => None,
        }
    }

    /// The value, if it is plain text.
    fn text(&self) -> Option<&str> {
        match self.value.as_slice() {
            [Part::Text(text)] if self.modifier.is_none() => Some(text),
            _ => None,
        }
    }

    fn is_count(&self) -> bool {
        let count = self.text().and_then(|text| text.parse::<u32>().ok());
        count.is_some_and(|count| count > 0)
    }

    fn is_sort(&self) -> bool {
        let text = self.text().unwrap_or_default();
        is_date(text.strip_prefix('-').unwrap_or(text))
    }

    /// Dates stand under a date parameter, or are counted from today.
    fn has_served_prefix(&self) -> bool {
        let (first, follows) = match self.value.as_slice() {
            [Part::Text(text), Part::Token(Token::Today { .. }), ..] => (text.as_str(), true),
            [Part::Text(text), ..] => (text.as_str(), false),
            _ => ("", false),
        };
        if !follows && !is_date(&self.name) {
            return true;
        }
        let prefix = first.trim_end_matches(|c: char| c.is_ascii_digit() || "-:.TZ+".contains(c));
        matches!(prefix, "" | "eq" | "lt" | "gt" | "ge" | "le")
    }
}

/// Whether an R4 search parameter is of the date type, as far as its name tells.
fn is_date(name: &str) -> bool {
    matches!(
        name,
        "date" | "authored" | "authoredon" | "issued" | "period" | "birthdate" | "started"
    ) || name.ends_with("-date")
}
