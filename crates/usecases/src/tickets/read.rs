//! Reading tickets, always as the actor.

use fyr_domain::{
    Actor,
    permission::{Question, Standing, TicketAction, may},
};
use fyr_store::{
    attachments,
    attachments::Attachment,
    cases, entries,
    entries::Entry,
    people, surveys, tickets,
    tickets::{Listed, Show, Ticket},
};
use uuid::Uuid;

use super::{compact, work::only_support};
use crate::{Error, Services, audit};

/// A ticket and everything of it the actor may see.
#[derive(Clone, Debug)]
pub struct Thread {
    /// The ticket.
    pub ticket: Ticket,
    /// Its entries in order.
    pub entries: Vec<Entry>,
    /// Their files.
    pub files: Vec<Attachment>,
    /// What the requester thought of the help: 1 to 5 and a comment.
    pub survey: Option<(i64, Option<String>)>,
    /// The agent who has it.
    pub assignee: Option<String>,
    /// What the actor is to it.
    pub standing: Standing,
}

impl Thread {
    /// Whether the actor it was read as may do this with it.
    pub fn may(&self, actor: &Actor, action: TicketAction) -> bool {
        may(actor, Question::Ticket(action, &self.standing))
    }

    /// The files of one entry.
    pub fn files_of(&self, entry: Uuid) -> impl Iterator<Item = &Attachment> {
        self.files.iter().filter(move |file| file.entry_id == Some(entry))
    }
}

/// One ticket. That support opened it is in the audit log before this returns.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see it; also where nobody is known at all, said alike whether or not the
/// ticket exists.
pub async fn show(ctx: &Services, actor: &Actor, reference: &str) -> Result<Thread, Error> {
    let mut db = ctx.store.read().await?;
    let found = match compact(reference) {
        Ok(reference) => tickets::find_visible(&mut db, actor, &reference).await?,
        Err(_) => None,
    };
    let Some(ticket) = found else { return Err(Error::NotFound) };
    let entries = entries::of_ticket(&mut db, actor, ticket.id, Uuid::nil()).await?;
    let files = attachments::of_ticket(&mut db, actor, ticket.id).await?;
    let survey = if ticket.status.is_done() { surveys::find(&mut db, ticket.id).await? } else { None };
    let assignee = match ticket.assignee_id {
        Some(id) => people::find(&mut db, id).await?.map(|account| account.name),
        None => None,
    };
    let standing = tickets::standing(&mut db, actor, ticket.id).await?;
    // a connection is given back before another is asked for
    drop(db);
    audit::opened(ctx, actor, (&ticket, &standing)).await?;
    Ok(Thread { ticket, entries, files, survey, assignee, standing })
}

/// One ticket, for working it.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not work this ticket.
pub async fn to_work(ctx: &Services, actor: &Actor, reference: &str) -> Result<Thread, Error> {
    only_support(actor)?;
    let thread = show(ctx, actor, reference).await?;
    if thread.may(actor, TicketAction::Work) { Ok(thread) } else { Err(Error::NotFound) }
}

/// What came to a ticket after an entry: for live pages.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see it (any more).
pub async fn news(ctx: &Services, actor: &Actor, reference: &str, after: Uuid) -> Result<Thread, Error> {
    let mut db = ctx.store.read().await?;
    let ticket = tickets::find_visible(&mut db, actor, &compact(reference)?).await?.ok_or(Error::NotFound)?;
    let entries = entries::of_ticket(&mut db, actor, ticket.id, after).await?;
    let files = if entries.is_empty() {
        Vec::new()
    } else {
        attachments::of_ticket(&mut db, actor, ticket.id).await?
    };
    let standing = Standing::default();
    Ok(Thread { ticket, entries, files, survey: None, assignee: None, standing })
}

/// The signed-in person's own tickets, and how many there are.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn mine(
    ctx: &Services,
    actor: &Actor,
    show: Show,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Listed>, i64), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = ctx.store.read().await?;
    Ok(tickets::of_requester(&mut db, (actor, user), show, limit, offset).await?)
}

/// Tickets of colleagues that the rule of an organisation lets the signed-in person see, and how many there are.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn of_colleagues(
    ctx: &Services,
    actor: &Actor,
    show: Show,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Listed>, i64), Error> {
    if actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    let mut db = ctx.store.read().await?;
    Ok(cases::of_colleagues(&mut db, actor, show, limit, offset).await?)
}

/// A participant's tickets, for their counsellor.
///
/// # Errors
/// As [`crate::people::participant`].
pub async fn of_participant(
    ctx: &Services,
    actor: &Actor,
    participant: Uuid,
    show: Show,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Listed>, i64), Error> {
    crate::people::participant(ctx, actor, participant).await?;
    let mut db = ctx.store.read().await?;
    Ok(tickets::of_requester(&mut db, (actor, participant), show, limit, offset).await?)
}

/// A file of a ticket.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see the ticket or the entry it belongs to.
pub async fn attachment(
    ctx: &Services,
    actor: &Actor,
    reference: &str,
    id: Uuid,
) -> Result<Attachment, Error> {
    let mut db = ctx.store.read().await?;
    let reference = compact(reference)?;
    let file = attachments::find_visible(&mut db, actor, &reference, id).await?.ok_or(Error::NotFound)?;
    let ticket = tickets::find_visible(&mut db, actor, &reference).await?.ok_or(Error::NotFound)?;
    let standing = tickets::standing(&mut db, actor, ticket.id).await?;
    drop(db);
    audit::opened(ctx, actor, (&ticket, &standing)).await?;
    Ok(file)
}
