//! Relations from a sheet: first what would happen, line by line, then on a button's word what can.

use chrono::{DateTime, NaiveDate, Utc};
use fyr_domain::{
    Actor,
    fields::Problem,
    permission::{Question, Scope, may},
    text::Purpose,
    zone::start_of_day,
};
use fyr_store::{Db, organisations, organisations::Organisation, people, relations};
use serde_json::json;
use uuid::Uuid;

use super::{Terms, began, begin::counsels, may_end};
use crate::{
    Error, Services,
    audit::{self, Did},
    organisations as places,
    sheet::{self, Unreadable},
};

/// The columns of the sheet.
pub(super) const COLUMNS: [&str; 7] =
    ["counsellor", "participant", "organisation", "purpose", "scope", "since", "until"];
/// Lines at most.
const MOST: usize = 2_000;

/// What a sheet of relations would do.
pub type Plan = places::Plan<Wish>;
/// One line of it.
pub type Line = places::Line<Wish>;
pub use places::{Outcome, Trouble};

/// A relation that a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    organisation: Uuid,
    counsellor: Uuid,
    participant: Uuid,
    terms: Terms,
}

impl Wish {
    /// What would be done, by its name in the texts.
    pub const fn deed(&self) -> &'static str {
        "relate"
    }
}

/// What a sheet would do.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who looks after nobody.
pub async fn plan(ctx: &Services, actor: &Actor, text: &str) -> Result<Result<Plan, Unreadable>, Error> {
    let places = places::administered(ctx, actor).await?;
    let mut db = ctx.store.read().await?;
    plan_in(ctx, &mut db, actor, &places, text).await
}

async fn plan_in(
    ctx: &Services,
    db: &mut Db,
    actor: &Actor,
    places: &[Organisation],
    text: &str,
) -> Result<Result<Plan, Unreadable>, Error> {
    let rows = match sheet::read(text, &COLUMNS, MOST) {
        Ok(rows) => rows,
        Err(unreadable) => return Ok(Err(unreadable)),
    };
    let mut lines: Vec<Line> = Vec::new();
    for (number, cells) in rows {
        let mut outcome = one(ctx, db, actor, places, &cells).await?;
        let same = |line: &Line| match (&line.outcome, &outcome) {
            (Outcome::Do(a), Outcome::Do(b)) => {
                (a.counsellor, a.participant) == (b.counsellor, b.participant)
            }
            _ => false,
        };
        if lines.iter().any(same) {
            outcome = Outcome::Wrong(Trouble::Twice);
        }
        let words = format!("{} – {}", cells[0], cells[1]);
        lines.push(Line { number, words, outcome });
    }
    Ok(Ok(Plan { lines }))
}

async fn one(
    ctx: &Services,
    db: &mut Db,
    actor: &Actor,
    places: &[Organisation],
    cells: &[String],
) -> Result<Outcome<Wish>, Error> {
    let [counsellor, participant, organisation, purpose, scope, since, until] = cells else {
        return Ok(Outcome::Wrong(Trouble::Address));
    };
    let place = places.iter().find(|place| place.slug == *organisation || place.name == *organisation);
    let Some(place) = place.filter(|place| may(actor, Question::Administer(place.id))) else {
        return Ok(Outcome::Wrong(Trouble::Organisation));
    };
    // said alike for an unknown address and for someone who has no part in the organisation
    let counsellor = people::find_by_email(db, &counsellor.to_lowercase()).await?;
    let Some(counsellor) = counsellor else { return Ok(Outcome::Wrong(Trouble::NotCounsellor)) };
    if !counsels(db, counsellor.id, Some(place.id)).await? {
        return Ok(Outcome::Wrong(Trouble::NotCounsellor));
    }
    let participant = people::find_by_email(db, &participant.to_lowercase()).await?;
    let Some(participant) = participant else { return Ok(Outcome::Wrong(Trouble::NotMember)) };
    let members = organisations::members(db, place.id).await?;
    if counsellor.id == participant.id || members.iter().all(|member| member.id != participant.id) {
        return Ok(Outcome::Wrong(Trouble::NotMember));
    }
    let scope = if scope.is_empty() { Ok(Scope::Act) } else { scope.parse() };
    let (Ok(scope), Ok(purpose)) = (scope, Purpose::parse_optional(purpose)) else {
        return Ok(Outcome::Wrong(Trouble::Scope));
    };
    let now = ctx.clock.now();
    let since = beginning(ctx, since);
    let from = since.as_ref().map_or(now, |since| since.unwrap_or(now).max(now));
    let (Ok(since), Ok(until)) = (since, ctx.end_of_day(until, from)) else {
        return Ok(Outcome::Wrong(Trouble::Time));
    };
    let there = relations::between(db, counsellor.id, participant.id, now).await?;
    let same = there.as_ref().is_some_and(|there| {
        there.organisation_id == Some(place.id)
            && there.scope == scope
            && there.purpose == purpose.as_deref().unwrap_or_default()
            && there.until == until
            && there.stands_in_for_id.is_none()
    });
    if same {
        return Ok(Outcome::Nothing);
    }
    if there.is_some_and(|there| !may_end(actor, &there)) {
        return Ok(Outcome::Wrong(Trouble::Others));
    }
    let terms = Terms { purpose, scope, since, until };
    Ok(Outcome::Do(Wish {
        organisation: place.id,
        counsellor: counsellor.id,
        participant: participant.id,
        terms,
    }))
}

/// The first moment of a day; nothing where none was given.
fn beginning(ctx: &Services, raw: &str) -> Result<Option<DateTime<Utc>>, Problem> {
    if raw.is_empty() {
        return Ok(None);
    }
    let day: NaiveDate = raw.parse().map_err(|_| Problem::BadTime)?;
    Ok(Some(start_of_day(day, ctx.settings.calendar.zone)))
}

/// Does what a sheet asks for, as far as it can; gives how many lines were done.
///
/// # Errors
/// As [`plan`].
pub async fn apply(ctx: &Services, actor: &Actor, text: &str) -> Result<usize, Error> {
    let places = places::administered(ctx, actor).await?;
    let mut tx = ctx.store.begin().await?;
    let Ok(plan) = plan_in(ctx, &mut tx, actor, &places, text).await? else { return Ok(0) };
    let mut done = 0;
    for line in plan.lines {
        let Outcome::Do(wish) = line.outcome else { continue };
        let pair = (wish.counsellor, wish.participant);
        let relation = wish.terms.between(Some(wish.organisation), pair, ctx.clock.now());
        began(ctx, &mut tx, actor, &relation).await?;
        done += 1;
    }
    let did = Did {
        action: "relations.imported",
        target: None,
        organisation: None,
        details: json!({ "lines": done }),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(done)
}
