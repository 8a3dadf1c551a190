//! A call explained line by line: facts with their sources, every rule with its conditions, what became of each, and the cards.

mod text;

use super::Setup;
use foramen_cds::Card;
use foramen_facts::{Confidence, Fact, Facts, Held, State, Tri};
use foramen_fhir::{Reason, Record};
use foramen_protocol::{
    combine::{CardPlan, Decision, Fate, Settled},
    evaluate::{Answered, Certainty, Evaluation, Firing, Outcome, Step},
};
use serde::Serialize;

/// Everything that a call was judged by.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// Identity of the catalogue.
    pub catalog: String,
    /// Whose call it is.
    pub tenant: String,
    /// The profile.
    pub profile: String,
    /// The evaluation day.
    pub today: String,
    /// The parts of the spine that the case is about.
    pub regions: Vec<&'static str>,
    /// Resources that could not be used.
    pub skipped: Vec<SkippedLine>,
    /// What could not be seen.
    pub gaps: Vec<String>,
    /// The facts that count.
    pub facts: Vec<FactLine>,
    /// The facts that do not, with the reason.
    pub set_aside: Vec<FactLine>,
    /// Every rule in every frame.
    pub rules: Vec<RuleLine>,
    /// What became of the rules that fire.
    pub settled: Vec<FateLine>,
    /// The cards.
    pub cards: Vec<CardLine>,
}

/// A resource that was left out.
#[derive(Debug, Serialize)]
pub struct SkippedLine {
    /// Where it stands.
    pub path: String,
    /// Why.
    pub why: String,
}

/// A fact.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FactLine {
    /// What it is about.
    pub finding: String,
    /// Stated or denied.
    pub state: &'static str,
    /// Certain or probable.
    pub confidence: &'static str,
    /// Its regions.
    pub regions: String,
    /// Its attributes or columns.
    pub attributes: String,
    /// Its number.
    pub value: Option<String>,
    /// When it began.
    pub onset: Option<String>,
    /// When it was written down.
    pub stated: Option<String>,
    /// Where it was read, and what stands there.
    pub sources: Vec<String>,
    /// Why it does not count, if it does not.
    pub set_aside: Option<&'static str>,
}

/// A rule in a frame.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleLine {
    /// Its id.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its region, or the whole patient.
    pub frame: String,
    /// Fires, silent or unknown.
    pub result: String,
    /// The branch that it takes.
    pub branch: Option<String>,
    /// Its conditions, each with its answer.
    pub conditions: StepLine,
    /// What it needed and did not find.
    pub not_known: Vec<String>,
}

/// A condition with its answer.
#[derive(Debug, Serialize)]
pub struct StepLine {
    /// The condition in words.
    pub text: String,
    /// Yes, no or unknown.
    pub truth: String,
    /// The facts that made it hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<String>,
    /// Its parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Self>,
}

/// What became of a rule that fires.
#[derive(Debug, Serialize)]
pub struct FateLine {
    /// The rule.
    pub rule: String,
    /// The region of its card.
    pub region: &'static str,
    /// What became of it.
    pub fate: String,
}

/// A card.
#[derive(Debug, Serialize)]
pub struct CardLine {
    /// Its topic.
    pub rule: String,
    /// Every rule that speaks on it.
    pub rules: Vec<String>,
    /// Its colour.
    pub indicator: String,
    /// Its sentence.
    pub summary: String,
    /// Its detail.
    pub detail: String,
    /// Its suggestions.
    pub suggestions: Vec<String>,
}

impl Explanation {
    pub(super) fn of(
        setup: &Setup<'_>,
        record: &Record<'_>,
        facts: &Facts,
        decision: &Decision<'_>,
        cards: &[Card],
    ) -> Self {
        Self {
            catalog: setup.catalog.digest().to_owned(),
            tenant: setup.tenant.id.clone(),
            profile: setup.tenant.profile.id.to_string(),
            today: facts.today.to_string(),
            regions: facts
                .regions
                .iter()
                .map(foramen_facts::Region::word)
                .collect(),
            skipped: record
                .skipped
                .iter()
                .map(|skipped| SkippedLine {
                    path: skipped.path.clone(),
                    why: why(skipped.reason),
                })
                .collect(),
            gaps: gaps(facts),
            facts: facts
                .iter()
                .map(|fact| fact_line(setup, fact, None))
                .collect(),
            set_aside: facts
                .set_aside
                .iter()
                .map(|(fact, reason)| fact_line(setup, fact, Some(*reason)))
                .collect(),
            rules: decision
                .outcomes
                .iter()
                .map(|outcome| rule_line(setup, &decision.evaluation, outcome))
                .collect(),
            settled: decision.settled.iter().map(fate_line).collect(),
            cards: cards.iter().zip(&decision.cards).map(card_line).collect(),
        }
    }

    /// The same with nothing but one rule.
    #[must_use]
    pub fn only(mut self, rule: &str) -> Self {
        self.rules.retain(|line| line.rule == rule);
        self.settled.retain(|line| line.rule == rule);
        self
    }
}

/// One line per reason, with everything that is missing for it.
fn gaps(facts: &Facts) -> Vec<String> {
    facts
        .gaps
        .chunk_by(|one, next| one.why == next.why)
        .map(|alike| {
            let missing: Vec<&str> = alike.iter().map(|gap| gap.what.as_str()).collect();
            let words = alike.first().map(|gap| gap.why.words()).unwrap_or_default();
            format!("{words}: {}", missing.join(", "))
        })
        .collect()
}

fn why(reason: Reason) -> String {
    match reason {
        Reason::Broken { what } => format!("it cannot be read: {what}"),
        Reason::OtherPatient => "its subject is another patient".to_owned(),
        Reason::UnknownType => "no fact is made of this type".to_owned(),
        Reason::EnteredInError => "it was entered in error".to_owned(),
    }
}

fn fact_line(setup: &Setup<'_>, fact: &Fact, set_aside: Option<&'static str>) -> FactLine {
    let attributes: Vec<String> = fact
        .attributes
        .iter()
        .map(|(attribute, held)| match held {
            Held::Words(words) => format!("{attribute}={}", words.join("+")),
            Held::Number(number) => format!("{attribute}={number}"),
        })
        .collect();
    FactLine {
        finding: setup.catalog.vocabulary().name(fact.finding).to_owned(),
        state: if fact.state == State::Present {
            "present"
        } else {
            "absent"
        },
        confidence: if fact.confidence == Confidence::Certain {
            "certain"
        } else {
            "probable"
        },
        regions: fact.regions.to_string(),
        attributes: attributes.join(" "),
        value: fact.value.map(|value| value.to_string()),
        onset: fact.onset.map(|onset| {
            if fact.dated_by_record {
                format!("{onset} (first record)")
            } else {
                onset.to_string()
            }
        }),
        stated: fact.stated.map(|stated| stated.to_string()),
        sources: fact
            .evidence
            .iter()
            .map(|evidence| {
                format!(
                    "{} {}: {}",
                    evidence.origin.word(),
                    evidence.source,
                    evidence.says
                )
            })
            .collect(),
        set_aside,
    }
}

fn rule_line(setup: &Setup<'_>, evaluation: &Evaluation<'_>, outcome: &Outcome<'_>) -> RuleLine {
    let names = |findings: &[foramen_facts::FindingId]| {
        findings
            .iter()
            .map(|finding| setup.catalog.vocabulary().name(*finding).to_owned())
            .collect()
    };
    let result = match (outcome.firing, &outcome.answered) {
        (Firing::Fires(_), Some(Answered::Ended(_))) => "ended by a later study".to_owned(),
        (Firing::Fires(Certainty::Certain), _) => "fires".to_owned(),
        (Firing::Fires(Certainty::Probable), _) => {
            "fires on probable facts: asks and warns".to_owned()
        }
        (Firing::Silent, _) => "silent".to_owned(),
        (Firing::Unknown, _) => "unknown".to_owned(),
    };
    RuleLine {
        rule: outcome.rule.id.to_string(),
        title: outcome.rule.title.clone(),
        frame: outcome
            .frame
            .region
            .map_or("the whole patient", foramen_facts::Region::word)
            .to_owned(),
        result,
        branch: outcome.branch.map(|branch| branch.name.to_string()),
        conditions: step_line(setup, evaluation.explain(outcome)),
        not_known: names(&outcome.unknown),
    }
}

fn step_line(setup: &Setup<'_>, step: Step) -> StepLine {
    let because = step.grounds.iter().map(|fact| {
        let source = fact
            .evidence
            .first()
            .map(|evidence| evidence.source.reference.as_str())
            .unwrap_or_default();
        let when = fact
            .when()
            .map(|when| format!(" {when}"))
            .unwrap_or_default();
        format!(
            "{}{when} [{source}]",
            setup.catalog.vocabulary().name(fact.finding)
        )
    });
    StepLine {
        text: step.text,
        truth: match step.truth {
            Tri::Yes => "yes",
            Tri::No => "no",
            Tri::Unknown => "unknown",
        }
        .to_owned(),
        because: because.collect(),
        parts: step
            .parts
            .into_iter()
            .map(|part| step_line(setup, part))
            .collect(),
    }
}

fn fate_line(settled: &Settled) -> FateLine {
    let fate = match &settled.fate {
        Fate::Card => "heads a card".to_owned(),
        Fate::Merged(rule) => format!("merged into the card of {rule}"),
        Fate::Line(rule) => format!("a line on the card of {rule}"),
        Fate::Suppressed(rule) => format!("suppressed by {rule}"),
        Fate::Limited(rule) => format!("not shown because of {rule}"),
        Fate::Ended => "ended by a later study".to_owned(),
        Fate::NotOnThisHook => "no card on this hook".to_owned(),
        Fate::OrderFits => "the order already fits; nothing to add".to_owned(),
        Fate::OverTheLimit => "more cards stand than are shown".to_owned(),
        Fate::Muted => "muted by the site".to_owned(),
        Fate::Overridden => "overridden earlier, and nothing has changed since".to_owned(),
    };
    FateLine {
        rule: settled.rule.to_string(),
        region: settled.region.word(),
        fate,
    }
}

fn card_line((card, plan): (&Card, &CardPlan<'_>)) -> CardLine {
    let topic = card
        .source
        .topic
        .as_ref()
        .map(|topic| topic.code.clone())
        .unwrap_or_default();
    CardLine {
        rule: topic,
        rules: plan
            .rules()
            .map(|spoken| spoken.rule.id.to_string())
            .collect(),
        indicator: format!("{:?}", card.indicator).to_lowercase(),
        summary: card.summary.as_str().to_owned(),
        detail: card.detail.clone().unwrap_or_default(),
        suggestions: card
            .suggestions
            .iter()
            .map(|suggestion| suggestion.label.clone())
            .collect(),
    }
}
