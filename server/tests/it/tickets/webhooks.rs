//! Webhooks of escalation: signed, told again until they are taken, and without a word that anyone typed.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, http::StatusCode, routing::post};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use fyr::config::WebhookConfig;
use fyr_identity::ConfigSecret;
use fyr_usecases::{
    jobs::{self, Queue},
    settings::{SettingChanges, change_as_operator},
};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::support::{Site, on_both_engines};

on_both_engines! {
    a_rule_tells_another_program_with_a_signature_until_it_answers,
    a_rule_whose_webhook_is_gone_is_listed_as_failed,
}

const SECRET: &str = "a secret of more than 24 characters";

/// What arrived, and how many of the next messages are refused.
#[derive(Clone, Default)]
struct Receiver {
    received: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
    refusing: Arc<Mutex<usize>>,
}

impl Receiver {
    /// Listens on this machine.
    async fn start(&self) -> SocketAddr {
        let router = Router::new().route("/hook", post(take)).with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    fn received(&self) -> Vec<(HeaderMap, Bytes)> {
        self.received.lock().unwrap().clone()
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    receiver.received.lock().unwrap().push((headers, body));
    let mut refusing = receiver.refusing.lock().unwrap();
    if *refusing > 0 {
        *refusing -= 1;
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    StatusCode::NO_CONTENT
}

async fn with_webhook(site: &Site, address: SocketAddr) -> Site {
    let webhook = WebhookConfig {
        slug: "chat".into(),
        url: ConfigSecret::new(format!("http://{address}/hook")),
        secret: ConfigSecret::new(SECRET),
    };
    let site = site.restart_with(|config| config.webhooks.webhooks = vec![webhook]).await;
    let rules = json!([{ "trigger": "filed", "kind": "incident", "notify": ["webhook:chat"] }]);
    let values = json!({ "escalation": { "rules": rules } });
    let changes = SettingChanges::parse(values.as_object().unwrap()).unwrap();
    change_as_operator(&site.backend, changes, None).await.unwrap();
    site
}

async fn file_incident(site: &Site) -> String {
    let petra = site.signed_in(&site.people.petra).await;
    let ticket =
        [("topic", "other"), ("kind", "incident"), ("subject", "Hemligt ord"), ("description", "Ännu ett")];
    let filed = petra.post("/tickets/new", &ticket).await.assert_status(303);
    filed.location().split(['?', '#', '/']).nth(2).unwrap().to_owned()
}

async fn run_webhooks(site: &Site) {
    while jobs::run_due(&site.backend, Queue::Webhooks).await.unwrap() {}
}

async fn a_rule_tells_another_program_with_a_signature_until_it_answers(site: &Site) {
    let receiver = Receiver::default();
    let site = with_webhook(site, receiver.start().await).await;
    *receiver.refusing.lock().unwrap() = 2;
    let reference = file_incident(&site).await;
    for _ in 0..5 {
        run_webhooks(&site).await;
        site.clock.advance(TimeDelta::minutes(1));
    }
    let received = receiver.received();
    assert_eq!(received.len(), 3, "refused twice, and not told again once it was taken");
    let ids: Vec<_> = received.iter().map(|(headers, _)| headers["webhook-id"].clone()).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "the same message: {ids:?}");
    for (headers, body) in &received {
        let header = |name: &str| headers[name].to_str().unwrap();
        let text = std::str::from_utf8(body).unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(format!("{}.{}.{text}", header("webhook-id"), header("webhook-timestamp")).as_bytes());
        let signature = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        assert_eq!(header("webhook-signature"), signature);
        let message: Value = serde_json::from_str(text).unwrap();
        assert_eq!(message["type"], "ticket.escalation.filed");
        assert_eq!(message["data"]["reference"], reference.as_str());
        assert!(
            message["text"].as_str().unwrap().contains(&format!("/desk/tickets/{reference}")),
            "{message}"
        );
        for typed in ["Hemligt", "Ännu", "Petra", "@"] {
            assert!(!text.contains(typed), "{typed}: {text}");
        }
    }
    site.run_due_jobs().await;
    let emails = site.delivered_emails().await;
    assert!(emails.iter().all(|email| email.to == site.people.petra.email), "nobody else is told");
}

async fn a_rule_whose_webhook_is_gone_is_listed_as_failed(site: &Site) {
    let receiver = Receiver::default();
    let told = with_webhook(site, receiver.start().await).await;
    let site = told.restart_with(|config| config.webhooks.webhooks.clear()).await;
    file_incident(&site).await;
    run_webhooks(&site).await;
    assert!(receiver.received().is_empty());
    let failed =
        site.query_texts("SELECT CAST(last_error AS TEXT) FROM jobs WHERE failed_at IS NOT NULL").await;
    assert_eq!(failed, ["there is no webhook chat in the configuration"]);
}
