use super::{DraftOrders, HookContext, OpenChart};
use crate::{error::FieldError, field::Field};

/// `order-sign`: orders are about to be signed. All drafts are in focus.
#[derive(Clone)]
pub struct OrderSign<'a> {
    /// Whose orders, and who signs.
    pub chart: OpenChart<'a>,
    /// The orders to be signed, new or revised.
    pub draft_orders: Option<DraftOrders<'a>>,
}

impl<'a> OrderSign<'a> {
    pub(crate) fn read(context: &Field<'a>) -> Result<Self, FieldError> {
        let [drafts] = context.members(["draftOrders"])?;
        Ok(Self {
            chart: OpenChart::read(context)?,
            draft_orders: DraftOrders::read(&drafts)?,
        })
    }
}

impl<'a> HookContext<'a> for OrderSign<'a> {
    fn chart(&self) -> &OpenChart<'a> {
        &self.chart
    }

    fn draft_orders(&self) -> Option<&DraftOrders<'a>> {
        self.draft_orders.as_ref()
    }
}
