//! What the words beside a code change: how sure it is, where it is, and how it goes (protocol 1.1).

use super::{
    Reading,
    matching::Hit,
    statement::Statement,
    wording::{self, Words},
};
use crate::{Attribute, Confidence, Fact, FindingId, Known, Role};

/// The fact with what its words add, or none if they take it away (an antalgic gait is no finding).
pub(super) fn by_words(
    mut fact: Fact,
    hit: &Hit<'_>,
    statement: &Statement<'_>,
    reading: &Reading<'_>,
    words: &Words,
) -> Option<Fact> {
    let known = &reading.vocabulary.known;
    if !fact.is_present() {
        return Some(fact);
    }
    if is_of_a_limb(&fact, reading) {
        wording::fill_place(&mut fact.attributes, words);
    }
    // The doubt of a resource stands; only the doubt of a code gives way to a word.
    let may_rise =
        hit.strength == Confidence::Probable && statement.confidence == Confidence::Certain;
    if may_rise && names_it(&fact, words, known) {
        fact.confidence = Confidence::Certain;
    }
    if is_other_than_told(&fact, words, known, hit.strength == Confidence::Probable) {
        return None;
    }
    if fact.finding == known.neuro_umn {
        add_sign(&mut fact, words);
    }
    // The value set's own words tell these too: "Chronic retention of urine".
    let all = Words::of(
        statement
            .texts
            .iter()
            .copied()
            .chain(hit.own_words.iter().copied()),
    );
    if all.has_any(&["on examination", "on exam", "o/e", "examination finding"]) {
        fact.attributes.set_word(Attribute::Objective, "true");
    }
    if statement.confirmed && is_undated_by_nature(&fact, known) && began_lately(&fact, reading) {
        fact.confidence = Confidence::Certain.min(statement.confidence);
    }
    course(&mut fact, &all, reading);
    Some(fact)
}

/// Adds what a name says about a finding that its words alone state.
pub(super) fn by_name(
    fact: &mut Fact,
    words: &Words,
    statement: &Statement<'_>,
    reading: &Reading<'_>,
) {
    let known = &reading.vocabulary.known;
    if !fact.is_present() {
        return;
    }
    if is_of_a_limb(fact, reading) {
        wording::fill_place(&mut fact.attributes, words);
    }
    // Weakness that only the patient tells is probable (protocol 1.1).
    let felt = words.has_any(&VAGUE) || statement.told && words.has_any(&["weakness", "weak"]);
    if fact.finding == known.neuro_motor && felt {
        fact.confidence = Confidence::Probable;
    }
    if statement.confirmed && is_undated_by_nature(fact, known) && began_lately(fact, reading) {
        fact.confidence = statement.confidence;
    }
    course(fact, words, reading);
}

/// What the words say about its course, in the terms that the derivation reads.
pub(super) fn course(fact: &mut Fact, words: &Words, reading: &Reading<'_>) {
    let course = wording::course(words);
    if course.worse {
        fact.attributes.set_word(Attribute::Course, "worsening");
        fact.worsened = fact.stated;
    } else if let Some(word) = course.other {
        fact.attributes.set_word(Attribute::Course, word);
    }
    // A dated onset knows better than "sudden".
    if course.new && fact.onset.is_none() {
        fact.worsened = fact.stated;
    }
    if course.long_standing && is_neurological(fact, reading) {
        fact.long_standing = true;
    }
}

/// A worsening deficit states progression too, and so does sensory loss that spreads; pain that gets worse does not.
pub(super) fn progressive(fact: &Fact, words: &Words, known: &Known) -> Option<Fact> {
    let able = [
        known.neuro_motor,
        known.neuro_gait,
        known.neuro_umn,
        known.neuro_bladder,
        known.neuro_bowel,
        known.neuro_anal_tone,
    ];
    let spreads = fact.finding == known.neuro_sensory
        && words
            .affirmed(&["spreading", "ascending", "extending"])
            .is_some();
    let worse = fact.is_present() && fact.attributes.has(Attribute::Course, "worsening");
    (worse && (spreads || able.contains(&fact.finding))).then(|| Fact {
        finding: known.neuro_progressive,
        ..fact.clone()
    })
}

/// Weakness that only the patient feels, or of the whole patient, stays a hint.
const VAGUE: [&str; 6] = [
    "subjective",
    "generalized",
    "generalised",
    "fatigue",
    "feels weak",
    "reports weakness",
];

/// Whether the words name what the code only hints at.
fn names_it(fact: &Fact, words: &Words, known: &Known) -> bool {
    const WEAK: [&str; 9] = [
        "weakness",
        "weak",
        "paresis",
        "foot drop",
        "drop foot",
        "wrist drop",
        "paralysis",
        "motor deficit",
        "monoparesis",
    ];
    const HAND: [&str; 8] = [
        "clumsy hand",
        "clumsy hands",
        "hand clumsiness",
        "dropping",
        "buttons",
        "handwriting",
        "writing",
        "fine motor",
    ];
    const INJECTED: [&str; 7] = [
        "injecting",
        "injection",
        "injects",
        "injected",
        "intravenous",
        "iv drug",
        "ivdu",
    ];
    let named = |phrases: &[&'static str]| words.affirmed(phrases).is_some();
    let finding = fact.finding;
    if finding == known.neuro_motor {
        named(&WEAK) && !words.has_any(&VAGUE)
    } else if finding == known.neuro_gait {
        named(&GAIT)
    } else if finding == known.neuro_hand_dexterity {
        named(&HAND)
    } else if finding == known.neuro_umn {
        named(&UMN)
    } else if finding == known.neuro_reflex {
        named(&REDUCED)
    } else if finding == known.rf_ivdu {
        named(&INJECTED)
    } else {
        false
    }
}

const GAIT: [&str; 14] = [
    "ataxic",
    "ataxia",
    "spastic",
    "unsteady",
    "unsteadiness",
    "broad based",
    "wide based",
    "dragging",
    "drags",
    "staggering",
    "shuffling",
    "scissoring",
    "steppage",
    "imbalance",
];
const UMN: [&str; 11] = [
    "hyperreflexia",
    "hyperreflexic",
    "brisk",
    "hoffmann",
    "hoffman",
    "babinski",
    "clonus",
    "spasticity",
    "spastic",
    "upgoing",
    "increased reflexes",
];
const REDUCED: [&str; 8] = [
    "hyporeflexia",
    "areflexia",
    "absent",
    "reduced",
    "diminished",
    "decreased",
    "depressed",
    "lost",
];

/// Whether the words say that this is not it: pain that limits walking, or the other kind of abnormal reflex.
fn is_other_than_told(fact: &Fact, words: &Words, known: &Known, hint: bool) -> bool {
    let told = |phrases: &[&'static str]| words.affirmed(phrases).is_some();
    let finding = fact.finding;
    if finding == known.neuro_gait {
        return hint
            && words.has_any(&["antalgic", "pain limited", "limping", "limp", "due to pain"])
            && !told(&GAIT);
    }
    // R29.2 stands in both value sets.
    if finding == known.neuro_reflex {
        return hint && told(&UMN) && !told(&REDUCED);
    }
    finding == known.neuro_umn && hint && told(&REDUCED) && !told(&UMN)
}

fn add_sign(fact: &mut Fact, words: &Words) {
    const SIGNS: [(&str, &[&str]); 5] = [
        (
            "hyperreflexia",
            &["hyperreflexia", "hyperreflexic", "brisk"],
        ),
        ("hoffmann", &["hoffmann", "hoffman"]),
        ("babinski", &["babinski", "upgoing"]),
        ("clonus", &["clonus"]),
        ("spasticity", &["spasticity", "spastic"]),
    ];
    for (sign, phrases) in SIGNS {
        if words.affirmed(phrases).is_some() {
            fact.attributes.add_word(Attribute::Kind, sign);
        }
    }
}

/// Incontinence, urgency and sexual dysfunction: undated unless the record dates them (protocol 1.0, *undated*).
fn is_undated_by_nature(fact: &Fact, known: &Known) -> bool {
    [known.neuro_bladder, known.neuro_bowel, known.neuro_sexual].contains(&fact.finding)
}

fn began_lately(fact: &Fact, reading: &Reading<'_>) -> bool {
    let days = fact
        .onset
        .and_then(|onset| onset.days_before(reading.today));
    days.is_some_and(|days| f64::from(days.max) <= reading.limits.new_days)
}

/// Whether side and limb of a finding mean the patient's limbs.
fn is_of_a_limb(fact: &Fact, reading: &Reading<'_>) -> bool {
    let name = reading.vocabulary.name(fact.finding);
    let prefixed = [
        "neuro.",
        "pattern.",
        "pain.limb",
        "sym.headache",
        "sym.horner",
    ]
    .iter()
    .any(|prefix| name.starts_with(prefix));
    prefixed && fact.finding != reading.vocabulary.known.pattern_cauda_equina
}

/// The findings of which "chronic" makes a baseline; chronic pain is still today's pain.
fn is_neurological(fact: &Fact, reading: &Reading<'_>) -> bool {
    let known = &reading.vocabulary.known;
    let also: [FindingId; 6] = [
        known.neuro_sensory,
        known.neuro_sensory_level,
        known.neuro_reflex,
        known.neuro_sexual,
        known.neuro_hand_dexterity,
        known.neuro_saddle,
    ];
    also.contains(&fact.finding)
        || reading
            .vocabulary
            .finding(fact.finding)
            .is_some_and(|finding| finding.role == Role::Deficit)
}
