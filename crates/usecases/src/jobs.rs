//! The job queue: enqueuing work in the transaction that causes it, leasing and running what is due, retrying with growing
//! delays. A job that exhausts its attempts is kept as failed ([`list_failed`], [`retry_failed`]).

mod failed;

use std::time::Duration;

use chrono::TimeDelta;
pub use failed::{FailedEmail, count_failed, count_pending, list_failed, retry_failed};
use fyr_store::{
    Db,
    jobs::{self, Job},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Backend, Error, mail, mail::QueuedEmail};

/// How long a leased job is hidden from other workers; for mail, the time that sending may take is added.
const LEASE: TimeDelta = TimeDelta::seconds(120);
/// Mail fails for good after this many attempts (about half a day).
const MAX_ATTEMPTS: i64 = 12;

/// The kind of a job. Jobs of one kind run in the order in which they were enqueued, independently of the other kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// An email to send; the payload names its kind.
    Mail,
    /// Search index entries of one article to write: an [`IndexArticle`].
    Index,
}

impl JobKind {
    /// How many jobs are leased at once: mail one by one, so that none waits while it is leased; the index is written once
    /// for the whole batch.
    const fn batch_size(self) -> i64 {
        match self {
            Self::Mail => 1,
            Self::Index => 200,
        }
    }

    /// How long a lease lasts: longer than the work takes. `longest_send` is the longest time that sending one email takes.
    fn lease_duration(self, longest_send: Duration) -> TimeDelta {
        match self {
            Self::Mail => LEASE + TimeDelta::from_std(longest_send).unwrap_or(LEASE),
            Self::Index => LEASE,
        }
    }

    /// The value of the column `kind` of the table `outbox`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Index => "index",
        }
    }
}

/// Payload of a [`JobKind::Index`] job: an article whose index entries must be rewritten.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct IndexArticle {
    /// The article to re-index.
    pub article: Uuid,
}

/// Why a job did not succeed.
#[derive(Debug)]
pub(crate) enum JobError {
    /// A temporary error: retry later.
    Retry(String),
    /// A permanent error: do not retry automatically.
    Fail(String),
}

impl From<Error> for JobError {
    fn from(error: Error) -> Self {
        Self::Retry(error.to_string())
    }
}

/// Enqueues an email in the caller's transaction.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn enqueue_email(backend: &Backend, db: &mut Db, email: &QueuedEmail) -> Result<(), Error> {
    let payload = serde_json::to_value(email).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(jobs::enqueue(db, backend.clock.id(), JobKind::Mail.as_str(), &payload, backend.clock.now()).await?)
}

/// Enqueues, in the caller's transaction, that the search index follows what changed about an article.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn enqueue_index_article(
    backend: &Backend,
    db: &mut Db,
    article: Uuid,
) -> Result<(), Error> {
    let payload =
        serde_json::to_value(IndexArticle { article }).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(jobs::enqueue(db, backend.clock.id(), JobKind::Index.as_str(), &payload, backend.clock.now()).await?)
}

/// Leases and runs the due jobs of one kind, at most one batch; `true` if there may be more.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn run_due(backend: &Backend, kind: JobKind) -> Result<bool, Error> {
    let now = backend.clock.now();
    let mut tx = backend.store.begin().await?;
    let jobs = jobs::lease(
        &mut tx,
        kind.as_str(),
        kind.batch_size(),
        now,
        now + kind.lease_duration(backend.transport.max_send_duration()),
    )
    .await?;
    // a lease lost in a power failure only means that the job runs again
    tx.commit_without_sync().await?;
    let more = !jobs.is_empty();
    match kind {
        JobKind::Mail => {
            for job in jobs {
                let outcome = mail::send(backend, &job).await;
                record_outcome(backend, &job, outcome).await?;
            }
        }
        JobKind::Index => {
            let outcome = crate::search::index_articles(backend, &jobs).await;
            for job in jobs {
                let outcome = match &outcome {
                    Ok(()) => Ok(()),
                    Err(error) => Err(JobError::Retry(error.to_string())),
                };
                record_outcome(backend, &job, outcome).await?;
            }
        }
    }
    Ok(more)
}

async fn record_outcome(backend: &Backend, job: &Job, outcome: Result<(), JobError>) -> Result<(), Error> {
    let now = backend.clock.now();
    let mut tx = backend.store.begin().await?;
    match outcome {
        Ok(()) => jobs::complete(&mut tx, job.id).await?,
        Err(JobError::Retry(error))
            if job.kind != JobKind::Mail.as_str() || job.attempts + 1 < MAX_ATTEMPTS =>
        {
            tracing::warn!(job = %job.id, kind = job.kind, attempts = job.attempts + 1, error, "a job will be retried");
            jobs::retry(&mut tx, job.id, now + retry_delay(job.attempts), &error).await?;
        }
        Err(JobError::Retry(error) | JobError::Fail(error)) => {
            tracing::error!(job = %job.id, kind = job.kind, error, "a job has failed");
            jobs::fail(&mut tx, job.id, now, &error).await?;
        }
    }
    Ok(tx.commit_without_sync().await?)
}

/// The delay before the next attempt: 5 s, 10 s, 20 s, … at most two hours.
fn retry_delay(attempts: i64) -> TimeDelta {
    let doublings = u32::try_from(attempts.clamp(0, 20)).unwrap_or(20);
    TimeDelta::seconds(5 * 2_i64.pow(doublings)).min(TimeDelta::hours(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lease_of_mail_is_longer_than_sending_takes() {
        assert!(JobKind::Mail.lease_duration(Duration::from_mins(10)) > TimeDelta::minutes(10));
    }

    #[test]
    fn retry_delays_double_up_to_two_hours() {
        assert_eq!(retry_delay(0), TimeDelta::seconds(5));
        assert_eq!(retry_delay(3), TimeDelta::seconds(40));
        assert_eq!(retry_delay(50), TimeDelta::hours(2));
    }
}
