//! Where the portal is reached, and what it logs.

use std::net::SocketAddr;

use fyr_usecases::settings::values;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::ConfigError;

const ORIGIN_PROBLEM: &str = "must be like https://help.example.org, without a slash at the end";

/// Addresses, reverse proxies and the log.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HttpConfig {
    /// The address and port the portal listens on.
    #[serde(deserialize_with = "socket_address")]
    pub listen: SocketAddr,
    /// The address and port that serves metrics to Prometheus; empty for none.
    #[serde(serialize_with = "or_empty", deserialize_with = "optional_socket_address")]
    pub metrics_listen: Option<SocketAddr>,
    /// The URL under which browsers reach the portal, without a slash at the end.
    #[serde(deserialize_with = "origin")]
    pub public_url: String,
    /// The number of reverse proxies in front whose entries in [`Self::proxy_header`] are trusted.
    pub trusted_proxies: usize,
    /// The header in which they write down whom a request comes from; the other is ignored.
    pub proxy_header: ProxyHeader,
    /// For how many days browsers are told to use HTTPS alone (`Strict-Transport-Security`); 0 leaves it to the proxy.
    #[serde(deserialize_with = "values::in_range::<0, 3_650, _, _>")]
    pub hsts_days: u32,
    /// Whom people tell about a weakness, for `/.well-known/security.txt`: a URL with `mailto`, `https` or `tel`; empty for none.
    #[serde(deserialize_with = "contact")]
    pub security_contact: String,
    /// The format of log lines.
    pub log_format: LogFormat,
    /// Whether each request is a line of the log, with method, route, status and duration.
    pub access_log: bool,
    /// Whether `fyr serve` only shows pages: nothing is written, and no job runs. Commands do not heed it.
    pub read_only: bool,
}

/// A header in which proxies write down whom a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyHeader {
    /// `X-Forwarded-For`: addresses with commas between them.
    XForwardedFor,
    /// `Forwarded` (RFC 7239): elements with `for=`.
    Forwarded,
}

/// The format of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object on each line.
    Json,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            metrics_listen: None,
            public_url: "http://127.0.0.1:3000".into(),
            trusted_proxies: 0,
            proxy_header: ProxyHeader::XForwardedFor,
            hsts_days: 0,
            security_contact: String::new(),
            log_format: LogFormat::Text,
            access_log: false,
            read_only: false,
        }
    }
}

impl HttpConfig {
    /// Whether browsers reach the portal by HTTPS, so that cookies are marked `Secure`.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https:")
    }

    /// The value of `Strict-Transport-Security`; `None` where none is sent. Subdomains are left out: they are not the portal's.
    pub fn strict_transport_security(&self) -> Option<String> {
        let seconds = u64::from(self.hsts_days) * 24 * 60 * 60;
        (seconds > 0 && self.is_https()).then(|| format!("max-age={seconds}"))
    }
}

impl HttpConfig {
    /// Whether only this machine reaches the portal, by the address it listens on and by its URL.
    pub fn is_local(&self) -> bool {
        let is_loopback = |url: url::Url| match url.host() {
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            None => false,
        };
        self.listen.ip().to_canonical().is_loopback()
            && url::Url::parse(&self.public_url).is_ok_and(is_loopback)
    }
}

impl HttpConfig {
    /// Whether the metrics have an address of their own.
    pub(super) fn validate(&self) -> Result<(), ConfigError> {
        if self.metrics_listen == Some(self.listen) && self.listen.port() != 0 {
            return Err(ConfigError::new(
                "metrics_listen",
                "is the address of listen; it needs one of its own",
            ));
        }
        Ok(())
    }
}

fn parse_address<E: Error>(text: &str) -> Result<SocketAddr, E> {
    let problem =
        || E::custom(format_args!("{text:?} is not an address with a port, such as 127.0.0.1:3000"));
    text.parse().map_err(|_| problem())
}

fn socket_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    parse_address(&String::deserialize(deserializer)?)
}

fn optional_socket_address<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() { Ok(None) } else { parse_address(&text).map(Some) }
}

#[expect(clippy::ref_option, reason = "serde gives a reference to the field")]
fn or_empty<S: Serializer>(address: &Option<SocketAddr>, serializer: S) -> Result<S::Ok, S::Error> {
    match address {
        Some(address) => serializer.collect_str(address),
        None => serializer.serialize_str(""),
    }
}

/// A URL that RFC 9116 takes as a contact, or nothing.
fn contact<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_contact = |url: &url::Url| matches!(url.scheme(), "mailto" | "https" | "tel");
    if text.is_empty()
        || !text.contains(char::is_whitespace) && url::Url::parse(&text).is_ok_and(|url| is_contact(&url))
    {
        Ok(text)
    } else {
        Err(D::Error::custom("must be like mailto:security@example.org or https://example.org/security"))
    }
}

/// A URL with `http` or `https` and nothing but scheme, host and port.
fn origin<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_origin = |url: &url::Url| {
        matches!(url.scheme(), "http" | "https")
            && url.path() == "/"
            && url[url::Position::AfterPath..].is_empty()
            && url.username().is_empty()
    };
    let valid = !text.ends_with('/') && url::Url::parse(&text).is_ok_and(|url| is_origin(&url));
    if valid { Ok(text) } else { Err(D::Error::custom(ORIGIN_PROBLEM)) }
}
