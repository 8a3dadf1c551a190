//! Rules: event, condition, action.

use super::{
    Kind,
    condition::{Conditions, LANGUAGE},
    library,
    publication::Publication,
};
use crate::cards::TOPIC_SYSTEM;
use foramen_protocol::format::{
    ActionKind, Ask, Branch, CardText, Indicator, Limit, OrderChoice, Rule, Scope, Suggest,
};
use foramen_typed::{
    CodeableConcept, Coding, Priority,
    knowledge::{ActionType, NewPlanDefinition, PlanAction, PlanType, RelatedArtifact, Relation},
};

/// The first stage whose region rules need a current episode.
const FIRST_STAGE_OF_THE_EPISODE: u8 = 2;

/// A rule as a plan of one action, whose parts are its branches.
pub(super) fn plan(
    publication: &Publication<'_>,
    conditions: &Conditions<'_>,
    rule: &Rule,
) -> NewPlanDefinition {
    let about = publication.about(
        Kind::PlanDefinition,
        &rule.id,
        "Rule",
        &rule.title,
        description(publication, rule),
    );
    let mut related = publication.citations(&rule.sources);
    related.extend(guidance(rule));
    NewPlanDefinition {
        about,
        kind: PlanType::Rule,
        usage: Some(format!(
            "{}Conditions stand in foramen's own language ({LANGUAGE}, TOML of the rule file), and in words beside it with the numbers of profile {}. \
             They are three-valued: what is not recorded is unknown, and only yes fires. Words in braces are parameters, or filled from the record. \
             No clinician has reviewed this rule.",
            shown(rule),
            conditions.profile
        )),
        related,
        library: vec![publication.canonical(Kind::Library, library::CATALOGUE)],
        action: vec![action(publication, conditions, rule)],
    }
}

/// The code of a rule, as cards name it.
pub(super) fn code(rule: &Rule) -> CodeableConcept {
    CodeableConcept {
        coding: vec![Coding {
            system: TOPIC_SYSTEM.to_owned(),
            code: rule.id.to_string(),
            display: Some(rule.title.clone()),
        }],
        text: None,
    }
}

/// Where a rule stands, and over what it is evaluated.
fn description(publication: &Publication<'_>, rule: &Rule) -> String {
    let regions: Vec<&str> = rule.regions.iter().map(|region| region.word()).collect();
    let regions = regions.join(", ");
    let scope = match rule.scope {
        Scope::Region => format!("once for each region of the case among {regions}"),
        Scope::Patient => format!("once for the patient; it speaks for {regions}"),
        Scope::Order => format!("once for each order in question and its region among {regions}"),
    };
    let file = publication.content.files.get(rule.place.file);
    let mut text = format!(
        "Stage {}, class {}, pathway {}. Evaluated {scope}.",
        rule.stage,
        rule.class.word(),
        rule.pathway
    );
    if let Some(answer) = &rule.answer {
        text += &format!(
            " A later study ({}) ends it, unless the study shows one of: {}.",
            answer.modality.join(", "),
            answer.explains.join(", ")
        );
    }
    if !rule.replaces.is_empty() {
        text += &format!(
            " Its card stands in place of that of {}.",
            rule.replaces.join(", ")
        );
    }
    if let Some(file) = file {
        text += &format!(" Its file, with its test cases: {}.", file.path);
    }
    text
}

/// How a rule shows on each hook.
fn shown(rule: &Rule) -> String {
    let hooks: Vec<String> = rule
        .hooks
        .iter()
        .map(|(hook, showing)| format!("On {}: {}. ", hook.word(), showing.words()))
        .collect();
    hooks.concat()
}

/// Rows of the guidance table.
fn guidance(rule: &Rule) -> Option<RelatedArtifact> {
    (!rule.implements.is_empty()).then(|| RelatedArtifact {
        relation: Relation::Justification,
        label: None,
        display: Some(format!("Guidance rows {}", rule.implements.join(", "))),
        citation: None,
        url: None,
        resource: None,
    })
}

fn action(publication: &Publication<'_>, conditions: &Conditions<'_>, rule: &Rule) -> PlanAction {
    let needs_episode = rule.stage >= FIRST_STAGE_OF_THE_EPISODE && rule.scope == Scope::Region;
    let mut condition = Vec::new();
    condition.extend(needs_episode.then(|| conditions.current_episode()));
    condition.push(conditions.applicability(&rule.when));
    let mut says: Vec<String> = rule.limit.iter().map(limit).collect();
    if rule.branches.len() > 1 {
        says.push("The first part whose condition holds is taken.".to_owned());
    }
    PlanAction {
        title: rule.title.clone(),
        description: lines(&says),
        code: Some(code(rule)),
        trigger: rule
            .hooks
            .keys()
            .map(|hook| hook.word().to_owned())
            .collect(),
        condition,
        at_most_one: rule.branches.len() > 1,
        action: rule
            .branches
            .iter()
            .map(|branch| part(publication, conditions, branch))
            .collect(),
        ..PlanAction::default()
    }
}

/// A branch: its card, and below it the orders and questions.
fn part(publication: &Publication<'_>, conditions: &Conditions<'_>, branch: &Branch) -> PlanAction {
    let card = publication.content.cards.get(&branch.card);
    let mut says = card.map(words).unwrap_or_default();
    says.extend(
        branch
            .target
            .iter()
            .map(|target| format!("Target: the parameter {target}.")),
    );
    says.extend(branch.limit.iter().map(limit));
    if !branch.hold.is_empty() {
        says.push("While it stands, proposed orders of this kind are not created, stage 1 studies excepted.".to_owned());
    }
    let suggested = branch
        .suggest
        .iter()
        .flat_map(|suggest| orders(publication, conditions, suggest));
    let asked = branch.ask.iter().map(|ask| question(conditions, ask));
    PlanAction {
        id: Some(branch.name.to_string()),
        title: card.map_or_else(|| branch.name.to_string(), |card| card.summary.clone()),
        description: lines(&says),
        priority: Some(match branch.indicator {
            Indicator::Critical => Priority::Stat,
            Indicator::Warning => Priority::Urgent,
            Indicator::Info => Priority::Routine,
        }),
        condition: branch
            .if_
            .iter()
            .map(|condition| conditions.applicability(condition))
            .collect(),
        action: suggested.chain(asked).collect(),
        ..PlanAction::default()
    }
}

/// The words of a card below its summary.
fn words(card: &CardText) -> Vec<String> {
    let mut words = vec![card.why.clone()];
    words.extend(card.study.iter().cloned());
    words.extend(card.first.iter().cloned());
    words.extend(card.advice.iter().cloned());
    words.extend(card.safety_net.iter().cloned());
    words
}

fn limit(limit: &Limit) -> String {
    if limit.stages.is_empty() {
        return "While it holds, nothing is shown.".to_owned();
    }
    let stages: Vec<String> = limit.stages.iter().map(ToString::to_string).collect();
    let mut text = format!(
        "While it holds, only what is of stage {} may show",
        stages.join(" or ")
    );
    if limit.certain {
        text += ", on certain facts only";
    }
    if let Some(indicator) = limit.indicator {
        text += &format!(", at most as {}", indicator.word());
    }
    if limit.order_only {
        text += ", for the order in question alone";
    }
    text + "."
}

/// A suggestion: one step for each order that it names, by region.
fn orders(
    publication: &Publication<'_>,
    conditions: &Conditions<'_>,
    suggest: &Suggest,
) -> Vec<PlanAction> {
    let step = |order: Option<&str>, region: Option<&str>| {
        let template = order.and_then(|order| publication.content.orders.get(order));
        let (kind, does) = match suggest.action {
            ActionKind::Create => (ActionType::Create, None),
            ActionKind::Update => (ActionType::Update, Some("Changes the order in question.")),
            ActionKind::UpdateOrCreate => (
                ActionType::Update,
                Some("Changes the order in question if it is of this kind, else makes a new one."),
            ),
            ActionKind::Delete => (
                ActionType::Remove,
                Some("Takes the order in question away."),
            ),
        };
        let mut says: Vec<String> = does.map(ToOwned::to_owned).into_iter().collect();
        says.extend(region.map(|region| format!("In the {region} region.")));
        PlanAction {
            title: match template {
                Some(template) => template.text.clone(),
                None if kind == ActionType::Remove => "Remove the order".to_owned(),
                None => "Keep the order".to_owned(),
            },
            description: lines(&says),
            priority: suggest.priority.map(priority),
            kind: Some(kind),
            condition: suggest
                .if_
                .iter()
                .map(|condition| conditions.applicability(condition))
                .collect(),
            definition: template
                .map(|template| publication.canonical(Kind::ActivityDefinition, &template.id)),
            ..PlanAction::default()
        }
    };
    match &suggest.order {
        OrderChoice::None => vec![step(None, None)],
        OrderChoice::One(order) => vec![step(Some(order), None)],
        OrderChoice::ByRegion(orders) => orders
            .iter()
            .map(|(region, order)| step(Some(order), Some(region.word())))
            .collect(),
    }
}

fn priority(priority: foramen_protocol::format::Priority) -> Priority {
    use foramen_protocol::format::Priority as Rule;
    match priority {
        Rule::Routine => Priority::Routine,
        Rule::Urgent => Priority::Urgent,
        Rule::Asap => Priority::Asap,
        Rule::Stat => Priority::Stat,
    }
}

/// What a card asks while the answer is unknown; of a group, its unknown members.
fn question(conditions: &Conditions<'_>, ask: &Ask) -> PlanAction {
    let vocabulary = &conditions.content.vocabulary;
    let question = vocabulary
        .finding(ask.finding)
        .and_then(|finding| finding.question.as_ref());
    let text = match question {
        Some(question) => format!("Ask: {}", question.text),
        None => format!("Ask what is not known of {}", vocabulary.name(ask.finding)),
    };
    PlanAction {
        title: text,
        condition: ask
            .if_
            .iter()
            .map(|condition| conditions.applicability(condition))
            .collect(),
        ..PlanAction::default()
    }
}

fn lines(lines: &[String]) -> Option<String> {
    (!lines.is_empty()).then(|| lines.join("\n"))
}
