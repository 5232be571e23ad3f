//! Revoking a role, and ending the relations and settings that depend on it.

use fyr_domain::{
    Actor, Role,
    permission::{Permission, may},
};
use fyr_store::{directory, organisations, relations};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Backend, Error, Transaction,
    audit::{self, AuditEvent},
    relations::record_end,
    tickets::unassign_open_tickets,
};

/// A role that a person has, in an organisation or (`None`) in the whole portal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeldRole {
    pub person: Uuid,
    pub organisation: Option<Uuid>,
    pub role: Role,
}

/// Revokes a person's role in an organisation.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who may not grant it, or where the person does not have it.
pub async fn revoke_role(
    backend: &Backend,
    actor: &Actor,
    person: Uuid,
    organisation: Uuid,
    role: Role,
) -> Result<(), Error> {
    super::require_people_admin(actor)?;
    let mut tx = backend.begin().await?;
    let known = directory::find_administered(&mut tx, actor, person).await?.ok_or(Error::NotFound)?;
    let has = known
        .memberships
        .iter()
        .any(|membership| membership.organisation == organisation && membership.role == role);
    if !has || !may(actor, Permission::Grant(role, Some(organisation))) {
        return Err(Error::NotFound);
    }
    end_role_dependents(backend, &mut tx, actor, HeldRole { person, organisation: Some(organisation), role })
        .await?;
    organisations::delete_membership(&mut tx, person, organisation, role).await?;
    unassign_open_tickets(backend, &mut tx, person).await?;
    let event = AuditEvent {
        action: "role.taken",
        target: Some(("user", person)),
        organisation: Some(organisation),
        details: json!({ "role": role }),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await
}

/// Ends what depends on a role that is about to be revoked: a counsellor's relations with participants, and with the last
/// role in an organisation the relations with counsellors there and being a viewer.
pub(crate) async fn end_role_dependents(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    held: HeldRole,
) -> Result<(), Error> {
    let HeldRole { person, organisation, role } = held;
    let now = backend.clock.now();
    if role == Role::Counsellor {
        let mut ending = relations::list_for_counsellor(tx, person, now).await?;
        ending.extend(relations::list_stand_ins_for(tx, person, now).await?);
        ending.retain(|relation| relation.organisation_id == organisation);
        relations::end_all_for_counsellor(tx, person, organisation, now).await?;
        for relation in ending {
            record_end(backend, tx, actor, &relation).await?;
        }
    }
    let Some(organisation) = organisation else { return Ok(()) };
    let memberships = organisations::list_memberships(tx, person).await?;
    let remains_member =
        memberships.iter().any(|other| other.organisation == organisation && other.role != role);
    if !remains_member {
        let mut ending = relations::list_for_participant(tx, person, now).await?;
        ending.retain(|relation| relation.organisation_id == Some(organisation));
        relations::end_all_for_participant(tx, person, organisation, now).await?;
        for relation in ending {
            record_end(backend, tx, actor, &relation).await?;
        }
        organisations::delete_sharing_viewer(tx, organisation, person).await?;
    }
    Ok(())
}
