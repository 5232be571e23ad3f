//! Offers of a relation: a counsellor sends a code or a mail, and whoever accepts it becomes their participant.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor, Lang, Role,
    fields::{FieldErrors, Problem},
    invitation_code::InvitationCode,
    permission::{Permission, Scope, may},
    text::{EmailAddress, Purpose},
};
use fyr_store::{Db, invitations, invitations::Invitation, organisations, people, people::NewRelation};
use serde_json::json;
use uuid::Uuid;

use super::{
    RelationPair, RelationTerms, create::is_counsellor_in, insert_relation, require_confirmed_address,
};
use crate::{
    Backend, Error, Transaction,
    accounts::{hash_key, random_key},
    audit::{self, AuditEvent},
    events::Event,
    organisations::invitation_limit_reached,
};

/// How long a code can be accepted.
const CODE_LIFETIME: TimeDelta = TimeDelta::days(7);
/// How long an offer sent by mail can be accepted.
const EMAIL_LIFETIME: TimeDelta = TimeDelta::days(14);

/// An offered relation, as the participant sees it before accepting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationOffer {
    /// The name of the counsellor.
    pub counsellor: String,
    /// The name of the organisation; `None`: the whole portal.
    pub organisation: Option<String>,
    /// The purpose; may be empty.
    pub purpose: String,
    /// Whether the counsellor may only see or also act.
    pub scope: Scope,
    /// The end; `None` where it is open.
    pub until: Option<DateTime<Utc>>,
}

/// A new offer of the actor's, before it is stored.
#[derive(Clone, Debug)]
pub struct NewOffer {
    /// The form it comes from, and its id.
    pub form_key: Uuid,
    /// The organisation in which the actor is a counsellor; `None`: the whole portal.
    pub organisation: Option<Uuid>,
    /// The offered terms; they start when the offer is accepted.
    pub terms: RelationTerms,
}

/// An offer that has not been accepted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingOffer {
    /// The id of the offer.
    pub id: Uuid,
    /// The code to pass on; `None` for an offer sent by mail.
    pub code: Option<InvitationCode>,
    /// The address it was sent to; empty for a code.
    pub email: String,
    /// When it expires.
    pub expires_at: DateTime<Utc>,
}

/// Creates a code that offers a relation with the actor. The same form sent twice creates the same code.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who is not a counsellor in the organisation.
pub async fn create_code(backend: &Backend, actor: &Actor, new: &NewOffer) -> Result<(), Error> {
    let code = backend.invitation_code(new.form_key).ok_or(Error::NotFound)?;
    let mut tx = backend.begin().await?;
    let hash = hash_key(code.compact());
    let invitation = new_invitation(backend, actor, new, hash, CODE_LIFETIME)?;
    if invitations::insert(&mut tx, &invitation).await? {
        audit::record(backend, &mut tx, actor, audit_event("code.made", &invitation)).await?;
    }
    tx.commit().await
}

/// Offers someone a relation with the actor by mail, written in `lang`. The same form sent twice sends one mail.
///
/// # Errors
/// As [`create_code`]; [`Error::Invalid`] where the address has got the maximum number of invitations within the last hour.
pub async fn invite_by_email(
    backend: &Backend,
    actor: &Actor,
    new: &NewOffer,
    email: &EmailAddress,
    lang: Lang,
) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    // a placeholder: the token is created when the mail is written
    let hash = hash_key(&random_key(backend));
    let invitation = Invitation {
        email: email.to_string(),
        lang: lang.tag().to_owned(),
        ..new_invitation(backend, actor, new, hash, EMAIL_LIFETIME)?
    };
    if invitation_limit_reached(backend, &mut tx, new.form_key, email).await? {
        return Err(FieldErrors::single("email", Problem::TooManyInvitations).into());
    }
    if invitations::insert(&mut tx, &invitation).await? {
        audit::record(backend, &mut tx, actor, audit_event("invitation.sent", &invitation)).await?;
        tx.emit(Event::InvitationSent { invitation: invitation.id });
    }
    tx.commit().await
}

fn audit_event(action: &'static str, invitation: &Invitation) -> AuditEvent {
    AuditEvent {
        action,
        target: Some(("invitation", invitation.id)),
        organisation: invitation.organisation_id,
        details: json!({ "scope": invitation.scope, "until": invitation.until }),
    }
}

/// The stored form of an offer, with the hash of its code or link.
fn new_invitation(
    backend: &Backend,
    actor: &Actor,
    new: &NewOffer,
    token_hash: String,
    lifetime: TimeDelta,
) -> Result<Invitation, Error> {
    let NewOffer { form_key, organisation, terms } = new;
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    if !may(actor, Permission::CounselIn(*organisation)) {
        return Err(Error::NotFound);
    }
    let now = backend.clock.now();
    Ok(Invitation {
        id: *form_key,
        token_hash,
        email: String::new(),
        lang: backend.settings.default_lang.tag().to_owned(),
        role: Role::Participant,
        level: 1,
        organisation_id: *organisation,
        team_id: None,
        counsellor_id: Some(user),
        purpose: terms.purpose.as_deref().unwrap_or_default().to_owned(),
        scope: terms.scope,
        until: terms.until,
        invited_by_id: Some(user),
        created_at: now,
        expires_at: now + lifetime,
    })
}

/// The actor's pending offers.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who is not a counsellor.
pub async fn list_pending_offers(backend: &Backend, actor: &Actor) -> Result<Vec<PendingOffer>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    if !actor.can_counsel() {
        return Err(Error::NotFound);
    }
    let mut db = backend.store.read().await?;
    let pending = invitations::list_for_counsellor(&mut db, user, backend.clock.now()).await?;
    let offers = pending.into_iter().map(|invitation| PendingOffer {
        id: invitation.id,
        // the one it was made with, whatever the current key is
        code: if invitation.email.is_empty() {
            let is_own = |code: &InvitationCode| hash_key(code.compact()) == invitation.token_hash;
            backend.invitation_codes(invitation.id).find(is_own)
        } else {
            None
        },
        email: invitation.email,
        expires_at: invitation.expires_at,
    });
    Ok(offers.collect())
}

/// Withdraws an offer of the actor's.
///
/// # Errors
/// As [`list_pending_offers`]; [`Error::NotFound`] where it is no longer pending.
pub async fn withdraw_offer(backend: &Backend, actor: &Actor, id: Uuid) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = backend.begin().await?;
    let now = backend.clock.now();
    let found = invitations::find_pending(&mut tx, id, now).await?;
    let own = found.filter(|invitation| invitation.counsellor_id == Some(user)).ok_or(Error::NotFound)?;
    invitations::withdraw(&mut tx, own.id, now).await?;
    audit::record(backend, &mut tx, actor, audit_event("invitation.withdrawn", &own)).await?;
    tx.commit().await
}

/// The relation that an invitation offers; `None` where it offers none, or its sender is no longer a counsellor there.
pub(crate) async fn find_offer(db: &mut Db, invitation: &Invitation) -> Result<Option<RelationOffer>, Error> {
    let Some(counsellor) = invitation.counsellor_id else { return Ok(None) };
    if !is_counsellor_in(db, counsellor, invitation.organisation_id).await? {
        return Ok(None);
    }
    let Some(counsellor) = people::find_active(db, counsellor).await? else { return Ok(None) };
    let organisation = match invitation.organisation_id {
        Some(id) => organisations::find_by_id(db, id).await?.map(|known| known.name),
        None => None,
    };
    Ok(Some(RelationOffer {
        counsellor: counsellor.name,
        organisation,
        purpose: invitation.purpose.clone(),
        scope: invitation.scope,
        until: invitation.until,
    }))
}

fn unknown_code() -> Error {
    FieldErrors::single("code", Problem::UnknownCode).into()
}

/// The invitation behind a typed code.
async fn find_by_code(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    typed: &str,
) -> Result<Invitation, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    require_confirmed_address(actor, "code")?;
    if typed.trim().is_empty() {
        return Err(FieldErrors::single("code", Problem::Required).into());
    }
    let code: InvitationCode = typed.parse().map_err(|_| unknown_code())?;
    let found = invitations::find_by_token(db, &hash_key(code.compact()), backend.clock.now()).await?;
    let is_code_of_other = |invitation: &Invitation| {
        invitation.email.is_empty() && invitation.counsellor_id.is_some_and(|counsellor| counsellor != user)
    };
    found.filter(is_code_of_other).ok_or_else(unknown_code)
}

/// The relation that a typed code offers. Changes nothing.
///
/// # Errors
/// [`Error::SignInFirst`]; [`Error::Invalid`] where the code is unknown, used, withdrawn or expired.
pub async fn find_offer_by_code(
    backend: &Backend,
    actor: &Actor,
    typed: &str,
) -> Result<RelationOffer, Error> {
    let mut db = backend.store.read().await?;
    let invitation = find_by_code(backend, &mut db, actor, typed).await?;
    find_offer(&mut db, &invitation).await?.ok_or_else(unknown_code)
}

/// Accepts the relation that a typed code offers.
///
/// # Errors
/// As [`find_offer_by_code`].
pub async fn accept_code(backend: &Backend, actor: &Actor, typed: &str) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let invitation = find_by_code(backend, &mut tx, actor, typed).await?;
    if find_offer(&mut tx, &invitation).await?.is_none()
        || !accept_offer(backend, &mut tx, actor, &invitation).await?
    {
        return Err(unknown_code());
    }
    tx.commit().await
}

/// Marks an invitation as used and creates the relation it offers; `false` where it was used already.
///
/// # Errors
/// [`Error::Invalid`] where the two have a relation that the actor may not end.
pub(crate) async fn accept_offer(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    invitation: &Invitation,
) -> Result<bool, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let now = backend.clock.now();
    require_confirmed_address(actor, "code")?;
    let Some(counsellor) = invitation.counsellor_id.filter(|counsellor| *counsellor != user) else {
        return Ok(false);
    };
    if !invitations::mark_used(tx, invitation.id, now).await? {
        return Ok(false);
    }
    audit::record(backend, tx, actor, audit_event("invitation.accepted", invitation)).await?;
    let terms = RelationTerms {
        purpose: Purpose::parse(&invitation.purpose).ok(),
        scope: invitation.scope,
        since: None,
        until: invitation.until,
    };
    let relation: NewRelation =
        terms.to_relation(invitation.organisation_id, RelationPair { counsellor, participant: user }, now);
    match insert_relation(backend, tx, actor, &relation).await {
        // report it at the code's field: the form has no choice of counsellors
        Err(Error::Invalid(_)) => Err(FieldErrors::single("code", Problem::CannotEndRelation).into()),
        result => result.map(|()| true),
    }
}
