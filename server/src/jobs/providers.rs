//! Looks whether the providers of sign-in answer, so that their buttons say it before anyone presses them.

use std::time::Duration;

use fyr_services::Services;
use tokio_util::sync::CancellationToken;

/// How often those are asked of which it is due.
const LOOK: Duration = Duration::from_mins(1);

/// Looks every minute until `stop`.
pub async fn run(services: &Services, stop: &CancellationToken) {
    if services.settings.providers.all().is_empty() {
        return;
    }
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = services.settings.providers.look(services.clock.now()) => {}
        }
        tokio::select! { () = stop.cancelled() => return, () = tokio::time::sleep(LOOK) => {} }
    }
}
