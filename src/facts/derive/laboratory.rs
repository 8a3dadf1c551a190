//! What laboratory values say together, and steroid exposure (protocol 1.0 *raised*, 1.2).

use super::{Context, choice, follows_from};
use crate::{Attribute, Fact, Facts};
use foramen_fhir::DateRange;

/// Folds abnormal values into `labs.raised` and `rf.labs_abnormal`, and the rules of the cervical spine into one result.
pub(super) fn fold(facts: &mut Facts, context: Context<'_>) {
    let known = &context.vocabulary.known;
    let mut found = Vec::new();
    for row in facts
        .of(known.labs)
        .iter()
        .chain(facts.of(known.rf_labs_abnormal))
        .filter(|row| row.is_present())
    {
        let kind = row
            .attributes
            .word(Attribute::Kind)
            .unwrap_or_default()
            .to_owned();
        let is_row = row.finding == known.labs;
        let high = !is_row || row.attributes.has(Attribute::Interpretation, "H");
        let low = row.attributes.has(Attribute::Interpretation, "L");
        let abnormal = match kind.as_str() {
            "haemoglobin" => low,
            "esr" | "crp" | "leukocytes" | "calcium" => high,
            _ => false,
        };
        if is_row && abnormal {
            found.push(as_flag(known.rf_labs_abnormal, row));
        }
        if high && ["esr", "crp", "leukocytes"].contains(&kind.as_str()) {
            let mut raised = as_flag(known.labs_raised, row);
            raised.attributes.set_word(
                Attribute::Cause,
                row.attributes.word(Attribute::Cause).unwrap_or("unknown"),
            );
            found.push(raised);
        }
    }
    found.extend(cervical_rule(facts, context));
    found.extend(severe_kidney_disease(facts, context));
    facts.extend(found);
}

fn as_flag(finding: crate::FindingId, row: &Fact) -> Fact {
    let mut fact = follows_from(finding, [row]);
    fact.onset = row.onset;
    fact.stated = row.stated;
    if let Some(kind) = row.attributes.word(Attribute::Kind) {
        fact.attributes.set_word(Attribute::Kind, kind);
    }
    fact
}

/// An eGFR below this is severe kidney disease (stage 4), in mL/min.
const SEVERE_EGFR: f64 = 30.0;

/// What the latest eGFR forbids where the kidneys fail: anti-inflammatory drugs and duloxetine (protocol section 4, O13).
fn severe_kidney_disease(facts: &Facts, context: Context<'_>) -> Vec<Fact> {
    let known = &context.vocabulary.known;
    let latest = facts
        .of(known.safety_egfr)
        .iter()
        .filter(|fact| fact.is_present())
        .max_by_key(|fact| fact.onset.or(fact.stated).map(DateRange::latest));
    let severe = latest.filter(|fact| fact.value.is_some_and(|value| value.max < SEVERE_EGFR));
    let forbids = severe.into_iter().flat_map(|egfr| {
        [known.safety_nsaid_contra, known.safety_duloxetine_contra].map(|finding| {
            let mut fact = as_flag(finding, egfr);
            fact.attributes.set_word(Attribute::Kind, "kidney");
            fact
        })
    });
    forbids.collect()
}

/// NEXUS and Canadian C-spine together: positive if one is, else negative if one is (protocol 1.1, `cspine`).
fn cervical_rule(facts: &Facts, context: Context<'_>) -> Option<Fact> {
    let known = &context.vocabulary.known;
    let rules: Vec<&Fact> = facts
        .of(known.cspine_nexus)
        .iter()
        .chain(facts.of(known.cspine_canadian))
        .filter(|fact| fact.is_present())
        .collect();
    let result = ["positive", "negative"].into_iter().find(|result| {
        rules
            .iter()
            .any(|rule| rule.attributes.has(Attribute::Value, result))
    })?;
    let grounds = rules
        .into_iter()
        .filter(|rule| rule.attributes.has(Attribute::Value, result));
    Some(choice(follows_from(known.cspine_result, grounds), result))
}
