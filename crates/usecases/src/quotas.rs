//! How much one sender may leave with the portal in a day: files, drafts, texts, and forms that wait for their sender to sign in.
//! Counted in memory, by each process for itself; what is in the past leaks away steadily.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor, NetworkPrefix,
    fields::{FieldErrors, Problem},
    text::EmailAddress,
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
    /// Bytes of tickets and of messages in them.
    FiledText,
    /// Bytes of ratings: of articles, and of the help with a ticket.
    RatingText,
}

impl QuotaKind {
    /// What one item counts at least, in bytes: a row costs something however little it says.
    const fn least(self) -> u64 {
        match self {
            Self::UploadedBytes | Self::Drafts => 0,
            Self::UnsentBytes | Self::RatingText => 1_000,
            Self::FiledText => 10_000,
        }
    }

    /// Whether it is kept for its sender's convenience alone, so that it may be refused where the disk is almost full.
    const fn is_for_convenience(self) -> bool {
        match self {
            Self::UnsentBytes | Self::Drafts => true,
            Self::UploadedBytes | Self::FiledText | Self::RatingText => false,
        }
    }
}

/// How many networks' worth all networks together may leave in a day.
const NETWORKS_IN_ALL: u64 = 20;
/// When someone may try again whose form was not kept because the disk is almost full.
const AGAIN_WHEN_FULL: u64 = 600;

/// Quotas that the operator sets, in a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaSettings {
    /// [`QuotaKind::UploadedBytes`] of one account, or one browser in which nobody is signed in.
    pub uploads: u64,
    /// The same of all browsers of one line in which nobody is signed in with a confirmed address.
    pub network_uploads: u64,
    /// [`QuotaKind::FiledText`] of one account, browser or guest's mailbox.
    pub text: u64,
    /// The same of all browsers of one line in which nobody is signed in with a confirmed address.
    pub network_text: u64,
}

impl Default for QuotaSettings {
    fn default() -> Self {
        Self {
            uploads: 500_000_000,
            network_uploads: 2_000_000_000,
            text: 10_000_000,
            network_text: 100_000_000,
        }
    }
}

/// The sender has left enough for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more than one sender may leave in a day; again in {seconds} s")]
pub struct QuotaExceeded {
    /// When there is room again.
    pub seconds: u64,
}

impl QuotaExceeded {
    /// The error of the field that holds what is too much.
    pub(crate) fn at(self, field: &str) -> Error {
        FieldErrors::single(field, Problem::RateLimited { seconds: self.seconds }).into()
    }
}

impl From<QuotaExceeded> for Error {
    fn from(exceeded: QuotaExceeded) -> Self {
        exceeded.at("form")
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

/// What a sender is counted by, each with its limit: the account or browser first, then larger and larger networks, then all.
fn senders(actor: &Actor, owner: &str, (own, of_network): (u64, u64)) -> Vec<(String, u64)> {
    let mut senders = vec![(owner.to_owned(), own)];
    // a browser's key costs nothing, and an account without a confirmed address not much
    if actor.confirmed_user().is_none()
        && let Some(network) = actor.network
    {
        let shares = |prefix: &NetworkPrefix| of_network.saturating_mul(prefix.scope.shares().into());
        senders.extend(network.scopes().map(|prefix| (format!("network:{prefix}"), shares(&prefix))));
        senders.push(("everyone".to_owned(), of_network.saturating_mul(NETWORKS_IN_ALL)));
    }
    senders
}

impl Backend {
    /// Counts what a sender leaves. `owner` is the account or browser that it is stored under; where nobody is signed in with a
    /// confirmed address, the network counts too.
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
        if kind.is_for_convenience() && actor.user.is_none() && self.files.is_disk_almost_full() {
            return Err(QuotaExceeded { seconds: AGAIN_WHEN_FULL });
        }
        let senders = senders(actor, owner, self.quota_limits(kind));
        self.quotas.charge(kind, &senders, amount.max(kind.least()), self.clock.now())
    }

    /// Counts the text of a ticket or message, also for the mailbox that a guest names; nothing for support.
    ///
    /// # Errors
    /// [`QuotaExceeded`], and then nothing was counted.
    pub(crate) fn charge_filed_text(
        &self,
        actor: &Actor,
        owner: &str,
        guest: Option<&EmailAddress>,
        bytes: usize,
    ) -> Result<(), QuotaExceeded> {
        if actor.can_open_desk() {
            return Ok(());
        }
        let kind = QuotaKind::FiledText;
        let (own, of_network) = self.quota_limits(kind);
        let mut senders = senders(actor, owner, (own, of_network));
        senders.extend(guest.map(|guest| (format!("mailbox:{}", guest.mailbox()), own)));
        self.quotas.charge(kind, &senders, (bytes as u64).max(kind.least()), self.clock.now())
    }

    /// The limits of one owner and of one line.
    fn quota_limits(&self, kind: QuotaKind) -> (u64, u64) {
        let QuotaSettings { uploads, network_uploads, text, network_text } = self.settings.quotas;
        match kind {
            QuotaKind::UploadedBytes => (uploads, network_uploads),
            QuotaKind::UnsentBytes => (2_000_000, 20_000_000),
            // of one owner no more than a few are kept
            QuotaKind::Drafts => (2_000, 2_000),
            QuotaKind::FiledText => (text, network_text),
            QuotaKind::RatingText => (200_000, 5_000_000),
        }
    }
}

#[cfg(test)]
mod tests {
    use fyr_domain::Network;

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

    #[test]
    fn nobody_has_another_quota_in_every_line_of_their_network() {
        let quotas = Quotas::default();
        let charge = |line: u32, site: u32| {
            let network = Network::parse(&format!("2001:db8:{site:x}:{line:x}::1"));
            let actor = Actor { network, ..Actor::ANONYMOUS };
            let senders = senders(&actor, &format!("browser:{site} {line}"), (50, 100));
            quotas.charge(QuotaKind::UnsentBytes, &senders, 50, at(0)).is_ok()
        };
        let household = (0..0x100).filter(|line| charge(*line, 1)).count();
        assert_eq!(household, 4, "twice what a line has");
        let site = (0..0x1000).filter(|line| charge(*line, 1)).count();
        assert_eq!(site, 16 - 4, "eight times what a line has");
        let all = (2..100).flat_map(|site| (0..0x1000).step_by(0x100).map(move |line| (line, site)));
        assert_eq!(all.filter(|(line, site)| charge(*line, *site)).count(), 40 - 16, "twenty times in all");
    }

    #[test]
    fn a_confirmed_account_is_counted_by_itself() {
        let user = |email_confirmed| fyr_domain::User {
            id: uuid::Uuid::from_u128(1),
            name: "Petra".into(),
            email: "petra@example.org".into(),
            email_confirmed,
            role: fyr_domain::Role::Participant,
            level: fyr_domain::Level::default(),
            lang: fyr_domain::Lang::Sv,
            memberships: Vec::new(),
        };
        let count = |user| {
            let network = Network::parse("192.0.2.1");
            senders(&Actor { network, ..Actor::signed_in(user) }, "user:1", (1, 1)).len()
        };
        assert_eq!((count(user(true)), count(user(false))), (1, 3));
    }
}
