//! Rate limits for requests that change something, by network address and by account. Above a limit the response is 429 with the
//! time to wait; nothing is ever locked for longer.

use std::{
    hash::Hash,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
};

use axum::{
    Extension,
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use fyr_app::{RequestContext, pages::errors::ErrorPage};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use uuid::Uuid;

use super::{
    error::Error,
    policy::{Policy, RateLimit},
};
use crate::config::Config;

/// The rate limiters of one process, in memory.
#[derive(Debug)]
pub struct RateLimits {
    /// Attempts to sign in and requests for mail, by network address (`limit_sign_in`, in a minute).
    sign_in: DefaultKeyedRateLimiter<IpAddr>,
    /// All other writes, by network address (`limit_writes`, in a minute).
    writes: DefaultKeyedRateLimiter<IpAddr>,
    /// Requests of identity providers, by network address ([`PROVIDER_REQUESTS`], in a minute).
    providers: DefaultKeyedRateLimiter<IpAddr>,
    /// All writes, by account (`limit_account_writes`, in a minute).
    account_writes: DefaultKeyedRateLimiter<Uuid>,
    /// Downloads of whole data sets, by account (`limit_exports`, in an hour).
    exports: DefaultKeyedRateLimiter<Uuid>,
    /// The number of trusted reverse proxies (`trusted_proxies`).
    proxies: usize,
}

/// How many requests one identity provider may send in a minute; thousands of people may sign out there at the end of a day.
const PROVIDER_REQUESTS: u32 = 600;

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

/// The network an address belongs to: the address itself for IPv4, its /64 for IPv6, of which one line has all addresses.
pub fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        },
    }
}

impl RateLimits {
    /// Limiters with the configured limits.
    pub fn new(config: &Config) -> Arc<Self> {
        Arc::new(Self {
            sign_in: per_minute(config.limits.limit_sign_in),
            writes: per_minute(config.limits.limit_writes),
            providers: per_minute(PROVIDER_REQUESTS),
            account_writes: per_minute(config.limits.limit_account_writes),
            exports: RateLimiter::keyed(Quota::per_hour(non_zero(config.limits.limit_exports))),
            proxies: config.http.trusted_proxies,
        })
    }

    /// Removes keys without recent requests, so that memory does not grow.
    pub fn sweep(&self) {
        self.sign_in.retain_recent();
        self.writes.retain_recent();
        self.providers.retain_recent();
        self.account_writes.retain_recent();
        self.exports.retain_recent();
    }
}

/// The network address of the client. Of `X-Forwarded-For` only the entries written by trusted proxies count: from the right,
/// one for each of `proxies`. Where a proxy added a header line of its own, lines are joined in order (RFC 9110, 5.3).
pub fn client_address(request: &Request, proxies: usize) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let lines = request.headers().get_all("x-forwarded-for").iter();
    let forwarded = lines.map(|line| line.to_str().unwrap_or_default()).collect::<Vec<_>>().join(",");
    let client =
        proxies.checked_sub(1).and_then(|index| forwarded.rsplit(',').nth(index)?.trim().parse().ok());
    client.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// Middleware: answers 429 to requests above a limit of their route.
pub async fn enforce_rate_limits(
    State(limits): State<Arc<RateLimits>>,
    Extension(policy): Extension<Policy>,
    cx: RequestContext,
    request: Request,
    next: Next,
) -> Response {
    let limiter = match policy.limit {
        RateLimit::None => return next.run(request).await,
        RateLimit::Guarded => &limits.sign_in,
        RateLimit::Providers => &limits.providers,
        RateLimit::Writes | RateLimit::Heavy => &limits.writes,
    };
    let account = cx.actor.user_id();
    let wait_seconds = check(limiter, &network(client_address(&request, limits.proxies)))
        .or_else(|| check(&limits.account_writes, &account?))
        .or_else(|| check(&limits.exports, &account.filter(|_| policy.limit == RateLimit::Heavy)?));
    if let Some(seconds) = wait_seconds {
        tracing::info!(limit = ?policy.limit, "too many requests");
        return Error::from(ErrorPage::TooManyRequests { seconds: seconds.max(1) }).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_counts_as_one_address() {
        let network = |address: &str| network(address.parse().expect("an address"));
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
    }

    #[test]
    fn the_seconds_to_wait_are_rounded_up_and_other_keys_need_not_wait() {
        let limiter = per_minute::<u8>(2);
        assert_eq!((check(&limiter, &1), check(&limiter, &1)), (None, None));
        let seconds = check(&limiter, &1).expect("too many");
        assert!(
            (29..=30).contains(&seconds),
            "{seconds}: one of two in a minute comes back every 30 seconds"
        );
        assert_eq!(check(&limiter, &2), None, "another key need not wait");
    }
}
