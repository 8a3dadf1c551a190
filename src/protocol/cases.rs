//! Runs the cases that stand in the rule files, each against the whole catalogue.

use crate::{
    Catalog, Leeway, Profile,
    check::is_safety,
    combine::{Act, decide_alone},
    evaluate::{Certainty, Firing, Outcome},
    format::{Case, Expected, Given, Place, Rule},
};
use foramen_facts::{
    Attribute, Confidence, DateRange, Evidence, Fact, Facts, Held, Kind, Origin, Region, Regions,
    SourceRef, State, Word, settle_times,
};
use jiff::{ToSpan, civil::Date};
use std::fmt;

/// A case that came out otherwise than it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The rule.
    pub rule: Word,
    /// The case.
    pub case: String,
    /// What differs.
    pub said: String,
    /// Where the case stands.
    pub place: Place,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: case \"{}\": {}", self.rule, self.case, self.said)
    }
}

/// The day on which cases are evaluated; any day does, since their dates are relative.
const TODAY: Date = Date::constant(2026, 6, 15);

/// The profile of a case that names none.
pub const DEFAULT_PROFILE: &str = "us-acr";

/// Runs every case of every active rule.
pub fn run(catalog: &Catalog) -> Vec<Failure> {
    catalog
        .rules()
        .flat_map(|rule| rule.cases.iter().map(move |case| (rule, case)))
        .filter_map(|(rule, case)| {
            let failure = |said| Failure {
                rule: rule.id.clone(),
                case: case.name.clone(),
                said,
                place: case.place.clone(),
            };
            run_one(catalog, rule, case).err().map(failure)
        })
        .collect()
}

/// Every case of a rule of safety that comes out otherwise in another profile than the default one (protocol section 5). A profile that
/// widens a look-back or adds an alarm may only bring the rule closer to firing.
pub fn run_in_every_profile(catalog: &Catalog) -> Vec<Failure> {
    let Some(default) = catalog.profile(DEFAULT_PROFILE) else {
        return Vec::new();
    };
    let cases = catalog
        .rules()
        .filter(|rule| is_safety(rule))
        .flat_map(|rule| rule.cases.iter().map(move |case| (rule, case)))
        .filter(|(_, case)| {
            case.profile
                .as_deref()
                .is_none_or(|profile| profile == DEFAULT_PROFILE)
        });
    let mut failures = Vec::new();
    for (rule, case) in cases {
        let usual = result(catalog, default, rule, case);
        for profile in catalog.content().profiles.values() {
            let here = result(catalog, profile, rule, case);
            let widens = profile.set.keys().any(|name| {
                catalog
                    .content()
                    .parameters
                    .get(name)
                    .is_some_and(|text| text.s1.is_some() || text.safety == Some(Leeway::Adds))
            });
            if here == usual || widens && rank_of(here) > rank_of(usual) {
                continue;
            }
            failures.push(Failure {
                rule: rule.id.clone(),
                case: case.name.clone(),
                said: format!(
                    "{} in {DEFAULT_PROFILE}, {} in {}: stages 0 to 2 and O10 to O13 are the same in every profile",
                    name_of(usual),
                    name_of(here),
                    profile.id
                ),
                place: case.place.clone(),
            });
        }
    }
    failures
}

fn result(catalog: &Catalog, profile: &Profile, rule: &Rule, case: &Case) -> Expected {
    let facts = facts(catalog, profile, case);
    let (outcomes, _) = decide_alone(catalog, profile, &facts, &rule.id);
    result_of(outcomes.iter().max_by_key(|outcome| rank(outcome)))
}

/// How close a result is to an alarm.
fn rank_of(result: Expected) -> u8 {
    match result {
        Expected::Silent => 0,
        Expected::Unknown => 1,
        Expected::Fires => 2,
    }
}

fn name_of(result: Expected) -> &'static str {
    match result {
        Expected::Fires => "fires",
        Expected::Silent => "silent",
        Expected::Unknown => "unknown",
    }
}

/// The frame that fires stands for the rule, else the one that would with more data.
fn rank(outcome: &Outcome<'_>) -> u8 {
    match outcome.firing {
        Firing::Fires(_) => 2,
        Firing::Unknown => 1,
        Firing::Silent => 0,
    }
}

/// What a rule makes of a case: one that fires and does not stand is silent.
fn result_of(outcome: Option<&Outcome<'_>>) -> Expected {
    let firing = outcome.map_or(Firing::Silent, |outcome| outcome.firing);
    let stands = outcome.is_some_and(|outcome| outcome.stands().is_some());
    match firing {
        Firing::Fires(_) if stands => Expected::Fires,
        Firing::Fires(_) | Firing::Silent => Expected::Silent,
        Firing::Unknown => Expected::Unknown,
    }
}

/// How many cases there are.
pub fn count(catalog: &Catalog) -> usize {
    catalog.rules().map(|rule| rule.cases.len()).sum()
}

fn run_one(catalog: &Catalog, rule: &Rule, case: &Case) -> Result<(), String> {
    let profile = catalog
        .profile(case.profile.as_deref().unwrap_or(DEFAULT_PROFILE))
        .ok_or("its profile does not exist")?;
    let facts = facts(catalog, profile, case);
    let (outcomes, acts) = decide_alone(catalog, profile, &facts, &rule.id);
    let outcome = outcomes.iter().max_by_key(|outcome| rank(outcome));
    compare(catalog, case, outcome, &acts)
}

fn compare(
    catalog: &Catalog,
    case: &Case,
    outcome: Option<&Outcome<'_>>,
    acts: &[Act<'_>],
) -> Result<(), String> {
    let result = result_of(outcome);
    let expect = &case.expect;
    if result != expect.result {
        let missing: Vec<_> = outcome
            .iter()
            .flat_map(|outcome| &outcome.unknown)
            .map(|finding| catalog.vocabulary().name(*finding))
            .collect();
        let missing = if missing.is_empty() {
            String::new()
        } else {
            format!(" (not known: {})", missing.join(", "))
        };
        return Err(format!(
            "expected {}, got {}{missing}",
            name_of(expect.result),
            name_of(result)
        ));
    }
    let branch = outcome.and_then(|outcome| outcome.branch);
    differ(
        "branch",
        expect.branch.as_deref(),
        branch.map(|branch| &*branch.name),
    )?;
    let certainty = outcome.and_then(Outcome::stands);
    let confidence = certainty.map(|certainty| match certainty {
        Certainty::Certain => Confidence::Certain,
        Certainty::Probable => Confidence::Probable,
    });
    differ("confidence", expect.confidence, confidence)?;
    let indicator = branch.map(|branch| match certainty {
        Some(Certainty::Probable) => branch.indicator.min(crate::format::Indicator::Warning),
        _ => branch.indicator,
    });
    differ("indicator", expect.indicator, indicator)?;
    let suggested: Vec<String> = acts.iter().map(act_name).collect();
    differ(
        "suggests",
        expect
            .suggests
            .as_ref()
            .map(|all| sorted(all.iter().map(ToString::to_string))),
        Some(sorted(suggested)),
    )?;
    let names = |asks: &[foramen_facts::FindingId]| {
        asks.iter()
            .map(|ask| catalog.vocabulary().name(*ask).to_owned())
            .collect::<Vec<_>>()
    };
    let asked = outcome
        .map(|outcome| names(&outcome.asks))
        .unwrap_or_default();
    differ(
        "asks",
        expect.asks.as_ref().map(|asks| names(asks)),
        Some(asked),
    )
}

fn sorted(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort();
    names
}

fn differ<T: PartialEq + fmt::Debug>(
    what: &str,
    expected: Option<T>,
    got: Option<T>,
) -> Result<(), String> {
    match expected {
        Some(expected) if got.as_ref() != Some(&expected) => match got {
            Some(got) => Err(format!("{what}: expected {expected:?}, got {got:?}")),
            None => Err(format!("{what}: expected {expected:?}, got none")),
        },
        _ => Ok(()),
    }
}

fn act_name(act: &Act<'_>) -> String {
    match act {
        Act::Create { template, .. }
        | Act::Update {
            template: Some(template),
            ..
        } => template.id.to_string(),
        Act::Update { template: None, .. } => "priority".to_owned(),
        Act::Delete { .. } => "delete".to_owned(),
    }
}

/// The facts that a case gives; everything else is unknown, and the spine problem is a current one unless the case says otherwise.
fn facts(catalog: &Catalog, profile: &Profile, case: &Case) -> Facts {
    let vocabulary = catalog.vocabulary();
    let known = &vocabulary.known;
    let mut facts = Facts::new(vocabulary, TODAY);
    facts.regions = case.regions.iter().copied().collect();
    let mut regions = Fact::present(known.region, evidence("given"));
    for region in facts
        .regions
        .iter()
        .filter(|region| *region != Region::Unspecified)
    {
        regions.attributes.add_word(Attribute::Value, region.word());
    }
    if regions.attributes.get(Attribute::Value).is_some() {
        facts.push(regions);
    }
    for given in &case.given {
        let fact = fact(catalog, given);
        if given.finding == known.order {
            let mut planned = fact.clone();
            planned.finding = known.plan;
            planned.attributes.set_word(Attribute::Origin, "ordered");
            facts.push(planned);
        }
        facts.push(fact);
    }
    if facts.of(known.episode_current).is_empty() {
        facts.push(Fact::present(known.episode_current, evidence("given")));
    }
    settle_times(facts, vocabulary, &profile.parameters, &profile.limits)
}

fn fact(catalog: &Catalog, given: &Given) -> Fact {
    let mut fact = Fact::present(
        given.finding,
        evidence(catalog.vocabulary().name(given.finding)),
    );
    fact.state = given.state;
    fact.confidence = given.confidence;
    fact.regions = given.regions.iter().copied().collect::<Regions>();
    for (attribute, held) in &given.attributes {
        fact.attributes.set(*attribute, held.clone());
    }
    let ago = |days: i64| DateRange::day(TODAY.saturating_sub(days.days()));
    fact.value = given.value.map(foramen_facts::Amount::exactly);
    fact.onset = given.ago_days.map(ago);
    fact.stated = given.stated_days.map(ago);
    let kind = catalog
        .vocabulary()
        .finding(given.finding)
        .map(|finding| &finding.kind);
    if kind == Some(&Kind::List) && given.finding == catalog.vocabulary().known.order {
        default_columns(&mut fact);
    }
    fact
}

/// An order of a case is a relevant draft that no rule proposes, where the symptoms are, unless it says otherwise.
fn default_columns(order: &mut Fact) {
    for (attribute, word) in [
        (Attribute::Relevant, "yes"),
        (Attribute::Status, "draft"),
        (Attribute::RegionMatch, "match"),
    ] {
        if order.attributes.get(attribute).is_none() {
            order.attributes.set_word(attribute, word);
        }
    }
    if order.attributes.get(Attribute::Modality).is_some()
        && order.attributes.get(Attribute::Kind).is_none()
    {
        order
            .attributes
            .set(Attribute::Kind, Held::Words(vec![Word::from("imaging")]));
    }
    order.state = State::Present;
}

fn evidence(says: &str) -> Evidence {
    Evidence {
        source: SourceRef {
            reference: "Case/given".to_owned(),
            path: "given".to_owned(),
        },
        origin: Origin::Coded,
        says: says.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Draft, File};
    use std::{fs, path::Path};

    fn files(root: &Path, folder: &Path, into: &mut Vec<File>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                files(root, &entry.path(), into);
            } else {
                let path = entry
                    .path()
                    .strip_prefix(root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                into.push(File {
                    path,
                    text: fs::read_to_string(entry.path()).unwrap(),
                });
            }
        }
    }

    #[test]
    fn every_case_in_the_shipped_rules_comes_out_as_it_says() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../hooks");
        let mut shipped = Vec::new();
        files(&root, &root, &mut shipped);
        let catalog = Draft::load(shipped).check().unwrap();
        let failures: Vec<String> = super::run(&catalog)
            .iter()
            .chain(&super::run_in_every_profile(&catalog))
            .map(ToString::to_string)
            .collect();
        assert!(
            failures.is_empty(),
            "{} of {} cases fail:\n{}",
            failures.len(),
            super::count(&catalog),
            failures.join("\n")
        );
    }
}
