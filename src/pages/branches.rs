//! How a rule speaks: its branches, and what it limits.

use super::{
    Book, card, criteria,
    markdown::{item, listed},
};
use foramen_facts::FindingId;
use foramen_protocol::{
    format::{ActionKind, Branch, Limit, OrderChoice, Rule, Suggest},
    words,
};

/// The limit of the rule, then its branches in order.
pub(super) fn list(book: &Book<'_>, rule: &Rule) -> String {
    let mut text = String::new();
    if let Some(limit) = &rule.limit {
        text += &item(0, &format!("leaves to be shown: {}", limited(limit)));
    }
    if rule.branches.len() > 1 {
        text += "The first branch whose condition holds is taken.\n";
    }
    for branch in &rule.branches {
        text += &one(book, branch);
    }
    if !rule.branches.is_empty() {
        text += &format!("\n{}\n", in_doubt(rule.stage));
    }
    text
}

/// What becomes of a rule that holds on probable facts only.
fn in_doubt(stage: u8) -> &'static str {
    match stage {
        0 => "",
        1 | 2 => {
            "On probable facts alone the card asks instead (“Check today: possible …, not confirmed in the record”), is at most a warning, and changes no order."
        }
        _ => "On probable facts alone it may ask and warn; it changes no order.",
    }
}

fn one(book: &Book<'_>, branch: &Branch) -> String {
    let summary = book
        .content
        .cards
        .get(&branch.card)
        .map(|words| card::filled(book, &words.summary))
        .unwrap_or_default();
    let mut text = format!(
        "\n### Branch “{}”\n\n- card: **{}**, “{summary}”\n",
        branch.name,
        branch.indicator.word()
    );
    text += &match &branch.if_ {
        None => item(0, "when: always"),
        Some(condition) => item(0, "when:") + &criteria::list(book, condition, 1),
    };
    if let Some(target) = &branch.target {
        let value = book
            .profiles
            .first()
            .and_then(|profile| profile.parameters.get(target));
        let value = value.map(words::setting).unwrap_or_default();
        text += &item(0, &format!("how soon: {value} (`{target}`)"));
    }
    if let Some(class) = branch.class {
        text += &item(0, &format!("class: `{}`", class.word()));
    }
    if let Some(pathway) = branch.pathway {
        text += &item(0, &format!("pathway: {pathway}"));
    }
    if let Some(limit) = &branch.limit {
        text += &item(0, &format!("leaves to be shown: {}", limited(limit)));
    }
    if !branch.hold.is_empty() {
        text += &item(
            0,
            &format!(
                "holds back proposed orders with{}, stage 1 studies excepted",
                book.words.columns(&branch.hold)
            ),
        );
    }
    for suggest in &branch.suggest {
        text += &item(0, &suggestion(book, suggest));
    }
    if !branch.ask.is_empty() {
        text += &item(0, &asked(book, branch));
    }
    text
}

/// What a branch asks for, in one line.
pub(super) fn asked(book: &Book<'_>, branch: &Branch) -> String {
    let asked: Vec<String> = branch
        .ask
        .iter()
        .map(|ask| {
            let when = ask
                .if_
                .as_ref()
                .map(|condition| format!(" (if {})", criteria::inline(book, condition)))
                .unwrap_or_default();
            format!("{}{when}", book.words.finding(ask.finding))
        })
        .collect();
    format!("asks, if not recorded, for {}", asked.join("; "))
}

fn suggestion(book: &Book<'_>, suggest: &Suggest) -> String {
    let name = |id: &str| {
        book.content
            .orders
            .get(id)
            .map_or_else(|| id.to_owned(), |order| order.text.clone())
    };
    let order = match &suggest.order {
        OrderChoice::None => String::new(),
        OrderChoice::One(id) => name(id),
        OrderChoice::ByRegion(orders) => listed(
            orders
                .iter()
                .map(|(region, id)| format!("{} ({region})", name(id))),
        ),
    };
    let mut text = match suggest.action {
        ActionKind::Create => format!("offers to order {order}"),
        ActionKind::Update => format!("offers to change the order in question to {order}"),
        ActionKind::UpdateOrCreate => format!(
            "offers to change the order in question to {order}, or to order it if there is none of its kind"
        ),
        ActionKind::Delete => "offers to remove the order in question".to_owned(),
    };
    if let Some(priority) = suggest.priority {
        text += &format!(", {}", priority.word());
    }
    if let Some(condition) = &suggest.if_ {
        text += &format!(", only if {}", criteria::inline(book, condition));
    }
    text
}

fn limited(limit: &Limit) -> String {
    let mut text = match limit.stages.as_slice() {
        [] => "nothing".to_owned(),
        stages => format!("stage {}", listed(stages.iter().map(ToString::to_string))),
    };
    if limit.certain {
        text += ", certain results only";
    }
    if let Some(indicator) = limit.indicator {
        text += &format!(", at most as {}", indicator.word());
    }
    if limit.order_only {
        text += "; of the order in question alone";
    }
    text
}

/// The questions that a rule can put on its card, each with its words, by rank.
pub(super) fn questions(book: &Book<'_>, rule: &Rule) -> String {
    let vocabulary = &book.content.vocabulary;
    let mut found: Vec<(u16, FindingId)> = book
        .catalog
        .questions(rule)
        .into_iter()
        .filter_map(|id| Some((vocabulary.finding(id)?.question.as_ref()?.rank, id)))
        .collect();
    found.sort_unstable();
    found
        .into_iter()
        .filter_map(|(_, id)| vocabulary.finding(id))
        .filter_map(|finding| Some((finding, finding.question.as_ref()?)))
        .map(|(finding, question)| item(0, &format!("{} ({})", question.text, finding.title)))
        .collect()
}
