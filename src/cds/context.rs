//! The context of each hook, one file per hook.

use std::borrow::Cow;

use crate::{error::FieldError, field::Field};

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
        Ok(Self {
            patient_id: patient.required_text()?,
            user_id: user.text()?,
            encounter_id: encounter.text()?,
        })
    }
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

/// The last two segments of a reference: clients send `Type/id` or the absolute URL of the same resource.
pub(crate) fn type_and_id(reference: &str) -> &str {
    let start = reference.rmatch_indices('/').nth(1).map(|(at, _)| at + 1);
    start
        .and_then(|at| reference.get(at..))
        .unwrap_or(reference)
}
