//! Tickets whose agent does not work for support any more go back to the queue.

use fyr_domain::{
    Actor,
    tickets::{Assignment, Side, TicketCommand, TicketUpdate},
};
use fyr_store::{people, tickets, tickets::Ticket};
use uuid::Uuid;

use super::{
    history::EventAuthor,
    record::{EventText, TicketWriter},
};
use crate::{Backend, Error, Transaction};

/// Unassigns the open tickets of a person, as far as they do not work these any more: to be called after what ends their work.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn unassign_open_tickets(
    backend: &Backend,
    tx: &mut Transaction,
    person: Uuid,
) -> Result<(), Error> {
    for listed in tickets::list_open_for_assignee(tx, person).await? {
        // as it is now, since somebody else may have taken it meanwhile
        if let Some(mut ticket) = tickets::lock(tx, listed.id).await? {
            unassign_unless_agent(backend, tx, &mut ticket).await?;
        }
    }
    Ok(())
}

/// Unassigns a locked ticket where its assignee does not work it any more.
///
/// # Errors
/// [`Error::Unavailable`].
pub(super) async fn unassign_unless_agent(
    backend: &Backend,
    tx: &mut Transaction,
    ticket: &mut Ticket,
) -> Result<(), Error> {
    let Some(assignee) = ticket.assignee_id else { return Ok(()) };
    let agents = people::list_agents(tx, ticket.organisation_id).await?;
    if agents.iter().any(|agent| agent.id == assignee) {
        return Ok(());
    }
    let author = EventAuthor { user: None, name: String::new(), side: Side::System, on_behalf_of: None };
    let writer = TicketWriter { backend, actor: &Actor::ANONYMOUS, author };
    let unassign =
        TicketCommand::Update(TicketUpdate { assignee: Some(Assignment::Nobody), ..TicketUpdate::default() });
    writer.write(tx, ticket, &unassign, EventText::default()).await.map(|_| ())
}
