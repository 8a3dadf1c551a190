//! Which code system a `system` value means, whatever it is spelled like.

use std::borrow::Cow;
use std::fmt;

/// A code system that this project reads; everything else is [`System::Other`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum System {
    /// ICD-10-CM, the clinical modification used in the United States.
    Icd10Cm,
    /// ICD-10 of the WHO; senders also put ICD-10-CM codes under its URI.
    Icd10,
    /// ICD-9-CM, in old problem lists.
    Icd9Cm,
    /// SNOMED CT, any edition.
    Snomed,
    /// LOINC.
    Loinc,
    /// CPT.
    Cpt,
    /// HCPCS level II; senders also put CPT (its level I) here.
    Hcpcs,
    /// `RxNorm`.
    RxNorm,
    /// National Drug Code.
    Ndc,
    /// `RadLex`, with the playbook's RPIDs.
    RadLex,
    /// ATC of the WHO.
    Atc,
    /// Anything else, local codes included.
    Other,
}

impl System {
    /// Recognises a `Coding.system`, or a short name as the project's own data files write it.
    ///
    /// Case, `http` or `https`, `www.`, a trailing slash, a `|version` and the `urn:oid:` prefix do not matter.
    pub fn from_uri(uri: &str) -> Self {
        // Nearly every coding has one of these spellings; they need no copy in lower case.
        match uri {
            "http://snomed.info/sct" => return Self::Snomed,
            "http://hl7.org/fhir/sid/icd-10-cm" => return Self::Icd10Cm,
            "http://loinc.org" => return Self::Loinc,
            "http://www.ama-assn.org/go/cpt" => return Self::Cpt,
            "http://www.nlm.nih.gov/research/umls/rxnorm" => return Self::RxNorm,
            _ => {}
        }
        let lower = uri.trim().to_ascii_lowercase();
        let name = lower
            .split('|')
            .next()
            .unwrap_or_default()
            .trim_end_matches('/');
        let name = ["https://", "http://", "urn:oid:", "oid:"]
            .iter()
            .find_map(|p| name.strip_prefix(p))
            .unwrap_or(name);
        let name = name.strip_prefix("www.").unwrap_or(name);
        if name.starts_with("snomed.info/sct/") {
            return Self::Snomed;
        }
        ALIASES
            .iter()
            .find(|(alias, _)| *alias == name)
            .map_or(Self::Other, |(_, system)| *system)
    }

    /// The system's URI in FHIR R4; `None` for [`System::Other`].
    pub fn uri(self) -> Option<&'static str> {
        Some(match self {
            Self::Icd10Cm => "http://hl7.org/fhir/sid/icd-10-cm",
            Self::Icd10 => "http://hl7.org/fhir/sid/icd-10",
            Self::Icd9Cm => "http://hl7.org/fhir/sid/icd-9-cm",
            Self::Snomed => "http://snomed.info/sct",
            Self::Loinc => "http://loinc.org",
            Self::Cpt => "http://www.ama-assn.org/go/cpt",
            Self::Hcpcs => "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
            Self::RxNorm => "http://www.nlm.nih.gov/research/umls/rxnorm",
            Self::Ndc => "http://hl7.org/fhir/sid/ndc",
            Self::RadLex => "http://radlex.org",
            Self::Atc => "http://www.whocc.no/atc",
            Self::Other => return None,
        })
    }

    /// The short name of the project's own data files, such as `icd-10-cm`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Icd10Cm => "icd-10-cm",
            Self::Icd10 => "icd-10",
            Self::Icd9Cm => "icd-9-cm",
            Self::Snomed => "snomed",
            Self::Loinc => "loinc",
            Self::Cpt => "cpt",
            Self::Hcpcs => "hcpcs",
            Self::RxNorm => "rxnorm",
            Self::Ndc => "ndc",
            Self::RadLex => "radlex",
            Self::Atc => "atc",
            Self::Other => "other",
        }
    }

    /// Whether a code of one may stand under the other's URI: ICD-10 beside ICD-10-CM, CPT beside HCPCS.
    pub fn same_family(self, other: Self) -> bool {
        self == other || self.sibling() == Some(other)
    }

    /// The other system of the same family.
    pub fn sibling(self) -> Option<Self> {
        match self {
            Self::Icd10Cm => Some(Self::Icd10),
            Self::Icd10 => Some(Self::Icd10Cm),
            Self::Cpt => Some(Self::Hcpcs),
            Self::Hcpcs => Some(Self::Cpt),
            _ => None,
        }
    }

    /// Whether its codes are those of an ICD, whose dot is often left out.
    fn is_icd(self) -> bool {
        matches!(self, Self::Icd10Cm | Self::Icd10 | Self::Icd9Cm)
    }
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Spellings in lower case, without scheme, `www.` and trailing slash.
const ALIASES: &[(&str, System)] = &[
    ("hl7.org/fhir/sid/icd-10-cm", System::Icd10Cm),
    ("hl7.org/fhir/sid/icd-10-us", System::Icd10Cm),
    ("terminology.hl7.org/codesystem/icd10cm", System::Icd10Cm),
    ("cdc.gov/nchs/icd/icd10cm.htm", System::Icd10Cm),
    ("2.16.840.1.113883.6.90", System::Icd10Cm),
    ("icd-10-cm", System::Icd10Cm),
    ("icd10cm", System::Icd10Cm),
    ("hl7.org/fhir/sid/icd-10", System::Icd10),
    ("id.who.int/icd/release/10", System::Icd10),
    ("2.16.840.1.113883.6.3", System::Icd10),
    ("icd-10", System::Icd10),
    ("icd10", System::Icd10),
    ("hl7.org/fhir/sid/icd-9-cm", System::Icd9Cm),
    ("hl7.org/fhir/sid/icd-9-cm/diagnosis", System::Icd9Cm),
    ("terminology.hl7.org/codesystem/icd9cm", System::Icd9Cm),
    ("2.16.840.1.113883.6.103", System::Icd9Cm),
    ("icd-9-cm", System::Icd9Cm),
    ("icd9cm", System::Icd9Cm),
    ("snomed.info/sct", System::Snomed),
    ("ihtsdo.org/snomed-ct", System::Snomed),
    ("2.16.840.1.113883.6.96", System::Snomed),
    ("snomed", System::Snomed),
    ("snomed ct", System::Snomed),
    ("snomed-ct", System::Snomed),
    ("snomedct", System::Snomed),
    ("loinc.org", System::Loinc),
    ("2.16.840.1.113883.6.1", System::Loinc),
    ("loinc", System::Loinc),
    ("ama-assn.org/go/cpt", System::Cpt),
    ("terminology.hl7.org/codesystem/cpt", System::Cpt),
    ("2.16.840.1.113883.6.12", System::Cpt),
    ("cpt", System::Cpt),
    ("cpt-4", System::Cpt),
    (
        "cms.gov/medicare/coding/hcpcsreleasecodesets",
        System::Hcpcs,
    ),
    ("cms.gov/medicare/coding/medhcpcsgeninfo", System::Hcpcs),
    ("terminology.hl7.org/codesystem/hcpcs", System::Hcpcs),
    (
        "terminology.hl7.org/codesystem/hcpcs-all-codes",
        System::Hcpcs,
    ),
    ("2.16.840.1.113883.6.285", System::Hcpcs),
    ("2.16.840.1.113883.6.14", System::Hcpcs),
    ("hcpcs", System::Hcpcs),
    ("nlm.nih.gov/research/umls/rxnorm", System::RxNorm),
    ("rxnav.nlm.nih.gov", System::RxNorm),
    ("2.16.840.1.113883.6.88", System::RxNorm),
    ("rxnorm", System::RxNorm),
    ("hl7.org/fhir/sid/ndc", System::Ndc),
    ("2.16.840.1.113883.6.69", System::Ndc),
    ("ndc", System::Ndc),
    ("radlex.org", System::RadLex),
    ("rsna.org/radlex_playbook.aspx", System::RadLex),
    ("playbook.radlex.org", System::RadLex),
    ("2.16.840.1.113883.6.256", System::RadLex),
    ("radlex", System::RadLex),
    ("whocc.no/atc", System::Atc),
    ("2.16.840.1.113883.6.73", System::Atc),
    ("atc", System::Atc),
];

/// The spelling of a code that value sets are written in.
///
/// Codes of an ICD are put in upper case and get their dot (`m5416` becomes `M54.16`); all others are only trimmed.
pub fn normalise_code(system: System, code: &str) -> Cow<'_, str> {
    let code = code.trim();
    if !system.is_icd() {
        return Cow::Borrowed(code);
    }
    // ICD-10 marks dagger and asterisk codes behind the code.
    let code = code.trim_end_matches(['.', '*', '+', '†']);
    let upper = if code.bytes().any(|b| b.is_ascii_lowercase()) {
        Cow::Owned(code.to_ascii_uppercase())
    } else {
        code.into()
    };
    match dot_position(system, &upper) {
        Some(at) => {
            let (head, tail) = upper.split_at(at);
            Cow::Owned(format!("{head}.{tail}"))
        }
        None => upper,
    }
}

/// Where an undotted ICD code needs its dot: behind three characters, behind four in the E codes of ICD-9-CM.
fn dot_position(system: System, code: &str) -> Option<usize> {
    if !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let mut bytes = code.bytes();
    let (first, second) = (bytes.next()?, bytes.next()?);
    let shaped =
        second.is_ascii_digit() && (system == System::Icd9Cm || first.is_ascii_alphabetic());
    let at = if system == System::Icd9Cm && first == b'E' {
        4
    } else {
        3
    };
    (shaped && code.len() > at).then_some(at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("http://hl7.org/fhir/sid/icd-10-cm", System::Icd10Cm)]
    #[case("https://hl7.org/fhir/sid/icd-10-cm/", System::Icd10Cm)]
    #[case("HTTP://HL7.org/FHIR/sid/ICD-10-CM", System::Icd10Cm)]
    #[case("http://hl7.org/fhir/sid/icd-10-cm|2026", System::Icd10Cm)]
    #[case("urn:oid:2.16.840.1.113883.6.90", System::Icd10Cm)]
    #[case("2.16.840.1.113883.6.90", System::Icd10Cm)]
    #[case("ICD-10-CM", System::Icd10Cm)]
    #[case("http://hl7.org/fhir/sid/icd-10", System::Icd10)]
    #[case("urn:oid:2.16.840.1.113883.6.3", System::Icd10)]
    #[case("urn:oid:2.16.840.1.113883.6.103", System::Icd9Cm)]
    #[case("http://snomed.info/sct", System::Snomed)]
    #[case("http://snomed.info/sct/731000124108", System::Snomed)]
    #[case("urn:oid:2.16.840.1.113883.6.96", System::Snomed)]
    #[case("SNOMED CT", System::Snomed)]
    #[case("https://loinc.org/", System::Loinc)]
    #[case("urn:oid:2.16.840.1.113883.6.1", System::Loinc)]
    #[case("http://www.ama-assn.org/go/cpt", System::Cpt)]
    #[case("http://ama-assn.org/go/CPT", System::Cpt)]
    #[case("urn:oid:2.16.840.1.113883.6.12", System::Cpt)]
    #[case(
        "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        System::Hcpcs
    )]
    #[case("urn:oid:2.16.840.1.113883.6.285", System::Hcpcs)]
    #[case("http://www.nlm.nih.gov/research/umls/rxnorm", System::RxNorm)]
    #[case("urn:oid:2.16.840.1.113883.6.88", System::RxNorm)]
    #[case("urn:oid:2.16.840.1.113883.6.69", System::Ndc)]
    #[case("http://radlex.org/", System::RadLex)]
    #[case("http://www.whocc.no/atc", System::Atc)]
    #[case("urn:oid:1.2.840.114350.1.13.0.1.7.2.696580", System::Other)]
    #[case("urn:oid:2.16.840.1.113883.6.9", System::Other)]
    #[case("", System::Other)]
    fn every_spelling_names_its_system(#[case] uri: &str, #[case] system: System) {
        assert_eq!(System::from_uri(uri), system);
    }

    #[rstest]
    fn uri_and_short_name_lead_back_to_the_system(
        #[values(
            System::Icd10Cm,
            System::Icd10,
            System::Icd9Cm,
            System::Snomed,
            System::Loinc,
            System::Cpt,
            System::Hcpcs,
            System::RxNorm,
            System::Ndc,
            System::RadLex,
            System::Atc
        )]
        system: System,
    ) {
        assert_eq!(system.uri().map(System::from_uri), Some(system));
        assert_eq!(System::from_uri(system.name()), system);
    }

    #[test]
    fn only_icd_10_with_its_modification_and_cpt_with_hcpcs_are_families() {
        assert!(
            System::Icd10.same_family(System::Icd10Cm)
                && System::Icd10Cm.same_family(System::Icd10)
        );
        assert!(System::Cpt.same_family(System::Hcpcs));
        assert!(
            !System::Icd10Cm.same_family(System::Icd9Cm)
                && !System::Snomed.same_family(System::Loinc)
        );
    }

    #[rstest]
    #[case(System::Icd10Cm, "M5416", "M54.16")]
    #[case(System::Icd10Cm, " m54.16 ", "M54.16")]
    #[case(System::Icd10Cm, "s12000a", "S12.000A")]
    #[case(System::Icd10Cm, "M54", "M54")]
    #[case(System::Icd10Cm, "M54.", "M54")]
    #[case(System::Icd10Cm, "IMO0002", "IMO0002")]
    #[case(System::Icd10, "G55.1*", "G55.1")]
    #[case(System::Icd9Cm, "7245", "724.5")]
    #[case(System::Icd9Cm, "E8889", "E888.9")]
    #[case(System::Icd9Cm, "V1082", "V10.82")]
    #[case(System::Snomed, " 279039007 ", "279039007")]
    #[case(System::Loinc, "30525-0", "30525-0")]
    #[case(System::Other, "m5416", "m5416")]
    fn codes_are_written_one_way(
        #[case] system: System,
        #[case] code: &str,
        #[case] expected: &str,
    ) {
        assert_eq!(normalise_code(system, code), expected);
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(code in "\\PC{0,12}") {
            for system in [System::Icd10Cm, System::Icd9Cm, System::Cpt] {
                let once = normalise_code(system, &code).into_owned();
                prop_assert_eq!(normalise_code(system, &once), once.as_str());
            }
        }

        #[test]
        fn any_uri_is_read_without_panic(uri in "\\PC*") {
            let _ = System::from_uri(&uri);
        }
    }
}
