//! Signing in with a provider: finds the account of the verified identity, or creates one.

use fyr_domain::{Actor, Lang};
use fyr_identity::Provider;
use fyr_store::{
    deactivation,
    identities::{self, Identity, NewProviderAccount},
};
use serde_json::json;
use uuid::Uuid;

use super::{ProviderLogin, new_identity, roles};
use crate::{
    Backend, Error, Transaction,
    audit::{self, AuditEvent},
};

/// The outcome of signing in with a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInOutcome {
    /// The person is authenticated.
    Authenticated {
        /// The account's id.
        user: Uuid,
        /// The id by which a provider's logout finds the session; to be stored in the session's data.
        session: Uuid,
    },
    /// There is no account, and the provider did not send a name and a verified address for one.
    Incomplete,
    /// There is no account for the identity, and another account has its address.
    EmailTaken,
    /// There is no account, and this provider may not create any.
    SignUpDisabled,
}

/// Finds or creates the account of this identity, and synchronises the roles that the provider's groups grant.
///
/// # Errors
/// [`Error::AccountDeactivated`]; [`Error::Unavailable`].
pub async fn sign_in(
    backend: &Backend,
    actor: &Actor,
    login: ProviderLogin<'_>,
    lang: Lang,
) -> Result<SignInOutcome, Error> {
    let ProviderLogin { provider, verified } = login;
    let mut tx = backend.begin().await?;
    let known = identities::find_by_subject(&mut tx, &verified.issuer, &verified.subject).await?;
    let mut identity = match known {
        Some(identity) if deactivation::is_deactivated(&mut tx, identity.user_id).await? => {
            let event = audit_event("identity.refused", provider, Some(identity.user_id));
            audit::record(backend, &mut tx, actor, event).await?;
            tx.commit().await?;
            return Err(Error::AccountDeactivated);
        }
        Some(identity) => identity,
        None => match sign_up(backend, &mut tx, login, lang).await? {
            Ok(identity) => {
                let event = audit_event("user.registered", provider, Some(identity.user_id));
                audit::record(backend, &mut tx, actor, event).await?;
                identity
            }
            Err(SignInOutcome::Incomplete) => return Ok(SignInOutcome::Incomplete),
            Err(refused) => {
                let event = audit_event("identity.refused", provider, None);
                audit::record(backend, &mut tx, actor, event).await?;
                tx.commit().await?;
                return Ok(refused);
            }
        },
    };
    identity.provider.clone_from(&provider.config().slug);
    identity.email.clone_from(&verified.email);
    identity.last_used_at = backend.clock.now();
    roles::sync(backend, &mut tx, actor, login, &mut identity).await?;
    identities::record_login(&mut tx, &identity).await?;
    let session = backend.clock.id();
    let sid = verified.sid.as_deref();
    identities::insert_session(&mut tx, session, identity.id, sid, backend.clock.now()).await?;
    let event = audit_event("identity.used", provider, Some(identity.user_id));
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await?;
    Ok(SignInOutcome::Authenticated { user: identity.user_id, session })
}

/// Creates an account with this identity; the inner error is the outcome where none is created.
async fn sign_up(
    backend: &Backend,
    tx: &mut Transaction,
    login: ProviderLogin<'_>,
    lang: Lang,
) -> Result<Result<Identity, SignInOutcome>, Error> {
    let ProviderLogin { provider, verified } = login;
    if !provider.config().sign_up {
        return Ok(Err(SignInOutcome::SignUpDisabled));
    }
    let (Some(name), Some(email), true) = (&verified.name, &verified.email, verified.email_verified) else {
        return Ok(Err(SignInOutcome::Incomplete));
    };
    let now = backend.clock.now();
    let account =
        NewProviderAccount { id: backend.clock.id(), email: email.clone(), name: name.clone(), lang };
    if !identities::insert_account(tx, &account, now).await? {
        // a concurrent first login of the same person may have created the account
        let own = identities::find_by_subject(tx, &verified.issuer, &verified.subject).await?;
        return Ok(own.ok_or(SignInOutcome::EmailTaken));
    }
    let identity = new_identity(backend, login, account.id);
    identities::insert(tx, &identity).await?;
    Ok(Ok(identity))
}

fn audit_event(action: &'static str, provider: &Provider, user: Option<Uuid>) -> AuditEvent {
    let details = json!({ "provider": provider.config().slug });
    AuditEvent { action, target: user.map(|user| ("user", user)), organisation: None, details }
}
