//! The audit log (table `audit_log`). It is append-only: triggers in the database reject updates and deletions except those
//! of [`delete_oldest`] and [`redact`].

use chrono::{DateTime, Utc};
use fyr_domain::Actor;
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    case_folding::folded,
    organisations::NamedRef,
    retention::OldRows,
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
    tickets::like_pattern,
};

/// An audit event to insert.
#[derive(Clone, Debug)]
pub struct AuditRow {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The signed-in user who did it.
    pub actor_id: Option<Uuid>,
    /// Their name at the time; empty for an anonymous actor.
    pub actor_name: String,
    /// Action as `noun.verb` in the past tense, such as `session.started`.
    pub action: String,
    /// Kind of the target: `user`, `ticket`, `organisation`, …
    pub target_kind: Option<String>,
    /// Id of the target.
    pub target_id: Option<Uuid>,
    /// Organisation in which it was done.
    pub organisation_id: Option<Uuid>,
    /// Network address of the client.
    pub address: Option<String>,
    /// Further details of the action as JSON.
    pub details: Value,
}

/// Inserts an event; an existing one with the same id is left unchanged.
pub async fn insert(db: &mut Db, event: &AuditRow) -> Result<()> {
    let sql = "INSERT INTO audit_log
                 (id, at, actor_id, actor_name, action, target_kind, target_id, organisation_id, address, details)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING";
    execute!(
        db,
        sql,
        event.id,
        event.at,
        event.actor_id,
        &event.actor_name,
        &event.action,
        &event.target_kind,
        event.target_id,
        event.organisation_id,
        &event.address,
        Json(&event.details)
    )
    .map(|_| ())
}

/// Whether there is an event with this id.
pub async fn exists(db: &mut Db, id: Uuid) -> Result<bool> {
    Ok(fetch_optional!(db, (Uuid,), "SELECT id FROM audit_log WHERE id = $1", id)?.is_some())
}

/// Time of the latest event with this target and action.
pub async fn find_latest_time(db: &mut Db, target: Uuid, action: &str) -> Result<Option<DateTime<Utc>>> {
    let sql = "SELECT at FROM audit_log WHERE target_id = $1 AND action = $2 ORDER BY at DESC LIMIT 1";
    Ok(fetch_optional!(db, (DateTime<Utc>,), sql, target, action)?.map(|(at,)| at))
}

/// An audit event as listed, with the current names of its target and organisation.
#[derive(Clone, Debug, FromRow)]
pub struct AuditEntry {
    /// Primary key (UUID v7), also the cursor for [`list`].
    pub id: Uuid,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The signed-in user who did it.
    pub actor_id: Option<Uuid>,
    /// Their name at the time; empty for an anonymous actor.
    pub actor_name: String,
    /// Action as `noun.verb` in the past tense, such as `session.started`.
    pub action: String,
    /// Kind of the target: `user`, `ticket`, `organisation`, …
    pub target_kind: Option<String>,
    /// Id of the target.
    pub target_id: Option<Uuid>,
    /// Current name of the target: reference of a ticket (without the dash), name of a user, organisation or team, address
    /// of an invitation.
    pub target_name: Option<String>,
    /// Name of the organisation in which it was done.
    pub organisation_name: Option<String>,
    /// Network address of the client.
    pub address: Option<String>,
    /// Further details of the action as JSON.
    pub details: Json<Value>,
}

/// Conditions on the listed events; `None` matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Part of the actor's name.
    pub name: Option<String>,
    /// Id of the actor.
    pub actor: Option<Uuid>,
    /// The exact action.
    pub action: Option<String>,
    /// Id of the target.
    pub target: Option<Uuid>,
    /// Earliest time, inclusive.
    pub from: Option<DateTime<Utc>>,
    /// Latest time, exclusive.
    pub until: Option<DateTime<Utc>>,
}

macro_rules! audit_entry {
    () => {
        "SELECT l.id, l.at, l.actor_id, l.actor_name, l.action, l.target_kind, l.target_id, l.address, l.details,
           COALESCE(t.reference, u.name, g.name, n.name, NULLIF(v.email, '')) AS target_name,
           o.name AS organisation_name
         FROM audit_log l LEFT JOIN tickets t ON l.target_kind = 'ticket' AND t.id = l.target_id
         LEFT JOIN users u ON l.target_kind = 'user' AND u.id = l.target_id
         LEFT JOIN organisations g ON l.target_kind = 'organisation' AND g.id = l.target_id
         LEFT JOIN teams n ON l.target_kind = 'team' AND n.id = l.target_id
         LEFT JOIN invitations v ON l.target_kind = 'invitation' AND v.id = l.target_id
         LEFT JOIN organisations o ON o.id = l.organisation_id "
    };
}

/// Events the actor may read, newest first: all for a portal administrator, those of their organisations for an
/// organisation's administrator. `after` is the id of the last event of the previous page.
pub async fn list(
    db: &mut Db,
    actor: &Actor,
    filter: &AuditFilter,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<AuditEntry>> {
    let sql = concat!(
        audit_entry!(),
        "WHERE ($1 OR l.organisation_id IN (SELECT m.organisation_id FROM memberships m WHERE m.user_id = $2
           AND m.role = 'admin'))
         AND ($3 = '' OR ",
        folded!("l.actor_name"),
        " LIKE $3 ESCAPE '\\') AND ($4 IS NULL OR l.actor_id = $4) AND ($5 = '' OR l.action = $5)
         AND ($6 IS NULL OR l.target_id = $6) AND ($7 IS NULL OR l.at >= $7) AND ($8 IS NULL OR l.at < $8)
         AND ($9 IS NULL OR (l.at, l.id) < (SELECT p.at, p.id FROM audit_log p WHERE p.id = $9))
         ORDER BY l.at DESC, l.id DESC LIMIT $10"
    );
    let name = filter.name.as_deref().map(like_pattern).unwrap_or_default();
    let action = filter.action.as_deref().unwrap_or_default();
    fetch_all!(
        db,
        AuditEntry,
        sql,
        actor.can_run_portal(),
        actor.confirmed_user().map(|user| user.id),
        &name,
        filter.actor,
        action,
        filter.target,
        filter.from,
        filter.until,
        after,
        limit
    )
}

/// Current names of users, organisations and teams.
pub async fn list_names(db: &mut Db, ids: &[Uuid]) -> Result<Vec<NamedRef>> {
    let sql = "SELECT u.id, u.name FROM users u WHERE u.id IN ($1, $2, $3, $4, $5, $6, $7, $8)
               UNION ALL SELECT o.id, o.name FROM organisations o WHERE o.id IN ($1, $2, $3, $4, $5, $6, $7, $8)
               UNION ALL SELECT t.id, t.name FROM teams t WHERE t.id IN ($1, $2, $3, $4, $5, $6, $7, $8)";
    let mut names = Vec::new();
    for chunk in ids.chunks(8) {
        let id = |index: usize| chunk.get(index).copied();
        names.extend(fetch_all!(db, NamedRef, sql, id(0), id(1), id(2), id(3), id(4), id(5), id(6), id(7))?);
    }
    Ok(names)
}

/// Events by a user, about a user or about their tickets, newest first: shown to the user themselves.
pub async fn list_for_user(db: &mut Db, user: Uuid, limit: i64) -> Result<Vec<AuditEntry>> {
    let sql = concat!(
        audit_entry!(),
        "WHERE l.actor_id = $1 OR l.target_id = $1 OR l.target_id IN (SELECT i.id FROM tickets i WHERE i.requester_id = $1)
         ORDER BY l.at DESC, l.id DESC LIMIT $2"
    );
    fetch_all!(db, AuditEntry, sql, user, limit)
}

/// Details of an audit event.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct AuditDetails {
    /// Id of the event.
    pub id: Uuid,
    /// Details as JSON.
    #[sqlx(json)]
    pub details: Value,
}

/// Details of all events of a target, for redaction.
pub async fn list_details(db: &mut Db, target: Uuid) -> Result<Vec<AuditDetails>> {
    fetch_all!(db, AuditDetails, "SELECT id, details FROM audit_log WHERE target_id = $1", target)
}

/// Replaces the details of an event. This is the only way to change one; a trigger applies it, and `audit_exceptions` keeps
/// a record of it.
///
/// `exception` is the id of that record.
pub async fn redact(
    db: &mut Db,
    exception: Uuid,
    event: Uuid,
    details: &Value,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = "INSERT INTO audit_exceptions (id, at, line_id, details) VALUES ($1, $2, $3, $4)";
    execute!(db, sql, exception, now, event, Json(details)).map(|_| ())
}

/// Number of events before a time, and the time of the oldest.
pub async fn count_older_than(db: &mut Db, before: DateTime<Utc>) -> Result<OldRows> {
    let count = fetch_scalar!(db, i64, "SELECT COUNT(*) FROM audit_log WHERE at < $1", before)?;
    let sql = "SELECT at FROM audit_log WHERE at < $1 ORDER BY at LIMIT 1";
    let oldest = fetch_optional!(db, (DateTime<Utc>,), sql, before)?;
    Ok(OldRows { count, oldest: oldest.map(|(at,)| at) })
}

/// Deletes the oldest events before a time, at most 5,000, and returns how many. This is the only way to delete events; a
/// trigger applies it, and `audit_exceptions` keeps a record of it.
///
/// `exception` is the id of that record.
pub async fn delete_oldest(
    db: &mut Db,
    exception: Uuid,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<i64> {
    let count = count_older_than(db, before).await?.count;
    if count == 0 {
        return Ok(0);
    }
    let sql = "INSERT INTO audit_exceptions (id, at, older_than) VALUES ($1, $2, $3)";
    execute!(db, sql, exception, now, before)?;
    Ok(count - count_older_than(db, before).await?.count)
}
