//! A second factor: codes of an authenticator app, each taken once.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    text::EmailAddress,
};
use fyr_store::{accounts, factors, sessions};
use serde_json::json;
use totp_rs::{Algorithm, Builder, Secret, Totp};
use uuid::Uuid;

use super::{
    letters::{Letter, promise},
    password::{Proven, prove},
    recovery,
    secrets::{random, seal, unseal},
    throttle::{self, Subject},
};
use crate::{Error, Services, audit};

/// Seconds for which a code is shown.
const STEP: u64 = 30;

/// What an authenticator app must be given.
#[derive(Clone, Debug)]
pub struct Setup {
    /// For typing in, in groups of four.
    pub secret: String,
    /// The same with everything else, for a picture to be scanned.
    pub url: String,
}

fn app(ctx: &Services, secret: Vec<u8>, account: &str) -> Result<Totp, Error> {
    let internal = |error: totp_rs::TotpError| Error::Internal(error.to_string().into());
    let issuer = ctx.settings.mail_from.name.clone().unwrap_or_else(|| "Fyr".to_owned());
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP)
        .with_secret(Secret::from(secret))
        .with_issuer(Some(issuer.replace(':', " ")))
        .with_account_name(account.replace(':', " "))
        .build()
        .map_err(internal)
}

fn seconds(ctx: &Services) -> u64 {
    u64::try_from(ctx.clock.now().timestamp()).unwrap_or(0)
}

/// Whether someone is asked for a code when they sign in.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn has_second_factor(ctx: &Services, user: Uuid) -> Result<bool, Error> {
    let mut db = ctx.store.read().await?;
    Ok(accounts::find(&mut db, user).await?.is_some_and(|found| found.totp_confirmed_at.is_some()))
}

/// Begins to set up an app, with a new secret. One that is in use stays; nothing counts before a first code was right.
///
/// # Errors
/// [`Error::Invalid`] for `current`; [`Error::SignInFirst`].
pub async fn begin(ctx: &Services, actor: &Actor, proven: Proven<'_>) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    prove(ctx, user, proven).await?;
    let sealed = seal(ctx, user, &random::<24>(ctx)[..20])?;
    let mut tx = ctx.store.begin().await?;
    factors::begin_totp(&mut tx, user, &sealed).await?;
    Ok(tx.commit().await?)
}

/// What to give to the app; `None` where nothing is being set up.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn setup(ctx: &Services, actor: &Actor) -> Result<Option<Setup>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let found = {
        let mut db = ctx.store.read().await?;
        accounts::find(&mut db, user).await?.ok_or(Error::SignInFirst)?
    };
    let (Some(sealed), None) = (found.totp_secret, found.totp_confirmed_at) else { return Ok(None) };
    let app = app(ctx, unseal(ctx, user, &sealed)?, &found.email)?;
    let letters: Vec<char> = app.secret().to_base32().chars().collect();
    let secret = letters.chunks(4).map(|four| four.iter().collect()).collect::<Vec<String>>().join(" ");
    let url = app.to_url().map_err(|error| Error::Internal(error.to_string().into()))?;
    Ok(Some(Setup { secret, url }))
}

/// Makes the app count once a first code of it is right; every other session ends. Gives recovery codes, which are not kept
/// in a form that can be shown again.
///
/// # Errors
/// [`Error::Invalid`] for `code`; [`Error::NotFound`] where nothing is being set up; [`Error::SignInFirst`].
pub async fn confirm(ctx: &Services, actor: &Actor, code: &str, session: &str) -> Result<Vec<String>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let attempted = throttle::begin(ctx, "code", vec![Subject::proof(user)]).await?;
    let found = {
        let mut db = ctx.store.read().await?;
        accounts::find(&mut db, user).await?.ok_or(Error::SignInFirst)?
    };
    let (Some(sealed), None) = (found.totp_secret, found.totp_confirmed_at) else {
        return Err(Error::NotFound);
    };
    let app = app(ctx, unseal(ctx, user, &sealed)?, &found.email)?;
    let step = step_of(ctx, &app, code).ok_or_else(wrong_code)?;
    let (codes, hashes) = recovery::make(ctx).await?;
    let mut tx = ctx.store.begin().await?;
    if !factors::confirm_totp(&mut tx, user, step, ctx.clock.now()).await? {
        return Err(Error::NotFound);
    }
    factors::put_codes(&mut tx, user, &hashes).await?;
    sessions::end_others(&mut tx, user, session).await?;
    attempted.succeeded(&mut tx, ctx.clock.now()).await?;
    record(ctx, &mut tx, actor, "second-factor.added", user).await?;
    promise(ctx, &mut tx, &Letter::SecondFactorAdded { user }).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(codes)
}

fn wrong_code() -> Error {
    FieldErrors::one("code", Problem::WrongCode).into()
}

/// The step of time a code belongs to: this one, the one before or the one after.
fn step_of(ctx: &Services, app: &Totp, code: &str) -> Option<i64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    app.check(&digits, seconds(ctx)).and_then(|step| i64::try_from(step).ok())
}

/// Who is asked for a code.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// Who.
    pub user: Uuid,
    /// How they came so far, in a word: those who came in different ways do not make each other wait.
    pub by: &'a str,
}

/// Takes a code of the app, or a recovery code. Each is taken once.
///
/// # Errors
/// [`Error::Invalid`] for `code`.
pub async fn check_code(ctx: &Services, actor: &Actor, asking: Asking<'_>, code: &str) -> Result<(), Error> {
    let user = asking.user;
    if code.trim().is_empty() {
        return Err(FieldErrors::one("code", Problem::Required).into());
    }
    let attempted = throttle::begin(ctx, "code", vec![Subject::code(user, asking.by)]).await?;
    let found = {
        let mut db = ctx.store.read().await?;
        accounts::find(&mut db, user).await?.ok_or_else(wrong_code)?
    };
    let (Some(sealed), Some(_)) = (found.totp_secret, found.totp_confirmed_at) else {
        return Err(wrong_code());
    };
    let app = app(ctx, unseal(ctx, user, &sealed)?, &found.email)?;
    let step = step_of(ctx, &app, code);
    let recovery = if step.is_none() { recovery::find(ctx, user, code).await? } else { None };
    let now = ctx.clock.now();
    let mut tx = ctx.store.begin().await?;
    let taken = match (step, &recovery) {
        (Some(step), _) => factors::take_step(&mut tx, user, step).await?,
        (None, Some(hash)) => factors::use_code(&mut tx, user, hash, now).await?,
        (None, None) => false,
    };
    if taken {
        attempted.succeeded(&mut tx, now).await?;
        if recovery.is_some() {
            record(ctx, &mut tx, actor, "recovery-code.used", user).await?;
            promise(ctx, &mut tx, &Letter::RecoveryCodeUsed { user }).await?;
        }
    } else {
        record(ctx, &mut tx, actor, "second-factor.refused", user).await?;
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    if taken { Ok(()) } else { Err(wrong_code()) }
}

/// Takes app and recovery codes away, for who has a code of them and has signed in just now.
///
/// # Errors
/// As [`check_code`]; [`Error::Invalid`] for `current`; [`Error::SignInFirst`].
pub async fn remove(ctx: &Services, actor: &Actor, proven: Proven<'_>, code: &str) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    prove(ctx, user, proven).await?;
    check_code(ctx, actor, Asking { user, by: "account" }, code).await?;
    let mut tx = ctx.store.begin().await?;
    factors::remove(&mut tx, user).await?;
    record(ctx, &mut tx, actor, "second-factor.removed", user).await?;
    promise(ctx, &mut tx, &Letter::SecondFactorRemoved { user }).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Takes app and recovery codes away from someone who has lost both, and signs them out everywhere: at the command line,
/// once the operator knows who asks. They are told by mail.
///
/// # Errors
/// [`Error::NotFound`] where nobody has the address, or whoever has it has no second factor.
pub async fn forget(ctx: &Services, email: &EmailAddress) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    let found = accounts::find_by_email(&mut tx, email).await?;
    let found = found.filter(|found| found.totp_confirmed_at.is_some()).ok_or(Error::NotFound)?;
    factors::remove(&mut tx, found.id).await?;
    sessions::end_others(&mut tx, found.id, "").await?;
    record(ctx, &mut tx, &Actor::ANONYMOUS, "second-factor.removed", found.id).await?;
    promise(ctx, &mut tx, &Letter::SecondFactorRemoved { user: found.id }).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn record(
    ctx: &Services,
    db: &mut fyr_store::Db,
    actor: &Actor,
    action: &'static str,
    user: Uuid,
) -> Result<(), Error> {
    let did = audit::Did { action, target: Some(("user", user)), organisation: None, details: json!({}) };
    audit::record(ctx, db, actor, did).await
}
