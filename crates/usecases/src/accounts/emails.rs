//! Emails about accounts. Tokens of links are issued when an email is composed, so that their keys exist only in the email.
//! Whether an address has an account is looked up then, too, so that the response to a request does not reveal it.

use std::ops::Deref;

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{Lang, User};
use fyr_i18n::{date_time, duration, t};
use fyr_mail::{Block, EmailMessage, Mailbox};
use fyr_store::{Db, accounts, email_changes, jobs, jobs::Job, people};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    create::INVITATION_LIFETIME,
    tokens::{self, NewToken, TokenData, TokenPurpose},
};
use crate::{Backend, Error, mail::QueuedEmail};

/// An email about an account, as it is stored in the job queue: tag and variants keep their stored names.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub(crate) enum AccountEmail {
    /// The link that creates the account; where the address has one already, as [`AccountEmail::AlreadyRegistered`].
    Register { email: String, name: String, lang: Lang, next: String },
    /// To an address that has an account and was used to register again: how to sign in, and a password reset link.
    #[serde(rename = "known_address")]
    AlreadyRegistered { email: String },
    /// The link for choosing a new password.
    #[serde(rename = "forgotten")]
    PasswordReset { email: String, lang: Lang },
    /// The link that signs in.
    SignInLink { email: String, next: String, lang: Lang },
    /// To someone whose account was created for them: the link for choosing a first password.
    Invited { user: Uuid },
    /// The link that confirms the account's address.
    #[serde(rename = "confirm_address")]
    ConfirmEmail { user: Uuid },
    /// To the address in use: the link that confirms the change to another address.
    #[serde(rename = "old_address")]
    EmailChangeOld { user: Uuid, change: Uuid },
    /// To the new address: the link that confirms the change.
    #[serde(rename = "new_address")]
    EmailChangeNew { user: Uuid, change: Uuid },
    /// To the former address: the account has another one now.
    #[serde(rename = "address_changed")]
    EmailChanged { user: Uuid, before: String },
    /// The password was changed.
    PasswordChanged { user: Uuid },
    /// A second factor was set up.
    SecondFactorAdded { user: Uuid },
    /// The second factor was removed.
    SecondFactorRemoved { user: Uuid },
    /// A recovery code was used.
    RecoveryCodeUsed { user: Uuid },
    /// Someone signed in with a browser that the account had not used before.
    NewDevice { user: Uuid, device: String, at: DateTime<Utc> },
}

/// Enqueues an email in the caller's transaction.
pub(super) async fn enqueue_email(backend: &Backend, db: &mut Db, email: &AccountEmail) -> Result<(), Error> {
    let mail = QueuedEmail::Account(email.clone());
    let payload = serde_json::to_value(mail).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(jobs::enqueue(db, backend.clock.id(), "mail", &payload, backend.clock.now()).await?)
}

/// The parts of an email that differ; [`compose`] adds what all have in common.
struct Content {
    to: Mailbox,
    lang: Lang,
    subject: &'static str,
    blocks: Vec<Block>,
    /// Why the recipient gets it, and what to do if they did not request it.
    footer: &'static str,
}

/// Composes an email; `None` where it is obsolete, rate limited, or no account has the address.
pub(crate) async fn compose(
    backend: &Backend,
    job: &Job,
    email: AccountEmail,
) -> Result<Option<EmailMessage>, Error> {
    let backend = &SendAttempt { backend, already_counted: job.attempts > 0 };
    let content = match email {
        AccountEmail::Register { email, name, lang, next } => {
            register(backend, &email, &name, lang, next).await?
        }
        AccountEmail::AlreadyRegistered { email } => already_registered(backend, &email).await?,
        AccountEmail::PasswordReset { email, lang } => password_reset(backend, &email, lang).await?,
        AccountEmail::SignInLink { email, next, lang } => sign_in_link(backend, &email, next, lang).await?,
        AccountEmail::Invited { user } => invited(backend, user).await?,
        AccountEmail::ConfirmEmail { user } => confirm_email(backend, user).await?,
        AccountEmail::EmailChangeOld { user, change } => {
            email_change(backend, user, change, TokenPurpose::EmailChangeOld).await?
        }
        AccountEmail::EmailChangeNew { user, change } => {
            email_change(backend, user, change, TokenPurpose::EmailChangeNew).await?
        }
        AccountEmail::EmailChanged { user, before } => email_changed(backend, user, before).await?,
        AccountEmail::NewDevice { user, device, at } => new_device(backend, user, &device, at).await?,
        notice => security_notice(backend, &notice).await?,
    };
    Ok(content.map(|content| {
        let lang = content.lang;
        EmailMessage {
            id: job.id,
            to: content.to,
            reply_to: None,
            lang,
            subject: content.subject.to_owned(),
            preheader: None,
            blocks: content.blocks,
            footer: vec![
                Block::Small(content.footer.to_owned()),
                Block::Small(t!(lang, "mail-account-footer", url = backend.settings.public_url.as_str())),
            ],
            unsubscribe: None,
            thread: None,
            auto_submitted: true,
        }
    }))
}

/// One attempt to compose and send an email. The rate limit of its address is checked at the first attempt only, because a
/// retry has been counted already.
struct SendAttempt<'a> {
    backend: &'a Backend,
    already_counted: bool,
}

impl Deref for SendAttempt<'_> {
    type Target = Backend;

    fn deref(&self) -> &Backend {
        self.backend
    }
}

/// A button to a page of the portal with a new token, and how long it is valid; `None` where the address is rate limited.
async fn link_button(
    backend: &SendAttempt<'_>,
    token: NewToken<'_>,
    lang: Lang,
    path: &str,
    label: &str,
) -> Result<Option<Vec<Block>>, Error> {
    let lifetime = t!(lang, "mail-account-lasts", time = duration(lang, token.lifetime));
    let mut tx = backend.store.begin().await?;
    if !backend.already_counted
        && tokens::is_rate_limited(backend, &mut tx, token.purpose, token.email).await?
    {
        return Ok(None);
    }
    let key = tokens::issue(backend, &mut tx, token).await?;
    tx.commit().await?;
    let url = format!("{}{path}?token={key}", backend.settings.public_url);
    Ok(Some(vec![Block::Button { label: label.to_owned(), url }, Block::Paragraph(lifetime)]))
}

async fn find_user_by_email(backend: &Backend, email: &str) -> Result<Option<User>, Error> {
    let mut db = backend.store.read().await?;
    Ok(people::find_by_email(&mut db, email).await?.map(User::from))
}

async fn find_user_by_id(backend: &Backend, id: Uuid) -> Result<Option<User>, Error> {
    let mut db = backend.store.read().await?;
    Ok(people::find_by_id(&mut db, id).await?.map(User::from))
}

fn mailbox(user: &User) -> Mailbox {
    Mailbox::named(&user.email, &user.name)
}

fn token_for(user: &User, purpose: TokenPurpose) -> NewToken<'_> {
    NewToken {
        purpose,
        user: Some(user.id),
        email: &user.email,
        data: TokenData::default(),
        lifetime: purpose.lifetime(),
    }
}

async fn register(
    backend: &SendAttempt<'_>,
    email: &str,
    name: &str,
    lang: Lang,
    next: String,
) -> Result<Option<Content>, Error> {
    if find_user_by_email(backend, email).await?.is_some() {
        return already_registered(backend, email).await;
    }
    let data = TokenData { name: name.to_owned(), lang: lang.tag().to_owned(), next, change: None };
    let token = NewToken {
        purpose: TokenPurpose::Register,
        user: None,
        email,
        data,
        lifetime: TokenPurpose::Register.lifetime(),
    };
    let label = t!(lang, "mail-register-button");
    let Some(rest) = link_button(backend, token, lang, "/register/confirm", label).await? else {
        return Ok(None);
    };
    let mut blocks = vec![Block::Paragraph(t!(lang, "mail-register", name = name))];
    blocks.extend(rest);
    Ok(Some(Content {
        to: Mailbox::named(email, name),
        lang,
        subject: t!(lang, "mail-register-subject"),
        blocks,
        footer: t!(lang, "mail-register-footer"),
    }))
}

async fn already_registered(backend: &SendAttempt<'_>, email: &str) -> Result<Option<Content>, Error> {
    let Some(user) = find_user_by_email(backend, email).await? else { return Ok(None) };
    // whoever registered may be someone else: the owner's language counts
    let lang = user.lang;
    let label = t!(lang, "mail-reset-button");
    let Some(rest) =
        link_button(backend, token_for(&user, TokenPurpose::PasswordReset), lang, "/password/reset", label)
            .await?
    else {
        return Ok(None);
    };
    let mut blocks = vec![
        Block::Paragraph(t!(lang, "mail-known", name = user.name.as_str())),
        Block::Button {
            label: t!(lang, "sign-in").to_owned(),
            url: format!("{}/sign-in", backend.settings.public_url),
        },
        Block::Paragraph(t!(lang, "mail-known-forgotten").to_owned()),
    ];
    blocks.extend(rest);
    Ok(Some(Content {
        to: mailbox(&user),
        lang,
        subject: t!(lang, "mail-known-subject"),
        blocks,
        footer: t!(lang, "mail-not-you"),
    }))
}

async fn password_reset(
    backend: &SendAttempt<'_>,
    email: &str,
    lang: Lang,
) -> Result<Option<Content>, Error> {
    let Some(user) = find_user_by_email(backend, email).await? else { return Ok(None) };
    let label = t!(lang, "mail-reset-button");
    let Some(rest) =
        link_button(backend, token_for(&user, TokenPurpose::PasswordReset), lang, "/password/reset", label)
            .await?
    else {
        return Ok(None);
    };
    let mut blocks = vec![Block::Paragraph(t!(lang, "mail-reset", name = user.name.as_str()))];
    blocks.extend(rest);
    Ok(Some(Content {
        to: mailbox(&user),
        lang,
        subject: t!(lang, "mail-reset-subject"),
        blocks,
        footer: t!(lang, "mail-not-you"),
    }))
}

async fn sign_in_link(
    backend: &SendAttempt<'_>,
    email: &str,
    next: String,
    lang: Lang,
) -> Result<Option<Content>, Error> {
    let Some(user) = find_user_by_email(backend, email).await? else { return Ok(None) };
    let token = NewToken {
        data: TokenData { next, ..TokenData::default() },
        ..token_for(&user, TokenPurpose::SignIn)
    };
    let label = t!(lang, "mail-link-button");
    let Some(rest) = link_button(backend, token, lang, "/sign-in/link/open", label).await? else {
        return Ok(None);
    };
    let mut blocks = vec![Block::Paragraph(t!(lang, "mail-link", name = user.name.as_str()))];
    blocks.extend(rest);
    Ok(Some(Content {
        to: mailbox(&user),
        lang,
        subject: t!(lang, "mail-link-subject"),
        blocks,
        footer: t!(lang, "mail-not-you"),
    }))
}

async fn invited(backend: &SendAttempt<'_>, user: Uuid) -> Result<Option<Content>, Error> {
    let Some(user) = find_user_by_id(backend, user).await? else { return Ok(None) };
    let lang = user.lang;
    let token = NewToken { lifetime: INVITATION_LIFETIME, ..token_for(&user, TokenPurpose::PasswordReset) };
    let label = t!(lang, "mail-reset-button");
    let Some(rest) = link_button(backend, token, lang, "/password/reset", label).await? else {
        return Ok(None);
    };
    let mut blocks = vec![Block::Paragraph(t!(lang, "mail-invited", name = user.name.as_str()))];
    blocks.extend(rest);
    Ok(Some(Content {
        to: mailbox(&user),
        lang,
        subject: t!(lang, "mail-invited-subject"),
        blocks,
        footer: t!(lang, "mail-invited-footer"),
    }))
}

async fn confirm_email(backend: &SendAttempt<'_>, user: Uuid) -> Result<Option<Content>, Error> {
    let Some(user) = find_user_by_id(backend, user).await? else { return Ok(None) };
    let lang = user.lang;
    let label = t!(lang, "mail-confirm-button");
    let token = token_for(&user, TokenPurpose::ConfirmEmail);
    let Some(rest) = link_button(backend, token, lang, "/account/email/confirm", label).await? else {
        return Ok(None);
    };
    let mut blocks = vec![Block::Paragraph(t!(lang, "mail-confirm", name = user.name.as_str()))];
    blocks.extend(rest);
    Ok(Some(Content {
        to: mailbox(&user),
        lang,
        subject: t!(lang, "mail-confirm-subject"),
        blocks,
        footer: t!(lang, "mail-not-you"),
    }))
}

/// To one of the two mailboxes that confirm a change. A new address that has an account gets an email that says so, without a
/// link: the change then never happens, and whoever requested it learns nothing.
async fn email_change(
    backend: &SendAttempt<'_>,
    user: Uuid,
    change: Uuid,
    purpose: TokenPurpose,
) -> Result<Option<Content>, Error> {
    let Some(user) = find_user_by_id(backend, user).await? else { return Ok(None) };
    let lang = user.lang;
    let pending = {
        let mut db = backend.store.read().await?;
        email_changes::find_for_user(&mut db, user.id, backend.clock.now()).await?
    };
    let Some(pending) = pending.filter(|pending| pending.id == change) else { return Ok(None) };
    let to_new = purpose == TokenPurpose::EmailChangeNew;
    let taken = to_new && is_email_taken(backend, &pending.email).await?;
    let recipient = match (to_new, taken) {
        (true, true) => Mailbox::new(&pending.email),
        (true, false) => Mailbox::named(&pending.email, &user.name),
        (false, _) => mailbox(&user),
    };
    let content = |blocks| Content {
        to: recipient,
        lang,
        subject: t!(lang, "mail-address-subject"),
        blocks,
        footer: t!(lang, "mail-address-footer"),
    };
    let email = recipient_address(&user, &pending.email, purpose);
    let data = TokenData { change: Some(change), ..TokenData::default() };
    // an email to a taken address counts towards its rate limit like any other
    let lifetime = if taken { TimeDelta::zero() } else { purpose.lifetime() };
    let token = NewToken { purpose, user: Some(user.id), email, data, lifetime };
    let label = t!(lang, "mail-address-button");
    let Some(rest) = link_button(backend, token, lang, "/account/email/change", label).await? else {
        return Ok(None);
    };
    if taken {
        return Ok(Some(content(vec![Block::Paragraph(t!(lang, "mail-address-taken").to_owned())])));
    }
    let words = t!(lang, "mail-address", name = user.name.as_str(), email = pending.email.as_str());
    let mut blocks = vec![Block::Paragraph(words)];
    blocks.extend(rest);
    Ok(Some(content(blocks)))
}

fn recipient_address<'a>(user: &'a User, new: &'a str, purpose: TokenPurpose) -> &'a str {
    if purpose == TokenPurpose::EmailChangeNew { new } else { &user.email }
}

async fn is_email_taken(backend: &Backend, email: &str) -> Result<bool, Error> {
    let mut db = backend.store.read().await?;
    Ok(accounts::find_by_email(&mut db, email).await?.is_some())
}

async fn email_changed(backend: &Backend, user: Uuid, before: String) -> Result<Option<Content>, Error> {
    let Some(user) = find_user_by_id(backend, user).await? else { return Ok(None) };
    let lang = user.lang;
    let words = t!(lang, "mail-address-changed", name = user.name.as_str(), email = user.email.as_str());
    Ok(Some(Content {
        to: Mailbox::named(before, &user.name),
        lang,
        subject: t!(lang, "mail-address-changed-subject"),
        blocks: vec![Block::Paragraph(words)],
        footer: t!(lang, "mail-not-you-write"),
    }))
}

async fn new_device(
    backend: &Backend,
    user: Uuid,
    device: &str,
    at: DateTime<Utc>,
) -> Result<Option<Content>, Error> {
    let Some(user) = find_user_by_id(backend, user).await? else { return Ok(None) };
    let lang = user.lang;
    let device = if device.is_empty() { t!(lang, "session-device-unknown") } else { device };
    let blocks = vec![
        Block::Paragraph(t!(lang, "mail-device", name = user.name.as_str())),
        Block::Facts(vec![
            (t!(lang, "session-device").to_owned(), device.to_owned()),
            (t!(lang, "session-begun").to_owned(), date_time(lang, at, backend.settings.calendar.zone)),
        ]),
        Block::Paragraph(t!(lang, "mail-device-advice").to_owned()),
        Block::Button { label: t!(lang, "mail-device-button").to_owned(), url: account_url(backend) },
    ];
    Ok(Some(Content {
        to: mailbox(&user),
        lang,
        subject: t!(lang, "mail-device-subject"),
        blocks,
        footer: t!(lang, "mail-device-footer"),
    }))
}

fn account_url(backend: &Backend) -> String {
    format!("{}/account", backend.settings.public_url)
}

/// Emails that report a change of sign-in methods and have no link with a token.
async fn security_notice(backend: &Backend, email: &AccountEmail) -> Result<Option<Content>, Error> {
    let (AccountEmail::PasswordChanged { user }
    | AccountEmail::SecondFactorAdded { user }
    | AccountEmail::SecondFactorRemoved { user }
    | AccountEmail::RecoveryCodeUsed { user }) = email
    else {
        return Ok(None);
    };
    let Some(user) = find_user_by_id(backend, *user).await? else { return Ok(None) };
    let lang = user.lang;
    let name = user.name.as_str();
    let (subject, words) = match email {
        AccountEmail::PasswordChanged { .. } => {
            (t!(lang, "mail-password-subject"), t!(lang, "mail-password", name = name))
        }
        AccountEmail::SecondFactorAdded { .. } => {
            (t!(lang, "mail-factor-added-subject"), t!(lang, "mail-factor-added", name = name))
        }
        AccountEmail::SecondFactorRemoved { .. } => {
            (t!(lang, "mail-factor-removed-subject"), t!(lang, "mail-factor-removed", name = name))
        }
        _ => (t!(lang, "mail-recovery-subject"), t!(lang, "mail-recovery", name = name)),
    };
    let blocks = vec![
        Block::Paragraph(words),
        Block::Button { label: t!(lang, "mail-device-button").to_owned(), url: account_url(backend) },
    ];
    Ok(Some(Content { to: mailbox(&user), lang, subject, blocks, footer: t!(lang, "mail-not-you-write") }))
}
