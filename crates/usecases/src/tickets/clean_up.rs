//! Deleting guests' access to tickets that no session can use any more.

use chrono::TimeDelta;
use fyr_store::{guest_browsers, ticket_access};
use serde::{Deserialize, Serialize};

use crate::jobs::{Job, JobError, JobKey, JobRun, Queue};

/// How long a guest's access to tickets is kept: no guest session lasts longer.
const GUEST_ACCESS_AGE: TimeDelta = TimeDelta::days(60);

/// Recurring: deletes old access of guests.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct DeleteExpiredGuestAccess {}

impl Job for DeleteExpiredGuestAccess {
    const NAME: &'static str = "tickets.delete_expired_guest_access";
    const QUEUE: Queue = Queue::Schedules;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        let now = run.backend.clock.now();
        let mut tx = run.backend.begin().await?;
        guest_browsers::delete_stale(&mut tx, now - TimeDelta::days(1)).await?;
        ticket_access::delete_granted_before(&mut tx, now - GUEST_ACCESS_AGE).await?;
        Ok(tx.commit().await?)
    }
}
