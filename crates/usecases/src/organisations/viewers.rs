//! The viewers of an organisation: members who see the others' tickets where its sharing rule is `Sharing::Chosen`.

use fyr_domain::Actor;
use fyr_store::organisations;
use serde_json::json;
use uuid::Uuid;

use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
};

fn audit_event(action: &'static str, organisation: Uuid, user: Uuid) -> AuditEvent {
    AuditEvent { action, target: Some(("user", user)), organisation: Some(organisation), details: json!({}) }
}

/// Makes a member a viewer.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not administer the organisation, and where `user` is not
/// a member of it.
pub async fn add_viewer(backend: &Backend, actor: &Actor, id: Uuid, user: Uuid) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    super::find_administered(&mut tx, actor, id).await?;
    if !organisations::list_members(&mut tx, id).await?.iter().any(|member| member.id == user) {
        return Err(Error::NotFound);
    }
    organisations::insert_sharing_viewer(&mut tx, id, user).await?;
    audit::record(backend, &mut tx, actor, audit_event("viewer.chosen", id, user)).await?;
    tx.commit().await
}

/// Removes a viewer; the person stays a member.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not administer the organisation.
pub async fn remove_viewer(backend: &Backend, actor: &Actor, id: Uuid, user: Uuid) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    super::find_administered(&mut tx, actor, id).await?;
    organisations::delete_sharing_viewer(&mut tx, id, user).await?;
    audit::record(backend, &mut tx, actor, audit_event("viewer.removed", id, user)).await?;
    tx.commit().await
}
