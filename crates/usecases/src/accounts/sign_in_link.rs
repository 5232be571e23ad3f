//! Signing in by a link in a mail.

use fyr_domain::{Lang, text::EmailAddress};
use uuid::Uuid;

use super::{
    forgotten::own_mailbox,
    letters::{Letter, promise},
    tokens::{self, For, Open},
};
use crate::{Error, Services};

/// Promises a mail with a link that signs in. The answer is the same whether the address is known.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn ask_for_link(ctx: &Services, email: &EmailAddress, next: &str, lang: Lang) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    let letter = Letter::SignInLink { email: email.to_string(), next: next.to_owned(), lang };
    promise(ctx, &mut tx, &letter).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// The link in the mail, for the page behind it.
///
/// # Errors
/// [`Error::NotFound`] where it does not work (any more).
pub async fn open_link(ctx: &Services, key: &str) -> Result<Open, Error> {
    tokens::open(ctx, &mut ctx.store.read().await?, For::SignIn, key).await
}

/// Uses the link up. Gives whose it is.
///
/// # Errors
/// [`Error::NotFound`] where it does not work (any more).
pub async fn follow_link(ctx: &Services, key: &str) -> Result<(Uuid, Open), Error> {
    let mut tx = ctx.store.begin().await?;
    let open = tokens::take(ctx, &mut tx, For::SignIn, key).await?;
    let user = open.user.ok_or(Error::NotFound)?;
    own_mailbox(ctx, &mut tx, user, &open.email).await?;
    tx.commit().await?;
    Ok((user, open))
}
