//! Teams of an organisation.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    text::GroupName,
};
use fyr_store::organisations;
use serde_json::json;
use uuid::Uuid;

use crate::{
    Error, Services,
    audit::{self, Did},
};

fn did(action: &'static str, organisation: Uuid, team: Uuid) -> Did {
    Did { action, target: Some(("team", team)), organisation: Some(organisation), details: json!({}) }
}

/// Adds a team; one of that name is there already afterwards as before.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not look after the organisation.
pub async fn add_team(ctx: &Services, actor: &Actor, id: Uuid, name: &GroupName) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    super::administered_one(&mut tx, actor, id).await?;
    let team = ctx.clock.id();
    if organisations::put_team(&mut tx, team, id, name).await? == team {
        audit::record(ctx, &mut tx, actor, did("team.added", id, team)).await?;
    }
    Ok(tx.commit().await?)
}

/// Calls a team something else.
///
/// # Errors
/// As [`add_team`]; [`Error::Invalid`] where another team is called so.
pub async fn rename_team(
    ctx: &Services,
    actor: &Actor,
    (id, team): (Uuid, Uuid),
    name: &GroupName,
) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    super::administered_one(&mut tx, actor, id).await?;
    let teams = organisations::teams(&mut tx, id).await?;
    if !teams.iter().any(|known| known.id == team) {
        return Err(Error::NotFound);
    }
    if !organisations::rename_team(&mut tx, id, team, name).await? {
        return Err(FieldErrors::one("team_name", Problem::Taken).into());
    }
    audit::record(ctx, &mut tx, actor, did("team.renamed", id, team)).await?;
    Ok(tx.commit().await?)
}

/// Dissolves a team; its members stay.
///
/// # Errors
/// As [`add_team`].
pub async fn remove_team(ctx: &Services, actor: &Actor, (id, team): (Uuid, Uuid)) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    super::administered_one(&mut tx, actor, id).await?;
    if !organisations::remove_team(&mut tx, id, team).await? {
        return Err(Error::NotFound);
    }
    audit::record(ctx, &mut tx, actor, did("team.removed", id, team)).await?;
    Ok(tx.commit().await?)
}
