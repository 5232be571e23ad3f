//! Changing a password, and showing once more who one is.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
};
use fyr_store::{accounts, people, sessions, tokens as kept};
use serde_json::json;
use uuid::Uuid;

use super::{
    letters::{Letter, promise},
    passwords::{self, Fit, verify},
    throttle::{self, Subject},
};
use crate::{Error, Services, audit};

/// How a signed-in person shows once more who they are, before something that would let others stay in their account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proven<'a> {
    /// They have signed in only just now.
    Recently,
    /// They type their password.
    By(&'a str),
    /// They have not: a password alone is less than what they sign in with, or they have none.
    Not,
}

/// Holds someone to it.
///
/// # Errors
/// [`Error::Invalid`] for the field `current`.
pub(super) async fn prove(ctx: &Services, user: Uuid, proven: Proven<'_>) -> Result<(), Error> {
    let wrong = |problem| Error::Invalid(FieldErrors::one("current", problem));
    let password = match proven {
        Proven::Recently => return Ok(()),
        Proven::By("") | Proven::Not => return Err(wrong(Problem::Required)),
        Proven::By(password) => password,
    };
    let attempted = throttle::begin(ctx, "current", vec![Subject::proof(user)]).await?;
    let kept = {
        let mut db = ctx.store.read().await?;
        accounts::find(&mut db, user).await?.and_then(|found| found.password_hash)
    };
    let password = if password.len() > passwords::MAX_PASSWORD { "" } else { password };
    if verify(ctx, kept, password).await? == Fit::Wrong {
        return Err(wrong(Problem::WrongPassword));
    }
    let mut tx = ctx.store.begin().await?;
    attempted.succeeded(&mut tx, ctx.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Notes that someone has shown once more who they are, for whatever is not a use case of its own.
///
/// # Errors
/// [`Error::Invalid`] for the field `current`; [`Error::SignInFirst`].
pub async fn prove_again(ctx: &Services, actor: &Actor, proven: Proven<'_>) -> Result<(), Error> {
    prove(ctx, actor.user_id().ok_or(Error::SignInFirst)?, proven).await
}

/// Changes the password, for who knows the old one. Every other session ends.
///
/// # Errors
/// [`Error::Invalid`] for `current` or `password`; [`Error::SignInFirst`].
pub async fn change_password(
    ctx: &Services,
    actor: &Actor,
    current: &str,
    password: &str,
    session: &str,
) -> Result<(), Error> {
    let user = actor.user.as_ref().ok_or(Error::SignInFirst)?;
    let mut errors = FieldErrors::default();
    if current.is_empty() {
        errors.push("current", Problem::Required);
    }
    errors.check("password", passwords::check(ctx, password, &[&user.name, &user.email]));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    prove(ctx, user.id, Proven::By(current)).await?;
    let hash = passwords::hash(ctx, password).await?;
    let mut tx = ctx.store.begin().await?;
    people::set_password_hash(&mut tx, user.id, &hash).await?;
    let ended = sessions::end_others(&mut tx, user.id, session).await?;
    kept::revoke_all(&mut tx, user.id, ctx.clock.now()).await?;
    let did = audit::Did {
        action: "password.changed",
        target: Some(("user", user.id)),
        organisation: None,
        details: json!({ "by": "password", "sessions_ended": ended }),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    promise(ctx, &mut tx, &Letter::PasswordChanged { user: user.id }).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}
