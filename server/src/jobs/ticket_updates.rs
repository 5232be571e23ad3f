//! Tells live pages of this process what other processes wrote.

use std::{collections::HashSet, time::Duration};

use chrono::TimeDelta;
use fyr_services::{Error, Services};
use fyr_store::entries;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How often.
const LOOK: Duration = Duration::from_secs(1);
/// How far back each look reaches: entries of transactions that commit out of order are still seen.
const OVERLAP: TimeDelta = TimeDelta::seconds(20);

/// Looks every second while anyone watches, until `stop`.
pub async fn run(services: &Services, stop: &CancellationToken) {
    let mut told = HashSet::new();
    while !stop.is_cancelled() {
        if services.news.receiver_count() > 0
            && let Err(error) = look(services, &mut told).await
        {
            tracing::debug!(%error, "news wait");
        }
        tokio::select! { () = stop.cancelled() => {} () = tokio::time::sleep(LOOK) => {} }
    }
}

async fn look(services: &Services, told: &mut HashSet<Uuid>) -> Result<(), Error> {
    let since = services.clock.now() - OVERLAP;
    let millis = u64::try_from(since.timestamp_millis()).unwrap_or(0);
    let after = uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid();
    let mut db = services.store.read().await?;
    let news = entries::tickets_with_news(&mut db, after).await?;
    let recent: HashSet<Uuid> = news.iter().map(|(_, entry)| *entry).collect();
    for (ticket, entry) in news {
        if !told.contains(&entry) {
            // nobody watching this one is fine
            let _ = services.news.send(ticket);
        }
    }
    *told = recent;
    Ok(())
}
