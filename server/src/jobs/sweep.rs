//! Throws away what nobody needs any more: expired sessions, drafts and files of forms that were never sent.

use std::time::Duration;

use chrono::TimeDelta;
use fyr_services::{Error, Services};
use fyr_store::{
    attachments, devices, drafts, email_changes, failures, identities, sessions, tickets, tokens,
};
use tokio_util::sync::CancellationToken;

/// How long a form on its way is kept.
const DRAFT: TimeDelta = TimeDelta::days(7);
/// How long it is known which provider began a session: longer than any session lasts that is used every day.
const PROVIDER_SESSION: TimeDelta = TimeDelta::days(90);
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
    sessions::delete_expired(&mut tx, now).await?;
    identities::sweep(&mut tx, now, now - PROVIDER_SESSION).await?;
    email_changes::delete_expired(&mut tx, now).await?;
    tokens::delete_expired(&mut tx, now - TOKEN).await?;
    failures::delete_quiet(&mut tx, now - FAILURE).await?;
    devices::delete_unused(&mut tx, now - DEVICE).await?;
    tickets::forget_guests(&mut tx, now - GUEST).await?;
    for form_key in drafts::stale(&mut tx, now - DRAFT).await? {
        drafts::delete(&mut tx, form_key).await?;
    }
    let orphans = attachments::orphans(&mut tx, now - DRAFT).await?;
    for file in &orphans {
        attachments::remove_pending(&mut tx, file.form_key, &file.owner, file.id).await?;
    }
    tx.commit().await?;
    for file in orphans {
        if let Err(error) = services.files.remove(file.id).await {
            tracing::warn!(%error, "a file could not be removed");
        }
    }
    Ok(())
}
