//! Calls that are answered.

use crate::service::{FixedClock, fixture, header, post, requests, service_of};
use foramen::{
    app::{App, Clock as _},
    settings::Settings,
};
use reqwest::StatusCode;
use serde_json::Value;
use std::fs;

async fn answer(body: Vec<u8>) -> (StatusCode, Vec<u8>) {
    let path = format!("/cds-services/{}", service_of(&body));
    let response = post(&path, body).send().await.unwrap();
    (response.status(), response.bytes().await.unwrap().to_vec())
}

#[tokio::test]
async fn every_fixture_is_answered_with_cards() {
    let app = App::start(Settings::default()).unwrap();
    for file in requests("requests") {
        let body = fs::read(&file).unwrap();
        let (status, reply) = answer(body.clone()).await;
        assert_eq!(status, StatusCode::OK, "{}", file.display());
        // What tests/clinical holds against fixtures/requests.toml is what a client gets, to the byte.
        let decided = app.call(service_of(&body), &body, FixedClock.now());
        let decided = serde_json::to_vec(&decided.unwrap().response).unwrap();
        assert_eq!(reply, decided, "{}", file.display());
        let reply: Value = serde_json::from_slice(&reply).unwrap();
        let cards = reply["cards"]
            .as_array()
            .unwrap_or_else(|| panic!("{}: no cards", file.display()));
        for card in cards {
            let summary = card["summary"].as_str().unwrap();
            assert!(
                !summary.is_empty() && summary.chars().count() < 140,
                "{}: {summary}",
                file.display()
            );
        }
    }
}

#[tokio::test]
async fn what_real_clients_send_is_never_a_bug_of_ours() {
    for file in requests("dirty") {
        let (status, _) = answer(fs::read(&file).unwrap()).await;
        assert!(!status.is_server_error(), "{}: {status}", file.display());
    }
}

#[tokio::test]
async fn an_early_mri_gets_a_card() {
    let response = post(
        "/cds-services/spine-orders",
        fixture("requests/order-early-mri.json"),
    )
    .send()
    .await
    .unwrap();
    assert_eq!(header(&response, "content-type"), "application/json");
    assert_eq!(header(&response, "cache-control"), "no-store");
    let reply: Value = response.json().await.unwrap();
    assert_eq!(reply["cards"][0]["source"]["topic"]["code"], "O1");
}

#[tokio::test]
async fn no_advice_is_an_empty_list() {
    let (status, reply) = answer(fixture("requests/well-patient.json")).await;
    assert_eq!(
        (status, reply.as_slice()),
        (StatusCode::OK, br#"{"cards":[]}"#.as_slice())
    );
}

#[tokio::test]
async fn the_same_request_gets_the_same_bytes() {
    let body = fixture("requests/order-ten-drafts.json");
    let (_, first) = answer(body.clone()).await;
    for _ in 0..3 {
        assert_eq!(answer(body.clone()).await.1, first);
    }
}

#[tokio::test]
async fn calls_side_by_side_do_not_meet() {
    let files = requests("requests");
    let mut alone = Vec::new();
    for file in &files {
        alone.push(answer(fs::read(file).unwrap()).await.1);
    }
    let calls: Vec<_> = files
        .iter()
        .map(|file| tokio::spawn(answer(fs::read(file).unwrap())))
        .collect();
    for ((call, alone), file) in calls.into_iter().zip(alone).zip(&files) {
        assert_eq!(call.await.unwrap().1, alone, "{}", file.display());
    }
}

/// Without a stated day the clock decides: the fixture's cards are those of its own day.
#[tokio::test]
async fn a_request_without_a_day_is_judged_today() {
    let mut request: Value =
        serde_json::from_slice(&fixture("requests/order-early-mri.json")).unwrap();
    let (_, stated) = answer(serde_json::to_vec(&request).unwrap()).await;
    request.as_object_mut().unwrap().remove("extension");
    let (_, today) = answer(serde_json::to_vec(&request).unwrap()).await;
    assert_eq!(stated, today);
    request["extension"]["org.foramen.fixture"]["asOf"] = "2026-12-15".into();
    let (_, later) = answer(serde_json::to_vec(&request).unwrap()).await;
    assert_ne!(stated, later);
}
