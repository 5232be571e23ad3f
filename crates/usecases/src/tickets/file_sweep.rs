//! Deleting files that no row knows: what a process leaves that ends between writing a file and its row.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use fyr_store::attachments;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Backend, Error,
    jobs::{Job, JobError, JobKey, JobRun, Queue},
};

/// How old a file is before its row is missed: far longer than a form takes to arrive.
const MIN_AGE: TimeDelta = TimeDelta::days(1);

/// Recurring: compares the folder with the table, and deletes the files that are in the folder alone.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct DeleteUnknownFiles {}

impl Job for DeleteUnknownFiles {
    const NAME: &'static str = "tickets.delete_unknown_files";
    const QUEUE: Queue = Queue::Schedules;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        let count = delete_unknown_files(run.backend).await?;
        if count > 0 {
            tracing::warn!(count, "files without a row were deleted");
        }
        Ok(())
    }
}

/// Deletes the files that no row knows and that are older than a day; returns how many. Where the table knows no file at all it
/// is more likely another database's folder, or the database is yet to be restored: then nothing is deleted.
///
/// # Errors
/// [`Error::Internal`] where the folder cannot be read, [`Error::Unavailable`].
pub async fn delete_unknown_files(backend: &Backend) -> Result<usize, Error> {
    let before = backend.clock.now() - MIN_AGE;
    let ids = backend.files.list().await.map_err(|error| Error::Internal(Box::new(error)))?;
    let mut unknown: HashSet<Uuid> =
        ids.into_iter().filter(|id| made_at(*id).is_some_and(|at| at < before)).collect();
    if unknown.is_empty() {
        return Ok(0);
    }
    let (mut last, mut known) = (Uuid::nil(), 0);
    loop {
        let page = attachments::list_ids_after(&mut backend.store.read().await?, last).await?;
        let Some(id) = page.last() else { break };
        last = *id;
        known += page.len();
        for id in page {
            unknown.remove(&id);
        }
    }
    if known == 0 {
        let count = unknown.len();
        tracing::warn!(count, "the database knows none of the files: is this its folder? Nothing is deleted");
        return Ok(0);
    }
    let mut deleted = 0;
    for id in unknown {
        match backend.files.delete(id).await {
            Ok(()) => deleted += 1,
            Err(error) => tracing::warn!(%error, "a file without a row could not be deleted"),
        }
    }
    Ok(deleted)
}

/// When an id was made (UUID v7).
fn made_at(id: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
}
