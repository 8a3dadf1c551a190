use super::{HookContext, OpenChart, read_id};
use crate::{
    error::{FieldError, Problem},
    field::Field,
};

/// `encounter-start`: an encounter begins. The one hook here that requires `encounterId`.
#[derive(Clone)]
pub struct EncounterStart<'a> {
    /// Whose encounter, and who begins it.
    pub chart: OpenChart<'a>,
}

impl<'a> EncounterStart<'a> {
    pub(crate) fn read(context: &Field<'a>) -> Result<Self, FieldError> {
        let chart = OpenChart::read(context)?;
        if chart.encounter_id.is_none() {
            let [encounter] = context.members(["encounterId"])?;
            encounter.required_text()?;
            read_id(&encounter, "Encounter")?;
            return Err(encounter.fails(Problem::Empty {
                expected: "a string",
            }));
        }
        Ok(Self { chart })
    }
}

impl<'a> HookContext<'a> for EncounterStart<'a> {
    fn chart(&self) -> &OpenChart<'a> {
        &self.chart
    }
}
