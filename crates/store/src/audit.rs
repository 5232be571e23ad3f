//! The audit log: who did what to whom, when, from where. Lines are added; the database itself refuses to change or remove
//! them, except as [`forget`] and [`redact`] say.

use chrono::{DateTime, Utc};
use fyr_domain::Actor;
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    letters::folded,
    run::{all, exec, one, value},
    tickets::like_pattern,
};

/// One line.
#[derive(Clone, Debug)]
pub struct Event {
    /// Which.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, where they were signed in.
    pub actor_id: Option<Uuid>,
    /// Their name at the time; empty where nobody was signed in.
    pub actor_name: String,
    /// What: `noun.verb` in the past, such as `session.started`.
    pub action: String,
    /// What kind of thing it was done to: `user`, `ticket`, …
    pub target_kind: Option<String>,
    /// Which of them.
    pub target_id: Option<Uuid>,
    /// In which organisation.
    pub organisation_id: Option<Uuid>,
    /// From which network address.
    pub address: Option<String>,
    /// Anything else, as JSON.
    pub details: Value,
}

/// Adds a line; where there is one with its id already, that one stays as it is.
pub async fn put(db: &mut Db, event: &Event) -> Result<()> {
    let sql = "INSERT INTO audit_log
                 (id, at, actor_id, actor_name, action, target_kind, target_id, organisation_id, address, details)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING";
    exec!(
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

/// Whether there is a line with this id.
pub async fn has(db: &mut Db, id: Uuid) -> Result<bool> {
    Ok(one!(db, (Uuid,), "SELECT id FROM audit_log WHERE id = $1", id)?.is_some())
}

/// When something was last done to a thing.
pub async fn last(db: &mut Db, target: Uuid, action: &str) -> Result<Option<DateTime<Utc>>> {
    let sql = "SELECT at FROM audit_log WHERE target_id = $1 AND action = $2 ORDER BY at DESC LIMIT 1";
    Ok(one!(db, (DateTime<Utc>,), sql, target, action)?.map(|(at,)| at))
}

/// A line as it is read.
#[derive(Clone, Debug, FromRow)]
pub struct Line {
    /// Which; the place to read on from.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, where they were signed in.
    pub actor_id: Option<Uuid>,
    /// Their name at the time; empty where nobody was signed in.
    pub actor_name: String,
    /// What.
    pub action: String,
    /// To what kind of thing.
    pub target_kind: Option<String>,
    /// To which of them.
    pub target_id: Option<Uuid>,
    /// Its name today: a ticket's reference without the dash, a person's, an organisation's or a team's name, the address of
    /// an invitation.
    pub target_name: Option<String>,
    /// In which organisation.
    pub organisation_name: Option<String>,
    /// From which network address.
    pub address: Option<String>,
    /// Anything else.
    pub details: Json<Value>,
}

/// Which lines are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of the name of who did it.
    pub name: Option<String>,
    /// Who did it.
    pub actor: Option<Uuid>,
    /// What was done.
    pub action: Option<String>,
    /// To what.
    pub target: Option<Uuid>,
    /// At this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
}

macro_rules! line {
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

/// The lines an actor may read, newest first: all of them for whoever runs the portal, for an organisation's administrator
/// the organisation's. Those that come after (are older than) the line `after`, or the newest.
pub async fn page(
    db: &mut Db,
    actor: &Actor,
    filter: &Filter,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Line>> {
    let sql = concat!(
        line!(),
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
    all!(
        db,
        Line,
        sql,
        actor.runs_portal(),
        actor.user_id(),
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

/// The names today of people, organisations and teams.
pub async fn names(db: &mut Db, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    let sql = "SELECT u.id, u.name FROM users u WHERE u.id IN ($1, $2, $3, $4, $5, $6, $7, $8)
               UNION ALL SELECT o.id, o.name FROM organisations o WHERE o.id IN ($1, $2, $3, $4, $5, $6, $7, $8)
               UNION ALL SELECT t.id, t.name FROM teams t WHERE t.id IN ($1, $2, $3, $4, $5, $6, $7, $8)";
    let mut names = Vec::new();
    for eight in ids.chunks(8) {
        let id = |at: usize| eight.get(at).copied();
        names.extend(all!(db, (Uuid, String), sql, id(0), id(1), id(2), id(3), id(4), id(5), id(6), id(7))?);
    }
    Ok(names)
}

/// What was done by a person or to them, and who opened their tickets, newest first: for the person themselves.
pub async fn about(db: &mut Db, user: Uuid, limit: i64) -> Result<Vec<Line>> {
    let sql = concat!(
        line!(),
        "WHERE l.actor_id = $1 OR l.target_id = $1 OR l.target_id IN (SELECT i.id FROM tickets i WHERE i.requester_id = $1)
         ORDER BY l.at DESC, l.id DESC LIMIT $2"
    );
    all!(db, Line, sql, user, limit)
}

/// The details of every line about a thing, for redacting.
pub async fn details(db: &mut Db, target: Uuid) -> Result<Vec<(Uuid, Json<Value>)>> {
    let sql = "SELECT id, details FROM audit_log WHERE target_id = $1";
    all!(db, (Uuid, Json<Value>), sql, target)
}

/// Gives a line other details: the one way to change a line, and it is noted for ever beside the log.
pub async fn redact(db: &mut Db, id: Uuid, line: Uuid, details: &Value, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO audit_exceptions (id, at, line_id, details) VALUES ($1, $2, $3, $4)";
    exec!(db, sql, id, now, line, Json(details)).map(|_| ())
}

/// How many lines are older than a moment, and when the oldest was written.
pub async fn older(db: &mut Db, than: DateTime<Utc>) -> Result<(i64, Option<DateTime<Utc>>)> {
    let count = value!(db, i64, "SELECT COUNT(*) FROM audit_log WHERE at < $1", than)?;
    let oldest =
        one!(db, (DateTime<Utc>,), "SELECT at FROM audit_log WHERE at < $1 ORDER BY at LIMIT 1", than)?;
    Ok((count, oldest.map(|(at,)| at)))
}

/// Removes the oldest lines before a moment, at most 5,000, and gives how many: the one way to remove lines, and it is
/// noted for ever beside the log.
pub async fn forget(db: &mut Db, id: Uuid, than: DateTime<Utc>, now: DateTime<Utc>) -> Result<i64> {
    let (before, _) = older(db, than).await?;
    if before == 0 {
        return Ok(0);
    }
    let sql = "INSERT INTO audit_exceptions (id, at, older_than) VALUES ($1, $2, $3)";
    exec!(db, sql, id, now, than)?;
    Ok(before - older(db, than).await?.0)
}
