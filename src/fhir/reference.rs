//! What a reference points at.

/// A reference, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// A resource by its id: `Patient/1`, `https://ehr.example/fhir/Patient/1/_history/3`, or the bare id of a context.
    Resource {
        /// The server's address, if the reference was absolute.
        base: Option<&'a str>,
        /// The resource type, unless the id stood alone.
        kind: Option<&'a str>,
        /// The id, of any length.
        id: &'a str,
    },
    /// A resource inside the resource that refers: `#med1`, without the `#`.
    Contained(&'a str),
    /// An address that tells neither type nor id: `urn:uuid:…`, `urn:oid:…`, or a URL of another kind.
    Address(&'a str),
}

impl<'a> Target<'a> {
    /// Takes a reference apart; `None` if it is blank or a search (`Patient?identifier=…`).
    pub fn parse(reference: &'a str) -> Option<Self> {
        let reference = reference.trim();
        if let Some(id) = reference.strip_prefix('#') {
            return Some(Self::Contained(id));
        }
        if reference.is_empty() || reference.contains('?') {
            return None;
        }
        if reference
            .get(..4)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("urn:"))
        {
            return Some(Self::Address(reference));
        }
        let path = reference
            .split_once("/_history")
            .map_or(reference, |(path, _)| path)
            .trim_end_matches('/');
        let Some((rest, id)) = path.rsplit_once('/') else {
            return (!path.is_empty()).then_some(Self::Resource {
                base: None,
                kind: None,
                id: path,
            });
        };
        let (base, kind) = rest
            .rsplit_once('/')
            .map_or((None, rest), |(base, kind)| (Some(base), kind));
        if is_type(kind) && !id.is_empty() {
            let base = base.filter(|base| base.contains("://"));
            return Some(Self::Resource {
                base,
                kind: Some(kind),
                id,
            });
        }
        Some(Self::Address(path))
    }
}

/// Resource types begin with a capital letter and have letters only.
fn is_type(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Whether two references point at the same resource, however each is written.
///
/// Versions and the server's address do not count, and a bare id fits any type. Two contained references are never
/// the same, since each is known only inside its own resource.
///
/// ```
/// use foramen_fhir::same_resource;
///
/// assert!(same_resource("https://ehr.example/fhir/Patient/7/_history/2", "Patient/7"));
/// assert!(same_resource("7", "Patient/7"));
/// assert!(!same_resource("Group/7", "Patient/7"));
/// ```
pub fn same_resource(a: &str, b: &str) -> bool {
    match (Target::parse(a), Target::parse(b)) {
        (
            Some(Target::Resource { kind: a, id: x, .. }),
            Some(Target::Resource { kind: b, id: y, .. }),
        ) => x == y && (a.is_none() || b.is_none() || a == b),
        (Some(Target::Address(a)), Some(Target::Address(b))) => a.eq_ignore_ascii_case(b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Patient/1", "Patient/1", true)]
    #[case("Patient/1/_history/3", "Patient/1", true)]
    #[case("/Patient/1/", "Patient/1", true)]
    #[case("https://ehr.example/fhir/R4/Patient/1", "Patient/1", true)]
    #[case(
        "https://a.example/fhir/Patient/1",
        "https://b.example/Patient/1",
        true
    )]
    #[case("1", "Patient/1", true)]
    #[case("Patient/1", "Patient/2", false)]
    #[case("Patient/a", "Patient/A", false)]
    #[case("Group/1", "Patient/1", false)]
    #[case(
        "urn:uuid:0C3151BD-1CBF-4D64-B04D-CD9187A4C6E0",
        "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
        true
    )]
    #[case("urn:uuid:1", "Patient/urn:uuid:1", false)]
    #[case("#a", "#a", false)]
    #[case("#a", "a", false)]
    #[case("Patient?identifier=1", "Patient/1", false)]
    #[case("", "", false)]
    fn references_are_compared_by_type_and_id(
        #[case] a: &str,
        #[case] b: &str,
        #[case] same: bool,
    ) {
        assert_eq!(same_resource(a, b), same);
        assert_eq!(same_resource(b, a), same);
    }

    #[test]
    fn an_id_may_have_any_length_and_an_absolute_reference_keeps_its_base() {
        let id = "e".repeat(194);
        let reference = format!("https://ehr.example/api/FHIR/R4/ServiceRequest/{id}");
        let base = Some("https://ehr.example/api/FHIR/R4");
        let expected = Target::Resource {
            base,
            kind: Some("ServiceRequest"),
            id: &id,
        };
        assert_eq!(Target::parse(&reference), Some(expected));
        assert_eq!(
            Target::parse("https://ehr.example/files/1"),
            Some(Target::Address("https://ehr.example/files/1"))
        );
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_without_panic(a in "\\PC*", b in "[A-Za-z#/:?_]{0,12}") {
            let _ = (same_resource(&a, &b), same_resource(&b, &b));
        }
    }
}
