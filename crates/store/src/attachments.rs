//! Files that came with a message. The bytes lie elsewhere, under the attachment's id.

use chrono::{DateTime, Utc};
use fyr_domain::Actor;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one},
    tickets::ticket_visible,
};

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Attachment {
    /// Which; also where its bytes lie.
    pub id: Uuid,
    /// The form it came with.
    pub form_key: Uuid,
    /// The entry it belongs to; `None` while the form is on its way.
    pub entry_id: Option<Uuid>,
    /// The person's own name for it.
    pub name: String,
    /// Told by content.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// When it arrived.
    pub created_at: DateTime<Utc>,
}

/// Adds a file to a form on its way.
pub async fn put(db: &mut Db, file: &Attachment) -> Result<()> {
    let sql = "INSERT INTO attachments (id, form_key, entry_id, name, media_type, size, created_at)
               VALUES ($1, $2, NULL, $3, $4, $5, $6)";
    exec!(db, sql, file.id, file.form_key, &file.name, &file.media_type, file.size, file.created_at)
        .map(|_| ())
}

/// The files of a form on its way, in the order they came.
pub async fn pending(db: &mut Db, form_key: Uuid) -> Result<Vec<Attachment>> {
    let sql = "SELECT id, form_key, entry_id, name, media_type, size, created_at FROM attachments
               WHERE form_key = $1 AND entry_id IS NULL ORDER BY id";
    all!(db, Attachment, sql, form_key)
}

/// Gives the files of a form to the entry it became.
pub async fn attach(db: &mut Db, form_key: Uuid, entry: Uuid) -> Result<u64> {
    exec!(
        db,
        "UPDATE attachments SET entry_id = $2 WHERE form_key = $1 AND entry_id IS NULL",
        form_key,
        entry
    )
}

/// Takes a file off a form on its way; `false` where there is none such.
pub async fn remove_pending(db: &mut Db, form_key: Uuid, id: Uuid) -> Result<bool> {
    let sql = "DELETE FROM attachments WHERE form_key = $1 AND id = $2 AND entry_id IS NULL";
    Ok(exec!(db, sql, form_key, id)? == 1)
}

/// The files of a ticket's entries that the actor may see, in order.
pub async fn of_ticket(db: &mut Db, actor: &Actor, ticket: Uuid) -> Result<Vec<Attachment>> {
    let sql = "SELECT f.id, f.form_key, f.entry_id, f.name, f.media_type, f.size, f.created_at FROM entries e
               JOIN attachments f ON f.entry_id = e.id WHERE e.ticket_id = $1 AND (e.kind <> 'note' OR $2) ORDER BY f.id";
    all!(db, Attachment, sql, ticket, actor.works_tickets())
}

/// One file of a ticket, if the actor may see the entry it belongs to.
pub async fn find_visible(
    db: &mut Db,
    actor: &Actor,
    reference: &str,
    id: Uuid,
) -> Result<Option<Attachment>> {
    let sql = concat!(
        "SELECT f.id, f.form_key, f.entry_id, f.name, f.media_type, f.size, f.created_at FROM attachments f
         JOIN entries e ON e.id = f.entry_id JOIN tickets t ON t.id = e.ticket_id
         WHERE ",
        ticket_visible!(),
        " AND (e.kind <> 'note' OR $2) AND t.reference = $4 AND f.id = $5"
    );
    one!(db, Attachment, sql, actor.user_id(), actor.works_tickets(), actor.guest_ticket, reference, id)
}

/// Files of forms that were never sent, older than `before`: they may go.
pub async fn orphans(db: &mut Db, before: DateTime<Utc>) -> Result<Vec<Attachment>> {
    let sql = "SELECT id, form_key, entry_id, name, media_type, size, created_at FROM attachments
               WHERE entry_id IS NULL AND created_at < $1 AND form_key NOT IN (SELECT form_key FROM drafts) LIMIT 500";
    all!(db, Attachment, sql, before)
}
