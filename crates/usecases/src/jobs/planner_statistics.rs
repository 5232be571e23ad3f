//! Keeping what the database's planner knows of the sizes of tables true while the portal grows.

use serde::{Deserialize, Serialize};

use super::{Job, JobError, JobKey, JobRun, Queue};

/// Recurring: brings the statistics of the planner up to date.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct UpdatePlannerStatistics {}

impl Job for UpdatePlannerStatistics {
    const NAME: &'static str = "jobs.update_planner_statistics";
    const QUEUE: Queue = Queue::Schedules;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        Ok(run.backend.store.update_planner_statistics().await?)
    }
}
