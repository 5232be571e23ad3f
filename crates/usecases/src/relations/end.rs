//! Ending a relation, and choosing which tickets it covers.

use fyr_domain::Actor;
use fyr_store::{people, relations};
use uuid::Uuid;

use super::{RelationPair, audit_event, may_end, record_end, without_personal_data};
use crate::{Backend, Error, audit};

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

/// Which of a participant's tickets a relation covers that was made in an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationReach {
    /// Those of the organisation, and of none.
    Organisation,
    /// All of them.
    AllTickets,
}

/// Widens the actor's relation with a counsellor, or narrows it again. Only the participant chooses this.
///
/// # Errors
/// [`Error::SignInFirst`]; [`Error::NotFound`] where the actor has no relation with them that was made in an organisation;
/// [`Error::Invalid`] while the actor's address is not confirmed.
pub async fn set_reach(
    backend: &Backend,
    actor: &Actor,
    counsellor: Uuid,
    reach: RelationReach,
) -> Result<(), Error> {
    let participant = actor.user_id().ok_or(Error::SignInFirst)?;
    super::require_confirmed_address(actor, "counsellor")?;
    let now = backend.clock.now();
    let mut tx = backend.begin().await?;
    let found =
        relations::find_between(&mut tx, counsellor, participant, now).await?.ok_or(Error::NotFound)?;
    let widened = reach == RelationReach::AllTickets;
    if found.widened == widened {
        return Ok(());
    }
    if !people::set_relation_widened(&mut tx, counsellor, participant, widened, now).await? {
        return Err(Error::NotFound);
    }
    let action = if widened { "relation.widened" } else { "relation.narrowed" };
    audit::record(backend, &mut tx, actor, audit_event(action, &without_personal_data(&found))).await?;
    tx.commit().await
}
