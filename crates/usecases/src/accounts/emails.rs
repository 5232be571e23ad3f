//! Mail about accounts. The keys of links are made when a mail is written, so they are nowhere but in the mail; and whether
//! an address is known is found out then, so nobody can tell from how the asking was answered.

use std::ops::Deref;

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{Lang, User};
use fyr_i18n::{duration, moment, t};
use fyr_mail::{Block, Mailbox, Message};
use fyr_store::{Db, accounts, email_changes, outbox, outbox::Job, people};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    add::INVITATION,
    tokens::{self, For, Memory, New},
};
use crate::{Error, Services, mail::Mail};

/// A promised mail about an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub(crate) enum Letter {
    /// To someone who wants an account: the link that makes it. To someone who has one: that they do.
    Register { email: String, name: String, lang: Lang, next: String },
    /// To someone who has an account and asked for another.
    KnownAddress { email: String },
    /// The link for choosing a password.
    Forgotten { email: String, lang: Lang },
    /// The link that signs in.
    SignInLink { email: String, next: String, lang: Lang },
    /// To someone whose account was made for them: the link for choosing a password.
    Invited { user: Uuid },
    /// The link by which someone shows that an address is theirs.
    ConfirmAddress { user: Uuid },
    /// To the address in use: the link that agrees to another one.
    OldAddress { user: Uuid, change: Uuid },
    /// To the address wanted: the same.
    NewAddress { user: Uuid, change: Uuid },
    /// To the address that was in use: it is not any more.
    AddressChanged { user: Uuid, before: String },
    /// The password is another.
    PasswordChanged { user: Uuid },
    /// Codes are asked for from now on.
    SecondFactorAdded { user: Uuid },
    /// Codes are not asked for any more.
    SecondFactorRemoved { user: Uuid },
    /// A recovery code was used.
    RecoveryCodeUsed { user: Uuid },
    /// Someone signed in with a browser they had not used before.
    NewDevice { user: Uuid, device: String, at: DateTime<Utc> },
}

/// Promises a mail as part of the transaction.
pub(super) async fn promise(ctx: &Services, db: &mut Db, letter: &Letter) -> Result<(), Error> {
    let mail = Mail::Account(letter.clone());
    let payload = serde_json::to_value(mail).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(outbox::put(db, ctx.clock.id(), "mail", &payload, ctx.clock.now()).await?)
}

/// What a mail says, before it has a frame.
struct Content {
    to: Mailbox,
    lang: Lang,
    subject: &'static str,
    blocks: Vec<Block>,
    /// Why they get it, and what to do if it was not them.
    footer: &'static str,
}

/// Composes a promised mail; `None` where it has become pointless, or where nobody has the address.
pub(crate) async fn compose(ctx: &Services, job: &Job, letter: Letter) -> Result<Option<Message>, Error> {
    let ctx = &Try { ctx, counted: job.attempts > 0 };
    let content = match letter {
        Letter::Register { email, name, lang, next } => register(ctx, &email, &name, lang, next).await?,
        Letter::KnownAddress { email } => known_address(ctx, &email).await?,
        Letter::Forgotten { email, lang } => forgotten(ctx, &email, lang).await?,
        Letter::SignInLink { email, next, lang } => sign_in_link(ctx, &email, next, lang).await?,
        Letter::Invited { user } => invited(ctx, user).await?,
        Letter::ConfirmAddress { user } => confirm_address(ctx, user).await?,
        Letter::OldAddress { user, change } => address(ctx, user, change, For::OldAddress).await?,
        Letter::NewAddress { user, change } => address(ctx, user, change, For::NewAddress).await?,
        Letter::AddressChanged { user, before } => address_changed(ctx, user, before).await?,
        Letter::NewDevice { user, device, at } => new_device(ctx, user, &device, at).await?,
        notice => notified(ctx, &notice).await?,
    };
    Ok(content.map(|content| {
        let lang = content.lang;
        Message {
            id: job.id,
            to: content.to,
            reply_to: None,
            lang,
            subject: content.subject.to_owned(),
            preheader: None,
            blocks: content.blocks,
            footer: vec![
                Block::Small(content.footer.to_owned()),
                Block::Small(t!(lang, "mail-account-footer", url = ctx.settings.public_url.as_str())),
            ],
            unsubscribe: None,
            thread: None,
            auto: true,
        }
    }))
}

/// One try at a letter. Whether its address has been sent enough counts once: a letter that could not be sent is tried again.
struct Try<'a> {
    ctx: &'a Services,
    counted: bool,
}

impl Deref for Try<'_> {
    type Target = Services;

    fn deref(&self) -> &Services {
        self.ctx
    }
}

/// A button to a page of the portal with a fresh key; `None` where the address has been sent enough of them for now.
async fn button(
    ctx: &Try<'_>,
    new: New<'_>,
    lang: Lang,
    path: &str,
    label: &str,
) -> Result<Option<Vec<Block>>, Error> {
    let lasts = t!(lang, "mail-account-lasts", time = duration(lang, new.lasts));
    let mut tx = ctx.store.begin().await?;
    if !ctx.counted && tokens::is_enough(ctx, &mut tx, new.good_for, new.email).await? {
        return Ok(None);
    }
    let key = tokens::issue(ctx, &mut tx, new).await?;
    tx.commit().await?;
    let url = format!("{}{path}?token={key}", ctx.settings.public_url);
    Ok(Some(vec![Block::Button { label: label.to_owned(), url }, Block::Paragraph(lasts)]))
}

async fn by_email(ctx: &Services, email: &str) -> Result<Option<User>, Error> {
    let mut db = ctx.store.read().await?;
    Ok(people::find_by_email(&mut db, email).await?.map(User::from))
}

async fn by_id(ctx: &Services, id: Uuid) -> Result<Option<User>, Error> {
    let mut db = ctx.store.read().await?;
    Ok(people::find(&mut db, id).await?.map(User::from))
}

fn to(user: &User) -> Mailbox {
    Mailbox::named(&user.email, &user.name)
}

fn link_for(user: &User, good_for: For) -> New<'_> {
    New {
        good_for,
        user: Some(user.id),
        email: &user.email,
        memory: Memory::default(),
        lasts: good_for.lasts(),
    }
}

async fn register(
    ctx: &Try<'_>,
    email: &str,
    name: &str,
    lang: Lang,
    next: String,
) -> Result<Option<Content>, Error> {
    if by_email(ctx, email).await?.is_some() {
        return known_address(ctx, email).await;
    }
    let memory = Memory { name: name.to_owned(), lang: lang.tag().to_owned(), next, change: None };
    let new = New { good_for: For::Register, user: None, email, memory, lasts: For::Register.lasts() };
    let label = t!(lang, "mail-register-button");
    let Some(rest) = button(ctx, new, lang, "/register/confirm", label).await? else { return Ok(None) };
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

async fn known_address(ctx: &Try<'_>, email: &str) -> Result<Option<Content>, Error> {
    let Some(user) = by_email(ctx, email).await? else { return Ok(None) };
    // whoever asked may be someone else: their language is not the owner's
    let lang = user.lang;
    let label = t!(lang, "mail-reset-button");
    let Some(rest) = button(ctx, link_for(&user, For::Reset), lang, "/password/reset", label).await? else {
        return Ok(None);
    };
    let mut blocks = vec![
        Block::Paragraph(t!(lang, "mail-known", name = user.name.as_str())),
        Block::Button {
            label: t!(lang, "sign-in").to_owned(),
            url: format!("{}/sign-in", ctx.settings.public_url),
        },
        Block::Paragraph(t!(lang, "mail-known-forgotten").to_owned()),
    ];
    blocks.extend(rest);
    Ok(Some(Content {
        to: to(&user),
        lang,
        subject: t!(lang, "mail-known-subject"),
        blocks,
        footer: t!(lang, "mail-not-you"),
    }))
}

async fn forgotten(ctx: &Try<'_>, email: &str, lang: Lang) -> Result<Option<Content>, Error> {
    let Some(user) = by_email(ctx, email).await? else { return Ok(None) };
    let label = t!(lang, "mail-reset-button");
    let Some(rest) = button(ctx, link_for(&user, For::Reset), lang, "/password/reset", label).await? else {
        return Ok(None);
    };
    let mut blocks = vec![Block::Paragraph(t!(lang, "mail-reset", name = user.name.as_str()))];
    blocks.extend(rest);
    Ok(Some(Content {
        to: to(&user),
        lang,
        subject: t!(lang, "mail-reset-subject"),
        blocks,
        footer: t!(lang, "mail-not-you"),
    }))
}

async fn sign_in_link(
    ctx: &Try<'_>,
    email: &str,
    next: String,
    lang: Lang,
) -> Result<Option<Content>, Error> {
    let Some(user) = by_email(ctx, email).await? else { return Ok(None) };
    let new = New { memory: Memory { next, ..Memory::default() }, ..link_for(&user, For::SignIn) };
    let label = t!(lang, "mail-link-button");
    let Some(rest) = button(ctx, new, lang, "/sign-in/link/open", label).await? else { return Ok(None) };
    let mut blocks = vec![Block::Paragraph(t!(lang, "mail-link", name = user.name.as_str()))];
    blocks.extend(rest);
    Ok(Some(Content {
        to: to(&user),
        lang,
        subject: t!(lang, "mail-link-subject"),
        blocks,
        footer: t!(lang, "mail-not-you"),
    }))
}

async fn invited(ctx: &Try<'_>, user: Uuid) -> Result<Option<Content>, Error> {
    let Some(user) = by_id(ctx, user).await? else { return Ok(None) };
    let lang = user.lang;
    let new = New { lasts: INVITATION, ..link_for(&user, For::Reset) };
    let label = t!(lang, "mail-reset-button");
    let Some(rest) = button(ctx, new, lang, "/password/reset", label).await? else { return Ok(None) };
    let mut blocks = vec![Block::Paragraph(t!(lang, "mail-invited", name = user.name.as_str()))];
    blocks.extend(rest);
    Ok(Some(Content {
        to: to(&user),
        lang,
        subject: t!(lang, "mail-invited-subject"),
        blocks,
        footer: t!(lang, "mail-invited-footer"),
    }))
}

async fn confirm_address(ctx: &Try<'_>, user: Uuid) -> Result<Option<Content>, Error> {
    let Some(user) = by_id(ctx, user).await? else { return Ok(None) };
    let lang = user.lang;
    let label = t!(lang, "mail-confirm-button");
    let new = link_for(&user, For::ConfirmAddress);
    let Some(rest) = button(ctx, new, lang, "/account/email/confirm", label).await? else { return Ok(None) };
    let mut blocks = vec![Block::Paragraph(t!(lang, "mail-confirm", name = user.name.as_str()))];
    blocks.extend(rest);
    Ok(Some(Content {
        to: to(&user),
        lang,
        subject: t!(lang, "mail-confirm-subject"),
        blocks,
        footer: t!(lang, "mail-not-you"),
    }))
}

/// To one of the two mailboxes that must agree. A new address that is someone's account is told so, without a link: the
/// change then never happens, and who asked for it learns nothing.
async fn address(ctx: &Try<'_>, user: Uuid, change: Uuid, good_for: For) -> Result<Option<Content>, Error> {
    let Some(user) = by_id(ctx, user).await? else { return Ok(None) };
    let lang = user.lang;
    let wish = {
        let mut db = ctx.store.read().await?;
        email_changes::of_user(&mut db, user.id, ctx.clock.now()).await?
    };
    let Some(wish) = wish.filter(|wish| wish.id == change) else { return Ok(None) };
    let to_new = good_for == For::NewAddress;
    let taken = to_new && taken(ctx, &wish.email).await?;
    let receiver = match (to_new, taken) {
        (true, true) => Mailbox::new(&wish.email),
        (true, false) => Mailbox::named(&wish.email, &user.name),
        (false, _) => to(&user),
    };
    let content = |blocks| Content {
        to: receiver,
        lang,
        subject: t!(lang, "mail-address-subject"),
        blocks,
        footer: t!(lang, "mail-address-footer"),
    };
    let email = receiver_address(&user, &wish.email, good_for);
    let memory = Memory { change: Some(change), ..Memory::default() };
    // one that is taken is counted like any other, so that nobody is sent mail without end
    let lasts = if taken { TimeDelta::zero() } else { good_for.lasts() };
    let new = New { good_for, user: Some(user.id), email, memory, lasts };
    let label = t!(lang, "mail-address-button");
    let Some(rest) = button(ctx, new, lang, "/account/email/change", label).await? else { return Ok(None) };
    if taken {
        return Ok(Some(content(vec![Block::Paragraph(t!(lang, "mail-address-taken").to_owned())])));
    }
    let words = t!(lang, "mail-address", name = user.name.as_str(), email = wish.email.as_str());
    let mut blocks = vec![Block::Paragraph(words)];
    blocks.extend(rest);
    Ok(Some(content(blocks)))
}

fn receiver_address<'a>(user: &'a User, new: &'a str, good_for: For) -> &'a str {
    if good_for == For::NewAddress { new } else { &user.email }
}

async fn taken(ctx: &Services, email: &str) -> Result<bool, Error> {
    let mut db = ctx.store.read().await?;
    Ok(accounts::find_by_email(&mut db, email).await?.is_some())
}

async fn address_changed(ctx: &Services, user: Uuid, before: String) -> Result<Option<Content>, Error> {
    let Some(user) = by_id(ctx, user).await? else { return Ok(None) };
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
    ctx: &Services,
    user: Uuid,
    device: &str,
    at: DateTime<Utc>,
) -> Result<Option<Content>, Error> {
    let Some(user) = by_id(ctx, user).await? else { return Ok(None) };
    let lang = user.lang;
    let device = if device.is_empty() { t!(lang, "session-device-unknown") } else { device };
    let blocks = vec![
        Block::Paragraph(t!(lang, "mail-device", name = user.name.as_str())),
        Block::Facts(vec![
            (t!(lang, "session-device").to_owned(), device.to_owned()),
            (t!(lang, "session-begun").to_owned(), moment(lang, at, ctx.settings.calendar.zone)),
        ]),
        Block::Paragraph(t!(lang, "mail-device-advice").to_owned()),
        Block::Button { label: t!(lang, "mail-device-button").to_owned(), url: account_url(ctx) },
    ];
    Ok(Some(Content {
        to: to(&user),
        lang,
        subject: t!(lang, "mail-device-subject"),
        blocks,
        footer: t!(lang, "mail-device-footer"),
    }))
}

fn account_url(ctx: &Services) -> String {
    format!("{}/account", ctx.settings.public_url)
}

/// Mail that says what has happened to an account, and nothing more.
async fn notified(ctx: &Services, letter: &Letter) -> Result<Option<Content>, Error> {
    let (Letter::PasswordChanged { user }
    | Letter::SecondFactorAdded { user }
    | Letter::SecondFactorRemoved { user }
    | Letter::RecoveryCodeUsed { user }) = letter
    else {
        return Ok(None);
    };
    let Some(user) = by_id(ctx, *user).await? else { return Ok(None) };
    let lang = user.lang;
    let name = user.name.as_str();
    let (subject, words) = match letter {
        Letter::PasswordChanged { .. } => {
            (t!(lang, "mail-password-subject"), t!(lang, "mail-password", name = name))
        }
        Letter::SecondFactorAdded { .. } => {
            (t!(lang, "mail-factor-added-subject"), t!(lang, "mail-factor-added", name = name))
        }
        Letter::SecondFactorRemoved { .. } => {
            (t!(lang, "mail-factor-removed-subject"), t!(lang, "mail-factor-removed", name = name))
        }
        _ => (t!(lang, "mail-recovery-subject"), t!(lang, "mail-recovery", name = name)),
    };
    let blocks = vec![
        Block::Paragraph(words),
        Block::Button { label: t!(lang, "mail-device-button").to_owned(), url: account_url(ctx) },
    ];
    Ok(Some(Content { to: to(&user), lang, subject, blocks, footer: t!(lang, "mail-not-you-write") }))
}
