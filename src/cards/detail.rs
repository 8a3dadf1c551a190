//! The detail of a card: GitHub-flavoured markdown in a fixed order (protocol section 7).

use super::{Call, advice, cited, filling::Filling, seen};
use foramen_facts::{Fact, FindingId, GapReason, Role, Setting, Unit};
use foramen_protocol::{
    combine::{CardPlan, Spoken},
    evaluate::Certainty,
    format::{CardText, SourceText},
};

/// Writes the detail.
pub(super) fn write(call: &Call<'_>, plan: &CardPlan<'_>, filling: &Filling<'_>) -> String {
    let mut detail = Detail(String::new());
    detail.list("What we saw", &seen::what_we_saw(call, plan));
    detail.list("Why", &why(call, plan));
    detail.list("Advice", &advice::lines(call, plan, filling));
    detail.list("Safety net", &safety_net(call, plan));
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

/// The words of a rule's branch.
pub(super) fn words<'c>(call: &Call<'c>, spoken: &Spoken<'_>) -> Option<&'c CardText> {
    call.catalog.content().cards.get(&spoken.branch.card)
}

/// Each rule with its reason, its threshold and the profile.
fn why(call: &Call<'_>, plan: &CardPlan<'_>) -> Vec<String> {
    let mut lines: Vec<String> = std::iter::once(plan.headline())
        .chain(std::iter::once(&plan.head).filter(|_| plan.raised_by.is_some()))
        .chain(
            plan.merged
                .iter()
                .filter(|spoken| !advice::only_asks(&plan.head, spoken)),
        )
        .filter_map(|spoken| {
            let words = words(call, spoken)?;
            let hedge = if spoken.certainty == Certainty::Probable {
                " Not confirmed in the record."
            } else {
                ""
            };
            let doubt = if is_of_a_doubtful_order(call, spoken) {
                " The order is not surely recognised by its code, so no change to it is offered."
            } else {
                ""
            };
            Some(format!(
                "{}{hedge}{doubt} (rule {}, profile {})",
                Filling::of(call, plan, spoken).fill(&words.why),
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

/// Whether the order that a rule judges is known by its name alone, or by codes that contradict each other.
fn is_of_a_doubtful_order(call: &Call<'_>, spoken: &Spoken<'_>) -> bool {
    let orders = call.facts.of(call.catalog.vocabulary().known.order);
    let judged = spoken.order.and_then(|order| orders.get(order));
    judged.is_some_and(|order| !order.is_certain())
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

/// When to come back: of the rules whose advice is given.
fn safety_net(call: &Call<'_>, plan: &CardPlan<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for spoken in advice::speaking(plan) {
        let filling = Filling::of(call, plan, spoken);
        for line in words(call, spoken)
            .iter()
            .flat_map(|words| &words.safety_net)
        {
            let line = filling.fill(line);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

/// The questions, and the data that could not be read.
fn missing(call: &Call<'_>, plan: &CardPlan<'_>) -> Vec<String> {
    let questions = plan
        .asks
        .iter()
        .filter_map(|ask| question(call, plan, *ask));
    let gaps = GapReason::ALL.into_iter().filter_map(|why| {
        let words = why.words();
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

/// The words of a question. Where one is about several findings and some of them were answered, it is about those that are left.
fn question(call: &Call<'_>, plan: &CardPlan<'_>, ask: FindingId) -> Option<String> {
    let vocabulary = call.catalog.vocabulary();
    let text = &vocabulary.finding(ask)?.question.as_ref()?.text;
    let asked = vocabulary.findings().filter(|(_, finding)| {
        let own = finding.question.as_ref();
        own.is_some_and(|own| own.text == *text)
    });
    let is_open = |id: FindingId| {
        let mut facts = call.facts.seen(id, Some(plan.head.region));
        !facts.any(Fact::is_certain)
    };
    let (open, answered): (Vec<_>, Vec<_>) = asked.partition(|(id, _)| is_open(*id));
    // Only complaints can be asked about one by one.
    let complaints = open
        .iter()
        .all(|(_, finding)| finding.role == Role::Deficit);
    if open.is_empty() || answered.is_empty() || !complaints {
        return Some(text.clone());
    }
    let left: Vec<&str> = open.iter().map(|(_, finding)| &*finding.title).collect();
    Some(format!("Any {}?", left.join(" or ")))
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

fn evidence(call: &Call<'_>, plan: &CardPlan<'_>) -> Vec<String> {
    let line = |source: &SourceText| {
        let year = source
            .year
            .map(|year| format!(", {year}"))
            .unwrap_or_default();
        match &source.url {
            Some(url) => format!("[{}]({url}), {}{year}", source.title, source.publisher),
            None => format!("{}, {}{year}", source.title, source.publisher),
        }
    };
    cited(call, plan).map(line).collect()
}
