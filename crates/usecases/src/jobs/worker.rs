//! Taking due jobs with a lease, running them, and recording how that went.

use std::time::Duration;

use futures::future::BoxFuture;
use fyr_store::{
    Db,
    jobs::{self as rows, LeaseRequest},
};
use tokio::time::Instant;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    JobError, JobRun, JobTypes, Queue, cause, job_type::JobType, legacy, policy::Policy, queue, registry,
    schedule,
};
use crate::{Backend, Error, live};

/// How often a worker looks for due jobs when it is not woken.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// How often an idle worker of mail sees whether a mail server that was away is back.
const WAY_CHECK_INTERVAL: Duration = Duration::from_mins(1);

/// Starts the workers of this process, one for each queue, and what runs beside them; each ends soon after `stop` is cancelled.
pub fn start(backend: &Backend, tracker: &TaskTracker, stop: &CancellationToken) {
    for queue in Queue::ALL {
        let (backend, stop) = (backend.clone(), stop.clone());
        tracker.spawn(async move { work(&backend, queue, &stop).await });
    }
    tracker.spawn({
        let (backend, stop) = (backend.clone(), stop.clone());
        async move { live::run(&backend, &stop).await }
    });
    tracker.spawn({
        let (backend, stop) = (backend.clone(), stop.clone());
        async move { schedule::probe_providers(&backend, &stop).await }
    });
}

/// Runs the jobs of a queue until `stop` is cancelled.
async fn work(backend: &Backend, queue: Queue, stop: &CancellationToken) {
    let types = registry::job_types();
    let mut preparation = registry::Preparation::default();
    let mut scheduled = queue != Queue::Schedules;
    let mut checked_way = Instant::now();
    while !stop.is_cancelled() {
        backend.workers.beat(queue, backend.clock.now());
        preparation.before(backend, queue).await;
        let pause = async {
            tokio::select! {
                () = backend.workers.woken(queue) => {}
                () = tokio::time::sleep(POLL_INTERVAL) => {}
            }
        };
        match poll(backend, queue, &types, &mut scheduled).await {
            Ok(true) => {}
            Ok(false) => {
                if queue == Queue::Mail && checked_way.elapsed() > WAY_CHECK_INTERVAL {
                    checked_way = Instant::now();
                    if let Err(error) = hasten_where_the_way_is_open(backend).await {
                        tracing::warn!(%error, "delayed mail could not be looked at; trying again");
                    }
                }
                tokio::select! { () = stop.cancelled() => break, () = pause => {} }
            }
            Err(error) => {
                tracing::warn!(%error, ?queue, "jobs could not be run; trying again");
                tokio::select! { () = stop.cancelled() => break, () = tokio::time::sleep(POLL_INTERVAL) => {} }
            }
        }
    }
}

/// Where mail waits because the server could not be reached, sees whether it can be now, and if so lets that mail run.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn hasten_where_the_way_is_open(backend: &Backend) -> Result<(), Error> {
    let waits = {
        let mut db = backend.store.read().await?;
        let (now, mut waits) = (backend.clock.now(), false);
        for queue in Queue::EMAILS {
            waits = waits || rows::is_any_delayed(&mut db, queue.as_str(), cause::SERVER, now).await?;
        }
        waits
    };
    if waits && backend.transport.check().await.is_ok() {
        let mut tx = backend.begin().await?;
        hasten_after_outage(backend, &mut tx).await?;
        for queue in Queue::EMAILS {
            tx.wake(queue);
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Mail that the server refused or could not be given during an outage is due now, what has waited longest first.
async fn hasten_after_outage(backend: &Backend, db: &mut Db) -> Result<(), Error> {
    let mut count = 0;
    for queue in Queue::EMAILS {
        count += rows::hasten(db, queue.as_str(), cause::SERVER, backend.clock.now()).await?;
    }
    if count > 0 {
        tracing::info!(count, "the mail server takes mail again; what has waited is sent now");
    }
    Ok(())
}

/// Runs a batch of due jobs. Before that it moves what an earlier release left, and sees once after the start that recurring
/// work is enqueued (`scheduled`).
async fn poll(
    backend: &Backend,
    queue: Queue,
    types: &JobTypes,
    scheduled: &mut bool,
) -> Result<bool, Error> {
    if queue == Queue::Mail {
        legacy::move_from_outbox(backend).await?;
    }
    if !*scheduled {
        schedule::enqueue_missing(backend, types).await?;
        *scheduled = true;
    }
    run_due_of(backend, types, queue).await
}

/// Runs the due jobs of a queue, at most one batch; `true` if there may be more.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn run_due(backend: &Backend, queue: Queue) -> Result<bool, Error> {
    run_due_of(backend, &registry::job_types(), queue).await
}

/// As [`run_due`], with these types of jobs instead of the portal's.
///
/// # Errors
/// As [`run_due`].
pub async fn run_due_of(backend: &Backend, types: &JobTypes, queue: Queue) -> Result<bool, Error> {
    let now = backend.clock.now();
    // an idle worker only reads
    if !rows::is_any_due(&mut backend.store.read().await?, queue.as_str(), now).await? {
        return Ok(false);
    }
    let policy = queue.policy(backend.transport.max_send_duration());
    let request = LeaseRequest {
        queue: queue.as_str(),
        limit: policy.batch_size,
        now,
        until: now + policy.lease,
        lease_id: backend.clock.id(),
    };
    let mut tx = backend.store.begin().await?;
    let jobs = rows::lease(&mut tx, request).await?;
    // a lease lost in a power failure only means that the job runs again
    tx.commit_without_sync().await?;
    let more = !jobs.is_empty();
    let mut batches: Vec<(String, Vec<JobRun<'_>>)> = Vec::new();
    for job in jobs {
        let run = JobRun {
            backend,
            id: job.id,
            created_at: job.created_at,
            due_at: job.due_at,
            attempts: job.attempts,
            network: job.network,
            payload: job.payload.0,
            lease: rows::Lease { job: job.id, id: request.lease_id },
        };
        match batches.last_mut() {
            Some((name, runs)) if *name == job.name => runs.push(run),
            _ => batches.push((job.name, vec![run])),
        }
    }
    for (name, runs) in batches {
        match types.find(&name) {
            Some(job_type) => run_batch(job_type, (queue, types), &policy, &runs).await?,
            // of a later release: its own processes run it
            None => record_all(&name, None, &policy, &runs, &unknown()).await?,
        }
    }
    Ok(more)
}

fn unknown() -> Result<(), JobError> {
    Err(JobError::Retry("no job of this release has this name".into()))
}

/// Runs jobs of one type: all at once where the type can do that. An attempt that takes too long is given up.
async fn run_batch(
    job_type: JobType,
    (queue, types): (Queue, &JobTypes),
    policy: &Policy,
    runs: &[JobRun<'_>],
) -> Result<(), Error> {
    let limit = types.time_limit().unwrap_or_else(|| policy.time_limit());
    let within_limit = async |attempt: BoxFuture<'_, Result<(), JobError>>| {
        let too_long = || JobError::Retry(format!("it was not done after {} s", limit.as_secs()));
        tokio::time::timeout(limit, attempt).await.unwrap_or_else(|_| Err(too_long()))
    };
    if let Some(run_all) = job_type.run_all {
        let outcome = within_limit(run_all(runs)).await;
        return record_all(job_type.name, Some(job_type), policy, runs, &outcome).await;
    }
    for run in runs {
        run.backend.workers.beat(queue, run.backend.clock.now());
        let outcome = within_limit((job_type.run)(run)).await;
        record(job_type.name, Some(job_type), policy, run, &outcome).await?;
    }
    Ok(())
}

async fn record_all(
    name: &str,
    job_type: Option<JobType>,
    policy: &Policy,
    runs: &[JobRun<'_>],
    outcome: &Result<(), JobError>,
) -> Result<(), Error> {
    for run in runs {
        record(name, job_type, policy, run, outcome).await?;
    }
    Ok(())
}

/// Records how a job went. Where the lease was lost, or the job has completed itself, nothing is changed.
async fn record(
    name: &str,
    job_type: Option<JobType>,
    policy: &Policy,
    run: &JobRun<'_>,
    outcome: &Result<(), JobError>,
) -> Result<(), Error> {
    let backend = run.backend;
    let now = backend.clock.now();
    let attempts = run.attempts + 1;
    let is_email = job_type.is_some_and(|known| known.describe.is_some());
    let mut tx = backend.store.begin().await?;
    match outcome {
        Ok(()) => {
            rows::complete(&mut tx, run.lease).await?;
            if is_email {
                hasten_after_outage(backend, &mut tx).await?;
            }
            if let Some(recurrence) = job_type.and_then(|known| known.recurs) {
                let next = (recurrence.next)()?;
                queue::insert_if_absent(backend, &mut tx, &next, now + recurrence.every).await?;
            }
        }
        Err(error) => {
            let text = error.text();
            let failure = rows::Failure { error: &text, cause: error.cause() };
            if error.is_temporary() && policy.max_attempts.is_none_or(|max| attempts < max) {
                tracing::warn!(job = %run.id, name, attempts, error = text, "a job will be retried");
                rows::retry(&mut tx, run.lease, now + policy.pause(run.attempts), failure).await?;
            } else {
                tracing::error!(job = %run.id, name, error = text, "a job has failed");
                rows::fail(&mut tx, run.lease, now, failure).await?;
            }
        }
    }
    Ok(tx.commit_without_sync().await?)
}
