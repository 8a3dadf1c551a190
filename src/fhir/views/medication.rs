//! `MedicationRequest`, `MedicationStatement` and `Medication`.

use jiff::tz::TimeZone;

use super::concepts;
use crate::element::{
    Annotation, Codeable, CodeableReference, Dosage, Flag, Many, Moment, Number, Period, Quantity,
    Reference, Text, When,
};
use crate::read::fields;

/// A `MedicationRequest`; a `MedicationOrder` of DSTU2.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MedicationRequest<'a> {
    /// `status`.
    pub status: Option<Text<'a>>,
    /// `statusReason`.
    pub status_reason: Many<Codeable<'a>>,
    /// `intent`.
    pub intent: Option<Text<'a>>,
    /// `category`.
    pub category: Many<Codeable<'a>>,
    /// `medication[x]`; [`Record::resolve_medication`](crate::Record::resolve_medication) follows a reference.
    pub medication: CodeableReference<'a>,
    /// `subject`.
    pub subject: Option<Reference<'a>>,
    /// `authoredOn`, DSTU2 `dateWritten`.
    pub authored_on: Option<Text<'a>>,
    /// `dosageInstruction`.
    pub dosage: Many<Dosage<'a>>,
    /// `dispenseRequest`.
    pub dispense: Option<Dispense<'a>>,
    /// `courseOfTherapyType`.
    pub course_of_therapy: Option<Codeable<'a>>,
    /// `reasonCode` and `reasonReference`, R5 `reason`.
    pub reason: Many<CodeableReference<'a>>,
    /// `reportedBoolean`, R5 `reported`: known from a report, not written here.
    pub reported: Option<Flag>,
    /// `doNotPerform`.
    pub do_not_perform: Option<Flag>,
    /// `encounter`, STU3 `context`.
    pub encounter: Option<Reference<'a>>,
    /// `note`.
    pub note: Many<Annotation<'a>>,
}

fields! {
    MedicationRequest<'a> {
        "status" => status,
        "statusReason" | "reasonEnded" => status_reason,
        "intent" => intent,
        "category" => category,
        "medicationCodeableConcept" | "medicationReference" | "medication" => medication,
        "subject" | "patient" => subject,
        "authoredOn" | "dateWritten" => authored_on,
        "dosageInstruction" => dosage,
        "dispenseRequest" => dispense,
        "courseOfTherapyType" => course_of_therapy,
        "reasonCode" | "reasonCodeableConcept" | "reasonReference" | "reason" => reason,
        "reportedBoolean" | "reported" => reported,
        "doNotPerform" => do_not_perform,
        "encounter" | "context" => encounter,
        "note" => note
    }
}

impl<'a> MedicationRequest<'a> {
    /// The coded or written reasons, of any release.
    pub fn reasons(&self) -> impl Iterator<Item = &Codeable<'a>> {
        concepts(&self.reason)
    }

    /// Whether it asks that the drug is *not* given.
    pub fn is_prohibited(&self) -> bool {
        self.do_not_perform == Some(Flag(true))
    }
}

/// `dispenseRequest`: what the supply lasts for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dispense<'a> {
    /// `expectedSupplyDuration`.
    pub expected_supply: Option<Quantity<'a>>,
    /// `quantity`.
    pub quantity: Option<Quantity<'a>>,
    /// `numberOfRepeatsAllowed`.
    pub repeats: Option<Number>,
    /// `validityPeriod`.
    pub validity: Option<Period<'a>>,
}

fields! {
    Dispense<'a> {
        "expectedSupplyDuration" => expected_supply,
        "quantity" => quantity,
        "numberOfRepeatsAllowed" => repeats,
        "validityPeriod" => validity
    }
}

/// A `MedicationStatement`; R5 draft name `MedicationUsage`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MedicationStatement<'a> {
    /// `status`; see [`MedicationStatement::is_not_taken`].
    pub status: Option<Text<'a>>,
    /// `statusReason`, STU3 `reasonNotTaken`.
    pub status_reason: Many<Codeable<'a>>,
    /// `category`.
    pub category: Many<Codeable<'a>>,
    /// `medication[x]`; [`Record::resolve_medication`](crate::Record::resolve_medication) follows a reference.
    pub medication: CodeableReference<'a>,
    /// `effective[x]`; see [`MedicationStatement::effective`].
    pub effective: Moment<'a>,
    /// `dateAsserted`.
    pub date_asserted: Option<Text<'a>>,
    /// `dosage`.
    pub dosage: Many<Dosage<'a>>,
    /// `reasonCode` and `reasonReference`, R5 `reason`.
    pub reason: Many<CodeableReference<'a>>,
    /// `taken` of STU3: `y`, `n`, `unk`, `na`.
    pub taken: Option<Text<'a>>,
    /// `wasNotTaken` of DSTU2.
    pub was_not_taken: Option<Flag>,
    /// `note`.
    pub note: Many<Annotation<'a>>,
}

fields! {
    MedicationStatement<'a> {
        "status" => status,
        "statusReason" | "reasonNotTaken" => status_reason,
        "category" => category,
        "medicationCodeableConcept" | "medicationReference" | "medication" => medication,
        "effectiveDateTime" => effective.date,
        "effectivePeriod" => effective.period,
        "effectiveTiming" => effective.timing,
        "dateAsserted" => date_asserted,
        "dosage" => dosage,
        "reasonCode" | "reasonForUseCodeableConcept" | "reasonReference" | "reasonForUseReference" | "reason"
            => reason,
        "taken" => taken,
        "wasNotTaken" => was_not_taken,
        "note" => note
    }
}

impl<'a> MedicationStatement<'a> {
    /// When it was taken.
    pub fn effective(&self, zone: &TimeZone) -> When<'_> {
        self.effective.when(zone)
    }

    /// The coded or written reasons, of any release.
    pub fn reasons(&self) -> impl Iterator<Item = &Codeable<'a>> {
        concepts(&self.reason)
    }

    /// Whether it says that the drug is not taken: status `not-taken`, or the flags of older releases.
    pub fn is_not_taken(&self) -> bool {
        self.was_not_taken == Some(Flag(true))
            || self
                .status
                .as_ref()
                .is_some_and(|status| status.is("not-taken"))
            || self.taken.as_ref().is_some_and(|taken| taken.is("n"))
    }
}

/// A `Medication`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Medication<'a> {
    /// `id`.
    pub id: Option<Text<'a>>,
    /// `code`.
    pub code: Option<Codeable<'a>>,
    /// `ingredient`.
    pub ingredient: Many<Ingredient<'a>>,
}

fields! { Medication<'a> { "id" => id, "code" => code, "ingredient" => ingredient } }

impl<'a> Medication<'a> {
    /// Its code; without one, all its ingredients in one concept.
    pub fn into_concept(self) -> Option<Codeable<'a>> {
        self.code.or_else(|| {
            let concepts = self
                .ingredient
                .into_iter()
                .filter_map(|ingredient| ingredient.item.concept);
            concepts.reduce(Codeable::joined)
        })
    }
}

/// `ingredient` of a medication.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ingredient<'a> {
    /// `item[x]`.
    pub item: CodeableReference<'a>,
}

fields! { Ingredient<'a> { "itemCodeableConcept" | "itemReference" | "item" => item } }
