//! The queue of background jobs (table `outbox`). A job is enqueued in the transaction that causes it and run by any process
//! that leases it; a job whose lease expires is run again.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_scalar},
};

/// A job in the queue.
#[derive(Clone, Debug, FromRow)]
pub struct Job {
    /// Primary key (UUID v7), also the order of the queue.
    pub id: Uuid,
    /// `mail` or `index`.
    pub kind: String,
    /// Arguments of the job.
    pub payload: Json<serde_json::Value>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// Number of earlier attempts.
    pub attempts: i64,
    /// Error of the last attempt.
    pub last_error: Option<String>,
}

/// Enqueues a job as part of the caller's transaction; it is due at once.
pub async fn enqueue(
    db: &mut Db,
    id: Uuid,
    kind: &str,
    payload: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = "INSERT INTO outbox (id, kind, payload, created_at, due_at) VALUES ($1, $2, $3, $4, $4)";
    execute!(db, sql, id, kind, Json(payload), now).map(|_| ())
}

/// Leases up to `limit` due jobs until `leased_until`, when they become available to other processes again.
pub async fn lease(
    db: &mut Db,
    kind: &str,
    limit: i64,
    now: DateTime<Utc>,
    leased_until: DateTime<Utc>,
) -> Result<Vec<Job>> {
    // the conditions are repeated because PostgreSQL re-checks only the outer ones on a row that another process had locked
    let sql = "UPDATE outbox SET leased_until = $4
               WHERE parked_at IS NULL AND due_at <= $3 AND (leased_until IS NULL OR leased_until <= $3) AND id IN (
                 SELECT id FROM outbox WHERE kind = $1 AND parked_at IS NULL AND due_at <= $3
                   AND (leased_until IS NULL OR leased_until <= $3) ORDER BY id LIMIT $2)
               RETURNING id, kind, payload, created_at, attempts, last_error";
    let mut jobs = fetch_all!(db, Job, sql, kind, limit, now, leased_until)?;
    jobs.sort_by_key(|job| job.id);
    Ok(jobs)
}

/// Deletes a job that succeeded.
pub async fn complete(db: &mut Db, id: Uuid) -> Result<()> {
    execute!(db, "DELETE FROM outbox WHERE id = $1", id).map(|_| ())
}

/// Records a failed attempt and schedules the next one for `due_at`.
pub async fn retry(db: &mut Db, id: Uuid, due_at: DateTime<Utc>, error: &str) -> Result<()> {
    let sql = "UPDATE outbox SET attempts = attempts + 1, due_at = $2, leased_until = NULL, last_error = $3 WHERE id = $1";
    execute!(db, sql, id, due_at, error).map(|_| ())
}

/// Marks a job as failed: it is not run again before [`retry_failed`].
pub async fn fail(db: &mut Db, id: Uuid, now: DateTime<Utc>, error: &str) -> Result<()> {
    let sql = "UPDATE outbox SET attempts = attempts + 1, parked_at = $2, leased_until = NULL, last_error = $3 WHERE id = $1";
    execute!(db, sql, id, now, error).map(|_| ())
}

/// Up to 100 failed jobs, oldest first.
pub async fn list_failed(db: &mut Db) -> Result<Vec<Job>> {
    let sql = "SELECT id, kind, payload, created_at, attempts, last_error FROM outbox WHERE parked_at IS NOT NULL ORDER BY id LIMIT 100";
    fetch_all!(db, Job, sql)
}

/// Makes all failed jobs pending again with a fresh number of attempts; returns how many.
pub async fn retry_failed(db: &mut Db, now: DateTime<Utc>) -> Result<u64> {
    let sql = "UPDATE outbox SET parked_at = NULL, attempts = 0, due_at = $1 WHERE parked_at IS NOT NULL";
    execute!(db, sql, now)
}

/// Number of pending jobs of a kind.
pub async fn count_pending(db: &mut Db, kind: &str) -> Result<i64> {
    fetch_scalar!(db, i64, "SELECT COUNT(*) FROM outbox WHERE kind = $1 AND parked_at IS NULL", kind)
}

/// Number of jobs in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobCounts {
    /// Jobs that will be run, now or later.
    pub pending: i64,
    /// Jobs that failed for good.
    pub failed: i64,
}

/// Counts the jobs of all kinds.
pub async fn count_all(db: &mut Db) -> Result<JobCounts> {
    let pending = fetch_scalar!(db, i64, "SELECT COUNT(*) FROM outbox WHERE parked_at IS NULL")?;
    let failed = fetch_scalar!(db, i64, "SELECT COUNT(*) FROM outbox WHERE parked_at IS NOT NULL")?;
    Ok(JobCounts { pending, failed })
}

/// Payload and error of a job: the parts that may contain personal data.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct JobContent {
    /// Id of the job.
    pub id: Uuid,
    /// Arguments of the job.
    #[sqlx(json)]
    pub payload: serde_json::Value,
    /// Error of the last attempt.
    pub last_error: Option<String>,
}

/// Contents of all jobs of a kind, failed ones included.
pub async fn list_contents(db: &mut Db, kind: &str) -> Result<Vec<JobContent>> {
    fetch_all!(db, JobContent, "SELECT id, payload, last_error FROM outbox WHERE kind = $1", kind)
}

/// Replaces payload and error of a job.
pub async fn update_content(db: &mut Db, content: &JobContent) -> Result<()> {
    let sql = "UPDATE outbox SET payload = $2, last_error = $3 WHERE id = $1";
    execute!(db, sql, content.id, Json(&content.payload), &content.last_error).map(|_| ())
}
