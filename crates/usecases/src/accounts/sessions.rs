//! Listing and ending sessions: one's own, and as an administrator or operator those of others.

use fyr_domain::{
    Actor,
    permission::{Permission, may},
    text::EmailAddress,
};
use fyr_store::{
    Db, people,
    sessions::{self, SessionSummary},
    tokens,
};
use serde_json::json;
use uuid::Uuid;

use crate::{Backend, Error, audit};

/// Lists the signed-in person's sessions, the most recently used first.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn list_sessions(backend: &Backend, actor: &Actor) -> Result<Vec<SessionSummary>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = backend.store.read().await?;
    Ok(sessions::list_for_user(&mut db, user, backend.clock.now()).await?)
}

/// Whether the session with this hashed id exists and has not expired, for connections that outlive a request.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn is_session_active(backend: &Backend, id: &str) -> Result<bool, Error> {
    let mut db = backend.store.read().await?;
    Ok(sessions::is_active(&mut db, id, backend.clock.now()).await?)
}

/// Ends one of the signed-in person's sessions.
///
/// # Errors
/// [`Error::NotFound`] where they have no session with this id; [`Error::SignInFirst`].
pub async fn end_session(backend: &Backend, actor: &Actor, id: &str) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = backend.begin().await?;
    // no session id contains NUL, and PostgreSQL rejects it
    if !sessions::delete_for_user(&mut tx, user, &id.replace('\0', "")).await? {
        return Err(Error::NotFound);
    }
    record_ended(backend, &mut tx, actor, EndedSessions { user: Some(user), by: "account-page", count: 1 })
        .await?;
    tx.commit().await
}

/// Ends all of the signed-in person's sessions except `current`, the id of the one in use.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn end_other_sessions(backend: &Backend, actor: &Actor, current: &str) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = backend.begin().await?;
    let count = sessions::delete_others(&mut tx, user, current).await?;
    let ended = EndedSessions { user: Some(user), by: "account-page", count };
    record_ended(backend, &mut tx, actor, ended).await?;
    tx.commit().await
}

/// Sessions that were ended, for the audit log.
struct EndedSessions<'a> {
    /// Whose sessions; `None` for everyone's.
    user: Option<Uuid>,
    /// Where they were ended: `account-page`, `administrator` or `command-line`.
    by: &'a str,
    count: u64,
}

async fn record_ended(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    ended: EndedSessions<'_>,
) -> Result<(), Error> {
    let EndedSessions { user, by, count } = ended;
    // a mailed link that was used here starts no other session either
    tokens::forget_uses(db, user).await?;
    let event = audit::AuditEvent {
        action: "session.ended",
        target: user.map(|user| ("user", user)),
        organisation: None,
        details: json!({ "by": by, "sessions_ended": count }),
    };
    audit::record(backend, db, actor, event).await
}

/// Ends every session of a person, for instance when a telephone was lost, and returns how many there were.
///
/// # Errors
/// [`Error::SignInFirst`]; [`Error::NotFound`] for an actor without the permission, and where there is no such person.
pub async fn end_user_sessions(backend: &Backend, actor: &Actor, person: Uuid) -> Result<u64, Error> {
    match &actor.user {
        None => return Err(Error::SignInFirst),
        Some(_) if may(actor, Permission::EndSessions) => {}
        Some(_) => return Err(Error::NotFound),
    }
    let mut tx = backend.begin().await?;
    people::find_by_id(&mut tx, person).await?.ok_or(Error::NotFound)?;
    let count = sessions::delete_others(&mut tx, person, "").await?;
    let ended = EndedSessions { user: Some(person), by: "administrator", count };
    record_ended(backend, &mut tx, actor, ended).await?;
    tx.commit().await?;
    Ok(count)
}

/// Which sessions an operator ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionScope {
    /// Those of the account with this address.
    OwnedBy(EmailAddress),
    /// Everyone's.
    Everyone,
}

/// Ends sessions from the command line, where nobody is signed in, and returns how many there were.
///
/// # Errors
/// [`Error::NotFound`] where no account has the address.
pub async fn end_sessions_as_operator(backend: &Backend, scope: &SessionScope) -> Result<u64, Error> {
    let mut tx = backend.begin().await?;
    let (user, count) = match scope {
        SessionScope::OwnedBy(email) => {
            let user = people::find_by_email(&mut tx, email).await?.ok_or(Error::NotFound)?.id;
            (Some(user), sessions::delete_others(&mut tx, user, "").await?)
        }
        SessionScope::Everyone => (None, sessions::delete_all_signed_in(&mut tx).await?),
    };
    let ended = EndedSessions { user, by: "command-line", count };
    record_ended(backend, &mut tx, &Actor::ANONYMOUS, ended).await?;
    tx.commit().await?;
    Ok(count)
}
