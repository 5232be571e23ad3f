//! Browsers in which someone has signed in.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{exec, one, value},
};

/// Whether a person has signed in with this browser before.
pub async fn is_known(db: &mut Db, user: Uuid, hash: &str) -> Result<bool> {
    let sql = "SELECT hash FROM devices WHERE user_id = $1 AND hash = $2";
    Ok(one!(db, (String,), sql, user, hash)?.is_some())
}

/// In how many browsers a person has signed in.
pub async fn count(db: &mut Db, user: Uuid) -> Result<i64> {
    value!(db, i64, "SELECT COUNT(*) FROM devices WHERE user_id = $1", user)
}

/// Notes that a person has signed in with a browser.
pub async fn put(db: &mut Db, user: Uuid, hash: &str, device: &str, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO devices (user_id, hash, device, first_at, last_at) VALUES ($1, $2, $3, $4, $4)
               ON CONFLICT (user_id, hash) DO UPDATE SET device = excluded.device, last_at = excluded.last_at";
    exec!(db, sql, user, hash, device, now).map(|_| ())
}

/// Removes browsers nobody has used since; gives how many.
pub async fn delete_unused(db: &mut Db, since: DateTime<Utc>) -> Result<u64> {
    exec!(db, "DELETE FROM devices WHERE last_at <= $1", since)
}
