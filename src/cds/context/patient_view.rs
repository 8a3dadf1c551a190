use super::{HookContext, OpenChart};
use crate::{error::FieldError, field::Field};

/// `patient-view`: a patient's record was opened.
#[derive(Clone)]
pub struct PatientView<'a> {
    /// Whose record, and who opened it.
    pub chart: OpenChart<'a>,
}

impl<'a> PatientView<'a> {
    pub(crate) fn read(context: &Field<'a>) -> Result<Self, FieldError> {
        let chart = OpenChart::read(context)?;
        Ok(Self { chart })
    }
}

impl<'a> HookContext<'a> for PatientView<'a> {
    fn chart(&self) -> &OpenChart<'a> {
        &self.chart
    }
}
