//! Tickets filed without an account become a person's own, when they say so.

use fyr_domain::Actor;
use fyr_store::claims::{self, Claimable};
use serde_json::json;

use crate::{Error, Services, audit};

/// Tickets that were filed without an account from the signed-in person's address: none while it is not confirmed.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn claimable(ctx: &Services, actor: &Actor) -> Result<Vec<Claimable>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = ctx.store.read().await?;
    Ok(claims::of_user(&mut db, user).await?)
}

/// Makes them the person's own. Gives how many.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn claim(ctx: &Services, actor: &Actor) -> Result<usize, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = ctx.store.begin().await?;
    let mut claimed = 0;
    for ticket in claims::of_user(&mut tx, user).await? {
        if claims::take(&mut tx, user, ticket.id).await? {
            claimed += 1;
            let did = audit::Did {
                action: "ticket.claimed",
                target: Some(("ticket", ticket.id)),
                organisation: None,
                details: json!({}),
            };
            audit::record(ctx, &mut tx, actor, did).await?;
        }
    }
    tx.commit().await?;
    Ok(claimed)
}
