//! What requesters thought of the help they got.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{exec, one},
};

/// Keeps the answer; a second one replaces the first. `score` is 1 to 5.
pub async fn put(
    db: &mut Db,
    ticket: Uuid,
    score: i64,
    comment: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = "INSERT INTO surveys (ticket_id, score, comment, at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (ticket_id) DO UPDATE SET score = excluded.score, comment = excluded.comment, at = excluded.at";
    exec!(db, sql, ticket, score, comment, now).map(|_| ())
}

/// The answer: score and comment.
pub async fn find(db: &mut Db, ticket: Uuid) -> Result<Option<(i64, Option<String>)>> {
    one!(db, (i64, Option<String>), "SELECT score, comment FROM surveys WHERE ticket_id = $1", ticket)
}
