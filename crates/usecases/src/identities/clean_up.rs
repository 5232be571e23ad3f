//! Deleting sessions at providers that are no longer needed for logout.

use chrono::TimeDelta;
use fyr_store::identities;
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, JobError, JobKey, JobRun, Queue};

/// How long provider sessions are kept, for logout by the provider: longer than any session in daily use.
const PROVIDER_SESSION_AGE: TimeDelta = TimeDelta::days(90);

/// Recurring: deletes provider sessions that have ended, and logout tokens that have expired.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct DeleteExpiredIdentityData {}

impl Job for DeleteExpiredIdentityData {
    const NAME: &'static str = "identities.delete_expired";
    const QUEUE: Queue = Queue::Schedules;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        let now = run.backend.clock.now();
        let mut tx = run.backend.begin().await?;
        identities::delete_expired(&mut tx, now, now - PROVIDER_SESSION_AGE).await?;
        Ok(tx.commit().await?)
    }
}
