//! Metadata of uploaded files. The content is in the file store under the attachment's id.

use chrono::{DateTime, Utc};
use fyr_domain::Actor;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional},
    viewer::Viewer,
    visibility::{ticket_opened, ticket_shared, ticket_supported, ticket_visible},
};

/// An uploaded file.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Attachment {
    /// Primary key (UUID v7), also the name in the file store.
    pub id: Uuid,
    /// Key of the form it was uploaded with.
    pub form_key: Uuid,
    /// The ticket event it belongs to; `None` until the form is submitted.
    pub entry_id: Option<Uuid>,
    /// File name as uploaded.
    pub name: String,
    /// Media type, detected from the content.
    pub media_type: String,
    /// Size in bytes.
    pub size: i64,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
    /// Owner of the form: a user's or a browser's key.
    pub owner: String,
}

/// Inserts a file of a form that is not submitted yet.
pub async fn insert(db: &mut Db, file: &Attachment) -> Result<()> {
    let sql = "INSERT INTO attachments (id, form_key, entry_id, name, media_type, size, created_at, owner)
               VALUES ($1, $2, NULL, $3, $4, $5, $6, $7)";
    execute!(
        db,
        sql,
        file.id,
        file.form_key,
        &file.name,
        &file.media_type,
        file.size,
        file.created_at,
        &file.owner
    )
    .map(|_| ())
}

/// Files of an owner's unsubmitted form, in order of upload.
pub async fn list_pending_for_form(db: &mut Db, form_key: Uuid, owner: &str) -> Result<Vec<Attachment>> {
    let sql = "SELECT id, form_key, entry_id, name, media_type, size, created_at, owner FROM attachments
               WHERE form_key = $1 AND owner = $2 AND entry_id IS NULL ORDER BY id";
    fetch_all!(db, Attachment, sql, form_key, owner)
}

/// Files of all unsubmitted forms of an owner, in order of upload.
pub async fn list_pending_for_owner(db: &mut Db, owner: &str) -> Result<Vec<Attachment>> {
    let sql = "SELECT id, form_key, entry_id, name, media_type, size, created_at, owner FROM attachments
               WHERE owner = $1 AND entry_id IS NULL ORDER BY id";
    fetch_all!(db, Attachment, sql, owner)
}

/// Attaches the files of an owner's form to the ticket event it became; returns how many.
pub async fn attach(db: &mut Db, form_key: Uuid, owner: &str, entry: Uuid) -> Result<u64> {
    let sql = "UPDATE attachments SET entry_id = $3 WHERE form_key = $1 AND owner = $2 AND entry_id IS NULL";
    execute!(db, sql, form_key, owner, entry)
}

/// Deletes a file of an owner's unsubmitted form; `false` where there is no such file.
pub async fn delete_pending(db: &mut Db, form_key: Uuid, owner: &str, id: Uuid) -> Result<bool> {
    let sql = "DELETE FROM attachments WHERE form_key = $1 AND owner = $2 AND id = $3 AND entry_id IS NULL";
    Ok(execute!(db, sql, form_key, owner, id)? == 1)
}

/// Moves the files of unsubmitted forms to another owner: from a browser to the user who signs in there.
pub async fn change_owner(db: &mut Db, from: &str, to: &str) -> Result<u64> {
    execute!(db, "UPDATE attachments SET owner = $2 WHERE owner = $1 AND entry_id IS NULL", from, to)
}

/// Moves the pending files of one form to another owner; returns how many.
pub async fn change_form_owner(db: &mut Db, form_key: Uuid, from: &str, to: &str) -> Result<u64> {
    let sql = "UPDATE attachments SET owner = $3 WHERE form_key = $1 AND owner = $2 AND entry_id IS NULL";
    execute!(db, sql, form_key, from, to)
}

/// Files of a ticket that the actor may see (those of internal notes only for agents), in order of upload. The caller has
/// checked that the actor may see the ticket.
pub async fn list_for_ticket(db: &mut Db, actor: &Actor, ticket: Uuid) -> Result<Vec<Attachment>> {
    let sql = concat!(
        "SELECT f.id, f.form_key, f.entry_id, f.name, f.media_type, f.size, f.created_at, f.owner FROM entries e
         JOIN tickets t ON t.id = e.ticket_id JOIN attachments f ON f.entry_id = e.id
         WHERE e.ticket_id = $3 AND (e.kind <> 'note' OR ",
        ticket_supported!(),
        ") ORDER BY f.id"
    );
    fetch_all!(db, Attachment, sql, actor.user_id(), actor.can_work_every_ticket(), ticket)
}

/// A file of a ticket, if the actor may see the ticket event it belongs to.
pub async fn find_visible(
    db: &mut Db,
    actor: &Actor,
    reference: &str,
    id: Uuid,
) -> Result<Option<Attachment>> {
    let sql = concat!(
        "SELECT f.id, f.form_key, f.entry_id, f.name, f.media_type, f.size, f.created_at, f.owner FROM attachments f
         JOIN entries e ON e.id = f.entry_id JOIN tickets t ON t.id = e.ticket_id
         WHERE ",
        ticket_visible!(),
        " AND (e.kind <> 'note' OR ",
        ticket_supported!(),
        ") AND t.reference = $6 AND f.id = $7"
    );
    let viewer = Viewer::new(actor);
    fetch_optional!(
        db,
        Attachment,
        sql,
        viewer.user,
        viewer.works_all,
        viewer.guest,
        viewer.counsels,
        viewer.at,
        reference,
        id
    )
}

/// Up to 500 files of forms that were never submitted, uploaded before `before` and without a draft: they can be deleted.
pub async fn list_orphaned(db: &mut Db, before: DateTime<Utc>) -> Result<Vec<Attachment>> {
    let sql = "SELECT id, form_key, entry_id, name, media_type, size, created_at, owner FROM attachments
               WHERE entry_id IS NULL AND created_at < $1 AND form_key NOT IN (SELECT form_key FROM drafts) LIMIT 500";
    fetch_all!(db, Attachment, sql, before)
}

/// Up to 1,000 ids of files that have a row, in order, after `last` (nil for the first ones).
pub async fn list_ids_after(db: &mut Db, last: Uuid) -> Result<Vec<Uuid>> {
    let sql = "SELECT id FROM attachments WHERE id > $1 ORDER BY id LIMIT 1000";
    Ok(fetch_all!(db, (Uuid,), sql, last)?.into_iter().map(|(id,)| id).collect())
}

/// Id and size of every file that a row names, pending ones included.
pub async fn list_all(db: &mut Db) -> Result<Vec<(Uuid, i64)>> {
    fetch_all!(db, (Uuid, i64), "SELECT id, size FROM attachments ORDER BY id")
}
