//! A forgotten password, and a first one.

use fyr_domain::{Actor, Lang, text::EmailAddress};
use fyr_store::{Db, accounts, people, sessions, tokens as kept};
use serde_json::json;
use uuid::Uuid;

use super::{
    letters::{Letter, promise},
    passwords,
    register::problem_with,
    tokens::{self, For, Open},
};
use crate::{Error, Services, audit};

/// Promises a mail with a link for choosing a password. The answer is the same whether the address is known.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn ask_to_reset(ctx: &Services, email: &EmailAddress, lang: Lang) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    promise(ctx, &mut tx, &Letter::Forgotten { email: email.to_string(), lang }).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// The link in the mail, for the page behind it.
///
/// # Errors
/// [`Error::NotFound`] where it does not work (any more).
pub async fn open_reset(ctx: &Services, key: &str) -> Result<Open, Error> {
    tokens::open(ctx, &mut ctx.store.read().await?, For::Reset, key).await
}

/// Sets a password on the word of a link in a mail, and ends every session. A second factor stays. Gives whose it is.
///
/// # Errors
/// [`Error::NotFound`] where the link does not work (any more).
pub async fn reset(ctx: &Services, actor: &Actor, key: &str, password: &str) -> Result<Uuid, Error> {
    let open = open_reset(ctx, key).await?;
    let name = match open.user {
        Some(user) => people::find(&mut ctx.store.read().await?, user).await?.map(|found| found.name),
        None => None,
    };
    let own_words = [name.as_deref().unwrap_or_default(), open.email.as_str()];
    if let Err(problem) = passwords::check(ctx, password, &own_words) {
        return Err(problem_with(problem).into());
    }
    let hash = passwords::hash(ctx, password).await?;
    let mut tx = ctx.store.begin().await?;
    let open = tokens::take(ctx, &mut tx, For::Reset, key).await?;
    let user = open.user.ok_or(Error::NotFound)?;
    set_by_mail(ctx, &mut tx, actor, (user, &open.email), &hash).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(user)
}

/// Gives an account a password because a link in a mail to its address was followed: every session and every other link ends,
/// and its owner is told.
///
/// # Errors
/// As [`own_mailbox`].
pub(crate) async fn set_by_mail(
    ctx: &Services,
    db: &mut Db,
    actor: &Actor,
    (user, email): (Uuid, &str),
    hash: &str,
) -> Result<(), Error> {
    own_mailbox(ctx, db, user, email).await?;
    people::set_password_hash(db, user, hash).await?;
    sessions::end_others(db, user, "").await?;
    kept::revoke_all(db, user, ctx.clock.now()).await?;
    let did = audit::Did {
        action: "password.changed",
        target: Some(("user", user)),
        organisation: None,
        details: json!({ "by": "mailed-link" }),
    };
    audit::record(ctx, db, actor, did).await?;
    promise(ctx, db, &Letter::PasswordChanged { user }).await
}

/// Notes that a mailbox is its account's. Whatever was set up by whoever made the account before that was known goes away:
/// they may have been someone else.
///
/// # Errors
/// [`Error::NotFound`] where the account has another address by now.
pub(super) async fn own_mailbox(ctx: &Services, db: &mut Db, user: Uuid, email: &str) -> Result<(), Error> {
    let found =
        accounts::find(db, user).await?.filter(|found| found.email == email).ok_or(Error::NotFound)?;
    if found.email_confirmed_at.is_none() {
        accounts::forget_credentials(db, user).await?;
        sessions::end_others(db, user, "").await?;
        accounts::confirm_email(db, user, ctx.clock.now()).await?;
    }
    Ok(())
}
