//! Accepting an invitation sent by mail: to a role, or to a relation with a counsellor. Only its addressee can accept: the
//! account with its address, or, where no account has that address yet, whoever has the link.

use fyr_domain::{
    Actor, Level, Role, User,
    fields::{FieldErrors, Problem},
    permission::{Permission, may},
    text::PersonName,
};
use fyr_store::{
    Db,
    accounts::{self, NewAccount},
    deactivation, identities, invitations,
    invitations::Invitation,
    organisations, people,
};
use serde_json::json;
use uuid::Uuid;

use super::{RoleGrant, grant_role};
use crate::{
    Backend, Error, Transaction,
    accounts::{MailboxOwner, check_password, hash_key, hash_password, set_password_by_email_link},
    audit::{self, AuditEvent},
    relations::{self, RelationOffer},
};

/// An invitation as its addressee sees it before accepting.
#[derive(Clone, Debug)]
pub struct InvitationDetails {
    /// The address it was sent to.
    pub email: String,
    /// The role it grants.
    pub role: Role,
    /// The name of the organisation the role is in; `None`: the whole portal.
    pub organisation: Option<String>,
    /// The name of the person who sent it.
    pub invited_by: Option<String>,
    /// The relation it offers; then it grants no role.
    pub offer: Option<RelationOffer>,
    /// How it can be accepted.
    pub accept_method: AcceptMethod,
}

/// How an invitation can be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptMethod {
    /// The addressee is signed in and confirms with a button.
    Confirm,
    /// The addressee has an account and must sign in first.
    SignIn,
    /// Someone else is signed in.
    WrongAccount,
    /// Not at all: the addressee wrote it, and may not give themselves a role.
    OwnInvitation,
    /// No account has the address: a name and a password create one.
    CreateAccount,
    /// The account with the address has no way to sign in yet, or its address is not confirmed: a password adds one.
    SetPassword,
}

async fn find_by_token(backend: &Backend, db: &mut Db, token: &str) -> Result<Invitation, Error> {
    let found = invitations::find_by_token(db, &hash_key(token), backend.clock.now()).await?;
    // invitations without an address are codes, which are typed and not followed as a link
    let invitation = found.filter(|invitation| !invitation.email.is_empty()).ok_or(Error::NotFound)?;
    if invitation.counsellor_id.is_none() && !inviter_may_grant(db, &invitation).await?
        || deactivation::is_email_deactivated(db, &invitation.email).await?
    {
        return Err(Error::NotFound);
    }
    Ok(invitation)
}

/// Whether the inviter may still grant the role: an invitation is valid only as long as its inviter's own permission.
async fn inviter_may_grant(db: &mut Db, invitation: &Invitation) -> Result<bool, Error> {
    let Some(by) = invitation.invited_by_id else { return Ok(false) };
    let Some(account) = people::find_active(db, by).await? else { return Ok(false) };
    let memberships = organisations::list_memberships(db, by).await?;
    let inviter = Actor::signed_in(User { memberships, ..account.into() });
    Ok(may(&inviter, Permission::Grant(invitation.role, invitation.organisation_id)))
}

async fn accept_method(db: &mut Db, actor: &Actor, invitation: &Invitation) -> Result<AcceptMethod, Error> {
    match &actor.user {
        Some(user) if user.email == invitation.email => {
            let appoints_self = require_other_inviter(actor, user.id, invitation).is_err();
            return Ok(if appoints_self { AcceptMethod::OwnInvitation } else { AcceptMethod::Confirm });
        }
        Some(_) => return Ok(AcceptMethod::WrongAccount),
        None => {}
    }
    Ok(match people::find_by_email(db, &invitation.email).await? {
        None => AcceptMethod::CreateAccount,
        // the link was sent to the mailbox; whoever registered before, perhaps with a password, may be someone else
        Some(known) if known.email_confirmed_at.is_none() => AcceptMethod::SetPassword,
        Some(known) if known.password_hash.is_some() => AcceptMethod::SignIn,
        Some(known) if identities::list_for_user(db, known.id).await?.is_empty() => AcceptMethod::SetPassword,
        Some(_) => AcceptMethod::SignIn,
    })
}

/// Nobody gives themselves a role by an invitation that they wrote to an address which became theirs later.
fn require_other_inviter(actor: &Actor, person: Uuid, invitation: &Invitation) -> Result<(), FieldErrors> {
    if invitation.invited_by_id == Some(person) && !may(actor, Permission::Appoint(person)) {
        return Err(FieldErrors::single("role", Problem::OwnAppointment));
    }
    Ok(())
}

/// The invitation behind a mailed link. Changes nothing.
///
/// # Errors
/// [`Error::NotFound`] where the token is unknown, used, withdrawn or expired.
pub async fn find_invitation(
    backend: &Backend,
    actor: &Actor,
    token: &str,
) -> Result<InvitationDetails, Error> {
    let mut db = backend.store.read().await?;
    let invitation = find_by_token(backend, &mut db, token).await?;
    let offer = relations::find_offer(&mut db, &invitation).await?;
    if invitation.counsellor_id.is_some() && offer.is_none() {
        return Err(Error::NotFound);
    }
    let organisation = match invitation.organisation_id {
        Some(id) => organisations::find_by_id(&mut db, id).await?.map(|known| known.name),
        None => None,
    };
    let invited_by = match invitation.invited_by_id {
        Some(id) => people::find_by_id(&mut db, id).await?.map(|known| known.name),
        None => None,
    };
    let accept_method = accept_method(&mut db, actor, &invitation).await?;
    Ok(InvitationDetails {
        email: invitation.email,
        role: invitation.role,
        organisation,
        invited_by,
        offer,
        accept_method,
    })
}

/// Accepts an invitation as the signed-in person.
///
/// # Errors
/// As [`find_invitation`]; [`Error::NotFound`] also where someone else is signed in, [`Error::SignInFirst`] where nobody is;
/// [`Error::Invalid`] where they wrote it themselves and may not give themselves a role.
pub async fn accept_invitation(backend: &Backend, actor: &Actor, token: &str) -> Result<(), Error> {
    let user = actor.user.as_ref().ok_or(Error::SignInFirst)?;
    let mut tx = backend.begin().await?;
    let invitation = find_by_token(backend, &mut tx, token).await?;
    if user.email != invitation.email {
        return Err(Error::NotFound);
    }
    // the link was sent to the address, and came back from who is signed in with it
    accounts::confirm_email(&mut tx, user.id, backend.clock.now()).await?;
    let confirmed = Actor { user: Some(User { email_confirmed: true, ..user.clone() }), ..actor.clone() };
    apply_invitation(backend, &mut tx, &confirmed, user.id, &invitation).await?;
    tx.commit().await
}

/// Accepts an invitation with a new account, or with the first password of an account that has no way to sign in yet; `name`
/// is used for a new account only. Returns the account's id.
///
/// # Errors
/// As [`find_invitation`]; [`Error::SignInFirst`] where the address can sign in already; [`Error::Invalid`] for an invalid name
/// or password.
pub async fn accept_with_password(
    backend: &Backend,
    actor: &Actor,
    token: &str,
    name: &str,
    password: &str,
) -> Result<Uuid, Error> {
    let mut errors = FieldErrors::default();
    let name = {
        let mut db = backend.store.read().await?;
        let invitation = find_by_token(backend, &mut db, token).await?;
        let name = match accept_method(&mut db, actor, &invitation).await? {
            AcceptMethod::CreateAccount => {
                errors.check("name", PersonName::parse(name)).map(|name| name.to_string())
            }
            AcceptMethod::SetPassword => {
                people::find_by_email(&mut db, &invitation.email).await?.map(|known| known.name)
            }
            AcceptMethod::Confirm
            | AcceptMethod::SignIn
            | AcceptMethod::WrongAccount
            | AcceptMethod::OwnInvitation => return Err(Error::SignInFirst),
        };
        let personal_words = [name.as_deref().unwrap_or_default(), &invitation.email];
        errors.check("password", check_password(backend, password, &personal_words));
        name
    };
    let Some(name) = name.filter(|_| errors.is_empty()) else { return Err(errors.into()) };
    let hash = hash_password(backend, password).await?;
    let mut tx = backend.begin().await?;
    let invitation = find_by_token(backend, &mut tx, token).await?;
    if !matches!(
        accept_method(&mut tx, actor, &invitation).await?,
        AcceptMethod::CreateAccount | AcceptMethod::SetPassword
    ) {
        return Err(Error::SignInFirst);
    }
    let now = backend.clock.now();
    let known = people::find_by_email(&mut tx, &invitation.email).await?;
    let id = known.as_ref().map_or_else(|| backend.clock.id(), |known| known.id);
    if known.is_some() {
        set_password_by_email_link(
            backend,
            &mut tx,
            actor,
            MailboxOwner { user: id, email: &invitation.email },
            &hash,
        )
        .await?;
    } else {
        let new = NewAccount {
            id,
            email: invitation.email.clone(),
            name,
            role: Role::Participant,
            lang: invitation.lang.parse().unwrap_or(backend.settings.default_lang),
            password_hash: Some(hash),
            // the link was sent to it
            email_confirmed_at: Some(now),
        };
        accounts::insert(&mut tx, &new, now).await?;
    }
    let account = people::find_by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let new_actor = Actor { user: Some(User::from(account)), ..actor.clone() };
    if known.is_none() {
        let event = AuditEvent {
            action: "account.added",
            target: Some(("user", id)),
            organisation: invitation.organisation_id,
            details: json!({ "by": "invitation" }),
        };
        audit::record(backend, &mut tx, &new_actor, event).await?;
    }
    apply_invitation(backend, &mut tx, &new_actor, id, &invitation).await?;
    tx.commit().await?;
    Ok(id)
}

/// Marks the invitation as used and grants its role or creates its relation. The caller has checked the addressee.
async fn apply_invitation(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    user: Uuid,
    invitation: &Invitation,
) -> Result<(), Error> {
    if invitation.counsellor_id.is_some() {
        let offered = relations::find_offer(tx, invitation).await?.is_some();
        let accepted = offered && relations::accept_offer(backend, tx, actor, invitation).await?;
        return if accepted { Ok(()) } else { Err(Error::NotFound) };
    }
    require_other_inviter(actor, user, invitation)?;
    if !invitations::mark_used(tx, invitation.id, backend.clock.now()).await? {
        return Err(Error::NotFound);
    }
    let event = AuditEvent {
        action: "invitation.accepted",
        target: Some(("invitation", invitation.id)),
        organisation: invitation.organisation_id,
        details: json!({ "role": invitation.role, "level": invitation.level }),
    };
    audit::record(backend, tx, actor, event).await?;
    let level = Level::clamped(invitation.level);
    let grant = RoleGrant {
        person: user,
        organisation: invitation.organisation_id,
        role: invitation.role,
        level,
        team: invitation.team_id,
    };
    match invitation.organisation_id {
        Some(organisation) => {
            grant_role::grant_in_organisation(backend, tx, actor, grant, organisation).await
        }
        None => grant_role::set_portal_role_by_invitation(backend, tx, actor, grant).await,
    }
}
