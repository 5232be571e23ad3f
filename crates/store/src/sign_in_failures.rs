//! Counters of failed sign-ins, for throttling (table `failed_sign_ins`).

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{
    Db, Result,
    run::{execute, fetch_optional},
};

/// Failed sign-ins for a subject: an account, a browser or a network address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct SignInFailures {
    /// Number of consecutive failures.
    pub failures: i64,
    /// When the last one happened; for a network, up to when they have decayed.
    pub last_at: DateTime<Utc>,
    /// Of a network: since when attempts from there have to be slower; `None` while it has had few failures.
    pub slowed_at: Option<DateTime<Utc>>,
}

/// The counter of a subject; `None` where it has none.
pub async fn find(db: &mut Db, subject: &str) -> Result<Option<SignInFailures>> {
    let sql = "SELECT failures, last_at, slowed_at FROM failed_sign_ins WHERE subject = $1";
    fetch_optional!(db, SignInFailures, sql, subject)
}

/// Reads the counter of a subject and locks it until the transaction ends, so that concurrent attempts are counted one after
/// the other.
pub async fn lock(db: &mut Db, subject: &str, now: DateTime<Utc>) -> Result<SignInFailures> {
    let sql = "INSERT INTO failed_sign_ins (subject, failures, last_at) VALUES ($1, 0, $2)
               ON CONFLICT (subject) DO UPDATE SET failures = failed_sign_ins.failures RETURNING failures, last_at, slowed_at";
    let held = fetch_optional!(db, SignInFailures, sql, subject, now)?;
    Ok(held.unwrap_or(SignInFailures { failures: 0, last_at: now, slowed_at: None }))
}

/// Sets the counter of a subject.
pub async fn update(db: &mut Db, subject: &str, counter: SignInFailures) -> Result<()> {
    let SignInFailures { failures, last_at, slowed_at } = counter;
    execute!(
        db,
        "UPDATE failed_sign_ins SET failures = $2, last_at = $3, slowed_at = $4 WHERE subject = $1",
        subject,
        failures,
        last_at,
        slowed_at
    )
    .map(|_| ())
}

/// Deletes the counter of a subject after a successful sign-in.
pub async fn delete(db: &mut Db, subject: &str) -> Result<()> {
    execute!(db, "DELETE FROM failed_sign_ins WHERE subject = $1", subject).map(|_| ())
}

/// Deletes counters without a failure after `since`; returns how many.
pub async fn delete_stale(db: &mut Db, since: DateTime<Utc>) -> Result<u64> {
    execute!(db, "DELETE FROM failed_sign_ins WHERE last_at <= $1", since)
}
