//! Background tasks of a serving process. What a job does, and when, is in `fyr_usecases::jobs`.

pub mod monitor;

use std::{sync::Arc, time::Duration};

use fyr_usecases::{Backend, jobs::worker};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::web::limits::RateLimits;

/// Spawns every background task on `tracker`; each ends soon after `stop` is cancelled.
pub fn start(backend: &Backend, tracker: &TaskTracker, stop: &CancellationToken) {
    worker::start(backend, tracker, stop);
}

/// Spawns the task that removes unused rate limiter keys every five minutes. It is no job: the keys live in the memory of the
/// process.
pub fn start_rate_limit_sweep(limits: Arc<RateLimits>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_mins(5)).await;
            limits.sweep();
        }
    });
}
