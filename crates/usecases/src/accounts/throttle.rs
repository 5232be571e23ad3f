//! Throttling of sign-in attempts: failures make further attempts wait longer and longer. No account is ever locked: what
//! others do to it delays neither a browser in which its owner has signed in before, nor an emailed link.
//!
//! A network may be a whole school's. So it only has a short pause, once, when very many accounts have failed there, and after
//! that shortens the patience with accounts that have failures of their own. What succeeds there changes nothing.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Network, NetworkPrefix, NetworkScope,
    fields::{FieldErrors, Problem},
};
use fyr_store::{
    Db,
    sign_in_failures::{self, SignInFailures},
};
use uuid::Uuid;

use super::{keyed_locks::KeyedLockGuard, secrets::hash_key};
use crate::{Backend, Error};

/// Failures are forgotten after this long without another one.
pub(super) const FORGET_AFTER: TimeDelta = TimeDelta::hours(24);
/// How many failures cause no delay.
const FREE_FAILURES: i64 = 5;
/// How many do in a network that has to be slower.
const FREE_FAILURES_WHEN_SLOWED: i64 = 1;
/// The longest delay.
const MAX_DELAY: TimeDelta = TimeDelta::minutes(15);
/// How long a network pauses when it begins to have to be slower.
const NETWORK_PAUSE: TimeDelta = TimeDelta::seconds(30);
/// How long it takes until a network has one failure less.
const NETWORK_DECAY: TimeDelta = TimeDelta::minutes(1);

/// What failures are counted for: an account, a browser, a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ThrottleKey(String);

impl ThrottleKey {
    fn new(kind: &str, id: &str) -> Self {
        Self(format!("{kind}:{}", hash_key(id)))
    }

    /// An e-mail address that someone tries to sign in with, whether or not it has an account.
    pub(super) fn account(email: &str) -> Self {
        Self::new("account", email)
    }

    /// A browser in which the account's owner has signed in before.
    pub(super) fn device(user: Uuid, device: &str) -> Self {
        Self::new("device", &format!("{user} {device}"))
    }

    /// Codes of a second factor; attempts after different sign-in methods do not delay each other.
    pub(super) fn code(user: Uuid, method: &str) -> Self {
        Self::new("code", &format!("{user} {method}"))
    }

    /// A signed-in person who reauthenticates.
    pub(super) fn reauthentication(user: Uuid) -> Self {
        Self::new("proof", &user.to_string())
    }
}

/// The delay after so many failures: none below `free`, then 1 s, doubling up to [`MAX_DELAY`].
fn delay(failures: i64, free: i64) -> TimeDelta {
    let over = failures - free;
    if over < 0 {
        return TimeDelta::zero();
    }
    let doublings = u32::try_from(over.min(20)).unwrap_or(20);
    TimeDelta::seconds(2_i64.pow(doublings)).min(MAX_DELAY)
}

/// The failures of a network: one for each account, whose own failures slow itself down.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NetworkKey {
    key: String,
    /// At how many it has to be slower; at half of that no longer.
    limit: i64,
}

/// The counters of a network: its line's, and its household's and site's where it has them.
fn network_keys(network: Network) -> Vec<NetworkKey> {
    let key = |prefix: NetworkPrefix| {
        // the names under which rows are stored
        let (kind, limit) = match prefix.scope {
            NetworkScope::Line => ("address", 30),
            NetworkScope::Household => ("household", 60),
            NetworkScope::Site => ("site", 120),
        };
        NetworkKey { key: format!("{kind}:{}", hash_key(&prefix.address.to_string())), limit }
    };
    network.scopes().map(key).collect()
}

impl NetworkKey {
    /// The counter as it has decayed by now.
    fn decayed(&self, counter: SignInFailures, now: DateTime<Utc>) -> SignInFailures {
        let steps = ((now - counter.last_at).num_seconds() / NETWORK_DECAY.num_seconds()).max(0);
        let failures = (counter.failures - steps).max(0);
        let last_at = if failures == 0 { now } else { counter.last_at + NETWORK_DECAY * whole(steps) };
        let slowed_at = counter.slowed_at.filter(|_| failures * 2 > self.limit);
        SignInFailures { failures, last_at, slowed_at }
    }

    /// The counter after one more failure. It never counts more than twice the limit, so that it decays within an hour or two.
    fn after_failure(&self, counter: SignInFailures, now: DateTime<Utc>) -> SignInFailures {
        let decayed = self.decayed(counter, now);
        let failures = (decayed.failures + 1).min(self.limit * 2);
        let slowed_at = decayed.slowed_at.or((failures >= self.limit).then_some(now));
        SignInFailures { failures, slowed_at, ..decayed }
    }
}

fn whole(steps: i64) -> i32 {
    i32::try_from(steps).unwrap_or(i32::MAX)
}

/// An attempt that counts as a failure until [`ThrottledAttempt::succeeded`].
#[must_use]
#[derive(Debug)]
pub(super) struct ThrottledAttempt {
    key: ThrottleKey,
    networks: Vec<NetworkKey>,
    _lock: KeyedLockGuard,
}

/// An attempt to begin.
#[derive(Debug)]
pub(super) struct Attempt<'a> {
    /// The field that is told to wait.
    pub field: &'a str,
    /// What is counted.
    pub key: ThrottleKey,
    /// The network it comes from, where that counts too.
    pub network: Option<Network>,
}

/// Begins an attempt: counts it as a failure, or returns how long to wait. It is counted before the password or code is
/// verified; another one with the same key waits until this one is settled. So parallel attempts gain nothing, and nobody waits
/// because of one that turns out right.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::RateLimited`] on the field.
pub(super) async fn begin_attempt(
    backend: &Backend,
    attempt: Attempt<'_>,
) -> Result<ThrottledAttempt, Error> {
    let Attempt { field, key, network } = attempt;
    let lock = backend.attempt_locks.lock(&key.0).await;
    let now = backend.clock.now();
    let mut networks = network.map(network_keys).unwrap_or_default();
    let mut tx = backend.begin().await?;
    let slowed_at = find_slowed(&mut tx, &networks, now).await?;
    let free = if slowed_at.is_some() { FREE_FAILURES_WHEN_SLOWED } else { FREE_FAILURES };
    let found = sign_in_failures::lock(&mut tx, &key.0, now).await?;
    let failures = if now - found.last_at > FORGET_AFTER { 0 } else { found.failures };
    let network_until = slowed_at.map(|at| at + NETWORK_PAUSE);
    let until = network_until.max(Some(found.last_at + delay(failures, free)));
    if let Some(until) = until.filter(|until| *until > now) {
        let seconds = u64::try_from((until - now).num_seconds()).unwrap_or(0) + 1;
        return Err(FieldErrors::single(field, Problem::RateLimited { seconds }).into());
    }
    if failures > 0 {
        networks.clear();
    }
    let counter = SignInFailures { failures: failures + 1, last_at: now, slowed_at: None };
    sign_in_failures::update(&mut tx, &key.0, counter).await?;
    tx.commit().await?;
    Ok(ThrottledAttempt { key, networks, _lock: lock })
}

/// Since when attempts from these networks have to be slower; `None` where they need not.
async fn find_slowed(
    db: &mut Db,
    networks: &[NetworkKey],
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Error> {
    let mut slowed_at = None;
    for network in networks {
        if let Some(counter) = sign_in_failures::find(db, &network.key).await? {
            slowed_at = slowed_at.max(network.decayed(counter, now).slowed_at);
        }
    }
    Ok(slowed_at)
}

impl ThrottledAttempt {
    /// Reports success: resets the count.
    pub(super) async fn succeeded(&self, db: &mut Db) -> Result<(), Error> {
        Ok(sign_in_failures::delete(db, &self.key.0).await?)
    }

    /// Reports failure: counts it for the network, unless this account has failed before.
    pub(super) async fn failed(&self, db: &mut Db, now: DateTime<Utc>) -> Result<(), Error> {
        for network in &self.networks {
            let counter = sign_in_failures::lock(db, &network.key, now).await?;
            sign_in_failures::update(db, &network.key, network.after_failure(counter, now)).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Vec<NetworkKey> {
        network_keys(Network::parse(text).expect("an address"))
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).expect("a time")
    }

    const NONE: SignInFailures =
        SignInFailures { failures: 0, last_at: DateTime::<Utc>::UNIX_EPOCH, slowed_at: None };

    #[test]
    fn one_network_cannot_use_a_new_address_for_each_attempt() {
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::7"));
        assert_ne!(network("2001:db8:1:2::1")[0], network("2001:db8:1:3::1")[0]);
        assert_eq!(network("2001:db8:1:2::1")[1..], network("2001:db8:1:3::1")[1..]);
        assert_ne!(network("2001:db8:1:2::1")[1], network("2001:db8:1:100::1")[1]);
        assert_eq!(network("2001:db8:1:2::1")[2], network("2001:db8:1:100::1")[2]);
        assert_ne!(network("2001:db8:1::1")[2], network("2001:db8:2::1")[2]);
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
        assert_ne!(network("::ffff:192.0.2.1"), network("::ffff:192.0.2.2"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1:443"));
    }

    #[test]
    fn a_few_failures_cause_no_delay_and_delays_then_double_up_to_a_limit() {
        let delays = [0, 4, 5, 6, 10, 14, 15, 1_000].map(|n| delay(n, FREE_FAILURES).num_seconds());
        assert_eq!(delays, [0, 0, 1, 2, 32, 512, 900, 900]);
        let slowed = [0, 1, 2, 1_000].map(|n| delay(n, FREE_FAILURES_WHEN_SLOWED).num_seconds());
        assert_eq!(slowed, [0, 1, 2, 900]);
    }

    #[test]
    fn the_failures_of_a_network_decay_by_one_a_minute_whatever_else_happens_there() {
        let key = &network("192.0.2.1")[0];
        let three = (0..3).fold(NONE, |counter, second| key.after_failure(counter, at(second)));
        assert_eq!((three.failures, three.slowed_at), (3, None));
        let left = [0, 59, 60, 119, 120, 180, 10_000].map(|seconds| key.decayed(three, at(seconds)).failures);
        assert_eq!(left, [3, 3, 2, 2, 1, 0, 0]);
        let looked_at = (0..90).fold(three, |counter, second| key.decayed(counter, at(second)));
        assert_eq!(looked_at.failures, 2, "looking does not delay the decay");
        let once_a_minute =
            (0..500).fold(NONE, |counter, minute| key.after_failure(counter, at(minute * 60)));
        assert_eq!(once_a_minute.failures, 1, "one mistake a minute never adds up");
    }

    #[test]
    fn one_that_goes_on_failing_does_not_pause_its_network_again() {
        let key = &network("192.0.2.1")[0];
        let mut counter = NONE;
        for second in 0..3_600 {
            counter = key.after_failure(counter, at(second));
            assert_eq!(counter.slowed_at, (second >= 29).then(|| at(29)), "second {second}");
        }
        assert_eq!(counter.failures, 60);
        // 45 whole minutes after the last one that it has decayed by, which is 59 minutes after the first failure
        let (before, after) = (at(59 * 60 + 45 * 60 - 1), at(59 * 60 + 45 * 60));
        assert!(key.decayed(counter, before).slowed_at.is_some());
        assert!(key.decayed(counter, after).slowed_at.is_none());
    }
}
