//! Asking for one's account to be removed, thinking better of it, and the removal itself.

use fyr_domain::{
    Actor, Lang, Role,
    fields::{FieldErrors, Problem},
    redaction::removed_address,
};
use fyr_i18n::t;
use fyr_store::{
    Db, attachments, outbox, people,
    privacy::{promised, remove_file},
    relations,
    removal::{self, Emptied, Request},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::letters::{Notice, promise};
use crate::{
    Error, Services,
    audit::{self, Did},
    relations::ended,
};

/// How an account stands to its removal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// What was asked for.
    pub request: Option<Request>,
    /// Tickets of theirs that are not done: while there are any, nothing is removed.
    pub open_tickets: i64,
    /// Whether they run the portal: then someone else takes the role from them first.
    pub runs_portal: bool,
}

/// How the signed-in person's account stands to its removal.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn wish(ctx: &Services, actor: &Actor) -> Result<Wish, Error> {
    let user = actor.user.as_ref().ok_or(Error::SignInFirst)?;
    let mut db = ctx.store.read().await?;
    Ok(Wish {
        request: removal::of_user(&mut db, user.id).await?,
        open_tickets: removal::open_tickets(&mut db, user.id).await?,
        runs_portal: user.role == Role::Admin,
    })
}

/// Asks for the signed-in person's account to be removed once the waiting time is over. Asking twice is asking once.
///
/// # Errors
/// [`Error::SignInFirst`]; [`Error::Invalid`] where they are not sure, have tickets in progress, or run the portal.
pub async fn ask(ctx: &Services, actor: &Actor, sure: &str) -> Result<(), Error> {
    let wish = wish(ctx, actor).await?;
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let problem = match (sure, &wish) {
        (_, Wish { open_tickets: 1.., .. }) => Some(Problem::StillOpen),
        (_, Wish { runs_portal: true, .. }) => Some(Problem::StillAdmin),
        ("yes", _) => None,
        _ => Some(Problem::Required),
    };
    if let Some(problem) = problem {
        return Err(FieldErrors::one("sure", problem).into());
    }
    let now = ctx.clock.now();
    let due_at = now + ctx.settings.privacy.deletion_wait;
    let request = Request { user_id: user, reason: "asked".into(), asked_at: now, due_at };
    let mut tx = ctx.store.begin().await?;
    if !removal::request(&mut tx, &request).await? {
        return Ok(());
    }
    log(ctx, &mut tx, actor, ("deletion.asked", user)).await?;
    promise(ctx, &mut tx, &Notice::Asked { user }).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Takes the wish back.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn withdraw(ctx: &Services, actor: &Actor) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = ctx.store.begin().await?;
    if removal::withdraw(&mut tx, user).await? {
        log(ctx, &mut tx, actor, ("deletion.withdrawn", user)).await?;
        promise(ctx, &mut tx, &Notice::Withdrawn { user }).await?;
        tx.commit().await?;
        ctx.work.notify_waiters();
    }
    Ok(())
}

async fn log(
    ctx: &Services,
    db: &mut Db,
    actor: &Actor,
    (action, user): (&'static str, Uuid),
) -> Result<(), Error> {
    let did = Did { action, target: Some(("user", user)), organisation: None, details: json!({}) };
    audit::record(ctx, db, actor, did).await
}

/// Removes an account: name and address, ways to sign in, sessions, memberships, forms on their way; relations end; what they
/// wrote stays in tickets without their name. In one transaction, with a last mail to the address.
pub(super) async fn remove(ctx: &Services, db: &mut Db, user: Uuid) -> Result<(), Error> {
    let Some(account) = people::find(db, user).await? else { return Ok(()) };
    let lang: Lang = account.lang.parse().unwrap_or(ctx.settings.default_lang);
    let now = ctx.clock.now();
    for file in attachments::all_pending(db, &format!("user:{user}")).await? {
        remove_file(db, file.id, now).await?;
    }
    for (job, payload, _) in promised(db, "mail").await? {
        if names(&payload.0, &account.email) {
            outbox::done(db, job).await?;
        }
    }
    let emptied = Emptied {
        user,
        email: &account.email,
        name: t!(lang, "removed-person"),
        address: &removed_address(user),
        reader: &format!("removed:{}", ctx.clock.id()),
    };
    let mut ending = relations::of_participant(db, user, now).await?;
    ending.extend(relations::of_counsellor(db, user, now).await?);
    ending.extend(relations::standing_in_for(db, user, now).await?);
    removal::empty(db, emptied, now).await?;
    for tie in ending {
        ended(ctx, db, &Actor::ANONYMOUS, &tie).await?;
    }
    log(ctx, db, &Actor::ANONYMOUS, ("account.removed", user)).await?;
    promise(ctx, db, &Notice::Removed { email: account.email, name: account.name, lang }).await
}

/// Whether an address is anywhere in promised work.
fn names(value: &Value, email: &str) -> bool {
    match value {
        Value::String(text) => text.eq_ignore_ascii_case(email),
        Value::Array(all) => all.iter().any(|value| names(value, email)),
        Value::Object(all) => all.values().any(|value| names(value, email)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
