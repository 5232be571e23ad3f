//! Managing the accounts of other people: their name, a lost second factor, deactivating and reactivating. Who may manage whose is
//! [`Permission::ManageAccount`]. Not in here: their roles and organisations, and one's own sign-in methods.

use fyr_domain::{
    Actor, Role,
    fields::{FieldErrors, Problem},
    permission::{ManagedAccount, Permission, may},
    text::PersonName,
};
use fyr_store::{
    Db, accounts, deactivation,
    directory::{self, Person},
    organisations, people, sessions, tickets as stored_tickets, tokens,
};
use serde_json::json;
use uuid::Uuid;

use super::second_factor;
use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
    events::Event,
    tickets::unassign_open_tickets,
};

/// What those who may manage an account see of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ManagedAccountState {
    /// Whether signing in asks for a code of an authenticator app.
    pub has_second_factor: bool,
    /// The number of tickets that are assigned to the person and not done.
    pub assigned_tickets: usize,
}

/// A person whose account the actor may manage.
struct Managed {
    person: Person,
    /// The organisation whose log tells of it, too.
    organisation: Option<Uuid>,
}

impl Managed {
    fn audit_event(&self, action: &'static str) -> AuditEvent {
        let target = Some(("user", self.person.id));
        AuditEvent { action, target, organisation: self.organisation, details: json!({}) }
    }
}

/// The person, where the actor may manage their account; `None` where not. All of their roles count, also those that the actor does
/// not see.
async fn find_managed(db: &mut Db, actor: &Actor, person: Uuid) -> Result<Option<Managed>, Error> {
    let Some(person) = directory::find_administered(db, actor, person).await? else { return Ok(None) };
    let memberships = organisations::list_memberships(db, person.id).await?;
    let account = ManagedAccount { id: person.id, role: person.role, memberships: &memberships };
    let organisation = memberships.first().map(|membership| membership.organisation);
    Ok(may(actor, Permission::ManageAccount(account)).then_some(Managed { person, organisation }))
}

async fn require_managed(db: &mut Db, actor: &Actor, person: Uuid) -> Result<Managed, Error> {
    if actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    find_managed(db, actor, person).await?.ok_or(Error::NotFound)
}

/// The state of an account; `None` where the actor may not manage it.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn find_managed_state(
    db: &mut Db,
    actor: &Actor,
    person: Uuid,
) -> Result<Option<ManagedAccountState>, Error> {
    if find_managed(db, actor, person).await?.is_none() {
        return Ok(None);
    }
    let credentials = accounts::find_by_id(db, person).await?;
    Ok(Some(ManagedAccountState {
        has_second_factor: credentials.is_some_and(|found| found.totp_confirmed_at.is_some()),
        assigned_tickets: stored_tickets::list_open_for_assignee(db, person).await?.len(),
    }))
}

fn parse_name(name: &str) -> Result<PersonName, FieldErrors> {
    PersonName::parse(name).map_err(|problem| FieldErrors::single("name", problem))
}

/// Changes the name of another person, also on their tickets and messages.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who may not manage the account; [`Error::Invalid`] for `name`.
pub async fn rename_person(backend: &Backend, actor: &Actor, person: Uuid, name: &str) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let managed = require_managed(&mut tx, actor, person).await?;
    let name = parse_name(name)?;
    if *name == *managed.person.name {
        return Ok(());
    }
    people::rename(&mut tx, person, &name).await?;
    audit::record(backend, &mut tx, actor, managed.audit_event("account.renamed")).await?;
    tx.commit().await
}

/// Changes the name of the signed-in person, also on their tickets and messages.
///
/// # Errors
/// [`Error::SignInFirst`]; [`Error::Invalid`] for `name`.
pub async fn rename(backend: &Backend, actor: &Actor, name: &str) -> Result<(), Error> {
    let user = actor.user.as_ref().ok_or(Error::SignInFirst)?;
    let name = parse_name(name)?;
    if *name == *user.name {
        return Ok(());
    }
    let mut tx = backend.begin().await?;
    people::rename(&mut tx, user.id, &name).await?;
    second_factor::record_audit_event(backend, &mut tx, actor, "account.renamed", user.id).await?;
    tx.commit().await
}

/// Removes the second factor and the recovery codes of a person who has lost both, ends their sessions and notifies them by email.
/// The actor has made sure who asks.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who may not manage the account, and where it has no second factor.
pub async fn reset_second_factor(backend: &Backend, actor: &Actor, person: Uuid) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let managed = require_managed(&mut tx, actor, person).await?;
    second_factor::reset(&mut tx, person).await?;
    audit::record(backend, &mut tx, actor, managed.audit_event("second-factor.removed")).await?;
    tx.commit().await
}

/// Deactivates an account: nobody signs in to it by any way, its sessions end, its mailed links no longer work, and what is
/// assigned to it is nobody's. Its data and its tickets stay. Pressed twice it is done once.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who may not manage the account; [`Error::Invalid`] for `deactivate` where
/// the portal would be left without an administrator.
pub async fn deactivate(backend: &Backend, actor: &Actor, person: Uuid) -> Result<(), Error> {
    let (mut tx, now) = (backend.begin().await?, backend.clock.now());
    let managed = require_managed(&mut tx, actor, person).await?;
    if people::lock_and_count_admins(&mut tx).await? == 1
        && people::find_active(&mut tx, person).await?.is_some_and(|account| account.role == Role::Admin)
    {
        return Err(FieldErrors::single("deactivate", Problem::LastAdmin).into());
    }
    if !deactivation::deactivate(&mut tx, person, now).await? {
        return Ok(());
    }
    sessions::delete_others(&mut tx, person, "").await?;
    tokens::revoke_for_user(&mut tx, person, now).await?;
    unassign_open_tickets(backend, &mut tx, person).await?;
    audit::record(backend, &mut tx, actor, managed.audit_event("account.deactivated")).await?;
    tx.emit(Event::AccountDeactivated { user: person });
    tx.commit().await
}

/// Lets the person sign in to a deactivated account again. Nothing else comes back: sessions, links and assigned tickets do not.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who may not manage the account.
pub async fn reactivate(backend: &Backend, actor: &Actor, person: Uuid) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let managed = require_managed(&mut tx, actor, person).await?;
    if !deactivation::reactivate(&mut tx, person).await? {
        return Ok(());
    }
    audit::record(backend, &mut tx, actor, managed.audit_event("account.reactivated")).await?;
    tx.emit(Event::AccountReactivated { user: person });
    tx.commit().await
}
