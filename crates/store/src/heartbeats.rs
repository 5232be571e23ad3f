//! Signs of life (table `heartbeats`): a small row that is really written, which is how a probe finds out that the database
//! takes changes.

use chrono::{DateTime, Utc};

use crate::{
    Db, Result,
    run::{execute, fetch_scalar},
};

/// Records that `name` was alive at `now`.
pub async fn put(db: &mut Db, name: &str, now: DateTime<Utc>) -> Result<()> {
    let sql =
        "INSERT INTO heartbeats (name, at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET at = excluded.at";
    execute!(db, sql, name, now).map(|_| ())
}

/// How many names that begin with `prefix`, other than `own`, were alive at `since` or later.
pub async fn count_others(db: &mut Db, prefix: &str, own: &str, since: DateTime<Utc>) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM heartbeats WHERE name LIKE $1 || '%' AND name <> $2 AND at >= $3";
    fetch_scalar!(db, i64, sql, prefix, own, since)
}

/// Deletes the names that begin with `prefix` and were not alive at `before` or later.
pub async fn delete_older(db: &mut Db, prefix: &str, before: DateTime<Utc>) -> Result<()> {
    execute!(db, "DELETE FROM heartbeats WHERE name LIKE $1 || '%' AND at < $2", prefix, before).map(|_| ())
}

/// Deletes a name; succeeds where there is none.
pub async fn delete(db: &mut Db, name: &str) -> Result<()> {
    execute!(db, "DELETE FROM heartbeats WHERE name = $1", name).map(|_| ())
}
