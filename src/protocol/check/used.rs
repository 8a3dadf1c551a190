//! What nothing uses: a parameter that nothing reads promises a choice that is none, and words that no rule says are signed in vain.

use super::{
    coverage::pending_rules,
    walk,
    wording::{Piece, pieces},
};
use crate::{
    catalog::{Content, File},
    format::{CardText, OrderChoice, Place, Rule, Status},
    mistake::Mistakes,
};
use foramen_facts::{Limits, LookBack, Word};
use std::collections::BTreeSet;

/// Parameters that the program reads by name, besides those of [`Limits`].
const READ_BY_THE_PROGRAM: [&str; 1] = ["max_cards"];

/// Reports everything that nothing uses, once no rule is pending that might.
pub(super) fn check(content: &Content, files: &[File], mistakes: &Mistakes) {
    if pending_rules(content).next().is_some() {
        return;
    }
    let used = used(content);
    for (name, text) in content
        .parameters
        .iter()
        .filter(|(name, _)| !used.contains(&***name))
    {
        mistakes.add(
            &text.place,
            format!("parameter \"{name}\" is used by no rule, finding, card or computation"),
        );
    }
    words(content, files, mistakes);
    orders(content, mistakes);
    sources(content, mistakes);
}

/// Rules that speak or may come to speak.
fn speaking(content: &Content) -> impl Iterator<Item = &Rule> {
    content
        .rules
        .iter()
        .filter(|rule| !matches!(rule.status, Status::Retired(_)))
}

/// Cards that no branch shows, lines that ride on no rule, reasons that no card offers.
fn words(content: &Content, files: &[File], mistakes: &Mistakes) {
    let shown: BTreeSet<&Word> = speaking(content)
        .flat_map(|rule| &rule.branches)
        .map(|branch| &branch.card)
        .collect();
    for (id, card) in content.cards.iter().filter(|(id, _)| !shown.contains(id)) {
        mistakes.add(&card.place, format!("card \"{id}\" is shown by no rule"));
    }
    for line in &content.lines {
        if !speaking(content).any(|rule| line.rules.contains(&rule.id)) {
            mistakes.add(
                &line.place,
                format!("line \"{}\" rides on no rule that is in", line.id),
            );
        }
    }
    let offered: BTreeSet<&Word> = content
        .cards
        .values()
        .flat_map(|card| &card.overrides)
        .collect();
    for (code, _) in &content.overrides {
        if !offered.contains(code) {
            let text = format!("override reason \"{code}\" is offered by no card");
            mistakes.add(&quoted(files, "cards/", code), text);
        }
    }
}

/// Where a name stands in quotes the first time, in the files of a folder.
fn quoted(files: &[File], folder: &str, name: &str) -> Place {
    let name = format!("\"{name}\"");
    let mut places = files.iter().enumerate().filter_map(|(index, file)| {
        let at = file
            .path
            .starts_with(folder)
            .then(|| file.text.find(&name))??;
        Some(Place {
            file: index,
            span: at..at + name.len(),
        })
    });
    places.next().unwrap_or_default()
}

/// Orders that no rule offers and no other order contains.
fn orders(content: &Content, mistakes: &Mistakes) {
    let mut offered: BTreeSet<&Word> = BTreeSet::new();
    for suggest in speaking(content)
        .flat_map(|rule| &rule.branches)
        .flat_map(|branch| &branch.suggest)
    {
        match &suggest.order {
            OrderChoice::None => {}
            OrderChoice::One(order) => {
                offered.insert(order);
            }
            OrderChoice::ByRegion(orders) => offered.extend(orders.values()),
        }
    }
    let parts: BTreeSet<&Word> = content
        .orders
        .values()
        .flat_map(|order| &order.parts)
        .collect();
    for order in content.orders.values() {
        if !offered.contains(&order.id) && !parts.contains(&order.id) {
            mistakes.add(
                &order.place,
                format!("order \"{}\" is offered by no rule", order.id),
            );
        }
    }
}

/// Sources that no rule and no parameter rests on.
fn sources(content: &Content, mistakes: &Mistakes) {
    let cited: BTreeSet<&Word> = speaking(content)
        .flat_map(|rule| &rule.sources)
        .chain(content.parameters.values().flat_map(|text| &text.sources))
        .collect();
    for (id, source) in &content.sources {
        let text = match (cited.contains(id), source.background) {
            (false, false) => format!(
                "source \"{id}\" is cited by no rule and no parameter; `background = true` says that nothing rests on it"
            ),
            (true, true) => {
                format!("source \"{id}\" is `background`, but a rule or parameter cites it")
            }
            _ => continue,
        };
        mistakes.add(&source.place, text);
    }
}

fn used(content: &Content) -> BTreeSet<&str> {
    let conditions = walk::all_conditions(content).flat_map(walk::parameters);
    let members = content.groups.values().flat_map(|group| &group.members);
    let members = members.flat_map(|member| walk::parameters_of_tests(&member.tests));
    let look_backs =
        content
            .vocabulary
            .findings()
            .filter_map(|(_, finding)| match &finding.look_back {
                LookBack::Parameter(name) => Some(name),
                LookBack::Lifetime | LookBack::Now | LookBack::Episode => None,
            });
    let targets = content
        .rules
        .iter()
        .flat_map(|rule| &rule.branches)
        .filter_map(|branch| branch.target.as_ref());
    let named: BTreeSet<&str> = conditions
        .chain(members)
        .chain(look_backs)
        .chain(targets)
        .map(|name: &Word| &**name)
        .collect();
    let words = texts(content)
        .flat_map(|text| pieces(text).unwrap_or_default())
        .filter_map(Piece::placeholder);
    let program = Limits::NAMES.iter().copied().chain(READ_BY_THE_PROGRAM);
    named.into_iter().chain(words).chain(program).collect()
}

fn texts(content: &Content) -> impl Iterator<Item = &str> {
    let cards = content.cards.values().flat_map(CardText::texts);
    cards.chain(content.lines.iter().map(|line| line.text.as_str()))
}
