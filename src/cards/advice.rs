//! What a card advises: each rule's sentences once, safety first where it takes the headline, then the fixed lines.

use super::{Call, detail::words, filling::Filling, variant};
use foramen_facts::{Attribute, Word};
use foramen_protocol::{
    combine::{Act, CardPlan, Spoken},
    evaluate::{Certainty, Frame},
    format::{CardText, Class, Line, OrderKind, OrderTemplate, Priority, Setting},
};

/// The lines of the advice.
pub(super) fn lines(call: &Call<'_>, plan: &CardPlan<'_>, filling: &Filling<'_>) -> Vec<String> {
    let mut advice = Advice::default();
    if plan.raised_by.is_some() {
        advice.safety(call, plan, filling);
        advice.if_cleared(call, plan, filling);
    }
    // What confirms or protects stands first and waits for nothing.
    for spoken in speaking(plan) {
        let filling = Filling::of(call, plan, spoken);
        for line in words(call, spoken).iter().flat_map(|words| &words.first) {
            advice.add(filling.fill(line));
        }
    }
    for line in fixed_lines(call, plan).filter(|line| line.first) {
        advice.add(filling.fill(&line.text));
    }
    let firsts = advice.0.len();
    for (place, spoken) in speaking(plan).enumerate() {
        let Some(words) = words(call, spoken) else {
            continue;
        };
        let chosen = variant(words, plan).and_then(|variant| variant.advice.as_ref());
        let filling = Filling::of(call, plan, spoken);
        let lines = chosen.unwrap_or(&words.advice);
        // In an emergency the way to the hospital stands before the study; elsewhere the study follows what is done first.
        let hospital = spoken.rule.stage == 1 || words.first.is_empty();
        let first = usize::from(place == 0 && hospital);
        for line in lines.iter().take(first) {
            advice.add(filling.fill(line));
        }
        // The study stands behind what is done first; one that is done is not asked for again.
        if place == 0 && chosen.is_none() && spoken.study.is_none() {
            advice.study(plan, words, &filling);
        }
        for line in lines.iter().skip(first) {
            advice.add(filling.fill(line));
        }
    }
    let own = advice.0.len();
    for spoken in &plan.lines {
        advice.summary_of(call, plan, spoken);
    }
    let beside = own..advice.0.len();
    advice.safety(call, plan, filling);
    for line in fixed_lines(call, plan) {
        advice.add(filling.fill(&line.text));
    }
    advice.held(plan);
    advice
        .0
        .into_iter()
        .enumerate()
        .map(|(place, line)| {
            // What another rule says does not wait for what this one asks.
            let waits = place >= firsts && !beside.contains(&place);
            if waits || plan.setting == Some(Setting::Hospice) {
                conditional(plan, line)
            } else {
                line
            }
        })
        .collect()
}

/// The rules whose advice is given. Beside a certain rule a hedged one adds its question only, and beside an emergency what is merely
/// urgent adds its orders only: two time limits on one card are one too many.
pub(super) fn speaking<'p, 'c>(plan: &'p CardPlan<'c>) -> impl Iterator<Item = &'p Spoken<'c>> {
    let head = &plan.head;
    let merged = plan.merged.iter().filter(|spoken| {
        let below = head.rule.stage == 1 && spoken.rule.stage == 2;
        spoken.certainty >= head.certainty && !below && !only_asks(head, spoken)
    });
    std::iter::once(head).chain(merged)
}

/// Whether a merged rule adds no more than its question: the treatment history beside what is urgent or puts an order off, candidacy beside
/// a referral that leaves imaging to the specialist.
pub(super) fn only_asks(head: &Spoken<'_>, merged: &Spoken<'_>) -> bool {
    match (head.class(), merged.class()) {
        (stands, Class::Ask) => head.is_urgent() || stands == Class::Defer,
        (Class::ImageReferral, Class::HoldCandidate) => !merged.asks.is_empty(),
        _ => false,
    }
}

/// Advice that holds only if something is confirmed, or wanted, says so.
fn conditional(plan: &CardPlan<'_>, line: String) -> String {
    if plan.setting == Some(Setting::Hospice) {
        format!("If it fits the goals of care: {line}")
    } else if plan.head.certainty == Certainty::Probable && plan.head.is_urgent() {
        format!("If confirmed: {line}")
    } else {
        line
    }
}

/// Sentences, each once.
#[derive(Default)]
struct Advice(Vec<String>);

impl Advice {
    fn add(&mut self, line: String) {
        if !self.0.contains(&line) {
            self.0.push(line);
        }
    }

    /// The study of the head's own words, or, where several rules share the card, the one that serves them all. An order that is kept names
    /// no study, so the others would stand alone: there the head speaks.
    fn study(&mut self, plan: &CardPlan<'_>, words: &CardText, filling: &Filling<'_>) {
        let studies: Vec<String> = plan
            .proposals
            .iter()
            .filter_map(|proposal| study(&proposal.act))
            .collect();
        let kept = plan
            .proposals
            .iter()
            .any(|proposal| matches!(proposal.act, Act::Update { template: None, .. }));
        let shared = !kept
            && speaking(plan).count() > 1
            && (plan.head.is_urgent() || !words.study.is_empty());
        if shared && !studies.is_empty() {
            self.add(format!("Study: {}.", studies.join("; then ")));
            return;
        }
        for line in &words.study {
            self.add(filling.fill(line));
        }
    }

    /// The summary of a rule that is no more than a line here.
    fn summary_of(&mut self, call: &Call<'_>, plan: &CardPlan<'_>, spoken: &Spoken<'_>) {
        if let Some(words) = words(call, spoken) {
            let filling = Filling::of(call, plan, spoken);
            let line = words.line.as_ref().unwrap_or(&words.summary);
            let line = filling.fill(line);
            let end = if line.ends_with('.') { "" } else { "." };
            self.add(format!("{line}{end}"));
        }
    }

    /// The safety lines with what to do about them.
    fn safety(&mut self, call: &Call<'_>, plan: &CardPlan<'_>, filling: &Filling<'_>) {
        for spoken in &plan.safety {
            self.summary_of(call, plan, spoken);
            for line in words(call, spoken).iter().flat_map(|words| &words.advice) {
                self.add(filling.fill(line));
            }
        }
    }

    /// What would stand but for the safety line that took the headline (protocol section 4, safety lines).
    fn if_cleared(&mut self, call: &Call<'_>, plan: &CardPlan<'_>, filling: &Filling<'_>) {
        if let Some(words) = words(call, &plan.head) {
            self.add(format!("If cleared: {}.", filling.fill(&words.summary)));
        }
    }

    /// Why no order is offered.
    fn held(&mut self, plan: &CardPlan<'_>) {
        if !plan.held_by.is_empty() {
            let what = if plan.proposals.is_empty() {
                "No order is offered"
            } else {
                "The study is not offered"
            };
            self.add(format!("{what} until this is cleared."));
        }
        if plan.held_for_gaps {
            self.add("No order is offered: parts of the record could not be read.".to_owned());
        }
    }
}

/// An imaging proposal in words.
fn study(act: &Act<'_>) -> Option<String> {
    let (template, priority) = match act {
        Act::Create { template, priority }
        | Act::Update {
            template: Some(template),
            priority,
            ..
        } => (*template, priority),
        Act::Update { template: None, .. } | Act::Delete { .. } => return None,
    };
    let soon = priority.filter(|priority| *priority != Priority::Routine);
    let soon = soon
        .map(|priority| format!(", {}", priority.word()))
        .unwrap_or_default();
    (template.kind == OrderKind::Imaging).then(|| format!("{}{soon}", template.text))
}

/// The fixed lines of the rules on a card, in its region, that hold.
fn fixed_lines<'c>(call: &'c Call<'_>, plan: &CardPlan<'_>) -> impl Iterator<Item = &'c Line> {
    let rules: Vec<_> = std::iter::once(&plan.head).chain(&plan.merged).collect();
    let lines = lines_of(call, plan, &rules);
    lines.into_iter().filter(|line| !line.on_order)
}

/// The clinical question for the note of an order: that of the rule which heads the card, not of what it absorbed.
pub(super) fn order_lines<'c>(
    call: &'c Call<'_>,
    plan: &CardPlan<'_>,
    template: &OrderTemplate,
) -> impl Iterator<Item = &'c Line> {
    let lines = lines_of(call, plan, &[&plan.head]);
    let fits = |modality: &Word| template.plan.has(Attribute::Modality, modality);
    let lines = lines.into_iter().filter(|line| line.on_order);
    lines.filter(move |line| line.modality.as_ref().is_none_or(fits))
}

fn lines_of<'c>(call: &'c Call<'_>, plan: &CardPlan<'_>, rules: &[&Spoken<'_>]) -> Vec<&'c Line> {
    let region = plan.headline().region;
    let frame = Frame {
        region: Some(region),
        order: plan.head.order,
    };
    let is_named = |line: &Line| {
        let mut ids = rules.iter().map(|spoken| &spoken.rule.id);
        ids.any(|id| line.rules.contains(id))
    };
    call.catalog
        .content()
        .lines
        .iter()
        .filter(|line| is_named(line))
        .filter(|line| line.regions.is_empty() || line.regions.contains(&region))
        .filter(|line| {
            line.if_
                .as_ref()
                .is_none_or(|condition| call.evaluation.holds_here(condition, frame))
        })
        .collect()
}
