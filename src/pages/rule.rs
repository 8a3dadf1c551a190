//! The page of a rule: everything that a clinician needs to judge it, in words.

use super::{
    Book, branches, card, cases, criteria,
    markdown::{capital, item, listed, page, section},
    neighbours, sources, terms, thresholds,
};
use foramen_facts::{FindingId, Word};
use foramen_protocol::{
    Reads,
    format::{Answer, Condition, Hook, Rule, Scope, Showing, Status, Verb},
};
use std::collections::BTreeSet;

/// The whole page.
pub(super) fn text(book: &Book<'_>, rule: &Rule) -> String {
    let reads = Reads::of_rule(book.content, rule);
    let mut parameters = reads.parameters.clone();
    parameters.extend(
        card::placeholders(book, rule)
            .filter(|name| book.content.parameters.contains_key(*name))
            .map(Word::from),
    );
    let mut page = page(&format!("{} {}", rule.id, rule.title));
    page += &format!(
        "\nWhere its criteria hold: {}\n\n{}",
        lower(&sentence(book, rule)),
        head(book, rule)
    );
    section(&mut page, "Criteria", conditions(book, rule));
    section(&mut page, "What it does", branches::list(book, rule));
    if let Some(answer) = &rule.answer {
        section(&mut page, "The study that answers it", answered(answer));
    }
    section(
        &mut page,
        "Thresholds",
        thresholds::table(book, &parameters),
    );
    section(&mut page, "Cards", card::cards(book, rule));
    section(&mut page, "Lines that ride on it", card::lines(book, rule));
    section(
        &mut page,
        "Questions that it can ask",
        branches::questions(book, rule),
    );
    section(
        &mut page,
        "Another result that meets it",
        neighbours::list(book, rule),
    );
    section(&mut page, "Guidance rows", rule.implements.join(" "));
    section(&mut page, "Sources", sources::table(book, &rule.sources));
    section(&mut page, "Cases", cases::table(book, rule));
    section(&mut page, "Terms", terms::list(book, &named(book, rule)));
    page
}

/// What the rule does, in one sentence.
pub(super) fn sentence(book: &Book<'_>, rule: &Rule) -> String {
    let Some(first) = rule.branches.first() else {
        return "No card of its own; it limits what other rules show.".to_owned();
    };
    let summary = book
        .content
        .cards
        .get(&first.card)
        .map(|words| card::filled(book, &words.summary))
        .unwrap_or_default();
    let others = match rule.branches.len() - 1 {
        0 => String::new(),
        1 => ", or that of another branch".to_owned(),
        more => format!(", or that of one of {more} other branches"),
    };
    format!(
        "{} card: “{summary}”{others}.",
        capital(first.indicator.word())
    )
}

fn head(book: &Book<'_>, rule: &Rule) -> String {
    let number = rule
        .number
        .as_ref()
        .map(|number| format!(", number {number}"))
        .unwrap_or_default();
    let mut text = item(
        0,
        &format!("stage: {} ({}){number}", rule.stage, stage(rule.stage)),
    );
    text += &item(
        0,
        &match &rule.status {
            Status::Active => "status: in force".to_owned(),
            Status::Draft => "status: draft, not in force".to_owned(),
            Status::Retired(successor) => format!("status: retired; {successor} takes its place"),
        },
    );
    let regions = listed(rule.regions.iter().map(|region| region.word()));
    text += &item(
        0,
        &match rule.scope {
            Scope::Region => format!("judged in each region of the case: {regions}"),
            Scope::Patient => format!("judged once for the patient; speaks for: {regions}"),
            Scope::Order => format!("judged for each order in question; regions: {regions}"),
        },
    );
    text += &item(
        0,
        &format!("class `{}`, pathway {}", rule.class.word(), rule.pathway),
    );
    text += &item(0, &format!("shows on {}", hooks(rule)));
    if !rule.replaces.is_empty() {
        text += &item(
            0,
            &format!(
                "its card stands in place of that of {}",
                listed(&rule.replaces)
            ),
        );
    }
    let file = super::path(book.content, rule).replace(".md", ".toml");
    let name = file.rsplit('/').next().unwrap_or_default();
    text + &item(0, &format!("file: [{name}]({name})"))
}

/// The name of a stage.
pub(super) fn stage(stage: u8) -> &'static str {
    match stage {
        0 => "scope",
        1 => "emergent",
        2 => "urgent",
        3 => "a result exists",
        4 => "imaging",
        5 => "order checks",
        _ => "conservative care and follow-up",
    }
}

/// The middle of a sentence begins small.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// On which hooks, and how.
pub(super) fn hooks(rule: &Rule) -> String {
    let showing = |(hook, showing): (&Hook, &Showing)| {
        let how = match showing {
            Showing::Own => String::new(),
            showing => format!(" ({})", showing.words()),
        };
        format!("`{}`{how}", hook.word())
    };
    if rule.hooks.is_empty() {
        return "no hook itself: it limits what others show, wherever they do".to_owned();
    }
    listed(rule.hooks.iter().map(showing))
}

fn conditions(book: &Book<'_>, rule: &Rule) -> String {
    let mut text = String::new();
    if rule.needs_episode() {
        text += "A spine problem of this region must be current, as for every rule from stage 2 on.\n\n";
    }
    // The outermost "all of" or "any of" leads its list.
    match &rule.when.verb {
        Verb::All(parts) | Verb::Any(parts) => {
            text += &format!("{}:\n\n", capital(&book.words.condition(&rule.when)));
            text.extend(parts.iter().map(|part| criteria::list(book, part, 0)));
        }
        _ => text += &criteria::list(book, &rule.when, 0),
    }
    text
}

fn answered(answer: &Answer) -> String {
    let words = |words: &[Word]| listed(words.iter().map(|word| word.replace('_', " ")));
    let regions = if answer.regions.is_empty() {
        "of the region".to_owned()
    } else {
        format!(
            "that shows {}",
            listed(answer.regions.iter().map(|region| region.word()))
        )
    };
    format!(
        "A later {} {regions}. One that shows {} explains the finding: the card stays and names the result. One that shows anything else ends the rule.\n",
        words(&answer.modality),
        words(&answer.explains)
    )
}

/// The findings that the page names: those of the rule, and those behind the derived ones and groups among them.
fn named(book: &Book<'_>, rule: &Rule) -> BTreeSet<FindingId> {
    let lines = book
        .content
        .lines
        .iter()
        .filter(|line| line.rules.contains(&rule.id))
        .filter_map(|line| line.if_.as_ref());
    let own: Vec<&Condition> = rule.conditions().chain(lines).collect();
    let mut open: Vec<FindingId> = own
        .into_iter()
        .flat_map(Condition::findings)
        .chain(
            rule.branches
                .iter()
                .flat_map(|branch| &branch.ask)
                .map(|ask| ask.finding),
        )
        .collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !found.insert(id) {
            continue;
        }
        if let Some(derived) = book.content.derived.get(&id) {
            open.extend(derived.findings());
        }
        if let Some(group) = book.content.groups.get(&id) {
            open.extend(group.members.iter().map(|member| member.finding));
        }
    }
    found
}
