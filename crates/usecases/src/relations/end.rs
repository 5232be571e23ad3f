//! Ending a relation.

use fyr_domain::Actor;
use fyr_store::{people, relations};

use super::{RelationPair, may_end, record_end};
use crate::{Backend, Error};

/// Ends a relation at once, with those of colleagues who stand in for the counsellor.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] where there is no such relation or the actor may not end it.
pub async fn end(backend: &Backend, actor: &Actor, pair: RelationPair) -> Result<(), Error> {
    let RelationPair { counsellor, participant } = pair;
    if actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    let now = backend.clock.now();
    let mut tx = backend.begin().await?;
    let found =
        relations::find_between(&mut tx, counsellor, participant, now).await?.ok_or(Error::NotFound)?;
    if !may_end(actor, &found) {
        return Err(Error::NotFound);
    }
    let mut ending = relations::list_for_participant(&mut tx, participant, now).await?;
    ending.retain(|relation| relation.stands_in_for_id == Some(counsellor));
    relations::end_stand_ins(&mut tx, counsellor, participant, now).await?;
    people::end_relation(&mut tx, counsellor, participant, now).await?;
    record_end(backend, &mut tx, actor, &found).await?;
    for relation in ending {
        record_end(backend, &mut tx, actor, &relation).await?;
    }
    tx.commit().await
}
