//! Replying, closing and reopening from the requester's side; internal notes of support.

use fyr_domain::{
    Actor,
    escalation::Escalation,
    permission::TicketAction,
    text::Body,
    tickets::{AnswerNeed, Side, TicketCommand},
};
use fyr_store::{attachments, ticket_events};

use super::{
    FormRef, escalation, lock_ticket,
    record::{EventText, TicketWriter},
    work::{self, SupportReply},
};
use crate::{Backend, Error, settings, submission_key};

/// A public message, from either side.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    /// The text of the message.
    pub body: &'a Body,
    /// The version of the ticket's links on the page it was written on; see [`SupportReply::link_version`].
    pub link_version: Option<i64>,
    /// Whether its author waits for an answer; ignored from support.
    pub answer: AnswerNeed,
}

/// Adds a public message with the files uploaded with its form; submitting the same form twice adds it once. A message from
/// the requester's side makes the ticket wait for support, and reopens one that was done.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see the ticket; [`Error::Invalid`] where they have written enough for a day, and as
/// [`work::reply_as_support`] from support.
pub async fn reply(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    form: FormRef<'_>,
    reply: Reply<'_>,
) -> Result<(), Error> {
    let Reply { body, link_version, answer } = reply;
    let mut tx = backend.begin_for(actor).await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Reply).await?;
    if locked.side() == Side::Support {
        drop(tx);
        let reply = SupportReply { body, status: None, link_version };
        return work::reply_as_support(backend, actor, reference, form, reply).await;
    }
    let form_key = submission_key(form.key, [&**body]);
    if ticket_events::find_by_form_key(&mut tx, locked.ticket.id, form_key).await?.is_some() {
        return Ok(());
    }
    let charged = backend.charge_filed_text(actor, form.owner, None, body.len());
    charged.map_err(|full| full.at("body"))?;
    let writer = TicketWriter { backend, actor, author: locked.author(actor) };
    let text = EventText { body, form_key: Some(form_key) };
    let command = TicketCommand::Message { status: None, answer };
    let Some(recorded) = writer.apply(&mut tx, &mut locked.ticket, &command, text).await? else {
        return Ok(());
    };
    if let Some(message) = recorded.events.first() {
        attachments::attach(&mut tx, form.key, form.owner, message.id).await?;
    }
    let escalation = settings::load_in(backend, &mut tx).await?.get::<Escalation>();
    escalation::follow_words(backend, &mut tx, &mut locked.ticket, &escalation, &[body]).await?;
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
    let mut tx = backend.begin_for(actor).await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Work).await?;
    let writer = TicketWriter { backend, actor, author: locked.support_author(actor) };
    let text = EventText { body, form_key: Some(submission_key(form.key, [&**body])) };
    let Some(recorded) = writer.apply(&mut tx, &mut locked.ticket, &TicketCommand::Note, text).await? else {
        return Ok(());
    };
    if let Some(note) = recorded.events.first() {
        attachments::attach(&mut tx, form.key, form.owner, note.id).await?;
    }
    tx.commit().await
}

/// Closes a ticket from the requester's side; does nothing if it is closed.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see the ticket.
pub async fn close(backend: &Backend, actor: &Actor, reference: &str) -> Result<(), Error> {
    change_status(backend, actor, reference, &TicketCommand::Close).await
}

/// Reopens a ticket that is done; does nothing to any other.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see the ticket.
pub async fn reopen(backend: &Backend, actor: &Actor, reference: &str) -> Result<(), Error> {
    change_status(backend, actor, reference, &TicketCommand::Reopen).await
}

/// Carries out a command on the status from the side of the actor.
async fn change_status(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    command: &TicketCommand,
) -> Result<(), Error> {
    let mut tx = backend.begin_for(actor).await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Reply).await?;
    let writer = TicketWriter { backend, actor, author: locked.author(actor) };
    writer.apply(&mut tx, &mut locked.ticket, command, EventText::default()).await?;
    tx.commit().await
}
