//! Who may see a person's tickets, since when, why and how far: for the person.

use fyr_domain::{Actor, Role, permission::Sharing};
use fyr_store::{organisations, relations};
use uuid::Uuid;

use super::{Named, Relation, may_end};
use crate::{Error, Services};

/// Who may see someone's tickets, besides support.
#[derive(Clone, Debug)]
pub struct Access {
    /// Counsellors, and whether the person may end what they may do.
    pub counsellors: Vec<(Relation, bool)>,
    /// What their organisations share with colleagues, and whom they could choose there.
    pub groups: Vec<Group>,
}

/// An organisation that someone belongs to.
#[derive(Clone, Debug)]
pub struct Group {
    /// Which.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// Which colleagues see its members' tickets.
    pub sharing: Sharing,
    /// The people it has chosen.
    pub viewers: Vec<Named>,
    /// Counsellors who do not act for the person yet.
    pub counsellors: Vec<Named>,
}

/// Who may see the actor's tickets.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn access(ctx: &Services, actor: &Actor) -> Result<Access, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = ctx.store.read().await?;
    let ties = relations::of_participant(&mut db, user, ctx.clock.now()).await?;
    let known: Vec<Uuid> = ties.iter().map(|tie| tie.counsellor_id).chain([user]).collect();
    let mut groups = Vec::new();
    for organisation in organisations::of_person(&mut db, user).await? {
        let id = organisation.id;
        let mut viewers = match organisation.sharing {
            Sharing::Chosen => organisations::viewers(&mut db, id).await?,
            Sharing::Own | Sharing::Team | Sharing::Organisation => Vec::new(),
        };
        viewers.retain(|viewer| viewer.id != user);
        let mut counsellors = organisations::holders(&mut db, id, Role::Counsellor).await?;
        counsellors.retain(|one| !known.contains(&one.id));
        let (name, sharing) = (organisation.name, organisation.sharing);
        groups.push(Group { id, name, sharing, viewers, counsellors });
    }
    let counsellors = ties.into_iter().map(|tie| {
        let ends = may_end(actor, &tie);
        (tie, ends)
    });
    Ok(Access { counsellors: counsellors.collect(), groups })
}
