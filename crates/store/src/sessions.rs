//! Signed-in browsers. A session's id here is the hash of what its cookie holds: who reads the table gets into none.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one},
};

/// A session as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The hash of what is in the cookie.
    pub id: String,
    /// What the program keeps in it.
    pub data: String,
    /// Who is signed in.
    pub user_id: Option<Uuid>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was used last, to within some minutes.
    pub seen_at: DateTime<Utc>,
    /// Browser and system, in words; empty where not known.
    pub device: String,
    /// The network address it was begun from.
    pub address: Option<String>,
    /// When it ends, unless it is used before.
    pub expires_at: DateTime<Utc>,
}

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Listed {
    /// The hash of what is in the cookie.
    pub id: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was used last, to within some minutes.
    pub seen_at: DateTime<Utc>,
    /// Browser and system, in words; empty where not known.
    pub device: String,
    /// The network address it was begun from.
    pub address: Option<String>,
}

/// Adds a session; `false` where the id is taken.
pub async fn create(db: &mut Db, session: &Session) -> Result<bool> {
    let sql = "INSERT INTO sessions (id, data, user_id, created_at, seen_at, device, address, expires_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING";
    let Session { id, data, user_id, created_at, seen_at, device, address, expires_at } = session;
    exec!(db, sql, id, data, *user_id, *created_at, *seen_at, device, address, *expires_at)
        .map(|rows| rows == 1)
}

/// Writes a session anew. One that has ended stays ended: a request that was under way at sign-out brings nothing back.
pub async fn save(db: &mut Db, session: &Session) -> Result<()> {
    let sql = "UPDATE sessions SET data = $2, user_id = $3, created_at = $4, seen_at = $5, device = $6, address = $7,
               expires_at = $8 WHERE id = $1";
    let Session { id, data, user_id, created_at, seen_at, device, address, expires_at } = session;
    exec!(db, sql, id, data, *user_id, *created_at, *seen_at, device, address, *expires_at).map(|_| ())
}

/// What is in a session that has not ended.
pub async fn load(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<Option<String>> {
    let sql = "SELECT data FROM sessions WHERE id = $1 AND expires_at > $2";
    let row = one!(db, (String,), sql, id, now)?;
    Ok(row.map(|(data,)| data))
}

/// Whether a session has not ended: for what goes on longer than a request.
pub async fn is_alive(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<bool> {
    Ok(one!(db, (String,), "SELECT id FROM sessions WHERE id = $1 AND expires_at > $2", id, now)?.is_some())
}

/// A person's sessions, the one used last first.
pub async fn of_user(db: &mut Db, user: Uuid, now: DateTime<Utc>) -> Result<Vec<Listed>> {
    let sql = "SELECT id, created_at, seen_at, device, address FROM sessions
               WHERE user_id = $1 AND expires_at > $2 AND created_at IS NOT NULL AND seen_at IS NOT NULL
               ORDER BY seen_at DESC, id LIMIT 100";
    all!(db, Listed, sql, user, now)
}

/// Ends a session.
pub async fn delete(db: &mut Db, id: &str) -> Result<()> {
    exec!(db, "DELETE FROM sessions WHERE id = $1", id).map(|_| ())
}

/// Ends one of a person's sessions; `false` where it is not theirs.
pub async fn end(db: &mut Db, user: Uuid, id: &str) -> Result<bool> {
    Ok(exec!(db, "DELETE FROM sessions WHERE id = $1 AND user_id = $2", id, user)? == 1)
}

/// Ends every session of a person but one; gives how many.
pub async fn end_others(db: &mut Db, user: Uuid, kept: &str) -> Result<u64> {
    exec!(db, "DELETE FROM sessions WHERE user_id = $1 AND id <> $2", user, kept)
}

/// Ends every session in which someone is signed in; gives how many.
pub async fn end_everyones(db: &mut Db) -> Result<u64> {
    exec!(db, "DELETE FROM sessions WHERE user_id IS NOT NULL")
}

/// Removes what has expired; gives how many.
pub async fn delete_expired(db: &mut Db, now: DateTime<Utc>) -> Result<u64> {
    exec!(db, "DELETE FROM sessions WHERE expires_at <= $1", now)
}
