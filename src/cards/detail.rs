//! The detail of a card: GitHub-flavoured markdown in a fixed order (protocol section 7).

use super::{Call, filling::Filling, seen, variant};
use foramen_facts::{Fact, GapReason, Role, Setting, Unit};
use foramen_protocol::{
    combine::{CardPlan, Spoken},
    evaluate::{Certainty, Frame},
    format::{CardText, Line},
};

/// Writes the detail.
pub(super) fn write(call: &Call<'_>, plan: &CardPlan<'_>, filling: &Filling<'_>) -> String {
    let mut detail = Detail(String::new());
    detail.list("What we saw", &what_we_saw(call, plan));
    detail.list("Why", &why(call, plan, filling));
    detail.list("Advice", &advice(call, plan, filling));
    detail.list("Safety net", &safety_net(call, plan, filling));
    detail.list("What is missing", &missing(call, plan));
    detail.list("Not considered", &not_considered(call, plan));
    detail.list("Evidence", &evidence(call, plan));
    detail.0
}

struct Detail(String);

impl Detail {
    fn list(&mut self, heading: &str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0 += &format!("**{heading}**\n\n");
        for line in lines {
            self.0 += &format!("- {line}\n");
        }
    }
}

/// The facts of every rule on the card, deficits and flags first; what says which region or which draft is left out.
fn what_we_saw(call: &Call<'_>, plan: &CardPlan<'_>) -> Vec<String> {
    let vocabulary = call.catalog.vocabulary();
    let known = &vocabulary.known;
    let weight = |fact: &&Fact| match vocabulary.finding(fact.finding).map(|finding| finding.role) {
        Some(Role::Deficit) => 0,
        Some(Role::FlagA | Role::FlagB | Role::FlagC) => 1,
        Some(Role::Symptom) => 2,
        _ => 3,
    };
    let hidden = [
        known.region,
        known.episode_current,
        known.order,
        known.plan,
        known.spine_order,
        known.spine_visit,
        known.spine_dx,
    ];
    let spoken = plan.rules();
    let mut facts: Vec<&Fact> = spoken
        .flat_map(|spoken| {
            spoken
                .grounds
                .iter()
                .chain(spoken.study.iter().map(|study| &study.row))
        })
        .filter(|fact| !hidden.contains(&fact.finding))
        .collect();
    // How long it lasts and what was done for it belong on every card of the later stages.
    let region = plan.headline().region;
    let context = [known.duration, known.tx_weeks]
        .into_iter()
        .flat_map(|finding| call.facts.seen(finding, Some(region)));
    facts.extend(context.filter(|_| plan.head.rule.stage >= 3));
    // Spine pain that only follows from a recorded root pattern is that pattern, not a second finding.
    let implied = |fact: &&Fact| {
        fact.finding == known.pain_spine
            && facts
                .iter()
                .any(|other| other.finding != fact.finding && other.evidence == fact.evidence)
    };
    let mut facts: Vec<&Fact> = facts
        .iter()
        .copied()
        .filter(|fact| !implied(fact))
        .collect();
    facts.sort_by_key(weight);
    let mut lines = seen::lines(call, &facts);
    let baseline = call
        .facts
        .iter()
        .filter(|fact| fact.time == foramen_facts::Time::Baseline);
    lines.extend(baseline.map(|fact| {
        format!(
            "{}: known from before this episode, not counted",
            seen::title(call, fact)
        )
    }));
    if lines.is_empty() {
        lines.push("Only the order itself".to_owned());
    }
    lines
}

fn words<'c>(call: &Call<'c>, spoken: &Spoken<'_>) -> Option<&'c CardText> {
    call.catalog.content().cards.get(&spoken.branch.card)
}

/// Each rule with its reason, its threshold and the profile.
fn why(call: &Call<'_>, plan: &CardPlan<'_>, filling: &Filling<'_>) -> Vec<String> {
    let mut lines: Vec<String> = std::iter::once(plan.headline())
        .chain(std::iter::once(&plan.head).filter(|_| plan.raised_by.is_some()))
        .chain(&plan.merged)
        .filter_map(|spoken| {
            let words = words(call, spoken)?;
            let hedge = if spoken.certainty == Certainty::Probable {
                " Not confirmed in the record."
            } else {
                ""
            };
            Some(format!(
                "{}{hedge} (rule {}, profile {})",
                filling.fill(&words.why),
                spoken.rule.id,
                call.profile.id
            ))
        })
        .collect();
    let target = plan
        .target
        .as_ref()
        .and_then(|target| call.profile.parameters.get(target));
    lines.extend(target.map(|target| format!("Time target: within {}", in_words(target))));
    lines
}

/// A time in words.
fn in_words(setting: &Setting) -> String {
    match setting {
        Setting::Amount(number, Unit::Hour) => format!("{number} hours"),
        Setting::Amount(number, Unit::Day) => format!("{number} days"),
        Setting::Amount(number, Unit::Week) => format!("{number} weeks"),
        other => other.to_string(),
    }
}

/// What is advised by every rule on the card, each sentence once; a line where the matrix leaves only a line.
fn advice(call: &Call<'_>, plan: &CardPlan<'_>, filling: &Filling<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut add = |line: String| {
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    // Beside a certain rule a hedged one adds its question, not its advice.
    let sure = |spoken: &&Spoken<'_>| spoken.certainty >= plan.head.certainty;
    for spoken in std::iter::once(&plan.head).chain(plan.merged.iter().filter(sure)) {
        let Some(words) = words(call, spoken) else {
            continue;
        };
        let chosen = variant(words, plan)
            .and_then(|variant| variant.advice.as_ref())
            .unwrap_or(&words.advice);
        chosen.iter().for_each(|line| add(filling.fill(line)));
    }
    for spoken in plan.lines.iter().chain(&plan.safety) {
        let Some(words) = words(call, spoken) else {
            continue;
        };
        add(format!("{}.", filling.fill(&words.summary)));
        if plan
            .safety
            .iter()
            .any(|line| line.rule.id == spoken.rule.id)
        {
            words.advice.iter().for_each(|line| add(filling.fill(line)));
        }
    }
    for line in fixed_lines(call, plan, false) {
        add(filling.fill(&line.text));
    }
    if !plan.held_by.is_empty() {
        add(format!(
            "No order is offered until this is cleared ({}).",
            plan.held_by.join(", ")
        ));
    }
    if plan.held_for_gaps {
        add("No order is offered: parts of the record could not be read.".to_owned());
    }
    lines
}

/// The fixed lines of the rules on a card, in its region, that hold.
pub(super) fn fixed_lines<'c>(
    call: &'c Call<'_>,
    plan: &CardPlan<'_>,
    on_order: bool,
) -> Vec<&'c Line> {
    let region = plan.headline().region;
    let rules: Vec<_> = std::iter::once(&plan.head)
        .chain(&plan.merged)
        .map(|spoken| &spoken.rule.id)
        .collect();
    let evaluation =
        foramen_protocol::evaluate::Evaluation::new(call.catalog, call.profile, call.facts);
    let frame = Frame {
        region: Some(region),
        order: plan.head.order,
    };
    call.catalog
        .content()
        .lines
        .iter()
        .filter(|line| line.on_order == on_order)
        .filter(|line| line.rules.iter().any(|rule| rules.contains(&rule)))
        .filter(|line| line.regions.is_empty() || line.regions.contains(&region))
        .filter(|line| {
            line.if_
                .as_ref()
                .is_none_or(|condition| evaluation.holds_here(condition, frame))
        })
        .collect()
}

fn safety_net(call: &Call<'_>, plan: &CardPlan<'_>, filling: &Filling<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for line in std::iter::once(&plan.head)
        .chain(&plan.merged)
        .filter_map(|spoken| words(call, spoken))
        .flat_map(|words| &words.safety_net)
    {
        let line = filling.fill(line);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// Why data is missing, in the words of a card.
const GAPS: [(GapReason, &str); 4] = [
    (GapReason::NotSent, "Not sent by the client"),
    (GapReason::Failed, "The client's search failed"),
    (GapReason::Unreadable, "Could not be read"),
    (GapReason::Paged, "More exists than was sent"),
];

/// The questions, and the data that could not be read.
fn missing(call: &Call<'_>, plan: &CardPlan<'_>) -> Vec<String> {
    let vocabulary = call.catalog.vocabulary();
    let questions = plan
        .asks
        .iter()
        .filter_map(|ask| vocabulary.finding(*ask)?.question.as_ref())
        .map(|question| question.text.clone());
    let gaps = GAPS.into_iter().filter_map(|(why, words)| {
        let keys: Vec<_> = call
            .facts
            .gaps
            .iter()
            .filter(|gap| gap.why == why)
            .map(|gap| gap.what.as_str())
            .collect();
        (!keys.is_empty()).then(|| format!("{words}: {}", keys.join(", ")))
    });
    questions.chain(gaps).collect()
}

/// Unknown is never absent: what nobody recorded is named.
fn not_considered(call: &Call<'_>, plan: &CardPlan<'_>) -> Vec<String> {
    let vocabulary = call.catalog.vocabulary();
    let titles: Vec<_> = plan
        .not_considered
        .iter()
        .filter_map(|finding| vocabulary.finding(*finding))
        .map(|finding| finding.title.as_str())
        .collect();
    if titles.is_empty() {
        Vec::new()
    } else {
        vec![format!("Not recorded: {}", titles.join(", "))]
    }
}

/// Guidelines stand on the card; the articles that the protocol began from are named in its documentation.
const ARTICLE: &str = "seed-";

fn evidence(call: &Call<'_>, plan: &CardPlan<'_>) -> Vec<String> {
    let content = call.catalog.content();
    let mut lines = Vec::new();
    for source in std::iter::once(&plan.head)
        .chain(&plan.merged)
        .flat_map(|spoken| &spoken.rule.sources)
        .filter(|source| !source.starts_with(ARTICLE))
    {
        let Some(text) = content.sources.get(source) else {
            continue;
        };
        let year = text
            .year
            .map(|year| format!(", {year}"))
            .unwrap_or_default();
        let line = match &text.url {
            Some(url) => format!("[{}]({url}), {}{year}", text.title, text.publisher),
            None => format!("{}, {}{year}", text.title, text.publisher),
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}
