//! Logout in both directions: RP-initiated logout (a person signs out here) and back-channel logout (the provider reports
//! that a person signed out there).

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};
use url::Url;

use crate::{
    ProviderError,
    jwt::{self, SignatureError},
    provider::{Metadata, Provider},
};

/// The member of `events` that makes a token a logout token.
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// Largest tolerated difference between the provider's clock and ours, in seconds.
const CLOCK_SKEW: i64 = 60;
/// Largest accepted age of a logout token, in seconds.
const MAX_TOKEN_AGE: i64 = 600;
/// Longest time to remember a token's id; longer than any token is accepted.
const MAX_REMEMBERED: TimeDelta = TimeDelta::hours(24);
/// Longest accepted `sub`, `sid` or `jti`, in bytes.
const MAX_ID_BYTES: usize = 255;

/// A verified logout token: which sessions of a provider have ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutToken {
    /// The provider's issuer identifier.
    pub issuer: String,
    /// The subject whose sessions ended: all of them, or only `sid` where that is given too.
    pub subject: Option<String>,
    /// The one session of the provider that ended.
    pub sid: Option<String>,
    /// The token's own id; the caller accepts each id once.
    pub jti: String,
    /// Until when the id must be remembered to detect a replay.
    pub remember_until: DateTime<Utc>,
}

impl Provider {
    /// The URL that ends a person's session at the provider and returns them to the portal; `None` where the operator
    /// turned that off, the provider has no such endpoint, or it is unavailable.
    pub async fn end_session_url(&self, now: DateTime<Utc>, id_token: &str) -> Option<String> {
        if !self.config().logout {
            return None;
        }
        let metadata = self.metadata(now).await.ok()?;
        let mut url: Url = metadata.additional_metadata().end_session_endpoint.clone()?;
        url.query_pairs_mut()
            .append_pair("id_token_hint", id_token)
            .append_pair("client_id", &self.config().client_id)
            .append_pair("post_logout_redirect_uri", &self.home_url);
        Some(url.into())
    }

    /// Verifies a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6). The caller checks that its id was not
    /// seen before.
    ///
    /// # Errors
    /// [`ProviderError::InvalidToken`] with the first check that failed, or [`ProviderError::Unavailable`].
    pub async fn verify_logout_token(
        &self,
        now: DateTime<Utc>,
        token: &str,
    ) -> Result<LogoutToken, ProviderError> {
        let metadata = self.metadata(now).await?;
        let invalid = |reason: &str| ProviderError::InvalidToken(reason.to_owned());
        let claims = match verify_signature(&metadata, token) {
            Err(SignatureError::UnknownKey) => {
                let newer =
                    self.newer_keys(&metadata, now).await?.ok_or_else(|| invalid("its key is unknown"))?;
                verify_signature(&newer, token)
            }
            other => other,
        };
        let claims = claims.map_err(|error| match error {
            SignatureError::UnknownKey => invalid("its key is unknown"),
            SignatureError::Invalid(reason) => invalid(reason),
        })?;
        self.verify_logout_claims(now, &claims).map_err(invalid)
    }

    fn verify_logout_claims(
        &self,
        now: DateTime<Utc>,
        claims: &Map<String, Value>,
    ) -> Result<LogoutToken, &'static str> {
        let text = |name: &str| {
            let value = claims.get(name).and_then(Value::as_str);
            value.filter(|text| (1..=MAX_ID_BYTES).contains(&text.len())).map(str::to_owned)
        };
        if claims.get("iss").and_then(Value::as_str) != Some(self.issuer.as_str()) {
            return Err("it is from another issuer");
        }
        let for_us = match claims.get("aud") {
            Some(Value::String(audience)) => *audience == self.config().client_id,
            Some(Value::Array(audiences)) => {
                audiences.iter().any(|audience| *audience == *self.config().client_id)
            }
            _ => false,
        };
        if !for_us {
            return Err("it is for someone else");
        }
        let now_seconds = now.timestamp();
        let issued = claims.get("iat").and_then(Value::as_f64).ok_or("it does not say when it was issued")?;
        let expires = claims.get("exp").and_then(Value::as_f64).ok_or("it does not say when it expires")?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "times in whole seconds; values out of range fail the checks below"
        )]
        let (issued, expires) = (issued as i64, expires as i64);
        if issued > now_seconds + CLOCK_SKEW || issued < now_seconds - MAX_TOKEN_AGE {
            return Err("it was not issued just now");
        }
        if expires <= now_seconds {
            return Err("it has expired");
        }
        if !claims.get("events").and_then(|events| events.get(LOGOUT_EVENT)).is_some_and(Value::is_object) {
            return Err("it is no logout token");
        }
        if claims.contains_key("nonce") {
            return Err("it has a nonce, as only ID tokens have");
        }
        let (subject, sid) = (text("sub"), text("sid"));
        if subject.is_none() && sid.is_none() {
            return Err("it names neither a subject nor a session");
        }
        // a token is accepted until it expires or reaches its greatest age, so its id is remembered at most that long
        let expires_at = DateTime::from_timestamp(expires, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        Ok(LogoutToken {
            issuer: self.issuer.as_str().to_owned(),
            subject,
            sid,
            jti: text("jti").ok_or("it has no id of its own")?,
            remember_until: expires_at.min(now + MAX_REMEMBERED),
        })
    }
}

fn verify_signature(metadata: &Metadata, token: &str) -> Result<Map<String, Value>, SignatureError> {
    jwt::verify(token, metadata.jwks(), "logout+jwt")
}
