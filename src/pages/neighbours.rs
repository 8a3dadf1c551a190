//! What becomes of other results that meet a rule in one region: its row of the suppression matrix.

use super::{Book, markdown::item};
use foramen_protocol::{
    combine::{Effect, effect},
    format::{Class, Rule},
};
use std::collections::BTreeSet;

const EFFECTS: [(Effect, &str); 6] = [
    (Effect::Merge, "merges into its card"),
    (Effect::Line, "becomes one line on its card"),
    (Effect::Own, "keeps a card of its own"),
    (Effect::Suppress, "is not shown"),
    (
        Effect::MergeIfSame,
        "merges if both mean the same study, else is not shown",
    ),
    (
        Effect::SuppressIfSame,
        "is not shown if both mean the same study, else becomes one line",
    ),
];

/// For each class of the rule, what becomes of the rules that it meets.
pub(super) fn list(book: &Book<'_>, rule: &Rule) -> String {
    let classes: BTreeSet<Class> = std::iter::once(rule.class)
        .chain(rule.branches.iter().filter_map(|branch| branch.class))
        .collect();
    let mut text = String::new();
    for class in &classes {
        let depth = usize::from(classes.len() > 1);
        let row = row(book, rule, *class, depth);
        if depth > 0 && !row.is_empty() {
            text += &item(0, &format!("as `{}`:", class.word()));
        }
        text += &row;
    }
    text
}

fn row(book: &Book<'_>, rule: &Rule, class: Class, depth: usize) -> String {
    // Scope rules limit everything, and safety lines ride on whatever stands: neither meets anything.
    if matches!(class, Class::Scope | Class::Safety) {
        return String::new();
    }
    EFFECTS
        .iter()
        .filter_map(|(wanted, words)| {
            let met: Vec<&str> = book
                .active()
                .filter(|other| {
                    other.id != rule.id && !matches!(other.class, Class::Scope | Class::Safety)
                })
                .filter(|other| effect(class, other.class) == *wanted)
                .map(|other| &*other.id)
                .collect();
            (!met.is_empty()).then(|| item(depth, &format!("{words}: {}", met.join(" "))))
        })
        .collect()
}
