//! Drafts of medicines: class and ingredient, by code, name or brand.

use foramen_fhir::{Codeable, Dosage, Entry, views::MedicationRequest};

use super::{
    super::{
        Reader,
        matching::Hit,
        medication::{is_injected, is_systemic},
        source,
        statement::Statement,
    },
    add_words, is_relevant, set_request,
};
use crate::{Attribute, Attributes, Confidence, Evidence, Fact, Origin, Regions};

impl<'a> Reader<'_, 'a> {
    pub(super) fn draft_drug(&mut self, entry: &Entry<'a, MedicationRequest<'a>>) {
        let request = &entry.view;
        let statement = Statement::new(source(entry), Origin::Order);
        let drug = self.record.resolve_medication(&request.medication, entry);
        let mut known = drug
            .as_ref()
            .map(|drug| self.drug_of(drug, &request.dosage, &statement))
            .unwrap_or_default();
        let attributes = &mut known.attributes;
        attributes.set_word(Attribute::Kind, "drug");
        set_request(attributes, request.status.as_deref(), None);
        if known.evidence.is_empty() {
            known.evidence.push(statement.evidence("medication"));
        }
        let relevant = is_relevant(attributes, Regions::NONE);
        attributes.set_word(Attribute::Relevant, if relevant { "yes" } else { "no" });
        self.push_order(Fact {
            confidence: known.confidence,
            attributes: known.attributes,
            onset: Some(self.today()),
            stated: Some(self.today()),
            evidence: known.evidence,
            ..Fact::present(self.known.order, statement.evidence(""))
        });
        let reasons: Vec<&Codeable<'a>> = request.reasons().collect();
        for reason in reasons {
            self.order_reason(reason, &statement);
        }
    }

    /// Class and ingredient: as the site's own map says, else by codes and names. A combination is all of its ingredients.
    fn drug_of(
        &self,
        drug: &Codeable<'_>,
        dosage: &[Dosage<'_>],
        statement: &Statement<'_>,
    ) -> KnownDrug {
        let mut known = KnownDrug::default();
        if let Some(row) = self.of_the_site(drug)
            && row.attributes().get(Attribute::DrugClass).is_some()
        {
            known.attributes.clone_from(row.attributes());
            known.evidence.push(statement.evidence(row.says()));
            return known;
        }
        let systemic = is_systemic(drug, dosage);
        let injected = is_injected(drug, dosage);
        let counts = |hit: &&Hit<'_>| {
            let class = |word| hit.attributes.has(Attribute::DrugClass, word);
            // What does not reach the whole body is another medicine to the protocol.
            let local = !systemic && (class("steroid_oral") || class("nsaid"));
            hit.attributes.get(Attribute::DrugClass).is_some()
                && !local
                && !(injected && class("steroid_oral"))
        };
        for hit in self.drugs(drug).iter().filter(counts) {
            add_words(&mut known.attributes, &hit.attributes, Attribute::DrugClass);
            for name in &hit.own_words {
                known
                    .attributes
                    .add_word(Attribute::Drug, &name.to_lowercase());
            }
            known.evidence.extend(statement.evidence_of(hit));
            known.confidence = known.confidence.min(hit.strength);
        }
        known
    }
}

struct KnownDrug {
    attributes: Attributes,
    evidence: Vec<Evidence>,
    confidence: Confidence,
}

impl Default for KnownDrug {
    fn default() -> Self {
        Self {
            attributes: Attributes::default(),
            evidence: Vec::new(),
            // A drug is certain by its ingredient's name (protocol, preamble).
            confidence: Confidence::Certain,
        }
    }
}
