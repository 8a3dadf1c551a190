//! From codes to concepts.

use foramen_fhir::{Codeable, Coding, MatchLength};

use super::wording::Words;
use crate::{Attribute, Attributes, Concept, ConceptRole, Confidence, Regions, Vocabulary};

/// A concept that a resource's codes or words state, with what they say beside it.
#[derive(Debug, Clone)]
pub(super) struct Hit<'v> {
    /// The concept.
    pub(super) concept: &'v Concept,
    /// What stands in the resource, one for each coding: `icd-10-cm M54.16`.
    pub(super) says: Vec<String>,
    /// The value set's own words for the codes: a text that only repeats them says nothing more.
    pub(super) own_words: Vec<&'v str>,
    /// The certainty that the code alone gives.
    pub(super) strength: Confidence,
    /// Whether the code alone may count as new.
    pub(super) current_alone: bool,
    /// Side, limb, kind and the like, of code and concept.
    pub(super) attributes: Attributes,
    /// Regions of code and concept.
    pub(super) regions: Regions,
}

impl Hit<'_> {
    /// Whether the concept is this one or a more specific form of it (`tx.surgery` and `tx.surgery.decompression`).
    pub(super) fn is_under(&self, id: &str) -> bool {
        self.concept
            .id
            .strip_prefix(id)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

/// Every concept that the codings state, in the order of the codings.
///
/// All codings count. Of one coding, the closest row of a concept speaks; several codings of one concept are one statement. A concept
/// of role *exclude* removes what it excludes from all of them (`codes.csv`).
pub(super) fn hits<'v, 'c>(
    vocabulary: &'v Vocabulary,
    concepts: impl IntoIterator<Item = &'c Codeable<'c>>,
) -> Vec<Hit<'v>> {
    let mut found: Vec<Hit<'v>> = Vec::new();
    for coding in concepts
        .into_iter()
        .flat_map(|concept| concept.codings.iter())
    {
        for hit in of_coding(vocabulary, coding) {
            match found
                .iter_mut()
                .find(|own| std::ptr::eq(own.concept, hit.concept))
            {
                Some(own) => own.join(hit),
                None => found.push(hit),
            }
        }
    }
    without_excluded(found, vocabulary)
}

/// The concepts of one coding, each by its closest row.
fn of_coding<'v>(vocabulary: &'v Vocabulary, coding: &Coding<'_>) -> Vec<Hit<'v>> {
    let Some(sent) = coding.code() else {
        return Vec::new();
    };
    let system = coding.system();
    let mut rows: Vec<(&'v crate::Code, MatchLength)> = Vec::new();
    // Closest first, so the first row of a concept is its closest one.
    for (&position, length) in vocabulary.index.lookup(system, &sent) {
        if let Some(code) = vocabulary.codes.get(position)
            && rows.iter().all(|(own, _)| own.concept != code.concept)
        {
            rows.push((code, length));
        }
    }
    let hit = |code: &'v crate::Code| {
        let concept = vocabulary.concepts.get(code.concept)?;
        let mut attributes = code.attributes.clone();
        attributes.fill_from(&concept.attributes);
        Some(Hit {
            concept,
            says: vec![format!("{system} {sent}")],
            own_words: vec![code.words.as_str()],
            strength: if concept.probable {
                Confidence::Probable
            } else {
                code.strength
            },
            current_alone: code.current_alone,
            attributes,
            regions: code.regions.union(concept.regions),
        })
    };
    rows.into_iter().filter_map(|(code, _)| hit(code)).collect()
}

impl Hit<'_> {
    fn join(&mut self, other: Self) {
        for says in other.says {
            if !self.says.contains(&says) {
                self.says.push(says);
            }
        }
        self.own_words.extend(other.own_words);
        self.strength = self.strength.max(other.strength);
        self.current_alone |= other.current_alone;
        self.attributes.fill_from(&other.attributes);
        self.regions = self.regions.union(other.regions);
    }
}

fn without_excluded<'v>(hits: Vec<Hit<'v>>, vocabulary: &'v Vocabulary) -> Vec<Hit<'v>> {
    let (excluding, mut others): (Vec<_>, Vec<_>) = hits
        .into_iter()
        .partition(|hit| hit.concept.role == ConceptRole::Exclude);
    others.retain(|hit| !excluding.iter().any(|by| excludes(by, hit, vocabulary)));
    others
}

/// Whether one concept takes another out. One that names a kind takes out that kind only (`exclude.esi`).
fn excludes(by: &Hit<'_>, hit: &Hit<'_>, vocabulary: &Vocabulary) -> bool {
    let named = by
        .concept
        .excluded_concepts
        .iter()
        .filter_map(|&index| vocabulary.concepts.get(index))
        .any(|concept| std::ptr::eq(concept, hit.concept));
    // A disease is an explanation, not a finding: only its own name takes it out.
    let stated = hit.concept.role != ConceptRole::Baseline
        && hit
            .concept
            .targets
            .iter()
            .any(|target| by.concept.targets.contains(target));
    let kind = by.concept.attributes.word(Attribute::Kind);
    let same_kind = kind.is_none_or(|kind| hit.attributes.has(Attribute::Kind, kind));
    named || stated && same_kind
}

/// The drugs whose name stands in the words, beside those that the codes name already. Of a class that several names state, all
/// ingredients are kept in one match.
pub(super) fn ingredients<'v>(
    vocabulary: &'v Vocabulary,
    words: &Words,
    coded: &[Hit<'v>],
) -> Vec<Hit<'v>> {
    let mut found: Vec<Hit<'v>> = Vec::new();
    for drug in &vocabulary.ingredients {
        let Some(concept) = vocabulary.concepts.get(drug.concept) else {
            continue;
        };
        let known = |hit: &Hit<'_>| std::ptr::eq(hit.concept, concept);
        if coded.iter().any(known) || !words.has(&drug.name) {
            continue;
        }
        if let Some(own) = found.iter_mut().find(|hit| known(hit)) {
            if !own.own_words.contains(&drug.ingredient.as_str()) {
                own.own_words.push(&drug.ingredient);
            }
            continue;
        }
        found.push(Hit {
            concept,
            says: vec![format!("\"{}\"", drug.name)],
            own_words: vec![&drug.ingredient],
            // A drug is certain by its ingredient's name (protocol, preamble).
            strength: Confidence::Certain,
            current_alone: true,
            attributes: concept.attributes.clone(),
            regions: concept.regions,
        });
    }
    found
}
