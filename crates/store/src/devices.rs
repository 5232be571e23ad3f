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

/// A sign-in with a browser.
#[derive(Clone, Copy, Debug)]
pub struct DeviceUse<'a> {
    /// Hash of the browser's device cookie.
    pub hash: &'a str,
    /// Browser and system in words; empty where unknown.
    pub device: &'a str,
    /// Hash of the network; `None` where unknown.
    pub network: Option<&'a str>,
}

/// Records a sign-in with a browser. Its network is that of the first.
pub async fn upsert(db: &mut Db, user: Uuid, used: DeviceUse<'_>, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO devices (user_id, hash, device, first_at, last_at, network) VALUES ($1, $2, $3, $4, $4, $5)
               ON CONFLICT (user_id, hash) DO UPDATE SET device = excluded.device, last_at = excluded.last_at";
    let DeviceUse { hash, device, network } = used;
    execute!(db, sql, user, hash, device, now, network).map(|_| ())
}

/// Records that the user was told of a browser by mail.
pub async fn mark_reported(db: &mut Db, user: Uuid, hash: &str, now: DateTime<Utc>) -> Result<()> {
    execute!(db, "UPDATE devices SET reported_at = $3 WHERE user_id = $1 AND hash = $2", user, hash, now)
        .map(|_| ())
}

/// Whether the user was told after `since` of a browser of the same kind in the same network; never where either is unknown.
pub async fn is_similar_reported(
    db: &mut Db,
    user: Uuid,
    used: DeviceUse<'_>,
    since: DateTime<Utc>,
) -> Result<bool> {
    let (Some(network), false) = (used.network, used.device.is_empty()) else { return Ok(false) };
    let sql = "SELECT hash FROM devices WHERE user_id = $1 AND device = $2 AND network = $3 AND reported_at > $4 LIMIT 1";
    Ok(fetch_optional!(db, (String,), sql, user, used.device, network, since)?.is_some())
}

/// Forgets all browsers of a user but the one with this hash; an empty hash keeps none.
pub async fn delete_others(db: &mut Db, user: Uuid, hash: &str) -> Result<u64> {
    execute!(db, "DELETE FROM devices WHERE user_id = $1 AND hash <> $2", user, hash)
}

/// Deletes browsers last used at or before `since`; returns how many.
pub async fn delete_unused(db: &mut Db, since: DateTime<Utc>) -> Result<u64> {
    execute!(db, "DELETE FROM devices WHERE last_at <= $1", since)
}
