//! Granting roles in an organisation and in the whole portal.

use fyr_domain::{
    Actor, Level, Membership, Role,
    fields::{FieldErrors, Problem},
    permission::{Permission, may},
};
use fyr_store::{directory, organisations, people};
use serde_json::json;
use uuid::Uuid;

use super::{HeldRole, Person, end_role_dependents};
use crate::{
    Backend, Error, Transaction,
    audit::{self, AuditEvent},
    tickets::unassign_open_tickets,
};

/// A role to grant to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleGrant {
    /// The person who gets the role.
    pub person: Uuid,
    /// The organisation; `None`: the whole portal, where everyone has exactly one role.
    pub organisation: Option<Uuid>,
    /// The role to grant.
    pub role: Role,
    /// The support level; only agents have one.
    pub level: Level,
    /// The team in the organisation.
    pub team: Option<Uuid>,
}

/// Grants a role. In an organisation it is added to the roles the person has; in the whole portal it replaces the person's role.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who may not; an organisation's admins grant roles to its members.
/// [`Error::Invalid`] where an organisation's admin would get it themselves, the portal would be left without an admin, or the team is not one of the organisation's.
pub async fn grant_role(backend: &Backend, actor: &Actor, grant: RoleGrant) -> Result<(), Error> {
    super::require_people_admin(actor)?;
    let mut tx = backend.begin().await?;
    let person = directory::find_administered(&mut tx, actor, grant.person).await?.ok_or(Error::NotFound)?;
    if !may(actor, Permission::Grant(grant.role, grant.organisation)) {
        return Err(Error::NotFound);
    }
    if !may(actor, Permission::Appoint(grant.person)) {
        return Err(FieldErrors::single("role", Problem::OwnAppointment).into());
    }
    match grant.organisation {
        None => set_portal_role(backend, &mut tx, actor, &person, grant).await?,
        Some(organisation) => {
            organisations::find_by_id(&mut tx, organisation).await?.ok_or(Error::NotFound)?;
            let member = person.memberships.iter().any(|membership| membership.organisation == organisation);
            if !member && !actor.can_run_portal() {
                return Err(Error::NotFound);
            }
            grant_in_organisation(backend, &mut tx, actor, grant, organisation).await?;
        }
    }
    tx.commit().await
}

/// The level that counts: only agents have one.
fn level_of(grant: RoleGrant) -> Level {
    if grant.role == Role::Agent { grant.level } else { Level::default() }
}

async fn set_portal_role(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    person: &Person,
    grant: RoleGrant,
) -> Result<(), Error> {
    let level = level_of(grant);
    if (person.role, person.level) == (grant.role, level) {
        return Ok(());
    }
    if grant.role != Role::Admin && people::lock_and_count_admins(tx).await? == 1 {
        // read after taking the lock: the role may have changed
        let current = people::find_active(tx, person.id).await?;
        if current.is_some_and(|account| account.role == Role::Admin) {
            return Err(FieldErrors::single("role", Problem::LastAdmin).into());
        }
    }
    if grant.role != person.role {
        end_role_dependents(
            backend,
            tx,
            actor,
            HeldRole { person: person.id, organisation: None, role: person.role },
        )
        .await?;
    }
    people::set_role(tx, person.id, grant.role, level, backend.clock.now()).await?;
    unassign_open_tickets(backend, tx, person.id).await?;
    let event = AuditEvent {
        action: "role.changed",
        target: Some(("user", person.id)),
        organisation: None,
        details: json!({ "from": person.role, "role": grant.role, "level": level.number() }),
    };
    audit::record(backend, tx, actor, event).await
}

/// Sets the portal role that an invitation grants; a portal admin keeps their role.
pub(super) async fn set_portal_role_by_invitation(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    grant: RoleGrant,
) -> Result<(), Error> {
    let Some(account) = people::find_by_id(tx, grant.person).await? else { return Err(Error::NotFound) };
    if account.role == Role::Admin {
        return Ok(());
    }
    let person = Person {
        id: account.id,
        name: account.name,
        email: account.email,
        lang: account.lang,
        role: account.role,
        level: Level::clamped(account.level),
        role_since: None,
        email_confirmed: account.email_confirmed_at.is_some(),
        deactivated_at: None,
        memberships: Vec::new(),
    };
    set_portal_role(backend, tx, actor, &person, grant).await
}

/// As [`grant_role`] in the whole portal, inside the caller's transaction. The caller has checked the permission.
pub(super) async fn set_portal_role_of(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    grant: RoleGrant,
) -> Result<(), Error> {
    let person = directory::find_administered(tx, actor, grant.person).await?.ok_or(Error::NotFound)?;
    set_portal_role(backend, tx, actor, &person, grant).await
}

/// As [`grant_role`] in an organisation, inside the caller's transaction. The caller has checked the permission.
pub(super) async fn grant_in_organisation(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    grant: RoleGrant,
    organisation: Uuid,
) -> Result<(), Error> {
    let teams = organisations::list_teams(tx, organisation).await?;
    if grant.team.is_some_and(|team| teams.iter().all(|known| known.id != team)) {
        return Err(FieldErrors::single("team", Problem::UnknownChoice).into());
    }
    let level = level_of(grant);
    let membership = Membership { organisation, team: grant.team, role: grant.role, level };
    let before = organisations::list_memberships(tx, grant.person).await?;
    if before.contains(&membership) {
        return Ok(());
    }
    organisations::upsert_membership(tx, grant.person, &membership, backend.clock.now()).await?;
    let event = AuditEvent {
        action: "role.given",
        target: Some(("user", grant.person)),
        organisation: Some(organisation),
        details: json!({ "role": grant.role, "level": level.number(), "team": grant.team }),
    };
    audit::record(backend, tx, actor, event).await
}
