//! Probes the identity providers, so that the sign-in page can say which are unavailable.

use std::time::Duration;

use fyr_usecases::Backend;
use tokio_util::sync::CancellationToken;

/// How often to check which providers are due for a probe.
const POLL_INTERVAL: Duration = Duration::from_mins(1);

/// Probes every minute until `stop` is cancelled.
pub async fn run(backend: &Backend, stop: &CancellationToken) {
    if backend.settings.providers.as_slice().is_empty() {
        return;
    }
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = backend.settings.providers.refresh_metadata(backend.clock.now()) => {}
        }
        tokio::select! { () = stop.cancelled() => return, () = tokio::time::sleep(POLL_INTERVAL) => {} }
    }
}
