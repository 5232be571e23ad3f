//! The work of support: the queue, replying as support, and changing priority, status and assignee.

use fyr_domain::{
    Actor,
    permission::TicketAction,
    sla::{ServiceLevel, first_response_due},
    text::Body,
    tickets::{Priority, Side, Status, TicketEventKind},
};
use fyr_store::{
    Db, attachments, people,
    people::Account,
    ticket_events, tickets,
    tickets::{QueueFilter, Ticket, TicketSummary},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{FormRef, LockedTicket, lock_ticket, set_status};
use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
    events::{Event, Notify},
    settings,
};

/// Checks that the actor works for support. Others get [`Error::NotFound`], so that they do not learn that the desk exists.
pub(crate) fn require_support(actor: &Actor) -> Result<(), Error> {
    match &actor.user {
        None => Err(Error::SignInFirst),
        Some(_) if actor.can_open_desk() => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}

/// Lists a page of the queue, longest waiting first; also returns the total number.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not work tickets.
pub async fn list_queue(
    backend: &Backend,
    actor: &Actor,
    filter: &QueueFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<TicketSummary>, i64), Error> {
    require_support(actor)?;
    let mut db = backend.store.read().await?;
    Ok(tickets::list_queue(&mut db, actor, filter, limit, offset).await?)
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
}

/// Replies as support with the files uploaded with the form; submitting the same form twice replies once. The first reply
/// meets the service level; an unassigned ticket is assigned to the author.
///
/// # Errors
/// As [`list_queue`].
pub async fn reply_as_support(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    form: FormRef<'_>,
    reply: SupportReply<'_>,
) -> Result<(), Error> {
    require_support(actor)?;
    let mut tx = backend.begin().await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Work).await?;
    let mut message = locked.new_event(backend, actor, TicketEventKind::Message, reply.body);
    message.side = Side::Support;
    message.author_name = actor.user.as_ref().map_or(message.author_name, |user| user.name.clone());
    if !ticket_events::insert(&mut tx, &message, Some(form.key)).await? {
        return Ok(());
    }
    attachments::attach(&mut tx, form.key, form.owner, message.id).await?;
    let now = backend.clock.now();
    locked.ticket.responded_at = locked.ticket.responded_at.or(Some(now));
    locked.ticket.assignee_id = locked.ticket.assignee_id.or(actor.user_id());
    let default = if locked.ticket.status == Status::New { Status::Open } else { locked.ticket.status };
    set_status(backend, &mut tx, actor, &mut locked, reply.status.unwrap_or(default)).await?;
    let LockedTicket { mut ticket, .. } = locked;
    ticket.waiting_since = None;
    ticket.updated_at = now;
    tickets::update(&mut tx, &ticket).await?;
    tx.emit(Event::MessageAdded { ticket: ticket.id, event: message.id, notify: Notify::Requester });
    tx.commit().await
}

/// A change of the agent that a ticket is assigned to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssigneeChange {
    /// Leave it assigned as it is.
    Unchanged,
    /// Assign it to the actor.
    Actor,
    /// Remove the assignment.
    Unassigned,
    /// Assign it to the agent with this id; ignored if the agent may not have this ticket.
    Agent(Uuid),
}

/// A change of a ticket by support; `None` leaves a property as it is.
#[derive(Clone, Copy, Debug)]
pub struct TicketChange {
    /// The priority; moves the time by which the first response is due.
    pub priority: Option<Priority>,
    /// The new status.
    pub status: Option<Status>,
    /// The agent who works on it.
    pub assignee: AssigneeChange,
}

/// Changes priority, status or assignee. A new status becomes an event of the ticket, the rest an audit event.
///
/// # Errors
/// As [`list_queue`].
pub async fn update(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    change: TicketChange,
) -> Result<(), Error> {
    require_support(actor)?;
    let service_level = settings::current::<ServiceLevel>(backend).await;
    let mut tx = backend.begin().await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Work).await?;
    let now = backend.clock.now();
    let before = locked.ticket.clone();
    let ticket = &mut locked.ticket;
    if let Some(priority) = change.priority {
        ticket.priority = priority;
        let within = service_level.first_response(priority);
        ticket.respond_by = first_response_due(&backend.settings.calendar, ticket.created_at, within);
    }
    ticket.assignee_id = match change.assignee {
        AssigneeChange::Unchanged => ticket.assignee_id,
        AssigneeChange::Actor => actor.user_id(),
        AssigneeChange::Unassigned => None,
        AssigneeChange::Agent(id) => {
            let agents = people::list_agents(&mut tx, ticket.organisation_id).await?;
            let known = agents.iter().any(|agent| agent.id == id);
            known.then_some(id).or(ticket.assignee_id)
        }
    };
    if let Some(to) = change.status
        && let Some(event) = set_status(backend, &mut tx, actor, &mut locked, to).await?
    {
        tx.emit(Event::StatusChanged { ticket: locked.ticket.id, event, notify: Notify::Requester });
    }
    let LockedTicket { mut ticket, .. } = locked;
    ticket.updated_at = now;
    tickets::update(&mut tx, &ticket).await?;
    audit_changes(backend, &mut tx, actor, &before, &ticket).await?;
    tx.emit(Event::TicketChanged { ticket: ticket.id });
    tx.commit().await
}

/// Records an audit event of the changes that are not in the ticket's thread: priority, due time and assignee.
async fn audit_changes(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    before: &Ticket,
    after: &Ticket,
) -> Result<(), Error> {
    let mut details = Map::new();
    let mut add = |what: &str, from: Value, to: Value| {
        if from != to {
            details.insert(format!("{what}_from"), from);
            details.insert(format!("{what}_to"), to);
        }
    };
    add("priority", json!(before.priority), json!(after.priority));
    add("respond_by", json!(before.respond_by), json!(after.respond_by));
    add("assignee", json!(before.assignee_id), json!(after.assignee_id));
    if details.is_empty() {
        return Ok(());
    }
    let event = AuditEvent {
        action: "ticket.changed",
        target: Some(("ticket", after.id)),
        organisation: after.organisation_id,
        details: Value::Object(details),
    };
    audit::record(backend, db, actor, event).await
}
