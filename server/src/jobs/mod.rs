//! Work in the background: mail and search index from the outbox, cleaning up, news for live pages.

mod sweep;

use std::{sync::Arc, time::Duration};

use fyr_services::{Services, outbox};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::limits::Limits;

/// How often each job looks without being woken.
const LOOK: Duration = Duration::from_secs(2);

/// Starts every job; each ends soon after `stop`.
pub fn start(services: &Services, tracker: &TaskTracker, stop: &CancellationToken) {
    for kind in [outbox::Kind::Mail, outbox::Kind::Index] {
        let (services, stop) = (services.clone(), stop.clone());
        tracker.spawn(async move {
            while !stop.is_cancelled() {
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
    let (services, stop) = (services.clone(), stop.clone());
    tracker.spawn(async move { sweep::run(&services, &stop).await });
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
