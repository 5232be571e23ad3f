//! Rate limits for requests that change something: by account, by browser and, far above, by network. Above a limit the response is
//! 429 with the time to wait; nothing is ever locked for longer, and nobody is held up by somebody else behind the same address,
//! unless they are unknown in a network from which very many unknown ones come.

use std::{
    hash::{BuildHasher, Hash, RandomState},
    net::IpAddr,
    num::NonZeroU32,
    sync::Arc,
};

use axum::{
    Extension,
    body::{Body, to_bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use fyr_app::{RequestContext, pages::errors::ErrorPage};
use fyr_domain::{Network, NetworkScope, User, text::EmailAddress};
use fyr_usecases::{LinkPurpose, accounts};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use uuid::Uuid;

use super::{
    cookies::Cookie,
    error::Error,
    policy::{Access, Policy, RateLimit},
};
use crate::config::Config;

/// The rate limiters of one process, in memory.
#[derive(Debug)]
pub struct RateLimits {
    is_https: bool,
    /// Attempts to sign in and requests for mail (`limit_sign_in`, in a minute).
    sign_in: SenderLimiter,
    /// All other writes (`limit_writes`, in a minute).
    writes: SenderLimiter,
    /// Requests of identity providers, by network ([`PROVIDER_REQUESTS`], in a minute).
    providers: NetworkLimiter,
    /// All writes, by account (`limit_account_writes`, in a minute).
    account_writes: DefaultKeyedRateLimiter<Uuid>,
    /// Attempts to sign in and requests for mail, by the account that is signed in (`limit_sign_in`, in a minute).
    account_sign_in: DefaultKeyedRateLimiter<Uuid>,
    /// Downloads of whole data sets, by account (`limit_exports`, in an hour).
    exports: DefaultKeyedRateLimiter<Uuid>,
    /// Sessions that the links to a ticket begin ([`SESSIONS_OF_A_LINK`], in an hour).
    link_sessions: DefaultKeyedRateLimiter<Uuid>,
}

/// How many requests one identity provider may send in a minute; thousands of people may sign out there at the end of a day.
const PROVIDER_REQUESTS: u32 = 600;
/// How many browsers may open a ticket by its links in an hour: a few people, and the programs that check their mail.
const SESSIONS_OF_A_LINK: u32 = 12;
/// How many times the limit of one browser all browsers of a line have together that nobody knows.
const BROWSERS_OF_A_LINE: u32 = 10;
/// The largest form that is read to see which account it names, in bytes.
const MAX_NAMING_FORM: usize = 64_000;

fn non_zero(times: u32) -> NonZeroU32 {
    NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN)
}

fn per_minute<K: Clone + Eq + Hash>(times: u32) -> DefaultKeyedRateLimiter<K> {
    RateLimiter::keyed(Quota::per_minute(non_zero(times)))
}

/// Counts a request. `None` where it is within the limit, else the seconds to wait.
fn check<K: Clone + Eq + Hash>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Option<u64> {
    let not_until = limiter.check_key(key).err()?;
    let wait = not_until.wait_time_from(limiter.clock().now());
    // rounded up, so that a request after so many seconds is within the limit
    Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
}

/// A limit by network: what one line may do, and what a household and a site with many lines may.
#[derive(Debug)]
struct NetworkLimiter {
    lines: DefaultKeyedRateLimiter<IpAddr>,
    households: DefaultKeyedRateLimiter<IpAddr>,
    sites: DefaultKeyedRateLimiter<IpAddr>,
}

impl NetworkLimiter {
    fn per_minute(times: u32) -> Self {
        let of = |scope: NetworkScope| per_minute(times.saturating_mul(scope.shares()));
        Self {
            lines: of(NetworkScope::Line),
            households: of(NetworkScope::Household),
            sites: of(NetworkScope::Site),
        }
    }

    /// Counts a request, for the smallest network first: what that refuses takes nothing from the larger ones.
    fn check(&self, network: Network) -> Option<u64> {
        network.scopes().find_map(|prefix| {
            let limiter = match prefix.scope {
                NetworkScope::Line => &self.lines,
                NetworkScope::Household => &self.households,
                NetworkScope::Site => &self.sites,
            };
            check(limiter, &prefix.address)
        })
    }

    fn retain_recent(&self) {
        self.lines.retain_recent();
        self.households.retain_recent();
        self.sites.retain_recent();
    }
}

/// Who sends a request in which nobody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sender {
    /// A browser in which the owner of the account has signed in before, which the form names.
    Known { account: String, device: String },
    /// A browser with the cookie of readers, which costs nothing.
    Browser(String),
    /// A browser without it, which gets this one with the response. `about` is what the request names: an account, a path.
    New { about: String, cookie: Option<String> },
}

/// A limit for people who are not signed in: each browser has its own, and those that nobody knows share one far above it with
/// their network.
#[derive(Debug)]
struct SenderLimiter {
    /// By a hash that nobody outside can compute: what senders invent takes little memory, whatever its length.
    senders: DefaultKeyedRateLimiter<u64>,
    hashing: RandomState,
    networks: NetworkLimiter,
}

impl SenderLimiter {
    fn per_minute(times: u32) -> Self {
        let networks = NetworkLimiter::per_minute(times.saturating_mul(BROWSERS_OF_A_LINE));
        Self { senders: per_minute(times), hashing: RandomState::new(), networks }
    }

    /// Counts a request, for its sender first: what that refuses takes nothing from the network.
    fn check(&self, sender: &Sender, network: Network) -> Option<u64> {
        let line = network.line();
        let check_sender =
            |kind: &str, of: (&str, &str)| check(&self.senders, &self.hashing.hash_one((kind, line, of)));
        match sender {
            Sender::Known { account, device } => check_sender("known", (account, device)),
            Sender::Browser(cookie) => {
                check_sender("browser", (cookie, "")).or_else(|| self.networks.check(network))
            }
            Sender::New { about, cookie } => {
                let refused = check_sender("new", (about, "")).or_else(|| self.networks.check(network));
                if let (None, Some(cookie)) = (refused, cookie) {
                    // its next request has the cookie
                    check_sender("browser", (cookie, ""));
                }
                refused
            }
        }
    }

    fn retain_recent(&self) {
        self.senders.retain_recent();
        self.networks.retain_recent();
    }
}

impl RateLimits {
    /// Limiters with the configured limits.
    pub fn new(config: &Config) -> Arc<Self> {
        let limits = &config.limits;
        Arc::new(Self {
            is_https: config.http.is_https(),
            sign_in: SenderLimiter::per_minute(limits.limit_sign_in),
            writes: SenderLimiter::per_minute(limits.limit_writes),
            providers: NetworkLimiter::per_minute(PROVIDER_REQUESTS),
            account_writes: per_minute(limits.limit_account_writes),
            account_sign_in: per_minute(limits.limit_sign_in),
            exports: RateLimiter::keyed(Quota::per_hour(non_zero(limits.limit_exports))),
            link_sessions: RateLimiter::keyed(Quota::per_hour(non_zero(SESSIONS_OF_A_LINK))),
        })
    }

    /// Removes keys without recent requests, so that memory does not grow.
    pub fn sweep(&self) {
        self.sign_in.retain_recent();
        self.writes.retain_recent();
        self.providers.retain_recent();
        self.account_writes.retain_recent();
        self.account_sign_in.retain_recent();
        self.exports.retain_recent();
        self.link_sessions.retain_recent();
    }

    /// Counts a request of an account. Once its address is confirmed it counts for nothing else: whoever is signed in is held up by
    /// nobody in their network.
    fn check_account(&self, limit: RateLimit, user: &User, network: Option<Network>) -> Option<u64> {
        let (of_account, of_network) = match limit {
            RateLimit::None | RateLimit::Providers => return None,
            RateLimit::Guarded => (Some(&self.account_sign_in), &self.sign_in.networks),
            RateLimit::Heavy => (Some(&self.exports), &self.writes.networks),
            RateLimit::Writes | RateLimit::Links => (None, &self.writes.networks),
        };
        of_account
            .and_then(|limiter| check(limiter, &user.id))
            .or_else(|| check(&self.account_writes, &user.id))
            .or_else(|| of_network.check(network.filter(|_| !user.email_confirmed)?))
    }

    /// Counts a request in which nobody is signed in.
    fn check_sender(&self, limit: RateLimit, sender: &Sender, network: Network) -> Option<u64> {
        match limit {
            RateLimit::None => None,
            RateLimit::Providers => self.providers.check(network),
            RateLimit::Guarded => self.sign_in.check(sender, network),
            RateLimit::Writes | RateLimit::Links | RateLimit::Heavy => self.writes.check(sender, network),
        }
    }

    /// Counts a session that a ticket's link begins; one that has tickets already goes on with them.
    fn check_link(&self, cx: &RequestContext, token: &str) -> Option<u64> {
        if cx.actor.user.is_some() || cx.actor.guest.is_some() {
            return None;
        }
        // a forged link begins none
        let ticket = cx.backend.verify_link_token(LinkPurpose::Ticket, token)?;
        check(&self.link_sessions, &ticket.id)
    }

    /// Who sends a request in which nobody is signed in. `names` is the account that its form names, `path` the route.
    async fn sender(
        &self,
        cx: &RequestContext,
        headers: &HeaderMap,
        names: Option<String>,
        path: String,
    ) -> Sender {
        if let Some(account) = &names
            && let Some(device) = Cookie::Device.find(headers, self.is_https)
            && accounts::is_known_device(&cx.backend, account, device).await.unwrap_or(false)
        {
            return Sender::Known { account: account.clone(), device: device.to_owned() };
        }
        // the context has this one only where the request brought it
        match Cookie::Reader.find(headers, self.is_https).filter(|cookie| **cookie == *cx.browser_key) {
            Some(cookie) => Sender::Browser(cookie.to_owned()),
            None => Sender::New {
                about: names.unwrap_or(path),
                cookie: cx.submits.then(|| cx.browser_key.as_ref().to_owned()),
            },
        }
    }
}

fn matched_path(request: &Request) -> &str {
    request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str)
}

/// The token of a mailed link in a request's address.
fn link_token(request: &Request) -> Option<String> {
    let query = request.uri().query().unwrap_or_default();
    let (_, token) = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "token")?;
    Some(token.into_owned()).filter(|token| !token.is_empty())
}

/// Whether a request has a small form that names an account. Browsers always say how long it is.
fn may_name_account(policy: &Policy, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    policy.limit == RateLimit::Guarded
        && matches!(policy.access, Access::Anyone)
        && text(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
        && length.is_some_and(|length| length <= MAX_NAMING_FORM.min(policy.body.max_text()))
}

/// The account that a form names in its field `email`; the request has the same body afterwards.
async fn read_named_account(request: Request) -> (Request, Option<String>) {
    let (parts, body) = request.into_parts();
    match to_bytes(body, MAX_NAMING_FORM).await {
        Ok(bytes) => {
            let email = url::form_urlencoded::parse(&bytes).find(|(name, _)| name == "email");
            let email = email.map(|(_, email)| EmailAddress::canonical(&email));
            (Request::from_parts(parts, Body::from(bytes)), email.filter(|email| !email.is_empty()))
        }
        // whoever reads it next says what is wrong with it
        Err(error) => {
            let broken = futures::stream::once(async { Err::<Vec<u8>, _>(error) });
            (Request::from_parts(parts, Body::from_stream(broken)), None)
        }
    }
}

/// Middleware: answers 429 to requests above a limit of their route.
pub async fn enforce_rate_limits(
    State(limits): State<Arc<RateLimits>>,
    Extension(policy): Extension<Policy>,
    cx: RequestContext,
    request: Request,
    next: Next,
) -> Response {
    let token = if policy.limit == RateLimit::Links { link_token(&request) } else { None };
    if policy.limit == RateLimit::None || (policy.limit == RateLimit::Links && token.is_none()) {
        return next.run(request).await;
    }
    let (mut request, network) = (request, cx.actor.network);
    let mut wait_seconds = match &cx.actor.user {
        Some(user) if policy.limit != RateLimit::Providers => {
            limits.check_account(policy.limit, user, network)
        }
        Some(_) | None => {
            let mut names = None;
            if may_name_account(&policy, request.headers()) {
                (request, names) = read_named_account(request).await;
            }
            let path = matched_path(&request).to_owned();
            let sender = limits.sender(&cx, request.headers(), names, path).await;
            network.and_then(|network| limits.check_sender(policy.limit, &sender, network))
        }
    };
    if let Some(token) = token {
        wait_seconds = wait_seconds.or_else(|| limits.check_link(&cx, &token));
    }
    if let Some(seconds) = wait_seconds {
        if let Some(count) = cx.backend.count_refusal("requests", policy.limit.as_str()) {
            tracing::info!(limit = policy.limit.as_str(), count, "too many requests");
        }
        return Error::from(ErrorPage::TooManyRequests { seconds: seconds.max(1) }).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests;
