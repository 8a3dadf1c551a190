//! What the findings of a page mean: those that it names, and those behind them.

use super::{
    Book, criteria,
    markdown::{item, listed},
};
use foramen_facts::{Finding, FindingId, Kind, LookBack};
use foramen_protocol::{Group, words};
use std::collections::BTreeSet;

/// A list of the findings with what each means; members of groups and what is behind derived ones below them.
pub(super) fn list(book: &Book<'_>, findings: &BTreeSet<FindingId>) -> String {
    let mut terms: Vec<(FindingId, &Finding)> = findings
        .iter()
        .filter_map(|id| Some((*id, book.content.vocabulary.finding(*id)?)))
        .collect();
    terms.sort_by(|(_, a), (_, b)| (&a.title, &a.name).cmp(&(&b.title, &b.name)));
    terms
        .into_iter()
        .map(|(id, finding)| term(book, id, finding))
        .collect()
}

fn term(book: &Book<'_>, id: FindingId, finding: &Finding) -> String {
    let mut text = item(
        0,
        &format!(
            "**{}** (`{}`): {}{}",
            finding.title,
            finding.name,
            finding.means,
            look_back(book, finding)
        ),
    );
    if let Some(group) = book.content.groups.get(&id) {
        text += &item(1, &members(book, group));
    }
    if let Some(condition) = book.content.derived.get(&id) {
        text += &criteria::list(book, condition, 1);
    }
    text
}

fn members(book: &Book<'_>, group: &Group) -> String {
    let members = group.members.iter().map(|member| {
        let optional = if member.optional {
            " (counts only if recorded)"
        } else {
            ""
        };
        format!(
            "{}{}{optional}",
            book.words.finding(member.finding),
            book.words.tests(&member.tests)
        )
    });
    let certain = if group.certain {
        "; only what is certain counts"
    } else {
        ""
    };
    format!("any of: {}{certain}", listed(members))
}

fn look_back(book: &Book<'_>, finding: &Finding) -> String {
    // Groups and derived findings look back as far as what they are made of.
    if matches!(finding.kind, Kind::Group | Kind::Derived) {
        return String::new();
    }
    match &finding.look_back {
        LookBack::Parameter(name) => {
            let setting = book
                .profiles
                .first()
                .and_then(|profile| profile.parameters.get(name));
            let setting = setting.map(words::setting).unwrap_or_default();
            format!(" Looks back: {setting} (`{name}`).")
        }
        LookBack::Lifetime => " Counts for life.".to_owned(),
        LookBack::Now | LookBack::Episode => String::new(),
    }
}
