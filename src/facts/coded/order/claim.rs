//! What codes say is ordered. One concept may carry several: they agree, or one stands and the others are seen to contradict it.

use foramen_fhir::{Codeable, views::ServiceRequest};

use super::{
    super::{Reader, matching::Hit, named, order_name, statement::Statement, wording},
    Ordered, add_words,
};
use crate::{Attribute, Attributes, Confidence, Evidence, FindingId, Origin, Regions};

/// What one coding says.
struct Claim {
    kind: &'static str,
    attributes: Attributes,
    /// Of the code alone.
    regions: Regions,
    strength: Confidence,
    says: Vec<String>,
}

/// The columns that a code of an order fills, beside those of a study.
const COLUMNS: [Attribute; 7] = [
    Attribute::Modality,
    Attribute::Contrast,
    Attribute::Procedure,
    Attribute::Guidance,
    Attribute::Item,
    Attribute::Target,
    Attribute::DrugClass,
];

impl Reader<'_, '_> {
    /// What the codes say, taken together with the words and the body site beside them.
    pub(super) fn ordered_by_code(
        &self,
        request: &ServiceRequest<'_>,
        statement: &Statement<'_>,
    ) -> Option<Ordered> {
        let codings = request.code.iter().flat_map(|code| code.codings.iter());
        let claims: Vec<Claim> = codings
            .filter_map(|coding| self.claim(&Codeable::from(coding.clone()), statement))
            .collect();
        let settled = settle(&claims, statement)?;
        Some(if settled.kind == "imaging" {
            beside_words(settled, statement)
        } else {
            let regions = statement.regions(settled.regions);
            Ordered { regions, ..settled }
        })
    }

    /// What one coding says: a study, else the first kind that it names.
    fn claim(&self, coding: &Codeable<'_>, statement: &Statement<'_>) -> Option<Claim> {
        let hits = self.hits([coding]);
        let study = hits.iter().find(|hit| {
            hit.concept.targets.contains(&self.known.img)
                && hit.attributes.get(Attribute::Modality).is_some()
        });
        if let Some(hit) = study {
            // A code of MRI without a part needs a body site or a text that names the spine.
            super::super::report::study_regions(hit, statement)?;
            return Some(Claim::of("imaging", [hit]));
        }
        let kind = hits.iter().find_map(|hit| self.kind_of(hit))?;
        let same = hits.iter().filter(|hit| self.kind_of(hit) == Some(kind));
        Some(Claim::of(kind, same))
    }

    fn kind_of(&self, hit: &Hit<'_>) -> Option<&'static str> {
        let targets = |finding: FindingId| hit.concept.targets.contains(&finding);
        let procedure = hit.attributes.word(Attribute::Procedure);
        Some(match procedure {
            Some("physical_therapy" | "manual") => "therapy",
            Some(_) => "procedure",
            None if hit.attributes.get(Attribute::Item).is_some() => "item",
            None if hit.attributes.get(Attribute::DrugClass).is_some() => "drug",
            None if targets(self.known.referral) => "referral",
            None if targets(self.known.labs)
                || hit.is_under("labs")
                || hit.is_under("safety.egfr")
                || hit.is_under("safety.creatinine") =>
            {
                "laboratory"
            }
            None if targets(self.known.tx) => "therapy",
            None => return None,
        })
    }
}

impl Claim {
    fn of<'h, 'v: 'h>(kind: &'static str, hits: impl IntoIterator<Item = &'h Hit<'v>>) -> Self {
        let mut claim = Self {
            kind,
            attributes: Attributes::default(),
            regions: Regions::NONE,
            strength: Confidence::Probable,
            says: Vec::new(),
        };
        for hit in hits {
            for column in COLUMNS {
                add_words(&mut claim.attributes, &hit.attributes, column);
            }
            if kind == "laboratory" {
                let test = hit.attributes.word(Attribute::Kind);
                if let Some(test) = test.or_else(|| hit.concept.id.strip_prefix("labs.")) {
                    claim.attributes.add_word(Attribute::Value, test);
                }
            }
            claim.regions = claim.regions.union(hit.regions);
            claim.strength = claim.strength.max(hit.strength);
            claim.says.extend(hit.says.iter().cloned());
        }
        claim
    }

    /// The surer, then the more specific.
    fn weight(&self) -> (Confidence, usize, usize) {
        let place = usize::from(!named(self.regions).is_empty());
        (self.strength, place, self.attributes.iter().count())
    }

    /// Whether both can be names of one order.
    fn agrees(&self, other: &Self) -> bool {
        let regions = [named(self.regions), named(other.regions)];
        let same_place = regions.iter().any(|regions| regions.is_empty())
            || named(self.regions) == named(other.regions);
        let columns = COLUMNS
            .iter()
            .filter(|column| **column != Attribute::Guidance);
        self.kind == other.kind
            && same_place
            && columns
                .into_iter()
                .all(|column| meet(&self.attributes, &other.attributes, *column))
    }
}

/// Whether a column holds a word in common, or is open in one. An injection beside a root is a root block as well.
fn meet(one: &Attributes, other: &Attributes, column: Attribute) -> bool {
    let words = |attributes: &Attributes| -> Vec<crate::Word> {
        attributes
            .get(column)
            .map(|held| held.words().to_vec())
            .unwrap_or_default()
    };
    let (one, other) = (words(one), words(other));
    let at_a_root = |words: &[crate::Word]| {
        words
            .iter()
            .any(|word| ["esi", "root_block"].contains(&&**word))
    };
    one.is_empty()
        || other.is_empty()
        || one.iter().any(|word| other.contains(word))
        || at_a_root(&one) && at_a_root(&other)
}

/// The claim that stands, with what others add to it; one that contradicts it makes the order probable and is named as evidence.
fn settle(claims: &[Claim], statement: &Statement<'_>) -> Option<Ordered> {
    let (mut at, mut heaviest) = (0, None);
    for (index, claim) in claims.iter().enumerate() {
        if heaviest.is_none_or(|weight| claim.weight() > weight) {
            (at, heaviest) = (index, Some(claim.weight()));
        }
    }
    let stands = claims.get(at)?;
    let mut ordered = Ordered {
        kind: stands.kind,
        attributes: stands.attributes.clone(),
        regions: stands.regions,
        confidence: stands.strength,
        evidence: Vec::new(),
    };
    let mut contradicting = Vec::new();
    for claim in claims {
        let says = claim.says.iter();
        if !stands.agrees(claim) {
            contradicting.extend(says.map(|says| statement.evidence(contradicts(says))));
            continue;
        }
        for column in COLUMNS.into_iter().chain([Attribute::Value]) {
            add_words(&mut ordered.attributes, &claim.attributes, column);
        }
        if named(ordered.regions).is_empty() {
            ordered.regions = ordered.regions.union(claim.regions);
        }
        for says in says {
            let evidence = statement.evidence(says.as_str());
            if !ordered.evidence.contains(&evidence) {
                ordered.evidence.push(evidence);
            }
        }
    }
    if !contradicting.is_empty() {
        ordered.confidence = Confidence::Probable;
        ordered.evidence.extend(contradicting);
    }
    Some(ordered)
}

/// How evidence reads that speaks against the order that stands.
fn contradicts(says: &str) -> String {
    format!("{says} (contradicts)")
}

/// A coded study with what its words and body site add: the part and the contrast that the code leaves open, or a contradiction.
fn beside_words(mut ordered: Ordered, statement: &Statement<'_>) -> Ordered {
    let site = wording::regions(&statement.site);
    let told = order_name::ordered_study(statement.texts.iter().copied());
    let coded = named(ordered.regions);
    let apart = |regions: Regions| {
        !coded.is_empty() && !regions.is_empty() && coded.intersection(regions).is_empty()
    };
    if apart(site) {
        ordered.doubt(statement.evidence(contradicts(&format!("body site: {site}"))));
    }
    if coded.is_empty() {
        let of_words = told.as_ref().map_or(Regions::NONE, |study| study.regions);
        ordered.regions = [site, of_words]
            .into_iter()
            .find(|regions| !regions.is_empty())
            .unwrap_or(ordered.regions);
    }
    let Some(study) = told else { return ordered };
    let own = |column| ordered.attributes.word(column);
    let modality = own(Attribute::Modality).is_some_and(|word| word != study.modality);
    let contrast = study
        .contrast
        .is_some_and(|told| own(Attribute::Contrast).is_some_and(|word| word != told));
    if modality || contrast || apart(named(study.regions)) {
        let mut against = statement.evidence(contradicts(&study.says()));
        against.origin = Origin::Text;
        ordered.doubt(against);
    } else if own(Attribute::Contrast).is_none()
        && let Some(contrast) = study.contrast
    {
        ordered.attributes.set_word(Attribute::Contrast, contrast);
    }
    ordered
}

impl Ordered {
    fn doubt(&mut self, against: Evidence) {
        self.confidence = Confidence::Probable;
        self.evidence.push(against);
    }
}
