//! How much one sender may leave with the portal in a day without anyone having asked for it: files, drafts, and forms that wait
//! for their sender to sign in. Counted in memory, by each process for itself; what is in the past leaks away steadily.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
};

use crate::{Backend, Error};

/// The time in which a full quota is empty again.
const PERIOD: TimeDelta = TimeDelta::days(1);
/// How many senders are remembered before those whose quota is empty are forgotten.
const SWEEP_ABOVE: usize = 1_000;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuotaKind {
    /// Bytes of forms with files, whatever becomes of them.
    UploadedBytes,
    /// Bytes of forms that wait for their sender to sign in.
    UnsentBytes,
    /// New drafts.
    Drafts,
}

/// Quotas that the operator sets, in a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaSettings {
    /// [`QuotaKind::UploadedBytes`] of one account, or one browser in which nobody is signed in.
    pub uploads: u64,
    /// The same of all browsers in one network in which nobody is signed in.
    pub network_uploads: u64,
}

impl Default for QuotaSettings {
    fn default() -> Self {
        Self { uploads: 500_000_000, network_uploads: 2_000_000_000 }
    }
}

/// The sender has left enough for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more than one sender may leave in a day; again in {seconds} s")]
pub struct QuotaExceeded {
    /// When there is room again.
    pub seconds: u64,
}

impl From<QuotaExceeded> for Error {
    fn from(exceeded: QuotaExceeded) -> Self {
        FieldErrors::single("form", Problem::RateLimited { seconds: exceeded.seconds }).into()
    }
}

/// How full the quotas of all senders are.
#[derive(Debug, Default)]
pub(crate) struct Quotas(Mutex<HashMap<(QuotaKind, String), Level>>);

/// How full a quota was at a time.
#[derive(Clone, Copy, Debug)]
struct Level {
    amount: u64,
    at: DateTime<Utc>,
    /// The whole quota.
    limit: u64,
}

impl Level {
    /// How full it is now, when the whole quota leaks away in a [`PERIOD`].
    fn now(self, now: DateTime<Utc>) -> u64 {
        let elapsed = u64::try_from((now - self.at).num_milliseconds()).unwrap_or(0);
        let period = PERIOD.num_milliseconds().unsigned_abs();
        let leaked = u128::from(self.limit) * u128::from(elapsed) / u128::from(period);
        self.amount.saturating_sub(u64::try_from(leaked).unwrap_or(u64::MAX))
    }
}

impl Quotas {
    /// Counts for all of these senders, each with its limit, or for none of them.
    fn charge(
        &self,
        kind: QuotaKind,
        senders: &[(String, u64)],
        amount: u64,
        now: DateTime<Utc>,
    ) -> Result<(), QuotaExceeded> {
        let mut levels = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if levels.len() > SWEEP_ABOVE && levels.len() == levels.capacity() {
            levels.retain(|_, level| level.now(now) > 0);
        }
        let mut after = Vec::with_capacity(senders.len());
        for (sender, limit) in senders {
            let key = (kind, sender.clone());
            let before = levels.get(&key).map_or(0, |level| level.now(now));
            let sum = before.saturating_add(amount);
            if sum > *limit {
                let over = u128::from((sum - limit).min(before));
                let wait =
                    over * u128::from(PERIOD.num_seconds().unsigned_abs()) / u128::from((*limit).max(1));
                return Err(QuotaExceeded { seconds: u64::try_from(wait).unwrap_or(u64::MAX).max(1) });
            }
            after.push((key, Level { amount: sum, at: now, limit: *limit }));
        }
        levels.extend(after);
        Ok(())
    }
}

impl Backend {
    /// Counts what a sender leaves. `owner` is the account or browser that it is stored under; where nobody is signed in, the
    /// network counts too, because a browser's key costs nothing.
    ///
    /// # Errors
    /// [`QuotaExceeded`], and then nothing was counted.
    pub fn charge_quota(
        &self,
        kind: QuotaKind,
        actor: &Actor,
        owner: &str,
        amount: u64,
    ) -> Result<(), QuotaExceeded> {
        let QuotaSettings { uploads, network_uploads } = self.settings.quotas;
        let (own, of_network) = match kind {
            QuotaKind::UploadedBytes => (uploads, network_uploads),
            QuotaKind::UnsentBytes => (2_000_000, 20_000_000),
            // of one owner no more than a few are kept
            QuotaKind::Drafts => (2_000, 2_000),
        };
        let mut senders = vec![(owner.to_owned(), own)];
        if actor.user.is_none()
            && let Some(network) = actor.network
        {
            senders.push((format!("network:{}", network.line()), of_network));
        }
        self.quotas.charge(kind, &senders, amount, self.clock.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    #[test]
    fn a_quota_is_full_until_some_of_it_has_leaked_away() {
        let quotas = Quotas::default();
        let charge = |amount, hours| {
            quotas
                .charge(QuotaKind::Drafts, &[("a".to_owned(), 100)], amount, at(hours))
                .map_err(|full| full.seconds)
        };
        assert_eq!(charge(101, 0), Err(1), "more than fits at all");
        assert_eq!((charge(60, 0), charge(40, 0)), (Ok(()), Ok(())));
        assert_eq!(charge(50, 0), Err(12 * 3_600));
        // 100 - 45 (11 of 24 hours, rounded down) + 50 is 5 too many
        assert_eq!(charge(50, 11), Err(5 * 864));
        assert_eq!(charge(50, 12), Ok(()));
        assert_eq!(charge(100, 36), Ok(()), "empty after a day");
    }

    #[test]
    fn what_one_of_several_refuses_counts_for_none() {
        let quotas = Quotas::default();
        let both = [("a".to_owned(), 100), ("network".to_owned(), 10)];
        assert!(quotas.charge(QuotaKind::Drafts, &both, 20, at(0)).is_err());
        assert_eq!(quotas.charge(QuotaKind::Drafts, &both[..1], 100, at(0)), Ok(()));
        assert_eq!(quotas.charge(QuotaKind::UnsentBytes, &both[..1], 100, at(0)), Ok(()), "of another kind");
    }

    #[test]
    fn senders_without_anything_left_are_forgotten() {
        let quotas = Quotas::default();
        for number in 0..20_000_u32 {
            let hours = i64::from(number / 100);
            let _ = quotas.charge(QuotaKind::Drafts, &[(number.to_string(), 100)], 1, at(hours));
        }
        let remembered = quotas.0.lock().unwrap().len();
        assert!(remembered < 4_000, "{remembered}");
    }
}
