//! Claiming of guest tickets: tickets that were filed without an account by someone who has one now.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all},
};

/// A guest ticket that the user can claim.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ClaimableTicket {
    /// Id of the ticket.
    pub id: Uuid,
    /// Reference without the dash.
    pub reference: String,
    /// Subject line of the ticket.
    pub subject: String,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
}

/// Guest tickets filed from the user's e-mail address; none while the address is not confirmed.
pub async fn list_for_user(db: &mut Db, user: Uuid) -> Result<Vec<ClaimableTicket>> {
    let sql = "SELECT t.id, t.reference, t.subject, t.created_at FROM tickets t
               JOIN users u ON u.email = t.requester_email
               WHERE u.id = $1 AND u.email_confirmed_at IS NOT NULL AND t.requester_id IS NULL
               ORDER BY t.created_at DESC, t.id DESC LIMIT 200";
    fetch_all!(db, ClaimableTicket, sql, user)
}

/// Moves a guest ticket into the user's account and revokes guest access to it in every browser. `false` where the ticket is
/// not (or no longer) theirs to claim.
pub async fn claim(db: &mut Db, user: Uuid, ticket: Uuid) -> Result<bool> {
    let sql =
        "UPDATE tickets SET requester_id = $1 WHERE id = $2 AND requester_id IS NULL AND requester_email =
               (SELECT u.email FROM users u WHERE u.id = $1 AND u.email_confirmed_at IS NOT NULL)";
    let taken = execute!(db, sql, user, ticket)? == 1;
    if taken {
        execute!(db, "DELETE FROM guest_access WHERE ticket_id = $1", ticket)?;
    }
    Ok(taken)
}
