//! Watches the process: says where background work stands still, keeps the service manager's watchdog quiet while it does not, and
//! fills the gauges of the metrics.

use std::time::Duration;

use fyr_usecases::{
    Backend, health,
    jobs::{self, Queue},
};
use metrics::gauge;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::service_manager;

/// How often the process is looked at, where the watchdog does not ask for more.
const INTERVAL: Duration = Duration::from_secs(10);
/// How often a process with an embedded index looks for others.
const INDEX_INTERVAL: Duration = Duration::from_mins(1);

/// Spawns the monitor on `tracker`; it ends soon after `stop` is cancelled.
pub fn start(backend: &Backend, tracker: &TaskTracker, stop: &CancellationToken) {
    let (backend, stop) = (backend.clone(), stop.clone());
    let interval = service_manager::watchdog_interval().map_or(INTERVAL, |asked| asked.min(INTERVAL));
    watch_indexes(&backend, tracker, &stop);
    tracker.spawn(async move {
        let process = metrics_process::Collector::default();
        process.describe();
        let mut stalled_before = Vec::new();
        loop {
            let stalled = health::stalled(&backend);
            if stalled.is_empty() {
                service_manager::alive();
            }
            if stalled != stalled_before {
                let queues: Vec<&str> = stalled.iter().map(|queue| queue.as_str()).collect();
                if stalled.is_empty() {
                    tracing::info!("background work moves again");
                } else {
                    tracing::error!(?queues, "background work stands still");
                }
                stalled_before = stalled;
            }
            process.collect();
            // a database that hangs must not keep the watchdog from hearing of us
            let _ = tokio::time::timeout(interval, record(&backend)).await;
            // the gauges of the database are there soon after it is
            let pause = if backend.is_prepared() { interval } else { interval.min(Duration::from_secs(1)) };
            tokio::select! { () = stop.cancelled() => return, () = tokio::time::sleep(pause) => {} }
        }
    });
}

/// Says in the log where several processes on one PostgreSQL database have an embedded index each. Does nothing where this process
/// has none.
fn watch_indexes(backend: &Backend, tracker: &TaskTracker, stop: &CancellationToken) {
    let is_alone = backend.store.is_embedded() || backend.search.name() != fyr_search::EMBEDDED;
    if is_alone || backend.settings.read_only {
        return;
    }
    let (backend, stop) = (backend.clone(), stop.clone());
    let process = backend.clock.id();
    tracker.spawn(async move {
        let mut others_before = 0;
        loop {
            if backend.is_prepared() {
                match health::count_other_indexes(&backend, process).await {
                    Ok(others) => {
                        if others > others_before {
                            tracing::warn!(
                                others,
                                "other processes on this database have a search index of their own: each change reaches one of \
                                 them; set search_url (FYR_SEARCH_URL) to share one"
                            );
                        }
                        others_before = others;
                    }
                    Err(error) => tracing::debug!(%error, "other processes with an index could not be counted"),
                }
            }
            let interval = if backend.is_prepared() { INDEX_INTERVAL } else { Duration::from_secs(1) };
            tokio::select! { () = stop.cancelled() => break, () = tokio::time::sleep(interval) => {} }
        }
        if let Err(error) = health::forget_index(&backend, process).await {
            tracing::debug!(%error, "the end of this process could not be told to others");
        }
    });
}

#[expect(clippy::cast_precision_loss, reason = "gauges are floating-point numbers")]
async fn record(backend: &Backend) {
    let now = backend.clock.now();
    gauge!("fyr_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    gauge!("fyr_live_subjects").set(backend.live.subject_count() as f64);
    for pool in backend.store.pools() {
        gauge!("fyr_database_connections", "pool" => pool.name).set(f64::from(pool.open));
        gauge!("fyr_database_connections_idle", "pool" => pool.name).set(f64::from(pool.idle));
        gauge!("fyr_database_connections_max", "pool" => pool.name).set(f64::from(pool.max));
    }
    if let Some(free) = backend.files.free_bytes().await {
        gauge!("fyr_attachments_disk_free_bytes").set(free as f64);
    }
    let stalled = health::stalled(backend);
    for queue in Queue::ALL {
        if let Some(beat) = health::last_beat(backend, queue) {
            gauge!("fyr_worker_heartbeat_timestamp_seconds", "queue" => queue.as_str())
                .set(beat.timestamp_millis() as f64 / 1_000.0);
        }
        gauge!("fyr_worker_stalled", "queue" => queue.as_str())
            .set(f64::from(u8::from(stalled.contains(&queue))));
    }
    let states = if backend.is_prepared() { jobs::queues(backend).await.ok() } else { None };
    gauge!("fyr_database_up").set(f64::from(u8::from(states.is_some())));
    let Some(states) = states else { return };
    for queue in Queue::ALL {
        // a queue without jobs has no row
        let state = states.iter().find(|state| state.queue == queue.as_str());
        let age =
            state.and_then(|state| state.oldest_due).map_or(0, |oldest| (now - oldest).num_seconds().max(0));
        let count = |read: fn(&jobs::JobQueueState) -> i64| state.map_or(0, read) as f64;
        gauge!("fyr_jobs_pending", "queue" => queue.as_str()).set(count(|state| state.pending));
        gauge!("fyr_jobs_delayed", "queue" => queue.as_str()).set(count(|state| state.delayed));
        gauge!("fyr_jobs_failed", "queue" => queue.as_str()).set(count(|state| state.failed));
        gauge!("fyr_jobs_oldest_due_age_seconds", "queue" => queue.as_str()).set(age as f64);
    }
}
