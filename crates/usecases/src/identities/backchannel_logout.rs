//! A provider says that someone signed out there: their sessions here that came of it end.

use fyr_domain::Actor;
use fyr_identity::{Ended, Provider};
use fyr_store::identities;
use serde_json::json;

use crate::{
    Error, Services,
    audit::{self, Did},
};

/// Ends the sessions that a logout token means, and gives how many; `None` where the token was taken before.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn end_sessions(
    ctx: &Services,
    actor: &Actor,
    provider: &Provider,
    ended: &Ended,
) -> Result<Option<u64>, Error> {
    let mut tx = ctx.store.begin().await?;
    if !identities::remember_logout(&mut tx, &ended.issuer, &ended.jti, ended.until).await? {
        return Ok(None);
    }
    let (subject, sid) = (ended.subject.as_deref(), ended.sid.as_deref());
    let mut count = 0;
    for begun in identities::sessions_of(&mut tx, &ended.issuer, subject, sid).await? {
        count += identities::end_session(&mut tx, begun.id).await?;
        let details = json!({ "provider": provider.config().slug, "by": "provider" });
        let target = Some(("user", begun.user_id));
        let did = Did { action: "session.ended", target, organisation: None, details };
        audit::record(ctx, &mut tx, actor, did).await?;
    }
    tx.commit().await?;
    Ok(Some(count))
}
