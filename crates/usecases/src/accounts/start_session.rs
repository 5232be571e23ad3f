//! Coming in, whichever way someone showed who they are, and going out.

use fyr_domain::{Actor, User};
use fyr_store::{attachments, devices, drafts, people};
use serde_json::json;
use uuid::Uuid;

use super::{
    letters::{Letter, promise},
    secrets::{fresh_key, hash},
};
use crate::{Error, Services, audit};

/// Someone who has shown who they are.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// Who.
    pub user: Uuid,
    /// How they showed it, in a word for the audit log: `password`, `mailed-link`, a provider's name.
    pub by: &'a str,
    /// Browser and system in words; empty where not known.
    pub device: &'a str,
    /// The key we gave this browser when someone signed in there.
    pub device_key: Option<&'a str>,
    /// The owner of what this browser has typed so far without being signed in.
    pub drafts_of: &'a str,
}

/// Someone who is in.
#[derive(Clone, Debug)]
pub struct Entered {
    /// Who.
    pub user: User,
    /// By which the browser is known from now on.
    pub device_key: String,
}

/// Notes that someone comes in: the audit log, the browser they use, and what they were writing there, which becomes theirs.
/// A browser they have not used before is told of by mail, unless it is their very first.
///
/// # Errors
/// [`Error::NotFound`] where the account is gone.
pub async fn enter(ctx: &Services, actor: &Actor, arrival: Arrival<'_>) -> Result<Entered, Error> {
    let now = ctx.clock.now();
    let user = arrival.user;
    let mut tx = ctx.store.begin().await?;
    let found = people::find(&mut tx, user).await?.ok_or(Error::NotFound)?;
    let device_key = arrival.device_key.map_or_else(|| fresh_key(ctx), str::to_owned);
    let device = hash(&device_key);
    let is_new = !devices::is_known(&mut tx, user, &device).await?;
    let told = is_new && devices::count(&mut tx, user).await? > 0;
    devices::put(&mut tx, user, &device, arrival.device, now).await?;
    let owner = format!("user:{user}");
    drafts::adopt(&mut tx, arrival.drafts_of, &owner).await?;
    attachments::adopt(&mut tx, arrival.drafts_of, &owner).await?;
    let found = User::from(found);
    let entered = Actor { user: Some(found.clone()), ..actor.clone() };
    let did = audit::Did {
        action: "session.started",
        target: Some(("user", user)),
        organisation: None,
        details: json!({ "by": arrival.by, "device": arrival.device, "new_device": is_new }),
    };
    audit::record(ctx, &mut tx, &entered, did).await?;
    if told {
        let device = arrival.device.to_owned();
        promise(ctx, &mut tx, &Letter::NewDevice { user, device, at: now }).await?;
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(Entered { user: found, device_key })
}

/// Notes that someone goes out.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn leave(ctx: &Services, actor: &Actor) -> Result<(), Error> {
    let Some(user) = actor.user_id() else { return Ok(()) };
    let mut tx = ctx.store.begin().await?;
    let did = audit::Did {
        action: "session.ended",
        target: Some(("user", user)),
        organisation: None,
        details: json!({ "by": "sign-out" }),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    Ok(tx.commit().await?)
}
