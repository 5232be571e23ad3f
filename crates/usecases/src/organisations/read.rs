//! Reading people and organisations as someone who administers them.

use fyr_domain::Actor;
use fyr_store::{directory, organisations, relations, relations::Relation};
use uuid::Uuid;

use super::{NamedRef, Organisation, PeopleFilter, Person, find_administered, require_people_admin};
use crate::{
    Backend, Error,
    accounts::{self, ManagedAccountState},
};

/// The organisations that the actor administers, by name.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who administers nobody.
pub async fn list_administered(backend: &Backend, actor: &Actor) -> Result<Vec<Organisation>, Error> {
    require_people_admin(actor)?;
    let mut db = backend.store.read().await?;
    Ok(organisations::list_administered(&mut db, actor).await?)
}

/// The organisations that the actor is a member of, by name.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn list_own(backend: &Backend, actor: &Actor) -> Result<Vec<Organisation>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = backend.store.read().await?;
    Ok(organisations::list_for_person(&mut db, user).await?)
}

/// A page of the people whom the actor administers, by name, and the total number that match the filter.
///
/// # Errors
/// As [`list_administered`].
pub async fn list_people(
    backend: &Backend,
    actor: &Actor,
    filter: &PeopleFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Person>, i64), Error> {
    require_people_admin(actor)?;
    let mut db = backend.store.read().await?;
    Ok(directory::list(&mut db, actor, filter, limit, offset).await?)
}

/// An organisation with its teams.
#[derive(Clone, Debug)]
pub struct OrganisationTeams {
    /// The organisation and its rules.
    pub organisation: Organisation,
    /// Its teams, by name.
    pub teams: Vec<NamedRef>,
}

/// The organisations that the actor administers, by name, with their teams.
///
/// # Errors
/// As [`list_administered`].
pub async fn list_with_teams(backend: &Backend, actor: &Actor) -> Result<Vec<OrganisationTeams>, Error> {
    require_people_admin(actor)?;
    let mut db = backend.store.read().await?;
    let mut all = Vec::new();
    for organisation in organisations::list_administered(&mut db, actor).await? {
        let teams = organisations::list_teams(&mut db, organisation.id).await?;
        all.push(OrganisationTeams { organisation, teams });
    }
    Ok(all)
}

/// An organisation with everything that its admins manage.
#[derive(Clone, Debug)]
pub struct OrganisationDetails {
    /// The organisation and its rules.
    pub organisation: Organisation,
    /// Its teams, by name.
    pub teams: Vec<NamedRef>,
    /// Its members, by name.
    pub members: Vec<NamedRef>,
    /// The members who see the others' tickets where sharing is `Chosen`.
    pub viewers: Vec<NamedRef>,
    /// Its counsellors, by name.
    pub counsellors: Vec<NamedRef>,
}

/// An organisation by its id, with teams, members, viewers and counsellors.
///
/// # Errors
/// As [`list_administered`]; [`Error::NotFound`] for an organisation that the actor does not administer.
pub async fn find_details(backend: &Backend, actor: &Actor, id: Uuid) -> Result<OrganisationDetails, Error> {
    let mut db = backend.store.read().await?;
    let organisation = find_administered(&mut db, actor, id).await?;
    Ok(OrganisationDetails {
        teams: organisations::list_teams(&mut db, id).await?,
        members: organisations::list_members(&mut db, id).await?,
        viewers: organisations::list_sharing_viewers(&mut db, id).await?,
        counsellors: organisations::list_members_with_role(&mut db, id, fyr_domain::Role::Counsellor).await?,
        organisation,
    })
}

/// A person with their relations.
#[derive(Clone, Debug)]
pub struct PersonDetails {
    /// The person and their roles.
    pub person: Person,
    /// Their relations as participant and as counsellor, as far as the actor administers them.
    pub relations: Vec<Relation>,
    /// Their account; `None` where the actor may not manage it.
    pub account: Option<ManagedAccountState>,
}

/// A person by their id, with their relations.
///
/// # Errors
/// As [`list_administered`]; [`Error::NotFound`] for people whom the actor does not administer.
pub async fn find_person(backend: &Backend, actor: &Actor, id: Uuid) -> Result<PersonDetails, Error> {
    require_people_admin(actor)?;
    let mut db = backend.store.read().await?;
    let person = directory::find_administered(&mut db, actor, id).await?.ok_or(Error::NotFound)?;
    let now = backend.clock.now();
    let mut found = relations::list_for_participant(&mut db, id, now).await?;
    found.extend(relations::list_for_counsellor(&mut db, id, now).await?);
    let administered = organisations::list_administered(&mut db, actor).await?;
    found.retain(|relation| {
        actor.can_run_portal()
            || relation.organisation_id.is_some_and(|id| administered.iter().any(|known| known.id == id))
    });
    let account = accounts::find_managed_state(&mut db, actor, id).await?;
    Ok(PersonDetails { person, relations: found, account })
}
