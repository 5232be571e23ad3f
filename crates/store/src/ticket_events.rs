//! The thread of a ticket: messages, internal notes, changes of status.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor,
    tickets::{EntryKind, Side, Status},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one, value},
    tickets::ticket_supported,
};

/// One entry.
#[derive(Clone, Debug, FromRow)]
pub struct Entry {
    /// Also the order of the thread.
    pub id: Uuid,
    /// Of which ticket.
    pub ticket_id: Uuid,
    /// Message, note or change.
    #[sqlx(try_from = "String")]
    pub kind: EntryKind,
    /// Which side wrote it.
    #[sqlx(try_from = "String")]
    pub side: Side,
    /// Who, where they were signed in.
    pub author_id: Option<Uuid>,
    /// Their name at the time.
    pub author_name: String,
    /// The text; empty for a change.
    pub body: String,
    /// For a change: from which status.
    pub status_from: Option<String>,
    /// For a change: to which.
    pub status_to: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

impl Entry {
    /// The status a change led to.
    pub fn became(&self) -> Option<Status> {
        self.status_to.as_deref().and_then(|word| word.parse().ok())
    }
}

/// Adds an entry; `false` where the form key was used before, and nothing was written.
pub async fn put(db: &mut Db, entry: &Entry, form_key: Option<Uuid>) -> Result<bool> {
    let sql = "INSERT INTO entries
                 (id, ticket_id, kind, side, author_id, author_name, body, status_from, status_to, created_at, form_key)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (form_key) DO NOTHING";
    let rows = exec!(
        db,
        sql,
        entry.id,
        entry.ticket_id,
        entry.kind.as_str(),
        entry.side.as_str(),
        entry.author_id,
        &entry.author_name,
        &entry.body,
        &entry.status_from,
        &entry.status_to,
        entry.created_at,
        form_key
    )?;
    Ok(rows == 1)
}

/// The entries of a ticket the actor may see after the given one, in order. The caller has found the ticket as the actor.
pub async fn of_ticket(db: &mut Db, actor: &Actor, ticket: Uuid, after: Uuid) -> Result<Vec<Entry>> {
    let sql = concat!(
        "SELECT e.id, e.ticket_id, e.kind, e.side, e.author_id, e.author_name, e.body, e.status_from, e.status_to, e.created_at
         FROM entries e JOIN tickets t ON t.id = e.ticket_id WHERE e.ticket_id = $3 AND e.id > $4 AND (e.kind <> 'note' OR ",
        ticket_supported!(),
        ") ORDER BY e.id"
    );
    all!(db, Entry, sql, actor.user_id(), actor.works_every_ticket(), ticket, after)
}

/// One public entry.
pub async fn find_public(db: &mut Db, id: Uuid) -> Result<Option<Entry>> {
    let sql = "SELECT id, ticket_id, kind, side, author_id, author_name, body, status_from, status_to, created_at FROM entries
               WHERE id = $1 AND kind <> 'note'";
    one!(db, Entry, sql, id)
}

/// The sides that wrote publicly in a ticket or changed its status.
pub async fn sides(db: &mut Db, ticket: Uuid) -> Result<Vec<Side>> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(try_from = "String")]
        side: Side,
    }
    let sql = "SELECT DISTINCT side FROM entries WHERE ticket_id = $1 AND kind <> 'note' ORDER BY side";
    Ok(all!(db, Row, sql, ticket)?.into_iter().map(|row| row.side).collect())
}

/// The newest entry of all, for watching what other processes write; nil where there is none.
pub async fn newest(db: &mut Db) -> Result<Uuid> {
    Ok(one!(db, (Uuid,), "SELECT id FROM entries ORDER BY id DESC LIMIT 1")?.map_or(Uuid::nil(), |(id,)| id))
}

/// Tickets that got entries after the given one, with the newest entry of each, in order of those.
pub async fn tickets_with_news(db: &mut Db, after: Uuid) -> Result<Vec<(Uuid, Uuid)>> {
    let sql = "SELECT e.ticket_id, e.id FROM entries e WHERE e.id > $1
               AND NOT EXISTS (SELECT 1 FROM entries n WHERE n.ticket_id = e.ticket_id AND n.id > e.id)
               ORDER BY e.id LIMIT 1000";
    all!(db, (Uuid, Uuid), sql, after)
}

/// How many entries a ticket has.
pub async fn count(db: &mut Db, ticket: Uuid) -> Result<i64> {
    value!(db, i64, "SELECT COUNT(*) FROM entries WHERE ticket_id = $1", ticket)
}
