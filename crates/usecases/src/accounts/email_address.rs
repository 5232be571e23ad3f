//! Changing one's address, which both mailboxes agree to; and showing that an address is one's own.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    text::EmailAddress,
};
use fyr_store::{
    accounts,
    email_changes::{self, EmailChange, Mailbox},
    tokens as kept,
};
use serde_json::json;

use super::{
    letters::{Letter, promise},
    password::{Proven, prove},
    tokens::{self, For, Open},
};
use crate::{Error, Services, audit};

/// Asks for another address. Both mailboxes get a mail with a link; nothing changes before both have been followed.
///
/// # Errors
/// [`Error::Invalid`] for `email` or `current`; [`Error::SignInFirst`].
pub async fn ask_to_change(
    ctx: &Services,
    actor: &Actor,
    email: &str,
    proven: Proven<'_>,
) -> Result<(), Error> {
    let user = actor.user.as_ref().ok_or(Error::SignInFirst)?;
    let email = EmailAddress::parse(email).map_err(|problem| FieldErrors::one("email", problem))?;
    if *email == *user.email {
        return Err(FieldErrors::one("email", Problem::SameAddress).into());
    }
    prove(ctx, user.id, proven).await?;
    let wish = EmailChange {
        user_id: user.id,
        id: ctx.clock.id(),
        email: email.to_string(),
        old_confirmed_at: None,
        new_confirmed_at: None,
        expires_at: ctx.clock.now() + For::NewAddress.lasts(),
    };
    let mut tx = ctx.store.begin().await?;
    email_changes::put(&mut tx, &wish).await?;
    for letter in [
        Letter::OldAddress { user: user.id, change: wish.id },
        Letter::NewAddress { user: user.id, change: wish.id },
    ] {
        promise(ctx, &mut tx, &letter).await?;
    }
    let did = audit::Did {
        action: "email.change-asked",
        target: Some(("user", user.id)),
        organisation: None,
        details: json!({}),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// The link in one of the two mails, for the page behind it: whose link it is, and the new address.
///
/// # Errors
/// [`Error::NotFound`] where it does not work (any more).
pub async fn open_change(ctx: &Services, key: &str) -> Result<(Mailbox, String), Error> {
    let mut db = ctx.store.read().await?;
    let (open, by) = match tokens::open(ctx, &mut db, For::OldAddress, key).await {
        Err(Error::NotFound) => (tokens::open(ctx, &mut db, For::NewAddress, key).await?, Mailbox::New),
        open => (open?, Mailbox::Old),
    };
    let user = open.user.ok_or(Error::NotFound)?;
    let wish = email_changes::of_user(&mut db, user, ctx.clock.now()).await?;
    let wish = wish.filter(|wish| Some(wish.id) == open.memory.change).ok_or(Error::NotFound)?;
    Ok((by, wish.email))
}

/// Says yes for the mailbox a link was sent to. `None` while the other one has not; the new address once it has.
///
/// # Errors
/// [`Error::NotFound`] where the link does not work (any more), or someone else has the new address by now.
pub async fn change(ctx: &Services, actor: &Actor, key: &str) -> Result<Option<String>, Error> {
    let (by, _) = open_change(ctx, key).await?;
    let good_for = match by {
        Mailbox::Old => For::OldAddress,
        Mailbox::New => For::NewAddress,
    };
    let now = ctx.clock.now();
    let mut tx = ctx.store.begin().await?;
    let Open { user, memory, .. } = tokens::take(ctx, &mut tx, good_for, key).await?;
    let (user, id) = user.zip(memory.change).ok_or(Error::NotFound)?;
    let wish = email_changes::confirm(&mut tx, user, id, by, now).await?.ok_or(Error::NotFound)?;
    if wish.old_confirmed_at.is_none() || wish.new_confirmed_at.is_none() {
        tx.commit().await?;
        return Ok(None);
    }
    let before = accounts::find(&mut tx, user).await?.ok_or(Error::NotFound)?.email;
    email_changes::delete(&mut tx, user).await?;
    if !accounts::change_email(&mut tx, user, &wish.email, now).await? {
        return Err(Error::NotFound);
    }
    kept::revoke_all(&mut tx, user, now).await?;
    let did = audit::Did {
        action: "email.changed",
        target: Some(("user", user)),
        organisation: None,
        details: json!({}),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    promise(ctx, &mut tx, &Letter::AddressChanged { user, before }).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(Some(wish.email))
}

/// Promises a mail with a link by which a signed-in person shows that the address is theirs.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn ask_to_confirm(ctx: &Services, actor: &Actor) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = ctx.store.begin().await?;
    promise(ctx, &mut tx, &Letter::ConfirmAddress { user }).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Notes that the address is the signed-in person's. A link that someone else asked for does nothing: its receiver would
/// vouch for a stranger's account.
///
/// # Errors
/// [`Error::SignInFirst`]; [`Error::NotFound`] where the link is not theirs or does not work (any more).
pub async fn confirm(ctx: &Services, actor: &Actor, key: &str) -> Result<(), Error> {
    let user = actor.user.as_ref().ok_or(Error::SignInFirst)?;
    let mut tx = ctx.store.begin().await?;
    let open = tokens::take(ctx, &mut tx, For::ConfirmAddress, key).await?;
    if open.user != Some(user.id) || open.email != user.email {
        return Err(Error::NotFound);
    }
    accounts::confirm_email(&mut tx, user.id, ctx.clock.now()).await?;
    let did = audit::Did {
        action: "email.confirmed",
        target: Some(("user", user.id)),
        organisation: None,
        details: json!({}),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    Ok(tx.commit().await?)
}
