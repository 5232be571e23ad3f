//! Inviting people by mail to a role in an organisation or in the whole portal.

use chrono::TimeDelta;
use fyr_domain::{
    Actor, Lang, Level, Role,
    fields::{FieldErrors, Problem},
    permission::{Permission, Scope, may},
    text::EmailAddress,
};
use fyr_store::{Db, directory, invitations, invitations::Invitation, organisations, people};
use serde_json::json;
use uuid::Uuid;

use super::require_people_admin;
use crate::{
    Backend, Error, Transaction,
    accounts::{MAX_EMAILS_PER_HOUR, hash_key, random_key},
    audit::{self, AuditEvent},
    events::Event,
};

/// How long an invitation can be accepted.
const INVITATION_LIFETIME: TimeDelta = TimeDelta::days(14);

/// A new invitation to a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvitation {
    /// The address it is sent to.
    pub email: EmailAddress,
    /// The organisation; `None`: the whole portal.
    pub organisation: Option<Uuid>,
    /// The role granted when it is accepted.
    pub role: Role,
    /// The support level; only agents have one.
    pub level: Level,
    /// The team in the organisation.
    pub team: Option<Uuid>,
    /// The language of the mail.
    pub lang: Lang,
}

/// Invites someone by mail to a role. The same form sent twice sends one mail.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who may not grant the role; [`Error::Invalid`] where the team is not
/// one of the organisation's, its account is deactivated, or the address has got the maximum number of invitations within the last hour.
pub async fn invite(
    backend: &Backend,
    actor: &Actor,
    form_key: Uuid,
    new: &NewInvitation,
) -> Result<(), Error> {
    require_people_admin(actor)?;
    if !may(actor, Permission::Grant(new.role, new.organisation)) {
        return Err(Error::NotFound);
    }
    let mut tx = backend.begin().await?;
    if let Some(id) = new.organisation {
        organisations::find_administered(&mut tx, actor, id).await?.ok_or(Error::NotFound)?;
    }
    if appoints_self(actor, &new.email) {
        return Err(FieldErrors::single("email", Problem::OwnAppointment).into());
    }
    if is_known_deactivated(&mut tx, actor, &new.email).await? {
        return Err(FieldErrors::single("email", Problem::AccountDeactivated).into());
    }
    if !team_belongs_to_organisation(&mut tx, new).await? {
        return Err(FieldErrors::single("team", Problem::UnknownChoice).into());
    }
    if invitation_limit_reached(backend, &mut tx, form_key, &new.email).await? {
        return Err(FieldErrors::single("email", Problem::TooManyInvitations).into());
    }
    send_invitation(backend, &mut tx, actor, form_key, new).await?;
    tx.commit().await
}

/// Whether an invitation to this address would give the actor something that they may not give themselves. Another spelling of
/// their mailbox (`name+anything@…`) is theirs too; that they have a second account elsewhere can only be seen afterwards.
pub(super) fn appoints_self(actor: &Actor, email: &EmailAddress) -> bool {
    let Some(user) = &actor.user else { return false };
    let is_own = *user.email == **email
        || EmailAddress::parse(&user.email).is_ok_and(|own| own.mailbox() == email.mailbox());
    is_own && !may(actor, Permission::Appoint(user.id))
}

/// Whether the address is that of a deactivated account which the actor administers. Of other people's they learn nothing: the
/// invitation is not sent, and cannot be accepted.
async fn is_known_deactivated(db: &mut Db, actor: &Actor, email: &EmailAddress) -> Result<bool, Error> {
    let Some(account) = people::find_by_email(db, email).await? else { return Ok(false) };
    let known = directory::find_administered(db, actor, account.id).await?;
    Ok(known.is_some_and(|person| person.deactivated_at.is_some()))
}

async fn team_belongs_to_organisation(db: &mut Db, new: &NewInvitation) -> Result<bool, Error> {
    Ok(match (new.organisation, new.team) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(id), Some(team)) => {
            organisations::list_teams(db, id).await?.iter().any(|known| known.id == team)
        }
    })
}

/// Whether an address has got the maximum number of other invitations within the last hour, from anyone; `id` is the
/// invitation that does not count.
pub(crate) async fn invitation_limit_reached(
    backend: &Backend,
    db: &mut Db,
    id: Uuid,
    email: &str,
) -> Result<bool, Error> {
    let since = backend.clock.now() - TimeDelta::hours(1);
    Ok(invitations::count_others_since(db, id, email, since).await? >= MAX_EMAILS_PER_HOUR)
}

/// Inserts an invitation and enqueues its mail, once for each `id`. The caller has checked permission and limit.
pub(super) async fn send_invitation(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    id: Uuid,
    new: &NewInvitation,
) -> Result<(), Error> {
    let now = backend.clock.now();
    let invitation = Invitation {
        id,
        // a placeholder: the token is created when the mail is written
        token_hash: hash_key(&random_key(backend)),
        email: new.email.to_string(),
        lang: new.lang.tag().to_owned(),
        role: new.role,
        level: new.level.number(),
        organisation_id: new.organisation,
        team_id: new.team,
        counsellor_id: None,
        purpose: String::new(),
        scope: Scope::See,
        until: None,
        invited_by_id: actor.user_id(),
        created_at: now,
        expires_at: now + INVITATION_LIFETIME,
    };
    if invitations::insert(tx, &invitation).await? {
        audit::record(backend, tx, actor, audit_event("invitation.sent", &invitation)).await?;
        tx.emit(Event::InvitationSent { invitation: id });
    }
    Ok(())
}

fn audit_event(action: &'static str, invitation: &Invitation) -> AuditEvent {
    AuditEvent {
        action,
        target: Some(("invitation", invitation.id)),
        organisation: invitation.organisation_id,
        details: json!({ "role": invitation.role, "level": invitation.level }),
    }
}

/// An invitation that has not been accepted yet.
#[derive(Clone, Debug)]
pub struct PendingInvitation {
    /// The stored invitation.
    pub invitation: Invitation,
    /// The name of the organisation; `None`: the whole portal.
    pub organisation: Option<String>,
}

/// The pending invitations to what the actor administers; the latest first.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who administers nobody.
pub async fn list_pending_invitations(
    backend: &Backend,
    actor: &Actor,
) -> Result<Vec<PendingInvitation>, Error> {
    require_people_admin(actor)?;
    let mut db = backend.store.read().await?;
    let pending = invitations::list_administered(&mut db, actor, backend.clock.now()).await?;
    let organisations = organisations::list_administered(&mut db, actor).await?;
    let pending = pending.into_iter().map(|invitation| {
        let organisation = organisations.iter().find(|known| Some(known.id) == invitation.organisation_id);
        PendingInvitation { organisation: organisation.map(|known| known.name.clone()), invitation }
    });
    Ok(pending.collect())
}

/// Withdraws an invitation: its link is no longer valid.
///
/// # Errors
/// As [`list_pending_invitations`]; [`Error::NotFound`] where the actor does not administer it, or it is no longer pending.
pub async fn withdraw_invitation(backend: &Backend, actor: &Actor, id: Uuid) -> Result<(), Error> {
    require_people_admin(actor)?;
    let mut tx = backend.begin().await?;
    let now = backend.clock.now();
    let found = invitations::find_administered(&mut tx, actor, id, now).await?.ok_or(Error::NotFound)?;
    invitations::withdraw(&mut tx, id, now).await?;
    audit::record(backend, &mut tx, actor, audit_event("invitation.withdrawn", &found)).await?;
    tx.commit().await
}
