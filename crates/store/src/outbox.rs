//! The table `outbox`, in which earlier releases kept their jobs. Kept for one release: while processes of the previous one
//! still run they write to it, and what they leave is moved to the table `jobs`.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional},
};

/// A job as earlier releases stored it.
#[derive(Clone, Debug, FromRow)]
pub struct OutboxJob {
    /// Primary key; it stays the job's id, because a Message-ID is made of it.
    pub id: Uuid,
    /// `mail` or `index`.
    pub kind: String,
    /// Arguments of the job.
    pub payload: Json<serde_json::Value>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When it is to run.
    pub due_at: DateTime<Utc>,
    /// Number of earlier attempts.
    pub attempts: i64,
    /// When it failed for good.
    pub parked_at: Option<DateTime<Utc>>,
    /// Error of the last attempt.
    pub last_error: Option<String>,
}

/// Whether a row waits to be moved that no process of an earlier release is running.
pub async fn is_any_left(db: &mut Db, now: DateTime<Utc>) -> Result<bool> {
    let sql = "SELECT id FROM outbox WHERE leased_until IS NULL OR leased_until <= $1 LIMIT 1";
    Ok(fetch_optional!(db, (Uuid,), sql, now)?.is_some())
}

/// Deletes and returns the rows that no process of an earlier release is running, oldest first.
pub async fn take(db: &mut Db, now: DateTime<Utc>) -> Result<Vec<OutboxJob>> {
    let sql = "DELETE FROM outbox WHERE leased_until IS NULL OR leased_until <= $1
               RETURNING id, kind, payload, created_at, due_at, attempts, parked_at, last_error";
    let mut jobs = fetch_all!(db, OutboxJob, sql, now)?;
    jobs.sort_by_key(|job| job.id);
    Ok(jobs)
}

/// Where a job of the outbox goes in the table `jobs`.
#[derive(Clone, Copy, Debug)]
pub struct Destination<'a> {
    /// Type of the job.
    pub name: &'a str,
    /// The queue it runs in.
    pub queue: &'a str,
    /// Its arguments, as jobs of this type store them.
    pub payload: &'a serde_json::Value,
}

/// Inserts a job that was [taken](take), with its id, times and attempts.
pub async fn insert(db: &mut Db, job: &OutboxJob, to: Destination<'_>) -> Result<()> {
    let sql =
        "INSERT INTO jobs (id, name, queue, payload, created_at, due_at, attempts, failed_at, last_error)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let payload = Json(to.payload);
    let (created, due, failed) = (job.created_at, job.due_at, job.parked_at);
    execute!(db, sql, job.id, to.name, to.queue, payload, created, due, job.attempts, failed, &job.last_error)
        .map(|_| ())
}
