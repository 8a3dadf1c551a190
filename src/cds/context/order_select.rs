use super::{DraftOrders, HookContext, OpenChart, type_and_id};
use crate::{error::FieldError, field::Field};

/// `order-select`: orders were picked and are being filled in.
#[derive(Clone)]
pub struct OrderSelect<'a> {
    /// Whose orders, and who picks.
    pub chart: OpenChart<'a>,
    /// The orders in focus, as `Type/id`.
    pub selections: Vec<String>,
    /// All unsigned orders of the session; those not selected are background.
    pub draft_orders: Option<DraftOrders<'a>>,
}

impl<'a> OrderSelect<'a> {
    pub(crate) fn read(context: &Field<'a>) -> Result<Self, FieldError> {
        let [selections, drafts] = context.members(["selections", "draftOrders"])?;
        Ok(Self {
            chart: OpenChart::read(context)?,
            selections: read_selections(&selections)?,
            draft_orders: DraftOrders::read(&drafts)?,
        })
    }
}

fn read_selections(selections: &Field<'_>) -> Result<Vec<String>, FieldError> {
    let items = selections.items()?;
    let texts = items.iter().map(Field::text);
    texts
        .filter_map(Result::transpose)
        .map(|text| text.map(|text| type_and_id(&text).to_owned()))
        .collect()
}

impl<'a> HookContext<'a> for OrderSelect<'a> {
    fn chart(&self) -> &OpenChart<'a> {
        &self.chart
    }

    fn draft_orders(&self) -> Option<&DraftOrders<'a>> {
        self.draft_orders.as_ref()
    }

    fn selections(&self) -> &[String] {
        &self.selections
    }
}
