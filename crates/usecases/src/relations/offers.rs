//! Codes that a counsellor tells a participant, and mails that ask them: whoever accepts lets the counsellor in.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor, Lang, Role,
    code::Code,
    fields::{FieldErrors, Problem},
    permission::{Question, Scope, may},
    text::{EmailAddress, Purpose},
};
use fyr_store::{Db, Tx, invitations, invitations::Invitation, organisations, people, people::Relation};
use serde_json::json;
use uuid::Uuid;

use super::{Terms, began, begin::counsels};
use crate::{
    Error, Services,
    accounts::{fresh_key, key_hash as token_hash},
    audit::{self, Did},
    mail::Mail,
    organisations::is_enough,
    tickets::promise,
};

/// How long a code can be typed.
const CODE: TimeDelta = TimeDelta::days(7);
/// How long a mail can be answered.
const MAIL: TimeDelta = TimeDelta::days(14);

/// What a participant would agree to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Who would see or act.
    pub counsellor: String,
    /// Where.
    pub organisation: Option<String>,
    /// Why.
    pub purpose: String,
    /// How far.
    pub scope: Scope,
    /// Until when, where that is known.
    pub until: Option<DateTime<Utc>>,
}

/// A code or a mail that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Which.
    pub id: Uuid,
    /// To be told; `None` for a mail.
    pub code: Option<Code>,
    /// Whom the mail went to; empty for a code.
    pub email: String,
    /// Until when it can be answered.
    pub expires_at: DateTime<Utc>,
}

/// Makes a code that lets the actor in. The same form sent again gives the same code.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who is no counsellor there.
pub async fn make_code(
    ctx: &Services,
    actor: &Actor,
    (form_key, organisation): (Uuid, Option<Uuid>),
    terms: &Terms,
) -> Result<(), Error> {
    let code = ctx.code_of(form_key).ok_or(Error::NotFound)?;
    let mut tx = ctx.store.begin().await?;
    let hash = token_hash(code.compact());
    let invitation = invitation(ctx, actor, (form_key, organisation), terms, (hash, CODE))?;
    if invitations::put(&mut tx, &invitation).await? {
        audit::record(ctx, &mut tx, actor, made("code.made", &invitation)).await?;
    }
    Ok(tx.commit().await?)
}

/// Asks someone by mail to let the actor in. The same form sent again sends nothing.
///
/// # Errors
/// As [`make_code`]; [`Error::Invalid`] where the address has been asked often enough for now.
pub async fn invite(
    ctx: &Services,
    actor: &Actor,
    (form_key, organisation): (Uuid, Option<Uuid>),
    terms: &Terms,
    (email, lang): (&EmailAddress, Lang),
) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    // nothing opens it before its mail is written
    let hash = token_hash(&fresh_key(ctx));
    let invitation = Invitation {
        email: email.to_string(),
        lang: lang.tag().to_owned(),
        ..invitation(ctx, actor, (form_key, organisation), terms, (hash, MAIL))?
    };
    if is_enough(ctx, &mut tx, form_key, email).await? {
        return Err(FieldErrors::one("email", Problem::EnoughMail).into());
    }
    if invitations::put(&mut tx, &invitation).await? {
        audit::record(ctx, &mut tx, actor, made("invitation.sent", &invitation)).await?;
        promise(ctx, &mut tx, &Mail::Invitation { invitation: invitation.id }).await?;
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

fn made(action: &'static str, invitation: &Invitation) -> Did {
    Did {
        action,
        target: Some(("invitation", invitation.id)),
        organisation: invitation.organisation_id,
        details: json!({ "scope": invitation.scope, "until": invitation.until }),
    }
}

fn invitation(
    ctx: &Services,
    actor: &Actor,
    (id, organisation): (Uuid, Option<Uuid>),
    terms: &Terms,
    (token_hash, lasts): (String, TimeDelta),
) -> Result<Invitation, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    if !may(actor, Question::CounselIn(organisation)) {
        return Err(Error::NotFound);
    }
    let now = ctx.clock.now();
    Ok(Invitation {
        id,
        token_hash,
        email: String::new(),
        lang: ctx.settings.default_lang.tag().to_owned(),
        role: Role::Participant,
        level: 1,
        organisation_id: organisation,
        team_id: None,
        counsellor_id: Some(user),
        purpose: terms.purpose.as_deref().unwrap_or_default().to_owned(),
        scope: terms.scope,
        until: terms.until,
        invited_by_id: Some(user),
        created_at: now,
        expires_at: now + lasts,
    })
}

/// The actor's codes and mails that wait for an answer.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who is no counsellor.
pub async fn invited(ctx: &Services, actor: &Actor) -> Result<Vec<Told>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    if !actor.counsels() {
        return Err(Error::NotFound);
    }
    let mut db = ctx.store.read().await?;
    let open = invitations::of_counsellor(&mut db, user, ctx.clock.now()).await?;
    let told = open.into_iter().map(|one| Told {
        id: one.id,
        code: if one.email.is_empty() { ctx.code_of(one.id) } else { None },
        email: one.email,
        expires_at: one.expires_at,
    });
    Ok(told.collect())
}

/// Takes back a code or a mail of the actor's own.
///
/// # Errors
/// As [`invited`]; [`Error::NotFound`] where it does not wait for an answer any more.
pub async fn withdraw(ctx: &Services, actor: &Actor, id: Uuid) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = ctx.store.begin().await?;
    let now = ctx.clock.now();
    let found = invitations::find_open(&mut tx, id, now).await?;
    let own = found.filter(|one| one.counsellor_id == Some(user)).ok_or(Error::NotFound)?;
    invitations::withdraw(&mut tx, own.id, now).await?;
    audit::record(ctx, &mut tx, actor, made("invitation.withdrawn", &own)).await?;
    Ok(tx.commit().await?)
}

/// What an invitation to let a counsellor in would mean; `None` where the counsellor is none there any more.
pub(crate) async fn offer(db: &mut Db, one: &Invitation) -> Result<Option<Offer>, Error> {
    let Some(counsellor) = one.counsellor_id else { return Ok(None) };
    if !counsels(db, counsellor, one.organisation_id).await? {
        return Ok(None);
    }
    let Some(counsellor) = people::find(db, counsellor).await? else { return Ok(None) };
    let organisation = match one.organisation_id {
        Some(id) => organisations::find(db, id).await?.map(|known| known.name),
        None => None,
    };
    Ok(Some(Offer {
        counsellor: counsellor.name,
        organisation,
        purpose: one.purpose.clone(),
        scope: one.scope,
        until: one.until,
    }))
}

fn wrong() -> Error {
    FieldErrors::one("code", Problem::UnknownCode).into()
}

/// The invitation behind a code that someone typed.
async fn by_code(ctx: &Services, db: &mut Db, actor: &Actor, typed: &str) -> Result<Invitation, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    if typed.trim().is_empty() {
        return Err(FieldErrors::one("code", Problem::Required).into());
    }
    let code: Code = typed.parse().map_err(|_| wrong())?;
    let found = invitations::find_by_token(db, &token_hash(code.compact()), ctx.clock.now()).await?;
    let fits = |one: &Invitation| one.email.is_empty() && one.counsellor_id.is_some_and(|own| own != user);
    found.filter(fits).ok_or_else(wrong)
}

/// What a code would mean. Nothing has happened yet.
///
/// # Errors
/// [`Error::SignInFirst`]; [`Error::Invalid`] where the code is none, or was used.
pub async fn open_code(ctx: &Services, actor: &Actor, typed: &str) -> Result<Offer, Error> {
    let mut db = ctx.store.read().await?;
    let one = by_code(ctx, &mut db, actor, typed).await?;
    offer(&mut db, &one).await?.ok_or_else(wrong)
}

/// Lets the counsellor in who told the code.
///
/// # Errors
/// As [`open_code`].
pub async fn accept_code(ctx: &Services, actor: &Actor, typed: &str) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    let one = by_code(ctx, &mut tx, actor, typed).await?;
    if offer(&mut tx, &one).await?.is_none() || !let_in(ctx, &mut tx, actor, &one).await? {
        return Err(wrong());
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Uses up an invitation and lets its counsellor in; `false` where it was used already. [`Error::Invalid`] where the counsellor
/// acts for the actor by a relation that is not the actor's to end.
pub(crate) async fn let_in(
    ctx: &Services,
    tx: &mut Tx,
    actor: &Actor,
    one: &Invitation,
) -> Result<bool, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let now = ctx.clock.now();
    let Some(counsellor) = one.counsellor_id.filter(|own| *own != user) else { return Ok(false) };
    if !invitations::use_up(tx, one.id, now).await? {
        return Ok(false);
    }
    audit::record(ctx, tx, actor, made("invitation.accepted", one)).await?;
    let terms =
        Terms { purpose: Purpose::parse(&one.purpose).ok(), scope: one.scope, since: None, until: one.until };
    let relation: Relation = terms.between(one.organisation_id, (counsellor, user), now);
    match began(ctx, tx, actor, &relation).await {
        // of the code, not of a choice among counsellors
        Err(Error::Invalid(_)) => Err(FieldErrors::one("code", Problem::OthersRelation).into()),
        began => began.map(|()| true),
    }
}
