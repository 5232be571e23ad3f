//! Statements for redaction of tickets and deletion of files. The contents of drafts and jobs are redacted with
//! [`crate::drafts::update_fields`] and [`crate::jobs::update_content`].

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all},
};

/// Text and author of a ticket event.
#[derive(Clone, Debug, FromRow)]
pub struct EventText {
    /// Id of the event.
    pub id: Uuid,
    /// The author, where they were signed in.
    pub author_id: Option<Uuid>,
    /// The author's name at the time.
    pub author_name: String,
    /// Text of the event.
    pub body: String,
}

/// Texts of all events of a ticket, internal notes included.
pub async fn list_event_texts(db: &mut Db, ticket: Uuid) -> Result<Vec<EventText>> {
    let sql = "SELECT id, author_id, author_name, body FROM entries WHERE ticket_id = $1 ORDER BY id";
    fetch_all!(db, EventText, sql, ticket)
}

/// Updates text and author's name of an event.
pub async fn update_event_text(db: &mut Db, event: &EventText) -> Result<()> {
    let sql = "UPDATE entries SET author_name = $2, body = $3 WHERE id = $1";
    execute!(db, sql, event.id, &event.author_name, &event.body).map(|_| ())
}

/// Subject and names on a ticket.
#[derive(Clone, Copy, Debug)]
pub struct TicketText<'a> {
    /// Subject line of the ticket.
    pub subject: &'a str,
    /// Name of the requester.
    pub requester_name: &'a str,
    /// Name of the counsellor who filed it.
    pub filed_by_name: Option<&'a str>,
}

/// Updates subject and names on a ticket.
pub async fn update_ticket_text(db: &mut Db, ticket: Uuid, text: TicketText<'_>) -> Result<()> {
    let TicketText { subject, requester_name, filed_by_name } = text;
    let sql = "UPDATE tickets SET subject = $2, requester_name = $3, filed_by_name = $4 WHERE id = $1";
    execute!(db, sql, ticket, subject, requester_name, filed_by_name).map(|_| ())
}

/// Updates the comment in the survey of a ticket.
pub async fn update_survey_comment(db: &mut Db, ticket: Uuid, comment: &str) -> Result<()> {
    execute!(db, "UPDATE surveys SET comment = $2 WHERE ticket_id = $1", ticket, comment).map(|_| ())
}

/// Renames an attachment.
pub async fn rename_attachment(db: &mut Db, file: Uuid, name: &str) -> Result<()> {
    execute!(db, "UPDATE attachments SET name = $2 WHERE id = $1", file, name).map(|_| ())
}

/// Deletes the row of an attachment and records that its content must be deleted; see [`list_pending_file_removals`].
pub async fn delete_attachment(db: &mut Db, file: Uuid, now: DateTime<Utc>) -> Result<()> {
    execute!(
        db,
        "INSERT INTO file_removals (id, at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
        file,
        now
    )?;
    execute!(db, "DELETE FROM attachments WHERE id = $1", file).map(|_| ())
}

/// Ids of up to 500 deleted attachments whose content is not deleted yet.
pub async fn list_pending_file_removals(db: &mut Db) -> Result<Vec<Uuid>> {
    let rows = fetch_all!(db, (Uuid,), "SELECT id FROM file_removals ORDER BY at LIMIT 500")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Records that the content of an attachment is deleted.
pub async fn complete_file_removal(db: &mut Db, file: Uuid) -> Result<()> {
    execute!(db, "DELETE FROM file_removals WHERE id = $1", file).map(|_| ())
}
