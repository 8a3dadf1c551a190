//! Parts of the spine in a study's name: words, and letters before "spine" (`C/T/L SPINE`).

use super::super::wording::{self, Words};
use crate::{Region, Regions};

/// Where a word of the spine belongs to something else.
const ELSEWHERE: [&str; 27] = [
    "lumbar plexus",
    "lumbosacral plexus",
    "lumbar sacral plexus",
    "sacral plexus",
    "cervical plexus",
    "lumbar puncture",
    "lumbar drain",
    "lumbar artery",
    "lumbar hernia",
    "thoracic aorta",
    "thoracic outlet",
    "thoracic inlet",
    "thoracic duct",
    "thoracic wall",
    "cervical lymph",
    "cervical node",
    "cervical nodes",
    "cervical soft tissue",
    "cervical soft tissues",
    "cervical cancer",
    "cervical carcinoma",
    "cervical carotid",
    "cervical esophagus",
    "cervical artery",
    "vertebral artery",
    "vertebral arteries",
    "sacral wound",
];

/// Words of a part that are not said of patients, only of studies.
const NAMES: [(Region, &[&str]); 3] = [
    (
        Region::Cervical,
        &[
            "cerv",
            "craniocervical",
            "craniovertebral",
            "atlantoaxial",
            "odontoid",
        ],
    ),
    (Region::Thoracic, &["thor", "dorsal", "dorsolumbar"]),
    (
        Region::Lumbar,
        &[
            "lumb",
            "dorsolumbar",
            "coccyx",
            "sacrococcygeal",
            "sacroiliac",
            "si joint",
            "si joints",
            "lssp",
        ],
    ),
];

/// The neck counts only beside "spine", "thoracic" alone is the chest, a spine without a part is unspecified.
pub(super) fn named(words: &Words) -> Regions {
    let words = words.except(&ELSEWHERE);
    let spine = words.has_any(&[
        "spine",
        "spines",
        "spn",
        "spinal",
        "vertebral",
        "vertebra",
        "vertebrae",
        "scoliosis",
        "cspine",
        "tspine",
        "lspine",
    ]);
    let mut named = wording::regions(&words).union(lettered(words.tokens()));
    let more = NAMES
        .iter()
        .filter(|(_, names)| words.has_any(names) && (spine || !names.contains(&"thor")))
        .map(|(region, _)| *region);
    named = named.union(more.collect());
    if words.has("neck") && !says_cervical(&words) && !words.has_any(&["spine", "spn"]) {
        named.remove(Region::Cervical);
    }
    // "CT neck and thoracic spine": the spine is the thoracic one.
    if words.has("neck") && !says_cervical(&words) && !words.has("neck spine") {
        let others = without(named, Region::Cervical);
        if !others.is_empty() {
            named = others;
        }
    }
    if !spine
        && named == Regions::from(Region::Thoracic)
        && !words.has_any(&["mid back", "upper back", "midback", "cervicothoracic"])
        && wording::levels(words.tokens()).is_empty()
    {
        named = Regions::NONE;
    }
    if named.is_empty() && is_whole(&words) {
        return [Region::Cervical, Region::Thoracic, Region::Lumbar]
            .into_iter()
            .collect();
    }
    if named.is_empty() && spine {
        Region::Unspecified.into()
    } else {
        named
    }
}

fn says_cervical(words: &Words) -> bool {
    words.has_any(&["cervical", "cerv", "cspine"])
        || lettered(words.tokens()).contains(Region::Cervical)
}

fn without(mut regions: Regions, region: Region) -> Regions {
    regions.remove(region);
    regions
}

fn is_whole(words: &Words) -> bool {
    const WHOLE: [&str; 6] = ["whole", "total", "complete", "entire", "full", "survey"];
    let tokens = words.tokens();
    let next_to = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        [before, tokens.get(at + 1)]
            .into_iter()
            .flatten()
            .any(|token| WHOLE.contains(&token.as_str()))
    };
    words.places("spine").any(next_to) || words.has_any(&["panspine", "pan spine", "holospine"])
}

/// Letters right before "spine", alone or joined: `T/L SPINE`, `LS SPINE`; right behind it only joined ones, `SPINE T/L`.
fn lettered(tokens: &[String]) -> Regions {
    let is_spine = |token: &str| ["spine", "spines", "spn", "sp"].contains(&token);
    let mut named = Regions::NONE;
    for (at, _) in tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| is_spine(token))
    {
        let before = tokens.get(..at).unwrap_or_default();
        for part in before.iter().rev().map_while(|token| letters(token)) {
            named = named.union(part);
        }
        let behind: Vec<Regions> = tokens
            .iter()
            .skip(at + 1)
            .map_while(|token| letters(token))
            .collect();
        let joined = behind.len() > 1 || tokens.get(at + 1).is_some_and(|token| token.len() > 1);
        if joined {
            named = behind.into_iter().fold(named, Regions::union);
        }
    }
    named
}

/// One letter for one part, or several in one word; `ct` is a modality.
fn letters(token: &str) -> Option<Regions> {
    let short = token.len() <= 4 && !["ct", "cs"].contains(&token);
    let parts: Option<Regions> = token
        .chars()
        .map(|letter| match letter {
            'c' => Some(Region::Cervical),
            't' | 'd' => Some(Region::Thoracic),
            'l' | 's' => Some(Region::Lumbar),
            _ => None,
        })
        .collect();
    parts.filter(|parts| short && !parts.is_empty())
}
