//! Care, referrals and implants as the form asks for them.

use foramen_fhir::{Value, views::Item};

use super::{Answered, Reader, Response, words};
use crate::{Attribute, Fact, Held, Word, coded::procedure::INVASIVE};

/// Every answered repetition of the group `tx`, wherever it stands.
pub(super) fn treatments<'v, 'a>(items: &'v [Item<'a>], found: &mut Vec<&'v Item<'a>>) {
    for item in items {
        if item.link_id.as_deref() == Some("tx") {
            found.push(item);
        } else {
            treatments(&item.item, found);
        }
    }
}

/// The answers to one question inside a treatment.
fn inside<'v, 'a>(treatment: &'v Item<'a>, link: &str) -> Vec<&'v Value<'a>> {
    treatment
        .item
        .iter()
        .filter(|item| item.link_id.as_deref() == Some(link))
        .flat_map(|item| {
            item.answer
                .iter()
                .filter_map(|answer| answer.value.as_ref())
        })
        .collect()
}

impl<'a> Reader<'_, 'a> {
    /// Rows of `tx`, and whether there was care at all.
    pub(super) fn care_told(&mut self, response: &Response<'_, 'a>) {
        for treatment in &response.treatments {
            self.treatment_told(treatment, response);
        }
        let status = response
            .findings
            .get(&self.known.tx)
            .and_then(|told| words(told.part("conservative")).into_iter().next());
        if matches!(status.as_deref(), Some("not_started" | "declined")) {
            // Declined and not started are no care (protocol 1.3).
            let mut fact = self.told(self.known.tx_adequate, response);
            fact.evidence = vec![Self::evidence(response, "tx.conservative")];
            fact.regions = crate::Regions::NONE;
            self.facts.push(fact.denied());
        }
    }

    fn treatment_told(&mut self, treatment: &Item<'a>, response: &Response<'_, 'a>) {
        let told = |link: &str| inside(treatment, link);
        let Some(kind) = words(&told("tx.kind")).into_iter().next() else {
            return;
        };
        let start = self.first_date(&told("tx.start"));
        let invasive = INVASIVE.contains(&kind.as_str());
        // An empty end means that it goes on; an operation is over when it is done.
        let end = self.first_date(&told("tx.end")).or_else(|| {
            if invasive {
                start
            } else {
                start.and(response.authored)
            }
        });
        let mut row = Fact {
            onset: start,
            end,
            stated: response.authored,
            ..self.told(self.known.tx, response)
        };
        row.evidence = vec![Self::evidence(response, "tx.kind")];
        row.examined = false;
        row.attributes.set_word(Attribute::Kind, &kind);
        self.add_class(&mut row, &kind);
        if let Some(count) = told("tx.sessions")
            .iter()
            .find_map(|value| value.number())
            .filter(|count| *count >= 0.0)
        {
            row.attributes.set(Attribute::Sessions, Held::Number(count));
        }
        if let Some(outcome) = words(&told("tx.outcome"))
            .into_iter()
            .find(|word| word != "unknown")
        {
            row.attributes.set_word(Attribute::Outcome, &outcome);
        }
        if words(&told("tx.adherence"))
            .iter()
            .any(|word| word == "none")
        {
            row = row.denied();
        }
        if invasive {
            self.infection_risk_of(row.clone());
        }
        if kind == "surgery" && row.is_present() {
            let prior = Fact {
                finding: self.known.rf_prior_surgery,
                attributes: crate::Attributes::default(),
                ..row.clone()
            };
            self.facts.push(prior);
        }
        self.facts.push(row);
    }

    /// The drug classes of a kind of treatment, as the value sets give them.
    fn add_class(&self, row: &mut Fact, kind: &str) {
        let same = self
            .vocabulary
            .concepts
            .iter()
            .find(|concept| concept.id.strip_prefix("tx.") == Some(kind));
        let classes: Vec<Word> = same
            .and_then(|concept| concept.attributes.get(Attribute::DrugClass))
            .map(|held| held.words().to_vec())
            .unwrap_or_default();
        for class in classes {
            row.attributes.add_word(Attribute::DrugClass, &class);
        }
    }

    pub(super) fn referral_told(
        &mut self,
        answered: &Answered<'_, 'a>,
        response: &Response<'_, 'a>,
    ) {
        let told = words(answered.part(""));
        let Some(status) = told
            .iter()
            .find(|word| ["planned", "made", "completed"].contains(&word.as_str()))
        else {
            return;
        };
        let mut row = self.told(self.known.referral, response);
        row.onset = response.authored;
        row.attributes.set_word(Attribute::Status, status);
        row.attributes.set_word(Attribute::Kind, status);
        self.facts.push(row);
    }

    /// Implants; "none" among them denies the whole list.
    pub(super) fn implants(&mut self, answered: &Answered<'_, 'a>, response: &Response<'_, 'a>) {
        let told = words(answered.part(""));
        let conditional = words(answered.part("mr_conditional"))
            .into_iter()
            .find(|word| word != "unknown");
        if !told.is_empty() && told.iter().all(|word| word == "none") {
            let fact = self.told(self.known.device, response).denied();
            self.facts.push(fact);
        }
        for kind in told.iter().filter(|word| *word != "none") {
            let mut row = self.told(self.known.device, response);
            row.attributes.set_word(Attribute::Kind, kind);
            if let Some(word) = &conditional {
                row.attributes.set_word(Attribute::MrConditional, word);
            }
            self.facts.push(row);
        }
    }
}
