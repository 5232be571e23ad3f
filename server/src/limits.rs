//! How much one network address or one account may send in a while; above it there is a page that says so and when to try
//! again, never a lasting lock.

use std::{
    hash::Hash,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
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
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use uuid::Uuid;

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
    /// The same by account, from wherever.
    accounts: DefaultKeyedRateLimiter<Uuid>,
    /// Files with everything in them, by account.
    heavy: DefaultKeyedRateLimiter<Uuid>,
    /// How many proxies of ours stand in front.
    proxies: usize,
}

fn at_least_one(times: u32) -> NonZeroU32 {
    NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN)
}

fn per_minute<K: Clone + Eq + Hash>(times: u32) -> DefaultKeyedRateLimiter<K> {
    RateLimiter::keyed(Quota::per_minute(at_least_one(times)))
}

/// Nothing where there is room, else after how many seconds there is.
fn wait<K: Clone + Eq + Hash>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Option<u64> {
    let refused = limiter.check_key(key).err()?;
    let wait = refused.wait_time_from(limiter.clock().now());
    // rounded up, so that whoever waits as long is let in
    Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
}

/// What an address counts as: in IPv6, one line has a whole /64 of them.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        },
    }
}

impl Limits {
    /// As configured.
    pub fn new(config: &Config) -> Arc<Self> {
        Arc::new(Self {
            guarded: per_minute(config.limit_sign_in),
            writes: per_minute(config.limit_writes),
            accounts: per_minute(config.limit_account_writes),
            heavy: RateLimiter::keyed(Quota::per_hour(at_least_one(config.limit_exports))),
            proxies: config.trusted_proxies,
        })
    }

    /// Forgets addresses that have been quiet, so that memory does not grow.
    pub fn sweep(&self) {
        self.guarded.retain_recent();
        self.writes.retain_recent();
        self.accounts.retain_recent();
        self.heavy.retain_recent();
    }
}

/// Who sent a request. `X-Forwarded-For` counts only as far as proxies of ours wrote it: from the right, one each. A proxy
/// may also have written a line of its own; lines are read one after the other (RFC 9110, 5.3).
pub fn sender(request: &Request, proxies: usize) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let lines = request.headers().get_all("x-forwarded-for").iter();
    let forwarded = lines.map(|line| line.to_str().unwrap_or_default()).collect::<Vec<_>>().join(",");
    let told = proxies.checked_sub(1).and_then(|back| forwarded.rsplit(',').nth(back)?.trim().parse().ok());
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
        "/sign-in"
            | "/register"
            | "/password/forgotten"
            | "/account/email"
            | "/account/password"
            | "/account/access/code"
    ) || path == "/tickets/link"
        || path.starts_with("/sign-in/");
    let limiter = if guarded { &limits.guarded } else { &limits.writes };
    let heavy = matches!(path, "/account/data/download" | "/desk/audit/export" | "/desk/people/export");
    let account = cx.actor.user_id();
    let refused = wait(limiter, &network(sender(&request, limits.proxies)))
        .or_else(|| wait(&limits.accounts, &account?))
        .or_else(|| wait(&limits.heavy, &account.filter(|_| heavy)?));
    if let Some(seconds) = refused {
        tracing::info!(guarded, heavy, "too many requests");
        return trouble(cx, Trouble::TooMany { seconds: seconds.max(1) }).await;
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_network_however_many_addresses_it_has() {
        let of = |address: &str| network(address.parse().expect("an address"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }

    #[test]
    fn who_waits_as_long_as_told_is_let_in() {
        let limiter = per_minute::<u8>(2);
        assert_eq!((wait(&limiter, &1), wait(&limiter, &1)), (None, None));
        let seconds = wait(&limiter, &1).expect("too many");
        assert!(
            (29..=30).contains(&seconds),
            "{seconds}: one of two in a minute comes back every 30 seconds"
        );
        assert_eq!(wait(&limiter, &2), None, "another one is not told to wait");
    }
}
