//! Logout tokens that were refused. Anyone can send them, as many as they like, and nobody can shorten the audit log: so they are
//! counted, and one line a minute for each provider and reason says how many.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::Actor;
use fyr_identity::{Provider, ProviderError};
use serde_json::json;

use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
};

/// The time between two lines.
const INTERVAL: TimeDelta = TimeDelta::minutes(1);

/// The refusals since the last line, by provider and reason: both are few and known.
#[derive(Debug, Default)]
pub(crate) struct RejectedLogouts(Mutex<HashMap<(String, &'static str), Since>>);

#[derive(Debug)]
struct Since {
    line_at: DateTime<Utc>,
    count: u64,
}

impl RejectedLogouts {
    /// Counts one; the number since the line before, where a line is due.
    fn count(&self, provider: &str, reason: &'static str, now: DateTime<Utc>) -> Option<u64> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let never = Since { line_at: DateTime::UNIX_EPOCH, count: 0 };
        let since = counts.entry((provider.to_owned(), reason)).or_insert(never);
        since.count += 1;
        if now - since.line_at < INTERVAL {
            return None;
        }
        let count = since.count;
        *since = Since { line_at: now, count: 0 };
        Some(count)
    }
}

/// Counts a refused logout token. Where the line of this minute is due it is written to the audit log, and its count returned.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn count_rejected_logout(
    backend: &Backend,
    actor: &Actor,
    provider: &Provider,
    reason: &ProviderError,
) -> Result<Option<u64>, Error> {
    let (slug, code) = (&provider.config().slug, reason.code());
    let Some(count) = backend.rejected_logouts.count(slug, code, backend.clock.now()) else {
        return Ok(None);
    };
    let mut tx = backend.begin().await?;
    let details = json!({ "provider": slug, "reason": code, "count": count });
    let event = AuditEvent { action: "identity.refused", target: None, organisation: None, details };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await?;
    Ok(Some(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_provider_and_reason_has_a_line_a_minute_with_what_came_since() {
        let counts = RejectedLogouts::default();
        let at = |seconds| DateTime::UNIX_EPOCH + TimeDelta::days(1) + TimeDelta::seconds(seconds);
        assert_eq!(counts.count("a", "token", at(0)), Some(1));
        assert!((1..60).all(|second| counts.count("a", "token", at(second)).is_none()));
        assert_eq!(counts.count("a", "away", at(59)), Some(1), "another reason");
        assert_eq!(counts.count("b", "token", at(59)), Some(1), "another provider");
        assert_eq!(counts.count("a", "token", at(60)), Some(60));
    }
}
