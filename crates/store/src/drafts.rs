//! Drafts of the ticket form. They are stored on the server, so that input survives a reload without JavaScript as well.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use fyr_domain::tickets::RawTicket;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional},
};

/// Stores the fields of a form. `false` where the draft belongs to another owner, and nothing was written.
pub async fn upsert(
    db: &mut Db,
    form_key: Uuid,
    owner: &str,
    fields: &RawTicket,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql = "INSERT INTO drafts (form_key, owner, fields, updated_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (form_key) DO UPDATE SET fields = excluded.fields, updated_at = excluded.updated_at
               WHERE drafts.owner = excluded.owner";
    Ok(execute!(db, sql, form_key, owner, Json(without_nul(fields)), now)? == 1)
}

/// Removes NUL, which `PostgreSQL` rejects: a draft is stored before its fields are validated.
fn without_nul(fields: &RawTicket) -> RawTicket {
    let mut fields: HashMap<_, _> = fields.clone().into_fields().collect();
    RawTicket::from_fields(|name| fields.remove(name).unwrap_or_default().replace('\0', ""))
}

/// A draft with its form key.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Draft {
    /// Key of the form.
    pub form_key: Uuid,
    /// Field values as typed.
    #[sqlx(json)]
    pub fields: RawTicket,
}

/// The owner's latest draft.
pub async fn find_latest(db: &mut Db, owner: &str) -> Result<Option<Draft>> {
    let sql = "SELECT form_key, fields FROM drafts WHERE owner = $1 ORDER BY updated_at DESC LIMIT 1";
    fetch_optional!(db, Draft, sql, owner)
}

/// All drafts of an owner.
pub async fn list_for_owner(db: &mut Db, owner: &str) -> Result<Vec<Draft>> {
    fetch_all!(db, Draft, "SELECT form_key, fields FROM drafts WHERE owner = $1", owner)
}

/// Replaces the fields of a draft, whoever its owner is.
pub async fn update_fields(db: &mut Db, form_key: Uuid, fields: &RawTicket) -> Result<()> {
    execute!(db, "UPDATE drafts SET fields = $2 WHERE form_key = $1", form_key, Json(fields)).map(|_| ())
}

/// The owner's draft with this form key.
pub async fn find_by_form_key(db: &mut Db, form_key: Uuid, owner: &str) -> Result<Option<RawTicket>> {
    let sql = "SELECT fields FROM drafts WHERE form_key = $1 AND owner = $2";
    Ok(fetch_optional!(db, (Json<RawTicket>,), sql, form_key, owner)?.map(|(fields,)| fields.0))
}

/// Deletes a draft after it was filed or discarded.
pub async fn delete(db: &mut Db, form_key: Uuid) -> Result<()> {
    execute!(db, "DELETE FROM drafts WHERE form_key = $1", form_key).map(|_| ())
}

/// Deletes an owner's oldest drafts, so that `keep` are left; returns how many.
pub async fn delete_oldest(db: &mut Db, owner: &str, keep: i64) -> Result<u64> {
    let sql = "DELETE FROM drafts WHERE owner = $1 AND form_key NOT IN
               (SELECT form_key FROM drafts WHERE owner = $1 ORDER BY updated_at DESC, form_key DESC LIMIT $2)";
    execute!(db, sql, owner, keep)
}

/// Form keys of up to 500 drafts last changed before `before`. Their files have to be deleted as well.
pub async fn list_stale_form_keys(db: &mut Db, before: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let rows =
        fetch_all!(db, (Uuid,), "SELECT form_key FROM drafts WHERE updated_at < $1 LIMIT 500", before)?;
    Ok(rows.into_iter().map(|(key,)| key).collect())
}

/// Moves drafts to another owner: from a browser to the user who signs in there.
pub async fn change_owner(db: &mut Db, from: &str, to: &str) -> Result<u64> {
    execute!(db, "UPDATE drafts SET owner = $2 WHERE owner = $1", from, to)
}
