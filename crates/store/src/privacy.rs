//! What is done to a person's data as a whole: taking text out of a ticket, emptying an account, removing what is old.

use chrono::{DateTime, Utc};
use fyr_domain::tickets::RawTicket;
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec},
};

/// An entry's words.
#[derive(Clone, Debug, FromRow)]
pub struct Written {
    /// Which entry.
    pub id: Uuid,
    /// Who wrote it, where they were signed in.
    pub author_id: Option<Uuid>,
    /// Their name at the time.
    pub author_name: String,
    /// The text.
    pub body: String,
}

/// The words of every entry of a ticket, notes included.
pub async fn written(db: &mut Db, ticket: Uuid) -> Result<Vec<Written>> {
    let sql = "SELECT id, author_id, author_name, body FROM entries WHERE ticket_id = $1 ORDER BY id";
    all!(db, Written, sql, ticket)
}

/// Writes an entry's words anew.
pub async fn rewrite(db: &mut Db, entry: &Written) -> Result<()> {
    let sql = "UPDATE entries SET author_name = $2, body = $3 WHERE id = $1";
    exec!(db, sql, entry.id, &entry.author_name, &entry.body).map(|_| ())
}

/// Writes a ticket's own words anew: subject, requester's name, name of who filed it.
pub async fn rewrite_ticket(
    db: &mut Db,
    ticket: Uuid,
    (subject, requester, filed_by): (&str, &str, Option<&str>),
) -> Result<()> {
    let sql = "UPDATE tickets SET subject = $2, requester_name = $3, filed_by_name = $4 WHERE id = $1";
    exec!(db, sql, ticket, subject, requester, filed_by).map(|_| ())
}

/// Writes the comment of a ticket's survey anew.
pub async fn rewrite_survey(db: &mut Db, ticket: Uuid, comment: &str) -> Result<()> {
    exec!(db, "UPDATE surveys SET comment = $2 WHERE ticket_id = $1", ticket, comment).map(|_| ())
}

/// Calls a file something else.
pub async fn rename_file(db: &mut Db, file: Uuid, name: &str) -> Result<()> {
    exec!(db, "UPDATE attachments SET name = $2 WHERE id = $1", file, name).map(|_| ())
}

/// Takes a file from the entry or form it belongs to. Its bytes are to follow; [`remaining_files`] remembers until they have.
pub async fn remove_file(db: &mut Db, file: Uuid, now: DateTime<Utc>) -> Result<()> {
    exec!(db, "INSERT INTO file_removals (id, at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", file, now)?;
    exec!(db, "DELETE FROM attachments WHERE id = $1", file).map(|_| ())
}

/// Files whose bytes have not followed yet.
pub async fn remaining_files(db: &mut Db) -> Result<Vec<Uuid>> {
    let rows = all!(db, (Uuid,), "SELECT id FROM file_removals ORDER BY at LIMIT 500")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The bytes of a file are gone too.
pub async fn file_gone(db: &mut Db, file: Uuid) -> Result<()> {
    exec!(db, "DELETE FROM file_removals WHERE id = $1", file).map(|_| ())
}

/// An owner's forms on their way.
pub async fn drafts(db: &mut Db, owner: &str) -> Result<Vec<(Uuid, Json<RawTicket>)>> {
    all!(db, (Uuid, Json<RawTicket>), "SELECT form_key, fields FROM drafts WHERE owner = $1", owner)
}

/// Writes what a form on its way holds anew.
pub async fn rewrite_draft(db: &mut Db, form_key: Uuid, fields: &RawTicket) -> Result<()> {
    exec!(db, "UPDATE drafts SET fields = $2 WHERE form_key = $1", form_key, Json(fields)).map(|_| ())
}

/// Promised work: which, what it is about, and what went wrong the last time.
pub type Promised = (Uuid, Json<Value>, Option<String>);

/// All promised work of a kind.
pub async fn promised(db: &mut Db, kind: &str) -> Result<Vec<Promised>> {
    all!(db, Promised, "SELECT id, payload, last_error FROM outbox WHERE kind = $1", kind)
}

/// Writes anew what promised work is about.
pub async fn rewrite_promised(
    db: &mut Db,
    id: Uuid,
    (payload, last_error): (&Value, Option<&str>),
) -> Result<()> {
    let sql = "UPDATE outbox SET payload = $2, last_error = $3 WHERE id = $1";
    exec!(db, sql, id, Json(payload), last_error).map(|_| ())
}
