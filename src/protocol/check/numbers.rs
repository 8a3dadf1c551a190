//! Numbers of rules, and numbers in rules.

use super::walk;
use crate::{
    catalog::{Catalog, Content, File},
    format::{Bound, Count, Place, Verb},
    mistake::{Mistakes, line_and_column},
};
use foramen_facts::Code;
use std::{collections::BTreeMap, fmt};

/// Two rules with one number would leave their order to chance.
pub(super) fn check(content: &Content, mistakes: &Mistakes) {
    let mut first = BTreeMap::new();
    for rule in &content.rules {
        let Some(number) = &rule.number else { continue };
        match first.get(number) {
            Some(other) => mistakes.add(
                &rule.place,
                format!("number \"{number}\" is that of \"{other}\" already"),
            ),
            None => {
                first.insert(number, &rule.id);
            }
        }
    }
}

/// A number that stands in a condition and that no profile can move: somebody must sign it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Literal {
    /// Path of the file below `hooks/`.
    pub path: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// The number with its unit, or what is counted.
    pub text: String,
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}  {}",
            self.path, self.line, self.column, self.text
        )
    }
}

impl Catalog {
    /// Every number that stands in a condition, by file and place.
    pub fn literals(&self) -> Vec<Literal> {
        let content = self.content();
        let mut literals = Vec::new();
        for condition in walk::all_conditions(content) {
            walk::leaves(condition, true, &mut |leaf, _| {
                let bounds = walk::bounds(&leaf.verb).into_iter().filter_map(said);
                literals.extend(
                    bounds
                        .chain(counted(&leaf.verb))
                        .map(|text| literal(&content.files, &leaf.place, text)),
                );
            });
        }
        let members = content.groups.values().flat_map(|group| &group.members);
        for member in members {
            let name = content.vocabulary.name(member.finding);
            let bounds = walk::bounds_of_tests(&member.tests).filter_map(said);
            literals.extend(bounds.map(|text| Literal {
                path: "findings".to_owned(),
                line: 1,
                column: 1,
                text: format!("{text} (member {name})"),
            }));
        }
        literals.sort();
        literals.dedup();
        literals
    }

    /// The codes that nobody has checked, with the concept of each.
    pub fn unverified_codes(&self) -> impl Iterator<Item = (&str, &Code)> {
        let vocabulary = self.vocabulary();
        let concept = |code: &Code| {
            vocabulary
                .concepts
                .get(code.concept)
                .map_or("", |concept| &*concept.id)
        };
        vocabulary
            .codes
            .iter()
            .filter(|code| code.verified.starts_with("UNVERIFIED"))
            .map(move |code| (concept(code), code))
    }
}

fn said(bound: &Bound) -> Option<String> {
    match bound {
        Bound::Literal(number, unit) => Some(format!("{number} {unit}")),
        Bound::Parameter(_) => None,
    }
}

fn counted(verb: &Verb) -> Option<String> {
    match verb {
        Verb::CountOf(_, _, Count::AtLeast(count)) => Some(format!("count_of at_least {count}")),
        Verb::CountOf(_, _, Count::Exactly(count)) => Some(format!("count_of exactly {count}")),
        _ => None,
    }
}

fn literal(files: &[File], place: &Place, text: String) -> Literal {
    let file = files.get(place.file);
    let (line, column) = file.map_or((1, 1), |file| line_and_column(&file.text, place.span.start));
    Literal {
        path: file.map(|file| file.path.clone()).unwrap_or_default(),
        line,
        column,
        text,
    }
}
