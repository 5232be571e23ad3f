//! Taking due jobs with a lease, running them, and recording how that went.

use std::{borrow::Cow, time::Duration};

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use fyr_store::jobs::{self as rows, LeaseRequest};
use tokio::time::Instant;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;

use super::{
    JobError, JobRun, JobTypes, Queue, Turn, cause,
    job_type::{JobType, Outcome},
    legacy,
    policy::Policy,
    queue, registry, schedule,
};
use crate::{Backend, Error, live, mailer::Originator};

/// How often a worker looks for due jobs when it is not woken.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// How often an idle worker of mail sees whether a mail server that was away is back.
const SERVER_CHECK_INTERVAL: Duration = Duration::from_mins(1);
/// After this many attempts, more than a minute after the first, mail that went through in the last minute did so later than the
/// first refusal.
const ATTEMPTS_OF_A_MINUTE: i64 = 4;

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
    let (mut checked_server, mut trouble) = (Instant::now(), Trouble::default());
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
            Ok(true) => trouble.ends(queue),
            Ok(false) => {
                trouble.ends(queue);
                if queue == Queue::Mail && checked_server.elapsed() > SERVER_CHECK_INTERVAL {
                    checked_server = Instant::now();
                    if let Err(error) = look_at_mail_server(backend).await {
                        trouble.continues(queue, &error);
                    }
                }
                tokio::select! { () = stop.cancelled() => break, () = pause => {} }
            }
            Err(error) => {
                trouble.continues(queue, &error);
                tokio::select! { () = stop.cancelled() => break, () = tokio::time::sleep(POLL_INTERVAL) => {} }
            }
        }
    }
}

/// What keeps a worker from its jobs, such as a database that is away: logged when it begins, changes and ends.
#[derive(Default)]
struct Trouble {
    error: Option<String>,
    rounds: u64,
}

impl Trouble {
    fn continues(&mut self, queue: Queue, error: &Error) {
        let text = error.to_string();
        self.rounds += 1;
        if self.error.as_ref() != Some(&text) {
            tracing::warn!(%error, ?queue, "jobs could not be run; trying again");
            self.error = Some(text);
        }
    }

    fn ends(&mut self, queue: Queue) {
        if self.error.take().is_some() {
            tracing::info!(?queue, rounds = self.rounds, "jobs are run again");
            self.rounds = 0;
        }
    }
}

/// Where mail waits because of the server, sees whether that can be reached now, and if so lets one of them be tried before its
/// time; the others follow when it was accepted.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn look_at_mail_server(backend: &Backend) -> Result<(), Error> {
    let (now, flow) = (backend.clock.now(), &backend.workers.mail_flow);
    if !flow.may_look(now) {
        return Ok(());
    }
    let mut waits = false;
    let mut db = backend.store.read().await?;
    for queue in Queue::EMAILS {
        waits = waits || rows::is_any_delayed(&mut db, queue.as_str(), cause::SERVER, now).await?;
    }
    drop(db);
    if waits && backend.transport.check().await.is_ok() {
        flow.open();
        for queue in Queue::EMAILS {
            backend.workers.wake(queue);
        }
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
        return run_early(backend, types, queue).await;
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
        // what was hastened is due when it was enqueued
        let hastened = job.attempts > 0 && job.due_at == job.created_at;
        let (name, run) =
            attempt(backend, job, request.lease_id, if hastened { Turn::Hastened } else { Turn::Due });
        match batches.last_mut() {
            Some((last, runs)) if *last == name => runs.push(run),
            _ => batches.push((name, vec![run])),
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

/// An attempt at a leased job, with the job's name.
fn attempt(backend: &Backend, job: rows::Job, lease_id: Uuid, turn: Turn) -> (String, JobRun<'_>) {
    let originator = job.network.as_deref().map(Originator::from_column);
    let run = JobRun {
        backend,
        id: job.id,
        created_at: job.created_at,
        due_at: job.due_at,
        attempts: job.attempts,
        originator,
        payload: job.payload.0,
        lease: rows::Lease { job: job.id, id: lease_id },
        turn,
        waited_for_server: job.cause.is_some_and(|cause| cause.starts_with(cause::SERVER)),
    };
    (job.name, run)
}

/// Where the mail server takes mail, tries one email before its time that has waited because of it; `true` if it did. The one that
/// has waited longest comes first, and each at most once a minute. Where it fails again, its time and its attempts stay as they are.
async fn run_early(backend: &Backend, types: &JobTypes, queue: Queue) -> Result<bool, Error> {
    let (now, flow) = (backend.clock.now(), &backend.workers.mail_flow);
    if !Queue::EMAILS.contains(&queue) || !flow.is_open() {
        return Ok(false);
    }
    let delayed =
        rows::list_delayed_by(&mut backend.store.read().await?, queue.as_str(), cause::SERVER, now).await?;
    let Some(id) = flow.take_early(&delayed, now) else { return Ok(false) };
    let policy = queue.policy(backend.transport.max_send_duration());
    let lease_id = backend.clock.id();
    let request = LeaseRequest { queue: queue.as_str(), limit: 1, now, until: now + policy.lease, lease_id };
    let mut tx = backend.store.begin().await?;
    let job = rows::lease_early(&mut tx, id, request).await?;
    tx.commit_without_sync().await?;
    let Some(job) = job else { return Ok(true) };
    let (name, run) = attempt(backend, job, lease_id, Turn::Early);
    match types.find(&name) {
        Some(job_type) => run_batch(job_type, (queue, types), &policy, &[run]).await?,
        None => record_all(&name, None, &policy, &[run], &unknown()).await?,
    }
    Ok(true)
}

fn unknown() -> Result<Outcome, JobError> {
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
    let within_limit = async |attempt: BoxFuture<'_, Result<Outcome, JobError>>| {
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
    outcome: &Result<Outcome, JobError>,
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
    outcome: &Result<Outcome, JobError>,
) -> Result<(), Error> {
    let backend = run.backend;
    let now = backend.clock.now();
    let mut tx = backend.store.begin().await?;
    match outcome {
        Ok(_) => {
            rows::complete(&mut tx, run.lease).await?;
            if let Some(recurrence) = job_type.and_then(|known| known.recurs) {
                let next = (recurrence.next)()?;
                queue::insert_if_absent(backend, &mut tx, &next, now + recurrence.every).await?;
            }
        }
        Err(error) => {
            let error = judge(run, error, now);
            let text = error.text();
            let failure = rows::Failure { error: &text, cause: error.cause() };
            let attempts = run.attempts + 1;
            let counts = run.turn == Turn::Due;
            let is_used_up = counts && policy.max_attempts.is_some_and(|max| attempts >= max);
            if !error.is_temporary() || is_used_up {
                tracing::error!(job = %run.id, name, error = text, "a job has failed");
                rows::fail(&mut tx, run.lease, now, failure).await?;
            } else {
                let due_at = next_attempt(policy, run, &error, now);
                if error.server_failure().is_some() {
                    tracing::debug!(job = %run.id, name, attempts, error = text, "mail will be tried again");
                } else {
                    tracing::warn!(job = %run.id, name, attempts, error = text, "a job will be retried");
                }
                if counts {
                    rows::retry(&mut tx, run.lease, due_at, failure).await?;
                } else {
                    rows::put_off(&mut tx, run.lease, due_at, failure).await?;
                }
            }
        }
    }
    note_mail_server(backend, outcome, now);
    Ok(tx.commit_without_sync().await?)
}

/// When a job is tried again: after a pause that grows with its attempts, or, tried before its time, at that time. A failure of
/// another kind after those of the mail server begins with the shortest pause.
fn next_attempt(policy: &Policy, run: &JobRun<'_>, error: &JobError, now: DateTime<Utc>) -> DateTime<Utc> {
    let is_of_server = error.server_failure().is_some();
    match run.turn {
        Turn::Early if is_of_server => run.due_at,
        _ if run.waited_for_server && !is_of_server => now + policy.pause(0),
        Turn::Due => now + policy.pause(run.attempts),
        Turn::Early | Turn::Hastened => now + policy.pause(run.attempts - 1),
    }
}

/// What an error means. That the server may not take something from us at all can be meant for every mail, which then waits; where
/// other mail goes through meanwhile, it was meant for this one, which is given up.
fn judge<'e>(run: &JobRun<'_>, error: &'e JobError, now: DateTime<Utc>) -> Cow<'e, JobError> {
    let others_go_through = run.attempts >= ATTEMPTS_OF_A_MINUTE
        && run.turn == Turn::Due
        && run.backend.workers.mail_flow.has_accepted_lately(now);
    match error.of_this_mail_alone() {
        Some(given_up) if others_go_through => Cow::Owned(given_up),
        _ => Cow::Borrowed(error),
    }
}

/// Learns from an attempt whether the mail server takes mail, and says in the log when that changes.
fn note_mail_server(backend: &Backend, outcome: &Result<Outcome, JobError>, now: DateTime<Utc>) {
    let flow = &backend.workers.mail_flow;
    match outcome {
        Ok(Outcome::Done) => {}
        Ok(Outcome::MailAccepted) => {
            if let Some(failures) = flow.accepted(now) {
                tracing::info!(failures, "the mail server takes mail again; what has waited is sent now");
            }
        }
        Err(error) => {
            let Some(failure) = error.server_failure() else { return };
            // while other mail goes through, this says nothing about the server
            if error.of_this_mail_alone().is_some() && flow.has_accepted_lately(now) {
                return;
            }
            if flow.failed(now, failure) {
                let (cause, error) = (failure.cause, error.text());
                tracing::warn!(
                    cause,
                    error,
                    "the mail server does not take mail; it waits and is tried again"
                );
            }
        }
    }
}
