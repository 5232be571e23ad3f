//! The tickets of a time as figures need them.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{results::MeasuredTicket, tickets::Priority};
use sqlx::FromRow;
use uuid::{Builder, Uuid};

use crate::{Db, Result, run::fetch_all};

/// How much the id of a ticket, which begins with a time, may be older than the ticket.
const SKEW: TimeDelta = TimeDelta::days(1);

#[derive(FromRow)]
struct Row {
    topic: String,
    #[sqlx(try_from = "String")]
    priority: Priority,
    created_at: DateTime<Utc>,
    respond_by: Option<DateTime<Utc>>,
    responded_at: Option<DateTime<Utc>>,
    solved_at: Option<DateTime<Utc>>,
    answers: i64,
    escalated: bool,
    score: Option<i64>,
}

impl From<Row> for MeasuredTicket {
    fn from(row: Row) -> Self {
        let Row {
            topic,
            priority,
            created_at,
            respond_by,
            responded_at,
            solved_at,
            answers,
            escalated,
            score,
        } = row;
        Self { topic, priority, created_at, respond_by, responded_at, solved_at, answers, escalated, score }
    }
}

/// Up to `limit` tickets that were filed since, the latest first. They are found by their ids, which rise with time.
pub async fn list_filed_since(db: &mut Db, since: DateTime<Utc>, limit: i64) -> Result<Vec<MeasuredTicket>> {
    let millis = u64::try_from((since - SKEW).timestamp_millis()).unwrap_or_default();
    let first: Uuid = Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid();
    let sql = "SELECT t.topic, t.priority, t.created_at, t.respond_by, t.responded_at, t.level <> '1' AS escalated, s.score,
                 (SELECT COUNT(*) FROM entries e WHERE e.ticket_id = t.id AND e.kind = 'message' AND e.side = 'support') AS answers,
                 CASE WHEN t.status IN ('solved', 'closed') THEN
                   (SELECT COALESCE(MAX(CASE WHEN e.status_to = 'solved' THEN e.created_at END), MAX(e.created_at)) FROM entries e
                    WHERE e.ticket_id = t.id AND e.status_to IN ('solved', 'closed'))
                 END AS solved_at
               FROM tickets t LEFT JOIN surveys s ON s.ticket_id = t.id
               WHERE t.id >= $1 AND t.created_at >= $2 ORDER BY t.id DESC LIMIT $3";
    let rows = fetch_all!(db, Row, sql, first, since, limit)?;
    Ok(rows.into_iter().map(MeasuredTicket::from).collect())
}
