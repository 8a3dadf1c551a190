//! "What we saw": a fact in a line, with its value, its date and its source.

use super::{Call, filling, text::brief};
use foramen_facts::{
    Amount, Attribute, DENIED_LATER, DateRange, Evidence, Fact, FindingId, Held, Kind, Known,
    Origin, Region, Regions, Role, State, Time,
};
use foramen_protocol::combine::CardPlan;
use std::collections::{BTreeMap, BTreeSet};

/// Attributes that a reader wants to see, in this order; the others are the engine's.
const SHOWN: [Attribute; 14] = [
    Attribute::Value,
    Attribute::Kind,
    Attribute::Side,
    Attribute::Limb,
    Attribute::Grade,
    Attribute::Course,
    Attribute::Modality,
    Attribute::Contrast,
    Attribute::Result,
    Attribute::Level,
    Attribute::Outcome,
    Attribute::Sessions,
    Attribute::Target,
    Attribute::Status,
];

/// The facts of every rule on a card, deficits and flags first, and what the record denies of the same.
pub(super) fn what_we_saw(call: &Call<'_>, plan: &CardPlan<'_>) -> Vec<String> {
    let vocabulary = call.catalog.vocabulary();
    let known = &vocabulary.known;
    let region = plan.headline().region;
    let mut facts: Vec<&Fact> = plan
        .rules()
        .flat_map(|spoken| {
            let study = spoken.study.iter().map(|study| &study.row);
            spoken.grounds.iter().chain(study)
        })
        .filter(|fact| !is_silent(known, fact))
        .collect();
    // How long it lasts and what was done for it belong on every card of the later stages.
    if plan.head.rule.stage >= FIRST_STAGE_WITH_HISTORY {
        let history = [known.duration, known.tx_weeks].into_iter();
        facts.extend(history.flat_map(|finding| call.facts.seen(finding, Some(region))));
    }
    // What the headline names as recorded is shown, whatever the rules rest on.
    if advises_to_wait(call, plan) {
        facts.extend(filling::flag_on_record(call));
    }
    facts.sort_by_key(|fact| weight(call, fact));
    let mut lines = Lines::default();
    let mut shown = BTreeSet::new();
    for fact in spoken_once(call, &facts) {
        lines.add(fact, line(call, fact));
        // Where sources contradict each other, both statements are shown (protocol section 1).
        if weight(call, fact) < SYMPTOM && shown.insert(fact.finding) {
            let seen = call.facts.seen(fact.finding, Some(region));
            for denial in seen.filter(|fact| fact.state == State::Absent) {
                lines.add(denial, line(call, denial));
            }
        }
    }
    // Also where the later statement is the one that counts: a flag that somebody recorded is never silent.
    let here = |fact: &Fact| fact.regions.is_empty() || fact.regions.contains(region);
    for (fact, _) in
        call.facts.set_aside.iter().filter(|(fact, why)| {
            *why == DENIED_LATER && weight(call, fact) < SYMPTOM && here(fact)
        })
    {
        lines.add(fact, format!("{}, denied later", line(call, fact)));
        let seen = call.facts.seen(fact.finding, Some(region));
        for denial in seen.filter(|fact| fact.state == State::Absent) {
            lines.add(denial, line(call, denial));
        }
    }
    // Beside the advice to wait also what is too old to count: whoever reads it decides.
    if advises_to_wait(call, plan) {
        for (fact, why) in &call.facts.set_aside {
            let old = fact.is_present() && *why != DENIED_LATER && weight(call, fact) < SYMPTOM;
            if old && here(fact) && fact.last().is_some() {
                lines.add(fact, format!("{}: too long ago to count", told(call, fact)));
            }
        }
    }
    for fact in call.facts.iter().filter(|fact| fact.time == Time::Baseline) {
        let title = title(call, fact);
        lines.add(
            fact,
            format!("{title}: known from before this episode, not counted"),
        );
    }
    lines.most_telling()
}

/// Whether the headline of a card says what is recorded of flags.
fn advises_to_wait(call: &Call<'_>, plan: &CardPlan<'_>) -> bool {
    let words = super::detail::words(call, plan.headline());
    words.is_some_and(|words| words.summary.contains("{flags}"))
}

/// How many statements a card shows; it is read in seconds.
const MOST: usize = 12;

/// Lines, each once, with how many of the same kind stand before each.
#[derive(Default)]
struct Lines {
    all: Vec<(usize, String)>,
    written: BTreeSet<String>,
    of_kind: BTreeMap<(FindingId, State), usize>,
}

impl Lines {
    fn add(&mut self, fact: &Fact, line: String) {
        if self.written.insert(line.clone()) {
            let before = self.of_kind.entry((fact.finding, fact.state)).or_default();
            self.all.push((*before, line));
            *before += 1;
        }
    }

    /// As many as a card shows, in their order: every finding before the second statement of any.
    fn most_telling(self) -> Vec<String> {
        let hidden = self.all.len().saturating_sub(MOST);
        let mut telling: Vec<_> = self.all.into_iter().enumerate().collect();
        telling.sort_by_key(|(place, (before, _))| (*before, *place));
        telling.truncate(MOST);
        telling.sort_by_key(|(place, _)| *place);
        let mut lines: Vec<_> = telling.into_iter().map(|(_, (_, line))| line).collect();
        if lines.is_empty() {
            lines.push("Only the order itself".to_owned());
        }
        if hidden > 0 {
            lines.push(format!("And {hidden} more statements in the record"));
        }
        lines
    }
}

/// From this stage on a card tells how long the problem lasts and how it was treated.
const FIRST_STAGE_WITH_HISTORY: u8 = 3;
/// The weight of symptoms; deficits and flags are lighter, everything else heavier.
pub(super) const SYMPTOM: u8 = 2;

/// Where a fact stands in the list.
pub(super) fn weight(call: &Call<'_>, fact: &Fact) -> u8 {
    let finding = call.catalog.vocabulary().finding(fact.finding);
    match finding.map(|finding| finding.role) {
        Some(Role::Deficit) => 0,
        Some(Role::FlagA | Role::FlagB | Role::FlagC) => 1,
        Some(Role::Symptom) => SYMPTOM,
        _ => 3,
    }
}

/// What says only which region or which order is meant.
fn is_silent(known: &Known, fact: &Fact) -> bool {
    let silent = [
        known.region,
        known.episode_current,
        known.order,
        known.plan,
        known.spine_order,
        known.spine_visit,
        known.spine_dx,
    ];
    silent.contains(&fact.finding)
}

/// Without what repeats another fact: spine pain that only follows from a recorded root pattern, and a symptom told again without a
/// date of its own.
fn spoken_once<'f>(call: &Call<'_>, facts: &[&'f Fact]) -> Vec<&'f Fact> {
    let pain = call.catalog.vocabulary().known.pain_spine;
    let told_of_others: BTreeSet<&[Evidence]> = facts
        .iter()
        .filter(|fact| fact.finding != pain)
        .map(|fact| fact.evidence.as_slice())
        .collect();
    let mut told: BTreeSet<(FindingId, Regions)> = facts
        .iter()
        .filter(|fact| fact.onset.is_some())
        .map(|fact| (fact.finding, fact.regions))
        .collect();
    let mut repeats = |fact: &Fact| {
        let implied = fact.finding == pain && told_of_others.contains(fact.evidence.as_slice());
        let undated_symptom = weight(call, fact) == SYMPTOM && fact.onset.is_none();
        implied || undated_symptom && !told.insert((fact.finding, fact.regions))
    };
    let kept = facts.iter().copied();
    kept.filter(|fact| !repeats(fact)).collect()
}

/// One fact with its sources: `Saddle numbness (new), 2026-06-13 — snomed 449813001, Condition/c1`.
fn line(call: &Call<'_>, fact: &Fact) -> String {
    told(call, fact) + &sources(fact)
}

/// One fact: `Weakness (left leg, grade 4), 2026-06-13`.
pub(super) fn told(call: &Call<'_>, fact: &Fact) -> String {
    let mut line = title(call, fact);
    if fact.state == State::Absent {
        // What follows from other facts was denied by nobody.
        let computed = fact
            .evidence
            .iter()
            .all(|evidence| evidence.origin == Origin::Derived);
        line += if computed { ": not met" } else { ": denied" };
    }
    let details = details(fact);
    if !details.is_empty() {
        line += &format!(" ({})", details.join(", "));
    }
    if let Some(value) = fact.value {
        line += &format!(": {}", amount(call, fact, value));
    }
    line += &when(fact);
    if !fact.is_certain() {
        line += ", not confirmed";
    }
    line
}

/// The finding's name for a card, its first letter large; spine pain by the part that it names.
pub(super) fn title(call: &Call<'_>, fact: &Fact) -> String {
    let vocabulary = call.catalog.vocabulary();
    let part = (fact.finding == vocabulary.known.pain_spine).then(|| fact.regions.first());
    let title = match part.flatten() {
        Some(Region::Cervical) => "neck pain",
        Some(Region::Thoracic) => "mid-back pain",
        Some(Region::Lumbar) => "low back pain",
        Some(Region::Unspecified) | None => vocabulary
            .finding(fact.finding)
            .map(|finding| finding.title.as_str())
            .unwrap_or_default(),
    };
    super::text::capitalised(title)
}

fn details(fact: &Fact) -> Vec<String> {
    let limb = limb(fact);
    let told = |attribute: &Attribute| {
        limb.is_none() || !matches!(attribute, Attribute::Side | Attribute::Limb)
    };
    let held = SHOWN
        .into_iter()
        .filter(told)
        .filter_map(|attribute| Some((attribute, fact.attributes.get(attribute)?)));
    let held = held
        .map(|(attribute, held)| match held {
            Held::Words(words) if attribute == Attribute::Outcome => {
                format!("outcome {}", words.join(", ").replace('_', " "))
            }
            Held::Words(words) => words
                .iter()
                .map(|word| word.replace('_', " "))
                .collect::<Vec<_>>()
                .join(", "),
            Held::Number(number) => format!("{attribute} {number}"),
        })
        .map(|text| brief(&text));
    let mut details: Vec<String> = limb.clone().into_iter().chain(held).collect();
    if fact.time == Time::New && fact.attributes.get(Attribute::Time).is_some() {
        details.push("new".to_owned());
    }
    details
}

/// Side and limb as a reader says them: `left leg`, `both arms`. What names several of them is told word by word.
fn limb(fact: &Fact) -> Option<String> {
    let one = |attribute| match fact.attributes.get(attribute).map(Held::words) {
        None => Some(""),
        Some([word]) => Some(&**word),
        Some(_) => None,
    };
    let limb = match one(Attribute::Limb)? {
        "upper" => "arm",
        "lower" => "leg",
        _ => return None,
    };
    Some(match one(Attribute::Side)? {
        "" => limb.to_owned(),
        "both" => format!("both {limb}s"),
        side => format!("{side} {limb}"),
    })
}

fn amount(call: &Call<'_>, fact: &Fact, value: Amount) -> String {
    let kind = call
        .catalog
        .vocabulary()
        .finding(fact.finding)
        .map(|finding| &finding.kind);
    let unit = match kind {
        Some(Kind::Number(foramen_facts::Unit::Count)) | None => String::new(),
        Some(Kind::Number(foramen_facts::Unit::Week)) => " weeks".to_owned(),
        Some(Kind::Number(foramen_facts::Unit::Year)) => " years".to_owned(),
        Some(Kind::Number(unit)) => format!(" {unit}"),
        Some(Kind::Span) => " days".to_owned(),
        Some(_) => String::new(),
    };
    let number = |number: f64| {
        if number.fract() == 0.0 {
            format!("{number:.0}")
        } else {
            format!("{number:.1}")
        }
    };
    if value.is_exact() {
        format!("{}{unit}", number(value.min))
    } else {
        format!("{} to {}{unit}", number(value.min), number(value.max))
    }
}

fn when(fact: &Fact) -> String {
    let began = match (fact.onset, fact.stated) {
        (Some(onset), _) if fact.dated_by_record => format!(", recorded {}", day(onset)),
        (Some(onset), _) => match fact.end {
            Some(end) if end != onset => format!(", {} until {}", day(onset), day(end)),
            _ => format!(", {}", day(onset)),
        },
        (None, Some(stated)) => format!(", recorded {}", day(stated)),
        (None, None) if is_computed(fact) => String::new(),
        (None, None) => ", no date".to_owned(),
    };
    match fact.worsened {
        Some(worse) => format!("{began}, worse {}", day(worse)),
        None => began,
    }
}

/// A date as precisely as it is known: a day, a month, a year, else its bounds.
fn day(date: DateRange) -> String {
    let (first, last) = (date.earliest(), date.latest());
    let whole_months = first.day() == 1 && last == last.last_of_month();
    if date.is_exact() {
        last.to_string()
    } else if whole_months && first == first.first_of_year() && last == first.last_of_year() {
        first.strftime("%Y").to_string()
    } else if whole_months && first.first_of_month() == last.first_of_month() {
        first.strftime("%Y-%m").to_string()
    } else {
        format!("{first} to {last}")
    }
}

/// Whether a fact was computed from others: it has no date of its own, and needs none.
fn is_computed(fact: &Fact) -> bool {
    fact.time == Time::Undated && fact.attributes.get(Attribute::Time).is_none()
}

/// At most two sources; what is computed names what it was computed from.
fn sources(fact: &Fact) -> String {
    let named: Vec<String> = fact
        .evidence
        .iter()
        .take(2)
        .map(|evidence| {
            if evidence.source.path.is_empty() {
                evidence.says.clone()
            } else {
                format!("{}, {}", evidence.says, evidence.source.reference)
            }
        })
        .filter(|text| !text.is_empty())
        .map(|text| brief(&text))
        .collect();
    if named.is_empty() {
        String::new()
    } else {
        format!(" — {}", named.join("; "))
    }
}
