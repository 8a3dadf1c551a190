//! What a card advises: each rule's sentences once, safety first where it takes the headline, then the fixed lines.

use super::{Call, detail::words, filling::Filling, variant};
use foramen_protocol::{
    combine::{CardPlan, Spoken},
    evaluate::{Evaluation, Frame},
    format::Line,
};

/// The lines of the advice.
pub(super) fn lines(call: &Call<'_>, plan: &CardPlan<'_>, filling: &Filling<'_>) -> Vec<String> {
    let mut advice = Advice::default();
    if plan.raised_by.is_some() {
        advice.safety(call, plan, filling);
        advice.if_cleared(call, plan, filling);
    }
    // Beside a certain rule a hedged one adds its question, not its advice.
    let sure = |spoken: &&Spoken<'_>| spoken.certainty >= plan.head.certainty;
    for spoken in std::iter::once(&plan.head).chain(plan.merged.iter().filter(sure)) {
        let Some(words) = words(call, spoken) else {
            continue;
        };
        let chosen = variant(words, plan).and_then(|variant| variant.advice.as_ref());
        for line in chosen.unwrap_or(&words.advice) {
            advice.add(filling.fill(line));
        }
    }
    for words in plan.lines.iter().filter_map(|spoken| words(call, spoken)) {
        advice.add(format!("{}.", filling.fill(&words.summary)));
    }
    advice.safety(call, plan, filling);
    for line in fixed_lines(call, plan, false) {
        advice.add(filling.fill(&line.text));
    }
    advice.held(plan);
    advice.0
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

    /// The safety lines with what to do about them.
    fn safety(&mut self, call: &Call<'_>, plan: &CardPlan<'_>, filling: &Filling<'_>) {
        for words in plan.safety.iter().filter_map(|spoken| words(call, spoken)) {
            self.add(format!("{}.", filling.fill(&words.summary)));
            for line in &words.advice {
                self.add(filling.fill(line));
            }
        }
    }

    /// What would stand but for the safety line that took the headline (protocol section 4, safety lines).
    fn if_cleared(&mut self, call: &Call<'_>, plan: &CardPlan<'_>, filling: &Filling<'_>) {
        if let Some(words) = words(call, &plan.head) {
            let summary = filling.fill(&words.summary);
            let summary = summary.replacen(" fits", " would fit", 1);
            self.add(format!("If cleared: {summary}."));
        }
    }

    /// Why no order is offered.
    fn held(&mut self, plan: &CardPlan<'_>) {
        if !plan.held_by.is_empty() {
            let rules = plan.held_by.join(", ");
            self.add(format!(
                "No order is offered until this is cleared ({rules})."
            ));
        }
        if plan.held_for_gaps {
            self.add("No order is offered: parts of the record could not be read.".to_owned());
        }
    }
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
    let evaluation = Evaluation::new(call.catalog, call.profile, call.facts);
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
