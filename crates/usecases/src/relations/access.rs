//! The overview of who may see a person's tickets, for that person.

use fyr_domain::{Actor, Role, permission::Sharing};
use fyr_store::{organisations, relations};
use uuid::Uuid;

use super::{NamedRef, Relation, may_end};
use crate::{Backend, Error};

/// Who may see a person's tickets, besides support.
#[derive(Clone, Debug)]
pub struct AccessOverview {
    /// The person's counsellors.
    pub counsellors: Vec<CounsellorAccess>,
    /// The organisations that the person is a member of.
    pub organisations: Vec<OrganisationAccess>,
}

/// What a counsellor may do for a person.
#[derive(Clone, Debug)]
pub struct CounsellorAccess {
    /// The relation with the counsellor.
    pub relation: Relation,
    /// Whether the person may end it.
    pub may_end: bool,
}

/// What an organisation shares with a member's colleagues.
#[derive(Clone, Debug)]
pub struct OrganisationAccess {
    /// The id of the organisation.
    pub id: Uuid,
    /// The name of the organisation.
    pub name: String,
    /// Which colleagues see its members' tickets.
    pub sharing: Sharing,
    /// The viewers, where `sharing` is [`Sharing::Chosen`]; without the person.
    pub viewers: Vec<NamedRef>,
    /// The counsellors whom the person can choose: those without a relation yet.
    pub counsellors: Vec<NamedRef>,
}

/// Who may see the actor's tickets.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn access_overview(backend: &Backend, actor: &Actor) -> Result<AccessOverview, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = backend.store.read().await?;
    let found = relations::list_for_participant(&mut db, user, backend.clock.now()).await?;
    let known: Vec<Uuid> = found.iter().map(|relation| relation.counsellor_id).chain([user]).collect();
    let mut shared = Vec::new();
    for organisation in organisations::list_for_person(&mut db, user).await? {
        let id = organisation.id;
        let mut viewers = match organisation.sharing {
            Sharing::Chosen => organisations::list_sharing_viewers(&mut db, id).await?,
            Sharing::Own | Sharing::Team | Sharing::Organisation => Vec::new(),
        };
        viewers.retain(|viewer| viewer.id != user);
        let mut counsellors = organisations::list_members_with_role(&mut db, id, Role::Counsellor).await?;
        counsellors.retain(|counsellor| !known.contains(&counsellor.id));
        let (name, sharing) = (organisation.name, organisation.sharing);
        shared.push(OrganisationAccess { id, name, sharing, viewers, counsellors });
    }
    let counsellors = found.into_iter().map(|relation| {
        let may_end = may_end(actor, &relation);
        CounsellorAccess { relation, may_end }
    });
    Ok(AccessOverview { counsellors: counsellors.collect(), organisations: shared })
}
