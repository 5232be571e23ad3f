//! Deletes expired rows (sessions, tokens and the like), and applies the operator's retention rules.

use std::time::Duration;

use chrono::TimeDelta;
use fyr_store::{
    devices, email_changes, identities, invitations, sessions, sign_in_failures, tickets, tokens,
};
use fyr_usecases::{Backend, Error, privacy::retention};
use tokio_util::sync::CancellationToken;

/// How long provider sessions are kept, for logout by the provider: longer than any session in daily use.
const PROVIDER_SESSION_AGE: TimeDelta = TimeDelta::days(90);
/// How long invitations are kept after they expire.
const INVITATION_AGE: TimeDelta = TimeDelta::days(30);
/// How long a guest's access to tickets is kept: no guest session lasts longer.
const GUEST_ACCESS_AGE: TimeDelta = TimeDelta::days(60);

/// How long tokens of mailed links are kept after they expire.
const TOKEN_AGE: TimeDelta = TimeDelta::days(1);
/// How long failures to sign in are kept.
const SIGN_IN_FAILURE_AGE: TimeDelta = TimeDelta::days(1);
/// How long a device is kept after the last time someone signed in with it.
const DEVICE_AGE: TimeDelta = TimeDelta::days(400);

/// Sweeps at once and then every hour, until `stop` is cancelled.
pub async fn run(backend: &Backend, stop: &CancellationToken) {
    loop {
        if let Err(error) = sweep(backend).await {
            tracing::warn!(%error, "expired data could not be deleted; trying again");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(Duration::from_hours(1)) => {}
        }
    }
}

async fn sweep(backend: &Backend) -> Result<(), Error> {
    let now = backend.clock.now();
    let mut tx = backend.store.begin().await?;
    identities::delete_expired(&mut tx, now, now - PROVIDER_SESSION_AGE).await?;
    email_changes::delete_expired(&mut tx, now).await?;
    tokens::delete_expired(&mut tx, now - TOKEN_AGE).await?;
    sign_in_failures::delete_stale(&mut tx, now - SIGN_IN_FAILURE_AGE).await?;
    devices::delete_unused(&mut tx, now - DEVICE_AGE).await?;
    tickets::delete_guest_access_before(&mut tx, now - GUEST_ACCESS_AGE).await?;
    invitations::delete_expired(&mut tx, now - INVITATION_AGE).await?;
    // retention reads the last activity of accounts from sessions, so that expired sessions are deleted after it
    tx.commit().await?;
    for deleted in retention::apply(backend).await? {
        if deleted.count > 0 {
            tracing::info!(
                kind = deleted.kind.as_str(),
                count = deleted.count,
                "deleted by a retention rule"
            );
        }
    }
    let mut tx = backend.store.begin().await?;
    sessions::delete_expired(&mut tx, now).await?;
    Ok(tx.commit().await?)
}
