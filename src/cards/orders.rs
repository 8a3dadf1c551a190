//! Suggestions as FHIR actions, built with the typed model so that they are right by construction; an update is the client's own order
//! with one change (decision 22).

use super::{Call, advice, filling::Filling, ids, seen, text::capitalised};
use foramen_cds::{Action, Suggestion};
use foramen_facts::{Fact, Origin};
use foramen_fhir::System;
use foramen_protocol::{
    combine::{Act, CardPlan, Proposal},
    format::{OrderKind, OrderTemplate, Priority},
};
use foramen_typed::{
    CodeableConcept, Coding, NewServiceRequest, OrderChange, service_request,
    update_service_request,
};
use serde_json::value::RawValue;

/// The suggestions of a card; an order that cannot be written is left out rather than sent broken.
pub(super) fn suggestions(
    call: &Call<'_>,
    plan: &CardPlan<'_>,
    filling: &Filling<'_>,
) -> Vec<Suggestion> {
    plan.proposals
        .iter()
        .enumerate()
        .filter_map(|(place, proposal)| {
            let actions = actions(call, plan, proposal, filling)?;
            Some(Suggestion {
                label: label_of(&proposal.act),
                uuid: Some(ids::suggestion(call, plan, proposal, place)),
                is_recommended: place == 0,
                actions,
            })
        })
        .collect()
}

/// The sentence that a clinician reads on the button.
pub(super) fn label_of(act: &Act<'_>) -> String {
    let soon = |priority: &Option<Priority>| match priority {
        Some(Priority::Routine) | None => String::new(),
        Some(priority) => format!(" ({})", priority.word()),
    };
    match act {
        Act::Create { template, priority } => match template.kind {
            OrderKind::Referral => format!("{}{}", capitalised(&template.text), soon(priority)),
            _ => format!("Order {}{}", template.text, soon(priority)),
        },
        Act::Update {
            template: Some(template),
            priority,
            ..
        } => format!("Change the order to {}{}", template.text, soon(priority)),
        Act::Update {
            template: None,
            priority,
            ..
        } => format!(
            "Keep the order and make it{}",
            soon(priority).replace(['(', ')'], "")
        ),
        Act::Delete { .. } => "Remove the order".to_owned(),
    }
}

fn actions(
    call: &Call<'_>,
    plan: &CardPlan<'_>,
    proposal: &Proposal<'_>,
    filling: &Filling<'_>,
) -> Option<Vec<Action>> {
    let label = label_of(&proposal.act);
    match &proposal.act {
        Act::Create { template, priority } => {
            let parts = parts(call, template);
            let single = parts.len() == 1;
            parts
                .into_iter()
                .map(|part| {
                    let resource = create(call, plan, part, *priority, filling)?;
                    let description = if single {
                        label.clone()
                    } else {
                        format!("Order {}", part.text)
                    };
                    Some(Action::create(description, resource))
                })
                .collect()
        }
        Act::Update {
            order,
            template,
            priority,
        } => {
            let change = OrderChange {
                code: template.map(code),
                priority: priority.map(typed),
            };
            let resource =
                update_service_request(original(call, &order.reference)?, &change, false).ok()?;
            Some(vec![Action::update(label, resource)])
        }
        Act::Delete { order } => is_reference(&order.reference)
            .then(|| vec![Action::delete(label, order.reference.clone())]),
    }
}

/// The orders that a template stands for.
fn parts<'c>(call: &Call<'c>, template: &'c OrderTemplate) -> Vec<&'c OrderTemplate> {
    if template.parts.is_empty() {
        return vec![template];
    }
    template
        .parts
        .iter()
        .filter_map(|part| call.catalog.content().orders.get(part))
        .collect()
}

/// The client's own JSON of a draft.
fn original<'c>(call: &Call<'c>, reference: &str) -> Option<&'c RawValue> {
    let drafts = &call.record.drafts.service_requests;
    drafts
        .iter()
        .find(|draft| draft.source.reference() == reference)
        .map(|draft| draft.raw)
}

/// Whether a text from outside can stand as an id in what we send: as FHIR has it, or a little longer, as some clients do.
fn is_id(text: &str) -> bool {
    let fits = |sign: u8| sign.is_ascii_alphanumeric() || b"-._:".contains(&sign);
    (1..=128).contains(&text.len()) && text.bytes().all(fits)
}

/// Whether a text is `Type/id`.
fn is_reference(text: &str) -> bool {
    let parts = text.split_once('/');
    parts.is_some_and(|(kind, id)| kind.bytes().all(|sign| sign.is_ascii_alphabetic()) && is_id(id))
}

/// Whether a text can be a code of the systems that we know: an ICD, SNOMED CT, LOINC or CPT code.
fn is_code(text: &str) -> bool {
    let fits = |sign: u8| sign.is_ascii_alphanumeric() || b"-.".contains(&sign);
    (1..=18).contains(&text.len()) && text.bytes().all(fits)
}

fn create(
    call: &Call<'_>,
    plan: &CardPlan<'_>,
    template: &OrderTemplate,
    priority: Option<Priority>,
    filling: &Filling<'_>,
) -> Option<Box<RawValue>> {
    let encounter = call.encounter.filter(|encounter| is_id(encounter));
    if !is_id(call.patient) {
        return None;
    }
    service_request(&NewServiceRequest {
        priority: typed(priority.unwrap_or(Priority::Routine)),
        category: vec![category(call, template.kind)],
        code: code(template),
        subject: format!("Patient/{}", call.patient),
        encounter: encounter.map(|encounter| format!("Encounter/{encounter}")),
        authored_on: call.facts.today.to_string(),
        reason_code: reason(call, plan).into_iter().collect(),
        note: notes(call, plan, template, filling),
    })
    .ok()
}

fn code(template: &OrderTemplate) -> CodeableConcept {
    let coding = template.codes.iter().map(|code| Coding {
        system: System::from_uri(&code.system)
            .uri()
            .unwrap_or_default()
            .to_owned(),
        code: code.code.clone(),
        display: None,
    });
    CodeableConcept {
        coding: coding.collect(),
        text: Some(template.text.clone()),
    }
}

/// The category of an order: coded where the value sets have a code for it, else in words.
fn category(call: &Call<'_>, kind: OrderKind) -> CodeableConcept {
    let vocabulary = call.catalog.vocabulary();
    let concept = vocabulary
        .concepts
        .iter()
        .position(|concept| *concept.id == *format!("order.category.{}", kind.word()));
    let codes = vocabulary
        .codes
        .iter()
        .filter(|code| Some(code.concept) == concept);
    let coding = codes.map(|code| Coding {
        system: code.system.uri().unwrap_or_default().to_owned(),
        code: code.code.clone(),
        display: None,
    });
    CodeableConcept {
        coding: coding.collect(),
        text: Some(capitalised(kind.word())),
    }
}

fn typed(priority: Priority) -> foramen_typed::Priority {
    match priority {
        Priority::Routine => foramen_typed::Priority::Routine,
        Priority::Urgent => foramen_typed::Priority::Urgent,
        Priority::Asap => foramen_typed::Priority::Asap,
        Priority::Stat => foramen_typed::Priority::Stat,
    }
}

/// Why it is ordered: the code of the first coded finding that the card rests on, as the chart has it.
fn reason(call: &Call<'_>, plan: &CardPlan<'_>) -> Option<CodeableConcept> {
    let mut grounds: Vec<&Fact> = plan
        .headline()
        .grounds
        .iter()
        .filter(|fact| fact.is_present())
        .collect();
    grounds.sort_by_key(|fact| seen::weight(call, fact));
    grounds
        .into_iter()
        .flat_map(|fact| &fact.evidence)
        .filter(|evidence| evidence.origin == Origin::Coded)
        .find_map(|evidence| {
            let (system, code) = evidence.says.split_once(' ')?;
            let code = code.split(' ').next().filter(|code| is_code(code))?;
            let system = System::from_uri(system).uri()?;
            Some(CodeableConcept {
                coding: vec![Coding {
                    system: system.to_owned(),
                    code: code.to_owned(),
                    display: None,
                }],
                text: None,
            })
        })
}

/// How many findings an order names.
const MOST: usize = 6;

/// What the order says to whoever carries it out: what was seen, and the clinical question. No free text of the chart.
fn notes(
    call: &Call<'_>,
    plan: &CardPlan<'_>,
    template: &OrderTemplate,
    filling: &Filling<'_>,
) -> Vec<String> {
    // Complaints and flags, and the care that failed: what who reads the order needs.
    let failed_care = call.catalog.vocabulary().known.tx_failed;
    let mut grounds: Vec<&Fact> = advice::speaking(plan)
        .flat_map(|spoken| &spoken.grounds)
        .filter(|fact| fact.is_present())
        .filter(|fact| seen::weight(call, fact) <= seen::SYMPTOM || fact.finding == failed_care)
        .collect();
    grounds.sort_by_key(|fact| seen::weight(call, fact));
    let told = grounds.into_iter().map(|fact| seen::told(call, fact)).fold(
        Vec::new(),
        |mut told: Vec<String>, fact| {
            if !told.contains(&fact) {
                told.push(fact);
            }
            told
        },
    );
    let mut notes = Vec::new();
    if !told.is_empty() {
        let told: Vec<String> = told.into_iter().take(MOST).collect();
        notes.push(format!("Recorded: {}", told.join("; ")));
    }
    if template.kind == OrderKind::Imaging {
        let questions = advice::order_lines(call, plan, template);
        notes.extend(questions.map(|line| filling.fill(&line.text)));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_the_form_of_an_id_or_a_code_is_repeated_in_an_order() {
        assert!(is_id("draft-1.a") && is_id("urn:uuid:c757_1") && is_id(&"a".repeat(128)));
        for odd in ["", "a/b", "a b", "a\nb", "<b>", "ä", &"a".repeat(129)] {
            assert!(!is_id(odd), "{odd}");
        }
        assert!(is_reference("ServiceRequest/draft-1"));
        for odd in [
            "ServiceRequest",
            "ServiceRequest/",
            "ServiceRequest/a/../b",
            "<b>/a",
        ] {
            assert!(!is_reference(odd), "{odd}");
        }
        assert!(is_code("M54.16") && is_code("230745008") && is_code("72148"));
        for odd in ["", "C50.912<img", "M54.16*", "M54 16"] {
            assert!(!is_code(odd), "{odd}");
        }
    }
}
