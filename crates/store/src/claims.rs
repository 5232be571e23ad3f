//! Tickets that were filed without an account by someone who has one now.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec},
};

/// A ticket that could be claimed.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Claimable {
    /// Which.
    pub id: Uuid,
    /// Compact.
    pub reference: String,
    /// What it is about.
    pub subject: String,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
}

/// Tickets filed without an account from the address of this person: none while the address is not confirmed.
pub async fn of_user(db: &mut Db, user: Uuid) -> Result<Vec<Claimable>> {
    let sql = "SELECT t.id, t.reference, t.subject, t.created_at FROM tickets t
               JOIN users u ON u.email = t.requester_email
               WHERE u.id = $1 AND u.email_confirmed_at IS NOT NULL AND t.requester_id IS NULL
               ORDER BY t.created_at DESC, t.id DESC LIMIT 200";
    all!(db, Claimable, sql, user)
}

/// Makes such a ticket this person's, and closes it to every browser that had it open without an account; `false` where it is
/// not (any more) theirs to claim.
pub async fn take(db: &mut Db, user: Uuid, ticket: Uuid) -> Result<bool> {
    let sql =
        "UPDATE tickets SET requester_id = $1 WHERE id = $2 AND requester_id IS NULL AND requester_email =
               (SELECT u.email FROM users u WHERE u.id = $1 AND u.email_confirmed_at IS NOT NULL)";
    let taken = exec!(db, sql, user, ticket)? == 1;
    if taken {
        exec!(db, "DELETE FROM guest_access WHERE ticket_id = $1", ticket)?;
    }
    Ok(taken)
}
