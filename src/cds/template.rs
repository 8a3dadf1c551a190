//! Prefetch templates: what a service would like to know, written so that the client can look it up.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

mod check;
mod grammar;

pub use check::{RestrictedFault, SandboxFault};

/// A relative FHIR read, or a search of one type, with tokens that the client fills in.
///
/// ```
/// use foramen_cds::Template;
///
/// let template = Template::parse(
///     "Condition?patient={{context.patientId}}&recorded-date=ge{{today() - 90 days}}",
/// )?;
/// assert_eq!(template.resource_type(), "Condition");
/// assert!(template.check_restricted().is_empty());
/// assert!(template.check_sandbox().is_empty());
///
/// let error = Template::parse("Condition?patient={{patientId}}").unwrap_err();
/// assert_eq!(error.offset, 20);
/// # Ok::<(), foramen_cds::TemplateError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Template {
    resource_type: String,
    query: Query,
}

/// What is asked of the type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// `Type/id`
    Read(Part),
    /// `Type?name=value&…`
    Search(Vec<Parameter>),
}

/// One search parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, such as `patient`.
    pub name: String,
    /// What follows a colon, such as `in`.
    pub modifier: Option<String>,
    /// Its value.
    pub value: Vec<Part>,
}

/// A piece of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Stands as written.
    Text(String),
    /// Is filled in.
    Token(Token),
}

/// What the client fills in; in double braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// `context.patientId`: a field of the hook's context, or a path into it.
    Context(String),
    /// `userPractitionerId` and its like: the user's bare id, if the user is of that type.
    User(UserKind),
    /// `today()`, `today() - 90 days`: a day counted from the client's today.
    Today {
        /// Below zero: before today.
        days: i64,
    },
}

/// The types of user that have a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UserKind {
    /// `{{userPractitionerId}}`
    Practitioner,
    /// `{{userPractitionerRoleId}}`
    PractitionerRole,
    /// `{{userPatientId}}`
    Patient,
    /// `{{userRelatedPersonId}}`
    RelatedPerson,
}

impl UserKind {
    /// Every type of user that has a token.
    pub const ALL: [Self; 4] = [
        Self::Practitioner,
        Self::PractitionerRole,
        Self::Patient,
        Self::RelatedPerson,
    ];

    /// The FHIR type, as it stands in `context.userId`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Practitioner => "Practitioner",
            Self::PractitionerRole => "PractitionerRole",
            Self::Patient => "Patient",
            Self::RelatedPerson => "RelatedPerson",
        }
    }
}

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no prefetch template: at byte {offset} there must be {accepted}")]
pub struct TemplateError {
    /// Where, in bytes.
    pub offset: usize,
    /// What may stand there.
    pub accepted: &'static str,
}

/// Where the values of tokens come from, when the service runs a query itself.
pub trait Tokens {
    /// A first-level field of the context.
    fn context(&self, field: &str) -> Option<Cow<'_, str>>;
    /// The user's bare id, if the user is of that type.
    fn user(&self, kind: UserKind) -> Option<Cow<'_, str>>;
    /// The day that lies `days` after today, as `YYYY-MM-DD`.
    fn today(&self, days: i64) -> Option<String>;
}

impl Template {
    /// Reads a template.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        grammar::parse(text)
    }

    /// The FHIR type that is read or searched.
    pub fn resource_type(&self) -> &str {
        &self.resource_type
    }

    /// What is asked of the type.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Whether a resource of this type may be an answer.
    pub fn matches(&self, resource_type: &str) -> bool {
        self.resource_type == resource_type
    }

    /// The tokens, in order.
    pub fn tokens(&self) -> impl Iterator<Item = &Token> {
        let parts: Vec<&Part> = match &self.query {
            Query::Read(id) => vec![id],
            Query::Search(parameters) => parameters.iter().flat_map(|it| &it.value).collect(),
        };
        parts.into_iter().filter_map(|part| match part {
            Part::Token(token) => Some(token),
            Part::Text(_) => None,
        })
    }

    /// The query with all tokens filled in. `None` if one has no value, or one that cannot stand in an address: an
    /// id with `,` or `&` in it would ask for another patient's record.
    pub fn fill(&self, tokens: &dyn Tokens) -> Option<String> {
        let kind = &self.resource_type;
        match &self.query {
            Query::Read(id) => {
                let id = fill(id, tokens)?;
                let is_id = !matches!(id.as_ref(), "." | "..") && !id.contains(['/', ':']);
                is_id.then(|| format!("{kind}/{id}"))
            }
            Query::Search(parameters) => {
                let filled: Option<Vec<_>> = parameters.iter().map(|it| it.fill(tokens)).collect();
                Some(format!("{kind}?{}", filled?.join("&")))
            }
        }
    }
}

impl Parameter {
    /// The name with its modifier.
    fn key(&self) -> String {
        match &self.modifier {
            None => self.name.clone(),
            Some(modifier) => format!("{}:{modifier}", self.name),
        }
    }

    fn fill(&self, tokens: &dyn Tokens) -> Option<String> {
        let value: Option<String> = self.value.iter().map(|part| fill(part, tokens)).collect();
        Some(format!("{}={}", self.key(), value?))
    }
}

fn fill<'a>(part: &'a Part, tokens: &'a dyn Tokens) -> Option<Cow<'a, str>> {
    let value = match part {
        Part::Text(text) => return Some(Cow::Borrowed(text)),
        Part::Token(Token::Context(path)) => tokens.context(path)?,
        Part::Token(Token::User(kind)) => tokens.user(*kind)?,
        Part::Token(Token::Today { days }) => Cow::Owned(tokens.today(*days)?),
    };
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '/' | ':');
    (!value.is_empty() && value.chars().all(is_plain)).then_some(value)
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.resource_type)?;
        match &self.query {
            Query::Read(id) => write!(f, "/{id}"),
            Query::Search(parameters) => {
                for (at, parameter) in parameters.iter().enumerate() {
                    let before = if at == 0 { '?' } else { '&' };
                    write!(f, "{before}{parameter}")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=", self.key())?;
        self.value.iter().try_for_each(|part| part.fmt(f))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Token(token) => write!(f, "{{{{{token}}}}}"),
        }
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Context(path) => write!(f, "context.{path}"),
            Self::User(kind) => write!(f, "user{}Id", kind.as_str()),
            Self::Today { days: 0 } => f.write_str("today()"),
            Self::Today { days } => {
                let sign = if *days < 0 { '-' } else { '+' };
                write!(f, "today() {sign} {} days", days.unsigned_abs())
            }
        }
    }
}

impl FromStr for Template {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, TemplateError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Template {
    type Error = TemplateError;

    fn try_from(text: String) -> Result<Self, TemplateError> {
        Self::parse(&text)
    }
}

impl From<Template> for String {
    fn from(template: Template) -> Self {
        template.to_string()
    }
}
