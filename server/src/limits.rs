//! How much one network address may send in a while; above it there is a page that says so, never a lasting lock.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::Method,
    middleware::Next,
    response::Response,
};
use fyr_app::pages::errors::Trouble;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::{
    config::Config,
    request::{Asked, trouble},
};

/// The limiters of one process.
#[derive(Debug)]
pub struct Limits {
    /// Tries to sign in and requests for mail: what an attacker would repeat.
    guarded: DefaultKeyedRateLimiter<IpAddr>,
    /// Anything else that changes something.
    writes: DefaultKeyedRateLimiter<IpAddr>,
    /// How many proxies of ours stand in front.
    proxies: usize,
}

fn per_minute(times: u32) -> DefaultKeyedRateLimiter<IpAddr> {
    RateLimiter::keyed(Quota::per_minute(NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN)))
}

impl Limits {
    /// As configured.
    pub fn new(config: &Config) -> Arc<Self> {
        Arc::new(Self {
            guarded: per_minute(config.limit_sign_in),
            writes: per_minute(config.limit_writes),
            proxies: config.trusted_proxies,
        })
    }

    /// Forgets addresses that have been quiet, so that memory does not grow.
    pub fn sweep(&self) {
        self.guarded.retain_recent();
        self.writes.retain_recent();
    }
}

/// Who sent a request. `X-Forwarded-For` counts only as far as proxies of ours wrote it: from the right, one each.
pub fn sender(request: &Request, proxies: usize) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let told = proxies.checked_sub(1).and_then(|back| forwarded?.rsplit(',').nth(back)?.trim().parse().ok());
    told.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// Lets a request through, or answers 429.
pub async fn limit(
    State(limits): State<Arc<Limits>>,
    Asked(cx): Asked,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    // one provider may have thousands of sessions to end at once; its tokens are signed
    let told = path.starts_with("/auth/backchannel/");
    if told || matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    let guarded = matches!(
        path,
        "/sign-in" | "/register" | "/password/forgotten" | "/account/email" | "/account/password"
    ) || path == "/tickets/link"
        || path.starts_with("/sign-in/");
    let limiter = if guarded { &limits.guarded } else { &limits.writes };
    if limiter.check_key(&sender(&request, limits.proxies)).is_err() {
        tracing::info!(guarded, "too many requests from one address");
        return trouble(cx, Trouble::TooMany).await;
    }
    next.run(request).await
}
