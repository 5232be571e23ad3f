//! Taking roles away, and with them what came with them, at once.

use fyr_domain::{
    Actor, Role,
    permission::{Question, may},
};
use fyr_store::{Tx, directory, organisations, relations};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Error, Services,
    audit::{self, Did},
    relations::ended,
};

/// Takes a role in an organisation from someone.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who could not give it, or where they do not have it.
pub async fn take(
    ctx: &Services,
    actor: &Actor,
    person: Uuid,
    (organisation, role): (Uuid, Role),
) -> Result<(), Error> {
    super::only_keepers(actor)?;
    let mut tx = ctx.store.begin().await?;
    let known = directory::person(&mut tx, actor, person).await?.ok_or(Error::NotFound)?;
    let has = known.places.iter().any(|place| place.organisation == organisation && place.role == role);
    if !has || !may(actor, Question::Grant(role, Some(organisation))) {
        return Err(Error::NotFound);
    }
    before_taking(ctx, &mut tx, actor, (person, Some(organisation)), role).await?;
    organisations::remove_member(&mut tx, person, organisation, role).await?;
    let did = Did {
        action: "role.taken",
        target: Some(("user", person)),
        organisation: Some(organisation),
        details: json!({ "role": role }),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Ends what someone has by a role that they are about to lose: as a counsellor their participants, and with the last role
/// in an organisation what counsellors may do for them there, and being chosen to see others' tickets.
pub(crate) async fn before_taking(
    ctx: &Services,
    tx: &mut Tx,
    actor: &Actor,
    (person, organisation): (Uuid, Option<Uuid>),
    role: Role,
) -> Result<(), Error> {
    let now = ctx.clock.now();
    if role == Role::Counsellor {
        let mut ending = relations::of_counsellor(tx, person, now).await?;
        ending.extend(relations::standing_in_for(tx, person, now).await?);
        ending.retain(|tie| tie.organisation_id == organisation);
        relations::end_of_counsellor(tx, person, organisation, now).await?;
        for tie in ending {
            ended(ctx, tx, actor, &tie).await?;
        }
    }
    let Some(organisation) = organisation else { return Ok(()) };
    let left = organisations::memberships(tx, person).await?;
    let stays = left.iter().any(|place| place.organisation == organisation && place.role != role);
    if !stays {
        let mut ending = relations::of_participant(tx, person, now).await?;
        ending.retain(|tie| tie.organisation_id == Some(organisation));
        relations::end_of_participant(tx, person, organisation, now).await?;
        for tie in ending {
            ended(ctx, tx, actor, &tie).await?;
        }
        organisations::unchoose_viewer(tx, organisation, person).await?;
    }
    Ok(())
}
