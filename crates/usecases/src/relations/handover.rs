//! Handing participants over to another counsellor: temporarily to a stand-in, or permanently.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor, Role,
    fields::{FieldErrors, Problem},
    permission::{Party, Permission, may},
};
use fyr_store::{Db, organisations, people, people::NewRelation, relations};
use uuid::Uuid;

use super::{NamedRef, Relation, audit_event};
use crate::{
    Backend, Error, Transaction, audit,
    events::{Event, RelationParties},
};

/// A request to hand participants over.
#[derive(Clone, Debug)]
pub struct HandoverRequest {
    /// The counsellor whose participants are handed over.
    pub from: Uuid,
    /// The counsellor who gets them.
    pub to: Uuid,
    /// The participants to hand over.
    pub participants: Vec<Uuid>,
    /// The end of a temporary handover; `None`: permanently.
    pub until: Option<DateTime<Utc>>,
}

/// What a counsellor can hand over, and to whom.
#[derive(Clone, Debug)]
pub struct HandoverOptions {
    /// The counsellor whose participants can be handed over.
    pub from: NamedRef,
    /// Their own participants, without those they stand in for.
    pub participants: Vec<Relation>,
    /// The counsellors who can get them, by name.
    pub colleagues: Vec<NamedRef>,
    /// The current temporary handovers.
    pub stand_ins: Vec<Relation>,
}

/// The result of a handover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandoverResult {
    /// The number of participants handed over.
    pub done: i64,
    /// The number of participants skipped: the other counsellor acts for them already, or is not a counsellor in their
    /// organisation.
    pub skipped: i64,
}

fn party(actor: &Actor, from: Uuid) -> Party {
    if actor.user_id() == Some(from) { Party::Counsellor } else { Party::Other }
}

/// The relations of a counsellor that the actor may hand over.
async fn list_transferable(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    from: Uuid,
) -> Result<Vec<Relation>, Error> {
    let mut found = relations::list_for_counsellor(db, from, backend.clock.now()).await?;
    found.retain(|relation| {
        let permission = Permission::HandOver(party(actor, from), relation.organisation_id);
        relation.stands_in_for_id.is_none() && may(actor, permission)
    });
    Ok(found)
}

/// The counsellors of an organisation, or (`None`) of the whole portal.
async fn list_counsellors_in(db: &mut Db, organisation: Option<Uuid>) -> Result<Vec<NamedRef>, Error> {
    if let Some(id) = organisation {
        return Ok(organisations::list_members_with_role(db, id, Role::Counsellor).await?);
    }
    let accounts = people::list_by_role(db, Role::Counsellor).await?;
    Ok(accounts.into_iter().map(|account| NamedRef { id: account.id, name: account.name }).collect())
}

/// What a counsellor can hand over: the actor, or a counsellor whom the actor administers.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who neither is nor administers the counsellor.
pub async fn handover_options(
    backend: &Backend,
    actor: &Actor,
    from: Uuid,
) -> Result<HandoverOptions, Error> {
    if actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    let own = party(actor, from) == Party::Counsellor;
    if (own && !actor.can_counsel()) || (!own && !actor.can_administer_people()) {
        return Err(Error::NotFound);
    }
    let mut db = backend.store.read().await?;
    let participants = list_transferable(backend, &mut db, actor, from).await?;
    if !own && participants.is_empty() {
        return Err(Error::NotFound);
    }
    let account = people::find_by_id(&mut db, from).await?.ok_or(Error::NotFound)?;
    let mut organisation_ids: Vec<Option<Uuid>> =
        participants.iter().map(|relation| relation.organisation_id).collect();
    organisation_ids.sort_unstable();
    organisation_ids.dedup();
    let mut colleagues: Vec<NamedRef> = Vec::new();
    for organisation in organisation_ids {
        for counsellor in list_counsellors_in(&mut db, organisation).await? {
            if counsellor.id != from && colleagues.iter().all(|known| known.id != counsellor.id) {
                colleagues.push(counsellor);
            }
        }
    }
    let mut stand_ins = relations::list_stand_ins_for(&mut db, from, backend.clock.now()).await?;
    stand_ins
        .retain(|relation| may(actor, Permission::HandOver(party(actor, from), relation.organisation_id)));
    colleagues.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(HandoverOptions {
        from: NamedRef { id: from, name: account.name },
        participants,
        colleagues,
        stand_ins,
    })
}

/// Who stands in for the signed-in counsellor now or later, by name of the participant.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn list_stand_ins(backend: &Backend, actor: &Actor) -> Result<Vec<Relation>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = backend.store.read().await?;
    Ok(relations::list_stand_ins_for(&mut db, user, backend.clock.now()).await?)
}

/// Hands participants over. During a temporary handover both counsellors may act; a permanent one ends the first counsellor's
/// relation. Participants for whom the other counsellor acts already are skipped.
///
/// # Errors
/// As [`handover_options`]; [`Error::Invalid`] where no participant or an unknown counsellor was chosen, or where an administrator
/// would get the participants.
pub async fn hand_over(
    backend: &Backend,
    actor: &Actor,
    request: &HandoverRequest,
) -> Result<HandoverResult, Error> {
    let options = handover_options(backend, actor, request.from).await?;
    let mut errors = FieldErrors::default();
    if options.colleagues.iter().all(|colleague| colleague.id != request.to) {
        errors.push("to", Problem::UnknownChoice);
    }
    if party(actor, request.from) == Party::Other && !may(actor, Permission::Appoint(request.to)) {
        errors.push("to", Problem::OwnAppointment);
    }
    if request.participants.is_empty() {
        errors.push("participant", Problem::Required);
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let mut tx = backend.begin().await?;
    let mut result = HandoverResult { done: 0, skipped: 0 };
    for relation in list_transferable(backend, &mut tx, actor, request.from).await? {
        if !request.participants.contains(&relation.participant_id) {
            continue;
        }
        if hand_over_one(backend, &mut tx, actor, request, &relation).await? {
            result.done += 1;
        } else {
            result.skipped += 1;
        }
    }
    if result.done > 0 {
        let (from, to, count, until) = (request.from, request.to, result.done, request.until);
        tx.emit(Event::ParticipantsHandedOver { from, to, count, until });
    }
    tx.commit().await?;
    Ok(result)
}

/// Hands one participant over; `false` where they are skipped.
async fn hand_over_one(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    request: &HandoverRequest,
    relation: &Relation,
) -> Result<bool, Error> {
    let now = backend.clock.now();
    let fits = list_counsellors_in(tx, relation.organisation_id)
        .await?
        .iter()
        .any(|counsellor| counsellor.id == request.to);
    if !fits || request.to == relation.participant_id {
        return Ok(false);
    }
    let existing = relations::find_between(tx, request.to, relation.participant_id, now).await?;
    // a stand-in's relation is extended or made permanent; a relation of their own stays as it is
    if existing.is_some_and(|existing| existing.stands_in_for_id != Some(request.from)) {
        return Ok(false);
    }
    let until = match (request.until, relation.until) {
        (Some(away), Some(end)) => Some(away.min(end)),
        (away, end) => away.or(end),
    };
    let relation = NewRelation {
        counsellor_id: request.to,
        participant_id: relation.participant_id,
        organisation_id: relation.organisation_id,
        purpose: relation.purpose.clone(),
        scope: relation.scope,
        since: now,
        until,
        stands_in_for_id: request.until.map(|_| request.from),
    };
    people::upsert_relation(tx, &relation, now).await?;
    if request.until.is_none() {
        // other stand-ins have nobody left to stand in for
        relations::end_stand_ins(tx, request.from, relation.participant_id, now).await?;
        people::end_relation(tx, request.from, relation.participant_id, now).await?;
    }
    let mut event = audit_event("relation.handed_over", &relation);
    event.details["from"] = request.from.to_string().into();
    audit::record(backend, tx, actor, event).await?;
    let between = RelationParties { counsellor: request.to, participant: relation.participant_id };
    let from = request.from;
    tx.emit(if request.until.is_some() {
        Event::StandInBegan { between, from }
    } else {
        Event::RelationTakenOver { between, from }
    });
    Ok(true)
}
