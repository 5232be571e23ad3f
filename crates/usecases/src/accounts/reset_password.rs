//! Choosing a password by an emailed link: a forgotten one or a first one.

use fyr_domain::{Actor, Lang, text::EmailAddress};
use fyr_store::{Db, accounts, devices, people, sessions, takeover, tokens as stored_tokens};
use serde_json::json;
use uuid::Uuid;

use super::{
    emails::PasswordResetEmail,
    passwords,
    register::{password_error, repeat_with_password},
    tokens::{self, EmailLink, RedeemedLink, TokenPurpose},
};
use crate::{Backend, Error, Transaction, audit, events::Event};

/// Enqueues an email with a link for choosing a password. The result is the same whether or not the address has an account.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn request_password_reset(
    backend: &Backend,
    actor: &Actor,
    email: &EmailAddress,
    lang: Lang,
) -> Result<(), Error> {
    let mut tx = backend.begin_for(actor).await?;
    tx.enqueue_email(PasswordResetEmail { email: email.to_string(), lang }).await?;
    tx.commit().await
}

/// Finds a password reset link without redeeming it.
///
/// # Errors
/// [`Error::NotFound`] where the link is invalid or expired.
pub async fn find_password_reset_link(backend: &Backend, key: &str) -> Result<EmailLink, Error> {
    tokens::find_valid(backend, &mut backend.store.read().await?, TokenPurpose::PasswordReset, key).await
}

/// Sets a password by an emailed link and ends every session of the account. A second factor stays. `browser` is the secret key of
/// the browser's cookie: the same form sent there once more has the same outcome.
///
/// # Errors
/// [`Error::NotFound`] where the link is invalid or expired; [`Error::Invalid`] for `password`.
pub async fn reset_password(
    backend: &Backend,
    actor: &Actor,
    key: &str,
    password: &str,
    browser: &str,
) -> Result<RedeemedLink, Error> {
    match reset_by_link(backend, actor, key, password, browser).await {
        Err(Error::NotFound) => {
            let used = tokens::find_used(backend, TokenPurpose::PasswordReset, key, browser).await?;
            repeat_with_password(backend, used, password).await
        }
        Ok(user) => Ok(RedeemedLink { user, next: "/".to_owned(), repeated: false }),
        Err(error) => Err(error),
    }
}

async fn reset_by_link(
    backend: &Backend,
    actor: &Actor,
    key: &str,
    password: &str,
    browser: &str,
) -> Result<Uuid, Error> {
    let link = find_password_reset_link(backend, key).await?;
    let name = match link.user {
        Some(user) => {
            people::find_by_id(&mut backend.store.read().await?, user).await?.map(|found| found.name)
        }
        None => None,
    };
    let own_words = [name.as_deref().unwrap_or_default(), link.email.as_str()];
    if let Err(problem) = passwords::check(backend, password, &own_words) {
        return Err(password_error(problem).into());
    }
    let hash = passwords::hash(backend, password).await?;
    let mut tx = backend.begin().await?;
    let link = tokens::redeem(backend, &mut tx, TokenPurpose::PasswordReset, key).await?;
    let user = link.user.ok_or(Error::NotFound)?;
    let owner = MailboxOwner { user, email: &link.email };
    set_password_by_email_link(backend, &mut tx, actor, owner, &hash).await?;
    tokens::remember_use(&mut tx, &link, user, browser).await?;
    tx.commit().await?;
    Ok(user)
}

/// An account, and the address at which its owner received an email.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MailboxOwner<'a> {
    /// The account's id.
    pub user: Uuid,
    /// The address that the email was sent to.
    pub email: &'a str,
}

/// Sets the password hash of an account after its owner followed an emailed link: ends every session, forgets every browser,
/// revokes every other link, and notifies the owner by email.
///
/// # Errors
/// As [`confirm_mailbox_owner`].
pub(crate) async fn set_password_by_email_link(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    owner: MailboxOwner<'_>,
    hash: &str,
) -> Result<(), Error> {
    let user = owner.user;
    confirm_mailbox_owner(backend, tx, owner).await?;
    people::set_password_hash(tx, user, hash).await?;
    sessions::delete_others(tx, user, "").await?;
    devices::delete_others(tx, user, "").await?;
    stored_tokens::revoke_for_user(tx, user, backend.clock.now()).await?;
    let event = audit::AuditEvent {
        action: "password.changed",
        target: Some(("user", user)),
        organisation: None,
        details: json!({ "by": "mailed-link" }),
    };
    audit::record(backend, tx, actor, event).await?;
    tx.emit(Event::PasswordChanged { user });
    Ok(())
}

/// Marks the account's address as confirmed. Where it was not, everything that was set up before and could let someone in is
/// removed ([`takeover`]): whoever created the account may not own the mailbox.
///
/// # Errors
/// [`Error::NotFound`] where the account has another address by now.
pub(super) async fn confirm_mailbox_owner(
    backend: &Backend,
    db: &mut Db,
    owner: MailboxOwner<'_>,
) -> Result<(), Error> {
    let MailboxOwner { user, email } = owner;
    let found =
        accounts::find_by_id(db, user).await?.filter(|found| found.email == email).ok_or(Error::NotFound)?;
    if found.email_confirmed_at.is_none() {
        takeover::take_over(db, user, backend.clock.now()).await?;
        accounts::confirm_email(db, user, backend.clock.now()).await?;
    }
    Ok(())
}
