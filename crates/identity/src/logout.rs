//! Signing out: where to send a person who signs out here, and being told that they signed out there.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};
use url::Url;

use crate::{
    Refusal,
    keys::{self, Unsigned},
    provider::{Metadata, Provider},
};

/// The event that makes a token a logout token.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// How far a provider's clock may be from ours.
const SKEW: i64 = 60;
/// How old a logout token may be, in seconds.
const OLDEST: i64 = 600;
/// How long an id must be remembered at most: longer than any token that is taken is good.
const REMEMBERED: TimeDelta = TimeDelta::hours(24);
/// An id at most, in bytes.
const MAX_ID: usize = 255;

/// What a provider told us has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Who tells.
    pub issuer: String,
    /// All sessions of this subject, or of this one within `sid`.
    pub subject: Option<String>,
    /// One session of the provider.
    pub sid: Option<String>,
    /// The token's own id: taken once.
    pub jti: String,
    /// Until when the id must be remembered.
    pub until: DateTime<Utc>,
}

impl Provider {
    /// Where to send a person who signs out here, so that they are signed out there too; `None` where the operator does
    /// not want it, or the provider has no such place.
    pub async fn end_session(&self, now: DateTime<Utc>, id_token: &str) -> Option<String> {
        if !self.config().logout {
            return None;
        }
        let metadata = self.metadata(now).await.ok()?;
        let mut url: Url = metadata.additional_metadata().end_session_endpoint.clone()?;
        url.query_pairs_mut()
            .append_pair("id_token_hint", id_token)
            .append_pair("client_id", &self.config().client_id)
            .append_pair("post_logout_redirect_uri", &self.home);
        Some(url.into())
    }

    /// Checks a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6). Whether its id was seen before is for
    /// the caller.
    ///
    /// # Errors
    /// Whatever does not hold.
    pub async fn ended(&self, now: DateTime<Utc>, token: &str) -> Result<Ended, Refusal> {
        let metadata = self.metadata(now).await?;
        let refused = |what: &str| Refusal::Token(what.to_owned());
        let claims = match open(&metadata, token) {
            Err(Unsigned::UnknownKey) => {
                let newer =
                    self.newer_keys(&metadata, now).await?.ok_or_else(|| refused("its key is unknown"))?;
                open(&newer, token)
            }
            other => other,
        };
        let claims = claims.map_err(|error| match error {
            Unsigned::UnknownKey => refused("its key is unknown"),
            Unsigned::Wrong(what) => refused(what),
        })?;
        self.check(now, &claims).map_err(refused)
    }

    fn check(&self, now: DateTime<Utc>, claims: &Map<String, Value>) -> Result<Ended, &'static str> {
        let text = |name: &str| {
            let found = claims.get(name).and_then(Value::as_str);
            found.filter(|text| (1..=MAX_ID).contains(&text.len())).map(str::to_owned)
        };
        if claims.get("iss").and_then(Value::as_str) != Some(self.issuer.as_str()) {
            return Err("it is from another issuer");
        }
        let for_us = match claims.get("aud") {
            Some(Value::String(one)) => *one == self.config().client_id,
            Some(Value::Array(many)) => many.iter().any(|one| *one == *self.config().client_id),
            _ => false,
        };
        if !for_us {
            return Err("it is for someone else");
        }
        let now_seconds = now.timestamp();
        let issued = claims.get("iat").and_then(Value::as_f64).ok_or("it does not say when it was issued")?;
        let expires = claims.get("exp").and_then(Value::as_f64).ok_or("it does not say when it expires")?;
        // the nearest second is near enough
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a time in seconds; what is out of range is refused"
        )]
        let (issued, expires) = (issued as i64, expires as i64);
        if issued > now_seconds + SKEW || issued < now_seconds - OLDEST {
            return Err("it was not issued just now");
        }
        if expires <= now_seconds {
            return Err("it has expired");
        }
        if !claims.get("events").and_then(|events| events.get(EVENT)).is_some_and(Value::is_object) {
            return Err("it is no logout token");
        }
        if claims.contains_key("nonce") {
            return Err("it has a nonce, as only ID tokens have");
        }
        let (subject, sid) = (text("sub"), text("sid"));
        if subject.is_none() && sid.is_none() {
            return Err("it names neither a subject nor a session");
        }
        // longer than the oldest that is taken, however long it says it lasts
        let until = DateTime::from_timestamp(expires, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        Ok(Ended {
            issuer: self.issuer.as_str().to_owned(),
            subject,
            sid,
            jti: text("jti").ok_or("it has no id of its own")?,
            until: until.min(now + REMEMBERED),
        })
    }
}

fn open(metadata: &Metadata, token: &str) -> Result<Map<String, Value>, Unsigned> {
    keys::open(token, metadata.jwks(), "logout+jwt")
}
