//! The work of support: the queue, replying as support, and changing priority, status and assignee.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    permission::{Permission, TicketAction},
    reply_templates::Placeholder,
    text::Body,
    tickets::{AnswerNeed, Assignment, Priority, Status, TicketCommand, TicketKind, TicketUpdate},
};
use fyr_store::{
    attachments, people,
    people::Account,
    ticket_queue::{self, QueueFilter, QueuedTicket},
};
use uuid::Uuid;

use super::{
    FormRef, escalation, lock_ticket,
    record::{EventText, TicketWriter},
};
use crate::{Backend, Error, classification, require::require, submission_key};

/// Checks that the actor works for support. Others get [`Error::NotFound`], so that they do not learn that the desk exists.
pub(crate) fn require_support(actor: &Actor) -> Result<(), Error> {
    require(actor, Permission::OpenDesk)
}

/// Lists a page of the queue, what is due first at the top; also returns the total number.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not work tickets.
pub async fn list_queue(
    backend: &Backend,
    actor: &Actor,
    filter: &QueueFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<QueuedTicket>, i64), Error> {
    require_support(actor)?;
    let mut db = backend.store.read().await?;
    Ok(ticket_queue::list_queue(&mut db, actor, filter, limit, offset).await?)
}

/// Lists the agents to whom a ticket of an organisation, or of none (`None`), may be assigned.
///
/// # Errors
/// As [`list_queue`].
pub async fn list_agents(
    backend: &Backend,
    actor: &Actor,
    organisation: Option<Uuid>,
) -> Result<Vec<Account>, Error> {
    require_support(actor)?;
    let mut db = backend.store.read().await?;
    Ok(people::list_agents(&mut db, organisation).await?)
}

/// A public message of support.
#[derive(Clone, Copy, Debug)]
pub struct SupportReply<'a> {
    /// The text of the message.
    pub body: &'a Body,
    /// The status to leave the ticket in; `None` opens a new ticket and leaves others as they are.
    pub status: Option<Status>,
    /// The version of the ticket's links on the page it was written on: which address its author saw. `None` where that is unknown.
    pub link_version: Option<i64>,
}

/// Replies as support with the files uploaded with the form; submitting the same form twice replies once. The first reply
/// meets the service level; an unassigned ticket is assigned to the author.
///
/// # Errors
/// As [`list_queue`]; [`Error::Invalid`] where the ticket's address was corrected while the reply was written, or where a value of a
/// template is missing in it.
pub async fn reply_as_support(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    form: FormRef<'_>,
    reply: SupportReply<'_>,
) -> Result<(), Error> {
    require_support(actor)?;
    if Placeholder::is_missing_in(reply.body) {
        return Err(FieldErrors::single("body", Problem::MissingValue).into());
    }
    let mut tx = backend.begin().await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Work).await?;
    if reply.link_version.is_some_and(|version| version != locked.ticket.link_version) {
        return Err(FieldErrors::single("body", Problem::RecipientChanged).into());
    }
    escalation::require_level(actor, &locked.ticket, reply.status, "then")?;
    let writer = TicketWriter { backend, actor, author: locked.support_author(actor) };
    let text = EventText { body: reply.body, form_key: Some(submission_key(form.key, [&**reply.body])) };
    let command = TicketCommand::Message { status: reply.status, answer: AnswerNeed::Wanted };
    let Some(recorded) = writer.apply(&mut tx, &mut locked.ticket, &command, text).await? else {
        return Ok(());
    };
    if let Some(message) = recorded.events.first() {
        attachments::attach(&mut tx, form.key, form.owner, message.id).await?;
    }
    tx.commit().await
}

/// Says as support that what the requester's side wrote last needs no answer, as thanks do: its clock ends, and both sides read it.
///
/// # Errors
/// As [`list_queue`].
pub async fn needs_no_answer(backend: &Backend, actor: &Actor, reference: &str) -> Result<(), Error> {
    require_support(actor)?;
    let mut tx = backend.begin().await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Work).await?;
    let writer = TicketWriter { backend, actor, author: locked.support_author(actor) };
    let command = TicketCommand::NeedsNoAnswer;
    writer.apply(&mut tx, &mut locked.ticket, &command, EventText::default()).await?;
    tx.commit().await
}

/// A change of the agent that a ticket is assigned to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AssigneeChange {
    /// Leave it assigned as it is.
    #[default]
    Unchanged,
    /// Assign it to the actor.
    Actor,
    /// Assign it to the actor, unless a colleague has it by now.
    ActorIfUnassigned,
    /// Remove the assignment.
    Unassigned,
    /// Assign it to the agent with this id; ignored if the agent may not have this ticket.
    Agent(Uuid),
}

/// A change of a ticket by support; `None` leaves a property as it is.
#[derive(Clone, Debug, Default)]
pub struct TicketEdit {
    /// The priority; moves the times by which promises are due.
    pub priority: Option<Priority>,
    /// The new status.
    pub status: Option<Status>,
    /// The agent who works on it.
    pub assignee: AssigneeChange,
    /// The kind; moves deadlines where a policy depends on it.
    pub kind: Option<TicketKind>,
    /// The slug of the topic.
    pub topic: Option<String>,
}

/// Changes priority, status, assignee, kind or topic. Each that is another one becomes an event of the ticket.
///
/// # Errors
/// As [`list_queue`]; [`Error::Invalid`] where there is no such topic, or the ticket is on a level on which somebody else closes it.
pub async fn update(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    edit: TicketEdit,
) -> Result<(), Error> {
    require_support(actor)?;
    let classification = classification::get(backend).await?;
    let mut tx = backend.begin().await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Work).await?;
    escalation::require_level(actor, &locked.ticket, edit.status, "status")?;
    let assignee = match edit.assignee {
        AssigneeChange::Unchanged => None,
        // decided under the ticket's lock: of two who claim it at once, the first has it
        AssigneeChange::ActorIfUnassigned if locked.ticket.assignee_id.is_some() => None,
        AssigneeChange::Actor | AssigneeChange::ActorIfUnassigned => actor.user_id().map(Assignment::Agent),
        AssigneeChange::Unassigned => Some(Assignment::Nobody),
        AssigneeChange::Agent(id) => {
            let agents = people::list_agents(&mut tx, locked.ticket.organisation_id).await?;
            agents.iter().any(|agent| agent.id == id).then_some(Assignment::Agent(id))
        }
    };
    let TicketEdit { priority, status, kind, topic, .. } = edit;
    let is_known = |slug: &String| classification.topics.iter().any(|topic| topic.slug == *slug);
    if topic.as_ref().is_some_and(|slug| !is_known(slug)) {
        return Err(FieldErrors::single("topic", Problem::UnknownChoice).into());
    }
    let command = TicketCommand::Update(TicketUpdate { priority, assignee, status, kind, topic });
    let writer = TicketWriter { backend, actor, author: locked.author(actor) };
    writer.apply(&mut tx, &mut locked.ticket, &command, EventText::default()).await?;
    tx.commit().await
}
