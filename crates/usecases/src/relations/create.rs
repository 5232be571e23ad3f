//! Letting a counsellor see or act: by whoever looks after the organisation, or by the participant.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor, Role,
    fields::{FieldErrors, Problem},
    permission::{Question, Scope, may},
    text::Purpose,
};
use fyr_store::{Db, organisations, people, people::Relation};
use uuid::Uuid;

use super::began;
use crate::{Error, Services};

/// On what terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Why, in a few words.
    pub purpose: Option<Purpose>,
    /// How far it goes.
    pub scope: Scope,
    /// From when; now where it is empty.
    pub since: Option<DateTime<Utc>>,
    /// Until when, where that is known.
    pub until: Option<DateTime<Utc>>,
}

impl Terms {
    /// As a relation.
    pub(super) fn between(
        &self,
        organisation: Option<Uuid>,
        (counsellor, participant): (Uuid, Uuid),
        now: DateTime<Utc>,
    ) -> Relation {
        Relation {
            counsellor_id: counsellor,
            participant_id: participant,
            organisation_id: organisation,
            purpose: self.purpose.as_deref().unwrap_or_default().to_owned(),
            scope: self.scope,
            since: self.since.unwrap_or(now),
            until: self.until,
            stands_in_for_id: None,
        }
    }
}

/// Whether someone is a counsellor in an organisation, or (`None`) in the whole portal.
pub(super) async fn counsels(db: &mut Db, user: Uuid, organisation: Option<Uuid>) -> Result<bool, Error> {
    Ok(match organisation {
        Some(id) => {
            organisations::holders(db, id, Role::Counsellor).await?.iter().any(|holder| holder.id == user)
        }
        None => people::find(db, user).await?.is_some_and(|account| account.role == Role::Counsellor),
    })
}

/// Lets a counsellor of an organisation see or act for one of its members.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not look after the organisation; [`Error::Invalid`] where
/// one is no counsellor or the other no member there, or where the two have a relation that is not the actor's to end.
pub async fn begin(
    ctx: &Services,
    actor: &Actor,
    organisation: Uuid,
    (counsellor, participant): (Uuid, Uuid),
    terms: &Terms,
) -> Result<(), Error> {
    if actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    if !may(actor, Question::Administer(organisation)) {
        return Err(Error::NotFound);
    }
    let mut tx = ctx.store.begin().await?;
    organisations::find_administered(&mut tx, actor, organisation).await?.ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::default();
    if counsellor == participant || !counsels(&mut tx, counsellor, Some(organisation)).await? {
        errors.push("counsellor", Problem::UnknownChoice);
    }
    if !organisations::members(&mut tx, organisation).await?.iter().any(|member| member.id == participant) {
        errors.push("participant", Problem::UnknownChoice);
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let relation = terms.between(Some(organisation), (counsellor, participant), ctx.clock.now());
    began(ctx, &mut tx, actor, &relation).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Lets a counsellor of the actor's own organisation see or act for them.
///
/// # Errors
/// [`Error::SignInFirst`]; [`Error::Invalid`] where they are no counsellor where the actor belongs, or act for the actor by a
/// relation that is not the actor's to end.
pub async fn choose(
    ctx: &Services,
    actor: &Actor,
    (organisation, counsellor): (Uuid, Uuid),
    terms: &Terms,
) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = ctx.store.begin().await?;
    let belongs = actor.memberships().iter().any(|place| place.organisation == organisation);
    if !belongs || counsellor == user || !counsels(&mut tx, counsellor, Some(organisation)).await? {
        return Err(FieldErrors::one("counsellor", Problem::UnknownChoice).into());
    }
    let relation = terms.between(Some(organisation), (counsellor, user), ctx.clock.now());
    began(ctx, &mut tx, actor, &relation).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}
