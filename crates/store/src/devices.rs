//! Browsers in which a user has signed in (table `devices`).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_optional, fetch_scalar},
};

/// Whether the user has signed in with this browser before; `hash` is the hash of the browser's device cookie.
pub async fn is_known(db: &mut Db, user: Uuid, hash: &str) -> Result<bool> {
    let sql = "SELECT hash FROM devices WHERE user_id = $1 AND hash = $2";
    Ok(fetch_optional!(db, (String,), sql, user, hash)?.is_some())
}

/// Number of browsers in which the user has signed in.
pub async fn count_for_user(db: &mut Db, user: Uuid) -> Result<i64> {
    fetch_scalar!(db, i64, "SELECT COUNT(*) FROM devices WHERE user_id = $1", user)
}

/// Records a sign-in with a browser; `device` describes browser and system.
pub async fn upsert(db: &mut Db, user: Uuid, hash: &str, device: &str, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO devices (user_id, hash, device, first_at, last_at) VALUES ($1, $2, $3, $4, $4)
               ON CONFLICT (user_id, hash) DO UPDATE SET device = excluded.device, last_at = excluded.last_at";
    execute!(db, sql, user, hash, device, now).map(|_| ())
}

/// Forgets all browsers of a user but the one with this hash; an empty hash keeps none.
pub async fn delete_others(db: &mut Db, user: Uuid, hash: &str) -> Result<u64> {
    execute!(db, "DELETE FROM devices WHERE user_id = $1 AND hash <> $2", user, hash)
}

/// Deletes browsers last used at or before `since`; returns how many.
pub async fn delete_unused(db: &mut Db, since: DateTime<Utc>) -> Result<u64> {
    execute!(db, "DELETE FROM devices WHERE last_at <= $1", since)
}
