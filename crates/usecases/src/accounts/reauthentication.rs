//! Reauthentication: before a change that could let others stay in an account, a signed-in person shows again who they are.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
};
use fyr_store::accounts;
use uuid::Uuid;

use super::{
    passwords::{self, PasswordMatch, verify},
    throttle::{self, Attempt, ThrottleKey},
};
use crate::{Backend, Error};

/// What a signed-in person shows before such a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reauthentication<'a> {
    /// They signed in recently enough.
    Recent,
    /// They typed their password.
    Password(&'a str),
    /// Nothing: they have no password, or a second factor, so that a password alone is less than signing in.
    Missing,
}

/// Checks the reauthentication of an account; wrong passwords are throttled.
///
/// # Errors
/// [`Error::Invalid`] for the field `current`.
pub(super) async fn require_reauthentication(
    backend: &Backend,
    user: Uuid,
    reauthentication: Reauthentication<'_>,
) -> Result<(), Error> {
    let wrong = |problem| Error::Invalid(FieldErrors::single("current", problem));
    let password = match reauthentication {
        Reauthentication::Recent => return Ok(()),
        Reauthentication::Password("") | Reauthentication::Missing => return Err(wrong(Problem::Required)),
        Reauthentication::Password(password) => password,
    };
    let attempt = Attempt { field: "current", key: ThrottleKey::reauthentication(user), network: None };
    let throttled = throttle::begin_attempt(backend, attempt).await?;
    let stored = {
        let mut db = backend.store.read().await?;
        accounts::find_by_id(&mut db, user).await?.and_then(|found| found.password_hash)
    };
    let password = if password.len() > passwords::MAX_PASSWORD { "" } else { password };
    if verify(backend, stored, password).await? == PasswordMatch::Mismatch {
        return Err(wrong(Problem::WrongPassword));
    }
    let mut tx = backend.begin().await?;
    throttled.succeeded(&mut tx).await?;
    tx.commit().await
}

/// Checks the reauthentication of the signed-in person, for changes that are not use cases of this module.
///
/// # Errors
/// [`Error::Invalid`] for the field `current`; [`Error::SignInFirst`].
pub async fn reauthenticate(
    backend: &Backend,
    actor: &Actor,
    reauthentication: Reauthentication<'_>,
) -> Result<(), Error> {
    require_reauthentication(backend, actor.user_id().ok_or(Error::SignInFirst)?, reauthentication).await
}
