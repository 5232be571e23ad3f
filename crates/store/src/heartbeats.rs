//! Signs of life (table `heartbeats`): a small row that is really written, which is how a probe finds out that the database
//! takes changes.

use chrono::{DateTime, Utc};

use crate::{Db, Result, run::execute};

/// Records that `name` was alive at `now`.
pub async fn put(db: &mut Db, name: &str, now: DateTime<Utc>) -> Result<()> {
    let sql =
        "INSERT INTO heartbeats (name, at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET at = excluded.at";
    execute!(db, sql, name, now).map(|_| ())
}
