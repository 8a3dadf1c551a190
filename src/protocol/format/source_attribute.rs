//! The source attributes that a certified EHR shows of an evidence-based intervention: 45 CFR 170.315(b)(11)(iv)(A).

use super::Place;
use foramen_facts::FindingId;

/// One of the thirteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SourceAttributeKind {
    /// Bibliographic citation of the intervention.
    BibliographicCitation,
    /// Developer of the intervention.
    Developer,
    /// Funding source of its technical implementation.
    FundingSource,
    /// Release and, if applicable, revision dates.
    ReleaseAndRevisionDates,
    /// Use of race.
    Race,
    /// Use of ethnicity.
    Ethnicity,
    /// Use of language.
    Language,
    /// Use of sexual orientation.
    SexualOrientation,
    /// Use of gender identity.
    GenderIdentity,
    /// Use of sex.
    Sex,
    /// Use of date of birth.
    DateOfBirth,
    /// Use of data on social determinants of health.
    SocialDeterminants,
    /// Use of health status assessments data.
    HealthStatusAssessments,
}

impl SourceAttributeKind {
    /// All of them in the order of the regulation, with the key used in `hooks/` and the title.
    pub const ALL: [(Self, &'static str, &'static str); 13] = [
        (
            Self::BibliographicCitation,
            "bibliographic-citation",
            "Bibliographic citation",
        ),
        (Self::Developer, "developer", "Developer"),
        (Self::FundingSource, "funding-source", "Funding source"),
        (
            Self::ReleaseAndRevisionDates,
            "release-and-revision-dates",
            "Release and revision dates",
        ),
        (Self::Race, "use-of-race", "Use of race"),
        (Self::Ethnicity, "use-of-ethnicity", "Use of ethnicity"),
        (Self::Language, "use-of-language", "Use of language"),
        (
            Self::SexualOrientation,
            "use-of-sexual-orientation",
            "Use of sexual orientation",
        ),
        (
            Self::GenderIdentity,
            "use-of-gender-identity",
            "Use of gender identity",
        ),
        (Self::Sex, "use-of-sex", "Use of sex"),
        (
            Self::DateOfBirth,
            "use-of-date-of-birth",
            "Use of date of birth",
        ),
        (
            Self::SocialDeterminants,
            "use-of-social-determinants",
            "Use of social determinants of health data",
        ),
        (
            Self::HealthStatusAssessments,
            "use-of-health-status-assessments",
            "Use of health status assessments data",
        ),
    ];

    /// The key used in `hooks/`.
    pub fn key(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, ..)| *kind == self)
            .map_or("", |(_, key, _)| key)
    }

    /// Its name for readers.
    pub fn title(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, ..)| *kind == self)
            .map_or("", |(.., title)| title)
    }

    /// Whether it says that a kind of data is used or not.
    pub fn is_use(self) -> bool {
        self >= Self::Race
    }

    /// The findings that are data of this kind, by name: a rule that reads one uses it. No finding holds race, ethnicity, language,
    /// orientation or gender identity.
    pub fn data(self) -> &'static [&'static str] {
        match self {
            Self::Sex => &["sex"],
            Self::DateOfBirth => &["age"],
            Self::SocialDeterminants => &["work.manual", "psychosocial"],
            Self::HealthStatusAssessments => &[
                "severity.nrs",
                "severity.odi",
                "severity.ndi",
                "severity.disabling",
                "severity.grade",
                "psychosocial",
                "safety.pregnancy",
            ],
            _ => &[],
        }
    }
}

/// What `source-attributes.toml` says of one.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceAttribute {
    /// Which one.
    pub kind: SourceAttributeKind,
    /// What there is to say.
    pub says: String,
    /// Whether the data are used; none for the four that are not about data.
    pub used: Option<bool>,
    /// The findings through which they are.
    pub findings: Vec<FindingId>,
    /// Where it stands.
    pub place: Place,
}
