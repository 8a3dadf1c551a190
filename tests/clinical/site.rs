//! A site with its configuration, and requests as they differ between its callers.

use super::fixtures::folder;
use foramen::{
    app::App,
    overrides::{OverrideKey, Overrides},
    pipeline::Explanation,
    settings::Settings,
};
use foramen_cds::HookRequest;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::{fs, sync::LazyLock};

/// Noon of the day that the fixtures are read on.
pub(crate) const NOON: &str = "2026-06-15T12:00:00Z";

pub(crate) fn app(config: &str) -> App {
    App::start(Settings::parse(config).unwrap()).unwrap()
}

/// A site that sets nothing.
pub(crate) fn plain() -> &'static App {
    static PLAIN: LazyLock<App> = LazyLock::new(|| app(""));
    &PLAIN
}

pub(crate) fn request(file: &str) -> Value {
    let body = fs::read(folder("requests").join(file)).unwrap();
    serde_json::from_slice(&body).unwrap()
}

/// The same request from a FHIR server.
pub(crate) fn from_server(request: &Value, server: &str) -> Value {
    let mut request = request.clone();
    request["fhirServer"] = server.into();
    request
}

/// The same request with an answered form.
pub(crate) fn with_answers(request: &Value, items: &Value) -> Value {
    let mut request = request.clone();
    let patient = request["context"]["patientId"].as_str().unwrap().to_owned();
    let response = json!({ "resourceType": "QuestionnaireResponse", "id": "answers", "status": "completed",
        "subject": { "reference": format!("Patient/{patient}") }, "authored": "2026-06-15", "item": items });
    request["prefetch"]["answers"] = json!({ "resourceType": "Bundle", "type": "searchset",
        "entry": [{ "resource": response }] });
    request
}

/// A question with its answer.
pub(crate) fn answer(link: &str, value: Value) -> Value {
    json!({ "linkId": link, "answer": Value::from(vec![value]) })
}

pub(crate) fn explain(app: &App, request: &Value, now: &str) -> Explanation {
    let body = serde_json::to_vec(request).unwrap();
    let request = HookRequest::parse(&body).unwrap();
    let service = app.service_for(request.hook).unwrap();
    app.explain(service, &request, now.parse().unwrap())
        .unwrap()
}

/// The cards of a request, as `O1 warning`.
pub(crate) fn cards(app: &App, request: &Value) -> Vec<String> {
    let explanation = explain(app, request, NOON);
    let cards = explanation.cards.iter();
    cards
        .map(|card| format!("{} {}", card.rule, card.indicator))
        .collect()
}

/// What became of a rule.
pub(crate) fn fate<'e>(explanation: &'e Explanation, rule: &str) -> &'e str {
    let mut settled = explanation.settled.iter();
    settled
        .find(|line| line.rule == rule)
        .map_or("does not fire", |line| &line.fate)
}

/// The keys of the cards of a request.
pub(crate) fn keys(app: &App, request: &Value, now: &str) -> Vec<OverrideKey> {
    let body = serde_json::to_vec(request).unwrap();
    let request = HookRequest::parse(&body).unwrap();
    let service = app.service_for(request.hook).unwrap();
    app.answer(service, &request, now.parse().unwrap())
        .unwrap()
        .keys
}

/// Overrides of one instant, kept in memory.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) keys: Vec<OverrideKey>,
    pub(crate) at: Timestamp,
}

impl Overrides for Kept {
    fn overridden(&self, key: &OverrideKey, since: Timestamp) -> bool {
        self.keys.contains(key) && self.at >= since
    }
}
