//! The context of each hook, one file per hook.

use std::borrow::Cow;

use crate::{
    error::{FieldError, Problem},
    field::Field,
};

mod draft_orders;
mod encounter_start;
mod order_select;
mod order_sign;
mod patient_view;

pub use draft_orders::DraftOrders;
pub use encounter_start::EncounterStart;
pub use order_select::OrderSelect;
pub use order_sign::OrderSign;
pub use patient_view::PatientView;

/// Whose chart is open, and who looks at it. Every hook tells this.
#[derive(Clone)]
pub struct OpenChart<'a> {
    /// The bare id of the patient.
    pub patient_id: Cow<'a, str>,
    /// `Type/id` of the user: `Practitioner`, `PractitionerRole`, and for some hooks `Patient` or `RelatedPerson`.
    pub user_id: Option<Cow<'a, str>>,
    /// The bare id of the encounter, if one is open.
    pub encounter_id: Option<Cow<'a, str>>,
}

impl<'a> OpenChart<'a> {
    fn read(context: &Field<'a>) -> Result<Self, FieldError> {
        let [patient, user, encounter] = context.members(["patientId", "userId", "encounterId"])?;
        patient.required_text()?;
        let empty = || {
            let expected = "a string";
            patient.fails(Problem::Empty { expected })
        };
        Ok(Self {
            patient_id: read_id(&patient, "Patient")?.ok_or_else(empty)?,
            user_id: user.text()?,
            encounter_id: match read_id(&encounter, "Encounter") {
                // Vendors put an episode or an appointment there; the call can be answered without.
                Err(error) if matches!(error.problem, Problem::OtherType { .. }) => None,
                read => read?,
            },
        })
    }
}

/// The bare id of a resource of this type, however the client refers to it, so that nobody after this sees but ids.
fn read_id<'a>(
    field: &Field<'a>,
    expected: &'static str,
) -> Result<Option<Cow<'a, str>>, FieldError> {
    let Some(text) = field.text()? else {
        return Ok(None);
    };
    let (kind, id) = kind_and_id(&text);
    if kind.is_some_and(|kind| kind != expected) {
        return Err(field.fails(Problem::OtherType { expected }));
    }
    // A type alone, as in `Patient/`, names nobody.
    Ok((!id.is_empty() && id != expected).then(|| match &text {
        Cow::Borrowed(text) => Cow::Borrowed(kind_and_id(text).1),
        Cow::Owned(_) => Cow::Owned(id.to_owned()),
    }))
}

fn kind_and_id(reference: &str) -> (Option<&str>, &str) {
    let name = type_and_id(reference);
    let (kind, id) = name.rsplit_once('/').unwrap_or(("", name));
    (Some(kind).filter(|kind| !kind.is_empty()), id)
}

/// What can be asked of any hook's context.
pub trait HookContext<'a> {
    /// Whose chart is open, and who looks at it.
    fn chart(&self) -> &OpenChart<'a>;

    /// The unsigned orders of the session, if the hook has them and the client sent them.
    fn draft_orders(&self) -> Option<&DraftOrders<'a>> {
        None
    }

    /// The orders in focus, as `Type/id`.
    fn selections(&self) -> &[String] {
        &[]
    }
}

/// The last two segments of a reference: clients send `Type/id` or the absolute URL of the same resource, with or
/// without its version.
pub(crate) fn type_and_id(reference: &str) -> &str {
    let reference = reference.trim();
    let versioned = reference.split_once("/_history");
    let reference = versioned.map_or(reference, |(unversioned, _)| unversioned);
    let reference = reference.trim_end_matches('/');
    let start = reference.rmatch_indices('/').nth(1).map(|(at, _)| at + 1);
    start
        .and_then(|at| reference.get(at..))
        .unwrap_or(reference)
}
