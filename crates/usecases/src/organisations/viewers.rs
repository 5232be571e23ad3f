//! Whom an organisation chooses to see its members' tickets. It counts where its rule is "chosen people".

use fyr_domain::Actor;
use fyr_store::organisations;
use serde_json::json;
use uuid::Uuid;

use crate::{
    Error, Services,
    audit::{self, Did},
};

fn did(action: &'static str, organisation: Uuid, user: Uuid) -> Did {
    Did { action, target: Some(("user", user)), organisation: Some(organisation), details: json!({}) }
}

/// Chooses a member.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not look after the organisation, and for people who do
/// not belong to it.
pub async fn choose_viewer(ctx: &Services, actor: &Actor, id: Uuid, user: Uuid) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    super::administered_one(&mut tx, actor, id).await?;
    if !organisations::members(&mut tx, id).await?.iter().any(|member| member.id == user) {
        return Err(Error::NotFound);
    }
    organisations::choose_viewer(&mut tx, id, user).await?;
    audit::record(ctx, &mut tx, actor, did("viewer.chosen", id, user)).await?;
    Ok(tx.commit().await?)
}

/// Stops that.
///
/// # Errors
/// As [`choose_viewer`].
pub async fn unchoose_viewer(ctx: &Services, actor: &Actor, id: Uuid, user: Uuid) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    super::administered_one(&mut tx, actor, id).await?;
    organisations::unchoose_viewer(&mut tx, id, user).await?;
    audit::record(ctx, &mut tx, actor, did("viewer.removed", id, user)).await?;
    Ok(tx.commit().await?)
}
