//! Notifies live pages of this process about ticket events that other processes wrote.

use std::{collections::HashSet, time::Duration};

use chrono::TimeDelta;
use fyr_store::ticket_events;
use fyr_usecases::{Backend, Error};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How often the database is polled while a live page is open.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// How far back each poll reaches, so that events of transactions that commit out of order are still seen.
const OVERLAP: TimeDelta = TimeDelta::seconds(20);

/// Polls while a live page is open, until `stop` is cancelled.
pub async fn run(backend: &Backend, stop: &CancellationToken) {
    let mut notified = HashSet::new();
    while !stop.is_cancelled() {
        if backend.ticket_updates.receiver_count() > 0
            && let Err(error) = poll(backend, &mut notified).await
        {
            tracing::debug!(%error, "ticket updates could not be polled");
        }
        tokio::select! { () = stop.cancelled() => {} () = tokio::time::sleep(POLL_INTERVAL) => {} }
    }
}

/// Sends the ids of tickets with new events; `notified` holds the recent events that were sent already.
async fn poll(backend: &Backend, notified: &mut HashSet<Uuid>) -> Result<(), Error> {
    let since = backend.clock.now() - OVERLAP;
    let millis = u64::try_from(since.timestamp_millis()).unwrap_or(0);
    let after = uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid();
    let mut db = backend.store.read().await?;
    let updates = ticket_events::list_changed_tickets(&mut db, after).await?;
    let recent: HashSet<Uuid> = updates.iter().map(|ticket| ticket.event_id).collect();
    for ticket in updates {
        if !notified.contains(&ticket.event_id) {
            // fails only where no page is open any more
            let _ = backend.ticket_updates.send(ticket.ticket_id);
        }
    }
    *notified = recent;
    Ok(())
}
