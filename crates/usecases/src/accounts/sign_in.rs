//! Signing in with a password.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
};
use fyr_store::{accounts, devices, people};
use serde_json::json;
use uuid::Uuid;

use super::{
    MAX_PASSWORD,
    passwords::{Fit, verify},
    secrets::hash,
    throttle::{self, Subject},
};
use crate::{Error, Services, audit};

/// A try to sign in.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// As typed.
    pub email: &'a str,
    /// As typed.
    pub password: &'a str,
    /// The key we gave this browser when someone signed in there.
    pub device: Option<&'a str>,
}

/// The person behind an address and a password. Unknown addresses take as long as wrong passwords and read the same; so do
/// pauses after many tries.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::WrongCredentials`] where they do not go together, with [`Problem::Wait`] after many
/// wrong ones.
pub async fn sign_in(ctx: &Services, actor: &Actor, attempt: Attempt<'_>) -> Result<Uuid, Error> {
    let mut errors = FieldErrors::default();
    if attempt.email.trim().is_empty() {
        errors.push("email", Problem::Required);
    }
    if attempt.password.is_empty() {
        errors.push("password", Problem::Required);
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    // nobody's address has it, and PostgreSQL takes none
    let email = attempt.email.trim().to_lowercase().replace('\0', "");
    let device = attempt.device.map(hash);
    let (known, at_home) = {
        let mut db = ctx.store.read().await?;
        let known = accounts::find_by_email(&mut db, &email).await?;
        let at_home = match (&known, &device) {
            (Some(known), Some(device)) => devices::is_known(&mut db, known.id, device).await?,
            _ => false,
        };
        (known, at_home)
    };
    let subjects = match (&known, device) {
        (Some(known), Some(device)) if at_home => vec![Subject::device(known.id, &device)],
        _ => [Some(Subject::account(&email)), actor.from.as_deref().map(Subject::address)]
            .into_iter()
            .flatten()
            .collect(),
    };
    let attempted = throttle::begin(ctx, "email", subjects).await?;

    let too_long = attempt.password.len() > MAX_PASSWORD;
    let kept = known.as_ref().filter(|_| !too_long).and_then(|known| known.password_hash.clone());
    let password = if too_long { "" } else { attempt.password };
    let fit = verify(ctx, kept, password).await?;

    let mut tx = ctx.store.begin().await?;
    let right = known.filter(|_| fit != Fit::Wrong).map(|known| known.id);
    if let Some(user) = right {
        if let Fit::Renewed(hash) = fit {
            people::set_password_hash(&mut tx, user, &hash).await?;
        }
        attempted.succeeded(&mut tx, ctx.clock.now()).await?;
        tx.commit().await?;
        return Ok(user);
    }
    // written for known and unknown addresses alike, and without the address: people type passwords there
    let did = audit::Did {
        action: "session.refused",
        target: None,
        organisation: None,
        details: json!({ "by": "password", "account": &hash(&email)[..16] }),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    tx.commit().await?;
    Err(FieldErrors::one("email", Problem::WrongCredentials).into())
}
