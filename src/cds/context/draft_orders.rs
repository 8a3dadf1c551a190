use crate::{
    error::{FieldError, Problem},
    field::Field,
    resource::Resource,
};

/// The Bundle `draftOrders`. Its `type` and the `fullUrl`s of its entries may be left out, as clients do.
#[derive(Debug, Clone, Default)]
pub struct DraftOrders<'a> {
    /// The drafts, in the client's order.
    pub orders: Vec<Resource<'a>>,
    /// Entries that came without a resource and were skipped.
    pub without_resource: usize,
}

impl<'a> DraftOrders<'a> {
    pub(super) fn read(bundle: &Field<'a>) -> Result<Option<Self>, FieldError> {
        if bundle.raw().is_none() {
            return Ok(None);
        }
        let [kind, entries] = bundle.members(["resourceType", "entry"])?;
        if kind.text()?.is_some_and(|kind| kind != "Bundle") {
            let accepted = "Bundle".to_owned();
            return Err(kind.fails(Problem::NotOneOf { accepted }));
        }
        let mut drafts = Self::default();
        for entry in entries.items()? {
            drafts.push(&entry)?;
        }
        Ok(Some(drafts))
    }

    fn push(&mut self, entry: &Field<'a>) -> Result<(), FieldError> {
        if entry.raw().is_none() {
            self.without_resource += 1;
            return Ok(());
        }
        let [resource, full_url] = entry.members(["resource", "fullUrl"])?;
        if resource.raw().is_none() {
            self.without_resource += 1;
            return Ok(());
        }
        let order = Resource::from_field(resource)?;
        self.orders.push(order.under(full_url.raw()));
        Ok(())
    }
}
