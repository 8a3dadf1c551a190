//! The numbers and policies behind a rule, in every profile.

use super::{Book, markdown::Table};
use foramen_facts::{Setting, Unit, Word};
use foramen_protocol::{Allowed, ParameterText, Widening, words};
use std::collections::BTreeSet;

/// A row for each parameter.
pub(super) fn table(book: &Book<'_>, names: &BTreeSet<Word>) -> Table {
    let profiles = book.profiles.iter().map(|profile| profile.id.to_string());
    let head = ["parameter", "meaning"]
        .map(str::to_owned)
        .into_iter()
        .chain(profiles)
        .chain(["allowed", "used by stage 1"].map(str::to_owned));
    let mut table = Table::new(head);
    for text in names
        .iter()
        .filter_map(|name| book.content.parameters.get(name))
    {
        let settings: Vec<Option<&Setting>> = book
            .profiles
            .iter()
            .map(|profile| profile.parameters.get(&text.name))
            .collect();
        let unit = settings.iter().flatten().find_map(|setting| match setting {
            Setting::Amount(_, unit) => Some(*unit),
            Setting::Lifetime | Setting::Word(_) => None,
        });
        let shown = settings
            .iter()
            .map(|setting| setting.map(words::setting).unwrap_or_default());
        let row = [format!("`{}`", text.name), text.means.clone()]
            .into_iter()
            .chain(shown)
            .chain([allowed(text, unit), widening(text).to_owned()]);
        table.row(row);
    }
    table
}

fn allowed(text: &ParameterText, unit: Option<Unit>) -> String {
    match &text.allowed {
        Allowed::Words(accepted) => {
            let accepted: Vec<_> = accepted
                .iter()
                .map(|word| words::setting(&Setting::Word(word.clone())))
                .collect();
            accepted.join(", ")
        }
        Allowed::Range(low, high) => {
            let shown = |number: f64| {
                if number.is_infinite() {
                    "lifetime".to_owned()
                } else {
                    words::amount(number, unit.unwrap_or(Unit::Count))
                }
            };
            if low.total_cmp(high).is_eq() {
                format!("{} only", shown(*low))
            } else {
                format!("{} to {}", shown(*low), shown(*high))
            }
        }
    }
}

fn widening(text: &ParameterText) -> &'static str {
    match text.s1 {
        Some(Widening::Larger) => "yes: a profile may only raise it",
        Some(Widening::Smaller) => "yes: a profile may only lower it",
        None => "",
    }
}
