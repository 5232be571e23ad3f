//! Changing a password, by someone who knows the current one.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
};
use fyr_store::{devices, people, sessions, tokens as stored_tokens};
use serde_json::json;

use super::{
    passwords,
    reauthentication::{Reauthentication, require_reauthentication},
    secrets::hash_key,
};
use crate::{Backend, Error, audit, events::Event};

/// The browser that someone changes their password in: it stays signed in and known.
#[derive(Clone, Copy, Debug)]
pub struct CurrentBrowser<'a> {
    /// The stored id of the session in use.
    pub session: &'a str,
    /// The key that the browser got when someone signed in with it.
    pub device_key: Option<&'a str>,
}

/// Changes the password of the signed-in person, ends their other sessions, forgets their other browsers and revokes their
/// emailed links.
///
/// # Errors
/// [`Error::Invalid`] for `current` or `password`; [`Error::SignInFirst`].
pub async fn change_password(
    backend: &Backend,
    actor: &Actor,
    current: &str,
    password: &str,
    browser: CurrentBrowser<'_>,
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
    let ended = sessions::delete_others(&mut tx, user.id, browser.session).await?;
    let device = browser.device_key.map(hash_key).unwrap_or_default();
    devices::delete_others(&mut tx, user.id, &device).await?;
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
