//! Cards out of what stands: one for each pathway and region, safety lines last (protocol section 4, merge rule).

use super::{
    Act, CardPlan, Fate, Occasion, Settled, Spoken, is_safety, limits::Limits, proposals,
    questions, quiet::Quiet, showing, suppress::Standing,
};
use crate::{
    evaluate::{Certainty, Evaluation},
    format::{Indicator, OrderKind, Setting},
};
use foramen_facts::{Attribute, Fact, Word};

/// The stage from which cards are counted in `max_cards`.
const FIRST_COUNTED_STAGE: u8 = 3;
/// The stage from which nothing is ordered when conditions or observations could not be read (protocol section 8).
const FIRST_BLIND_STAGE: u8 = 4;

/// Makes the cards of a call.
pub(super) fn cards<'c>(
    evaluation: &Evaluation<'c>,
    standing: Vec<Standing<'c>>,
    occasion: Occasion,
    limits: &Limits<'_>,
    quiet: &Quiet<'_>,
    settled: &mut Vec<Settled>,
) -> Vec<CardPlan<'c>> {
    // Safety rules have no number and stand last, so that taking them out leaves every place that a join names.
    let (safety, standing): (Vec<_>, Vec<_>) = standing
        .into_iter()
        .partition(|standing| is_safety(&standing.spoken));
    let shown = showing::choose(evaluation, &standing, occasion, quiet.muted, settled);
    let mut cards: Vec<CardPlan<'c>> = shown
        .into_iter()
        .map(|shown| plan(evaluation, &standing, &shown))
        .collect();
    cards.sort_by(|a, b| key(a).cmp(&key(b)));
    let muted = standing.iter().map(|standing| &standing.spoken);
    let urgent = muted
        .filter(|muted| quiet.muted.mutes(muted.rule))
        .any(Spoken::is_urgent)
        || cards.iter().any(is_urgent);
    quiet.keep_back(evaluation, &mut cards, settled);
    let safety: Vec<Spoken<'c>> = safety.into_iter().map(|standing| standing.spoken).collect();
    add_safety(evaluation, &mut cards, safety, occasion, settled);
    for card in &mut cards {
        finish(evaluation, card, occasion, limits);
    }
    if urgent {
        withdraw_deletes(&mut cards);
    }
    order_once(&mut cards);
    cards.retain(|card| {
        let says = says_something(card);
        if !says {
            settled.push(Settled::new(&card.head, Fate::OrderFits));
        }
        says
    });
    keep_to_the_limit(evaluation, &mut cards, settled);
    for card in &cards {
        note_fates(card, settled);
    }
    cards
}

type Key<'a> = (
    u8,
    &'a Option<crate::format::Number>,
    foramen_facts::Region,
    &'a Word,
);

fn key<'a>(card: &'a CardPlan<'_>) -> Key<'a> {
    (
        card.head.rule.stage,
        &card.head.rule.number,
        card.head.region,
        &card.head.rule.id,
    )
}

fn plan<'c>(
    evaluation: &Evaluation<'c>,
    standing: &[Standing<'c>],
    shown: &showing::Shown,
) -> CardPlan<'c> {
    let take = |places: &[usize]| -> Vec<Spoken<'c>> {
        places
            .iter()
            .filter_map(|place| standing.get(*place))
            .map(|standing| standing.spoken.clone())
            .collect()
    };
    let mut members = take(&[shown.head]);
    members.extend(take(&shown.merged));
    let headline = headline(&members);
    let head = members.remove(headline);
    let lines = take(&shown.lines);
    let certain = || {
        std::iter::once(&head)
            .chain(&members)
            .filter(|member| member.certainty == head.certainty)
    };
    // An emergency has the time that it states; the limit of what is merely urgent would only lengthen it.
    let timed = || certain().filter(|member| member.rule.stage == head.rule.stage);
    CardPlan {
        indicator: certain()
            .map(Spoken::indicator)
            .max()
            .unwrap_or(Indicator::Info),
        target: shortest_target(evaluation, timed()),
        setting: None,
        proposals: Vec::new(),
        asks: Vec::new(),
        not_considered: Vec::new(),
        held_for_gaps: false,
        held_by: Vec::new(),
        fits: Vec::new(),
        raised_by: None,
        merged: members,
        safety: Vec::new(),
        head,
        lines,
    }
}

/// The place of the rule that heads a card: a certain one before a hedged one, the most urgent indicator, then the one that stands before
/// what merges into it (of stages 1-2 that is the lowest number); a rule that replaces another one comes before it (E2 before E1).
fn headline(members: &[Spoken<'_>]) -> usize {
    let best = members
        .iter()
        .enumerate()
        .max_by(|(i, a), (j, b)| {
            (a.certainty, a.indicator())
                .cmp(&(b.certainty, b.indicator()))
                .then_with(|| j.cmp(i))
        })
        .map_or(0, |(place, _)| place);
    let Some(head) = members.get(best) else {
        return best;
    };
    members
        .iter()
        .position(|other| {
            other.certainty == head.certainty && other.rule.replaces.contains(&head.rule.id)
        })
        .unwrap_or(best)
}

fn shortest_target<'a, 'c: 'a>(
    evaluation: &Evaluation<'c>,
    members: impl Iterator<Item = &'a Spoken<'c>>,
) -> Option<Word> {
    let days = |name: &Word| {
        evaluation
            .profile
            .parameters
            .get(name)
            .and_then(foramen_facts::Setting::days)
            .unwrap_or(f64::INFINITY)
    };
    members
        .filter_map(|member| member.branch.target.as_ref())
        .min_by(|a, b| days(a).total_cmp(&days(b)))
        .cloned()
}

/// Puts each safety rule on the cards that carry the order or proposal it speaks of, else on a card of its own where an order would
/// otherwise show none.
fn add_safety<'c>(
    evaluation: &Evaluation<'c>,
    cards: &mut Vec<CardPlan<'c>>,
    safety: Vec<Spoken<'c>>,
    occasion: Occasion,
    settled: &mut Vec<Settled>,
) {
    let known = &evaluation.catalog.vocabulary().known;
    for spoken in safety {
        let rows: Vec<Fact> = spoken
            .grounds
            .iter()
            .filter(|fact| fact.finding == known.plan)
            .cloned()
            .collect();
        let mut placed = false;
        for card in cards.iter_mut().filter(|card| carries(card, &rows)) {
            card.safety.push(spoken.clone());
            placed = true;
        }
        let ordered = rows
            .iter()
            .any(|row| row.attributes.has(Attribute::Origin, "ordered"));
        if !placed && ordered && occasion.hook.judges_orders() {
            let standing = [Standing {
                spoken,
                joins: super::suppress::Join::Own,
            }];
            cards.push(plan(
                evaluation,
                &standing,
                &showing::Shown {
                    head: 0,
                    merged: Vec::new(),
                    lines: Vec::new(),
                },
            ));
        } else if !placed {
            settled.push(Settled::new(&spoken, Fate::NotOnThisHook));
        }
    }
}

/// Whether a card carries an order or proposal: it judges the order, speaks of its region, or one of its rules proposes it.
fn carries(card: &CardPlan<'_>, rows: &[Fact]) -> bool {
    rows.iter().any(|row| {
        let source = row
            .evidence
            .first()
            .map(|evidence| evidence.source.reference.as_str());
        let proposed = card.rules().any(|spoken| Some(&*spoken.rule.id) == source);
        let ordered = row.attributes.has(Attribute::Origin, "ordered")
            && (row.regions.is_empty()
                || row.regions.contains(card.head.region)
                || card.head.order.is_some());
        proposed || ordered
    })
}

/// Suggestions, questions, wording and what is held back.
fn finish<'c>(
    evaluation: &Evaluation<'c>,
    card: &mut CardPlan<'c>,
    occasion: Occasion,
    limits: &Limits<'_>,
) {
    suggest(evaluation, card, occasion);
    let others: Vec<&Spoken<'c>> = card.merged.iter().chain(&card.safety).collect();
    card.asks = questions::of(evaluation, &card.head, &others);
    card.not_considered = questions::not_considered(evaluation, &card.head);
    raise(card);
    if let Some(cap) = limits.cap() {
        card.indicator = card.indicator.min(cap);
        card.setting = Some(Setting::Hospice);
    } else if card.head.study.is_some() {
        card.setting = Some(Setting::ResultKnown);
    } else if card.head.rule.stage == 1 && in_hospital(evaluation) {
        card.setting = Some(Setting::InHospital);
    } else if !card.fits.is_empty() {
        card.setting = Some(Setting::OrderFits);
    }
}

/// A safety line may raise a card; on a card of stages 3-6 it then takes the headline.
fn raise(card: &mut CardPlan<'_>) {
    let highest = card
        .safety
        .iter()
        .enumerate()
        .max_by_key(|(place, line)| (line.indicator(), std::cmp::Reverse(*place)));
    let Some((place, indicator)) = highest.map(|(place, line)| (place, line.indicator())) else {
        return;
    };
    if indicator > card.indicator {
        card.indicator = indicator;
        card.raised_by = (card.head.rule.stage >= FIRST_COUNTED_STAGE).then_some(place);
    }
}

fn suggest<'c>(evaluation: &Evaluation<'c>, card: &mut CardPlan<'c>, occasion: Occasion) {
    let mut found = Vec::new();
    let mut fits = Vec::new();
    let has_certain = card.head.certainty == Certainty::Certain;
    // Beside a certain rule a hedged one adds its question only.
    let speaking = std::iter::once(&card.head)
        .chain(&card.merged)
        .chain(&card.safety);
    for member in speaking.filter(|member| !has_certain || member.certainty == Certainty::Certain) {
        for resolved in proposals::resolve(evaluation, member) {
            match resolved {
                proposals::Resolved::Act(act) => proposals::fold(&mut found, act, &member.rule.id),
                proposals::Resolved::Fits(order) => fits.push(order),
            }
        }
    }
    found.sort_by_key(|proposal| proposals::place(&proposal.act));
    card.proposals = found;
    card.fits = fits;
    if in_hospital(evaluation) {
        send_to_the_surgeon(evaluation, card);
    }
    hold(evaluation, card);
    if occasion.blind && card.head.rule.stage >= FIRST_BLIND_STAGE {
        card.held_for_gaps = !card.proposals.is_empty();
        card.proposals.clear();
    }
}

/// In the emergency department or on a ward nobody is sent there: the referral goes to spine surgery (protocol section 8).
fn send_to_the_surgeon<'c>(evaluation: &Evaluation<'c>, card: &mut CardPlan<'c>) {
    let target = |word: &str| {
        let orders = evaluation.catalog.content().orders.values();
        orders.into_iter().find(|template| {
            template.kind == OrderKind::Referral && template.plan.has(Attribute::Target, word)
        })
    };
    let Some(surgeon) = target("surgeon") else {
        return;
    };
    let proposals = std::mem::take(&mut card.proposals);
    for proposal in proposals {
        let act = match proposal.act {
            Act::Create { template, priority }
                if template.plan.has(Attribute::Target, "emergency") =>
            {
                Act::Create {
                    template: surgeon,
                    priority,
                }
            }
            act => act,
        };
        for rule in &proposal.rules {
            proposals::fold(&mut card.proposals, act.clone(), rule);
        }
    }
}

fn in_hospital(evaluation: &Evaluation<'_>) -> bool {
    let known = &evaluation.catalog.vocabulary().known;
    evaluation.facts.of(known.setting).iter().any(|setting| {
        setting.attributes.has(Attribute::Value, "emergency")
            || setting.attributes.has(Attribute::Value, "inpatient")
    })
}

/// Takes away the orders that a safety rule holds back; never a study of stage 1.
fn hold<'c>(evaluation: &Evaluation<'c>, card: &mut CardPlan<'c>) {
    let emergent = card
        .rules()
        .filter(|spoken| spoken.rule.stage == 1)
        .map(|spoken| spoken.rule.id.clone())
        .collect::<Vec<_>>();
    let mut held = Vec::new();
    card.proposals.retain(|proposal| {
        let Act::Create { template, .. } = &proposal.act else {
            return true;
        };
        if proposal.rules.iter().any(|rule| emergent.contains(rule)) {
            return true;
        }
        let by = card
            .safety
            .iter()
            .find(|line| proposals::matches(evaluation, template, line, &line.branch.hold));
        held.extend(by.map(|line| line.rule.id.clone()));
        by.is_none()
    });
    card.held_by = held;
}

/// A stage 1 card in any region withdraws every delete in all; so does one of stage 2, kept back or not, since nothing is removed while
/// something urgent is being asked or looked for.
fn withdraw_deletes(cards: &mut [CardPlan<'_>]) {
    for card in cards {
        card.proposals
            .retain(|proposal| !matches!(proposal.act, Act::Delete { .. }));
    }
}

fn is_urgent(card: &CardPlan<'_>) -> bool {
    card.rules().any(Spoken::is_urgent)
}

/// What an earlier card already offers is not offered again: one referral, one set of blood tests.
fn order_once(cards: &mut [CardPlan<'_>]) {
    let mut offered: Vec<Word> = Vec::new();
    for card in cards {
        card.proposals.retain(|proposal| {
            let Act::Create { template, .. } = &proposal.act else {
                return true;
            };
            let first = !offered.contains(&template.id);
            if first {
                offered.push(template.id.clone());
            }
            first
        });
    }
}

/// A card of stages 3-6 that would only confirm the order, with nothing to ask, change or warn about, is not shown.
fn says_something(card: &CardPlan<'_>) -> bool {
    let confirms = !card.fits.is_empty() && card.proposals.is_empty();
    let quiet = card.indicator == Indicator::Info
        && card.asks.is_empty()
        && card.safety.is_empty()
        && card.held_by.is_empty();
    card.head.rule.stage < FIRST_COUNTED_STAGE
        || !(confirms
            && quiet
            && card
                .lines
                .iter()
                .all(|line| line.indicator() == Indicator::Info))
}

fn keep_to_the_limit(
    evaluation: &Evaluation<'_>,
    cards: &mut Vec<CardPlan<'_>>,
    settled: &mut Vec<Settled>,
) {
    let most = evaluation
        .profile
        .parameters
        .get("max_cards")
        .and_then(foramen_facts::Setting::number)
        .unwrap_or(f64::INFINITY);
    let mut counted = 0.0;
    cards.retain(|card| {
        if card.head.rule.stage < FIRST_COUNTED_STAGE || is_safety(&card.head) {
            return true;
        }
        counted += 1.0;
        if counted > most {
            settled.push(Settled::new(&card.head, Fate::OverTheLimit));
        }
        counted <= most
    });
}

fn note_fates(card: &CardPlan<'_>, settled: &mut Vec<Settled>) {
    let head = &card.head.rule.id;
    settled.push(Settled::new(&card.head, Fate::Card));
    for merged in &card.merged {
        settled.push(Settled::new(merged, Fate::Merged(head.clone())));
    }
    for line in card.lines.iter().chain(&card.safety) {
        settled.push(Settled::new(line, Fate::Line(head.clone())));
    }
}
