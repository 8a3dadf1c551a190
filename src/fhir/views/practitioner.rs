//! `Practitioner` and `PractitionerRole`: the setting in which the service is asked.

use crate::element::{Codeable, Many, Reference, Text};
use crate::read::fields;

/// A `Practitioner`: no name, only what says which profession it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Practitioner<'a> {
    /// `id`.
    pub id: Option<Text<'a>>,
    /// `qualification`.
    pub qualification: Many<Qualification<'a>>,
    /// DSTU2 `practitionerRole`, which is a resource of its own since STU3.
    pub role: Many<PractitionerRole<'a>>,
}

fields! { Practitioner<'a> { "id" => id, "qualification" => qualification, "practitionerRole" => role } }

/// `qualification`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Qualification<'a> {
    /// `code`.
    pub code: Option<Codeable<'a>>,
}

fields! { Qualification<'a> { "code" => code } }

/// A `PractitionerRole`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PractitionerRole<'a> {
    /// `id`.
    pub id: Option<Text<'a>>,
    /// `practitioner`.
    pub practitioner: Option<Reference<'a>>,
    /// `code`, DSTU2 `role`.
    pub code: Many<Codeable<'a>>,
    /// `specialty`.
    pub specialty: Many<Codeable<'a>>,
}

fields! {
    PractitionerRole<'a> { "id" => id, "practitioner" => practitioner, "code" | "role" => code, "specialty" => specialty }
}
