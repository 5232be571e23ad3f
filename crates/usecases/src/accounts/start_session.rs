//! Starting a session once a person is authenticated, by whichever method, and signing out. Cookies are the server's.

use chrono::TimeDelta;
use fyr_domain::{Actor, User};
use fyr_store::{
    accounts, attachments, deactivation,
    devices::{self, DeviceUse},
    drafts, people, tokens,
};
use serde_json::json;
use uuid::Uuid;

use super::secrets::{hash_key, random_key};
use crate::{Backend, Error, audit, events::Event};

/// An authenticated person and the browser they use.
#[derive(Clone, Copy, Debug)]
pub struct NewSession<'a> {
    /// The account's id.
    pub user: Uuid,
    /// How they authenticated, for the audit log: `password`, `mailed-link` or a provider's slug.
    pub method: &'a str,
    /// Browser and operating system in words; empty where unknown.
    pub device: &'a str,
    /// The key that this browser got when someone signed in with it before.
    pub device_key: Option<&'a str>,
    /// The owner of drafts and uploads that this browser made without being signed in.
    pub draft_owner: &'a str,
    /// Whether this is the same request again, whose first answer may not have arrived: nothing new that its owner should know of.
    pub repeated: bool,
}

/// A session that may start.
#[derive(Clone, Debug)]
pub struct StartedSession {
    /// The person who is signed in.
    pub user: User,
    /// The key by which the browser is recognised at later sign-ins.
    pub device_key: String,
}

/// Whether the owner of an account has signed in with a browser before; `device_key` is what its cookie says.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn is_known_device(backend: &Backend, email: &str, device_key: &str) -> Result<bool, Error> {
    let mut db = backend.store.read().await?;
    match accounts::find_by_email(&mut db, email).await? {
        Some(account) => Ok(devices::is_known(&mut db, account.id, &hash_key(device_key)).await?),
        None => Ok(false),
    }
}

/// How long nothing more is said of browsers of one kind in one network: a private window is a new browser each time.
const REPORT_INTERVAL: TimeDelta = TimeDelta::days(1);

/// Starts a session: records it in the audit log, remembers the browser, and makes drafts and uploads of the browser the
/// person's. A browser they have not used before is reported to them by email, unless it is the first of the account, or they were
/// told of one like it within [`REPORT_INTERVAL`].
///
/// # Errors
/// [`Error::NotFound`] where the account no longer exists; [`Error::AccountDeactivated`].
pub async fn start_session(
    backend: &Backend,
    actor: &Actor,
    session: NewSession<'_>,
) -> Result<StartedSession, Error> {
    let now = backend.clock.now();
    let user = session.user;
    let mut tx = backend.begin().await?;
    let found = people::find_by_id(&mut tx, user).await?.ok_or(Error::NotFound)?;
    if deactivation::is_deactivated(&mut tx, user).await? {
        let event = audit::AuditEvent {
            action: "session.refused",
            target: Some(("user", user)),
            organisation: None,
            details: json!({ "by": session.method }),
        };
        audit::record(backend, &mut tx, actor, event).await?;
        tx.commit().await?;
        return Err(Error::AccountDeactivated);
    }
    let device_key = session.device_key.map_or_else(|| random_key(backend), str::to_owned);
    let device = hash_key(&device_key);
    let is_new = !devices::is_known(&mut tx, user, &device).await?;
    let network = actor.network.map(|network| hash_key(&format!("network:{}", network.line())));
    let used = DeviceUse { hash: &device, device: session.device, network: network.as_deref() };
    let notify = is_new
        && !session.repeated
        && devices::count_for_user(&mut tx, user).await? > 0
        && !devices::is_similar_reported(&mut tx, user, used, now - REPORT_INTERVAL).await?;
    devices::upsert(&mut tx, user, used, now).await?;
    let owner = format!("user:{user}");
    drafts::change_owner(&mut tx, session.draft_owner, &owner).await?;
    attachments::change_owner(&mut tx, session.draft_owner, &owner).await?;
    let found = User::from(found);
    let signed_in = Actor { user: Some(found.clone()), ..actor.clone() };
    let event = audit::AuditEvent {
        action: "session.started",
        target: Some(("user", user)),
        organisation: None,
        details: json!({ "by": session.method, "device": session.device, "new_device": is_new }),
    };
    audit::record(backend, &mut tx, &signed_in, event).await?;
    if notify {
        devices::mark_reported(&mut tx, user, used.hash, now).await?;
        let device = session.device.to_owned();
        tx.emit(Event::NewDeviceSignedIn { user, device, at: now });
    }
    tx.commit().await?;
    Ok(StartedSession { user: found, device_key })
}

/// Records in the audit log that the signed-in person signed out; does nothing for nobody.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn record_sign_out(backend: &Backend, actor: &Actor) -> Result<(), Error> {
    let Some(user) = actor.user_id() else { return Ok(()) };
    let mut tx = backend.begin().await?;
    // whoever goes back in this browser and presses the button of a mailed link again is not signed in again
    tokens::forget_uses(&mut tx, Some(user)).await?;
    let event = audit::AuditEvent {
        action: "session.ended",
        target: Some(("user", user)),
        organisation: None,
        details: json!({ "by": "sign-out" }),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await
}
