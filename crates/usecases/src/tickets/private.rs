//! Private tickets, which only their requester and support see.

use fyr_domain::{Actor, permission::TicketAction};
use fyr_store::tickets;
use serde_json::json;

use super::{LockedTicket, lock_ticket};
use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
    events::Event,
};

/// Who may see a ticket besides its requester and support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketPrivacy {
    /// Nobody else.
    Private,
    /// The requester's counsellors, and colleagues if their organisation's rule allows it.
    Shared,
}

/// Makes a ticket private or shared.
///
/// # Errors
/// [`Error::NotFound`] for anyone but the requester.
pub async fn set_private(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    privacy: TicketPrivacy,
) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let LockedTicket { ticket, .. } =
        lock_ticket(&mut tx, actor, reference, TicketAction::SetPrivate).await?;
    let private = privacy == TicketPrivacy::Private;
    if ticket.private == private {
        return Ok(());
    }
    tickets::set_private(&mut tx, ticket.id, private).await?;
    let event = AuditEvent {
        action: if private { "ticket.made_private" } else { "ticket.shared" },
        target: Some(("ticket", ticket.id)),
        organisation: ticket.organisation_id,
        details: json!({}),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.emit(Event::TicketChanged { ticket: ticket.id });
    tx.commit().await
}
