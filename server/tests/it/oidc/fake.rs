//! A provider that keeps the protocol, unless a test wants it to do something else.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use chrono::{DateTime, Utc};
use openidconnect::{
    JsonWebKeyId, PrivateSigningKey,
    core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Login;
use crate::support::site::provider_config;
use crate::support::{Browser, Site, TestResponse};

/// Its name in addresses.
pub const SLUG: &str = "fake";

/// A key pair, made of one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(pub u8);

impl Key {
    fn pair(self) -> CoreEdDsaPrivateSigningKey {
        // an Ed25519 key in PKCS 8 is these bytes and 32 of its own
        let mut der = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20".to_vec();
        der.extend([self.0; 32]);
        let pem =
            format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der));
        CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(self.id()))).unwrap()
    }

    /// Its name.
    pub fn id(self) -> String {
        format!("key-{}", self.0)
    }
}

/// A token as it is to be made.
#[derive(Clone, Debug)]
pub struct Token {
    pub header: Value,
    pub claims: Value,
    pub key: Key,
    /// The signature, where it is not the right one.
    pub signature: Option<Vec<u8>>,
}

impl Token {
    /// The token as text.
    pub fn encode(&self) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&self.header), part(&self.claims));
        let signature = self.signature.clone().unwrap_or_else(|| {
            self.key.pair().sign(&CoreJwsSigningAlgorithm::EdDsa, signed.as_bytes()).unwrap()
        });
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// What it does.
pub struct Script {
    /// What it says of itself beyond the usual; `null` takes something away.
    pub metadata: Value,
    /// The keys it publishes.
    pub keys: Vec<Key>,
    /// What it answers for the next code.
    pub token: Option<Token>,
    /// What it tells at its userinfo endpoint.
    pub user_info: Value,
    /// Of the last login.
    pub challenge: String,
    /// Answers nothing but this.
    pub broken: Option<StatusCode>,
    /// How often its keys were asked for.
    pub keys_asked: usize,
    used: HashSet<String>,
}

/// The provider.
#[derive(Clone)]
pub struct Fake {
    /// Its address, and its name.
    pub issuer: String,
    script: Arc<Mutex<Script>>,
}

impl Fake {
    /// Starts one.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let script = Script {
            metadata: json!({}),
            keys: vec![Key(1)],
            token: None,
            user_info: json!({}),
            challenge: String::new(),
            broken: None,
            keys_asked: 0,
            used: HashSet::new(),
        };
        let fake = Self { issuer, script: Arc::new(Mutex::new(script)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(me))
            .with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        fake
    }

    /// Changes what it does.
    pub fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap()
    }

    /// A portal that is connected with it.
    pub async fn portal(&self, site: &Site, change: impl FnOnce(&mut fyr_identity::ProviderConfig)) -> Site {
        let mut config = provider_config(SLUG, &self.issuer);
        change(&mut config);
        site.restart_with(|all| all.identity.providers = vec![config]).await
    }

    /// What it says of someone who logs in now.
    pub fn token(&self, login: &Login, subject: &str, now: DateTime<Utc>) -> Token {
        Token {
            header: json!({ "alg": "EdDSA", "kid": Key(1).id(), "typ": "JWT" }),
            claims: json!({
                "iss": self.issuer, "aud": "fyr", "sub": subject, "nonce": login.parameter("nonce"),
                "iat": now.timestamp(), "exp": now.timestamp() + 300, "auth_time": now.timestamp(),
                "name": "Kim Kommun", "email": format!("{subject}@kommun.example"), "email_verified": true,
                "sid": format!("sid-of-{subject}"), "groups": [],
            }),
            key: Key(1),
            signature: None,
        }
    }

    /// What it says when someone signs out of it.
    pub fn logout(&self, subject: &str, now: DateTime<Utc>) -> Token {
        Token {
            header: json!({ "alg": "EdDSA", "kid": Key(1).id(), "typ": "logout+jwt" }),
            claims: json!({
                "iss": self.issuer, "aud": "fyr", "sub": subject, "sid": format!("sid-of-{subject}"),
                "iat": now.timestamp(), "exp": now.timestamp() + 120, "jti": format!("jti-of-{subject}"),
                "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
            }),
            key: Key(1),
            signature: None,
        }
    }

    /// Sends someone back with a code for this token.
    pub async fn complete_login(&self, browser: &Browser, login: &Login, token: Token) -> TestResponse {
        self.set_token(login, token);
        browser.get(&self.callback_path(login, "code=a-code")).await
    }

    /// Gets the token ready.
    pub fn set_token(&self, login: &Login, token: Token) {
        let mut script = self.script();
        script.token = Some(token);
        script.challenge = login.parameter("code_challenge").to_owned();
        script.used.clear();
    }

    /// Where someone is sent back to.
    #[expect(clippy::unused_self, reason = "it is the provider that sends them")]
    pub fn callback_path(&self, login: &Login, with: &str) -> String {
        format!("/auth/callback/{SLUG}?{with}&state={}", login.parameter("state"))
    }

    /// The whole way: someone signs in.
    pub async fn sign_in(&self, site: &Site, browser: &Browser, subject: &str) -> TestResponse {
        self.sign_in_as(site, browser, subject, |_| {}).await
    }

    /// The same with something changed in the token.
    pub async fn sign_in_as(
        &self,
        site: &Site,
        browser: &Browser,
        subject: &str,
        change: impl FnOnce(&mut Token),
    ) -> TestResponse {
        let login = Login::begin(browser, SLUG, "/tickets").await;
        let mut token = self.token(&login, subject, site.now());
        change(&mut token);
        self.complete_login(browser, &login, token).await
    }
}

async fn discovery(State(fake): State<Fake>) -> Response {
    let script = fake.script();
    if let Some(status) = script.broken {
        return (status, [(header::LOCATION, "/elsewhere")]).into_response();
    }
    let issuer = &fake.issuer;
    let mut metadata = json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/auth"), "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"), "end_session_endpoint": format!("{issuer}/end?kept=1"),
        "userinfo_endpoint": format!("{issuer}/me"), "response_types_supported": ["code"],
        "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256", "EdDSA", "XX999"],
    });
    for (name, value) in script.metadata.as_object().unwrap() {
        if value.is_null() {
            metadata.as_object_mut().unwrap().remove(name);
        } else {
            metadata[name] = value.clone();
        }
    }
    Json(metadata).into_response()
}

async fn keys(State(fake): State<Fake>) -> Json<Value> {
    let mut script = fake.script();
    script.keys_asked += 1;
    let keys: Vec<_> = script.keys.iter().map(|key| key.pair().as_verification_key()).collect();
    Json(json!({ "keys": keys }))
}

/// Gives the token for a code, once, to whoever knows the secret and began the login.
async fn token(
    State(fake): State<Fake>,
    headers: HeaderMap,
    Form(form): Form<std::collections::HashMap<String, String>>,
) -> Response {
    let mut script = fake.script();
    let secret = format!("Basic {}", STANDARD.encode("fyr:a+secret+of+ours"));
    let refused = |code: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": code }))).into_response();
    if headers.get("authorization").is_none_or(|value| *value != *secret) {
        return refused("invalid_client");
    }
    let verifier = Sha256::digest(form["code_verifier"].as_bytes());
    let fits = URL_SAFE_NO_PAD.encode(verifier) == script.challenge
        && form["redirect_uri"] == format!("http://fyr.test/auth/callback/{SLUG}")
        && form["grant_type"] == "authorization_code";
    if !fits || !script.used.insert(form["code"].clone()) {
        return refused("invalid_grant");
    }
    let Some(token) = &script.token else { return refused("invalid_grant") };
    Json(json!({ "access_token": "an-access-token", "token_type": "Bearer", "id_token": token.encode() }))
        .into_response()
}

async fn me(State(fake): State<Fake>, headers: HeaderMap) -> Response {
    if headers.get("authorization").is_none_or(|value| value != "Bearer an-access-token") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(fake.script().user_info.clone()).into_response()
}
