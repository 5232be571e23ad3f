//! Throws away what nobody needs any more: expired sessions and their like, and what is old by the operator's rules.

use std::time::Duration;

use chrono::TimeDelta;
use fyr_services::{Error, Services, privacy::retention};
use fyr_store::{devices, email_changes, failures, identities, invitations, sessions, tickets, tokens};
use tokio_util::sync::CancellationToken;

/// How long it is known which provider began a session: longer than any session lasts that is used every day.
const PROVIDER_SESSION: TimeDelta = TimeDelta::days(90);
/// How long an invitation that expired is kept.
const INVITATION: TimeDelta = TimeDelta::days(30);
/// How long what a guest opened is kept: no session of theirs lasts longer.
const GUEST: TimeDelta = TimeDelta::days(60);

/// How long links in mail are remembered after they stop working.
const TOKEN: TimeDelta = TimeDelta::days(1);
/// How long failures to sign in are remembered.
const FAILURE: TimeDelta = TimeDelta::days(1);
/// How long a browser is remembered in which nobody signs in any more.
const DEVICE: TimeDelta = TimeDelta::days(400);

/// Sweeps every hour until `stop`.
pub async fn run(services: &Services, stop: &CancellationToken) {
    loop {
        if let Err(error) = sweep(services).await {
            tracing::warn!(%error, "cleaning up waits");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(Duration::from_hours(1)) => {}
        }
    }
}

async fn sweep(services: &Services) -> Result<(), Error> {
    let now = services.clock.now();
    let mut tx = services.store.begin().await?;
    identities::sweep(&mut tx, now, now - PROVIDER_SESSION).await?;
    email_changes::delete_expired(&mut tx, now).await?;
    tokens::delete_expired(&mut tx, now - TOKEN).await?;
    failures::delete_quiet(&mut tx, now - FAILURE).await?;
    devices::delete_unused(&mut tx, now - DEVICE).await?;
    tickets::forget_guests(&mut tx, now - GUEST).await?;
    invitations::forget(&mut tx, now - INVITATION).await?;
    // who was here lately is read from sessions, before those that are over go
    tx.commit().await?;
    for share in retention::apply(services).await? {
        if share.count > 0 {
            tracing::info!(kind = share.kind.as_str(), count = share.count, "what was old is gone");
        }
    }
    let mut tx = services.store.begin().await?;
    sessions::delete_expired(&mut tx, now).await?;
    Ok(tx.commit().await?)
}
