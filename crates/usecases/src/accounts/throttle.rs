//! Guessing gets slower and slower. Nothing is ever locked: what others do to an account makes neither a browser wait in
//! which its owner has signed in before, nor a link that was mailed to them.

use std::net::Ipv6Addr;

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_store::failures;
use uuid::Uuid;

use super::secrets::hash;
use crate::{Error, Services};

/// After so long a quiet time nothing is remembered.
pub(super) const FORGOTTEN: TimeDelta = TimeDelta::hours(24);

/// What guesses are counted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    key: String,
    /// So many failures cost no time.
    free: i64,
    /// The longest pause.
    longest: TimeDelta,
    /// Whether one success makes up for all failures: not where many people share it.
    forgives: bool,
}

impl Subject {
    fn own(kind: &str, of: &str) -> Self {
        let key = format!("{kind}:{}", hash(of));
        Self { key, free: 5, longest: TimeDelta::minutes(15), forgives: true }
    }

    /// An address someone tries to sign in with, known or not.
    pub(super) fn account(email: &str) -> Self {
        Self::own("account", email)
    }

    /// A browser that an account's owner has used before.
    pub(super) fn device(user: Uuid, device: &str) -> Self {
        Self::own("device", &format!("{user} {device}"))
    }

    /// Codes of a second factor; those who came in different ways do not make each other wait.
    pub(super) fn code(user: Uuid, by: &str) -> Self {
        Self::own("code", &format!("{user} {by}"))
    }

    /// A signed-in person who must show who they are once more.
    pub(super) fn proof(user: Uuid) -> Self {
        Self::own("proof", &user.to_string())
    }

    /// A network address, which may be a whole school's.
    pub(super) fn address(from: &str) -> Self {
        let key = format!("address:{}", hash(&network(from)));
        Self { key, free: 30, longest: TimeDelta::seconds(30), forgives: false }
    }

    fn pause(&self, failures: i64) -> TimeDelta {
        let over = failures - self.free;
        if over < 0 {
            return TimeDelta::zero();
        }
        let doublings = u32::try_from(over.min(20)).unwrap_or(20);
        TimeDelta::seconds(2_i64.pow(doublings)).min(self.longest)
    }
}

/// Of an IPv6 address the first 64 bits: one household or machine chooses the rest freely.
fn network(from: &str) -> String {
    match from.parse::<Ipv6Addr>() {
        Ok(address) => address.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(),
        Err(_) => from.to_owned(),
    }
}

/// A try that has been counted as a failure, until it turns out well.
#[must_use]
#[derive(Debug)]
pub(super) struct Try(Vec<(Subject, i64)>);

/// Begins a try: counts it, or says how long to wait. Counted before it is looked at, so that many at once gain nothing.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::Wait`] on `field`.
pub(super) async fn begin(ctx: &Services, field: &str, subjects: Vec<Subject>) -> Result<Try, Error> {
    let now = ctx.clock.now();
    let mut tx = ctx.store.begin().await?;
    let mut held = Vec::new();
    let mut until: Option<DateTime<Utc>> = None;
    for subject in subjects {
        let found = failures::hold(&mut tx, &subject.key, now).await?;
        let failures = if now - found.last_at > FORGOTTEN { 0 } else { found.failures };
        until = until.max(Some(found.last_at + subject.pause(failures)));
        held.push((subject, failures));
    }
    if let Some(until) = until.filter(|until| *until > now) {
        let seconds = u64::try_from((until - now).num_seconds()).unwrap_or(0) + 1;
        return Err(FieldErrors::one(field, Problem::Wait { seconds }).into());
    }
    for (subject, failures) in &held {
        failures::set(&mut tx, &subject.key, failures + 1, now).await?;
    }
    tx.commit().await?;
    Ok(Try(held))
}

impl Try {
    /// It was right: what was counted is taken back.
    pub(super) async fn succeeded(self, db: &mut fyr_store::Db, now: DateTime<Utc>) -> Result<(), Error> {
        for (subject, before) in self.0 {
            if subject.forgives {
                failures::clear(db, &subject.key).await?;
            } else {
                failures::set(db, &subject.key, before, now).await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_cannot_take_a_new_address_for_each_try() {
        let key = |from: &str| Subject::address(from).key;
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::7"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }

    #[test]
    fn a_few_mistakes_cost_nothing_and_pauses_then_double_up_to_an_end() {
        let account = Subject::account("a@example.org");
        let pauses: Vec<_> = [0, 4, 5, 6, 10, 14, 15, 1_000].map(|n| account.pause(n).num_seconds()).to_vec();
        assert_eq!(pauses, [0, 0, 1, 2, 32, 512, 900, 900]);
        let school = Subject::address("192.0.2.1");
        assert_eq!([29, 30, 1_000].map(|n| school.pause(n).num_seconds()), [0, 1, 30]);
    }
}
