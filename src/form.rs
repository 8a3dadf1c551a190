//! The form whose answers are read: a FHIR R4 Questionnaire that stands in `hooks/questionnaire.json`.

use serde::Deserialize;
use std::borrow::Cow;

/// The form, as it is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Its `id`.
    pub id: String,
    /// The resource, as it stands in the file.
    pub text: String,
}

/// Why the form cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// It is not JSON, or it lacks what every served resource has.
    #[error("questionnaire.json: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// It is not what it is served as, or its address would be none.
    #[error(
        "questionnaire.json: it is served as a Questionnaire under its id; resourceType must be Questionnaire, id 1 to 64 letters, digits, - or ."
    )]
    NotServable,
}

impl Form {
    /// Reads what it is called.
    pub fn read(text: &str) -> Result<Self, FormError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Head<'a> {
            #[serde(borrow)]
            resource_type: Cow<'a, str>,
            #[serde(borrow)]
            id: Cow<'a, str>,
        }
        let head: Head<'_> = serde_json::from_str(text)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
        let is_id = (1..=64).contains(&head.id.len()) && head.id.bytes().all(plain);
        if head.resource_type != "Questionnaire" || !is_id {
            return Err(FormError::NotServable);
        }
        Ok(Self {
            id: head.id.into_owned(),
            text: text.to_owned(),
        })
    }

    /// Where it is served, below the address of the service.
    pub fn path(&self) -> String {
        format!("/fhir/Questionnaire/{}", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn the_form_that_is_shipped_is_the_one_whose_answers_are_read() {
        let form = Form::read(include_str!("../hooks/questionnaire.json")).unwrap();
        assert_eq!(form.id, foramen_facts::FORM);
    }

    #[rstest]
    #[case(r#"{"resourceType": "Questionnaire", "id": "spine"}"#, true)]
    #[case(r#"{"resourceType": "Questionnaire", "id": ""}"#, false)]
    #[case(r#"{"resourceType": "Questionnaire", "id": "a/b"}"#, false)]
    #[case(r#"{"resourceType": "Questionnaire"}"#, false)]
    #[case(r#"{"resourceType": "Patient", "id": "spine"}"#, false)]
    #[case("no JSON", false)]
    fn a_form_is_a_questionnaire_with_an_id(#[case] text: &str, #[case] is_form: bool) {
        assert_eq!(Form::read(text).is_ok(), is_form);
    }
}
