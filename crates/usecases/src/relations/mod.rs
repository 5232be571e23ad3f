//! What counsellors may do for participants: beginning, ending, handing over; who may see someone's tickets; and what
//! counsellors do with many tickets at once. Both sides are told by mail, and everything is in the audit log.

mod access;
mod begin;
mod bulk;
mod code;
mod end;
mod export;
mod hand_over;
mod import;

pub use access::{Access, Group, access};
pub use begin::{Terms, begin, choose};
pub use bulk::{Bulk, close, reply, tickets};
pub use code::{Offer, Told, accept_code, invite, invited, make_code, open_code, withdraw};
pub(crate) use code::{let_in, offer};
pub use end::end;
pub use export::{Cases, Format, cases, export};
pub use fyr_store::{cases::Wanted, organisations::Named, relations::Relation};
pub use hand_over::{HandOver, HandedOver, Handover, hand_over, to_hand_over};
pub use import::{Line, Outcome, Plan, Trouble, Wish, apply, plan};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    permission::{Party, Question, Tie, may},
    zone::start_of_day,
};
use fyr_store::{Db, Tx, people};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Error, Services,
    audit::{self, Did},
    mail::{Mail, News, Reader},
    tickets::promise,
};

impl Services {
    /// The moment after a day in the portal's zone: until when something lasts that lasts "to and including" that day.
    ///
    /// # Errors
    /// [`Problem::BadTime`] for what is no day, or a day before `from`.
    pub fn end_of_day(&self, raw: &str, from: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Problem> {
        if raw.trim().is_empty() {
            return Ok(None);
        }
        let day: NaiveDate = raw.trim().parse().map_err(|_| Problem::BadTime)?;
        let next = day.succ_opt().ok_or(Problem::BadTime)?;
        let until = start_of_day(next, self.settings.calendar.zone);
        if until > from && until < from + TimeDelta::days(3660) {
            Ok(Some(until))
        } else {
            Err(Problem::BadTime)
        }
    }

    /// The last day of something that lasts until a moment.
    pub fn last_day(&self, until: DateTime<Utc>) -> NaiveDate {
        (until - TimeDelta::seconds(1)).with_timezone(&self.settings.calendar.zone).date_naive()
    }
}

/// What there is between the actor and a participant of theirs.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn between(ctx: &Services, actor: &Actor, participant: Uuid) -> Result<Option<Relation>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = ctx.store.read().await?;
    Ok(fyr_store::relations::between(&mut db, user, participant, ctx.clock.now()).await?)
}

/// What is told of a relation.
fn did(action: &'static str, relation: &people::Relation) -> Did {
    Did {
        action,
        target: Some(("user", relation.participant_id)),
        organisation: relation.organisation_id,
        details: json!({
            "counsellor": relation.counsellor_id,
            "scope": relation.scope,
            "until": relation.until,
            "stands_in_for": relation.stands_in_for_id,
        }),
    }
}

/// Promises a mail to each side but the one who did it.
async fn tell(
    ctx: &Services,
    db: &mut Db,
    actor: &Actor,
    news: News,
    (counsellor, participant): (Uuid, Uuid),
) -> Result<(), Error> {
    let by = actor.user_id();
    for (reader, to) in [(Reader::Participant, participant), (Reader::Counsellor, counsellor)] {
        if by != Some(to) {
            promise(ctx, db, &Mail::Relation { news, reader, counsellor, participant, by }).await?;
        }
    }
    Ok(())
}

/// Whether the actor may end what there is between two people.
fn may_end(actor: &Actor, tie: &Relation) -> bool {
    let party = match actor.user_id() {
        Some(user) if user == tie.participant_id => Party::Participant,
        Some(user) if user == tie.counsellor_id => Party::Counsellor,
        Some(_) | None => Party::Other,
    };
    let tie = Tie { party, organisation: tie.organisation_id, participants_end: tie.participants_end };
    may(actor, Question::EndRelation(tie))
}

/// Notes that a relation begins, and tells. One that the two have already ends with it; where the actor may not end that one,
/// it stays as it is.
async fn began(ctx: &Services, tx: &mut Tx, actor: &Actor, relation: &people::Relation) -> Result<(), Error> {
    let now = ctx.clock.now();
    let pair = (relation.counsellor_id, relation.participant_id);
    if let Some(there) = fyr_store::relations::between(tx, pair.0, pair.1, now).await? {
        if !may_end(actor, &there) {
            return Err(FieldErrors::one("counsellor", Problem::OthersRelation).into());
        }
        audit::record(ctx, tx, actor, did("relation.ended", &plain(&there))).await?;
    }
    people::relate(tx, relation, now).await?;
    audit::record(ctx, tx, actor, did("relation.began", relation)).await?;
    tell(ctx, tx, actor, News::Began, pair).await
}

/// Without names and without its purpose, for the log.
fn plain(tie: &Relation) -> people::Relation {
    people::Relation {
        counsellor_id: tie.counsellor_id,
        participant_id: tie.participant_id,
        organisation_id: tie.organisation_id,
        purpose: String::new(),
        scope: tie.scope,
        since: tie.since,
        until: tie.until,
        stands_in_for_id: tie.stands_in_for_id,
    }
}

/// Notes that a relation has ended, and tells.
pub(crate) async fn ended(ctx: &Services, tx: &mut Db, actor: &Actor, tie: &Relation) -> Result<(), Error> {
    audit::record(ctx, tx, actor, did("relation.ended", &plain(tie))).await?;
    tell(ctx, tx, actor, News::Ended, (tie.counsellor_id, tie.participant_id)).await
}
