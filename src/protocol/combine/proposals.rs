//! What cards suggest: orders made, changed or taken away, and what is already there.

use super::{Act, Proposal, Spoken};
use crate::{
    evaluate::{Certainty, Evaluation},
    format::{ActionKind, OrderKind, OrderTemplate, Priority, Suggest},
};
use foramen_facts::{Attribute, Confidence, Evidence, Fact, Origin, SourceRef, State};

/// What a suggestion comes to.
pub(super) enum Resolved<'c> {
    Act(Act<'c>),
    /// This order, judged or on record, already is what is proposed.
    Fits(SourceRef),
}

/// The judged orders with `proposed` set, and the plan: orders, orders on record, and what standing rules propose.
pub(super) fn plan(evaluation: &Evaluation<'_>, spoken: &[Spoken<'_>]) -> (Vec<Fact>, Vec<Fact>) {
    let mut orders = evaluation.orders.clone();
    for (index, order) in orders.iter_mut().enumerate() {
        let proposed = spoken.iter().any(|spoken| {
            spoken.certainty == Certainty::Certain && proposes(evaluation, spoken, Some(index))
        });
        order
            .attributes
            .set_word(Attribute::Proposed, if proposed { "yes" } else { "no" });
    }
    let mut plan = evaluation.plan.clone();
    for spoken in spoken
        .iter()
        .filter(|spoken| spoken.certainty == Certainty::Certain && spoken.study.is_none())
    {
        for (suggest, template) in templates(evaluation, spoken) {
            let creates = matches!(
                suggest.action,
                ActionKind::Create | ActionKind::UpdateOrCreate
            );
            if creates && template.kind == OrderKind::Imaging {
                plan.push(row(evaluation, template, spoken));
            }
        }
    }
    (orders, plan)
}

/// A proposed order as a row of the plan.
fn row(evaluation: &Evaluation<'_>, template: &OrderTemplate, spoken: &Spoken<'_>) -> Fact {
    let source = SourceRef {
        reference: spoken.rule.id.to_string(),
        path: String::new(),
    };
    let says = format!("proposes {}", template.text);
    let mut row = Fact::present(
        evaluation.catalog.vocabulary().known.plan,
        Evidence {
            source,
            origin: Origin::Derived,
            says,
        },
    );
    row.attributes = template.plan.clone();
    row.attributes
        .set_word(Attribute::Kind, template.kind.word());
    row.attributes.set_word(Attribute::Origin, "proposed");
    row.regions = template.regions;
    row.state = State::Present;
    row.confidence = Confidence::Certain;
    row
}

/// The suggestions of a rule that hold, each with its template in the rule's region.
fn templates<'c>(
    evaluation: &Evaluation<'c>,
    spoken: &Spoken<'c>,
) -> Vec<(&'c Suggest, &'c OrderTemplate)> {
    let frame = frame_of(spoken);
    let pass = crate::evaluate::pass_of(spoken.certainty);
    let orders = &evaluation.catalog.content().orders;
    // A whole-patient safety line takes the region of the order that it speaks of.
    let ordered = subject(evaluation, spoken)
        .filter(|_| super::is_safety(spoken))
        .and_then(|order| order.regions.first());
    let region = ordered.unwrap_or(spoken.region);
    spoken
        .branch
        .suggest
        .iter()
        .filter(|suggest| evaluation.is_yes(suggest.if_.as_ref(), frame, pass))
        .filter_map(|suggest| Some((suggest, orders.get(suggest.order.of(region)?)?)))
        .collect()
}

/// The judged order that a rule speaks of: its own, or of a safety line the ordered study that it rests on.
fn subject<'e>(evaluation: &'e Evaluation<'_>, spoken: &Spoken<'_>) -> Option<&'e Fact> {
    if let Some(order) = spoken.order {
        return evaluation.orders.get(order);
    }
    let ordered = spoken
        .grounds
        .iter()
        .filter(|row| row.attributes.has(Attribute::Origin, "ordered"));
    ordered.filter_map(source).find_map(|reference| {
        evaluation
            .orders
            .iter()
            .find(|order| source(order).as_ref() == Some(&reference))
    })
}

fn frame_of(spoken: &Spoken<'_>) -> crate::evaluate::Frame {
    crate::evaluate::Frame {
        region: Some(spoken.region),
        order: spoken.order,
    }
}

/// Whether a judged order is the study that a rule proposes, or would be after its contrast is put right.
pub(super) fn proposes(
    evaluation: &Evaluation<'_>,
    spoken: &Spoken<'_>,
    order: Option<usize>,
) -> bool {
    let Some(order) = order.and_then(|order| evaluation.orders.get(order)) else {
        return false;
    };
    templates(evaluation, spoken)
        .into_iter()
        .any(|(_, template)| template.kind == OrderKind::Imaging && same_study(order, template))
}

/// Whether a rule would turn its order into the study that another one proposes, contrast apart.
pub(super) fn turns_into(
    evaluation: &Evaluation<'_>,
    amends: &Spoken<'_>,
    other: &Spoken<'_>,
) -> bool {
    let others = templates(evaluation, other);
    templates(evaluation, amends)
        .into_iter()
        .any(|(_, template)| {
            others.iter().any(|(_, other)| {
                template.kind == OrderKind::Imaging
                    && template.plan.get(Attribute::Modality) == other.plan.get(Attribute::Modality)
                    && !template.regions.intersection(other.regions).is_empty()
            })
        })
}

/// Same modality and region; contrast apart.
fn same_study(order: &Fact, template: &OrderTemplate) -> bool {
    order.attributes.get(Attribute::Modality).is_some()
        && order.attributes.get(Attribute::Modality) == template.plan.get(Attribute::Modality)
        && !order.regions.intersection(template.regions).is_empty()
}

/// Whether an order is just what a template makes; an order that does not say its contrast is taken to.
fn fits(order: &Fact, template: &OrderTemplate) -> bool {
    let contrast = order.attributes.get(Attribute::Contrast);
    same_study(order, template)
        && contrast.is_none_or(|contrast| template.plan.get(Attribute::Contrast) == Some(contrast))
}

/// What one rule's suggestions come to. An order that only its name tells, or whose codes contradict each other, is warned of and never
/// rewritten or taken away.
pub(super) fn resolve<'c>(evaluation: &Evaluation<'c>, spoken: &Spoken<'c>) -> Vec<Resolved<'c>> {
    if spoken.certainty == Certainty::Probable {
        return raise_priority(evaluation, spoken)
            .into_iter()
            .map(Resolved::Act)
            .collect();
    }
    let ordered = templates(evaluation, spoken)
        .into_iter()
        // A study that explains the finding is not done again.
        .filter(|(_, template)| spoken.study.is_none() || template.kind != OrderKind::Imaging)
        .filter_map(|(suggest, template)| one(evaluation, spoken, suggest, template));
    ordered
        .chain(delete(evaluation, spoken).map(Resolved::Act))
        .collect()
}

fn one<'c>(
    evaluation: &Evaluation<'c>,
    spoken: &Spoken<'c>,
    suggest: &Suggest,
    template: &'c OrderTemplate,
) -> Option<Resolved<'c>> {
    let urgent = spoken.is_urgent();
    let judged = || evaluation.orders.iter().filter(|order| is_draft(order));
    let update = |order: &Fact, template| {
        Some(Resolved::Act(Act::Update {
            order: source(order)?,
            template,
            priority: suggest.priority.filter(|_| urgent),
        }))
    };
    if suggest.action == ActionKind::Update {
        let order = subject(evaluation, spoken).filter(|order| order.is_certain())?;
        return update(order, Some(template));
    }
    if let Some(order) = judged().find(|order| fits(order, template)) {
        let raise = suggest
            .priority
            .filter(|wanted| urgent && *wanted > priority(order));
        return match raise {
            Some(_) => update(order, None),
            None => Some(Resolved::Fits(source(order)?)),
        };
    }
    let wrong_contrast = judged().find(|order| order.is_certain() && same_study(order, template));
    if let (ActionKind::UpdateOrCreate, Some(order)) = (suggest.action, wrong_contrast) {
        return update(order, Some(template));
    }
    let on_record = evaluation
        .plan
        .iter()
        .filter(|row| row.attributes.has(Attribute::Origin, "record"))
        .find(|row| fits(row, template));
    match on_record {
        Some(row) => Some(Resolved::Fits(source(row)?)),
        None => Some(Resolved::Act(Act::Create {
            template,
            priority: suggest.priority,
        })),
    }
}

/// The ask form creates nothing; it may raise the priority of a fitting order to urgent.
fn raise_priority<'c>(evaluation: &Evaluation<'c>, spoken: &Spoken<'c>) -> Option<Act<'c>> {
    let (_, template) = templates(evaluation, spoken)
        .into_iter()
        .next()
        .filter(|_| spoken.is_urgent())?;
    let order = evaluation
        .orders
        .iter()
        .filter(|order| is_draft(order))
        .find(|order| fits(order, template))?;
    (priority(order) < Priority::Urgent)
        .then(|| source(order))
        .flatten()
        .map(|order| Act::Update {
            order,
            template: None,
            priority: Some(Priority::Urgent),
        })
}

fn delete<'c>(evaluation: &Evaluation<'c>, spoken: &Spoken<'c>) -> Option<Act<'c>> {
    let pass = crate::evaluate::pass_of(spoken.certainty);
    let wanted = spoken.branch.suggest.iter().any(|suggest| {
        suggest.action == ActionKind::Delete
            && evaluation.is_yes(suggest.if_.as_ref(), frame_of(spoken), pass)
    });
    let order = evaluation
        .orders
        .get(spoken.order?)
        .filter(|order| wanted && is_draft(order) && order.is_certain())?;
    Some(Act::Delete {
        order: source(order)?,
    })
}

/// Only drafts are changed: an order that is signed is nobody's to rewrite.
fn is_draft(order: &Fact) -> bool {
    order
        .attributes
        .word(Attribute::Status)
        .is_none_or(|status| status == "draft")
}

fn priority(order: &Fact) -> Priority {
    order
        .attributes
        .word(Attribute::Priority)
        .and_then(Priority::from_word)
        .unwrap_or(Priority::Routine)
}

fn source(order: &Fact) -> Option<SourceRef> {
    order
        .evidence
        .first()
        .map(|evidence| evidence.source.clone())
}

/// Adds an action to those of a card: equal ones fold, contrast is taken if any rule needs it, the higher priority stands, and a delete
/// loses to any other action on the same order.
pub(super) fn fold<'c>(
    proposals: &mut Vec<Proposal<'c>>,
    act: Act<'c>,
    rule: &foramen_facts::Word,
) {
    for proposal in proposals.iter_mut() {
        if let Some(joined) = joined(&proposal.act, &act) {
            proposal.act = joined;
            if !proposal.rules.contains(rule) {
                proposal.rules.push(rule.clone());
            }
            return;
        }
    }
    proposals.push(Proposal {
        act,
        rules: vec![rule.clone()],
    });
}

/// One action in place of two, where they are of the same thing.
fn joined<'c>(this: &Act<'c>, other: &Act<'c>) -> Option<Act<'c>> {
    match (this, other) {
        (
            Act::Create {
                template: a,
                priority: p,
            },
            Act::Create {
                template: b,
                priority: q,
            },
        ) => {
            let template = wider(a, b)?;
            Some(Act::Create {
                template,
                priority: (*p).max(*q),
            })
        }
        (
            Act::Update {
                order,
                template: a,
                priority: p,
            },
            Act::Update {
                order: same,
                template: b,
                priority: q,
            },
        ) if order == same => {
            let template = match (a, b) {
                (Some(a), Some(b)) => Some(wider(a, b).unwrap_or(a)),
                (one, other) => one.or(*other),
            };
            Some(Act::Update {
                order: order.clone(),
                template,
                priority: (*p).max(*q),
            })
        }
        (Act::Delete { order }, Act::Update { order: same, .. }) if order == same => {
            Some(other.clone())
        }
        (Act::Update { order, .. }, Act::Delete { order: same }) if order == same => {
            Some(this.clone())
        }
        (Act::Delete { order }, Act::Delete { order: same }) if order == same => Some(this.clone()),
        // A judged order that is turned into the proposed study is not made a second time.
        (
            Act::Create {
                template: a,
                priority: p,
            },
            Act::Update {
                order,
                template: Some(b),
                priority: q,
            },
        )
        | (
            Act::Update {
                order,
                template: Some(b),
                priority: q,
            },
            Act::Create {
                template: a,
                priority: p,
            },
        ) => {
            let template = wider(a, b)?;
            Some(Act::Update {
                order: order.clone(),
                template: Some(template),
                priority: (*p).max(*q),
            })
        }
        _ => None,
    }
}

/// The one of two templates that covers both: with contrast before without, the panel that holds the other's tests, the spine surgeon for
/// the spine specialist.
fn wider<'c>(a: &'c OrderTemplate, b: &'c OrderTemplate) -> Option<&'c OrderTemplate> {
    let covers = |one: &OrderTemplate, other: &OrderTemplate| {
        let panel =
            !other.parts.is_empty() && other.parts.iter().all(|part| one.parts.contains(part));
        let surgeon = one.plan.has(Attribute::Target, "surgeon")
            && other.plan.has(Attribute::Target, "spine_specialist");
        panel || surgeon
    };
    if a.id == b.id || covers(a, b) {
        return Some(a);
    }
    if covers(b, a) {
        return Some(b);
    }
    let same = a.kind == OrderKind::Imaging
        && a.kind == b.kind
        && a.plan.get(Attribute::Modality) == b.plan.get(Attribute::Modality)
        && a.regions == b.regions;
    let contrast =
        |template: &OrderTemplate| template.plan.has(Attribute::Contrast, "without_with");
    same.then(|| if contrast(b) { b } else { a })
}

/// Where an action stands on a card: CT before MRI (protocol section 4, merge), everything else as the rules name it.
pub(super) fn place(act: &Act<'_>) -> u8 {
    let template = match act {
        Act::Create { template, .. } => Some(*template),
        Act::Update { template, .. } => *template,
        Act::Delete { .. } => None,
    };
    u8::from(!template.is_some_and(|template| template.plan.has(Attribute::Modality, "ct")))
}

/// Whether a template has the columns that a safety rule holds back.
pub(super) fn matches(
    evaluation: &Evaluation<'_>,
    template: &OrderTemplate,
    spoken: &Spoken<'_>,
    columns: &[crate::format::Where],
) -> bool {
    !columns.is_empty() && evaluation.has_columns(&row(evaluation, template, spoken), columns)
}
