//! Forms on their way: what was typed survives a reload, on the server and so without JavaScript as well.

use chrono::{DateTime, Utc};
use fyr_domain::tickets::RawTicket;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one},
};

/// Keeps what was typed. A draft stays its owner's: with another owner nothing is written and `false` comes back.
pub async fn put(
    db: &mut Db,
    form_key: Uuid,
    owner: &str,
    fields: &RawTicket,
    now: DateTime<Utc>,
) -> Result<bool> {
    let sql = "INSERT INTO drafts (form_key, owner, fields, updated_at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (form_key) DO UPDATE SET fields = excluded.fields, updated_at = excluded.updated_at
               WHERE drafts.owner = excluded.owner";
    Ok(exec!(db, sql, form_key, owner, Json(without_nul(fields)), now)? == 1)
}

/// `PostgreSQL` takes no NUL, and a draft is kept before anything is checked.
fn without_nul(fields: &RawTicket) -> RawTicket {
    let clean = |text: &str| text.replace('\0', "");
    RawTicket {
        topic: clean(&fields.topic),
        subject: clean(&fields.subject),
        description: clean(&fields.description),
        name: clean(&fields.name),
        email: clean(&fields.email),
        urgent: clean(&fields.urgent),
        participant: clean(&fields.participant),
        organisation: clean(&fields.organisation),
    }
}

/// The latest draft of an owner.
pub async fn latest(db: &mut Db, owner: &str) -> Result<Option<(Uuid, RawTicket)>> {
    let sql = "SELECT form_key, fields FROM drafts WHERE owner = $1 ORDER BY updated_at DESC LIMIT 1";
    Ok(one!(db, (Uuid, Json<RawTicket>), sql, owner)?.map(|(key, fields)| (key, fields.0)))
}

/// A draft of this owner by its form key.
pub async fn find(db: &mut Db, form_key: Uuid, owner: &str) -> Result<Option<RawTicket>> {
    let sql = "SELECT fields FROM drafts WHERE form_key = $1 AND owner = $2";
    Ok(one!(db, (Json<RawTicket>,), sql, form_key, owner)?.map(|(fields,)| fields.0))
}

/// Forgets a draft, once it is filed or thrown away.
pub async fn delete(db: &mut Db, form_key: Uuid) -> Result<()> {
    exec!(db, "DELETE FROM drafts WHERE form_key = $1", form_key).map(|_| ())
}

/// Drafts nobody touched since: their form keys, so that their files can go as well.
pub async fn stale(db: &mut Db, before: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let rows = all!(db, (Uuid,), "SELECT form_key FROM drafts WHERE updated_at < $1 LIMIT 500", before)?;
    Ok(rows.into_iter().map(|(key,)| key).collect())
}

/// Gives the forms on their way to another owner: a browser's to the person who signs in there.
pub async fn adopt(db: &mut Db, from: &str, to: &str) -> Result<u64> {
    exec!(db, "UPDATE drafts SET owner = $2 WHERE owner = $1", from, to)
}
