//! Signing in with an emailed link.

use fyr_domain::{Actor, Lang, text::EmailAddress};

use super::{
    emails::SignInLinkEmail,
    reset_password::{MailboxOwner, confirm_mailbox_owner},
    tokens::{self, EmailLink, RedeemedLink, TokenPurpose},
};
use crate::{Backend, Error};

/// Enqueues an email with a link that signs in. The result is the same whether or not the address has an account.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn request_sign_in_link(
    backend: &Backend,
    actor: &Actor,
    email: &EmailAddress,
    next: &str,
    lang: Lang,
) -> Result<(), Error> {
    let mut tx = backend.begin_for(actor).await?;
    let message = SignInLinkEmail { email: email.to_string(), next: next.to_owned(), lang };
    tx.enqueue_email(message).await?;
    tx.commit().await
}

/// Finds a sign-in link without redeeming it.
///
/// # Errors
/// [`Error::NotFound`] where the link is invalid or expired.
pub async fn find_sign_in_link(backend: &Backend, key: &str) -> Result<EmailLink, Error> {
    tokens::find_valid(backend, &mut backend.store.read().await?, TokenPurpose::SignIn, key).await
}

/// Redeems a sign-in link and confirms the account's address. `browser` is the secret key of the browser's cookie: pressed there
/// once more, the link has the same outcome.
///
/// # Errors
/// [`Error::NotFound`] where the link is invalid or expired, or the account has another address by now.
pub async fn redeem_sign_in_link(backend: &Backend, key: &str, browser: &str) -> Result<RedeemedLink, Error> {
    match redeem_unused(backend, key, browser).await {
        Err(Error::NotFound) => {
            let (link, user) = tokens::find_used(backend, TokenPurpose::SignIn, key, browser).await?;
            Ok(RedeemedLink { user, next: link.data.next, repeated: true })
        }
        redeemed => redeemed,
    }
}

async fn redeem_unused(backend: &Backend, key: &str, browser: &str) -> Result<RedeemedLink, Error> {
    let mut tx = backend.begin().await?;
    let link = tokens::redeem(backend, &mut tx, TokenPurpose::SignIn, key).await?;
    let user = link.user.ok_or(Error::NotFound)?;
    confirm_mailbox_owner(backend, &mut tx, MailboxOwner { user, email: &link.email }).await?;
    tokens::remember_use(&mut tx, &link, user, browser).await?;
    tx.commit().await?;
    Ok(RedeemedLink { user, next: link.data.next, repeated: false })
}
