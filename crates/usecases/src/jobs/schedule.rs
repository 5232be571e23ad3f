//! Recurring work: each is a keyed job that is enqueued again when it is done, so that one process at a time runs it, whoever
//! holds the lease. Which there is, and how often it runs, is in `registry.rs`.
//!
//! Probes of identity providers are not jobs: their results live in the memory of each process, so each process makes its own.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{JobTypes, queue};
use crate::{Backend, Error};

/// How often to check which providers are due for a probe.
const PROBE_INTERVAL: Duration = Duration::from_mins(1);

/// Enqueues recurring work that is not waiting: at the first start of a release that has it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn enqueue_missing(backend: &Backend, types: &JobTypes) -> Result<(), Error> {
    let now = backend.clock.now();
    let mut tx = backend.store.begin().await?;
    for recurrence in types.recurrences() {
        queue::insert_if_absent(backend, &mut tx, &(recurrence.next)()?, now).await?;
    }
    Ok(tx.commit_without_sync().await?)
}

/// Probes the identity providers every minute, so that the sign-in page can say which are unavailable, until `stop` is
/// cancelled.
pub(super) async fn probe_providers(backend: &Backend, stop: &CancellationToken) {
    let providers = &backend.settings.providers;
    if providers.as_slice().is_empty() {
        return;
    }
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = providers.refresh_metadata(backend.clock.now()) => {}
        }
        tokio::select! { () = stop.cancelled() => return, () = tokio::time::sleep(PROBE_INTERVAL) => {} }
    }
}
