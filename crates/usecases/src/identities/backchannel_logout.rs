//! Back-channel logout (OpenID Connect): a provider reports that someone signed out, and the sessions that their logins at the
//! provider started here end.

use fyr_domain::Actor;
use fyr_identity::{LogoutToken, Provider};
use fyr_store::identities;
use serde_json::json;

use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
};

/// Ends the sessions that a logout token names and returns how many there were; `None` where the token was used before.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn end_provider_sessions(
    backend: &Backend,
    actor: &Actor,
    provider: &Provider,
    token: &LogoutToken,
) -> Result<Option<u64>, Error> {
    let mut tx = backend.begin().await?;
    if !identities::insert_logout_token(&mut tx, &token.issuer, &token.jti, token.remember_until).await? {
        return Ok(None);
    }
    let (subject, sid) = (token.subject.as_deref(), token.sid.as_deref());
    let mut count = 0;
    for session in identities::list_sessions(&mut tx, &token.issuer, subject, sid).await? {
        count += identities::end_session(&mut tx, session.id).await?;
        let details = json!({ "provider": provider.config().slug, "by": "provider" });
        let target = Some(("user", session.user_id));
        let event = AuditEvent { action: "session.ended", target, organisation: None, details };
        audit::record(backend, &mut tx, actor, event).await?;
    }
    tx.commit().await?;
    Ok(Some(count))
}
