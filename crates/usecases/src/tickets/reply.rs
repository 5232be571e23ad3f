//! Answering from the requester's side, closing, reopening; and notes from support's.

use fyr_domain::{
    Actor,
    permission::TicketAction,
    text::Body,
    tickets::{EntryKind, Side, Status},
};
use fyr_store::{Db, attachments, entries, tickets, tickets::Ticket};

use super::{Form, entry, lock_for, promise, set_status, side, work};
use crate::{
    Error, Services,
    audit::{self, Did},
    mail::Mail,
};

/// Adds a public message with the files its form has gathered. The same form sent again adds nothing. From the requester's
/// side it makes it support's turn again, and opens what was done.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see the ticket.
pub async fn reply(
    ctx: &Services,
    actor: &Actor,
    reference: &str,
    form: Form<'_>,
    body: &Body,
) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    let (mut ticket, standing) = lock_for(&mut tx, actor, reference, TicketAction::Reply).await?;
    if side(standing) == Side::Support {
        drop(tx);
        return work::reply_as_support(ctx, actor, reference, form, (body, None)).await;
    }
    let message = entry(ctx, actor, (&ticket, &standing), EntryKind::Message, body);
    if !entries::put(&mut tx, &message, Some(form.key)).await? {
        return Ok(());
    }
    attachments::attach(&mut tx, form.key, form.owner, message.id).await?;
    let now = ctx.clock.now();
    let to = ticket.status.after_requester_wrote();
    set_status(ctx, &mut tx, actor, (&mut ticket, &standing), to).await?;
    ticket.waiting_since = ticket.waiting_since.or(Some(now));
    ticket.updated_at = now;
    tickets::update(&mut tx, &ticket).await?;
    if message.side == Side::Counsellor {
        acted(ctx, &mut tx, actor, &ticket, "ticket.answered_for").await?;
        promise(ctx, &mut tx, &Mail::Reply { entry: message.id }).await?;
    }
    tx.commit().await?;
    ctx.committed(ticket.id);
    Ok(())
}

/// Adds an internal note with the files its form has gathered.
///
/// # Errors
/// [`Error::NotFound`] for anyone who does not work tickets.
pub async fn note(
    ctx: &Services,
    actor: &Actor,
    reference: &str,
    form: Form<'_>,
    body: &Body,
) -> Result<(), Error> {
    work::only_support(actor)?;
    let mut tx = ctx.store.begin().await?;
    let (mut ticket, standing) = lock_for(&mut tx, actor, reference, TicketAction::Work).await?;
    let mut note = entry(ctx, actor, (&ticket, &standing), EntryKind::Note, body);
    note.side = Side::Support;
    if entries::put(&mut tx, &note, Some(form.key)).await? {
        attachments::attach(&mut tx, form.key, form.owner, note.id).await?;
        ticket.updated_at = ctx.clock.now();
        tickets::update(&mut tx, &ticket).await?;
        tx.commit().await?;
        ctx.committed(ticket.id);
    }
    Ok(())
}

/// Closes a ticket from the requester's side: it is done for them.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see the ticket.
pub async fn close(ctx: &Services, actor: &Actor, reference: &str) -> Result<(), Error> {
    turn(ctx, actor, reference, |ticket| (ticket.status != Status::Closed).then_some(Status::Closed)).await
}

/// Opens a ticket that was done.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see the ticket.
pub async fn reopen(ctx: &Services, actor: &Actor, reference: &str) -> Result<(), Error> {
    turn(ctx, actor, reference, |ticket| ticket.status.is_done().then_some(Status::Open)).await
}

async fn turn(
    ctx: &Services,
    actor: &Actor,
    reference: &str,
    to: impl FnOnce(&Ticket) -> Option<Status>,
) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    let (mut ticket, standing) = lock_for(&mut tx, actor, reference, TicketAction::Reply).await?;
    let Some(to) = to(&ticket) else { return Ok(()) };
    let now = ctx.clock.now();
    let line = set_status(ctx, &mut tx, actor, (&mut ticket, &standing), to).await?;
    ticket.updated_at = now;
    tickets::update(&mut tx, &ticket).await?;
    if side(standing) == Side::Counsellor {
        let action = if to == Status::Closed { "ticket.closed_for" } else { "ticket.reopened_for" };
        acted(ctx, &mut tx, actor, &ticket, action).await?;
    }
    if let Some(entry) = line {
        promise(ctx, &mut tx, &Mail::Change { entry }).await?;
    }
    tx.commit().await?;
    ctx.committed(ticket.id);
    Ok(())
}

/// Notes that a counsellor did something for the requester.
async fn acted(
    ctx: &Services,
    db: &mut Db,
    actor: &Actor,
    ticket: &Ticket,
    action: &'static str,
) -> Result<(), Error> {
    let did = Did {
        action,
        target: Some(("ticket", ticket.id)),
        organisation: ticket.organisation_id,
        details: serde_json::json!({ "requester": ticket.requester_id }),
    };
    audit::record(ctx, db, actor, did).await
}
