//! Files that came with a message. The bytes lie elsewhere, under the attachment's id.

use chrono::{DateTime, Utc};
use fyr_domain::Actor;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one},
    tickets::{acting, ticket_opened, ticket_shared, ticket_supported, ticket_visible},
    viewer::Viewer,
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
    /// Whose form it came with: a person's, or a browser's.
    pub owner: String,
}

/// Adds a file to a form on its way.
pub async fn put(db: &mut Db, file: &Attachment) -> Result<()> {
    let sql = "INSERT INTO attachments (id, form_key, entry_id, name, media_type, size, created_at, owner)
               VALUES ($1, $2, NULL, $3, $4, $5, $6, $7)";
    exec!(
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

/// The files of an owner's form on its way, in the order they came.
pub async fn pending(db: &mut Db, form_key: Uuid, owner: &str) -> Result<Vec<Attachment>> {
    let sql = "SELECT id, form_key, entry_id, name, media_type, size, created_at, owner FROM attachments
               WHERE form_key = $1 AND owner = $2 AND entry_id IS NULL ORDER BY id";
    all!(db, Attachment, sql, form_key, owner)
}

/// The files of all of an owner's forms on their way, in the order they came.
pub async fn all_pending(db: &mut Db, owner: &str) -> Result<Vec<Attachment>> {
    let sql = "SELECT id, form_key, entry_id, name, media_type, size, created_at, owner FROM attachments
               WHERE owner = $1 AND entry_id IS NULL ORDER BY id";
    all!(db, Attachment, sql, owner)
}

/// Gives the files of an owner's form to the entry it became.
pub async fn attach(db: &mut Db, form_key: Uuid, owner: &str, entry: Uuid) -> Result<u64> {
    let sql = "UPDATE attachments SET entry_id = $3 WHERE form_key = $1 AND owner = $2 AND entry_id IS NULL";
    exec!(db, sql, form_key, owner, entry)
}

/// Takes a file off an owner's form on its way; `false` where there is none such.
pub async fn remove_pending(db: &mut Db, form_key: Uuid, owner: &str, id: Uuid) -> Result<bool> {
    let sql = "DELETE FROM attachments WHERE form_key = $1 AND owner = $2 AND id = $3 AND entry_id IS NULL";
    Ok(exec!(db, sql, form_key, owner, id)? == 1)
}

/// Gives the files of forms on their way to another owner: a browser's to the person who signs in there.
pub async fn adopt(db: &mut Db, from: &str, to: &str) -> Result<u64> {
    exec!(db, "UPDATE attachments SET owner = $2 WHERE owner = $1 AND entry_id IS NULL", from, to)
}

/// The files of a ticket's entries that the actor may see, in order.
pub async fn of_ticket(db: &mut Db, actor: &Actor, ticket: Uuid) -> Result<Vec<Attachment>> {
    let sql = concat!(
        "SELECT f.id, f.form_key, f.entry_id, f.name, f.media_type, f.size, f.created_at, f.owner FROM entries e
         JOIN tickets t ON t.id = e.ticket_id JOIN attachments f ON f.entry_id = e.id
         WHERE e.ticket_id = $3 AND (e.kind <> 'note' OR ",
        ticket_supported!(),
        ") ORDER BY f.id"
    );
    all!(db, Attachment, sql, actor.user_id(), actor.works_every_ticket(), ticket)
}

/// One file of a ticket, if the actor may see the entry it belongs to.
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
    let v = Viewer::of(actor);
    one!(db, Attachment, sql, v.user, v.works_all, v.guest, v.counsels, v.at, reference, id)
}

/// Files of forms that were never sent, older than `before`: they may go.
pub async fn orphans(db: &mut Db, before: DateTime<Utc>) -> Result<Vec<Attachment>> {
    let sql = "SELECT id, form_key, entry_id, name, media_type, size, created_at, owner FROM attachments
               WHERE entry_id IS NULL AND created_at < $1 AND form_key NOT IN (SELECT form_key FROM drafts) LIMIT 500";
    all!(db, Attachment, sql, before)
}
