//! Work in the background: mail and search index from the outbox, cleaning up, news for live pages.

mod news;
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
            let mut index = IndexCheck { wanted: kind == outbox::Kind::Index };
            while !stop.is_cancelled() {
                index.check(&services).await;
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
    let (services, stop) = (services.clone(), stop.clone());
    tracker.spawn(async move { sweep::run(&services, &stop).await });
}

/// Whether the search index must be compared with the database before more work is done on it: at the start, and after it
/// was lost while running.
struct IndexCheck {
    wanted: bool,
}

impl IndexCheck {
    async fn check(&mut self, services: &Services) {
        if !self.wanted {
            return;
        }
        match search::catch_up(services).await {
            Ok(Some(texts)) => tracing::info!(texts, "the search index was filled anew"),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the search index waits to be filled"),
        }
    }
}

/// Forgets quiet addresses now and then.
pub fn sweep_limits(limits: Arc<Limits>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(300)).await;
            limits.sweep();
        }
    });
}
