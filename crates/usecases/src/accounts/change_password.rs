//! Changing a password, by someone who knows the current one.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
};
use fyr_store::{people, sessions, tokens as stored_tokens};
use serde_json::json;

use super::{
    passwords,
    reauthentication::{Reauthentication, require_reauthentication},
};
use crate::{Backend, Error, audit, events::Event};

/// Changes the password of the signed-in person, ends their other sessions and revokes their emailed links. `session` is the
/// id of the session in use.
///
/// # Errors
/// [`Error::Invalid`] for `current` or `password`; [`Error::SignInFirst`].
pub async fn change_password(
    backend: &Backend,
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
    errors.check("password", passwords::check(backend, password, &[&user.name, &user.email]));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    require_reauthentication(backend, user.id, Reauthentication::Password(current)).await?;
    let hash = passwords::hash(backend, password).await?;
    let mut tx = backend.begin().await?;
    people::set_password_hash(&mut tx, user.id, &hash).await?;
    let ended = sessions::delete_others(&mut tx, user.id, session).await?;
    stored_tokens::revoke_for_user(&mut tx, user.id, backend.clock.now()).await?;
    let event = audit::AuditEvent {
        action: "password.changed",
        target: Some(("user", user.id)),
        organisation: None,
        details: json!({ "by": "password", "sessions_ended": ended }),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.emit(Event::PasswordChanged { user: user.id });
    tx.commit().await
}
