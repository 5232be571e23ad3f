//! Keeping a ticket between its requester and support.

use fyr_domain::{Actor, permission::TicketAction};
use fyr_store::tickets;
use serde_json::json;

use super::lock_for;
use crate::{
    Error, Services,
    audit::{self, Did},
};

/// Who sees a ticket besides its requester and support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// Nobody.
    Private,
    /// Whoever its requester's counsellors and organisation let see.
    Shared,
}

/// Keeps a ticket from everyone but support, or stops doing so.
///
/// # Errors
/// [`Error::NotFound`] for anyone but the requester.
pub async fn set_private(
    ctx: &Services,
    actor: &Actor,
    reference: &str,
    privacy: Privacy,
) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    let (ticket, _) = lock_for(&mut tx, actor, reference, TicketAction::SetPrivate).await?;
    let private = privacy == Privacy::Private;
    if ticket.private == private {
        return Ok(());
    }
    tickets::set_private(&mut tx, ticket.id, private).await?;
    let did = Did {
        action: if private { "ticket.made_private" } else { "ticket.shared" },
        target: Some(("ticket", ticket.id)),
        organisation: ticket.organisation_id,
        details: json!({}),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    tx.commit().await?;
    ctx.committed(ticket.id);
    Ok(())
}
