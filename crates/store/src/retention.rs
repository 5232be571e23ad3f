//! Retention: counting and deleting old rows, in batches.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
};

/// Number of rows past their retention time, and the time of the oldest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OldRows {
    /// Number of rows.
    pub count: i64,
    /// Time of the oldest row; `None` without rows.
    pub oldest: Option<DateTime<Utc>>,
}

/// Kind of requester of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequesterKind {
    /// Users with an account.
    Accounts,
    /// Guests without an account.
    Guests,
}

/// Solved and closed tickets without activity since `$1`; `$2`: of guests.
macro_rules! old_ticket {
    () => {
        " FROM tickets t WHERE t.status IN ('solved', 'closed') AND t.updated_at < $1 AND (t.requester_id IS NULL) = $2"
    };
}

/// Number of solved and closed tickets without activity since `since`.
pub async fn count_tickets(db: &mut Db, requesters: RequesterKind, since: DateTime<Utc>) -> Result<OldRows> {
    let guests = requesters == RequesterKind::Guests;
    let count = fetch_scalar!(db, i64, concat!("SELECT COUNT(*)", old_ticket!()), since, guests)?;
    let sql = concat!("SELECT t.updated_at", old_ticket!(), " ORDER BY t.updated_at LIMIT 1");
    let oldest = fetch_optional!(db, (DateTime<Utc>,), sql, since, guests)?.map(|(at,)| at);
    Ok(OldRows { count, oldest })
}

/// Up to 100 of these tickets, the oldest first.
pub async fn list_tickets(db: &mut Db, requesters: RequesterKind, since: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let sql = concat!("SELECT t.id", old_ticket!(), " ORDER BY t.updated_at, t.id LIMIT 100");
    let rows = fetch_all!(db, (Uuid,), sql, since, requesters == RequesterKind::Guests)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Deletes a ticket with everything that belongs to it. The content of its files is deleted afterwards; see
/// [`crate::privacy::list_pending_file_removals`].
pub async fn delete_ticket(db: &mut Db, ticket: Uuid, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO file_removals (id, at) SELECT f.id, $2 FROM attachments f JOIN entries e ON e.id = f.entry_id
               WHERE e.ticket_id = $1";
    execute!(db, sql, ticket, now)?;
    for sql in [
        "DELETE FROM attachments WHERE entry_id IN (SELECT id FROM entries WHERE ticket_id = $1)",
        "DELETE FROM surveys WHERE ticket_id = $1",
        "DELETE FROM digest_entries WHERE ticket_id = $1",
        "DELETE FROM guest_access WHERE ticket_id = $1",
        "DELETE FROM article_tickets WHERE ticket_id = $1",
        "DELETE FROM ticket_reads WHERE ticket_id = $1",
        "DELETE FROM entries WHERE ticket_id = $1",
        "DELETE FROM tickets WHERE id = $1",
    ] {
        execute!(db, sql, ticket)?;
    }
    Ok(())
}

/// Number of drafts not changed since `since`.
pub async fn count_drafts(db: &mut Db, since: DateTime<Utc>) -> Result<OldRows> {
    let count = fetch_scalar!(db, i64, "SELECT COUNT(*) FROM drafts WHERE updated_at < $1", since)?;
    let sql = "SELECT updated_at FROM drafts WHERE updated_at < $1 ORDER BY updated_at LIMIT 1";
    let oldest = fetch_optional!(db, (DateTime<Utc>,), sql, since)?.map(|(at,)| at);
    Ok(OldRows { count, oldest })
}

/// Number of mail jobs that failed for good before `since`.
pub async fn count_failed_mail(db: &mut Db, since: DateTime<Utc>) -> Result<OldRows> {
    let count =
        fetch_scalar!(db, i64, "SELECT COUNT(*) FROM jobs WHERE queue = 'mail' AND failed_at < $1", since)?;
    let sql = "SELECT failed_at FROM jobs WHERE queue = 'mail' AND failed_at < $1 ORDER BY failed_at LIMIT 1";
    let oldest = fetch_optional!(db, (DateTime<Utc>,), sql, since)?.map(|(at,)| at);
    Ok(OldRows { count, oldest })
}

/// Deletes these jobs; returns how many.
pub async fn delete_failed_mail(db: &mut Db, since: DateTime<Utc>) -> Result<u64> {
    execute!(db, "DELETE FROM jobs WHERE queue = 'mail' AND failed_at < $1", since)
}

/// Relations that ended before `$1`, explicitly or by their end date.
macro_rules! ended {
    () => {
        " FROM counselling WHERE COALESCE(ended_at, until) < $1"
    };
}

/// Number of relations that ended before `since`.
pub async fn count_ended_relations(db: &mut Db, since: DateTime<Utc>) -> Result<OldRows> {
    let count = fetch_scalar!(db, i64, concat!("SELECT COUNT(*)", ended!()), since)?;
    let sql = concat!("SELECT COALESCE(ended_at, until)", ended!(), " ORDER BY 1 LIMIT 1");
    let oldest = fetch_optional!(db, (DateTime<Utc>,), sql, since)?.map(|(at,)| at);
    Ok(OldRows { count, oldest })
}

/// Deletes these relations; returns how many.
pub async fn delete_ended_relations(db: &mut Db, since: DateTime<Utc>) -> Result<u64> {
    execute!(db, concat!("DELETE", ended!()), since)
}

/// Number of ratings of articles with a comment from before `since`.
pub async fn count_rating_comments(db: &mut Db, since: DateTime<Utc>) -> Result<OldRows> {
    let count =
        fetch_scalar!(db, i64, "SELECT COUNT(*) FROM ratings WHERE comment IS NOT NULL AND at < $1", since)?;
    let sql = "SELECT at FROM ratings WHERE comment IS NOT NULL AND at < $1 ORDER BY at LIMIT 1";
    let oldest = fetch_optional!(db, (DateTime<Utc>,), sql, since)?.map(|(at,)| at);
    Ok(OldRows { count, oldest })
}

/// Deletes these comments and keeps the votes; returns how many.
pub async fn clear_rating_comments(db: &mut Db, since: DateTime<Utc>) -> Result<u64> {
    execute!(db, "UPDATE ratings SET comment = NULL WHERE comment IS NOT NULL AND at < $1", since)
}
