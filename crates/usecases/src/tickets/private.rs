//! Private tickets, which only their requester and support see.

use fyr_domain::{
    Actor,
    permission::TicketAction,
    tickets::{TicketCommand, TicketPrivacy},
};

use super::{
    lock_ticket,
    record::{EventText, TicketWriter},
};
use crate::{Backend, Error};

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
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::SetPrivate).await?;
    let writer = TicketWriter { backend, actor, author: locked.author(actor) };
    let command = TicketCommand::SetPrivacy(privacy);
    writer.apply(&mut tx, &mut locked.ticket, &command, EventText::default()).await?;
    tx.commit().await
}
