//! What is old: how much of it there is, and its removal, a piece at a time.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one, value},
};

/// How much there is, and how old the oldest of it is.
pub type Amount = (i64, Option<DateTime<Utc>>);

/// Whose tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of people with an account.
    Accounts,
    /// Of guests.
    Guests,
}

/// Tickets that are done and that nothing has happened to since.
macro_rules! old_ticket {
    () => {
        " FROM tickets t WHERE t.status IN ('solved', 'closed') AND t.updated_at < $1 AND (t.requester_id IS NULL) = $2"
    };
}

/// Tickets that are done and that nothing has happened to since.
pub async fn count_tickets(db: &mut Db, whose: Whose, since: DateTime<Utc>) -> Result<Amount> {
    let guests = whose == Whose::Guests;
    let count = value!(db, i64, concat!("SELECT COUNT(*)", old_ticket!()), since, guests)?;
    let sql = concat!("SELECT t.updated_at", old_ticket!(), " ORDER BY t.updated_at LIMIT 1");
    Ok((count, one!(db, (DateTime<Utc>,), sql, since, guests)?.map(|(at,)| at)))
}

/// The oldest of them, at most a hundred.
pub async fn tickets(db: &mut Db, whose: Whose, since: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let sql = concat!("SELECT t.id", old_ticket!(), " ORDER BY t.updated_at, t.id LIMIT 100");
    let rows = all!(db, (Uuid,), sql, since, whose == Whose::Guests)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Removes a ticket with everything of it. The bytes of its files are to follow; [`crate::privacy::remaining_files`]
/// remembers until they have.
pub async fn remove_ticket(db: &mut Db, ticket: Uuid, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO file_removals (id, at) SELECT f.id, $2 FROM attachments f JOIN entries e ON e.id = f.entry_id
               WHERE e.ticket_id = $1";
    exec!(db, sql, ticket, now)?;
    for sql in [
        "DELETE FROM attachments WHERE entry_id IN (SELECT id FROM entries WHERE ticket_id = $1)",
        "DELETE FROM surveys WHERE ticket_id = $1",
        "DELETE FROM guest_access WHERE ticket_id = $1",
        "DELETE FROM entries WHERE ticket_id = $1",
        "DELETE FROM tickets WHERE id = $1",
    ] {
        exec!(db, sql, ticket)?;
    }
    Ok(())
}

/// Forms on their way that nobody has touched since.
pub async fn count_drafts(db: &mut Db, since: DateTime<Utc>) -> Result<Amount> {
    let count = value!(db, i64, "SELECT COUNT(*) FROM drafts WHERE updated_at < $1", since)?;
    let sql = "SELECT updated_at FROM drafts WHERE updated_at < $1 ORDER BY updated_at LIMIT 1";
    Ok((count, one!(db, (DateTime<Utc>,), sql, since)?.map(|(at,)| at)))
}

/// Mail that was given up before, and that nobody has had sent since.
pub async fn count_parked_mail(db: &mut Db, since: DateTime<Utc>) -> Result<Amount> {
    let count = value!(db, i64, "SELECT COUNT(*) FROM outbox WHERE kind = 'mail' AND parked_at < $1", since)?;
    let sql =
        "SELECT parked_at FROM outbox WHERE kind = 'mail' AND parked_at < $1 ORDER BY parked_at LIMIT 1";
    Ok((count, one!(db, (DateTime<Utc>,), sql, since)?.map(|(at,)| at)))
}

/// Removes it; gives how many.
pub async fn remove_parked_mail(db: &mut Db, since: DateTime<Utc>) -> Result<u64> {
    exec!(db, "DELETE FROM outbox WHERE kind = 'mail' AND parked_at < $1", since)
}

/// Relations between counsellors and participants that were over before, by someone's word or by their own date.
macro_rules! ended {
    () => {
        " FROM counselling WHERE COALESCE(ended_at, until) < $1"
    };
}

/// Relations between counsellors and participants that were over before.
pub async fn count_ended_relations(db: &mut Db, since: DateTime<Utc>) -> Result<Amount> {
    let count = value!(db, i64, concat!("SELECT COUNT(*)", ended!()), since)?;
    let sql = concat!("SELECT COALESCE(ended_at, until)", ended!(), " ORDER BY 1 LIMIT 1");
    Ok((count, one!(db, (DateTime<Utc>,), sql, since)?.map(|(at,)| at)))
}

/// Removes them with their purpose; gives how many.
pub async fn remove_ended_relations(db: &mut Db, since: DateTime<Utc>) -> Result<u64> {
    exec!(db, concat!("DELETE", ended!()), since)
}

/// Comments on articles that were written before.
pub async fn count_rating_comments(db: &mut Db, since: DateTime<Utc>) -> Result<Amount> {
    let count = value!(db, i64, "SELECT COUNT(*) FROM ratings WHERE comment IS NOT NULL AND at < $1", since)?;
    let sql = "SELECT at FROM ratings WHERE comment IS NOT NULL AND at < $1 ORDER BY at LIMIT 1";
    Ok((count, one!(db, (DateTime<Utc>,), sql, since)?.map(|(at,)| at)))
}

/// Removes them; whether the article helped stays. Gives how many.
pub async fn remove_rating_comments(db: &mut Db, since: DateTime<Utc>) -> Result<u64> {
    exec!(db, "UPDATE ratings SET comment = NULL WHERE comment IS NOT NULL AND at < $1", since)
}
