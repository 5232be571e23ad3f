//! Audits that support staff opened someone's ticket: one event for each agent, ticket and hour.

use fyr_domain::{Actor, permission::TicketAccess};
use fyr_store::tickets::Ticket;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::{AuditEvent, record_with_id};
use crate::{Backend, Error};

/// Records that an agent who is not the requester opened a ticket. Commits before the response is sent, so that a read is in
/// the log even where sending fails. For all other actors it returns without asking the database.
pub(crate) async fn record_ticket_opened(
    backend: &Backend,
    actor: &Actor,
    ticket: &Ticket,
    access: &TicketAccess,
) -> Result<(), Error> {
    let (true, false, Some(user)) = (access.support, access.requester, actor.user_id()) else {
        return Ok(());
    };
    let id = hourly_event_id(user, ticket.id, backend.clock.now().timestamp() / 3600);
    let recorded = fyr_store::audit::exists(&mut backend.store.read().await?, id).await?;
    if recorded {
        return Ok(());
    }
    let mut tx = backend.begin().await?;
    let event = AuditEvent {
        action: "ticket.opened",
        target: Some(("ticket", ticket.id)),
        organisation: ticket.organisation_id,
        details: serde_json::json!({}),
    };
    record_with_id(backend, &mut tx, actor, id, event).await?;
    tx.commit().await
}

/// An id derived from agent, ticket and hour (hours since the Unix epoch), so that concurrent writers produce one row.
fn hourly_event_id(user: Uuid, ticket: Uuid, hour: i64) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(b"ticket.opened");
    hash.update(user.as_bytes());
    hash.update(ticket.as_bytes());
    hash.update(hour.to_be_bytes());
    let hash = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}
