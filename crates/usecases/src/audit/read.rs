//! Reading the log: for whoever runs the portal, and for administrators of an organisation what happened in it.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use fyr_domain::{
    Actor, Membership, Role,
    permission::{Question, may},
    text::EmailAddress,
    tickets::Reference,
};
use fyr_store::{
    Db,
    audit::{self, Filter, Line},
    people, tickets,
};
use uuid::Uuid;

use super::{ACTIONS, Did, record};
use crate::{Error, Services};

/// What is sought, as it was typed. What cannot be read counts as not asked for, except whom or what it is about: then
/// nothing is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Who did it: part of a name, an e-mail address, or an id.
    pub who: String,
    /// What was done.
    pub action: String,
    /// To what: a ticket's reference, a person's e-mail address, or an id.
    pub target: String,
    /// From this day on.
    pub from: String,
    /// Until this day, which is included.
    pub until: String,
}

/// A way to look, or that there is nothing to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// Lines like these.
    Lines(Filter),
    /// Nobody and nothing is called that.
    Nothing,
}

fn allowed(actor: &Actor) -> Result<(), Error> {
    match &actor.user {
        None => Err(Error::SignInFirst),
        Some(_) if may(actor, Question::OpenAuditLog) => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}

/// What was typed, as a way to look.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who may not read the log.
pub async fn find(ctx: &Services, actor: &Actor, asked: &Asked) -> Result<Sought, Error> {
    allowed(actor)?;
    let mut db = ctx.store.read().await?;
    let zone = ctx.settings.calendar.zone;
    let mut filter = Filter {
        action: ACTIONS.iter().find(|action| **action == asked.action).map(|action| (*action).to_owned()),
        from: day(&asked.from).and_then(|day| midnight(day, zone)),
        until: day(&asked.until).and_then(|day| midnight(day.checked_add_days(Days::new(1))?, zone)),
        ..Filter::default()
    };
    let who = asked.who.trim();
    if who.contains('@') || Uuid::parse_str(who).is_ok() {
        let Some(actor) = known(&mut db, who).await? else { return Ok(Sought::Nothing) };
        filter.actor = Some(actor);
    } else if !who.is_empty() {
        filter.name = Some(who.chars().take(100).collect());
    }
    let target = asked.target.trim();
    if !target.is_empty() {
        let Some(target) = known(&mut db, target).await? else { return Ok(Sought::Nothing) };
        filter.target = Some(target);
    }
    Ok(Sought::Lines(filter))
}

/// The id behind a reference, an address or an id. Which lines about it are shown is another question.
async fn known(db: &mut Db, text: &str) -> Result<Option<Uuid>, Error> {
    if let Ok(id) = Uuid::parse_str(text) {
        return Ok(Some(id));
    }
    if let Ok(email) = EmailAddress::parse(text) {
        return Ok(people::find_by_email(db, &email).await?.map(|account| account.id));
    }
    match text.parse::<Reference>() {
        Ok(reference) => {
            Ok(tickets::find_by_reference(db, reference.compact()).await?.map(|ticket| ticket.id))
        }
        Err(_) => Ok(None),
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()
}

/// When a day begins in the portal's zone.
fn midnight(day: NaiveDate, zone: Tz) -> Option<chrono::DateTime<chrono::Utc>> {
    let local = day.and_time(NaiveTime::MIN).and_local_timezone(zone).earliest()?;
    Some(local.to_utc())
}

/// Lines the actor may read, newest first, after (older than) the line `after`.
///
/// # Errors
/// As [`find`].
pub async fn page(
    ctx: &Services,
    actor: &Actor,
    filter: &Filter,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Line>, Error> {
    allowed(actor)?;
    let mut db = ctx.store.read().await?;
    Ok(audit::page(&mut db, actor, filter, after, limit).await?)
}

/// The names today of everyone and everything that the details of lines name by id: for whoever may read the lines.
///
/// # Errors
/// As [`find`].
pub async fn names(ctx: &Services, actor: &Actor, lines: &[Line]) -> Result<HashMap<Uuid, String>, Error> {
    allowed(actor)?;
    let mut ids: Vec<Uuid> = lines
        .iter()
        .filter_map(|line| line.details.0.as_object())
        .flat_map(|details| details.values())
        .filter_map(|value| Uuid::parse_str(value.as_str()?).ok())
        .collect();
    ids.sort();
    ids.dedup();
    let mut db = ctx.store.read().await?;
    Ok(audit::names(&mut db, &ids).await?.into_iter().collect())
}

/// Notes that the log was taken out of the portal. Call it before the first line goes out.
///
/// # Errors
/// As [`find`].
pub async fn exported(ctx: &Services, actor: &Actor) -> Result<(), Error> {
    allowed(actor)?;
    let mut tx = ctx.store.begin().await?;
    let within = |membership: &&Membership| membership.role == Role::Admin;
    let organisation = if may(actor, Question::ReadAuditLog(None)) {
        None
    } else {
        actor.memberships().iter().find(within).map(|membership| membership.organisation)
    };
    let did = Did { action: "audit.exported", target: None, organisation, details: serde_json::json!({}) };
    record(ctx, &mut tx, actor, did).await?;
    Ok(tx.commit().await?)
}
