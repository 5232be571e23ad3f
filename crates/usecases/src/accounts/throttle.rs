//! Throttling of sign-in attempts: failures make further attempts wait longer and longer. No account is ever locked: what
//! others do to it delays neither a browser in which its owner has signed in before, nor an emailed link.

use std::net::Ipv6Addr;

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_store::sign_in_failures;
use uuid::Uuid;

use super::secrets::hash_key;
use crate::{Backend, Error};

/// Failures are forgotten after this long without another one.
pub(super) const FORGET_AFTER: TimeDelta = TimeDelta::hours(24);

/// What failures are counted for, and how much they delay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ThrottleKey {
    key: String,
    /// How many failures cause no delay.
    free_failures: i64,
    /// The longest delay.
    max_delay: TimeDelta,
    /// Whether a success resets the count: not for keys that many people share.
    reset_on_success: bool,
}

impl ThrottleKey {
    fn personal(kind: &str, id: &str) -> Self {
        let key = format!("{kind}:{}", hash_key(id));
        Self { key, free_failures: 5, max_delay: TimeDelta::minutes(15), reset_on_success: true }
    }

    /// An e-mail address that someone tries to sign in with, whether or not it has an account.
    pub(super) fn account(email: &str) -> Self {
        Self::personal("account", email)
    }

    /// A browser in which the account's owner has signed in before.
    pub(super) fn device(user: Uuid, device: &str) -> Self {
        Self::personal("device", &format!("{user} {device}"))
    }

    /// Codes of a second factor; attempts after different sign-in methods do not delay each other.
    pub(super) fn code(user: Uuid, method: &str) -> Self {
        Self::personal("code", &format!("{user} {method}"))
    }

    /// A signed-in person who reauthenticates.
    pub(super) fn reauthentication(user: Uuid) -> Self {
        Self::personal("proof", &user.to_string())
    }

    /// A network address, which many people may share, such as a school's.
    pub(super) fn remote_address(address: &str) -> Self {
        let key = format!("address:{}", hash_key(&network(address)));
        Self { key, free_failures: 30, max_delay: TimeDelta::seconds(30), reset_on_success: false }
    }

    /// The delay after so many failures: none below `free_failures`, then 1 s, doubling up to `max_delay`.
    fn delay(&self, failures: i64) -> TimeDelta {
        let over = failures - self.free_failures;
        if over < 0 {
            return TimeDelta::zero();
        }
        let doublings = u32::try_from(over.min(20)).unwrap_or(20);
        TimeDelta::seconds(2_i64.pow(doublings)).min(self.max_delay)
    }
}

/// The first 64 bits of an IPv6 address, because one household or machine chooses the rest freely; an IPv4 address whole.
pub(crate) fn network(address: &str) -> String {
    match address.parse::<Ipv6Addr>() {
        Ok(address) => address.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(),
        Err(_) => address.to_owned(),
    }
}

/// An attempt that counts as a failure until [`ThrottledAttempt::succeeded`]. Holds each key with its count before.
#[must_use]
#[derive(Debug)]
pub(super) struct ThrottledAttempt(Vec<(ThrottleKey, i64)>);

/// Begins an attempt: counts it as a failure, or returns how long to wait. It is counted before the password or code is
/// verified, so that parallel attempts gain nothing.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::RateLimited`] on `field`.
pub(super) async fn begin_attempt(
    backend: &Backend,
    field: &str,
    keys: Vec<ThrottleKey>,
) -> Result<ThrottledAttempt, Error> {
    let now = backend.clock.now();
    let mut tx = backend.begin().await?;
    let mut locked = Vec::new();
    let mut until: Option<DateTime<Utc>> = None;
    for key in keys {
        let found = sign_in_failures::lock(&mut tx, &key.key, now).await?;
        let failures = if now - found.last_at > FORGET_AFTER { 0 } else { found.failures };
        until = until.max(Some(found.last_at + key.delay(failures)));
        locked.push((key, failures));
    }
    if let Some(until) = until.filter(|until| *until > now) {
        let seconds = u64::try_from((until - now).num_seconds()).unwrap_or(0) + 1;
        return Err(FieldErrors::single(field, Problem::RateLimited { seconds }).into());
    }
    for (key, failures) in &locked {
        sign_in_failures::update(&mut tx, &key.key, failures + 1, now).await?;
    }
    tx.commit().await?;
    Ok(ThrottledAttempt(locked))
}

impl ThrottledAttempt {
    /// Reports success: resets the count, or for a shared key restores it to what it was before this attempt.
    pub(super) async fn succeeded(self, db: &mut fyr_store::Db, now: DateTime<Utc>) -> Result<(), Error> {
        for (key, before) in self.0 {
            if key.reset_on_success {
                sign_in_failures::delete(db, &key.key).await?;
            } else {
                sign_in_failures::update(db, &key.key, before, now).await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_cannot_use_a_new_address_for_each_attempt() {
        let key = |from: &str| ThrottleKey::remote_address(from).key;
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::7"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }

    #[test]
    fn a_few_failures_cause_no_delay_and_delays_then_double_up_to_a_limit() {
        let account = ThrottleKey::account("a@example.org");
        let delays: Vec<_> = [0, 4, 5, 6, 10, 14, 15, 1_000].map(|n| account.delay(n).num_seconds()).to_vec();
        assert_eq!(delays, [0, 0, 1, 2, 32, 512, 900, 900]);
        let school = ThrottleKey::remote_address("192.0.2.1");
        assert_eq!([29, 30, 1_000].map(|n| school.delay(n).num_seconds()), [0, 1, 30]);
    }
}
