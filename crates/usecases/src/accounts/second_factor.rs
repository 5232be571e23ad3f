//! The second factor: time-based codes (TOTP, RFC 6238) of an authenticator totp. Each code is accepted once.

use fyr_domain::{
    Actor,
    branding::Branding,
    fields::{FieldErrors, Problem},
    text::EmailAddress,
};
use fyr_store::{accounts, second_factors, sessions, tokens};
use serde_json::json;
use totp_rs::{Algorithm, Builder, Secret, Totp};
use uuid::Uuid;

use super::{
    reauthentication::{Reauthentication, require_reauthentication},
    recovery_codes::{self, GeneratedCodes},
    secrets::{random_bytes, seal, unseal},
    throttle::{self, Attempt, ThrottleKey},
};
use crate::{Backend, Error, Transaction, audit, events::Event, settings};

/// The time step of TOTP in seconds.
const STEP_SECONDS: u64 = 30;

/// What an authenticator app needs to generate codes.
#[derive(Clone, Debug)]
pub struct AuthenticatorSetup {
    /// The secret in Base32, in groups of four for typing.
    pub secret: String,
    /// The `otpauth://` URL, to be shown as a QR code.
    pub url: String,
}

async fn totp_for(backend: &Backend, secret: Vec<u8>, account: &str) -> Result<Totp, Error> {
    let internal = |error: totp_rs::TotpError| Error::Internal(error.to_string().into());
    let branding = settings::current::<Branding>(backend).await;
    let sender = backend.settings.mail_from.name.as_deref().filter(|_| branding.name.is_empty());
    let issuer = sender.unwrap_or_else(|| branding.name(backend.settings.default_lang));
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP_SECONDS)
        .with_secret(Secret::from(secret))
        .with_issuer(Some(issuer.replace(':', " ")))
        .with_account_name(account.replace(':', " "))
        .build()
        .map_err(internal)
}

fn unix_seconds(backend: &Backend) -> u64 {
    u64::try_from(backend.clock.now().timestamp()).unwrap_or(0)
}

/// Whether signing in to the account asks for a code.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn has_second_factor(backend: &Backend, user: Uuid) -> Result<bool, Error> {
    let mut db = backend.store.read().await?;
    Ok(accounts::find_by_id(&mut db, user).await?.is_some_and(|found| found.totp_confirmed_at.is_some()))
}

/// Begins setting up an authenticator app with a new secret, which is pending until [`confirm_second_factor`]. A confirmed
/// second factor is left as it is.
///
/// # Errors
/// [`Error::Invalid`] for `current`; [`Error::SignInFirst`].
pub async fn begin_second_factor_setup(
    backend: &Backend,
    actor: &Actor,
    reauthentication: Reauthentication<'_>,
) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    require_reauthentication(backend, user, reauthentication).await?;
    let sealed = seal(backend, user, &random_bytes::<24>(backend)[..20])?;
    let mut tx = backend.begin().await?;
    second_factors::begin_totp_setup(&mut tx, user, &sealed).await?;
    tx.commit().await
}

/// The pending setup of an authenticator app; `None` where there is none.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn pending_second_factor_setup(
    backend: &Backend,
    actor: &Actor,
) -> Result<Option<AuthenticatorSetup>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let found = {
        let mut db = backend.store.read().await?;
        accounts::find_by_id(&mut db, user).await?.ok_or(Error::SignInFirst)?
    };
    let (Some(sealed), None) = (found.totp_secret, found.totp_confirmed_at) else { return Ok(None) };
    // sealed with a key that is gone: the person begins anew
    let Some(secret) = readable_secret(backend, user, &sealed) else { return Ok(None) };
    let totp = totp_for(backend, secret, &found.email).await?;
    let characters: Vec<char> = totp.secret().to_base32().chars().collect();
    let secret = characters.chunks(4).map(|four| four.iter().collect()).collect::<Vec<String>>().join(" ");
    let url = totp.to_url().map_err(|error| Error::Internal(error.to_string().into()))?;
    Ok(Some(AuthenticatorSetup { secret, url }))
}

/// Confirms a pending setup with a first code, ends every session except `session`, the id of the one in use, and returns
/// recovery codes. These are stored as hashes and cannot be shown again.
///
/// # Errors
/// [`Error::Invalid`] for `code`; [`Error::NotFound`] where nothing is being set up; [`Error::SignInFirst`].
pub async fn confirm_second_factor(
    backend: &Backend,
    actor: &Actor,
    code: &str,
    session: &str,
) -> Result<Vec<String>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    if code.trim().is_empty() {
        return Err(FieldErrors::single("code", Problem::Required).into());
    }
    let attempt = Attempt { field: "code", key: ThrottleKey::reauthentication(user), network: None };
    let throttled = throttle::begin_attempt(backend, attempt).await?;
    let found = {
        let mut db = backend.store.read().await?;
        accounts::find_by_id(&mut db, user).await?.ok_or(Error::SignInFirst)?
    };
    let (Some(sealed), None) = (found.totp_secret, found.totp_confirmed_at) else {
        return Err(Error::NotFound);
    };
    let secret = readable_secret(backend, user, &sealed).ok_or(Error::NotFound)?;
    let totp = totp_for(backend, secret, &found.email).await?;
    let step = matching_step(backend, &totp, code).ok_or_else(wrong_code)?;
    let GeneratedCodes { codes, hashes } = recovery_codes::generate(backend).await?;
    let mut tx = backend.begin().await?;
    if !second_factors::confirm_totp(&mut tx, user, step, backend.clock.now()).await? {
        return Err(Error::NotFound);
    }
    second_factors::replace_recovery_codes(&mut tx, user, &hashes).await?;
    sessions::delete_others(&mut tx, user, session).await?;
    throttled.succeeded(&mut tx).await?;
    record_audit_event(backend, &mut tx, actor, "second-factor.added", user).await?;
    tx.emit(Event::SecondFactorAdded { user });
    tx.commit().await?;
    Ok(codes)
}

/// The secret of an authenticator app; `None`, with a line in the log, where it was sealed with a key that is gone.
fn readable_secret(backend: &Backend, user: Uuid, sealed: &str) -> Option<Vec<u8>> {
    unseal(backend, user, sealed)
        .inspect_err(
            |error| tracing::error!(%user, %error, "a second factor cannot be checked; recovery codes work"),
        )
        .ok()
}

fn wrong_code() -> Error {
    FieldErrors::single("code", Problem::WrongCode).into()
}

/// The time step that a code is valid for: the current one, the one before or the one after.
fn matching_step(backend: &Backend, totp: &Totp, code: &str) -> Option<i64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    totp.check(&digits, unix_seconds(backend)).and_then(|step| i64::try_from(step).ok())
}

/// An account that is asked for a code.
#[derive(Clone, Copy, Debug)]
pub struct CodeChallenge<'a> {
    /// The account's id.
    pub user: Uuid,
    /// How they authenticated before, such as `password`: each method is throttled on its own.
    pub method: &'a str,
}

/// Verifies a code of the authenticator app, or a recovery code, and marks it as used: each is accepted once.
///
/// # Errors
/// [`Error::Invalid`] for `code`: wrong, used, or throttled.
pub async fn check_second_factor_code(
    backend: &Backend,
    actor: &Actor,
    challenge: CodeChallenge<'_>,
    code: &str,
) -> Result<(), Error> {
    let user = challenge.user;
    if code.trim().is_empty() {
        return Err(FieldErrors::single("code", Problem::Required).into());
    }
    let attempt = Attempt { field: "code", key: ThrottleKey::code(user, challenge.method), network: None };
    let throttled = throttle::begin_attempt(backend, attempt).await?;
    let found = {
        let mut db = backend.store.read().await?;
        accounts::find_by_id(&mut db, user).await?.ok_or_else(wrong_code)?
    };
    let (Some(sealed), Some(_)) = (found.totp_secret, found.totp_confirmed_at) else {
        return Err(wrong_code());
    };
    // recovery codes need no key, and so let people in whatever became of it
    let recovery = recovery_codes::find_hash(backend, user, code).await?;
    let step = match readable_secret(backend, user, &sealed).filter(|_| recovery.is_none()) {
        Some(secret) => matching_step(backend, &totp_for(backend, secret, &found.email).await?, code),
        None => None,
    };
    let now = backend.clock.now();
    let mut tx = backend.begin().await?;
    let accepted = match (step, &recovery) {
        (Some(step), _) => second_factors::consume_totp_step(&mut tx, user, step).await?,
        (None, Some(hash)) => second_factors::consume_recovery_code(&mut tx, user, hash, now).await?,
        (None, None) => false,
    };
    if accepted {
        throttled.succeeded(&mut tx).await?;
        if recovery.is_some() {
            record_audit_event(backend, &mut tx, actor, "recovery-code.used", user).await?;
            tx.emit(Event::RecoveryCodeUsed { user });
        }
    } else {
        record_audit_event(backend, &mut tx, actor, "second-factor.refused", user).await?;
    }
    tx.commit().await?;
    if accepted { Ok(()) } else { Err(wrong_code()) }
}

/// Removes the second factor and the recovery codes of the signed-in person, who shows one of its codes.
///
/// # Errors
/// As [`check_second_factor_code`]; [`Error::Invalid`] for `current`; [`Error::SignInFirst`].
pub async fn remove_second_factor(
    backend: &Backend,
    actor: &Actor,
    reauthentication: Reauthentication<'_>,
    code: &str,
) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    require_reauthentication(backend, user, reauthentication).await?;
    check_second_factor_code(backend, actor, CodeChallenge { user, method: "account" }, code).await?;
    let mut tx = backend.begin().await?;
    second_factors::delete(&mut tx, user).await?;
    record_audit_event(backend, &mut tx, actor, "second-factor.removed", user).await?;
    tx.emit(Event::SecondFactorRemoved { user });
    tx.commit().await
}

/// Removes the second factor and the recovery codes of someone who has lost both, ends their sessions and notifies them by
/// email. For the command line, where the operator has verified who asks.
///
/// # Errors
/// [`Error::NotFound`] where no account has the address, or it has no second factor.
pub async fn reset_second_factor_as_operator(backend: &Backend, email: &EmailAddress) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let found = accounts::find_by_email(&mut tx, email).await?;
    let user = found.ok_or(Error::NotFound)?.id;
    reset(&mut tx, user).await?;
    record_audit_event(backend, &mut tx, &Actor::ANONYMOUS, "second-factor.removed", user).await?;
    tx.commit().await
}

/// Removes an account's second factor and recovery codes, ends its sessions and notifies its owner by email. The caller has checked
/// the permission, and records it.
///
/// # Errors
/// [`Error::NotFound`] where it has no second factor.
pub(super) async fn reset(tx: &mut Transaction, user: Uuid) -> Result<(), Error> {
    let found = accounts::find_by_id(tx, user).await?;
    found.filter(|found| found.totp_confirmed_at.is_some()).ok_or(Error::NotFound)?;
    second_factors::delete(tx, user).await?;
    sessions::delete_others(tx, user, "").await?;
    tokens::forget_uses(tx, Some(user)).await?;
    tx.emit(Event::SecondFactorReset { user });
    Ok(())
}

/// Records an audit event whose target is the account.
pub(super) async fn record_audit_event(
    backend: &Backend,
    db: &mut fyr_store::Db,
    actor: &Actor,
    action: &'static str,
    user: Uuid,
) -> Result<(), Error> {
    let event =
        audit::AuditEvent { action, target: Some(("user", user)), organisation: None, details: json!({}) };
    audit::record(backend, db, actor, event).await
}
