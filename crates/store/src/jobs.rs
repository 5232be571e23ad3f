//! The queue of background jobs (table `jobs`). A job is enqueued in the transaction that causes it, and run by the worker that
//! leases it. Only the holder of the latest lease can complete it; a job whose lease expires is run again.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    dialect::Dialect,
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
};

/// A job in the queue.
#[derive(Clone, Debug, FromRow)]
pub struct Job {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// Type of the job.
    pub name: String,
    /// The queue it runs in.
    pub queue: String,
    /// Identifies it among the waiting jobs; `None` where it is never moved or cancelled.
    pub key: Option<String>,
    /// Arguments of the job.
    pub payload: Json<serde_json::Value>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When it is to run; after a failed attempt, when it is to run again.
    pub due_at: DateTime<Utc>,
    /// Number of earlier attempts.
    pub attempts: i64,
    /// Error of the last attempt.
    pub last_error: Option<String>,
    /// Hash of the network whose request caused it.
    pub network: Option<String>,
    /// Why the last attempt failed, as a word of the program.
    pub cause: Option<String>,
}

/// How an attempt failed.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// The error.
    pub error: &'a str,
    /// The cause, as a word of the program; `None` where there is no word for it.
    pub cause: Option<&'a str>,
}

impl<'a> From<&'a str> for Failure<'a> {
    /// A failure for whose cause there is no word.
    fn from(error: &'a str) -> Self {
        Self { error, cause: None }
    }
}

/// The right to complete a job: taken with [`lease`], lost when it expires or the job is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Id of the job.
    pub job: Uuid,
    /// Id of the lease, new for each [`lease`].
    pub id: Uuid,
}

/// A job to enqueue.
#[derive(Clone, Copy, Debug)]
pub struct NewJob<'a> {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// Type of the job.
    pub name: &'a str,
    /// The queue it runs in.
    pub queue: &'a str,
    /// Identifies it among the waiting jobs.
    pub key: Option<&'a str>,
    /// Arguments of the job.
    pub payload: &'a serde_json::Value,
    /// The present time.
    pub created_at: DateTime<Utc>,
    /// When it is to run.
    pub due_at: DateTime<Utc>,
    /// Hash of the network whose request caused it; `None` where support or the program did.
    pub network: Option<&'a str>,
}

/// Inserts a job (`$1` to `$8`); a text, so that it can be continued with what happens where the key is taken.
macro_rules! insert_job {
    () => {
        "INSERT INTO jobs (id, name, queue, key, payload, created_at, due_at, network) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (key) WHERE key IS NOT NULL AND failed_at IS NULL DO "
    };
}

/// Enqueues a job as part of the caller's transaction. A waiting job with the same key is moved instead: it gets the new
/// payload and due time with fresh attempts, and whoever runs it at this moment loses the lease.
pub async fn enqueue(db: &mut Db, job: &NewJob<'_>) -> Result<()> {
    let sql = concat!(
        insert_job!(),
        "UPDATE SET name = excluded.name, queue = excluded.queue, payload = excluded.payload,
           created_at = excluded.created_at, due_at = excluded.due_at, attempts = 0, lease_id = NULL, leased_until = NULL,
           last_error = NULL, cause = NULL, network = excluded.network"
    );
    let payload = Json(job.payload);
    execute!(db, sql, job.id, job.name, job.queue, job.key, payload, job.created_at, job.due_at, job.network)
        .map(|_| ())
}

/// Enqueues a job unless one with the same key is waiting; whether it did.
pub async fn enqueue_if_absent(db: &mut Db, job: &NewJob<'_>) -> Result<bool> {
    let sql = concat!(insert_job!(), "NOTHING");
    let payload = Json(job.payload);
    let inserted = execute!(
        db,
        sql,
        job.id,
        job.name,
        job.queue,
        job.key,
        payload,
        job.created_at,
        job.due_at,
        job.network
    )?;
    Ok(inserted > 0)
}

/// Deletes the waiting job with this key, even while it runs; whether there was one.
pub async fn cancel(db: &mut Db, key: &str) -> Result<bool> {
    Ok(execute!(db, "DELETE FROM jobs WHERE key = $1 AND failed_at IS NULL", key)? > 0)
}

/// Deletes the jobs with this key, waiting and failed ones, even while they run.
pub async fn delete_by_key(db: &mut Db, key: &str) -> Result<()> {
    execute!(db, "DELETE FROM jobs WHERE key = $1", key).map(|_| ())
}

/// Deletes a job, whoever runs it.
pub async fn delete(db: &mut Db, id: Uuid) -> Result<()> {
    execute!(db, "DELETE FROM jobs WHERE id = $1", id).map(|_| ())
}

/// Which jobs to lease, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct LeaseRequest<'a> {
    /// The queue to lease from, such as `mail`.
    pub queue: &'a str,
    /// The maximum number of jobs.
    pub limit: i64,
    /// The present time.
    pub now: DateTime<Utc>,
    /// When the jobs become available to other workers again.
    pub until: DateTime<Utc>,
    /// The id of the new lease.
    pub lease_id: Uuid,
}

/// Due jobs of a queue (`$1` queue, `$2` limit, `$3` now) that nobody has leased.
macro_rules! select_due {
    ($columns:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM jobs WHERE queue = $1 AND failed_at IS NULL AND due_at <= $3
              AND (leased_until IS NULL OR leased_until <= $3) ORDER BY due_at, id LIMIT $2"
        )
    };
}

/// Leases due jobs. The conditions are repeated because PostgreSQL re-checks only the outer ones on a row that changed meanwhile.
macro_rules! lease_due {
    ($lock:literal) => {
        concat!(
            "WITH due AS MATERIALIZED (",
            select_due!("id"),
            $lock,
            ") UPDATE jobs SET leased_until = $4, lease_id = $5
               WHERE id IN (SELECT id FROM due) AND failed_at IS NULL AND due_at <= $3
                 AND (leased_until IS NULL OR leased_until <= $3)
               RETURNING id, name, queue, key, payload, created_at, due_at, attempts, last_error, cause, network"
        )
    };
}

/// The statement of [`is_any_due`], so that a test can look at its plan: `$1` queue, `$2` limit, `$3` the present time.
pub const SELECT_DUE: &str = select_due!("id");

/// Whether a queue has a due job that nobody has leased.
pub async fn is_any_due(db: &mut Db, queue: &str, now: DateTime<Utc>) -> Result<bool> {
    Ok(fetch_optional!(db, (Uuid,), SELECT_DUE, queue, 1_i64, now)?.is_some())
}

/// Leases due jobs, those that have been due longest first.
pub async fn lease(db: &mut Db, request: LeaseRequest<'_>) -> Result<Vec<Job>> {
    const LEASE: Dialect =
        Dialect { sqlite: lease_due!(""), postgres: lease_due!(" FOR UPDATE SKIP LOCKED") };
    let LeaseRequest { queue, limit, now, until, lease_id } = request;
    let sql = LEASE.text(db);
    let mut jobs = fetch_all!(db, Job, sql, queue, limit, now, until, lease_id)?;
    jobs.sort_by_key(|job| (job.due_at, job.id));
    Ok(jobs)
}

/// Deletes a job that succeeded; `false` where the lease was lost.
pub async fn complete(db: &mut Db, lease: Lease) -> Result<bool> {
    Ok(execute!(db, "DELETE FROM jobs WHERE id = $1 AND lease_id = $2", lease.job, lease.id)? > 0)
}

/// Records a failed attempt and schedules the next one for `due_at`; does nothing where the lease was lost.
pub async fn retry(
    db: &mut Db,
    lease: Lease,
    due_at: DateTime<Utc>,
    failure: impl Into<Failure<'_>>,
) -> Result<()> {
    let failure = failure.into();
    let sql = "UPDATE jobs SET attempts = attempts + 1, due_at = $3, lease_id = NULL, leased_until = NULL, last_error = $4,
                 cause = $5
               WHERE id = $1 AND lease_id = $2";
    execute!(db, sql, lease.job, lease.id, due_at, failure.error, failure.cause).map(|_| ())
}

/// Records a failed attempt that does not count, and schedules the next one for `due_at`; does nothing where the lease was lost.
pub async fn put_off(
    db: &mut Db,
    lease: Lease,
    due_at: DateTime<Utc>,
    failure: impl Into<Failure<'_>>,
) -> Result<()> {
    let failure = failure.into();
    let sql = "UPDATE jobs SET due_at = $3, lease_id = NULL, leased_until = NULL, last_error = $4, cause = $5
               WHERE id = $1 AND lease_id = $2";
    execute!(db, sql, lease.job, lease.id, due_at, failure.error, failure.cause).map(|_| ())
}

/// Marks a job as failed, so that it is not run again before [`retry_failed`]; does nothing where the lease was lost.
pub async fn fail(
    db: &mut Db,
    lease: Lease,
    now: DateTime<Utc>,
    failure: impl Into<Failure<'_>>,
) -> Result<()> {
    let failure = failure.into();
    let sql = "UPDATE jobs SET attempts = attempts + 1, failed_at = $3, lease_id = NULL, leased_until = NULL, last_error = $4,
                 cause = $5
               WHERE id = $1 AND lease_id = $2";
    execute!(db, sql, lease.job, lease.id, now, failure.error, failure.cause).map(|_| ())
}

/// Up to 100 failed jobs, oldest first.
pub async fn list_failed(db: &mut Db) -> Result<Vec<Job>> {
    let sql =
        "SELECT id, name, queue, key, payload, created_at, due_at, attempts, last_error, cause, network FROM jobs
               WHERE failed_at IS NOT NULL ORDER BY id LIMIT 100";
    fetch_all!(db, Job, sql)
}

/// A failed job; `None` where there is none with this id.
pub async fn find_failed(db: &mut Db, id: Uuid) -> Result<Option<Job>> {
    let sql =
        "SELECT id, name, queue, key, payload, created_at, due_at, attempts, last_error, cause, network FROM jobs
               WHERE failed_at IS NOT NULL AND id = $1";
    fetch_optional!(db, Job, sql, id)
}

/// Makes failed jobs wait again with fresh attempts: the one with this id, or all (`None`); returns how many. One whose key
/// another job has by now stays as it is.
pub async fn retry_failed(db: &mut Db, id: Option<Uuid>, now: DateTime<Utc>) -> Result<u64> {
    let sql = "UPDATE jobs SET failed_at = NULL, attempts = 0, due_at = $1
               WHERE failed_at IS NOT NULL AND ($2 IS NULL OR id = $2) AND (key IS NULL OR NOT EXISTS (
                 SELECT 1 FROM jobs other WHERE other.key = jobs.key AND (other.failed_at IS NULL OR other.id > jobs.id)))";
    execute!(db, sql, now, id)
}

/// Makes jobs of a queue that wait after a failed attempt due again, those that have waited longest first; returns how many.
/// They are due when they were enqueued, which tells them from those whose pause is over.
pub async fn hasten(db: &mut Db, queue: &str, now: DateTime<Utc>) -> Result<u64> {
    let sql = "UPDATE jobs SET due_at = created_at WHERE queue = $1 AND failed_at IS NULL AND due_at > $2 AND attempts > 0
               AND (leased_until IS NULL OR leased_until <= $2)";
    execute!(db, sql, queue, now)
}

/// Makes a job that waits after a failed attempt due now, with fresh attempts, unless somebody runs it; whether it was there.
pub async fn retry_waiting(db: &mut Db, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE jobs SET due_at = $2, attempts = 0 WHERE id = $1 AND failed_at IS NULL AND attempts > 0
               AND (leased_until IS NULL OR leased_until <= $2)";
    Ok(execute!(db, sql, id, now)? > 0)
}

/// Up to 100 jobs of a queue that wait for a later attempt, because of a cause that begins with `cause`, and that nobody has leased;
/// those that have waited longest first.
pub async fn list_delayed_by(db: &mut Db, queue: &str, cause: &str, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let sql = "SELECT id FROM jobs WHERE queue = $1 AND failed_at IS NULL AND due_at > $2 AND attempts > 0
               AND (leased_until IS NULL OR leased_until <= $2) AND COALESCE(cause, '') LIKE $3
               ORDER BY created_at, id LIMIT 100";
    let rows = fetch_all!(db, (Uuid,), sql, queue, now, format!("{cause}%"))?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Leases a job that waits for a later attempt, before its time; `None` where somebody has it, or it waits no more.
/// `limit` and `queue` of the request do not matter.
pub async fn lease_early(db: &mut Db, id: Uuid, request: LeaseRequest<'_>) -> Result<Option<Job>> {
    let LeaseRequest { now, until, lease_id, .. } = request;
    let sql = "UPDATE jobs SET leased_until = $3, lease_id = $4
               WHERE id = $1 AND failed_at IS NULL AND due_at > $2 AND attempts > 0
                 AND (leased_until IS NULL OR leased_until <= $2)
               RETURNING id, name, queue, key, payload, created_at, due_at, attempts, last_error, cause, network";
    fetch_optional!(db, Job, sql, id, now, until, lease_id)
}

/// Whether a job of a queue waits for a later attempt, because of a cause that begins with `cause`.
pub async fn is_any_delayed(db: &mut Db, queue: &str, cause: &str, now: DateTime<Utc>) -> Result<bool> {
    let sql = "SELECT id FROM jobs WHERE queue = $1 AND failed_at IS NULL AND due_at > $2 AND attempts > 0
               AND COALESCE(cause, '') LIKE $3 LIMIT 1";
    Ok(fetch_optional!(db, (Uuid,), sql, queue, now, format!("{cause}%"))?.is_some())
}

/// Up to 100 waiting jobs of a queue whose last attempt failed, those that have waited longest first.
pub async fn list_delayed(db: &mut Db, queue: &str) -> Result<Vec<Job>> {
    let sql =
        "SELECT id, name, queue, key, payload, created_at, due_at, attempts, last_error, cause, network FROM jobs
               WHERE queue = $1 AND failed_at IS NULL AND attempts > 0 ORDER BY created_at, id LIMIT 100";
    fetch_all!(db, Job, sql, queue)
}

/// A waiting or failed job of a queue; `None` where there is none with this id.
pub async fn find(db: &mut Db, queue: &str, id: Uuid) -> Result<Option<Job>> {
    let sql =
        "SELECT id, name, queue, key, payload, created_at, due_at, attempts, last_error, cause, network FROM jobs
               WHERE queue = $1 AND id = $2";
    fetch_optional!(db, Job, sql, queue, id)
}

/// Deletes a failed job; whether there was one with this id.
pub async fn discard_failed(db: &mut Db, id: Uuid) -> Result<bool> {
    Ok(execute!(db, "DELETE FROM jobs WHERE failed_at IS NOT NULL AND id = $1", id)? > 0)
}

/// Number of waiting jobs of a queue.
pub async fn count_pending(db: &mut Db, queue: &str) -> Result<i64> {
    fetch_scalar!(db, i64, "SELECT COUNT(*) FROM jobs WHERE queue = $1 AND failed_at IS NULL", queue)
}

/// How a queue stands.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct JobQueueState {
    /// The name of the queue, such as `mail`.
    pub queue: String,
    /// Jobs that will be run, now or later.
    pub pending: i64,
    /// Those of them whose last attempt failed.
    pub delayed: i64,
    /// Jobs that failed for good.
    pub failed: i64,
    /// When the oldest job was enqueued that should have run by now.
    pub oldest_due: Option<DateTime<Utc>>,
    /// When the oldest job was enqueued whose last attempt failed.
    pub oldest_delayed: Option<DateTime<Utc>>,
}

/// The state of all queues that have jobs.
pub async fn list_queues(db: &mut Db, now: DateTime<Utc>) -> Result<Vec<JobQueueState>> {
    let sql = "SELECT queue,
                 SUM(CASE WHEN failed_at IS NULL THEN 1 ELSE 0 END) AS pending,
                 SUM(CASE WHEN failed_at IS NULL AND attempts > 0 THEN 1 ELSE 0 END) AS delayed,
                 SUM(CASE WHEN failed_at IS NULL THEN 0 ELSE 1 END) AS failed,
                 MIN(CASE WHEN failed_at IS NULL AND due_at <= $1 THEN created_at END) AS oldest_due,
                 MIN(CASE WHEN failed_at IS NULL AND attempts > 0 THEN created_at END) AS oldest_delayed
               FROM jobs GROUP BY queue ORDER BY queue";
    fetch_all!(db, JobQueueState, sql, now)
}

/// Number of jobs of all queues that failed for good.
pub async fn count_failed(db: &mut Db) -> Result<i64> {
    fetch_scalar!(db, i64, "SELECT COUNT(*) FROM jobs WHERE failed_at IS NOT NULL")
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

/// Contents of all jobs of a queue, failed ones included.
pub async fn list_contents(db: &mut Db, queue: &str) -> Result<Vec<JobContent>> {
    fetch_all!(db, JobContent, "SELECT id, payload, last_error FROM jobs WHERE queue = $1", queue)
}

/// Replaces payload and error of a job.
pub async fn update_content(db: &mut Db, content: &JobContent) -> Result<()> {
    let sql = "UPDATE jobs SET payload = $2, last_error = $3 WHERE id = $1";
    execute!(db, sql, content.id, Json(&content.payload), &content.last_error).map(|_| ())
}
