//! What the placeholders of card texts stand for. The list is closed; words of the chart never enter a template.

use super::{Call, text::capitalised};
use foramen_facts::{Attribute, DateRange, Fact, Region, Role, Setting};
use foramen_protocol::combine::{CardPlan, Spoken};
use jiff::{ToSpan, civil::Date};
use std::collections::BTreeMap;

/// The values of the placeholders in the words of one rule on a card.
pub(super) struct Filling<'a> {
    call: &'a Call<'a>,
    words: BTreeMap<&'static str, String>,
}

impl<'a> Filling<'a> {
    pub(super) fn of(call: &'a Call<'a>, plan: &CardPlan<'_>, spoken: &Spoken<'_>) -> Self {
        let mut words = BTreeMap::new();
        let region = spoken.region;
        words.insert("region", adjective(region).to_owned());
        words.insert("Region", capitalised(adjective(region)));
        words.insert("neck_back", body_part(region).to_owned());
        words.insert("Neck_back", capitalised(body_part(region)));
        let study = study(call, plan, spoken);
        words.insert("Study", capitalised(&study));
        words.insert("study", study);
        words.insert("finding", finding(call, spoken));
        words.insert("flags", flags(call));
        words.insert("result", result(call, spoken));
        words.insert(
            "date",
            date(call, spoken)
                .map_or_else(|| "an unknown date".to_owned(), |date| date.to_string()),
        );
        words.insert(
            "due",
            due(call, spoken).map_or_else(|| "the set date".to_owned(), |date| date.to_string()),
        );
        words.insert("weeks", weeks(call, spoken));
        Self { call, words }
    }

    /// A template with its placeholders filled; one that nobody knows stays as it is (the check of `hooks/` rules it out).
    pub(super) fn fill(&self, template: &str) -> String {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            match self.value(name) {
                Some(value) => filled.push_str(&value),
                None => filled.push_str(&format!("{{{name}}}")),
            }
            rest = after;
        }
        filled + rest
    }

    fn value(&self, name: &str) -> Option<String> {
        self.words
            .get(name)
            .cloned()
            .or_else(|| self.call.profile.parameters.get(name).map(bare))
    }
}

/// A parameter as a bare number.
fn bare(setting: &Setting) -> String {
    setting
        .number()
        .map_or_else(|| setting.to_string(), |number| number.to_string())
}

fn adjective(region: Region) -> &'static str {
    match region {
        Region::Cervical => "cervical",
        Region::Thoracic => "thoracic",
        Region::Lumbar => "lumbar",
        Region::Unspecified => "spine",
    }
}

fn body_part(region: Region) -> &'static str {
    if region == Region::Cervical {
        "neck"
    } else {
        "back"
    }
}

/// The judged order in our own words: region and modality, never its text.
fn study(call: &Call<'_>, plan: &CardPlan<'_>, spoken: &Spoken<'_>) -> String {
    let orders = call.facts.of(call.catalog.vocabulary().known.order);
    let order = std::iter::once(spoken)
        .chain(plan.rules())
        .find_map(|spoken| spoken.order)
        .or((orders.len() == 1).then_some(0))
        .and_then(|order| orders.get(order));
    let region = order
        .and_then(|order| order.regions.first())
        .unwrap_or(spoken.region);
    let modality = order
        .and_then(|order| order.attributes.word(Attribute::Modality))
        .unwrap_or_default();
    let modality = match modality {
        "mri" => "MRI",
        "ct" => "CT",
        "xray" => "X-ray",
        "myelogram" => "myelography",
        _ => "imaging",
    };
    format!("{} {modality}", adjective(region))
}

/// What the card is about: the first deficit or flag that it rests on.
fn finding(call: &Call<'_>, spoken: &Spoken<'_>) -> String {
    let title = |fact: &Fact| alarm(call, fact).map(str::to_owned);
    let grounds = &spoken.grounds;
    // A rule that rests on a study (P11) speaks of the finding that the study leaves unexplained.
    let recorded = || {
        call.facts
            .iter()
            .filter(|fact| fact.is_present())
            .find_map(title)
    };
    grounds
        .iter()
        .find_map(title)
        .or_else(recorded)
        .unwrap_or_else(|| "the finding".to_owned())
}

/// The title of a deficit or red flag; none for any other fact.
fn alarm<'a>(call: &'a Call<'_>, fact: &Fact) -> Option<&'a str> {
    let finding = call.catalog.vocabulary().finding(fact.finding)?;
    let alarms = matches!(
        finding.role,
        Role::Deficit | Role::FlagA | Role::FlagB | Role::FlagC
    );
    alarms.then_some(finding.title.as_str())
}

/// What the record says about flags and deficits, wherever they are: a card that advises to wait never claims that none is recorded
/// beside one that is.
fn flags(call: &Call<'_>) -> String {
    let Some(fact) = flag_on_record(call) else {
        return "no red flags recorded".to_owned();
    };
    let title = alarm(call, fact).unwrap_or_default();
    if fact.is_certain() {
        format!("{title} on record")
    } else {
        format!("{title} possible")
    }
}

/// The flag or deficit that such a card names.
pub(super) fn flag_on_record<'a>(call: &'a Call<'_>) -> Option<&'a Fact> {
    let mut recorded = call.facts.iter().filter(|fact| fact.is_present());
    recorded.find(|fact| alarm(call, fact).is_some())
}

/// The study that a card speaks of: the one that explains its finding, else one among its grounds.
fn imaging<'p>(call: &Call<'_>, spoken: &'p Spoken<'_>) -> Option<&'p Fact> {
    let known = &call.catalog.vocabulary().known;
    let is_study = |fact: &&Fact| {
        [
            known.img,
            known.img_current,
            known.img_same,
            known.img_fitting,
        ]
        .contains(&fact.finding)
    };
    let explained = spoken.study.as_ref().map(|study| &study.row);
    explained.or_else(|| spoken.grounds.iter().find(is_study))
}

fn result(call: &Call<'_>, spoken: &Spoken<'_>) -> String {
    let classes = imaging(call, spoken).and_then(|study| study.attributes.get(Attribute::Result));
    let words: Vec<String> = classes
        .iter()
        .flat_map(|classes| classes.words())
        .map(|class| match &**class {
            "cauda_equina" => "cauda equina compression".to_owned(),
            class => class.replace('_', " "),
        })
        .collect();
    if words.is_empty() {
        "the result".to_owned()
    } else {
        words.join(", ")
    }
}

fn date(call: &Call<'_>, spoken: &Spoken<'_>) -> Option<Date> {
    imaging(call, spoken)?.onset.map(DateRange::latest)
}

/// The last day for the specialist assessment: the latest possible onset of the limb symptom and `radicular_referral_max_days`.
fn due(call: &Call<'_>, spoken: &Spoken<'_>) -> Option<Date> {
    let known = &call.catalog.vocabulary().known;
    let onset = call
        .facts
        .seen(known.duration_limb, Some(spoken.region))
        .find_map(|fact| fact.onset)?;
    let days = call
        .profile
        .parameters
        .get("radicular_referral_max_days")
        .and_then(Setting::days)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a parameter in days, checked against its range at load"
    )]
    let days = days as i64;
    onset.latest().checked_add(days.days()).ok()
}

fn weeks(call: &Call<'_>, spoken: &Spoken<'_>) -> String {
    let known = &call.catalog.vocabulary().known;
    let weeks = call
        .facts
        .seen(known.tx_weeks, Some(spoken.region))
        .find_map(|fact| fact.value);
    weeks.map_or_else(
        || "an unknown number of".to_owned(),
        |weeks| format!("{:.0}", weeks.min.floor()),
    )
}
