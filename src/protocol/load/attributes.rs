//! Attributes of facts and columns of lists, where a file states them.

use super::reader::{Node, Table};
use crate::mistake::{did_you_mean, unknown_word};
use foramen_facts::{Attribute, Attributes, Held, RESULTS, Unit, Word};

const YES_NO: &[&str] = &["yes", "no"];
const TRUE_FALSE: &[&str] = &["true", "false"];

/// The words that an attribute may hold, if they are closed: a misspelt word would never match, and no one would see it.
pub(super) fn closed_words(attribute: Attribute) -> Option<&'static [&'static str]> {
    Some(match attribute {
        Attribute::Side => &["left", "right", "both"],
        Attribute::Limb => &["upper", "lower"],
        Attribute::Objective | Attribute::SingleNerve | Attribute::SeveralLevels => TRUE_FALSE,
        Attribute::Course => &["stable", "improving", "worsening", "active"],
        Attribute::Time => &["new", "recent", "undated", "chronic", "baseline"],
        Attribute::Modality => &["mri", "ct", "xray", "myelogram", "mra", "cta", "abi"],
        Attribute::Contrast => &["without", "without_with", "with_only", "intrathecal"],
        Attribute::Result => &RESULTS,
        Attribute::MrConditional
        | Attribute::Relevant
        | Attribute::Proposed
        | Attribute::PlannedProcedure => YES_NO,
        Attribute::RegionMatch => &["match", "mismatch"],
        Attribute::Origin => &["ordered", "proposed", "record"],
        Attribute::Priority => &["stat", "asap", "urgent", "routine"],
        Attribute::Interpretation => &["H", "L", "N"],
        _ => return None,
    })
}

/// The unit of the attributes that hold a number.
pub(super) fn unit(attribute: Attribute) -> Option<Unit> {
    match attribute {
        Attribute::Grade => Some(Unit::Mrc),
        Attribute::Sessions => Some(Unit::Count),
        _ => None,
    }
}

/// Every key that names an attribute, and the other keys that are accepted beside them.
fn unknown(node: Node<'_>, beside: &[&'static str]) {
    let words = Attribute::ALL.iter().map(|attribute| attribute.word());
    let near = did_you_mean(node.key(), words.chain(beside.iter().copied()));
    node.key_mistake(format!("unknown attribute `{}`{near}", node.key()));
}

/// The attribute of a key.
pub(super) fn attribute(node: Node<'_>, beside: &[&'static str]) -> Option<Attribute> {
    let attribute = Attribute::from_word(node.key());
    if attribute.is_none() {
        unknown(node, beside);
    }
    attribute
}

/// A word of an attribute, checked where its words are closed.
pub(super) fn word(node: Node<'_>, attribute: Attribute, also: &[&'static str]) -> Option<Word> {
    let word = node.word()?;
    match closed_words(attribute) {
        Some(words) if !words.contains(&word) && !also.contains(&word) => {
            node.mistake(unknown_word(attribute.word(), word, words.iter().copied()));
            None
        }
        _ => Some(Word::from(word)),
    }
}

/// What an attribute is said to hold.
pub(super) fn held(node: Node<'_>, attribute: Attribute) -> Option<Held> {
    if unit(attribute).is_some() {
        return node.number().map(Held::Number);
    }
    let words: Vec<_> = node
        .one_or_many()
        .into_iter()
        .filter_map(|node| word(node, attribute, &[]))
        .collect();
    (!words.is_empty()).then_some(Held::Words(words))
}

/// All entries of a table as attributes, except those that the caller reads himself.
pub(super) fn attributes(table: &Table<'_>, beside: &[&'static str]) -> Attributes {
    let mut attributes = Attributes::default();
    for node in table
        .entries()
        .into_iter()
        .filter(|node| !beside.contains(&node.key()))
    {
        if let Some((attribute, held)) =
            attribute(node, beside).and_then(|key| Some((key, held(node, key)?)))
        {
            attributes.set(attribute, held);
        }
    }
    attributes
}
