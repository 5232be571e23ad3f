//! Answers of requesters to the survey about a solved ticket.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_optional},
};

/// A requester's answer.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct SurveyAnswer {
    /// Score from 1 to 5.
    pub score: i64,
    /// The comment, where one was written.
    pub comment: Option<String>,
}

/// Inserts or replaces the answer for a ticket. `score` is 1 to 5.
pub async fn upsert(
    db: &mut Db,
    ticket: Uuid,
    score: i64,
    comment: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = "INSERT INTO surveys (ticket_id, score, comment, at) VALUES ($1, $2, $3, $4)
               ON CONFLICT (ticket_id) DO UPDATE SET score = excluded.score, comment = excluded.comment, at = excluded.at";
    execute!(db, sql, ticket, score, comment, now).map(|_| ())
}

/// The answer for a ticket.
pub async fn find_for_ticket(db: &mut Db, ticket: Uuid) -> Result<Option<SurveyAnswer>> {
    fetch_optional!(db, SurveyAnswer, "SELECT score, comment FROM surveys WHERE ticket_id = $1", ticket)
}
