//! A member of the body together with its place, so that what is wrong can be said with a path.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::{
    error::{BodyError, FieldError, Problem},
    json::{self, JsonType},
};

/// A member that may be there. `null` counts as absent.
#[derive(Clone)]
pub(crate) struct Field<'a> {
    path: String,
    raw: Option<&'a RawValue>,
}

impl<'a> Field<'a> {
    pub(crate) fn new(path: impl Into<String>, raw: Option<&'a RawValue>) -> Self {
        let raw = raw.filter(|raw| raw.get() != "null");
        let path = path.into();
        Self { path, raw }
    }

    pub(crate) fn into_path(self) -> String {
        self.path
    }

    pub(crate) fn raw(&self) -> Option<&'a RawValue> {
        self.raw
    }

    pub(crate) fn fails(&self, problem: Problem) -> FieldError {
        let path = self.path.clone();
        FieldError { path, problem }
    }

    /// The raw value of a member that must be there.
    pub(crate) fn required(&self, expected: &'static str) -> Result<&'a RawValue, FieldError> {
        self.raw
            .ok_or_else(|| self.fails(Problem::Missing { expected }))
    }

    /// A string that may be left out; an empty one counts as left out.
    pub(crate) fn text(&self) -> Result<Option<Cow<'a, str>>, FieldError> {
        let Some(raw) = self.raw else {
            return Ok(None);
        };
        self.expect(raw, JsonType::String, "a string")?;
        let text = json::string(raw.get()).ok_or_else(|| self.fails(Problem::NotUnicode))?;
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    /// A string that must be there and say something.
    pub(crate) fn required_text(&self) -> Result<Cow<'a, str>, FieldError> {
        let expected = "a string";
        self.required(expected)?;
        self.text()?
            .ok_or_else(|| self.fails(Problem::Empty { expected }))
    }

    /// An object that must be there.
    pub(crate) fn object(&self) -> Result<&'a RawValue, FieldError> {
        let raw = self.required("an object")?;
        self.expect(raw, JsonType::Object, "an object")?;
        Ok(raw)
    }

    /// The named members of an object that must be there, each at most once.
    pub(crate) fn members<const N: usize>(
        &self,
        names: [&str; N],
    ) -> Result<[Field<'a>; N], FieldError> {
        let raw = self.object()?;
        let cut = json::cut(raw.get(), &names).map_err(|_| self.fails(Problem::NotUnicode))?;
        let member = |name: &str, raw| Field::new(format!("{}.{name}", self.path), raw);
        if let Some(name) = cut.twice {
            return Err(member(name, None).fails(Problem::Twice));
        }
        let mut names = names.into_iter();
        Ok(cut
            .row
            .map(|raw| member(names.next().unwrap_or_default(), raw)))
    }

    /// The items of an array that may be left out.
    pub(crate) fn items(&self) -> Result<Vec<Field<'a>>, FieldError> {
        let Some(raw) = self.raw else {
            return Ok(Vec::new());
        };
        self.expect(raw, JsonType::Array, "an array")?;
        let items = json::items(raw.get()).unwrap_or_default();
        Ok(items
            .into_iter()
            .enumerate()
            .map(|(at, raw)| Field::new(format!("{}[{at}]", self.path), Some(raw)))
            .collect())
    }

    fn expect(
        &self,
        raw: &RawValue,
        wanted: JsonType,
        expected: &'static str,
    ) -> Result<(), FieldError> {
        let found = JsonType::of(raw.get());
        if found == wanted {
            return Ok(());
        }
        Err(self.fails(Problem::Mistyped { expected, found }))
    }
}

/// What `serde_json` says about a body that is not even an object.
pub(crate) fn body_error(text: &str, error: &serde_json::Error) -> BodyError {
    if error.is_data() {
        let found = JsonType::of(text);
        return BodyError::NotAnObject { found };
    }
    BodyError::NotJson {
        line: error.line(),
        column: error.column(),
    }
}
