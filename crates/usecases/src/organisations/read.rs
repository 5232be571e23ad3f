//! Reading people and organisations, as someone who looks after them.

use fyr_domain::Actor;
use fyr_store::{directory, organisations, relations, relations::Relation};
use uuid::Uuid;

use super::{Named, Organisation, Person, Wanted, administered_one, only_keepers};
use crate::{Error, Services};

/// The organisations whose people the actor looks after, by name.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who looks after nobody.
pub async fn administered(ctx: &Services, actor: &Actor) -> Result<Vec<Organisation>, Error> {
    only_keepers(actor)?;
    let mut db = ctx.store.read().await?;
    Ok(organisations::administered(&mut db, actor).await?)
}

/// The organisations that the actor belongs to, by name.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn own(ctx: &Services, actor: &Actor) -> Result<Vec<Organisation>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = ctx.store.read().await?;
    Ok(organisations::of_person(&mut db, user).await?)
}

/// People by name, and how many there are.
///
/// # Errors
/// As [`administered`].
pub async fn list(
    ctx: &Services,
    actor: &Actor,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Person>, i64), Error> {
    only_keepers(actor)?;
    let mut db = ctx.store.read().await?;
    Ok(directory::list(&mut db, actor, wanted, limit, offset).await?)
}

/// The organisations whose people the actor looks after with their teams, by name.
///
/// # Errors
/// As [`administered`].
pub async fn with_teams(ctx: &Services, actor: &Actor) -> Result<Vec<(Organisation, Vec<Named>)>, Error> {
    only_keepers(actor)?;
    let mut db = ctx.store.read().await?;
    let mut all = Vec::new();
    for one in organisations::administered(&mut db, actor).await? {
        let teams = organisations::teams(&mut db, one.id).await?;
        all.push((one, teams));
    }
    Ok(all)
}

/// An organisation with everything that is looked after in it.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Itself.
    pub organisation: Organisation,
    /// Its teams, by name.
    pub teams: Vec<Named>,
    /// Its members, by name.
    pub members: Vec<Named>,
    /// Whom it chose to see its members' tickets.
    pub viewers: Vec<Named>,
    /// Its counsellors, by name.
    pub counsellors: Vec<Named>,
}

/// One organisation.
///
/// # Errors
/// As [`administered`]; [`Error::NotFound`] for another's organisation.
pub async fn one(ctx: &Services, actor: &Actor, id: Uuid) -> Result<Overview, Error> {
    let mut db = ctx.store.read().await?;
    let organisation = administered_one(&mut db, actor, id).await?;
    Ok(Overview {
        teams: organisations::teams(&mut db, id).await?,
        members: organisations::members(&mut db, id).await?,
        viewers: organisations::viewers(&mut db, id).await?,
        counsellors: organisations::holders(&mut db, id, fyr_domain::Role::Counsellor).await?,
        organisation,
    })
}

/// One person, and what counsellors may do for them and they for others, as far as the actor looks after it.
///
/// # Errors
/// As [`administered`]; [`Error::NotFound`] for people whom the actor does not look after.
pub async fn person(ctx: &Services, actor: &Actor, id: Uuid) -> Result<(Person, Vec<Relation>), Error> {
    only_keepers(actor)?;
    let mut db = ctx.store.read().await?;
    let person = directory::person(&mut db, actor, id).await?.ok_or(Error::NotFound)?;
    let now = ctx.clock.now();
    let mut ties = relations::of_participant(&mut db, id, now).await?;
    ties.extend(relations::of_counsellor(&mut db, id, now).await?);
    let mine = organisations::administered(&mut db, actor).await?;
    ties.retain(|tie| {
        actor.runs_portal() || tie.organisation_id.is_some_and(|id| mine.iter().any(|one| one.id == id))
    });
    Ok((person, ties))
}
