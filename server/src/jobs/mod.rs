//! Background tasks of a serving process: the job queue's workers for mail and search index, deleting expired rows, updates for
//! live pages, and probing identity providers. What a job does is in `fyr_usecases::jobs`.

mod providers;
mod sweep;
mod ticket_updates;

use std::{sync::Arc, time::Duration};

use fyr_usecases::{Backend, jobs, search};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::web::limits::RateLimits;

/// How often a worker polls the queue when it is not woken.
const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// Spawns every background task on `tracker`; each ends soon after `stop` is cancelled.
pub fn start(backend: &Backend, tracker: &TaskTracker, stop: &CancellationToken) {
    for kind in [jobs::JobKind::Mail, jobs::JobKind::Index] {
        let (backend, stop) = (backend.clone(), stop.clone());
        tracker.spawn(async move {
            let mut index_compared = false;
            while !stop.is_cancelled() {
                if kind == jobs::JobKind::Index {
                    check_index(&backend, &mut index_compared).await;
                }
                match jobs::run_due(&backend, kind).await {
                    Ok(true) => {}
                    Ok(false) => {
                        tokio::select! {
                            () = stop.cancelled() => break,
                            () = backend.jobs_enqueued.notified() => {}
                            () = tokio::time::sleep(POLL_INTERVAL) => {}
                        }
                    }
                    Err(error) => {
                        tracing::warn!(%error, ?kind, "jobs could not be run; trying again");
                        tokio::select! { () = stop.cancelled() => break, () = tokio::time::sleep(POLL_INTERVAL) => {} }
                    }
                }
            }
        });
    }
    tracker.spawn({
        let (backend, stop) = (backend.clone(), stop.clone());
        async move { ticket_updates::run(&backend, &stop).await }
    });
    tracker.spawn({
        let (backend, stop) = (backend.clone(), stop.clone());
        async move { providers::run(&backend, &stop).await }
    });
    tracker.spawn({
        let (backend, stop) = (backend.clone(), stop.clone());
        async move { sweep::run(&backend, &stop).await }
    });
}

/// Compares the search index with the database once after the start (`compared` says whether that is done), and rebuilds it
/// whenever it is incomplete. Runs in the same task as the index jobs, so that neither overtakes the other.
async fn check_index(backend: &Backend, compared: &mut bool) {
    if *compared && !backend.search.needs_rebuild() {
        return;
    }
    match search::rebuild_if_incomplete(backend).await {
        Ok(rebuilt) => {
            *compared = true;
            if let Some(texts) = rebuilt {
                tracing::info!(texts, "the search index was rebuilt");
            }
        }
        Err(error) => {
            tracing::warn!(%error, "the search index could not be compared or rebuilt; trying again")
        }
    }
}

/// Spawns the task that removes unused rate limiter keys every five minutes.
pub fn start_rate_limit_sweep(limits: Arc<RateLimits>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_mins(5)).await;
            limits.sweep();
        }
    });
}
