//! Orders that the site's own map names: what a local code or name means there.

use foramen_fhir::Codeable;

use super::{
    super::{Reader, statement::Statement},
    Ordered,
};
use crate::{Attribute, Confidence, MappedOrder};

impl<'r> Reader<'r, '_> {
    /// The row of the site's order map that a code or name has, if there is one.
    pub(super) fn of_the_site(&self, code: &Codeable<'_>) -> Option<&'r MappedOrder> {
        self.reading.orders.and_then(|orders| orders.of(code))
    }

    /// What the site says that it orders: certain, and before every code list.
    pub(in crate::coded) fn ordered_by_the_site(
        &self,
        code: &Codeable<'_>,
        statement: &Statement<'_>,
    ) -> Option<Ordered> {
        let row = self.of_the_site(code)?;
        let kind = match row.attributes().word(Attribute::Procedure) {
            _ if row.attributes().get(Attribute::Modality).is_some() => "imaging",
            Some("physical_therapy" | "manual") => "therapy",
            Some(_) => "procedure",
            None if row.attributes().get(Attribute::Item).is_some() => "item",
            None => "drug",
        };
        // Where the map names no part of the spine, a study has none; an injection may say it beside its code.
        let regions = if row.regions().is_empty() && kind != "imaging" {
            statement.regions(row.regions())
        } else {
            row.regions()
        };
        Some(Ordered {
            kind,
            attributes: row.attributes().clone(),
            regions,
            confidence: Confidence::Certain,
            evidence: vec![statement.evidence(row.says())],
        })
    }
}
