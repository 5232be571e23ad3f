//! Asking people by mail to join.

use chrono::TimeDelta;
use fyr_domain::{
    Actor, Lang, Level, Role,
    fields::{FieldErrors, Problem},
    permission::{Question, Scope, may},
    text::EmailAddress,
};
use fyr_store::{Db, Tx, invitations, invitations::Invitation, organisations};
use serde_json::json;
use uuid::Uuid;

use super::only_keepers;
use crate::{
    Error, Services,
    accounts::{MOST_IN_AN_HOUR, fresh_key, key_hash},
    audit::{self, Did},
    mail::Mail,
    tickets::promise,
};

/// How long a mail can be answered.
const LASTS: TimeDelta = TimeDelta::days(14);

/// Whom to ask, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Whom.
    pub email: EmailAddress,
    /// To which organisation; `None`: the whole portal.
    pub organisation: Option<Uuid>,
    /// As what.
    pub role: Role,
    /// Of an agent.
    pub level: Level,
    /// With whom.
    pub team: Option<Uuid>,
    /// The language of the mail.
    pub lang: Lang,
}

/// Asks someone by mail to join. The same form sent again sends nothing.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who may not give the role; [`Error::Invalid`] where the team is none
/// of the organisation's, or the address has been asked often enough for now.
pub async fn invite(ctx: &Services, actor: &Actor, form_key: Uuid, wish: &Wish) -> Result<(), Error> {
    only_keepers(actor)?;
    if !may(actor, Question::Grant(wish.role, wish.organisation)) {
        return Err(Error::NotFound);
    }
    let mut tx = ctx.store.begin().await?;
    if let Some(id) = wish.organisation {
        organisations::find_administered(&mut tx, actor, id).await?.ok_or(Error::NotFound)?;
    }
    if !team_fits(&mut tx, wish).await? {
        return Err(FieldErrors::one("team", Problem::UnknownChoice).into());
    }
    if is_enough(ctx, &mut tx, form_key, &wish.email).await? {
        return Err(FieldErrors::one("email", Problem::EnoughMail).into());
    }
    send(ctx, &mut tx, actor, form_key, wish).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

async fn team_fits(db: &mut Db, wish: &Wish) -> Result<bool, Error> {
    Ok(match (wish.organisation, wish.team) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(id), Some(team)) => organisations::teams(db, id).await?.iter().any(|known| known.id == team),
    })
}

/// Whether an address has been sent as many other invitations as it will be for now, by whomever.
pub(crate) async fn is_enough(ctx: &Services, db: &mut Db, id: Uuid, email: &str) -> Result<bool, Error> {
    let since = ctx.clock.now() - TimeDelta::hours(1);
    Ok(invitations::count_others_since(db, id, email, since).await? >= MOST_IN_AN_HOUR)
}

/// The caller has checked that the actor may, and that it is not enough.
pub(super) async fn send(
    ctx: &Services,
    tx: &mut Tx,
    actor: &Actor,
    id: Uuid,
    wish: &Wish,
) -> Result<(), Error> {
    let now = ctx.clock.now();
    let invitation = Invitation {
        id,
        // nothing opens it before its mail is written
        token_hash: key_hash(&fresh_key(ctx)),
        email: wish.email.to_string(),
        lang: wish.lang.tag().to_owned(),
        role: wish.role,
        level: wish.level.number(),
        organisation_id: wish.organisation,
        team_id: wish.team,
        counsellor_id: None,
        purpose: String::new(),
        scope: Scope::See,
        until: None,
        invited_by_id: actor.user_id(),
        created_at: now,
        expires_at: now + LASTS,
    };
    if invitations::put(tx, &invitation).await? {
        audit::record(ctx, tx, actor, did("invitation.sent", &invitation)).await?;
        promise(ctx, tx, &Mail::Invitation { invitation: id }).await?;
    }
    Ok(())
}

fn did(action: &'static str, one: &Invitation) -> Did {
    Did {
        action,
        target: Some(("invitation", one.id)),
        organisation: one.organisation_id,
        details: json!({ "role": one.role, "level": one.level }),
    }
}

/// An invitation that waits for an answer.
#[derive(Clone, Debug)]
pub struct Invited {
    /// As it is kept.
    pub invitation: Invitation,
    /// What the organisation is called; `None`: the whole portal.
    pub organisation: Option<String>,
}

/// The invitations that wait for an answer, of what the actor looks after; the latest first.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who looks after nobody.
pub async fn invitations(ctx: &Services, actor: &Actor) -> Result<Vec<Invited>, Error> {
    only_keepers(actor)?;
    let mut db = ctx.store.read().await?;
    let open = invitations::administered(&mut db, actor, ctx.clock.now()).await?;
    let places = organisations::administered(&mut db, actor).await?;
    let named = open.into_iter().map(|invitation| {
        let place = places.iter().find(|place| Some(place.id) == invitation.organisation_id);
        Invited { organisation: place.map(|place| place.name.clone()), invitation }
    });
    Ok(named.collect())
}

/// Takes an invitation back: its link opens nothing any more.
///
/// # Errors
/// As [`invitations`]; [`Error::NotFound`] for others' invitations, and where it does not wait for an answer any more.
pub async fn withdraw(ctx: &Services, actor: &Actor, id: Uuid) -> Result<(), Error> {
    only_keepers(actor)?;
    let mut tx = ctx.store.begin().await?;
    let now = ctx.clock.now();
    let found = invitations::find_administered(&mut tx, actor, id, now).await?.ok_or(Error::NotFound)?;
    invitations::withdraw(&mut tx, id, now).await?;
    audit::record(ctx, &mut tx, actor, did("invitation.withdrawn", &found)).await?;
    Ok(tx.commit().await?)
}
