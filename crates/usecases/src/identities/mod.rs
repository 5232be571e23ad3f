//! Identities at OpenID Connect providers: signing in and up with them, connecting and disconnecting, roles from groups, and
//! back-channel logout. Not in here: the protocol itself, which is `fyr-identity`'s.
//!
//! An identity is an issuer and a subject. An account is never found by e-mail address: addresses are reassigned in time, and
//! some providers let people enter any address.

mod backchannel_logout;
mod clean_up;
mod emails;
mod pending_sign_up;
mod rejected_logouts;
mod roles;
mod sign_in;

pub use backchannel_logout::end_provider_sessions;
pub(crate) use clean_up::DeleteExpiredIdentityData;
pub(crate) use emails::{IdentityConnectedEmail, IdentityDisconnectedEmail, SignUpCodeEmail};
use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    permission::{Permission, may},
};
use fyr_identity::{Provider, ProviderError, VerifiedIdentity};
use fyr_store::{
    identities::{self, Identity},
    people,
};
pub use pending_sign_up::PendingSignUp;
pub(crate) use rejected_logouts::RejectedLogouts;
pub use rejected_logouts::count_rejected_logout;
use serde_json::json;
pub use sign_in::{SignInOutcome, sign_in};
use uuid::Uuid;

use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
    events::Event,
};

/// A completed login at a provider.
#[derive(Clone, Copy, Debug)]
pub struct ProviderLogin<'a> {
    /// The provider at which the person logged in.
    pub provider: &'a Provider,
    /// The identity that the provider's ID token proves.
    pub verified: &'a VerifiedIdentity,
}

/// An identity that is connected to an account.
#[derive(Clone, Debug)]
pub struct ConnectedIdentity {
    /// The stored identity.
    pub identity: Identity,
    /// Whether it may be disconnected: not where it is the account's only sign-in method.
    pub removable: bool,
}

/// The outcome of connecting an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectOutcome {
    /// It is connected to the account, now or since before.
    Connected,
    /// It is connected to another account, and stays so.
    ConnectedElsewhere,
}

/// The outcome of disconnecting an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisconnectOutcome {
    /// It is no longer connected.
    Disconnected,
    /// It is the account's only sign-in method and stays connected.
    OnlySignInMethod,
}

/// Lists the identities that are connected to the signed-in person's account.
///
/// # Errors
/// [`Error::SignInFirst`] for nobody.
pub async fn list_connected(backend: &Backend, actor: &Actor) -> Result<Vec<ConnectedIdentity>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = backend.store.read().await?;
    let connected = identities::list_for_user(&mut db, user).await?;
    let password = has_password(&mut db, user).await?;
    let removable = password || connected.len() > 1;
    Ok(connected.into_iter().map(|identity| ConnectedIdentity { identity, removable }).collect())
}

/// Checks that the signed-in person may connect providers: their address is confirmed. Asked before they are sent to one, and
/// again when they come back.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::AddressNotConfirmed`] on `provider`.
pub fn require_confirmed_address(actor: &Actor) -> Result<(), Error> {
    if may(actor, Permission::ExtendAccess) {
        Ok(())
    } else {
        Err(FieldErrors::single("provider", Problem::AddressNotConfirmed).into())
    }
}

async fn has_password(db: &mut fyr_store::Db, user: Uuid) -> Result<bool, Error> {
    Ok(people::find_by_id(db, user).await?.is_some_and(|known| known.password_hash.is_some()))
}

/// Connects an identity to the signed-in person's account. The caller ensures that they logged in at the provider just now.
///
/// # Errors
/// [`Error::SignInFirst`] for nobody; as [`require_confirmed_address`].
pub async fn connect(
    backend: &Backend,
    actor: &Actor,
    login: ProviderLogin<'_>,
) -> Result<ConnectOutcome, Error> {
    let ProviderLogin { provider, verified } = login;
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    require_confirmed_address(actor)?;
    let mut tx = backend.begin().await?;
    let mut identity = new_identity(backend, login, user);
    if !identities::insert(&mut tx, &identity).await? {
        let known = identities::find_by_subject(&mut tx, &verified.issuer, &verified.subject).await?;
        if known.is_some_and(|known| known.user_id == user) {
            return Ok(ConnectOutcome::Connected);
        }
        let details = json!({ "provider": provider.config().slug, "reason": "taken" });
        let event = AuditEvent {
            action: "identity.refused",
            target: Some(("user", user)),
            organisation: None,
            details,
        };
        audit::record(backend, &mut tx, actor, event).await?;
        tx.commit().await?;
        return Ok(ConnectOutcome::ConnectedElsewhere);
    }
    roles::sync(backend, &mut tx, actor, login, &mut identity).await?;
    identities::record_login(&mut tx, &identity).await?;
    let details = json!({ "provider": provider.config().slug, "identity": identity.id });
    let event = AuditEvent {
        action: "identity.connected",
        target: Some(("user", user)),
        organisation: None,
        details,
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.emit(Event::IdentityConnected { user, provider: provider.config().slug.clone() });
    tx.commit().await?;
    Ok(ConnectOutcome::Connected)
}

/// A new identity of this account, without roles.
fn new_identity(backend: &Backend, login: ProviderLogin<'_>, user: Uuid) -> Identity {
    let ProviderLogin { provider, verified } = login;
    let now = backend.clock.now();
    Identity {
        id: backend.clock.id(),
        issuer: verified.issuer.clone(),
        subject: verified.subject.clone(),
        user_id: user,
        provider: provider.config().slug.clone(),
        email: verified.email.clone(),
        given: Vec::new(),
        created_at: now,
        last_used_at: now,
    }
}

/// Disconnects an identity from the signed-in person's account, revokes the roles it granted and ends the sessions it started.
///
/// # Errors
/// [`Error::SignInFirst`] for nobody, [`Error::NotFound`] where the identity is not connected to their account.
pub async fn disconnect(backend: &Backend, actor: &Actor, id: Uuid) -> Result<DisconnectOutcome, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = backend.begin().await?;
    let connected = identities::list_for_user(&mut tx, user).await?;
    let others = connected.len() > 1;
    let mut identity = connected.into_iter().find(|identity| identity.id == id).ok_or(Error::NotFound)?;
    if !others && !has_password(&mut tx, user).await? {
        return Ok(DisconnectOutcome::OnlySignInMethod);
    }
    roles::revoke(backend, &mut tx, actor, &mut identity).await?;
    identities::delete(&mut tx, user, id).await?;
    let details = json!({ "provider": identity.provider, "identity": id });
    let event = AuditEvent {
        action: "identity.disconnected",
        target: Some(("user", user)),
        organisation: None,
        details,
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.emit(Event::IdentityDisconnected { user, provider: identity.provider });
    tx.commit().await?;
    Ok(DisconnectOutcome::Disconnected)
}

/// Records in the audit log that a login at a provider was rejected.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn record_rejected_login(
    backend: &Backend,
    actor: &Actor,
    provider: &Provider,
    reason: &ProviderError,
) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let details = json!({ "provider": provider.config().slug, "reason": reason.code() });
    let event = AuditEvent { action: "identity.refused", target: None, organisation: None, details };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await
}

/// Forgets the provider's session behind a session that ended here, so that a later logout at the provider does not look for
/// it. `session` is the id from [`SignInOutcome::Authenticated`].
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn forget_session(backend: &Backend, session: Uuid) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    identities::delete_session(&mut tx, session).await?;
    tx.commit().await
}
