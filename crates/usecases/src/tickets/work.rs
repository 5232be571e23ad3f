//! Working the queue: claiming, answering as support, priority and status.

use fyr_domain::{
    Actor,
    permission::TicketAction,
    promise::first_response_due,
    text::Body,
    tickets::{EntryKind, Priority, Side, Status},
};
use fyr_store::{
    Db, attachments, entries, people,
    people::Account,
    tickets,
    tickets::{Listed, QueueFilter, Ticket},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Form, entry, lock_for, promise, set_status};
use crate::{
    Error, Services,
    audit::{self, Did},
    mail::Mail,
};

/// Nobody else is told that the desk exists.
pub(crate) fn only_support(actor: &Actor) -> Result<(), Error> {
    match &actor.user {
        None => Err(Error::SignInFirst),
        Some(_) if actor.works_tickets() => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}

/// The queue: who has waited longest comes first.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not work tickets.
pub async fn queue(
    ctx: &Services,
    actor: &Actor,
    filter: &QueueFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Listed>, i64), Error> {
    only_support(actor)?;
    let mut db = ctx.store.read().await?;
    Ok(tickets::queue(&mut db, actor, filter, limit, offset).await?)
}

/// Whom a ticket of an organisation, or (`None`) of none, may be given to.
///
/// # Errors
/// As [`queue`].
pub async fn agents(
    ctx: &Services,
    actor: &Actor,
    organisation: Option<Uuid>,
) -> Result<Vec<Account>, Error> {
    only_support(actor)?;
    let mut db = ctx.store.read().await?;
    Ok(people::agents(&mut db, organisation).await?)
}

/// Answers as support, and moves the ticket on: to `then`, else to open. The first answer keeps the promise; whoever
/// answers a ticket that nobody has takes it.
///
/// # Errors
/// As [`queue`].
pub async fn reply_as_support(
    ctx: &Services,
    actor: &Actor,
    reference: &str,
    form: Form<'_>,
    (body, then): (&Body, Option<Status>),
) -> Result<(), Error> {
    only_support(actor)?;
    let mut tx = ctx.store.begin().await?;
    let (mut ticket, standing) = lock_for(&mut tx, actor, reference, TicketAction::Work).await?;
    let mut message = entry(ctx, actor, (&ticket, &standing), EntryKind::Message, body);
    message.side = Side::Support;
    message.author_name = actor.user.as_ref().map_or(message.author_name, |user| user.name.clone());
    if !entries::put(&mut tx, &message, Some(form.key)).await? {
        return Ok(());
    }
    attachments::attach(&mut tx, form.key, form.owner, message.id).await?;
    let now = ctx.clock.now();
    ticket.responded_at = ticket.responded_at.or(Some(now));
    ticket.assignee_id = ticket.assignee_id.or(actor.user_id());
    let answered = if ticket.status == Status::New { Status::Open } else { ticket.status };
    set_status(ctx, &mut tx, actor, (&mut ticket, &standing), then.unwrap_or(answered)).await?;
    ticket.waiting_since = None;
    ticket.updated_at = now;
    tickets::update(&mut tx, &ticket).await?;
    promise(ctx, &mut tx, &Mail::Reply { entry: message.id }).await?;
    tx.commit().await?;
    ctx.committed(ticket.id);
    Ok(())
}

/// Who shall have a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assign {
    /// As it is.
    Keep,
    /// The one who asks.
    Me,
    /// Nobody.
    Nobody,
    /// This agent.
    Agent(Uuid),
}

/// What to change about a ticket.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// How soon it must be answered; moves the promise unless it was kept already.
    pub priority: Option<Priority>,
    /// Where it stands.
    pub status: Option<Status>,
    /// Who has it.
    pub assign: Assign,
}

/// Changes priority, status or who has it. The thread tells of the status, the audit log of the rest.
///
/// # Errors
/// As [`queue`].
pub async fn change(ctx: &Services, actor: &Actor, reference: &str, change: Change) -> Result<(), Error> {
    only_support(actor)?;
    let mut tx = ctx.store.begin().await?;
    let (mut ticket, standing) = lock_for(&mut tx, actor, reference, TicketAction::Work).await?;
    let now = ctx.clock.now();
    let was = ticket.clone();
    if let Some(priority) = change.priority {
        ticket.priority = priority;
        let within = ctx.settings.service_level.within(priority);
        ticket.respond_by = first_response_due(&ctx.settings.calendar, ticket.created_at, within);
    }
    ticket.assignee_id = match change.assign {
        Assign::Keep => ticket.assignee_id,
        Assign::Me => actor.user_id(),
        Assign::Nobody => None,
        Assign::Agent(id) => {
            let agents = people::agents(&mut tx, ticket.organisation_id).await?;
            let known = agents.iter().any(|agent| agent.id == id);
            known.then_some(id).or(ticket.assignee_id)
        }
    };
    if let Some(to) = change.status
        && let Some(entry) = set_status(ctx, &mut tx, actor, (&mut ticket, &standing), to).await?
    {
        promise(ctx, &mut tx, &Mail::Change { entry }).await?;
    }
    ticket.updated_at = now;
    tickets::update(&mut tx, &ticket).await?;
    note_change(ctx, &mut tx, actor, (&was, &ticket)).await?;
    tx.commit().await?;
    ctx.committed(ticket.id);
    Ok(())
}

/// Notes what of a ticket was changed that its thread does not tell: priority with the promise, and who has it.
async fn note_change(
    ctx: &Services,
    db: &mut Db,
    actor: &Actor,
    (was, is): (&Ticket, &Ticket),
) -> Result<(), Error> {
    let mut details = Map::new();
    let mut note = |what: &str, from: Value, to: Value| {
        if from != to {
            details.insert(format!("{what}_from"), from);
            details.insert(format!("{what}_to"), to);
        }
    };
    note("priority", json!(was.priority), json!(is.priority));
    note("respond_by", json!(was.respond_by), json!(is.respond_by));
    note("assignee", json!(was.assignee_id), json!(is.assignee_id));
    if details.is_empty() {
        return Ok(());
    }
    let did = Did {
        action: "ticket.changed",
        target: Some(("ticket", is.id)),
        organisation: is.organisation_id,
        details: Value::Object(details),
    };
    audit::record(ctx, db, actor, did).await
}
