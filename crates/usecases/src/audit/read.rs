//! Reading the audit log. Administrators of the portal read all of it; administrators of an organisation read its events.

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use fyr_domain::{
    Actor, Membership, Role,
    permission::{Permission, may},
    text::EmailAddress,
    tickets::Reference,
    typed_date::parse_date,
};
use fyr_store::{
    Db,
    audit::{self, AuditEntry, AuditFilter},
    people, tickets,
};
use uuid::Uuid;

use super::{ACTIONS, AuditEvent, record};
use crate::{Backend, Error, require::require};

/// Search criteria as they were typed; empty fields do not restrict the search. A date or an action that cannot be parsed is
/// ignored; a person or a target that cannot be parsed or found makes the search match nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditCriteria {
    /// The actor: part of a name, an e-mail address, or an id.
    pub who: String,
    /// One of [`ACTIONS`].
    pub action: String,
    /// What was acted on: a ticket's reference, a person's e-mail address, or an id.
    pub target: String,
    /// The first day, `YYYY-MM-DD` in the portal's zone.
    pub from: String,
    /// The last day, which is included, `YYYY-MM-DD` in the portal's zone.
    pub until: String,
}

/// Parsed [`AuditCriteria`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditSearch {
    /// The entries that this filter matches.
    Matching(AuditFilter),
    /// No entry can match: the person or the target does not exist.
    NoMatch,
}

/// Parses the criteria and looks up the people and tickets they name.
///
/// # Errors
/// [`Error::SignInFirst`] for nobody, [`Error::NotFound`] for anyone who may not read the log.
pub async fn parse_criteria(
    backend: &Backend,
    actor: &Actor,
    criteria: &AuditCriteria,
) -> Result<AuditSearch, Error> {
    require(actor, Permission::OpenAuditLog)?;
    let mut db = backend.store.read().await?;
    let zone = backend.settings.zone;
    let mut filter = AuditFilter {
        action: ACTIONS.iter().find(|action| **action == criteria.action).map(|action| (*action).to_owned()),
        from: parse_date(&criteria.from).and_then(|day| midnight(day, zone)),
        until: parse_date(&criteria.until)
            .and_then(|day| midnight(day.checked_add_days(Days::new(1))?, zone)),
        ..AuditFilter::default()
    };
    let who = criteria.who.trim();
    if who.contains('@') || Uuid::parse_str(who).is_ok() {
        let Some(actor) = find_id(&mut db, who).await? else { return Ok(AuditSearch::NoMatch) };
        filter.actor = Some(actor);
    } else if !who.is_empty() {
        filter.name = Some(who.chars().take(100).collect());
    }
    let target = criteria.target.trim();
    if !target.is_empty() {
        let Some(target) = find_id(&mut db, target).await? else { return Ok(AuditSearch::NoMatch) };
        filter.target = Some(target);
    }
    Ok(AuditSearch::Matching(filter))
}

/// The id that a ticket's reference, an e-mail address or an id stands for. Not a permission check: the query that lists
/// entries restricts them to what the actor may read.
async fn find_id(db: &mut Db, text: &str) -> Result<Option<Uuid>, Error> {
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

/// The start of a day in the portal's zone.
fn midnight(day: NaiveDate, zone: Tz) -> Option<chrono::DateTime<chrono::Utc>> {
    let local = day.and_time(NaiveTime::MIN).and_local_timezone(zone).earliest()?;
    Some(local.to_utc())
}

/// At most `limit` entries that the actor may read, newest first, older than the entry `after`.
///
/// # Errors
/// As [`parse_criteria`].
pub async fn list_page(
    backend: &Backend,
    actor: &Actor,
    filter: &AuditFilter,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<AuditEntry>, Error> {
    require(actor, Permission::OpenAuditLog)?;
    let mut db = backend.store.read().await?;
    Ok(audit::list(&mut db, actor, filter, after, limit).await?)
}

/// The current names of the people and things whose ids are in the details of these entries.
///
/// # Errors
/// As [`parse_criteria`].
pub async fn resolve_names(
    backend: &Backend,
    actor: &Actor,
    entries: &[AuditEntry],
) -> Result<HashMap<Uuid, String>, Error> {
    require(actor, Permission::OpenAuditLog)?;
    let mut ids: Vec<Uuid> = entries
        .iter()
        .filter_map(|entry| entry.details.0.as_object())
        .flat_map(|details| details.values())
        .filter_map(|value| Uuid::parse_str(value.as_str()?).ok())
        .collect();
    ids.sort();
    ids.dedup();
    let mut db = backend.store.read().await?;
    Ok(audit::list_names(&mut db, &ids).await?.into_iter().map(|named| (named.id, named.name)).collect())
}

/// Records that the log is exported, in the log of every organisation it is read from. To be called before the first entry is sent.
///
/// # Errors
/// As [`parse_criteria`].
pub async fn record_export(backend: &Backend, actor: &Actor) -> Result<(), Error> {
    require(actor, Permission::OpenAuditLog)?;
    let mut tx = backend.begin().await?;
    let is_admin = |membership: &&Membership| membership.role == Role::Admin;
    let logs: BTreeSet<Option<Uuid>> = if may(actor, Permission::ReadAuditLog(None)) {
        [None].into()
    } else {
        actor.memberships().iter().filter(is_admin).map(|membership| Some(membership.organisation)).collect()
    };
    for organisation in logs {
        let details = serde_json::json!({});
        let event = AuditEvent { action: "audit.exported", target: None, organisation, details };
        record(backend, &mut tx, actor, event).await?;
    }
    tx.commit().await
}
