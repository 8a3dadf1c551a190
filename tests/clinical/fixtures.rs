//! `fixtures/requests.toml` and `fixtures/dirty.toml`: what each request must lead to.

use foramen::{
    overrides::NoOverrides,
    pipeline::{self, CallError, Explanation, Setup},
    tenants::Tenant,
};
use foramen_cds::{CdsResponse, HookRequest};
use foramen_protocol::{
    Catalog,
    format::{Hook, ServiceText},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

pub(crate) static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| foramen::hooks::catalog(None).expect("the shipped catalogue is checked"));

/// A tenant for each profile.
static TENANTS: LazyLock<BTreeMap<String, Tenant>> = LazyLock::new(|| {
    let profiles = CATALOG.content().profiles.iter();
    profiles
        .map(|(id, profile)| {
            let tenant = Tenant::new("test", profile.clone(), TimeZone::UTC);
            (id.to_string(), tenant)
        })
        .collect()
});

fn tenant(profile: Option<&str>) -> &'static Tenant {
    TENANTS
        .get(profile.unwrap_or("us-acr"))
        .expect("a profile that is shipped")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) file: String,
    /// The profile that answers; the default one if it is not named.
    pub(crate) profile: Option<String>,
    /// For the reader.
    pub(crate) why: String,
    status: Option<u16>,
    skipped: Option<usize>,
    stands: Option<Vec<String>>,
    silent: Option<Vec<String>>,
    indicator: Option<String>,
    suggests: Option<Vec<String>>,
    asks: Option<Vec<String>>,
    /// Words that stand on a card.
    #[serde(default)]
    says: Vec<String>,
    /// Words that stand on no card.
    #[serde(default)]
    never_says: Vec<String>,
    /// Rests on words of a note: tested once notes are read.
    #[serde(default)]
    needs_notes: bool,
}

pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

pub(crate) fn table(name: &str) -> Vec<Case> {
    let text = fs::read_to_string(folder(name)).unwrap();
    toml::from_str::<Table>(&text).unwrap().case
}

/// A request with everything that it is judged by.
pub(crate) struct Call<'a> {
    pub(crate) request: HookRequest<'a>,
    pub(crate) service: &'static ServiceText,
    pub(crate) today: Date,
    tenant: &'static Tenant,
}

impl<'a> Call<'a> {
    pub(crate) fn read(body: &'a [u8]) -> Self {
        let request = HookRequest::parse(body).unwrap();
        let hook = Hook::from_word(request.hook.as_str()).unwrap();
        let service = CATALOG
            .content()
            .services
            .iter()
            .find(|service| service.hooks.contains(&hook))
            .unwrap();
        let today = request
            .extension
            .and_then(pipeline::as_of)
            .expect("a fixture states its day");
        Self {
            request,
            service,
            today,
            tenant: tenant(None),
        }
    }

    /// The same call where another profile is followed.
    pub(crate) fn under(self, profile: Option<&str>) -> Self {
        Self {
            tenant: tenant(profile),
            ..self
        }
    }

    pub(crate) fn setup(&self) -> Setup<'static> {
        Setup {
            catalog: &CATALOG,
            service: self.service,
            tenant: self.tenant,
            form: None,
            overrides: &NoOverrides,
            today: self.today,
            now: Timestamp::UNIX_EPOCH,
        }
    }

    pub(crate) fn answer(&self) -> Result<CdsResponse, CallError> {
        pipeline::answer(&self.setup(), &self.request).map(|answer| answer.response)
    }

    pub(crate) fn explain(&self) -> Result<Explanation, CallError> {
        pipeline::explain(&self.setup(), &self.request)
    }
}

/// The rules that show on some card.
pub(crate) fn shown(explanation: &Explanation) -> BTreeSet<String> {
    let shows = |fate: &str| {
        fate == "heads a card" || fate.starts_with("merged") || fate.starts_with("a line")
    };
    explanation
        .settled
        .iter()
        .filter(|line| shows(&line.fate))
        .map(|line| line.rule.clone())
        .collect()
}

#[derive(Deserialize)]
struct Order {
    code: Concept,
}

#[derive(Deserialize)]
struct Concept {
    #[serde(default)]
    coding: Vec<Coding>,
    text: Option<String>,
}

#[derive(Deserialize)]
struct Coding {
    system: Option<String>,
    code: Option<String>,
}

/// What a reply suggests, in the words of the table.
pub(crate) fn suggested(response: &CdsResponse) -> BTreeSet<String> {
    let actions = response
        .cards
        .iter()
        .flat_map(|card| &card.suggestions)
        .flat_map(|suggestion| &suggestion.actions);
    actions
        .map(|action| {
            let kind = format!("{:?}", action.kind()).to_lowercase();
            match (action.resource(), action.resource_id()) {
                (Some(resource), _) => format!(
                    "{kind}:{}",
                    name(&serde_json::from_str::<Order>(resource.get()).unwrap())
                ),
                (None, Some(id)) => format!("{kind}:{id}"),
                (None, None) => unreachable!("an action has a resource or names one"),
            }
        })
        .collect()
}

fn name(order: &Order) -> String {
    let orders = &CATALOG.content().orders;
    let text = order.code.text.as_deref().unwrap_or_default();
    let template = orders.values().find(|template| template.text == text);
    let kind = template.map(|template| template.kind.word());
    let cpt = order
        .code
        .coding
        .iter()
        .find(|coding| coding.system.as_deref() == Some("http://www.ama-assn.org/go/cpt"));
    match (kind, template) {
        (Some("laboratory"), _) => "labs".to_owned(),
        (Some("referral"), Some(template)) => template
            .id
            .replace("referral-spine-specialist", "referral-specialist"),
        _ => cpt
            .and_then(|coding| coding.code.clone())
            .unwrap_or_else(|| text.to_owned()),
    }
}

/// Everything in which an answer differs from its case.
fn differences(folder_name: &str, case: &Case) -> Vec<String> {
    let body = fs::read(folder(folder_name).join(&case.file)).unwrap();
    let call = Call::read(&body).under(case.profile.as_deref());
    let mut differ = Vec::new();
    if case.status == Some(412) {
        let refused = matches!(call.answer(), Err(CallError::NothingToRead));
        return if refused {
            differ
        } else {
            vec!["expected 412".to_owned()]
        };
    }
    let (response, explanation) = (call.answer().unwrap(), call.explain().unwrap());
    let shown = shown(&explanation);
    for rule in case
        .stands
        .iter()
        .flatten()
        .filter(|rule| !shown.contains(*rule))
    {
        differ.push(format!("{rule} does not show"));
    }
    for rule in case
        .silent
        .iter()
        .flatten()
        .filter(|rule| shown.contains(*rule))
    {
        differ.push(format!("{rule} shows"));
    }
    let indicator = response.cards.iter().map(|card| card.indicator).max();
    let indicator = indicator.map_or("none".to_owned(), |indicator| {
        format!("{indicator:?}").to_lowercase()
    });
    if case
        .indicator
        .as_ref()
        .is_some_and(|expected| *expected != indicator)
    {
        differ.push(format!(
            "indicator {indicator}, expected {}",
            case.indicator.as_deref().unwrap_or_default()
        ));
    }
    let suggested = suggested(&response);
    let expected = case
        .suggests
        .as_ref()
        .map(|all| all.iter().cloned().collect::<BTreeSet<_>>());
    if expected
        .as_ref()
        .is_some_and(|expected| *expected != suggested)
    {
        differ.push(format!("suggests {suggested:?}, expected {expected:?}"));
    }
    let questions: String = explanation
        .cards
        .iter()
        .map(|card| card.detail.as_str())
        .collect();
    for ask in case.asks.iter().flatten() {
        let finding = CATALOG
            .vocabulary()
            .id(ask)
            .and_then(|id| CATALOG.vocabulary().finding(id))
            .unwrap();
        // A question about several findings of which some were answered asks for the others by name.
        let is_left = |line: &str| {
            line.starts_with("- Any ") && line.ends_with('?') && line.contains(&finding.title)
        };
        let whole = finding.question.as_ref();
        let is_asked = whole.is_some_and(|question| questions.contains(&question.text))
            || questions.lines().any(is_left);
        if !is_asked {
            differ.push(format!("{ask} is not asked"));
        }
    }
    if case
        .skipped
        .is_some_and(|skipped| skipped != explanation.skipped.len())
    {
        differ.push(format!(
            "{} resources skipped: {:?}",
            explanation.skipped.len(),
            explanation.skipped
        ));
    }
    differ.extend(wording(case, &response));
    if !differ.is_empty() {
        differ.push(format!(
            "settled: {:?}",
            explanation
                .settled
                .iter()
                .map(|line| format!("{} {}", line.rule, line.fate))
                .collect::<Vec<_>>()
        ));
    }
    differ
}

/// What the cards do not say although they must, and the other way round.
fn wording(case: &Case, response: &CdsResponse) -> Vec<String> {
    let mut words = String::new();
    for card in &response.cards {
        words.push_str(card.summary.as_str());
        words.push('\n');
        words.extend(card.detail.as_deref());
    }
    let unsaid = case.says.iter().filter(|says| !words.contains(*says));
    let said = case.never_says.iter().filter(|says| words.contains(*says));
    unsaid
        .map(|says| format!("nothing says {says:?}"))
        .chain(said.map(|says| format!("something says {says:?}")))
        .collect()
}

fn every_case_of(table_name: &str, folder_name: &str) {
    let cases = table(table_name);
    let wrong: Vec<String> = cases
        .iter()
        .filter(|case| !case.needs_notes)
        .map(|case| (case, differences(folder_name, case)))
        .filter(|(_, differ)| !differ.is_empty())
        .map(|(case, differ)| {
            let profile = case.profile.as_deref().unwrap_or_default();
            format!("{} {profile}\n  {}", case.file, differ.join("\n  "))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} differ:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_request_gets_the_answer_that_the_protocol_gives() {
    every_case_of("requests.toml", "requests");
}

#[test]
fn every_dirty_request_is_answered_with_what_can_be_read() {
    every_case_of("dirty.toml", "dirty");
}

#[test]
fn every_fixture_has_a_row_and_every_row_a_fixture() {
    for (table_name, folder_name) in [("requests.toml", "requests"), ("dirty.toml", "dirty")] {
        let rows: BTreeSet<String> = table(table_name)
            .into_iter()
            .map(|case| case.file)
            .collect();
        let files: BTreeSet<String> = fs::read_dir(folder(folder_name))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| {
                Path::new(name)
                    .extension()
                    .is_some_and(|ending| ending == "json")
            })
            .collect();
        assert_eq!(rows, files);
    }
}

#[test]
fn an_explanation_never_contradicts_its_result() {
    let mut wrong = Vec::new();
    for case in table("requests.toml") {
        let body = fs::read(folder("requests").join(&case.file)).unwrap();
        let call = Call::read(&body).under(case.profile.as_deref());
        for rule in call.explain().unwrap().rules {
            let expected = match rule.result.as_str() {
                "silent" => "no",
                "unknown" => "unknown",
                _ => "yes",
            };
            if rule.conditions.truth != expected {
                wrong.push(format!(
                    "{}: {} {} but {}",
                    case.file, rule.rule, rule.result, rule.conditions.truth
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
