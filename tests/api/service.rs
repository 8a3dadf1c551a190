//! The server that the tests call.

use foramen::{
    app::{App, Clock},
    http::{self, Listening},
    settings::Settings,
};
use jiff::Timestamp;
use reqwest::{Client, RequestBuilder, Response, header::CONTENT_TYPE};
use serde_json::Value;
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, mpsc},
    thread,
};

/// Noon of the day that the fixtures are read on.
pub(crate) struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        "2026-06-15T12:00:00Z".parse().unwrap()
    }
}

/// One server for all tests of a process: it keeps nothing between calls.
static ADDRESS: LazyLock<SocketAddr> = LazyLock::new(|| {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let settings = Settings {
            listen: "127.0.0.1:0".parse().unwrap(),
            body_limit_seconds: 3,
            ..Settings::default()
        };
        let app = Arc::new(App::start(settings).unwrap());
        actix_web::rt::System::new().block_on(async move {
            let Listening { address, server } = http::listen(app, Arc::new(FixedClock)).unwrap();
            sender.send(address).unwrap();
            server.await.unwrap();
        });
    });
    receiver.recv().unwrap()
});

pub(crate) fn address() -> SocketAddr {
    *ADDRESS
}

pub(crate) fn url(path: &str) -> String {
    format!("http://{}{path}", address())
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    fs::read(root().join("fixtures").join(name)).unwrap()
}

/// Every request of a folder of fixtures.
pub(crate) fn requests(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(root().join("fixtures").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    assert!(!files.is_empty());
    files
}

pub(crate) fn get(path: &str) -> RequestBuilder {
    Client::new().get(url(path))
}

/// A call as clients make it.
pub(crate) fn post(path: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
    Client::new()
        .post(url(path))
        .header(CONTENT_TYPE, "application/json")
        .body(body)
}

/// The service that answers the hook of a request.
pub(crate) fn service_of(body: &[u8]) -> &'static str {
    /// The rest may be nested deeper than a `Value` holds.
    #[derive(serde::Deserialize)]
    struct Call<'a> {
        hook: &'a str,
    }
    let call: Call<'_> = serde_json::from_slice(body).unwrap();
    match call.hook {
        "order-select" | "order-sign" => "spine-orders",
        _ => "spine-chart",
    }
}

pub(crate) fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

/// The body of an error: what was said, checked for the form that every error has.
pub(crate) async fn outcome(response: Response) -> Value {
    assert!(!response.status().is_success());
    assert_eq!(header(&response, "content-type"), "application/json");
    let id = header(&response, "x-request-id").to_owned();
    let outcome: Value = response.json().await.unwrap();
    assert_eq!(outcome["resourceType"], "OperationOutcome");
    assert!(
        outcome["issue"][0]["diagnostics"]
            .as_str()
            .unwrap()
            .ends_with(&format!("; request {id}")),
        "{outcome}"
    );
    outcome
}
