//! Enqueuing in the caller's transaction. Use cases do it through [`crate::Transaction`], which also wakes the worker.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_store::{Db, jobs as rows};
use serde_json::Value;

use super::{Job, JobKey, Queue};
use crate::{Backend, Error, Settings};

/// A job that is not enqueued yet.
#[derive(Clone, Debug)]
pub(crate) struct NewJob {
    pub name: &'static str,
    pub queue: Queue,
    pub key: Option<JobKey>,
    pub payload: Value,
    /// How long after its cause it is due.
    pub delay: fn(&Settings) -> TimeDelta,
}

impl NewJob {
    /// # Errors
    /// [`Error::Internal`] where the job cannot be serialised.
    pub fn new<J: Job>(job: &J) -> Result<Self, Error> {
        let payload = serde_json::to_value(job).map_err(|error| Error::Internal(Box::new(error)))?;
        Ok(Self { name: J::NAME, queue: J::QUEUE, key: job.key(), payload, delay: J::delay })
    }

    fn row<'a>(
        &'a self,
        backend: &Backend,
        due_at: DateTime<Utc>,
        network: Option<&'a str>,
    ) -> rows::NewJob<'a> {
        rows::NewJob {
            id: backend.clock.id(),
            name: self.name,
            queue: self.queue.as_str(),
            key: self.key.as_ref().map(JobKey::as_str),
            payload: &self.payload,
            created_at: backend.clock.now(),
            due_at,
            network,
        }
    }
}

/// Enqueues a job, or moves the waiting one with its key.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn insert(
    backend: &Backend,
    db: &mut Db,
    job: &NewJob,
    due: DateTime<Utc>,
    network: Option<&str>,
) -> Result<(), Error> {
    Ok(rows::enqueue(db, &job.row(backend, due, network)).await?)
}

/// Enqueues a job unless one with its key is waiting.
///
/// # Errors
/// [`Error::Unavailable`].
pub(super) async fn insert_if_absent(
    backend: &Backend,
    db: &mut Db,
    job: &NewJob,
    due: DateTime<Utc>,
) -> Result<bool, Error> {
    Ok(rows::enqueue_if_absent(db, &job.row(backend, due, None)).await?)
}
