//! Ending what a counsellor may do for a participant.

use fyr_domain::{
    Actor,
    permission::{Party, Question, Tie, may},
};
use fyr_store::{people, relations};
use uuid::Uuid;

use super::ended;
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
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let now = ctx.clock.now();
    let mut tx = ctx.store.begin().await?;
    let found = relations::between(&mut tx, counsellor, participant, now).await?.ok_or(Error::NotFound)?;
    let party = match user {
        user if user == participant => Party::Participant,
        user if user == counsellor => Party::Counsellor,
        _ => Party::Other,
    };
    let tie = Tie { party, organisation: found.organisation_id, participants_end: found.participants_end };
    if !may(actor, Question::EndRelation(tie)) {
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
