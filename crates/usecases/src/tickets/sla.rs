//! What is promised for a ticket, with everything it follows from.

use std::sync::Arc;

use fyr_domain::{
    Actor,
    sla::{SlaHistory, TicketClocks, TicketFact},
};
use fyr_store::{ticket_events, tickets, tickets::Ticket};

use super::{parse_reference, unknown_guests::ThreadVisibility};
use crate::{Backend, Error, settings};

/// The service level of a ticket: its targets and how they stand.
#[derive(Clone, Debug)]
pub struct TicketSla {
    /// The ticket's row.
    pub ticket: Ticket,
    facts: Vec<TicketFact>,
    sla: Arc<SlaHistory>,
}

impl TicketSla {
    /// The clocks of the targets; `None` for a ticket of an early release, whose filing is not among its events.
    pub fn clocks(&self) -> Option<TicketClocks<'_>> {
        TicketClocks::replay(&self.sla, &self.facts)
    }
}

/// Finds the targets of a ticket and how they stand.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see the ticket, or not what support did in it.
pub async fn find_sla(backend: &Backend, actor: &Actor, reference: &str) -> Result<TicketSla, Error> {
    let mut db = backend.store.read().await?;
    let reference = parse_reference(reference)?;
    let ticket = tickets::find_visible(&mut db, actor, &reference).await?.ok_or(Error::NotFound)?;
    if ThreadVisibility::of(&mut db, actor, &ticket).await? != ThreadVisibility::Full {
        return Err(Error::NotFound);
    }
    let facts = ticket_events::list_facts(&mut db, ticket.id).await?;
    drop(db);
    Ok(TicketSla { ticket, facts, sla: settings::load(backend).await.sla() })
}
