//! Emails with a link that has a token.

use chrono::TimeDelta;
use fyr_domain::{Lang, User};
use fyr_i18n::{duration, t};
use fyr_mail::{Block, Mailbox};
use fyr_store::{accounts, email_changes};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    super::tokens::{self, NewToken, TokenData, TokenPurpose},
    Content, KIND, deactivated_email, find_user_by_email, find_user_by_id, is_deactivated, mailbox,
};
use crate::{
    Backend, Error,
    jobs::{JobRun, Queue},
    mailer::Originator,
    mailer::{Email, EmailContent, TextSource},
};

/// The link that creates the account; where the address has one already, as [`AlreadyRegisteredEmail`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RegisterEmail {
    pub email: String,
    pub name: String,
    pub lang: Lang,
    /// The page to go to afterwards.
    pub next: String,
}

/// To an address that has an account and was used to register again: how to sign in, and a password reset link.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AlreadyRegisteredEmail {
    pub email: String,
}

/// The link for choosing a new password.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PasswordResetEmail {
    pub email: String,
    pub lang: Lang,
}

/// The link that signs in.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SignInLinkEmail {
    pub email: String,
    /// The page to go to afterwards.
    pub next: String,
    pub lang: Lang,
}

/// The link that confirms the account's address.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ConfirmAddressEmail {
    pub user: Uuid,
}

/// To the address in use: the link that confirms the change to another address.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EmailChangeOldEmail {
    pub user: Uuid,
    pub change: Uuid,
}

/// To the new address: the link that confirms the change.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EmailChangeNewEmail {
    pub user: Uuid,
    pub change: Uuid,
}

/// A button to a page of the portal with a new token, and how long it is valid; `None` where the address is rate limited. The
/// limit is checked at the first attempt only, because a retry has been counted already.
async fn link_button(
    run: &JobRun<'_>,
    token: NewToken<'_>,
    lang: Lang,
    path: &str,
    label: &str,
) -> Result<Option<Vec<Block>>, Error> {
    let backend = run.backend;
    let token = NewToken { network: run.originator.as_ref().and_then(Originator::line), ..token };
    let lifetime = t!(lang, "mail-account-lasts", time = duration(lang, token.lifetime));
    let mut tx = backend.begin().await?;
    let (purpose, email, network) = (token.purpose, token.email, token.network);
    if run.attempts == 0 && tokens::is_rate_limited(backend, &mut tx, purpose, email, network).await? {
        return Ok(None);
    }
    let key = tokens::issue(backend, &mut tx, token).await?;
    tx.commit().await?;
    let url = format!("{}{path}?token={key}", backend.settings.public_url);
    Ok(Some(vec![Block::Button { label: label.to_owned(), url }, Block::Paragraph(lifetime)]))
}

pub(super) fn token_for(user: &User, purpose: TokenPurpose) -> NewToken<'_> {
    NewToken {
        purpose,
        user: Some(user.id),
        email: &user.email,
        data: TokenData::default(),
        lifetime: purpose.lifetime(),
        network: None,
    }
}

/// What the owner of a deactivated account gets instead of a link; `None` where the address is rate limited: it counts like the email
/// that was asked for.
async fn instead_of_link(
    run: &JobRun<'_>,
    user: &User,
    purpose: TokenPurpose,
) -> Result<Option<EmailContent>, Error> {
    let token = NewToken { lifetime: TimeDelta::zero(), ..token_for(user, purpose) };
    let counted = link_button(run, token, user.lang, "/", "").await?;
    Ok(counted.map(|_| deactivated_email(run.backend, user)))
}

/// The button for choosing a password.
pub(super) async fn password_button(
    run: &JobRun<'_>,
    token: NewToken<'_>,
    lang: Lang,
) -> Result<Option<Vec<Block>>, Error> {
    link_button(run, token, lang, "/password/reset", t!(lang, "mail-reset-button")).await
}

impl Email for RegisterEmail {
    const NAME: &'static str = "email.register";
    const KIND: &'static str = KIND;
    const QUEUE: Queue = Queue::PromptMail;
    const REACHES_DEACTIVATED: bool = true;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let Self { email, name, lang, next } = self;
        let lang = *lang;
        if find_user_by_email(run.backend, email).await?.is_some() {
            return AlreadyRegisteredEmail { email: email.clone() }.compose(run).await;
        }
        let data =
            TokenData { name: name.clone(), lang: lang.tag().to_owned(), next: next.clone(), change: None };
        let token = NewToken {
            purpose: TokenPurpose::Register,
            user: None,
            email,
            data,
            lifetime: TokenPurpose::Register.lifetime(),
            network: None,
        };
        let label = t!(lang, "mail-register-button");
        let Some(rest) = link_button(run, token, lang, "/register/confirm", label).await? else {
            return Ok(None);
        };
        let mut blocks = vec![Block::Paragraph(t!(lang, "mail-register", name = name.as_str()))];
        blocks.extend(rest);
        let content = Content {
            to: Mailbox::named(email, name),
            lang,
            subject: t!(lang, "mail-register-subject"),
            blocks,
            footer: t!(lang, "mail-register-footer"),
        };
        // whoever registers chose the name
        Ok(Some(EmailContent { words: TextSource::Senders, ..content.into_email(run.backend) }))
    }
}

impl Email for AlreadyRegisteredEmail {
    const NAME: &'static str = "email.already_registered";
    const KIND: &'static str = KIND;
    const QUEUE: Queue = Queue::PromptMail;
    const REACHES_DEACTIVATED: bool = true;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let Some(user) = find_user_by_email(run.backend, &self.email).await? else { return Ok(None) };
        if is_deactivated(run.backend, user.id).await? {
            return instead_of_link(run, &user, TokenPurpose::PasswordReset).await;
        }
        // whoever registered may be someone else: the owner's language counts
        let lang = user.lang;
        let token = token_for(&user, TokenPurpose::PasswordReset);
        let Some(rest) = password_button(run, token, lang).await? else { return Ok(None) };
        let mut blocks = vec![
            Block::Paragraph(t!(lang, "mail-known", name = user.name.as_str())),
            Block::Button {
                label: t!(lang, "sign-in").to_owned(),
                url: format!("{}/sign-in", run.backend.settings.public_url),
            },
            Block::Paragraph(t!(lang, "mail-known-forgotten").to_owned()),
        ];
        blocks.extend(rest);
        let content = Content {
            to: mailbox(&user),
            lang,
            subject: t!(lang, "mail-known-subject"),
            blocks,
            footer: t!(lang, "mail-not-you"),
        };
        Ok(Some(content.into_email(run.backend)))
    }
}

impl Email for PasswordResetEmail {
    const NAME: &'static str = "email.password_reset";
    const KIND: &'static str = KIND;
    const QUEUE: Queue = Queue::PromptMail;
    const REACHES_DEACTIVATED: bool = true;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let lang = self.lang;
        let Some(user) = find_user_by_email(run.backend, &self.email).await? else { return Ok(None) };
        if is_deactivated(run.backend, user.id).await? {
            return instead_of_link(run, &user, TokenPurpose::PasswordReset).await;
        }
        let token = token_for(&user, TokenPurpose::PasswordReset);
        let Some(rest) = password_button(run, token, lang).await? else { return Ok(None) };
        let mut blocks = vec![Block::Paragraph(t!(lang, "mail-reset", name = user.name.as_str()))];
        blocks.extend(rest);
        let content = Content {
            to: mailbox(&user),
            lang,
            subject: t!(lang, "mail-reset-subject"),
            blocks,
            footer: t!(lang, "mail-not-you"),
        };
        Ok(Some(content.into_email(run.backend)))
    }
}

impl Email for SignInLinkEmail {
    const NAME: &'static str = "email.sign_in_link";
    const KIND: &'static str = KIND;
    const QUEUE: Queue = Queue::PromptMail;
    const REACHES_DEACTIVATED: bool = true;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let lang = self.lang;
        let Some(user) = find_user_by_email(run.backend, &self.email).await? else { return Ok(None) };
        if is_deactivated(run.backend, user.id).await? {
            return instead_of_link(run, &user, TokenPurpose::SignIn).await;
        }
        let data = TokenData { next: self.next.clone(), ..TokenData::default() };
        let token = NewToken { data, ..token_for(&user, TokenPurpose::SignIn) };
        let label = t!(lang, "mail-link-button");
        let Some(rest) = link_button(run, token, lang, "/sign-in/link/open", label).await? else {
            return Ok(None);
        };
        let mut blocks = vec![Block::Paragraph(t!(lang, "mail-link", name = user.name.as_str()))];
        blocks.extend(rest);
        let content = Content {
            to: mailbox(&user),
            lang,
            subject: t!(lang, "mail-link-subject"),
            blocks,
            footer: t!(lang, "mail-not-you"),
        };
        Ok(Some(content.into_email(run.backend)))
    }
}

impl Email for ConfirmAddressEmail {
    const NAME: &'static str = "email.confirm_email";
    const KIND: &'static str = KIND;
    const QUEUE: Queue = Queue::PromptMail;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let Some(user) = find_user_by_id(run.backend, self.user).await? else { return Ok(None) };
        let lang = user.lang;
        let token = token_for(&user, TokenPurpose::ConfirmEmail);
        let label = t!(lang, "mail-confirm-button");
        let Some(rest) = link_button(run, token, lang, "/account/email/confirm", label).await? else {
            return Ok(None);
        };
        let mut blocks = vec![Block::Paragraph(t!(lang, "mail-confirm", name = user.name.as_str()))];
        blocks.extend(rest);
        let content = Content {
            to: mailbox(&user),
            lang,
            subject: t!(lang, "mail-confirm-subject"),
            blocks,
            footer: t!(lang, "mail-not-you"),
        };
        Ok(Some(content.into_email(run.backend)))
    }
}

impl Email for EmailChangeOldEmail {
    const NAME: &'static str = "email.email_change_old";
    const KIND: &'static str = KIND;
    const QUEUE: Queue = Queue::PromptMail;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        email_change(run, self.user, self.change, TokenPurpose::EmailChangeOld).await
    }
}

impl Email for EmailChangeNewEmail {
    const NAME: &'static str = "email.email_change_new";
    const KIND: &'static str = KIND;
    const QUEUE: Queue = Queue::PromptMail;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        email_change(run, self.user, self.change, TokenPurpose::EmailChangeNew).await
    }
}

/// To one of the two mailboxes that confirm a change. A new address that has an account gets an email that says so, without a
/// link: the change then never happens, and whoever requested it learns nothing.
async fn email_change(
    run: &JobRun<'_>,
    user: Uuid,
    change: Uuid,
    purpose: TokenPurpose,
) -> Result<Option<EmailContent>, Error> {
    let backend = run.backend;
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
    let content = |blocks| {
        let content = Content {
            to: recipient,
            lang,
            subject: t!(lang, "mail-address-subject"),
            blocks,
            footer: t!(lang, "mail-address-footer"),
        };
        // the owner of the new mailbox need not know whoever wants it
        let words = if to_new && !taken { TextSource::Senders } else { TextSource::Recipients };
        EmailContent { words, ..content.into_email(backend) }
    };
    let email = if to_new { &pending.email } else { &user.email };
    let data = TokenData { change: Some(change), ..TokenData::default() };
    // an email to a taken address counts towards its rate limit like any other
    let lifetime = if taken { TimeDelta::zero() } else { purpose.lifetime() };
    let token = NewToken { purpose, user: Some(user.id), email, data, lifetime, network: None };
    let label = t!(lang, "mail-address-button");
    let Some(rest) = link_button(run, token, lang, "/account/email/change", label).await? else {
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

async fn is_email_taken(backend: &Backend, email: &str) -> Result<bool, Error> {
    let mut db = backend.store.read().await?;
    Ok(accounts::find_by_email(&mut db, email).await?.is_some())
}
