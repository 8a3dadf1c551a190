//! `Patient`: age, sex, deceased.

use foramen_fhir::{DateRange, Flag};
use jiff::{Unit, civil::Date};

use super::{Reader, source};
use crate::{Amount, Attribute, Evidence, Fact, Origin};

impl Reader<'_, '_> {
    /// Adds age, sex and whether the patient has died.
    pub(super) fn patient(&mut self) {
        let Some(entry) = &self.record.patient else {
            return;
        };
        let evidence = |says: &str| Evidence {
            source: source(entry),
            origin: Origin::Coded,
            says: says.to_owned(),
        };
        if let Some(age) = self.birth.and_then(|birth| age(birth, self.reading.today)) {
            self.facts.push(Fact {
                value: Some(age),
                ..Fact::present(self.known.age, evidence("birthDate"))
            });
        }
        let gender = entry.view.gender.as_deref().map(str::to_ascii_lowercase);
        if let Some(word) = gender
            .as_deref()
            .filter(|word| ["male", "female", "other"].contains(word))
        {
            let mut fact = Fact::present(self.known.sex, evidence("gender"));
            fact.attributes.set_word(Attribute::Value, word);
            self.facts.push(fact);
        }
        if entry.view.is_deceased() {
            self.facts
                .push(Fact::present(self.known.deceased, evidence("deceased")));
        } else if entry.view.deceased_boolean == Some(Flag(false)) {
            self.facts
                .push(Fact::present(self.known.deceased, evidence("deceasedBoolean")).denied());
        }
    }
}

/// Age in whole years; a partial birth date leaves two possible ones.
fn age(birth: DateRange, today: Date) -> Option<Amount> {
    /// Older than anybody: a slip of the keyboard.
    const OLDEST: i16 = 130;
    let years = |from: Date| {
        let years = today.since((Unit::Year, from)).ok()?.get_years();
        (from <= today && years <= OLDEST).then_some(f64::from(years))
    };
    Some(Amount::between(
        years(birth.latest().min(today))?,
        years(birth.earliest())?,
    ))
}
