//! Signing in with a password.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    text::{EmailAddress, is_blank},
};
use fyr_store::{accounts, devices, people};
use serde_json::json;
use uuid::Uuid;

use super::{
    MAX_PASSWORD,
    passwords::{PasswordMatch, verify},
    secrets::hash_key,
    throttle::{self, Attempt, ThrottleKey},
};
use crate::{Backend, Error, audit};

/// An attempt to sign in with a password.
#[derive(Clone, Copy, Debug)]
pub struct SignInAttempt<'a> {
    /// The address as typed.
    pub email: &'a str,
    /// The password as typed.
    pub password: &'a str,
    /// The key that this browser got when someone signed in with it before.
    pub device: Option<&'a str>,
}

/// Verifies an address and a password and returns the account's id. Unknown addresses take as long as wrong passwords and
/// give the same errors and delays.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::WrongCredentials`] where the address is unknown or the password wrong, with
/// [`Problem::RateLimited`] after too many failures.
pub async fn sign_in(backend: &Backend, actor: &Actor, attempt: SignInAttempt<'_>) -> Result<Uuid, Error> {
    let mut errors = FieldErrors::default();
    if is_blank(attempt.email) {
        errors.push("email", Problem::Required);
    }
    if attempt.password.is_empty() {
        errors.push("password", Problem::Required);
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let email = EmailAddress::canonical(attempt.email);
    let device = attempt.device.map(hash_key);
    let (known, known_device) = {
        let mut db = backend.store.read().await?;
        let known = accounts::find_by_email(&mut db, &email).await?;
        let known_device = match (&known, &device) {
            (Some(known), Some(device)) => devices::is_known(&mut db, known.id, device).await?,
            _ => false,
        };
        (known, known_device)
    };
    let (key, network) = match (&known, device) {
        (Some(known), Some(device)) if known_device => (ThrottleKey::device(known.id, &device), None),
        _ => (ThrottleKey::account(&email), actor.network),
    };
    backend.hashing.check("email")?;
    let throttled = throttle::begin_attempt(backend, Attempt { field: "email", key, network }).await?;

    let too_long = attempt.password.len() > MAX_PASSWORD;
    let stored = known.as_ref().filter(|_| !too_long).and_then(|known| known.password_hash.clone());
    let password = if too_long { "" } else { attempt.password };
    let verified = verify(backend, stored, password).await?;

    let mut tx = backend.begin().await?;
    let authenticated = known.filter(|_| verified != PasswordMatch::Mismatch).map(|known| known.id);
    if let Some(user) = authenticated {
        if let PasswordMatch::Rehashed(hash) = verified {
            people::set_password_hash(&mut tx, user, &hash).await?;
        }
        throttled.succeeded(&mut tx).await?;
        tx.commit().await?;
        return Ok(user);
    }
    // recorded for known and unknown addresses alike, and without the address: people type passwords into that field
    let event = audit::AuditEvent {
        action: "session.refused",
        target: None,
        organisation: None,
        details: json!({ "by": "password", "account": &hash_key(&email)[..16] }),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    throttled.failed(&mut tx, backend.clock.now()).await?;
    tx.commit().await?;
    Err(FieldErrors::single("email", Problem::WrongCredentials).into())
}
