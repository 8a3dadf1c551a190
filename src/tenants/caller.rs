//! Who calls and from where, as far as a tenant's muting asks for it.

use foramen_cds::HookRequest;
use foramen_fhir::{Codeable, Record, same_resource};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The caller of a request, in the words that its resources have for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Caller {
    /// Codes of the specialties of the user's own roles.
    codes: Vec<String>,
    /// Their names, word by word.
    names: Vec<Vec<String>>,
    /// Codes of the class of the encounter in context.
    classes: Vec<String>,
    /// What fired the hook, if the client tells it.
    trigger: Option<String>,
}

impl Caller {
    /// Reads what a request says about its caller. Roles of other people and classes of other encounters count for nothing.
    pub fn of(request: &HookRequest<'_>, record: &Record<'_>, encounter: Option<&str>) -> Self {
        let is_user = |reference: &str| {
            let user = request.context.user_id();
            user.is_some_and(|user| same_resource(user, reference))
        };
        let roles = record.practitioner_roles.iter().filter(|role| {
            let person = role.view.practitioner.as_ref();
            let person = person.and_then(|person| person.reference.as_deref());
            is_user(&role.source.reference()) || person.is_some_and(is_user)
        });
        let specialties: Vec<_> = roles.flat_map(|role| &role.view.specialty).collect();
        let visit = record
            .encounters
            .iter()
            .find(|entry| encounter.is_some_and(|id| same_resource(id, &entry.source.reference())));
        let classes = visit.into_iter().flat_map(|entry| &entry.view.class);
        Self {
            codes: specialties
                .iter()
                .flat_map(|specialty| codes(specialty))
                .collect(),
            names: specialties
                .iter()
                .flat_map(|specialty| specialty.texts())
                .map(words)
                .collect(),
            classes: classes.flat_map(codes).collect(),
            trigger: request.extension.and_then(trigger),
        }
    }

    /// Whether one of the caller's specialties has this code, or these words in its name.
    pub(super) fn has_specialty(&self, word: &str) -> bool {
        let wanted = words(word);
        let named = |name: &Vec<String>| name.windows(wanted.len()).any(|part| part == wanted);
        self.codes
            .iter()
            .any(|code| code.eq_ignore_ascii_case(word))
            || !wanted.is_empty() && self.names.iter().any(named)
    }

    /// Whether the encounter in context is of this class.
    pub(super) fn is_in(&self, class: &str) -> bool {
        self.classes
            .iter()
            .any(|own| own.eq_ignore_ascii_case(class))
    }

    /// Whether this fired the hook.
    pub(super) fn came_by(&self, trigger: &str) -> bool {
        self.trigger.as_deref() == Some(trigger)
    }
}

fn codes(concept: &Codeable<'_>) -> Vec<String> {
    let codes = concept.codings.iter();
    codes
        .filter_map(|coding| coding.raw_code.as_deref().map(str::to_owned))
        .collect()
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The action that fired the hook, as one EHR tells it at the root of the request: a number, written as a text or as a number.
fn trigger(extension: &RawValue) -> Option<String> {
    #[derive(Deserialize)]
    struct Extension<'a> {
        #[serde(borrow, rename = "com.epic.cdshooks.request.bpa-trigger-action")]
        action: Option<&'a RawValue>,
    }
    let extension: Extension<'_> = serde_json::from_str(extension.get()).ok()?;
    let action = extension.action?.get().trim();
    serde_json::from_str::<String>(action)
        .ok()
        .or_else(|| Some(serde_json::from_str::<u64>(action).ok()?.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(
        r#"{"com.epic.cdshooks.request.bpa-trigger-action": "18"}"#,
        Some("18")
    )]
    #[case(r#"{"com.epic.cdshooks.request.bpa-trigger-action": 18}"#, Some("18"))]
    #[case(r#"{"com.epic.cdshooks.request.bpa-trigger-action": null}"#, None)]
    #[case(r#"{"com.epic.cdshooks.request.bpa-trigger-action": {}}"#, None)]
    #[case(r#"{"other": "18"}"#, None)]
    #[case(r#""18""#, None)]
    fn the_trigger_is_a_number_in_either_form(#[case] json: &str, #[case] expected: Option<&str>) {
        let raw = RawValue::from_string(json.to_owned()).unwrap();
        assert_eq!(trigger(&raw).as_deref(), expected);
    }

    #[rstest]
    #[case("207X00000X", true)]
    #[case("207x00000x", true)]
    #[case("orthopaedic surgery", true)]
    #[case("Surgery", true)]
    #[case("surg", false)]
    #[case("surgery orthopaedic", false)]
    #[case("", false)]
    #[case("-", false)]
    fn a_specialty_is_known_by_code_or_whole_words(#[case] word: &str, #[case] expected: bool) {
        let caller = Caller {
            codes: vec!["207X00000X".to_owned()],
            names: vec![words("Orthopaedic Surgery (spine)")],
            ..Caller::default()
        };
        assert_eq!(caller.has_specialty(word), expected);
    }
}
