//! What people are told of once a week (table `digest_entries`): written by rules of escalation, taken by the job that sends it.

use chrono::{DateTime, Utc};
use fyr_domain::escalation::{EscalationTrigger, Recipient};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all},
};

/// A ticket that someone is told of.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DigestEntry {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// Id of the ticket.
    pub ticket_id: Uuid,
    /// What made the rule hold.
    #[sqlx(try_from = "String")]
    pub cause: EscalationTrigger,
    /// Whom the rule names.
    #[sqlx(try_from = "String")]
    pub recipient: Recipient,
    /// When the rule held.
    pub created_at: DateTime<Utc>,
}

/// Inserts an entry.
pub async fn insert(db: &mut Db, entry: &DigestEntry) -> Result<()> {
    let sql = "INSERT INTO digest_entries (id, ticket_id, cause, recipient, created_at) VALUES ($1, $2, $3, $4, $5)";
    let DigestEntry { id, ticket_id, cause, recipient, created_at } = entry;
    execute!(db, sql, id, ticket_id, cause.as_str(), recipient.to_string(), created_at).map(|_| ())
}

/// Takes all entries out, the earliest first.
pub async fn take_all(db: &mut Db) -> Result<Vec<DigestEntry>> {
    let sql = "DELETE FROM digest_entries RETURNING id, ticket_id, cause, recipient, created_at";
    let mut entries = fetch_all!(db, DigestEntry, sql)?;
    entries.sort_by_key(|entry| entry.id);
    Ok(entries)
}
