//! Guests who may be anyone: they gave an address, and its mailbox has not answered yet.

use fyr_domain::{Actor, tickets::Side};
use fyr_store::{
    Db, accounts,
    attachments::Attachment,
    mailboxes,
    mailboxes::UnknownGuest,
    ticket_events::TicketEvent,
    tickets,
    tickets::{Ticket, TicketSummary},
};

use super::work::require_support;
use crate::{Backend, Error};

/// Those tickets of a list that guests have filed who may be anyone.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not work tickets.
pub async fn list_unknown_guests(
    backend: &Backend,
    actor: &Actor,
    rows: &[TicketSummary],
) -> Result<Vec<UnknownGuest>, Error> {
    require_support(actor)?;
    let references: Vec<&str> = rows.iter().map(|row| row.reference.as_str()).collect();
    let mut db = backend.store.read().await?;
    Ok(mailboxes::list_unknown_guests(&mut db, &references).await?)
}

/// What an actor sees of the events of a guest's ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// All that anyone on their side sees.
    Whole,
    /// What this browser wrote. Its guest named an address that has an account, and has not shown that its mailbox is theirs: what
    /// support answers is for the owner of the account.
    OwnWords {
        /// Whether the mailbox has answered elsewhere: from then on its owner writes on the same side.
        answered: bool,
    },
}

impl Sight {
    /// Of this actor, who may see the ticket.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn of(db: &mut Db, actor: &Actor, ticket: &Ticket) -> Result<Self, Error> {
        let Some(guest) = actor.guest.filter(|_| ticket.requester_id.is_none()) else {
            return Ok(Self::Whole);
        };
        if actor.confirmed_user().is_some_and(|user| user.email == ticket.requester_email)
            || mailboxes::was_opened_by_link(db, guest, ticket.id).await?
            || accounts::find_by_email(db, &ticket.requester_email).await?.is_none()
            || tickets::ticket_access(db, actor, ticket.id).await?.support
        {
            return Ok(Self::Whole);
        }
        let answered = mailboxes::list_unknown_guests(db, &[&ticket.reference]).await?.is_empty();
        Ok(Self::OwnWords { answered })
    }

    /// Whether the actor sees an event of the ticket.
    pub fn shows(self, ticket: &Ticket, event: &TicketEvent) -> bool {
        match self {
            Self::Whole => true,
            Self::OwnWords { answered } => {
                event.side == Side::Requester && (!answered || event.created_at == ticket.created_at)
            }
        }
    }

    /// Takes out of a thread what the actor does not see; whether there was any.
    pub fn hide(self, ticket: &Ticket, events: &mut Vec<TicketEvent>, files: &mut Vec<Attachment>) -> bool {
        let before = events.len();
        events.retain(|event| self.shows(ticket, event));
        if self != Self::Whole {
            files.retain(|file| events.iter().any(|event| file.entry_id == Some(event.id)));
        }
        events.len() < before
    }
}
