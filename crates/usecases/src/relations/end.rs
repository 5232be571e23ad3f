//! Ending what a counsellor may do for a participant.

use fyr_domain::Actor;
use fyr_store::{people, relations};
use uuid::Uuid;

use super::{ended, may_end};
use crate::{Error, Services};

/// Ends it at once, with what colleagues may do in the counsellor's place.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] where there is no such relation or the actor may not end it.
pub async fn end(
    ctx: &Services,
    actor: &Actor,
    (counsellor, participant): (Uuid, Uuid),
) -> Result<(), Error> {
    if actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    let now = ctx.clock.now();
    let mut tx = ctx.store.begin().await?;
    let found = relations::between(&mut tx, counsellor, participant, now).await?.ok_or(Error::NotFound)?;
    if !may_end(actor, &found) {
        return Err(Error::NotFound);
    }
    let mut ending = relations::of_participant(&mut tx, participant, now).await?;
    ending.retain(|one| one.stands_in_for_id == Some(counsellor));
    relations::end_stand_ins(&mut tx, counsellor, participant, now).await?;
    people::unrelate(&mut tx, counsellor, participant, now).await?;
    ended(ctx, &mut tx, actor, &found).await?;
    for one in ending {
        ended(ctx, &mut tx, actor, &one).await?;
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}
