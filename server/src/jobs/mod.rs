//! Work in the background: mail and search index from the outbox, cleaning up, news for live pages, whether providers answer.

mod news;
mod providers;
mod sweep;

use std::{sync::Arc, time::Duration};

use fyr_services::{Services, outbox, search};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::limits::Limits;

/// How often each job looks without being woken.
const LOOK: Duration = Duration::from_secs(2);

/// Starts every job; each ends soon after `stop`.
pub fn start(services: &Services, tracker: &TaskTracker, stop: &CancellationToken) {
    for kind in [outbox::Kind::Mail, outbox::Kind::Index] {
        let (services, stop) = (services.clone(), stop.clone());
        tracker.spawn(async move {
            let mut compared = false;
            while !stop.is_cancelled() {
                if kind == outbox::Kind::Index {
                    check_index(&services, &mut compared).await;
                }
                match outbox::run(&services, kind).await {
                    Ok(true) => {}
                    Ok(false) => {
                        tokio::select! {
                            () = stop.cancelled() => break,
                            () = services.work.notified() => {}
                            () = tokio::time::sleep(LOOK) => {}
                        }
                    }
                    Err(error) => {
                        tracing::warn!(%error, ?kind, "promised work waits");
                        tokio::select! { () = stop.cancelled() => break, () = tokio::time::sleep(LOOK) => {} }
                    }
                }
            }
        });
    }
    let (watched, ended) = (services.clone(), stop.clone());
    tracker.spawn(async move { news::run(&watched, &ended).await });
    let (asked, ended) = (services.clone(), stop.clone());
    tracker.spawn(async move { providers::run(&asked, &ended).await });
    let (services, stop) = (services.clone(), stop.clone());
    tracker.spawn(async move { sweep::run(&services, &stop).await });
}

/// Compares the search index with the database once, at the start, and fills it anew where it is or becomes incomplete. In
/// the same task as the work on the index, so that neither overtakes the other.
async fn check_index(services: &Services, compared: &mut bool) {
    if *compared && !services.search.needs_rebuild() {
        return;
    }
    match search::catch_up(services).await {
        Ok(filled) => {
            *compared = true;
            if let Some(texts) = filled {
                tracing::info!(texts, "the search index was filled anew");
            }
        }
        Err(error) => tracing::warn!(%error, "the search index waits to be filled"),
    }
}

/// Forgets quiet addresses now and then.
pub fn sweep_limits(limits: Arc<Limits>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_mins(5)).await;
            limits.sweep();
        }
    });
}
