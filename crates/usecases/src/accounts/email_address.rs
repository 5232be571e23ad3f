//! The account's e-mail address: changing it, which both mailboxes confirm, and confirming that it belongs to the person.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    permission::{Permission, may},
    text::EmailAddress,
};
use fyr_store::{
    accounts,
    email_changes::{self, EmailChange, MailboxKind},
    people, tokens as stored_tokens,
};
use serde_json::json;

use super::{
    emails::ConfirmAddressEmail,
    reauthentication::{Reauthentication, require_reauthentication},
    tokens::{self, TokenPurpose},
};
use crate::{Backend, Error, audit, events::Event, mailer};

/// A valid link of a pending email change.
#[derive(Clone, Debug)]
pub struct EmailChangeLink {
    /// The mailbox that the link was sent to.
    pub mailbox: MailboxKind,
    /// The address that the account will have.
    pub new_email: String,
    /// The name of the person whose account it is, where someone else, or nobody, is signed in, and the link of the new mailbox
    /// only serves to refuse: an address must not become that of a stranger's account by a press of its owner.
    pub requested_by: Option<String>,
}

/// Requests a change of address. Both mailboxes get a link; the address changes when both links have been confirmed.
///
/// # Errors
/// [`Error::Invalid`] for `email` or `current`; [`Error::SignInFirst`].
pub async fn request_email_change(
    backend: &Backend,
    actor: &Actor,
    email: &str,
    reauthentication: Reauthentication<'_>,
) -> Result<(), Error> {
    let user = actor.user.as_ref().ok_or(Error::SignInFirst)?;
    if !may(actor, Permission::ExtendAccess) {
        return Err(FieldErrors::single("email", Problem::AddressNotConfirmed).into());
    }
    let email = EmailAddress::parse(email).map_err(|problem| FieldErrors::single("email", problem))?;
    if *email == *user.email {
        return Err(FieldErrors::single("email", Problem::AddressUnchanged).into());
    }
    require_reauthentication(backend, user.id, reauthentication).await?;
    let change = EmailChange {
        user_id: user.id,
        id: backend.clock.id(),
        email: email.to_string(),
        old_confirmed_at: None,
        new_confirmed_at: None,
        expires_at: backend.clock.now() + TokenPurpose::EmailChangeNew.lifetime(),
    };
    let mut tx = backend.begin_for(actor).await?;
    email_changes::upsert(&mut tx, &change).await?;
    tx.emit(Event::EmailChangeRequested { user: user.id, change: change.id });
    let event = audit::AuditEvent {
        action: "email.change-asked",
        target: Some(("user", user.id)),
        organisation: None,
        details: json!({}),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await
}

/// Finds the link from one of the two emails without redeeming it.
///
/// # Errors
/// [`Error::NotFound`] where the link is invalid or expired, or the change it belongs to is no longer pending.
pub async fn find_email_change_link(
    backend: &Backend,
    actor: &Actor,
    key: &str,
) -> Result<EmailChangeLink, Error> {
    let mut db = backend.store.read().await?;
    let (link, mailbox) = match tokens::find_valid(backend, &mut db, TokenPurpose::EmailChangeOld, key).await
    {
        Err(Error::NotFound) => {
            (tokens::find_valid(backend, &mut db, TokenPurpose::EmailChangeNew, key).await?, MailboxKind::New)
        }
        link => (link?, MailboxKind::Old),
    };
    let user = link.user.ok_or(Error::NotFound)?;
    let change = email_changes::find_for_user(&mut db, user, backend.clock.now()).await?;
    let change = change.filter(|change| Some(change.id) == link.data.change).ok_or(Error::NotFound)?;
    let is_foreign = mailbox == MailboxKind::New && actor.user_id() != Some(user);
    let requested_by = if is_foreign {
        Some(people::find_by_id(&mut db, user).await?.ok_or(Error::NotFound)?.name)
    } else {
        None
    };
    Ok(EmailChangeLink { mailbox, new_email: change.email, requested_by })
}

/// Confirms the change for the mailbox that the link was sent to. Returns the new address when both mailboxes have confirmed
/// and the address has changed, `None` while the other confirmation is missing. `browser` is the secret key of the browser's cookie:
/// pressed there once more, the link has the same outcome.
///
/// # Errors
/// [`Error::NotFound`] where the link is invalid or expired, or another account has the new address by now;
/// [`Error::SignInFirst`] for the link of the new mailbox where the person who asked is not signed in.
pub async fn confirm_email_change(
    backend: &Backend,
    actor: &Actor,
    key: &str,
    browser: &str,
) -> Result<Option<String>, Error> {
    match confirm_by_link(backend, actor, key, browser).await {
        Err(Error::NotFound) => find_confirmed_change(backend, actor, key, browser).await,
        confirmed => confirmed,
    }
}

/// What became of a change that this browser confirmed within the last minutes, as [`confirm_email_change`] returns it.
async fn find_confirmed_change(
    backend: &Backend,
    actor: &Actor,
    key: &str,
    browser: &str,
) -> Result<Option<String>, Error> {
    let used = tokens::find_used(backend, TokenPurpose::EmailChangeOld, key, browser).await;
    let (link, user, mailbox) = match used {
        Ok((link, user)) => (link, user, MailboxKind::Old),
        Err(Error::NotFound) => {
            let new = tokens::find_used(backend, TokenPurpose::EmailChangeNew, key, browser).await?;
            (new.0, new.1, MailboxKind::New)
        }
        Err(error) => return Err(error),
    };
    if mailbox == MailboxKind::New && actor.user_id() != Some(user) {
        return Err(Error::NotFound);
    }
    let mut db = backend.store.read().await?;
    let pending = email_changes::find_for_user(&mut db, user, backend.clock.now()).await?;
    if pending.is_some_and(|pending| Some(pending.id) == link.data.change) {
        return Ok(None);
    }
    let current = accounts::find_by_id(&mut db, user).await?.ok_or(Error::NotFound)?.email;
    let has_changed = (current == link.email) == (mailbox == MailboxKind::New);
    if has_changed { Ok(Some(current)) } else { Err(Error::NotFound) }
}

async fn confirm_by_link(
    backend: &Backend,
    actor: &Actor,
    key: &str,
    browser: &str,
) -> Result<Option<String>, Error> {
    let found = find_email_change_link(backend, actor, key).await?;
    if found.requested_by.is_some() {
        return Err(Error::SignInFirst);
    }
    let mailbox = found.mailbox;
    let purpose = match mailbox {
        MailboxKind::Old => TokenPurpose::EmailChangeOld,
        MailboxKind::New => TokenPurpose::EmailChangeNew,
    };
    let now = backend.clock.now();
    let mut tx = backend.begin().await?;
    let link = tokens::redeem(backend, &mut tx, purpose, key).await?;
    let (user, id) = link.user.zip(link.data.change).ok_or(Error::NotFound)?;
    let change =
        email_changes::confirm_mailbox(&mut tx, user, id, mailbox, now).await?.ok_or(Error::NotFound)?;
    if change.old_confirmed_at.is_none() || change.new_confirmed_at.is_none() {
        tokens::remember_use(&mut tx, &link, user, browser).await?;
        tx.commit().await?;
        return Ok(None);
    }
    let before = accounts::find_by_id(&mut tx, user).await?.ok_or(Error::NotFound)?.email;
    // its owner is told of the change
    mailer::confirm_mailbox(backend, &mut tx, &before).await?;
    email_changes::delete(&mut tx, user).await?;
    if !accounts::change_email(&mut tx, user, &change.email, now).await? {
        return Err(Error::NotFound);
    }
    stored_tokens::revoke_for_user(&mut tx, user, now).await?;
    tokens::remember_use(&mut tx, &link, user, browser).await?;
    let event = audit::AuditEvent {
        action: "email.changed",
        target: Some(("user", user)),
        organisation: None,
        details: json!({}),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.emit(Event::EmailChanged { user, before });
    tx.commit().await?;
    Ok(Some(change.email))
}

/// Refuses a change for the new mailbox: its owner wants it to be no account's address. The request is gone, with both links.
///
/// # Errors
/// [`Error::NotFound`] where the link is invalid or expired, or not the new mailbox's.
pub async fn refuse_email_change(backend: &Backend, actor: &Actor, key: &str) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let link = tokens::redeem(backend, &mut tx, TokenPurpose::EmailChangeNew, key).await?;
    let (user, id) = link.user.zip(link.data.change).ok_or(Error::NotFound)?;
    let change = email_changes::find_for_user(&mut tx, user, backend.clock.now()).await?;
    change.filter(|change| change.id == id).ok_or(Error::NotFound)?;
    email_changes::delete(&mut tx, user).await?;
    let event = audit::AuditEvent {
        action: "email.change-refused",
        target: Some(("user", user)),
        organisation: None,
        details: json!({}),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await
}

/// Enqueues an email with a link by which the signed-in person confirms that the account's address is theirs.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn request_email_confirmation(backend: &Backend, actor: &Actor) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = backend.begin_for(actor).await?;
    tx.enqueue_email(ConfirmAddressEmail { user }).await?;
    tx.commit().await
}

/// Marks the signed-in person's address as confirmed. A link that another account requested is refused: following it would
/// confirm an address for a stranger's account.
///
/// # Errors
/// [`Error::SignInFirst`]; [`Error::NotFound`] where the link is invalid, expired or another account's.
pub async fn confirm_email(backend: &Backend, actor: &Actor, key: &str) -> Result<(), Error> {
    let user = actor.user.as_ref().ok_or(Error::SignInFirst)?;
    let mut tx = backend.begin_for(actor).await?;
    let link = tokens::redeem(backend, &mut tx, TokenPurpose::ConfirmEmail, key).await?;
    if link.user != Some(user.id) || link.email != user.email {
        return Err(Error::NotFound);
    }
    accounts::confirm_email(&mut tx, user.id, backend.clock.now()).await?;
    let event = audit::AuditEvent {
        action: "email.confirmed",
        target: Some(("user", user.id)),
        organisation: None,
        details: json!({}),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await
}
