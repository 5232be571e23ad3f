//! Creating, renaming and deleting the teams of an organisation.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    text::GroupName,
};
use fyr_store::{organisations, organisations::NamedRef};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
};

fn audit_event(action: &'static str, organisation: Uuid, team: Uuid) -> AuditEvent {
    AuditEvent { action, target: Some(("team", team)), organisation: Some(organisation), details: json!({}) }
}

/// Adds a team; nothing changes where one of that name exists.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not administer the organisation.
pub async fn add_team(
    backend: &Backend,
    actor: &Actor,
    organisation: Uuid,
    name: &GroupName,
) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    super::find_administered(&mut tx, actor, organisation).await?;
    let teams = organisations::list_teams(&mut tx, organisation).await?;
    if teams.iter().any(|team| super::is_same_name(&team.name, name)) {
        return Ok(());
    }
    let team = backend.clock.id();
    if organisations::ensure_team(&mut tx, team, organisation, name).await? == team {
        audit::record(backend, &mut tx, actor, audit_event("team.added", organisation, team)).await?;
    }
    tx.commit().await
}

/// Renames a team.
///
/// # Errors
/// As [`add_team`]; [`Error::NotFound`] where the organisation has no such team; [`Error::Invalid`] where the name is in use.
pub async fn rename_team(
    backend: &Backend,
    actor: &Actor,
    organisation: Uuid,
    team: Uuid,
    name: &GroupName,
) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    super::find_administered(&mut tx, actor, organisation).await?;
    let teams = organisations::list_teams(&mut tx, organisation).await?;
    if !teams.iter().any(|known| known.id == team) {
        return Err(Error::NotFound);
    }
    let taken = |known: &NamedRef| known.id != team && super::is_same_name(&known.name, name);
    if teams.iter().any(taken) || !organisations::rename_team(&mut tx, organisation, team, name).await? {
        return Err(FieldErrors::single("team_name", Problem::NameTaken).into());
    }
    audit::record(backend, &mut tx, actor, audit_event("team.renamed", organisation, team)).await?;
    tx.commit().await
}

/// Deletes a team; its members stay in the organisation.
///
/// # Errors
/// As [`add_team`].
pub async fn remove_team(
    backend: &Backend,
    actor: &Actor,
    organisation: Uuid,
    team: Uuid,
) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    super::find_administered(&mut tx, actor, organisation).await?;
    if !organisations::delete_team(&mut tx, organisation, team).await? {
        return Err(Error::NotFound);
    }
    audit::record(backend, &mut tx, actor, audit_event("team.removed", organisation, team)).await?;
    tx.commit().await
}
