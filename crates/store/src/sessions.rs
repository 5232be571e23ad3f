//! Browser sessions. The id is a hash of the cookie's value, so the table's content does not help to take over a session.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional},
};

/// A browser session, with or without a signed-in user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Hash of the cookie's value.
    pub id: String,
    /// Serialised session data.
    pub data: String,
    /// The signed-in user.
    pub user_id: Option<Uuid>,
    /// The user who has shown one factor in it and is asked for the second.
    pub pending_user_id: Option<Uuid>,
    /// When it was started.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to within some minutes.
    pub seen_at: DateTime<Utc>,
    /// Description of browser and system; empty where unknown.
    pub device: String,
    /// Network address from which it was started.
    pub address: Option<String>,
    /// When it expires, unless it is used before.
    pub expires_at: DateTime<Utc>,
}

/// A session as shown to its user.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct SessionSummary {
    /// Hash of the cookie's value.
    pub id: String,
    /// When it was started.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to within some minutes.
    pub seen_at: DateTime<Utc>,
    /// Description of browser and system; empty where unknown.
    pub device: String,
    /// Network address from which it was started.
    pub address: Option<String>,
}

/// Inserts a session; `false` where the id is taken.
pub async fn insert(db: &mut Db, session: &Session) -> Result<bool> {
    let sql = "INSERT INTO sessions (id, data, user_id, created_at, seen_at, device, address, expires_at, pending_user_id)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING";
    write(db, sql, session).await
}

/// Updates a session. One that was deleted stays deleted, so that a request running during sign-out does not restore it:
/// `false` then.
pub async fn update(db: &mut Db, session: &Session) -> Result<bool> {
    let sql = "UPDATE sessions SET data = $2, user_id = $3, created_at = $4, seen_at = $5, device = $6, address = $7,
               expires_at = $8, pending_user_id = $9 WHERE id = $1";
    write(db, sql, session).await
}

/// Writes all columns of a session; whether a row was written.
async fn write(db: &mut Db, sql: &'static str, session: &Session) -> Result<bool> {
    let Session { id, data, user_id, pending_user_id, created_at, seen_at, device, address, expires_at } =
        session;
    let rows = execute!(
        db,
        sql,
        id,
        data,
        *user_id,
        *created_at,
        *seen_at,
        device,
        address,
        *expires_at,
        *pending_user_id
    )?;
    Ok(rows == 1)
}

/// Data of a session that has not expired.
pub async fn find_data(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<Option<String>> {
    let sql = "SELECT data FROM sessions WHERE id = $1 AND expires_at > $2";
    let row = fetch_optional!(db, (String,), sql, id, now)?;
    Ok(row.map(|(data,)| data))
}

/// Id and data of a session.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct SessionData {
    /// Hash of the cookie's value.
    pub id: String,
    /// Serialised session data.
    pub data: String,
}

/// Sessions, expired ones too, in whose data a text stands: an id, for instance, or a reference. It has no `%`, `_` or `\`.
pub async fn list_containing(db: &mut Db, text: &str) -> Result<Vec<SessionData>> {
    let sql = "SELECT id, data FROM sessions WHERE data LIKE $1";
    fetch_all!(db, SessionData, sql, format!("%{text}%"))
}

/// Replaces the data of a session.
pub async fn update_data(db: &mut Db, id: &str, data: &str) -> Result<()> {
    execute!(db, "UPDATE sessions SET data = $2 WHERE id = $1", id, data).map(|_| ())
}

/// Whether a session exists and has not expired: for connections that outlive a request.
pub async fn is_active(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<bool> {
    Ok(fetch_optional!(db, (String,), "SELECT id FROM sessions WHERE id = $1 AND expires_at > $2", id, now)?
        .is_some())
}

/// Up to 100 sessions of a user, the last used first.
pub async fn list_for_user(db: &mut Db, user: Uuid, now: DateTime<Utc>) -> Result<Vec<SessionSummary>> {
    let sql = "SELECT id, created_at, seen_at, device, address FROM sessions
               WHERE user_id = $1 AND expires_at > $2 AND created_at IS NOT NULL AND seen_at IS NOT NULL
               ORDER BY seen_at DESC, id LIMIT 100";
    fetch_all!(db, SessionSummary, sql, user, now)
}

/// Deletes a session.
pub async fn delete(db: &mut Db, id: &str) -> Result<()> {
    execute!(db, "DELETE FROM sessions WHERE id = $1", id).map(|_| ())
}

/// Deletes a session of a user; `false` where it is not theirs.
pub async fn delete_for_user(db: &mut Db, user: Uuid, id: &str) -> Result<bool> {
    Ok(execute!(db, "DELETE FROM sessions WHERE id = $1 AND user_id = $2", id, user)? == 1)
}

/// Deletes all sessions of a user but one, and every sign-in of theirs that still waits for its second factor; returns how many
/// sessions there were.
pub async fn delete_others(db: &mut Db, user: Uuid, kept: &str) -> Result<u64> {
    execute!(db, "DELETE FROM sessions WHERE pending_user_id = $1 AND id <> $2", user, kept)?;
    execute!(db, "DELETE FROM sessions WHERE user_id = $1 AND id <> $2", user, kept)
}

/// Deletes all sessions with a signed-in user, and every sign-in that still waits for its second factor; returns how many sessions
/// there were.
pub async fn delete_all_signed_in(db: &mut Db) -> Result<u64> {
    execute!(db, "DELETE FROM sessions WHERE pending_user_id IS NOT NULL")?;
    execute!(db, "DELETE FROM sessions WHERE user_id IS NOT NULL")
}

/// Deletes expired sessions; returns how many.
pub async fn delete_expired(db: &mut Db, now: DateTime<Utc>) -> Result<u64> {
    execute!(db, "DELETE FROM sessions WHERE expires_at <= $1", now)
}
