//! What people who are signed in have seen of tickets: the latest event that was on a ticket's page when they opened it.

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_optional},
};

/// Whether support has written in the ticket `t` what the user with this parameter has neither seen nor written.
macro_rules! has_unread {
    ($user:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM entries e WHERE e.ticket_id = t.id AND e.side = 'support' AND e.kind <> 'note'
              AND (e.author_id IS NULL OR e.author_id <> ",
            $user,
            // every event is later than the ticket itself
            ") AND e.id > COALESCE((SELECT r.entry_id FROM ticket_reads r WHERE r.user_id = ",
            $user,
            " AND r.ticket_id = t.id), t.id))"
        )
    };
}
pub(crate) use has_unread;

/// What waits for a requester in their own tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct WaitingForRequester {
    /// Tickets that wait for their answer.
    pub waiting: i64,
    /// Tickets with something from support that they have not seen.
    pub unread: i64,
}

/// What waits for a requester.
pub async fn count_for_requester(db: &mut Db, user: Uuid) -> Result<WaitingForRequester> {
    let sql = concat!(
        "SELECT COALESCE(SUM(CASE WHEN t.status = 'waiting_for_requester' THEN 1 ELSE 0 END), 0) AS waiting,
                COALESCE(SUM(CASE WHEN ",
        has_unread!("$1"),
        " THEN 1 ELSE 0 END), 0) AS unread FROM tickets t WHERE t.requester_id = $1"
    );
    Ok(fetch_optional!(db, WaitingForRequester, sql, user)?.unwrap_or_default())
}

/// Records that a user has seen a ticket up to an event; what they had seen before stays seen.
pub async fn mark(db: &mut Db, user: Uuid, ticket: Uuid, event: Uuid) -> Result<()> {
    let sql = "INSERT INTO ticket_reads (user_id, ticket_id, entry_id) VALUES ($1, $2, $3)
               ON CONFLICT (user_id, ticket_id) DO UPDATE SET entry_id = excluded.entry_id
               WHERE ticket_reads.entry_id < excluded.entry_id";
    execute!(db, sql, user, ticket, event).map(|_| ())
}
