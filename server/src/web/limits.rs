//! Rate limits for requests that change something, by network address and by account. Above a limit the response is 429 with the
//! time to wait; nothing is ever locked for longer.

use std::{hash::Hash, net::IpAddr, num::NonZeroU32, sync::Arc};

use axum::{
    Extension,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use fyr_app::{RequestContext, pages::errors::ErrorPage};
use fyr_domain::Network;
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
    sign_in: NetworkLimiter,
    /// All other writes, by network address (`limit_writes`, in a minute).
    writes: NetworkLimiter,
    /// All writes, by account (`limit_account_writes`, in a minute).
    account_writes: DefaultKeyedRateLimiter<Uuid>,
    /// Downloads of whole data sets, by account (`limit_exports`, in an hour).
    exports: DefaultKeyedRateLimiter<Uuid>,
}

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

/// A limit by network: what one line may do, and what one site with many lines may.
#[derive(Debug)]
struct NetworkLimiter {
    lines: DefaultKeyedRateLimiter<IpAddr>,
    sites: DefaultKeyedRateLimiter<IpAddr>,
}

/// How many times the limit of a line a site has.
const LINES_OF_A_SITE: u32 = 8;

impl NetworkLimiter {
    fn per_minute(times: u32) -> Self {
        Self { lines: per_minute(times), sites: per_minute(times.saturating_mul(LINES_OF_A_SITE)) }
    }

    fn check(&self, network: Network) -> Option<u64> {
        check(&self.lines, &network.line()).or_else(|| check(&self.sites, &network.site()?))
    }

    fn retain_recent(&self) {
        self.lines.retain_recent();
        self.sites.retain_recent();
    }
}

impl RateLimits {
    /// Limiters with the configured limits.
    pub fn new(config: &Config) -> Arc<Self> {
        Arc::new(Self {
            sign_in: NetworkLimiter::per_minute(config.limits.limit_sign_in),
            writes: NetworkLimiter::per_minute(config.limits.limit_writes),
            account_writes: per_minute(config.limits.limit_account_writes),
            exports: RateLimiter::keyed(Quota::per_hour(non_zero(config.limits.limit_exports))),
        })
    }

    /// Removes keys without recent requests, so that memory does not grow.
    pub fn sweep(&self) {
        self.sign_in.retain_recent();
        self.writes.retain_recent();
        self.account_writes.retain_recent();
        self.exports.retain_recent();
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
    let limiter = match policy.limit {
        RateLimit::None => return next.run(request).await,
        RateLimit::Guarded => &limits.sign_in,
        RateLimit::Writes | RateLimit::Heavy => &limits.writes,
    };
    let account = cx.actor.user_id();
    let wait_seconds = cx
        .actor
        .network
        .and_then(|network| limiter.check(network))
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
        let network = |address: &str| Network::parse(address).expect("an address");
        let limiter = NetworkLimiter::per_minute(1);
        let may = |address: &str| limiter.check(network(address)).is_none();
        assert!(may("2001:db8:1:2::1") && !may("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert!(may("2001:db8:1:3::1"), "another line of the same site");
        assert!(may("192.0.2.1") && may("192.0.2.2") && !may("::ffff:192.0.2.1"));
    }

    #[test]
    fn a_site_cannot_use_a_new_line_for_each_request() {
        let limiter = NetworkLimiter::per_minute(2);
        let lines =
            (0..100).map(|line| Network::parse(&format!("2001:db8:1:{line:x}::1")).expect("an address"));
        assert_eq!(lines.filter(|line| limiter.check(*line).is_none()).count(), 16);
        assert_eq!(limiter.check(Network::parse("2001:db8:2::1").expect("an address")), None, "another site");
        let homes = (0..100).map(|home| Network::parse(&format!("192.0.2.{home}")).expect("an address"));
        assert_eq!(homes.filter(|home| limiter.check(*home).is_none()).count(), 100, "IPv4 has lines alone");
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
