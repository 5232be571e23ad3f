//! Jobs as an operator sees them: how the queues stand, and listing, retrying and dropping single ones from the command line.

use chrono::{DateTime, Utc};
use fyr_domain::Actor;
pub use fyr_store::jobs::JobQueueState;
use fyr_store::jobs::{self, Job};
use serde_json::json;
use uuid::Uuid;

use super::Queue;
use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
};

/// A job that failed for good, or waits after a failed attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobSummary {
    /// The id by which the operator names it.
    pub id: Uuid,
    /// The name of the queue, such as `mail`.
    pub queue: String,
    /// The type of job.
    pub name: String,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When it runs next; `None` where it failed for good.
    pub next_at: Option<DateTime<Utc>>,
    /// Number of attempts.
    pub attempts: i64,
    /// The error of the last attempt. It holds no personal data.
    pub error: String,
}

impl JobSummary {
    fn new(job: Job, failed: bool) -> Self {
        Self {
            id: job.id,
            queue: job.queue,
            name: job.name,
            created_at: job.created_at,
            next_at: (!failed).then_some(job.due_at),
            attempts: job.attempts,
            error: job.last_error.unwrap_or_default(),
        }
    }
}

/// How the queues stand that have jobs.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn queues(backend: &Backend) -> Result<Vec<JobQueueState>, Error> {
    let mut db = backend.store.read().await?;
    Ok(jobs::list_queues(&mut db, backend.clock.now()).await?)
}

/// Failed jobs, and those that wait after a failed attempt: up to a hundred of the first and of each queue of the second.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list_as_operator(backend: &Backend) -> Result<Vec<JobSummary>, Error> {
    let mut db = backend.store.read().await?;
    let mut found: Vec<JobSummary> =
        jobs::list_failed(&mut db).await?.into_iter().map(|job| JobSummary::new(job, true)).collect();
    for queue in Queue::ALL {
        let delayed = jobs::list_delayed(&mut db, queue.as_str()).await?;
        found.extend(delayed.into_iter().map(|job| JobSummary::new(job, false)));
    }
    Ok(found)
}

/// Makes a failed job, or all of them (`None`), run again with fresh attempts, and those that wait after a failed attempt run
/// now; returns how many.
///
/// # Errors
/// [`Error::NotFound`] where no failed job has this id; [`Error::Unavailable`].
pub async fn retry_as_operator(backend: &Backend, id: Option<Uuid>) -> Result<u64, Error> {
    let now = backend.clock.now();
    let mut tx = backend.begin().await?;
    let mut count = jobs::retry_failed(&mut tx, id, now).await?;
    if id.is_none() {
        for queue in Queue::ALL {
            count += jobs::hasten(&mut tx, queue.as_str(), now).await?;
        }
    } else if count == 0 {
        return Err(Error::NotFound);
    }
    record(backend, &mut tx, "mail.resent", json!({ "count": count })).await?;
    tx.commit().await?;
    Ok(count)
}

/// Deletes a failed job, which is then never run.
///
/// # Errors
/// [`Error::NotFound`] where no failed job has this id; [`Error::Unavailable`].
pub async fn drop_as_operator(backend: &Backend, id: Uuid) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let job = jobs::find_failed(&mut tx, id).await?.ok_or(Error::NotFound)?;
    jobs::discard_failed(&mut tx, id).await?;
    record(backend, &mut tx, "mail.discarded", json!({ "kind": job.name })).await?;
    tx.commit().await
}

async fn record(
    backend: &Backend,
    db: &mut fyr_store::Db,
    action: &'static str,
    details: serde_json::Value,
) -> Result<(), Error> {
    let event = AuditEvent { action, target: None, organisation: None, details };
    audit::record(backend, db, &Actor::ANONYMOUS, event).await
}
