//! The codes of each concept.

use super::{
    Kind,
    publication::{Publication, copyright},
};
use foramen_facts::{Code, Concept, ConceptRole, FindingId, Match, System};
use foramen_typed::knowledge::{Codes, Include, NewValueSet, ValueSetCode};
use std::collections::{BTreeMap, BTreeSet};

/// The value set of every concept that holds codes; not of codes that are never sent.
pub(super) fn all(publication: &Publication<'_>) -> Vec<NewValueSet> {
    let vocabulary = &publication.content.vocabulary;
    vocabulary
        .concepts
        .iter()
        .enumerate()
        .filter(|(_, concept)| concept.role != ConceptRole::DoNotEmit)
        .filter_map(|(position, concept)| {
            let codes: Vec<&Code> = vocabulary
                .codes
                .iter()
                .filter(|code| code.concept == position)
                .collect();
            (!codes.is_empty()).then(|| value_set(publication, concept, &codes))
        })
        .collect()
}

fn value_set(publication: &Publication<'_>, concept: &Concept, codes: &[&Code]) -> NewValueSet {
    let mut about = publication.about(
        Kind::ValueSet,
        &concept.id,
        "Codes",
        &format!("Codes of {}", concept.id),
        description(publication, concept),
    );
    about.copyright = copyright(codes.iter().map(|code| code.system.name()));
    NewValueSet {
        about,
        purpose: Some(checked(codes)),
        include: include(codes),
    }
}

/// What the codes do, in the words of the value set.
fn description(publication: &Publication<'_>, concept: &Concept) -> String {
    let names = |findings: &[FindingId]| {
        let names: Vec<String> = findings
            .iter()
            .filter_map(|finding| publication.content.vocabulary.finding(*finding))
            .map(|finding| format!("{} ({})", finding.name, finding.title))
            .collect();
        names.join(", ")
    };
    let absent = if concept.absent {
        "the absence of "
    } else {
        ""
    };
    let does = match concept.role {
        ConceptRole::Finding => format!("Codes that state {absent}{}.", names(&concept.targets)),
        ConceptRole::List => format!("Codes that make a row of {}.", names(&concept.targets)),
        ConceptRole::Order => "Codes by which an order is recognised.".to_owned(),
        ConceptRole::Baseline => format!(
            "Codes of a known cause, which makes these findings baseline: {}.",
            names(&concept.targets)
        ),
        ConceptRole::Exclude => {
            "Codes that take away what other codes of the same resource state.".to_owned()
        }
        ConceptRole::Evidence | ConceptRole::DoNotEmit => "Codes that are context.".to_owned(),
    };
    let note = if concept.note.is_empty() {
        String::new()
    } else {
        format!("\n\n{}", concept.note)
    };
    format!(
        "{does}{note}\n\nSide, kind, region and strength of single codes stand in the value-sets files of the catalogue library."
    )
}

/// Where the codes were checked, and which were not.
fn checked(codes: &[&Code]) -> String {
    let (unverified, verified): (Vec<&Code>, Vec<&Code>) = codes
        .iter()
        .partition(|code| code.verified.starts_with("UNVERIFIED"));
    let mut lines = Vec::new();
    let places: BTreeSet<&str> = verified.iter().map(|code| &*code.verified).collect();
    if !places.is_empty() {
        let places: Vec<&str> = places.into_iter().collect();
        lines.push(format!("Codes were checked in: {}.", places.join("; ")));
    }
    if !unverified.is_empty() {
        let names: Vec<String> = unverified
            .iter()
            .map(|code| format!("{} {}", code.system, code.code))
            .collect();
        lines.push(format!(
            "{} of {} codes UNVERIFIED, nobody has checked them: {}.",
            unverified.len(),
            codes.len(),
            names.join(", ")
        ));
    }
    lines.join("\n\n")
}

/// By system: the listed codes together, then each pattern by itself, since the filters of one part would all have to hold.
fn include(codes: &[&Code]) -> Vec<Include> {
    let mut systems: BTreeMap<&str, Vec<&Code>> = BTreeMap::new();
    for code in codes {
        systems.entry(code.system.name()).or_default().push(code);
    }
    let mut parts = Vec::new();
    for (system, codes) in systems {
        let system = System::from_uri(system)
            .uri()
            .unwrap_or_default()
            .to_owned();
        let mut listed: Vec<ValueSetCode> = Vec::new();
        let mut patterns: Vec<String> = Vec::new();
        for code in codes {
            match pattern(&code.covers) {
                Some(pattern) if !patterns.contains(&pattern) => patterns.push(pattern),
                None if !listed.iter().any(|other| other.code == code.code) => {
                    listed.push(ValueSetCode {
                        code: code.code.clone(),
                        display: Some(code.words.clone()),
                    });
                }
                _ => {}
            }
        }
        let listed = (!listed.is_empty()).then_some(Codes::Listed(listed));
        let patterns = patterns.into_iter().map(Codes::Matching);
        parts.extend(listed.into_iter().chain(patterns).map(|codes| Include {
            system: system.clone(),
            codes,
        }));
    }
    parts
}

/// How many characters a code of ICD-10-CM has before its seventh one.
const BEFORE_THE_SEVENTH: usize = 6;
/// How many stand before its dot.
const BEFORE_THE_DOT: usize = 3;

/// The regular expression of a prefix, which fits the whole code; none for a code that stands for itself.
fn pattern(covers: &Match) -> Option<String> {
    match covers {
        Match::Exact(_) => None,
        Match::Prefix(prefix) => Some(format!("{}.*", escaped(prefix))),
        Match::PrefixSeventh(prefix, seventh) => {
            let given = prefix.chars().filter(|c| *c != '.').count();
            let between = |from: usize, to: usize| match to.saturating_sub(from) {
                0 => String::new(),
                1 => ".".to_owned(),
                count => format!(".{{{count}}}"),
            };
            let rest = if prefix.contains('.') {
                between(given, BEFORE_THE_SEVENTH)
            } else {
                format!(
                    "{}\\.{}",
                    between(given, BEFORE_THE_DOT),
                    between(given.max(BEFORE_THE_DOT), BEFORE_THE_SEVENTH)
                )
            };
            Some(format!(
                "{}{rest}{}",
                escaped(prefix),
                escaped(&seventh.to_string())
            ))
        }
    }
}

fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escape = (!c.is_ascii_alphanumeric()).then_some('\\');
            escape.into_iter().chain([c])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn prefix(prefix: &str) -> Match {
        Match::Prefix(prefix.to_owned())
    }

    fn seventh(prefix: &str, seventh: char) -> Match {
        Match::PrefixSeventh(prefix.to_owned(), seventh)
    }

    #[rstest]
    #[case(Match::Exact("M54.5".to_owned()), None)]
    #[case(prefix("M54"), Some("M54.*"))]
    #[case(prefix("M54.5"), Some("M54\\.5.*"))]
    #[case(seventh("V05", 'A'), Some("V05\\..{3}A"))]
    #[case(seventh("S22.0", 'B'), Some("S22\\.0.{2}B"))]
    #[case(seventh("M84.58", 'A'), Some("M84\\.58.A"))]
    #[case(seventh("T50.8X5", 'A'), Some("T50\\.8X5A"))]
    fn a_prefix_is_a_pattern_of_the_whole_code(
        #[case] covers: Match,
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(pattern(&covers).as_deref(), expected);
    }
}
