//! A decision in words, and as FHIR orders.

mod advice;
mod detail;
mod filling;
mod ids;
mod orders;
mod seen;
mod text;

use filling::Filling;
use foramen_cds::{Card, Coding, Indicator, Link, SelectionBehavior, Source, Summary};
use foramen_facts::{Facts, FindingId};
use foramen_fhir::Record;
use foramen_protocol::{
    Catalog, Profile,
    combine::{CardPlan, Decision},
    evaluate::{Certainty, Evaluation},
    format::{self, CardText, SourceText},
};

pub use text::escape;

/// The code system of rule ids, which are the topics of cards.
pub const TOPIC_SYSTEM: &str = "http://foramen.example.org/fhir/CodeSystem/spine-protocol-rule";
/// The code system of override reasons.
pub const OVERRIDE_SYSTEM: &str = "http://foramen.example.org/fhir/CodeSystem/override-reason";

/// What the words and orders of a call are made from.
#[derive(Clone, Copy)]
#[expect(
    missing_debug_implementations,
    reason = "it only borrows what others print"
)]
pub struct Call<'a> {
    /// The medicine.
    pub catalog: &'a Catalog,
    /// The numbers.
    pub profile: &'a Profile,
    /// What the record says.
    pub facts: &'a Facts,
    /// The evaluation that was decided on.
    pub evaluation: &'a Evaluation<'a>,
    /// The client's own resources, for updates of its orders.
    pub record: &'a Record<'a>,
    /// Whose call it is.
    pub tenant: &'a str,
    /// The address of the form that takes answers.
    pub form: Option<&'a str>,
    /// The call's id.
    pub hook_instance: &'a str,
    /// The patient in context.
    pub patient: &'a str,
    /// The encounter in context.
    pub encounter: Option<&'a str>,
}

/// The cards of a decision, in its order.
pub fn render(call: &Call<'_>, decision: &Decision<'_>) -> Vec<Card> {
    decision
        .cards
        .iter()
        .filter_map(|plan| card(call, plan))
        .collect()
}

/// One card; none only if the catalogue has no words for it, which its check rules out.
fn card(call: &Call<'_>, plan: &CardPlan<'_>) -> Option<Card> {
    let headline = plan.headline();
    let words = call.catalog.content().cards.get(&headline.branch.card)?;
    let filling = Filling::of(call, plan, headline);
    let summary = Summary::new(summary(words, plan, &filling)).ok()?;
    let mut card = Card::new(summary, indicator(plan.indicator), source(call, plan));
    card.uuid = Some(ids::card(call, plan));
    card.detail = Some(detail::write(call, plan, &filling));
    card.suggestions = orders::suggestions(call, plan, &filling);
    card.selection_behavior = (!card.suggestions.is_empty()).then_some(SelectionBehavior::Any);
    card.links = form_link(call, plan);
    card.override_reasons = override_reasons(call, words);
    Some(card)
}

/// Where what a card asks can be answered, if one of its questions stands on the form.
fn form_link(call: &Call<'_>, plan: &CardPlan<'_>) -> Vec<Link> {
    let on_form = |ask: FindingId| {
        let question = call.catalog.vocabulary().finding(ask)?.question.as_ref()?;
        question.link_id.as_ref()
    };
    let asks = plan.asks.iter().any(|ask| on_form(*ask).is_some());
    let link = call.form.filter(|_| asks);
    link.map(|url| Link::absolute("Answer the open questions", url))
        .into_iter()
        .collect()
}

fn indicator(indicator: format::Indicator) -> Indicator {
    match indicator {
        format::Indicator::Info => Indicator::Info,
        format::Indicator::Warning => Indicator::Warning,
        format::Indicator::Critical => Indicator::Critical,
    }
}

/// The sentence of a card: of a setting where it has other words there, in the ask form a question for today.
fn summary(words: &CardText, plan: &CardPlan<'_>, filling: &Filling<'_>) -> String {
    let hedged = plan.headline().certainty == Certainty::Probable && plan.headline().is_urgent();
    if hedged {
        return format!(
            "Check today: possible {}, not confirmed in the record",
            words.topic
        );
    }
    let variant = variant(words, plan).and_then(|variant| variant.summary.as_deref());
    filling.fill(variant.unwrap_or(&words.summary))
}

/// The words of the setting that the engine chose, if the card has any.
fn variant<'w>(words: &'w CardText, plan: &CardPlan<'_>) -> Option<&'w format::Variant> {
    let setting = plan.setting?;
    words
        .variants
        .iter()
        .find(|variant| variant.setting == setting)
}

/// Where the advice comes from: the protocol, the first guideline that can be read, and the rule as stable topic.
fn source(call: &Call<'_>, plan: &CardPlan<'_>) -> Source {
    let content = call.catalog.content();
    let rule = plan.headline().rule;
    let url = cited(call, plan).find_map(|source| source.url.clone());
    Source {
        label: format!("{} {}", content.title, content.protocol),
        url,
        icon: None,
        topic: Some(Coding::new(TOPIC_SYSTEM, &*rule.id, rule.title.clone())),
    }
}

/// The guidelines of the rules on a card that are about its region, the headline's first.
fn cited<'c>(call: &Call<'c>, plan: &CardPlan<'_>) -> impl Iterator<Item = &'c SourceText> {
    let headline = plan.headline();
    let rules = std::iter::once(headline)
        .chain(std::iter::once(&plan.head))
        .chain(&plan.merged);
    let sources = &call.catalog.content().sources;
    let region = headline.region;
    let mut cited: Vec<&SourceText> = Vec::new();
    for source in rules
        .flat_map(|spoken| &spoken.rule.sources)
        .filter_map(|id| sources.get(id))
    {
        let about = source.regions.is_empty() || source.regions.contains(region);
        if about && source.is_guideline() && !cited.contains(&source) {
            cited.push(source);
        }
    }
    cited.into_iter()
}

fn override_reasons(call: &Call<'_>, words: &CardText) -> Vec<Coding> {
    let all = &call.catalog.content().overrides;
    let offered = words
        .overrides
        .iter()
        .filter_map(|code| all.iter().find(|(known, _)| known == code));
    offered
        .map(|(code, display)| Coding::new(OVERRIDE_SYSTEM, &**code, display.clone()))
        .collect()
}
