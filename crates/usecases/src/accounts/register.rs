//! Making an account of one's own.

use fyr_domain::{
    Actor, Lang, Role,
    fields::{FieldErrors, Problem},
    text::{EmailAddress, PersonName},
};
use fyr_store::{
    Db,
    accounts::{self, NewAccount},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    letters::{Letter, promise},
    passwords,
    tokens::{self, For, Open},
};
use crate::{Error, Services, audit, settings};

/// What someone types who wants an account.
#[derive(Clone, Copy, Debug)]
pub struct Registration<'a> {
    /// As typed.
    pub name: &'a str,
    /// As typed.
    pub email: &'a str,
    /// As typed; looked at only where addresses are not confirmed, because otherwise it is chosen after that.
    pub password: &'a str,
    /// Where they were.
    pub next: &'a str,
}

/// Whether people can make accounts here.
///
/// # Errors
/// [`Error::NotFound`] where they cannot.
fn opened(ctx: &Services) -> Result<(), Error> {
    match ctx.settings.accounts.registration {
        settings::Registration::Open => Ok(()),
        settings::Registration::Off => Err(Error::NotFound),
    }
}

/// Asks for an account. Where addresses are confirmed, the rest is behind a link in a mail; otherwise the account is there
/// at once. Someone whose address has an account gets a mail that says so, and the answer here is the same.
///
/// # Errors
/// [`Error::NotFound`] where people cannot make accounts here.
pub async fn register(
    ctx: &Services,
    actor: &Actor,
    typed: Registration<'_>,
    lang: Lang,
) -> Result<(), Error> {
    opened(ctx)?;
    let mut errors = FieldErrors::default();
    let name = errors.check("name", PersonName::parse(typed.name));
    let email = errors.check("email", EmailAddress::parse(typed.email));
    let confirms = ctx.settings.accounts.confirm_email;
    if !confirms {
        errors.check("password", passwords::check(ctx, typed.password, &[typed.name, typed.email]));
    }
    let (Some(name), Some(email), true) = (name, email, errors.is_empty()) else { return Err(errors.into()) };
    let (name, email) = (name.to_string(), email.to_string());
    let hash = if confirms { None } else { Some(passwords::hash(ctx, typed.password).await?) };
    let mut tx = ctx.store.begin().await?;
    let letter = if confirms {
        Letter::Register { email, name, lang, next: typed.next.to_owned() }
    } else {
        let id = ctx.clock.id();
        let new = new_account(id, &email, &name, lang);
        if add(ctx, &mut tx, actor, NewAccount { password_hash: hash, ..new }).await? {
            Letter::ConfirmAddress { user: id }
        } else {
            Letter::KnownAddress { email }
        }
    };
    promise(ctx, &mut tx, &letter).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

fn new_account(id: Uuid, email: &str, name: &str, lang: Lang) -> NewAccount {
    NewAccount {
        id,
        email: email.to_owned(),
        name: name.to_owned(),
        role: Role::Participant,
        lang,
        password_hash: None,
        email_confirmed_at: None,
    }
}

async fn add(ctx: &Services, db: &mut Db, actor: &Actor, new: NewAccount) -> Result<bool, Error> {
    let added = accounts::add(db, &new, ctx.clock.now()).await?;
    if added {
        let did = audit::Did {
            action: "account.registered",
            target: Some(("user", new.id)),
            organisation: None,
            details: json!({}),
        };
        audit::record(ctx, db, actor, did).await?;
    }
    Ok(added)
}

/// The link in the mail, for the page behind it.
///
/// # Errors
/// [`Error::NotFound`] where it does not work (any more).
pub async fn open_registration(ctx: &Services, key: &str) -> Result<Open, Error> {
    opened(ctx)?;
    tokens::open(ctx, &mut ctx.store.read().await?, For::Register, key).await
}

/// Makes the account, with a password chosen now: whoever typed in the address has shown nothing before. Gives whose it is.
///
/// # Errors
/// [`Error::NotFound`] where the link does not work (any more), or the address has an account by now.
pub async fn confirm_registration(
    ctx: &Services,
    actor: &Actor,
    key: &str,
    password: &str,
) -> Result<(Uuid, Open), Error> {
    let open = open_registration(ctx, key).await?;
    let own_words = [open.name(), open.email.as_str()];
    if let Err(problem) = passwords::check(ctx, password, &own_words) {
        return Err(problem_with(problem).into());
    }
    let hash = passwords::hash(ctx, password).await?;
    let mut tx = ctx.store.begin().await?;
    let open = tokens::take(ctx, &mut tx, For::Register, key).await?;
    let lang = open.memory.lang.parse().unwrap_or(ctx.settings.default_lang);
    let id = ctx.clock.id();
    let new = new_account(id, &open.email, open.name(), lang);
    let new = NewAccount { password_hash: Some(hash), email_confirmed_at: Some(ctx.clock.now()), ..new };
    if !add(ctx, &mut tx, actor, new).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok((id, open))
}

pub(super) fn problem_with(password: Problem) -> FieldErrors {
    FieldErrors::one("password", password)
}
