//! Signed webhooks: telling another program that something happened, by a POST whose signature it can check.
//!
//! Headers and signature follow the [Standard Webhooks](https://www.standardwebhooks.com/) specification, version 1.0: `webhook-id`,
//! `webhook-timestamp`, and `webhook-signature`, which is `v1,` and the Base64 of the HMAC-SHA256 of `{id}.{timestamp}.{body}`.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac};
use reqwest::{Client, redirect};
use sha2::Sha256;
use url::{Host, Url};
use uuid::Uuid;

/// The shortest secret, in characters.
pub const MIN_SECRET: usize = 24;

/// How long connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long all of it may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A place that is told.
#[derive(Clone)]
pub struct Endpoint {
    /// Its name in rules.
    pub slug: String,
    url: Url,
    secret: Vec<u8>,
}

impl std::fmt::Debug for Endpoint {
    /// Without the address, which is a secret itself with many chat tools.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint").field("slug", &self.slug).finish_non_exhaustive()
    }
}

/// Why an endpoint cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEndpoint {
    /// Not a URL that may be called.
    #[error("must be a URL with https; http only to this very machine")]
    Url,
    /// The secret is too short.
    #[error("must have at least {MIN_SECRET} characters")]
    Secret,
}

/// Why a webhook was not taken. Contains no address, so it can be logged.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// The endpoint could not be reached, or did not answer in time.
    #[error("the endpoint is away: {0}")]
    Unreachable(reqwest::Error),
    /// The endpoint refused.
    #[error("the endpoint answered {0}")]
    Refused(u16),
}

impl Endpoint {
    /// An endpoint at this URL. A secret that begins with `whsec_` is Base64 after that, as the specification writes it; any other is
    /// taken as it is.
    ///
    /// # Errors
    /// Where URL or secret cannot be used.
    pub fn new(slug: &str, url: &str, secret: &str) -> Result<Self, InvalidEndpoint> {
        let url = Url::parse(url).map_err(|_| InvalidEndpoint::Url)?;
        let is_local = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        if url.scheme() != "https" && !(url.scheme() == "http" && is_local) {
            return Err(InvalidEndpoint::Url);
        }
        if secret.chars().count() < MIN_SECRET {
            return Err(InvalidEndpoint::Secret);
        }
        let decoded = secret.strip_prefix("whsec_").map(|encoded| STANDARD.decode(encoded));
        let secret = match decoded {
            Some(bytes) => bytes.map_err(|_| InvalidEndpoint::Secret)?,
            None => secret.as_bytes().to_vec(),
        };
        Ok(Self { slug: slug.to_owned(), url, secret })
    }

    /// The signature of a message.
    pub fn sign(&self, id: Uuid, at: DateTime<Utc>, body: &str) -> String {
        // HMAC takes keys of any length
        let mac = Hmac::<Sha256>::new_from_slice(&self.secret).ok();
        let signature = mac.map(|mac| {
            let signed = format!("{id}.{}.{body}", at.timestamp());
            mac.chain_update(signed.as_bytes()).finalize().into_bytes()
        });
        format!("v1,{}", STANDARD.encode(signature.unwrap_or_default()))
    }
}

/// Sends webhooks. Follows no redirect, so that nobody is sent where the operator has not said.
#[derive(Clone, Debug)]
pub struct WebhookClient(Client);

impl WebhookClient {
    /// A client: 3 seconds to connect, 10 seconds in all.
    ///
    /// # Errors
    /// Where the certificates of this machine cannot be read.
    pub fn new() -> Result<Self, WebhookError> {
        Client::builder()
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .user_agent("Fyr")
            .build()
            .map(Self)
            .map_err(|error| WebhookError::Unreachable(error.without_url()))
    }

    /// Sends a message of JSON. The id is the same at every attempt, so that the receiver can tell that it had it before.
    ///
    /// # Errors
    /// Where it was not taken with a status of 2xx; it may be tried again.
    pub async fn send(
        &self,
        endpoint: &Endpoint,
        id: Uuid,
        at: DateTime<Utc>,
        body: String,
    ) -> Result<(), WebhookError> {
        let signature = endpoint.sign(id, at, &body);
        let request = self
            .0
            .post(endpoint.url.clone())
            .header("content-type", "application/json")
            .header("webhook-id", id.to_string())
            .header("webhook-timestamp", at.timestamp().to_string())
            .header("webhook-signature", signature)
            .body(body);
        let answer = request.send().await.map_err(|error| WebhookError::Unreachable(error.without_url()))?;
        if answer.status().is_success() {
            Ok(())
        } else {
            Err(WebhookError::Refused(answer.status().as_u16()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    #[test]
    fn the_signature_is_that_of_the_specification() {
        let endpoint = Endpoint::new("chat", "https://chat.example.org/hook", SECRET).expect("is valid");
        let id = Uuid::from_u128(7);
        let at = DateTime::from_timestamp(1_614_265_330, 0).expect("is a time");
        let body = "{\"test\": 2432232314}";
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("is Base64");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length");
        mac.update(format!("{id}.1614265330.{body}").as_bytes());
        let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        assert_eq!(endpoint.sign(id, at, body), expected);
        assert_ne!(endpoint.sign(id, at, "{}"), expected);
    }

    #[test]
    fn only_what_can_be_called_safely_is_an_endpoint() {
        for url in [
            "https://chat.example.org/hook?x=y",
            "http://127.0.0.1:8065/hook",
            "http://[::1]/",
            "http://localhost/",
        ] {
            assert!(Endpoint::new("chat", url, SECRET).is_ok(), "{url}");
        }
        for url in [
            "",
            "chat",
            "http://chat.example.org/hook",
            "ftp://chat.example.org",
            "http://10.0.0.1/",
            "file:///etc/passwd",
        ] {
            assert_eq!(Endpoint::new("chat", url, SECRET).unwrap_err(), InvalidEndpoint::Url, "{url}");
        }
        for secret in ["short", "whsec_not base64 at all, but long"] {
            let refused = Endpoint::new("chat", "https://chat.example.org", secret).unwrap_err();
            assert_eq!(refused, InvalidEndpoint::Secret, "{secret}");
        }
        let endpoint = Endpoint::new("chat", "https://chat.example.org/T0/secret", SECRET).expect("is valid");
        assert!(!format!("{endpoint:?}").contains("secret"));
    }
}
