//! Signed-in browsers.

use chrono::{DateTime, Utc};

use crate::{
    Db, Result,
    run::{exec, one},
};

/// Adds a session; `false` where the id is taken.
pub async fn create(db: &mut Db, id: &str, data: &str, expires_at: DateTime<Utc>) -> Result<bool> {
    let sql = "INSERT INTO sessions (id, data, expires_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
    exec!(db, sql, id, data, expires_at).map(|rows| rows == 1)
}

/// Writes a session anew. One that has ended stays ended: a request that was under way at sign-out brings nothing back.
pub async fn save(db: &mut Db, id: &str, data: &str, expires_at: DateTime<Utc>) -> Result<()> {
    exec!(db, "UPDATE sessions SET data = $2, expires_at = $3 WHERE id = $1", id, data, expires_at)
        .map(|_| ())
}

/// A session that has not expired.
pub async fn load(db: &mut Db, id: &str, now: DateTime<Utc>) -> Result<Option<String>> {
    let sql = "SELECT data FROM sessions WHERE id = $1 AND expires_at > $2";
    let row = one!(db, (String,), sql, id, now)?;
    Ok(row.map(|(data,)| data))
}

/// Ends a session.
pub async fn delete(db: &mut Db, id: &str) -> Result<()> {
    exec!(db, "DELETE FROM sessions WHERE id = $1", id).map(|_| ())
}

/// Removes what has expired; gives how many.
pub async fn delete_expired(db: &mut Db, now: DateTime<Utc>) -> Result<u64> {
    exec!(db, "DELETE FROM sessions WHERE expires_at <= $1", now)
}
