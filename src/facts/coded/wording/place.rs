//! Where in the body: parts of the spine, levels, sides and limbs that words name.

use super::Words;
use crate::{Attribute, Attributes, Region, Regions};

/// Parts of the spine that the words name.
pub(in crate::coded) fn regions(words: &Words) -> Regions {
    const NAMES: [(Region, &[&str]); 3] = [
        (
            Region::Cervical,
            &[
                "cervical",
                "neck",
                "cervicalgia",
                "cervicothoracic",
                "c spine",
                "cspine",
                "nuchal",
            ],
        ),
        (
            Region::Thoracic,
            &[
                "thoracic",
                "mid back",
                "midback",
                "upper back",
                "t spine",
                "tspine",
                "thoracolumbar",
                "cervicothoracic",
            ],
        ),
        (
            Region::Lumbar,
            &[
                "lumbar",
                "lumbosacral",
                "lumbo sacral",
                "low back",
                "lower back",
                "lumbago",
                "sciatica",
                "sciatic",
                "sacral",
                "sacrum",
                "l spine",
                "lspine",
                "ls spine",
                "thoracolumbar",
                "lumbalgia",
                "lbp",
            ],
        ),
    ];
    let mut regions: Regions = NAMES
        .iter()
        .filter(|(_, names)| names.iter().any(|name| words.has(name)))
        .map(|(region, _)| *region)
        .collect();
    // A neck of something else.
    if ["femoral neck", "neck of", "bladder neck", "surgical neck"]
        .iter()
        .any(|other| words.has(other))
        && !words.has("cervical")
    {
        regions.remove(Region::Cervical);
    }
    regions.union(
        levels(words.tokens())
            .iter()
            .filter_map(|level| region_of_level(level))
            .collect(),
    )
}

/// Levels and roots that words name: `l5`, and `l5-s1` where two stand together.
pub(in crate::coded) fn levels(tokens: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut at = tokens.iter().peekable();
    while let Some(token) = at.next() {
        let Some(first) = level(token) else { continue };
        let second = at.peek().and_then(|next| {
            let letter = first.chars().next()?;
            // `L4-5` names the same letter once.
            level(next).or_else(|| {
                next.parse::<u8>()
                    .ok()
                    .filter(|number| (1..=12).contains(number))
                    .map(|number| format!("{letter}{number}"))
            })
        });
        let name = match second {
            Some(second) => {
                at.next();
                format!("{first}-{second}")
            }
            None => first,
        };
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// A vertebra or root such as `L5`.
fn level(token: &str) -> Option<String> {
    let mut signs = token.chars();
    let letter = signs.next()?.to_ascii_uppercase();
    let digits = signs.as_str();
    if digits.is_empty() || digits.len() > 2 || !digits.bytes().all(|digit| digit.is_ascii_digit())
    {
        return None;
    }
    let most = match letter {
        'C' => 8,
        'T' => 12,
        'L' | 'S' => 5,
        _ => return None,
    };
    let number: u8 = digits.parse().ok()?;
    (1..=most)
        .contains(&number)
        .then(|| format!("{letter}{number}"))
}

fn region_of_level(level: &str) -> Option<Region> {
    match level.chars().next()? {
        'C' => Some(Region::Cervical),
        // `T1` and `T2` are more often words of imaging or of diabetes than vertebrae.
        'T' if !["T1", "T2"].contains(&level) => Some(Region::Thoracic),
        'L' | 'S' => Some(Region::Lumbar),
        _ => None,
    }
}

/// Adds side and limb that the words name and the code leaves open.
pub(in crate::coded) fn fill_place(attributes: &mut Attributes, words: &Words) {
    if attributes.get(Attribute::Side).is_none()
        && let Some(side) = side(words)
    {
        attributes.set_word(Attribute::Side, side);
    }
    if attributes.get(Attribute::Limb).is_none() {
        for limb in limbs(words) {
            attributes.add_word(Attribute::Limb, limb);
        }
    }
}

/// `left`, `right` or `both`.
pub(in crate::coded) fn side(words: &Words) -> Option<&'static str> {
    let left = words.has("left");
    let right = words.has("right");
    if left && right
        || words.has_any(&[
            "bilateral",
            "bilaterally",
            "both",
            "symmetrical",
            "symmetric",
            "paraparesis",
            "paraplegia",
        ])
    {
        Some("both")
    } else if left {
        Some("left")
    } else {
        right.then_some("right")
    }
}

fn limbs(words: &Words) -> Vec<&'static str> {
    const UPPER: [&str; 16] = [
        "arm",
        "arms",
        "hand",
        "hands",
        "finger",
        "fingers",
        "thumb",
        "wrist",
        "shoulder",
        "grip",
        "deltoid",
        "biceps",
        "triceps",
        "upper extremity",
        "upper extremities",
        "upper limb",
    ];
    const LOWER: [&str; 18] = [
        "leg",
        "legs",
        "foot",
        "feet",
        "toe",
        "toes",
        "ankle",
        "knee",
        "thigh",
        "calf",
        "lower extremity",
        "lower extremities",
        "lower limb",
        "quadriceps",
        "ehl",
        "dorsiflexion",
        "plantarflexion",
        "paraparesis",
    ];
    let upper = words.has_any(&UPPER) || words.has("upper limbs");
    let lower = words.has_any(&LOWER) || words.has("lower limbs");
    [("upper", upper), ("lower", lower)]
        .into_iter()
        .filter(|(_, named)| *named)
        .map(|(limb, _)| limb)
        .collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Weakness of both lower limbs", Some("both"), &["lower"])]
    #[case("Numbness, left hand", Some("left"), &["upper"])]
    #[case("Foot drop R", None, &["lower"])]
    #[case("Left arm and right leg", Some("both"), &["upper", "lower"])]
    #[case("Bright legless leftover", None, &[])]
    fn side_and_limb_are_whole_words(
        #[case] text: &str,
        #[case] expected: Option<&str>,
        #[case] limb: &[&str],
    ) {
        let words = Words::of([text]);
        assert_eq!(side(&words), expected);
        assert_eq!(limbs(&words), limb);
    }

    #[rstest]
    #[case("Lumbosacral radiculopathy", "lumbar")]
    #[case("Neck pain", "cervical")]
    #[case("Thoracolumbar junction", "thoracic, lumbar")]
    #[case("L5-S1 disc", "lumbar")]
    #[case("C6/7 disc", "cervical")]
    #[case("Fracture of neck of femur", "")]
    #[case("T2 DM", "")]
    #[case("Lumbering", "")]
    fn regions_are_read_from_words_and_levels(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(regions(&Words::of([text])).to_string(), expected);
    }

    #[rstest]
    #[case("L4-5 and L5/S1, s1 root, C9, L55", &["L4-L5", "L5-S1", "S1"])]
    #[case("T12", &["T12"])]
    #[case("4/5", &[])]
    fn levels_are_named_alone_or_in_pairs(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(levels(Words::of([text]).tokens()), expected);
    }
}
