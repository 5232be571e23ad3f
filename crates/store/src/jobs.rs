//! Work promised by a committed transaction, taken by whichever process is free, with a lease so that none is lost.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, value},
};

/// One promised piece of work.
#[derive(Clone, Debug, FromRow)]
pub struct Job {
    /// Also the order of promising.
    pub id: Uuid,
    /// `mail` or `index`.
    pub kind: String,
    /// What it is about.
    pub payload: Json<serde_json::Value>,
    /// When it was promised.
    pub created_at: DateTime<Utc>,
    /// How often it was tried before this.
    pub attempts: i64,
    /// What went wrong the last time.
    pub last_error: Option<String>,
}

/// Promises work, as part of the caller's transaction.
pub async fn put(
    db: &mut Db,
    id: Uuid,
    kind: &str,
    payload: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = "INSERT INTO outbox (id, kind, payload, created_at, due_at) VALUES ($1, $2, $3, $4, $4)";
    exec!(db, sql, id, kind, Json(payload), now).map(|_| ())
}

/// Takes up to `limit` due pieces until `leased_until`; another process takes them after that.
pub async fn lease(
    db: &mut Db,
    kind: &str,
    limit: i64,
    now: DateTime<Utc>,
    leased_until: DateTime<Utc>,
) -> Result<Vec<Job>> {
    // the conditions stand twice: PostgreSQL checks the outer ones again on a row that another process held meanwhile
    let sql = "UPDATE outbox SET leased_until = $4
               WHERE parked_at IS NULL AND due_at <= $3 AND (leased_until IS NULL OR leased_until <= $3) AND id IN (
                 SELECT id FROM outbox WHERE kind = $1 AND parked_at IS NULL AND due_at <= $3
                   AND (leased_until IS NULL OR leased_until <= $3) ORDER BY id LIMIT $2)
               RETURNING id, kind, payload, created_at, attempts, last_error";
    let mut jobs = all!(db, Job, sql, kind, limit, now, leased_until)?;
    jobs.sort_by_key(|job| job.id);
    Ok(jobs)
}

/// The work is done.
pub async fn done(db: &mut Db, id: Uuid) -> Result<()> {
    exec!(db, "DELETE FROM outbox WHERE id = $1", id).map(|_| ())
}

/// It failed and is tried again at `due_at`.
pub async fn retry(db: &mut Db, id: Uuid, due_at: DateTime<Utc>, error: &str) -> Result<()> {
    let sql = "UPDATE outbox SET attempts = attempts + 1, due_at = $2, leased_until = NULL, last_error = $3 WHERE id = $1";
    exec!(db, sql, id, due_at, error).map(|_| ())
}

/// It failed for good, until someone looks at it.
pub async fn park(db: &mut Db, id: Uuid, now: DateTime<Utc>, error: &str) -> Result<()> {
    let sql = "UPDATE outbox SET attempts = attempts + 1, parked_at = $2, leased_until = NULL, last_error = $3 WHERE id = $1";
    exec!(db, sql, id, now, error).map(|_| ())
}

/// What was given up, oldest first.
pub async fn parked(db: &mut Db) -> Result<Vec<Job>> {
    let sql = "SELECT id, kind, payload, created_at, attempts, last_error FROM outbox WHERE parked_at IS NOT NULL ORDER BY id LIMIT 100";
    all!(db, Job, sql)
}

/// Tries everything that was given up once more; gives how many.
pub async fn unpark(db: &mut Db, now: DateTime<Utc>) -> Result<u64> {
    let sql = "UPDATE outbox SET parked_at = NULL, attempts = 0, due_at = $1 WHERE parked_at IS NOT NULL";
    exec!(db, sql, now)
}

/// How many pieces of a kind wait.
pub async fn count_waiting(db: &mut Db, kind: &str) -> Result<i64> {
    value!(db, i64, "SELECT COUNT(*) FROM outbox WHERE kind = $1 AND parked_at IS NULL", kind)
}

/// How many pieces wait, and how many were given up.
pub async fn counts(db: &mut Db) -> Result<(i64, i64)> {
    let waiting = value!(db, i64, "SELECT COUNT(*) FROM outbox WHERE parked_at IS NULL")?;
    let parked = value!(db, i64, "SELECT COUNT(*) FROM outbox WHERE parked_at IS NOT NULL")?;
    Ok((waiting, parked))
}
