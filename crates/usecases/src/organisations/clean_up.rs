//! Deleting invitations that expired long ago.

use chrono::TimeDelta;
use fyr_store::invitations;
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, JobError, JobKey, JobRun, Queue};

/// How long invitations are kept after they expire.
const INVITATION_AGE: TimeDelta = TimeDelta::days(30);

/// Recurring: deletes expired invitations.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct DeleteExpiredInvitations {}

impl Job for DeleteExpiredInvitations {
    const NAME: &'static str = "organisations.delete_expired_invitations";
    const QUEUE: Queue = Queue::Schedules;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        let now = run.backend.clock.now();
        let mut tx = run.backend.begin().await?;
        invitations::delete_expired(&mut tx, now - INVITATION_AGE).await?;
        Ok(tx.commit().await?)
    }
}
