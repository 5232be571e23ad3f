//! Replying, closing and reopening from the requester's side; internal notes of support.

use fyr_domain::{
    Actor,
    permission::TicketAction,
    text::Body,
    tickets::{Side, Status, TicketEventKind},
};
use fyr_store::{Db, attachments, ticket_events, tickets, tickets::Ticket};

use super::{
    FormRef, LockedTicket, lock_ticket, set_status,
    work::{self, SupportReply},
};
use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
    events::{Event, Notify},
};

/// Adds a public message with the files uploaded with its form; submitting the same form twice adds it once. A message from
/// the requester's side makes the ticket wait for support, and reopens one that was done.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see the ticket.
pub async fn reply(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    form: FormRef<'_>,
    body: &Body,
) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Reply).await?;
    if locked.side() == Side::Support {
        drop(tx);
        let reply = SupportReply { body, status: None };
        return work::reply_as_support(backend, actor, reference, form, reply).await;
    }
    let message = locked.new_event(backend, actor, TicketEventKind::Message, body);
    if !ticket_events::insert(&mut tx, &message, Some(form.key)).await? {
        return Ok(());
    }
    attachments::attach(&mut tx, form.key, form.owner, message.id).await?;
    let now = backend.clock.now();
    let to = locked.ticket.status.after_requester_message();
    set_status(backend, &mut tx, actor, &mut locked, to).await?;
    let LockedTicket { mut ticket, .. } = locked;
    ticket.waiting_since = ticket.waiting_since.or(Some(now));
    ticket.updated_at = now;
    tickets::update(&mut tx, &ticket).await?;
    if message.side == Side::Counsellor {
        audit_for_requester(backend, &mut tx, actor, &ticket, "ticket.answered_for").await?;
    }
    let notify = if message.side == Side::Counsellor { Notify::Requester } else { Notify::Nobody };
    tx.emit(Event::MessageAdded { ticket: ticket.id, event: message.id, notify });
    tx.commit().await
}

/// Adds an internal note with the files uploaded with its form; submitting the same form twice adds it once.
///
/// # Errors
/// [`Error::NotFound`] for anyone who does not work tickets.
pub async fn add_note(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    form: FormRef<'_>,
    body: &Body,
) -> Result<(), Error> {
    work::require_support(actor)?;
    let mut tx = backend.begin().await?;
    let locked = lock_ticket(&mut tx, actor, reference, TicketAction::Work).await?;
    let mut note = locked.new_event(backend, actor, TicketEventKind::Note, body);
    note.side = Side::Support;
    let LockedTicket { mut ticket, .. } = locked;
    if ticket_events::insert(&mut tx, &note, Some(form.key)).await? {
        attachments::attach(&mut tx, form.key, form.owner, note.id).await?;
        ticket.updated_at = backend.clock.now();
        tickets::update(&mut tx, &ticket).await?;
        tx.emit(Event::NoteAdded { ticket: ticket.id });
        tx.commit().await?;
    }
    Ok(())
}

/// Closes a ticket from the requester's side; does nothing if it is closed.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see the ticket.
pub async fn close(backend: &Backend, actor: &Actor, reference: &str) -> Result<(), Error> {
    change_status(backend, actor, reference, |ticket| {
        (ticket.status != Status::Closed).then_some(Status::Closed)
    })
    .await
}

/// Reopens a ticket that is done; does nothing to any other.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see the ticket.
pub async fn reopen(backend: &Backend, actor: &Actor, reference: &str) -> Result<(), Error> {
    change_status(backend, actor, reference, |ticket| ticket.status.is_done().then_some(Status::Open)).await
}

/// Changes the status from the requester's side to what `new_status` returns; `None` changes nothing.
async fn change_status(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    new_status: impl FnOnce(&Ticket) -> Option<Status>,
) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Reply).await?;
    let Some(to) = new_status(&locked.ticket) else { return Ok(()) };
    let now = backend.clock.now();
    let event = set_status(backend, &mut tx, actor, &mut locked, to).await?;
    let side = locked.side();
    let LockedTicket { mut ticket, .. } = locked;
    ticket.updated_at = now;
    tickets::update(&mut tx, &ticket).await?;
    if side == Side::Counsellor {
        let action = if to == Status::Closed { "ticket.closed_for" } else { "ticket.reopened_for" };
        audit_for_requester(backend, &mut tx, actor, &ticket, action).await?;
    }
    if let Some(event) = event {
        tx.emit(Event::StatusChanged { ticket: ticket.id, event, notify: Notify::Requester });
    }
    tx.commit().await
}

/// Records an audit event: a counsellor acted for the requester.
async fn audit_for_requester(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    ticket: &Ticket,
    action: &'static str,
) -> Result<(), Error> {
    let event = AuditEvent {
        action,
        target: Some(("ticket", ticket.id)),
        organisation: ticket.organisation_id,
        details: serde_json::json!({ "requester": ticket.requester_id }),
    };
    audit::record(backend, db, actor, event).await
}
