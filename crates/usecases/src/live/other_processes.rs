//! Changes that other processes commit: notifications of `PostgreSQL`, and polling as the net below them. A notification that
//! is lost makes a page wait for the next poll, no longer.

use std::{collections::HashSet, time::Duration};

use chrono::TimeDelta;
use fyr_store::{live, ticket_events};
use tokio::{sync::watch, time::Instant};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{LiveHub, Subject};
use crate::{Backend, Error};

/// How often the database is polled while a live page is open and notifications do not arrive.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// How often it is polled while notifications arrive.
const POLL_INTERVAL_BESIDE_NOTIFICATIONS: Duration = Duration::from_secs(5);
/// How far back each poll reaches, so that events of transactions that commit out of order are still seen.
const OVERLAP: TimeDelta = TimeDelta::seconds(20);
/// How often this process notifies itself, to check that notifications arrive.
const CHECK_INTERVAL: Duration = Duration::from_secs(30);
/// The wait before the first attempt to listen again; it doubles up to [`MAX_BACKOFF`].
const MIN_BACKOFF: Duration = Duration::from_secs(1);
/// The longest wait between attempts to listen.
const MAX_BACKOFF: Duration = Duration::from_secs(30);
/// The payload, after the process id, of the notification with which a process checks that it hears itself.
const CHECK: &str = "check";

/// Wakes the live pages of this process for changes of others, until `stop` is cancelled.
pub async fn run(backend: &Backend, stop: &CancellationToken) {
    let (arriving, are_arriving) = watch::channel(false);
    tokio::select! {
        () = stop.cancelled() => {}
        () = listen(backend, &arriving) => {}
        () = poll_forever(backend, are_arriving) => {}
    }
}

/// Polls while a live page is open: at once when notifications begin or cease to arrive, because some may have been lost.
async fn poll_forever(backend: &Backend, mut are_arriving: watch::Receiver<bool>) {
    let mut notified = HashSet::new();
    loop {
        let interval = if *are_arriving.borrow_and_update() {
            POLL_INTERVAL_BESIDE_NOTIFICATIONS
        } else {
            POLL_INTERVAL
        };
        if backend.live.subject_count() > 0
            && let Err(error) = poll(backend, &mut notified).await
        {
            tracing::debug!(%error, "changed tickets could not be polled");
        }
        // an error only means that the listener has ended with the process
        let _ = tokio::time::timeout(interval, are_arriving.changed()).await;
    }
}

/// Publishes the tickets with new events; `notified` holds the recent events that were published already.
async fn poll(backend: &Backend, notified: &mut HashSet<Uuid>) -> Result<(), Error> {
    let since = backend.clock.now() - OVERLAP;
    let millis = u64::try_from(since.timestamp_millis()).unwrap_or(0);
    let after = uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid();
    let mut db = backend.store.read().await?;
    let changed = ticket_events::list_changed_tickets(&mut db, after).await?;
    drop(db);
    let recent: HashSet<Uuid> = changed.iter().map(|ticket| ticket.event_id).collect();
    for ticket in changed {
        if !notified.contains(&ticket.event_id) {
            backend.live.publish(Subject::Ticket(ticket.ticket_id));
        }
    }
    *notified = recent;
    Ok(())
}

/// Listens, and connects again after an error; `arriving` tells whether notifications arrive. Without an engine that has
/// notifications it waits for ever.
async fn listen(backend: &Backend, arriving: &watch::Sender<bool>) {
    let mut backoff = MIN_BACKOFF;
    loop {
        let Err(error) = receive(backend, arriving).await else {
            return std::future::pending().await;
        };
        if arriving.send_replace(false) {
            backoff = MIN_BACKOFF;
        }
        if backoff == MIN_BACKOFF {
            tracing::warn!(%error, "notifications of other processes do not arrive; polling and trying again");
        }
        tokio::time::sleep(backoff).await;
        backoff = (backoff * 2).min(MAX_BACKOFF);
    }
}

/// Publishes what other processes announce; returns at once where the engine has no notifications.
///
/// # Errors
/// Where the connection fails, or this process does not hear itself (a connection pooler in between loses notifications).
async fn receive(backend: &Backend, arriving: &watch::Sender<bool>) -> Result<(), Error> {
    let Some(mut listener) = backend.store.listen().await? else { return Ok(()) };
    loop {
        let mut tx = backend.store.begin().await?;
        live::notify(&mut tx, &format!("{}:{CHECK}", backend.live.process)).await?;
        tx.commit().await?;
        let next_check = Instant::now() + CHECK_INTERVAL;
        let mut heard_itself = false;
        while let Ok(payload) = tokio::time::timeout_at(next_check, listener.next()).await {
            match backend.live.receive(&payload?) {
                Received::Own => {
                    heard_itself = true;
                    arriving.send_if_modified(|arriving| !std::mem::replace(arriving, true));
                }
                Received::Foreign => {}
            }
        }
        if !heard_itself {
            return Err(Error::Internal("the process did not receive its own notification".into()));
        }
    }
}

/// Who sent a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Received {
    /// This process: its pages were woken by the commit.
    Own,
    /// Another process.
    Foreign,
}

impl LiveHub {
    /// Publishes the subject of a notification of another process; what a later release sends is ignored.
    fn receive(&self, payload: &str) -> Received {
        let Some((process, subject)) = payload.split_once(':') else { return Received::Foreign };
        if process.parse() == Ok(self.process) {
            return Received::Own;
        }
        if let Ok(subject) = subject.parse() {
            self.publish(subject);
        }
        Received::Foreign
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[test]
    fn notifications_of_others_are_published_and_own_ones_are_not() {
        let hub = LiveHub::new(Uuid::from_u128(1));
        let subject = Subject::Ticket(Uuid::from_u128(7));
        let mut subscription = hub.subscribe(subject);
        assert_eq!(hub.receive(&format!("{}:{subject}", Uuid::from_u128(1))), Received::Own);
        assert_eq!(hub.receive(&format!("{}:{CHECK}", Uuid::from_u128(1))), Received::Own);
        assert!(subscription.changed().now_or_never().is_none());
        for payload in ["", "nonsense", "x:y", &format!("{}:{CHECK}", Uuid::from_u128(2))] {
            assert_eq!(hub.receive(payload), Received::Foreign, "{payload}");
        }
        assert!(subscription.changed().now_or_never().is_none());
        assert_eq!(hub.receive(&format!("{}:{subject}", Uuid::from_u128(2))), Received::Foreign);
        assert!(subscription.changed().now_or_never().is_some());
    }
}
