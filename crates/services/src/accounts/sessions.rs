//! One's own sessions: which there are, and ending them.

use fyr_domain::Actor;
use fyr_store::sessions::{self, Listed};
use serde_json::json;
use uuid::Uuid;

use crate::{Error, Services, audit};

/// The signed-in person's sessions, the one used last first.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn sessions(ctx: &Services, actor: &Actor) -> Result<Vec<Listed>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = ctx.store.read().await?;
    Ok(sessions::of_user(&mut db, user, ctx.clock.now()).await?)
}

/// Ends one of them.
///
/// # Errors
/// [`Error::NotFound`] where it is not theirs; [`Error::SignInFirst`].
pub async fn end_session(ctx: &Services, actor: &Actor, id: &str) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = ctx.store.begin().await?;
    // no id of ours has it, and PostgreSQL takes none
    if !sessions::end(&mut tx, user, &id.replace('\0', "")).await? {
        return Err(Error::NotFound);
    }
    record(ctx, &mut tx, actor, user, 1).await?;
    Ok(tx.commit().await?)
}

/// Ends all but the one in use.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn end_other_sessions(ctx: &Services, actor: &Actor, kept: &str) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = ctx.store.begin().await?;
    let ended = sessions::end_others(&mut tx, user, kept).await?;
    record(ctx, &mut tx, actor, user, ended).await?;
    Ok(tx.commit().await?)
}

async fn record(
    ctx: &Services,
    db: &mut fyr_store::Db,
    actor: &Actor,
    user: Uuid,
    count: u64,
) -> Result<(), Error> {
    let did = audit::Did {
        action: "session.ended",
        target: Some(("user", user)),
        organisation: None,
        details: json!({ "by": "account-page", "sessions_ended": count }),
    };
    audit::record(ctx, db, actor, did).await
}
