//! Giving one's participants to a colleague: while one is away, or for good.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor, Role,
    fields::{FieldErrors, Problem},
    permission::{Party, Question, may},
};
use fyr_store::{Db, Tx, organisations, people, people::Relation as Plain, relations};
use uuid::Uuid;

use super::{Named, Relation, did};
use crate::{
    Error, Services, audit,
    mail::{Mail, News, Reader},
    tickets::promise,
};

/// What shall be handed over.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// Whose participants.
    pub from: Uuid,
    /// To which colleague.
    pub to: Uuid,
    /// Which of them.
    pub participants: Vec<Uuid>,
    /// Until when the colleague stands in; for good where it is empty.
    pub until: Option<DateTime<Utc>>,
}

/// What can be handed over, and to whom.
#[derive(Clone, Debug)]
pub struct Handover {
    /// The counsellor.
    pub from: Named,
    /// Their own participants, not those they stand in for.
    pub participants: Vec<Relation>,
    /// Colleagues, by name.
    pub colleagues: Vec<Named>,
    /// Who stands in for them now.
    pub stand_ins: Vec<Relation>,
}

/// How a hand-over went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandedOver {
    /// So many were handed over.
    pub done: i64,
    /// So many stayed: the colleague acts for them already, or is not a counsellor where they belong.
    pub left: i64,
}

fn party(actor: &Actor, from: Uuid) -> Party {
    if actor.user_id() == Some(from) { Party::Counsellor } else { Party::Other }
}

/// The participants of a counsellor whom the actor may hand over.
async fn movable(ctx: &Services, db: &mut Db, actor: &Actor, from: Uuid) -> Result<Vec<Relation>, Error> {
    let mut ties = relations::of_counsellor(db, from, ctx.clock.now()).await?;
    ties.retain(|tie| {
        let question = Question::HandOver(party(actor, from), tie.organisation_id);
        tie.stands_in_for_id.is_none() && may(actor, question)
    });
    Ok(ties)
}

/// Who is a counsellor where a relation was made.
async fn colleagues_in(db: &mut Db, organisation: Option<Uuid>) -> Result<Vec<Named>, Error> {
    if let Some(id) = organisation {
        return Ok(organisations::holders(db, id, Role::Counsellor).await?);
    }
    let all = people::with_role(db, Role::Counsellor).await?;
    Ok(all.into_iter().map(|one| Named { id: one.id, name: one.name }).collect())
}

/// What a counsellor can hand over: the actor's own, or someone's whom the actor looks after.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who is no counsellor and looks after none.
pub async fn to_hand_over(ctx: &Services, actor: &Actor, from: Uuid) -> Result<Handover, Error> {
    if actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    let own = party(actor, from) == Party::Counsellor;
    if (own && !actor.counsels()) || (!own && !actor.administers_people()) {
        return Err(Error::NotFound);
    }
    let mut db = ctx.store.read().await?;
    let participants = movable(ctx, &mut db, actor, from).await?;
    if !own && participants.is_empty() {
        return Err(Error::NotFound);
    }
    let account = people::find(&mut db, from).await?.ok_or(Error::NotFound)?;
    let mut places: Vec<Option<Uuid>> = participants.iter().map(|tie| tie.organisation_id).collect();
    places.sort_unstable();
    places.dedup();
    let mut colleagues: Vec<Named> = Vec::new();
    for place in places {
        for one in colleagues_in(&mut db, place).await? {
            if one.id != from && colleagues.iter().all(|known| known.id != one.id) {
                colleagues.push(one);
            }
        }
    }
    let mut stand_ins = relations::standing_in_for(&mut db, from, ctx.clock.now()).await?;
    stand_ins.retain(|tie| may(actor, Question::HandOver(party(actor, from), tie.organisation_id)));
    colleagues.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Handover { from: Named { id: from, name: account.name }, participants, colleagues, stand_ins })
}

/// Hands participants over. For a while, both counsellors may act; for good, the first no longer may. Whoever the colleague
/// acts for already stays as it is.
///
/// # Errors
/// As [`to_hand_over`]; [`Error::Invalid`] where nobody was chosen, or the colleague is none.
pub async fn hand_over(ctx: &Services, actor: &Actor, wish: &HandOver) -> Result<HandedOver, Error> {
    let offered = to_hand_over(ctx, actor, wish.from).await?;
    let mut errors = FieldErrors::default();
    if offered.colleagues.iter().all(|one| one.id != wish.to) {
        errors.push("to", Problem::UnknownChoice);
    }
    if wish.participants.is_empty() {
        errors.push("participant", Problem::Required);
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let mut tx = ctx.store.begin().await?;
    let mut went = HandedOver { done: 0, left: 0 };
    for tie in movable(ctx, &mut tx, actor, wish.from).await? {
        if !wish.participants.contains(&tie.participant_id) {
            continue;
        }
        if one_over(ctx, &mut tx, actor, wish, &tie).await? {
            went.done += 1;
        } else {
            went.left += 1;
        }
    }
    if went.done > 0 {
        for reader in [Reader::Counsellor, Reader::Colleague] {
            let (from, to, count, until) = (wish.from, wish.to, went.done, wish.until);
            promise(ctx, &mut tx, &Mail::HandOver { reader, from, to, count, until }).await?;
        }
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(went)
}

/// Hands one participant over; `false` where they stay.
async fn one_over(
    ctx: &Services,
    tx: &mut Tx,
    actor: &Actor,
    wish: &HandOver,
    tie: &Relation,
) -> Result<bool, Error> {
    let now = ctx.clock.now();
    let fits = colleagues_in(tx, tie.organisation_id).await?.iter().any(|one| one.id == wish.to);
    if !fits || wish.to == tie.participant_id {
        return Ok(false);
    }
    let there = relations::between(tx, wish.to, tie.participant_id, now).await?;
    // a stand-in takes over for good, or stays longer; a counsellor of their own stays one
    if there.is_some_and(|there| there.stands_in_for_id != Some(wish.from)) {
        return Ok(false);
    }
    let until = match (wish.until, tie.until) {
        (Some(away), Some(end)) => Some(away.min(end)),
        (away, end) => away.or(end),
    };
    let relation = Plain {
        counsellor_id: wish.to,
        participant_id: tie.participant_id,
        organisation_id: tie.organisation_id,
        purpose: tie.purpose.clone(),
        scope: tie.scope,
        since: now,
        until,
        stands_in_for_id: wish.until.map(|_| wish.from),
    };
    people::relate(tx, &relation, now).await?;
    if wish.until.is_none() {
        // others who stood in for the one who leaves have nobody to stand in for
        relations::end_stand_ins(tx, wish.from, tie.participant_id, now).await?;
        people::unrelate(tx, wish.from, tie.participant_id, now).await?;
    }
    let mut done = did("relation.handed_over", &relation);
    done.details["from"] = wish.from.to_string().into();
    audit::record(ctx, tx, actor, done).await?;
    let news = if wish.until.is_some() { News::StandIn } else { News::TakenOver };
    let mail = Mail::Relation {
        news,
        reader: Reader::Participant,
        counsellor: wish.to,
        participant: tie.participant_id,
        by: Some(wish.from),
    };
    promise(ctx, tx, &mail).await?;
    Ok(true)
}
