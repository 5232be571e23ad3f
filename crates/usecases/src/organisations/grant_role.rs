//! Giving roles.

use fyr_domain::{
    Actor, Level, Membership, Role,
    fields::{FieldErrors, Problem},
    permission::{Question, may},
};
use fyr_store::{Tx, directory, organisations, people};
use serde_json::json;
use uuid::Uuid;

use super::Person;
use crate::{
    Error, Services,
    audit::{self, Did},
};

/// What someone shall be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gift {
    /// Who.
    pub person: Uuid,
    /// Where; `None`: in the whole portal, where everyone has one role.
    pub organisation: Option<Uuid>,
    /// As what.
    pub role: Role,
    /// Of an agent.
    pub level: Level,
    /// With whom.
    pub team: Option<Uuid>,
}

/// Gives someone a role. In an organisation it comes beside those they have; in the whole portal it takes the place of the
/// one before.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who may not; an organisation's admins give roles to its members.
/// [`Error::Invalid`] where nobody would run the portal any more, or the team is none of the organisation's.
pub async fn give(ctx: &Services, actor: &Actor, gift: Gift) -> Result<(), Error> {
    super::only_keepers(actor)?;
    let mut tx = ctx.store.begin().await?;
    let person = directory::person(&mut tx, actor, gift.person).await?.ok_or(Error::NotFound)?;
    if !may(actor, Question::Grant(gift.role, gift.organisation)) {
        return Err(Error::NotFound);
    }
    match gift.organisation {
        None => in_portal(ctx, &mut tx, actor, &person, gift).await?,
        Some(organisation) => {
            let member = person.places.iter().any(|place| place.organisation == organisation);
            if !member && !actor.runs_portal() {
                return Err(Error::NotFound);
            }
            in_organisation(ctx, &mut tx, actor, gift, organisation).await?;
        }
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

async fn in_portal(
    ctx: &Services,
    tx: &mut Tx,
    actor: &Actor,
    person: &Person,
    gift: Gift,
) -> Result<(), Error> {
    if (person.role, person.level) == (gift.role, gift.level) {
        return Ok(());
    }
    if gift.role != Role::Admin && people::lock_admins(tx).await? == 1 {
        // read again: a colleague may have changed it a moment ago
        let now = people::find(tx, person.id).await?;
        if now.is_some_and(|now| now.role == Role::Admin) {
            return Err(FieldErrors::one("portal_role", Problem::LastAdmin).into());
        }
    }
    if gift.role != person.role {
        super::before_taking(ctx, tx, actor, (person.id, None), person.role).await?;
    }
    people::set_role(tx, person.id, gift.role, gift.level).await?;
    let did = Did {
        action: "role.changed",
        target: Some(("user", person.id)),
        organisation: None,
        details: json!({ "from": person.role, "role": gift.role, "level": gift.level.number() }),
    };
    audit::record(ctx, tx, actor, did).await
}

/// What an invitation promised: it may raise someone, and takes nothing from those who run the portal.
pub(super) async fn in_portal_invited(
    ctx: &Services,
    tx: &mut Tx,
    actor: &Actor,
    gift: Gift,
) -> Result<(), Error> {
    let Some(account) = people::find(tx, gift.person).await? else { return Err(Error::NotFound) };
    if account.role == Role::Admin {
        return Ok(());
    }
    let person = Person {
        id: account.id,
        name: account.name,
        email: account.email,
        role: account.role,
        level: Level::clamped(account.level),
        places: Vec::new(),
    };
    in_portal(ctx, tx, actor, &person, gift).await
}

/// The caller has checked that the actor may.
pub(super) async fn in_portal_as(
    ctx: &Services,
    tx: &mut Tx,
    actor: &Actor,
    gift: Gift,
) -> Result<(), Error> {
    let person = directory::person(tx, actor, gift.person).await?.ok_or(Error::NotFound)?;
    in_portal(ctx, tx, actor, &person, gift).await
}

/// The caller has checked that the actor may.
pub(super) async fn in_organisation(
    ctx: &Services,
    tx: &mut Tx,
    actor: &Actor,
    gift: Gift,
    organisation: Uuid,
) -> Result<(), Error> {
    let teams = organisations::teams(tx, organisation).await?;
    if gift.team.is_some_and(|team| teams.iter().all(|known| known.id != team)) {
        return Err(FieldErrors::one("team", Problem::UnknownChoice).into());
    }
    let level = if gift.role == Role::Agent { gift.level } else { Level::default() };
    let membership = Membership { organisation, team: gift.team, role: gift.role, level };
    let before = organisations::memberships(tx, gift.person).await?;
    if before.contains(&membership) {
        return Ok(());
    }
    organisations::put_member(tx, gift.person, &membership, ctx.clock.now()).await?;
    let did = Did {
        action: "role.given",
        target: Some(("user", gift.person)),
        organisation: Some(organisation),
        details: json!({ "role": gift.role, "level": level.number(), "team": gift.team }),
    };
    audit::record(ctx, tx, actor, did).await
}
