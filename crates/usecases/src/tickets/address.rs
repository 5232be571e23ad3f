//! Correcting the address of a ticket that was filed without an account: by whoever filed it, before anybody has answered, and by
//! support at any time.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    permission::TicketAction,
    text::EmailAddress,
    tickets::{Side, TicketCommand},
};
use fyr_store::{mailboxes, tickets, tickets::Ticket};

use super::{
    TicketFiledEmail, TicketThread, history, lock_ticket,
    record::{EventText, TicketWriter},
};
use crate::{Backend, Error, Transaction, jobs::retry_unsent_about, mailer::Email};

/// How often whoever filed a ticket may correct its address. Another ticket costs them as much as the first.
const MAX_CORRECTIONS: i64 = 3;

/// How someone gets the address of a ticket corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressCorrection {
    /// They correct it themselves.
    Form,
    /// They filed the ticket in this browser, and support has begun with it: they ask support.
    BySupport,
    /// It is not theirs to correct, or belongs to an account.
    None,
}

impl TicketThread {
    /// How `actor`, as whom it was read, gets the address corrected.
    pub fn address_correction(&self, actor: &Actor) -> AddressCorrection {
        if self.ticket.requester_id.is_some() || !self.may(actor, TicketAction::CorrectAddress) {
            AddressCorrection::None
        } else if self.access.support || is_open_to_filer(&self.ticket) {
            AddressCorrection::Form
        } else {
            AddressCorrection::BySupport
        }
    }
}

/// Whether whoever filed a ticket may correct its address. It does not depend on whether either address has an account, which
/// anybody could find out by it.
fn is_open_to_filer(ticket: &Ticket) -> bool {
    !history::state_of(ticket).has_begun() && ticket.link_version < MAX_CORRECTIONS
}

/// The form that corrects an address.
#[derive(Clone, Copy, Debug)]
pub struct TypedAddress<'a> {
    /// The key of the person or browser that fills it in.
    pub owner: &'a str,
    /// The address as it was typed.
    pub email: &'a str,
    /// The version of the ticket's links on the page with the form: which address its sender saw. `None` where that is unknown.
    pub link_version: Option<i64>,
}

/// Corrects the address of a guest's ticket and confirms the ticket to it; from support, mail about the ticket that could not be
/// delivered is sent, too. Links to the former address are void. The same form sent twice corrects once.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not; [`Error::Invalid`] where the address is none or the present one, or they have written
/// enough for a day.
pub async fn correct_address(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    typed: TypedAddress<'_>,
) -> Result<(), Error> {
    let mut tx = backend.begin_for(actor).await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::CorrectAddress).await?;
    let is_filer = locked.side() != Side::Support;
    let ticket = &mut locked.ticket;
    let is_corrected = typed.link_version.is_some_and(|seen| seen < ticket.link_version);
    if is_corrected && EmailAddress::parse(typed.email).is_ok_and(|email| *email == ticket.requester_email) {
        return Ok(());
    }
    if ticket.requester_id.is_some() || (is_filer && !is_open_to_filer(ticket)) {
        return Err(Error::NotFound);
    }
    let invalid = |problem| Error::from(FieldErrors::single("email", problem));
    let email = EmailAddress::parse(typed.email).map_err(invalid)?;
    if *email == ticket.requester_email {
        return Err(invalid(Problem::AddressUnchanged));
    }
    // as much as another ticket would cost
    backend.charge_filed_text(actor, typed.owner, Some(&email), 0).map_err(|full| full.at("email"))?;
    let author = locked.author(actor);
    let ticket = &mut locked.ticket;
    let writer = TicketWriter { backend, actor, author };
    writer.apply(&mut tx, ticket, &TicketCommand::CorrectAddress, EventText::default()).await?;
    tickets::correct_address(&mut tx, ticket, &email).await?;
    if is_filer && tx.is_caused_by_owner_of(&email) {
        mailboxes::confirm_ticket(&mut tx, ticket.id, backend.clock.now()).await?;
    }
    send_again(backend, &mut tx, ticket, is_filer).await?;
    tx.commit().await
}

/// Sends what the former address did not get. A confirmation that still waits is replaced, so that it counts for whoever causes it now.
async fn send_again(
    backend: &Backend,
    tx: &mut Transaction,
    ticket: &Ticket,
    is_filer: bool,
) -> Result<(), Error> {
    let confirmation = TicketFiledEmail { ticket: ticket.id };
    if let Some(key) = confirmation.key() {
        tx.discard(&key).await?;
    }
    let unsent = if is_filer { 0 } else { retry_unsent_about(backend, tx, &ticket.reference).await? };
    if unsent == 0 {
        tx.enqueue_email(confirmation).await?;
    }
    Ok(())
}
