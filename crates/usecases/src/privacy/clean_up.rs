//! Applying the retention rules in the background.

use fyr_store::sessions;
use serde::{Deserialize, Serialize};

use super::retention;
use crate::jobs::{Job, JobError, JobKey, JobRun, Queue};

/// Recurring: applies the operator's retention rules, and then deletes expired sessions. Not before: retention reads the last
/// activity of accounts from them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct ApplyRetention {}

impl Job for ApplyRetention {
    const NAME: &'static str = "privacy.apply_retention";
    const QUEUE: Queue = Queue::Schedules;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        let now = run.backend.clock.now();
        for deleted in retention::apply(run.backend).await? {
            if deleted.count > 0 {
                tracing::info!(
                    kind = deleted.kind.as_str(),
                    count = deleted.count,
                    "deleted by a retention rule"
                );
            }
        }
        let mut tx = run.backend.begin().await?;
        sessions::delete_expired(&mut tx, now).await?;
        Ok(tx.commit().await?)
    }
}
