//! Whether the portal can work: the schema is in place, the database takes changes, and background work moves.

use std::{sync::PoisonError, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use fyr_store::heartbeats;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::{Backend, Error, jobs::Queue};

/// How long a written row answers for the next probes, so that nobody makes the database write by asking often.
const PROBE_LIFETIME: TimeDelta = TimeDelta::seconds(1);
/// How long a probe may take.
const PROBE_TIMEOUT: Duration = Duration::from_secs(3);
/// How much longer than its lease a worker may be without a sign of life.
const BEAT_GRACE: TimeDelta = TimeDelta::minutes(1);

/// When the database last took a change of a probe, and what the last probe found.
#[derive(Debug, Default)]
pub(crate) struct WriteProbe(Mutex<Option<DateTime<Utc>>>, std::sync::Mutex<Option<String>>);

impl WriteProbe {
    /// Notes what a probe has found; returns whether that is another thing than the last time.
    fn is_news(&self, reason: Option<&NotReady>) -> bool {
        let mut last = self.1.lock().unwrap_or_else(PoisonError::into_inner);
        let reason = reason.map(ToString::to_string);
        let is_news = *last != reason;
        *last = reason;
        is_news
    }
}

/// Why the portal cannot work.
#[derive(Debug, thiserror::Error)]
pub enum NotReady {
    /// [`Backend::prepare`] has not succeeded yet.
    #[error("the database has not been reached yet")]
    NotPrepared,
    /// The database takes no changes: away, full, locked or only to be read.
    #[error("the database does not answer, or takes no changes")]
    Database(#[source] Error),
    /// The database has not answered in time.
    #[error("the database does not answer in time")]
    TimedOut,
    /// The workers of these queues have shown no sign of life for too long.
    #[error("background work stands still: {}", names(.0))]
    Stalled(Vec<Queue>),
}

fn names(queues: &[Queue]) -> String {
    queues.iter().map(|queue| queue.as_str()).collect::<Vec<_>>().join(", ")
}

/// Checks that the portal can work. Writes a row, at most once in a second, unless the portal is only read. The log says when that changes, and why.
///
/// # Errors
/// The first reason why it cannot.
pub async fn check(backend: &Backend) -> Result<(), NotReady> {
    let found = find_reason(backend).await;
    if backend.write_probe.is_news(found.as_ref().err()) {
        match &found {
            Ok(()) => tracing::info!("the portal is ready"),
            Err(reason) => {
                let cause = std::error::Error::source(reason).map(ToString::to_string).unwrap_or_default();
                tracing::error!(%reason, cause, "the portal is not ready");
            }
        }
    }
    found
}

async fn find_reason(backend: &Backend) -> Result<(), NotReady> {
    if !backend.is_prepared() {
        return Err(NotReady::NotPrepared);
    }
    tokio::time::timeout(PROBE_TIMEOUT, probe(backend))
        .await
        .map_err(|_| NotReady::TimedOut)?
        .map_err(NotReady::Database)?;
    match stalled(backend) {
        queues if queues.is_empty() => Ok(()),
        queues => Err(NotReady::Stalled(queues)),
    }
}

async fn probe(backend: &Backend) -> Result<(), Error> {
    let now = backend.clock.now();
    // whoever asks meanwhile waits for this answer
    let mut last = backend.write_probe.0.lock().await;
    if last.is_some_and(|last| last <= now && now - last < PROBE_LIFETIME) {
        return Ok(());
    }
    *last = None;
    backend.store.ping().await?;
    if backend.settings.read_only {
        return Ok(());
    }
    let mut tx = backend.store.begin().await?;
    heartbeats::put(&mut tx, "probe", now).await?;
    tx.commit().await?;
    *last = Some(now);
    Ok(())
}

/// The workers of this process that have started and shown no sign of life for longer than one attempt may take.
pub fn stalled(backend: &Backend) -> Vec<Queue> {
    let now = backend.clock.now();
    let is_late = |queue: Queue| {
        let limit = queue.policy(backend.transport.max_send_duration()).lease + BEAT_GRACE;
        last_beat(backend, queue).is_some_and(|beat| now - beat > limit)
    };
    Queue::ALL.into_iter().filter(|queue| is_late(*queue)).collect()
}

/// When the worker of a queue of this process last showed a sign of life; `None` before it has started.
pub fn last_beat(backend: &Backend, queue: Queue) -> Option<DateTime<Utc>> {
    backend.workers.last_beat(queue)
}

/// The names under which processes with an embedded index say that they are alive.
const INDEX_BEATS: &str = "index:";
/// How long such a process counts as alive after its last sign of life.
const INDEX_BEAT_LIFETIME: TimeDelta = TimeDelta::minutes(3);

/// Says that the process with this id keeps an index of its own, and returns how many others on the same database have said so
/// within three minutes. Each change is put into the index of one process only, so with more than one all are incomplete.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn count_other_indexes(backend: &Backend, process: Uuid) -> Result<i64, Error> {
    let (now, own) = (backend.clock.now(), format!("{INDEX_BEATS}{process}"));
    let mut tx = backend.store.begin().await?;
    heartbeats::put(&mut tx, &own, now).await?;
    heartbeats::delete_older(&mut tx, INDEX_BEATS, now - INDEX_BEAT_LIFETIME).await?;
    let others = heartbeats::count_others(&mut tx, INDEX_BEATS, &own, now - INDEX_BEAT_LIFETIME).await?;
    tx.commit().await?;
    Ok(others)
}

/// Says that the process with this id has ended.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn forget_index(backend: &Backend, process: Uuid) -> Result<(), Error> {
    let mut tx = backend.store.begin().await?;
    heartbeats::delete(&mut tx, &format!("{INDEX_BEATS}{process}")).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_said_when_it_begins_changes_and_ends() {
        let probe = WriteProbe::default();
        let found =
            [None, Some(NotReady::TimedOut), Some(NotReady::TimedOut), Some(NotReady::NotPrepared), None];
        assert_eq!(found.map(|reason| probe.is_news(reason.as_ref())), [false, true, false, true, true]);
    }
}
