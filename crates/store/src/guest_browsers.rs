//! The guest key that sessions of one browser were given last. A browser that sends its first forms at the same time, or again
//! because an answer was lost, gets several sessions; by this they get the same key.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_scalar},
};

/// The guest key for a new session of a browser, by hash of its cookie: the one that was given since `since`, else `new`. The row
/// is locked until the transaction ends, so that concurrent requests get the same.
pub async fn find_or_insert(
    db: &mut Db,
    browser: &str,
    new: Uuid,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let sql = "INSERT INTO guest_browsers (browser, guest_id, at) VALUES ($1, $2, $4)
               ON CONFLICT (browser) DO UPDATE SET
                 guest_id = CASE WHEN guest_browsers.at >= $3 THEN guest_browsers.guest_id ELSE excluded.guest_id END,
                 at = excluded.at
               RETURNING guest_id";
    fetch_scalar!(db, Uuid, sql, browser, new, since, now)
}

/// Forgets the key of a browser, whose sessions were ended by the person at it.
pub async fn delete(db: &mut Db, browser: &str) -> Result<()> {
    execute!(db, "DELETE FROM guest_browsers WHERE browser = $1", browser).map(|_| ())
}

/// Forgets keys that were last given before `before`; returns how many.
pub async fn delete_stale(db: &mut Db, before: DateTime<Utc>) -> Result<u64> {
    execute!(db, "DELETE FROM guest_browsers WHERE at < $1", before)
}
