//! How often signing in has failed lately.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{
    Db, Result,
    run::{exec, one},
};

/// The failures of one account, browser or network address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Failures {
    /// How many in a row.
    pub failures: i64,
    /// When the last one was.
    pub last_at: DateTime<Utc>,
}

/// What is counted for a subject, held until the transaction ends: who tries at the same moment waits, and then finds what
/// this one has counted.
pub async fn hold(db: &mut Db, subject: &str, now: DateTime<Utc>) -> Result<Failures> {
    let sql = "INSERT INTO failed_sign_ins (subject, failures, last_at) VALUES ($1, 0, $2)
               ON CONFLICT (subject) DO UPDATE SET failures = failed_sign_ins.failures RETURNING failures, last_at";
    let held = one!(db, Failures, sql, subject, now)?;
    Ok(held.unwrap_or(Failures { failures: 0, last_at: now }))
}

/// Sets what is counted.
pub async fn set(db: &mut Db, subject: &str, failures: i64, now: DateTime<Utc>) -> Result<()> {
    exec!(
        db,
        "UPDATE failed_sign_ins SET failures = $2, last_at = $3 WHERE subject = $1",
        subject,
        failures,
        now
    )
    .map(|_| ())
}

/// Forgets what was counted, because it went well.
pub async fn clear(db: &mut Db, subject: &str) -> Result<()> {
    exec!(db, "DELETE FROM failed_sign_ins WHERE subject = $1", subject).map(|_| ())
}

/// Removes what nobody has tried since; gives how many.
pub async fn delete_quiet(db: &mut Db, since: DateTime<Utc>) -> Result<u64> {
    exec!(db, "DELETE FROM failed_sign_ins WHERE last_at <= $1", since)
}
