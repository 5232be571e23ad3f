//! Reading tickets, always limited to what the actor may see.

use std::{collections::HashMap, sync::Arc};

use fyr_domain::{
    Actor,
    follow_up::FollowUpSchedule,
    permission::{Permission, TicketAccess, TicketAction, may},
    sla::SlaHistory,
    tickets::{Reference, TicketChange},
};
use fyr_store::{
    Db, attachments,
    attachments::Attachment,
    deactivation, mailboxes,
    mailboxes::UnknownGuest,
    people, shared_tickets,
    surveys::{self, SurveyAnswer},
    ticket_access::{self, VisibleTicket},
    ticket_events,
    ticket_events::TicketEvent,
    tickets,
    tickets::{Ticket, TicketStatusFilter, TicketSummary},
};
use uuid::Uuid;

use super::{parse_reference, unknown_guests::ThreadVisibility, work::require_support};
use crate::{
    Backend, Error, audit,
    settings::{self, SettingValues},
};

/// A ticket with everything about it that the actor may see.
#[derive(Clone, Debug)]
pub struct TicketThread {
    /// The ticket's row.
    pub ticket: Ticket,
    /// Its events, oldest first.
    pub events: Vec<TicketEvent>,
    /// The attachments of these events.
    pub files: Vec<Attachment>,
    /// The survey, once the ticket is done: a score of 1 to 5, and a comment.
    pub survey: Option<SurveyAnswer>,
    /// The name of the agent it is assigned to.
    pub assignee: Option<String>,
    /// The actor's access to it.
    pub access: TicketAccess,
    /// The current names of the people whose ids are in the events.
    pub names: HashMap<Uuid, String>,
    /// Whether support has written what the actor had not seen before.
    pub unread: bool,
    /// Whether events are left out because this browser has not shown that the mailbox is its user's.
    pub hides_answers: bool,
    /// For support: whoever filed it without an account, while nobody knows who that is.
    pub unknown_guest: Option<UnknownGuest>,
    /// For support: whether the requester's account is deactivated, so that no mail reaches them.
    pub requester_deactivated: bool,
    /// What is promised.
    pub sla: Arc<SlaHistory>,
    /// When it closes by itself once it is solved.
    pub follow_up: FollowUpSchedule,
}

impl TicketThread {
    /// A ticket with these events and files, and nothing else about it.
    pub(crate) fn new(
        found: VisibleTicket,
        events: Vec<TicketEvent>,
        files: Vec<Attachment>,
        settings: &SettingValues,
    ) -> Self {
        let VisibleTicket { ticket, access, unread } = found;
        Self {
            ticket,
            events,
            files,
            survey: None,
            assignee: None,
            access,
            names: HashMap::new(),
            unread,
            hides_answers: false,
            unknown_guest: None,
            requester_deactivated: false,
            sla: settings.sla(),
            follow_up: *settings.get(),
        }
    }

    /// Whether `actor`, as whom it was read, may do `action` with it.
    pub fn may(&self, actor: &Actor, action: TicketAction) -> bool {
        may(actor, Permission::Ticket(action, &self.access))
    }

    /// The events as they are shown, oldest first: one with a text alone, those without that one person caused at once
    /// together.
    pub fn event_groups(&self) -> impl Iterator<Item = &[TicketEvent]> {
        self.events.chunk_by(|before, event| {
            !before.has_text()
                && !event.has_text()
                && (before.author_id, before.created_at) == (event.author_id, event.created_at)
        })
    }

    /// The attachments of one event.
    pub fn files_for(&self, event: Uuid) -> impl Iterator<Item = &Attachment> {
        self.files.iter().filter(move |file| file.entry_id == Some(event))
    }
}

/// Finds a ticket with its thread. If support opens it, the audit event is committed before this returns.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see it; the same error for anonymous actors, whether or not the ticket exists.
pub async fn find_thread(backend: &Backend, actor: &Actor, reference: &str) -> Result<TicketThread, Error> {
    let mut db = backend.store.read().await?;
    let found = match parse_reference(reference) {
        Ok(reference) => ticket_access::find_visible(&mut db, actor, &reference).await?,
        Err(_) => None,
    };
    let Some(found) = found else { return Err(Error::NotFound) };
    let VisibleTicket { ticket, access, .. } = &found;
    let mut events = ticket_events::list_for_ticket(&mut db, actor, ticket.id, Uuid::nil()).await?;
    let mut files = attachments::list_for_ticket(&mut db, actor, ticket.id).await?;
    let hides_answers = ThreadVisibility::of(&mut db, actor, ticket).await?.hide(&mut events, &mut files);
    let survey =
        if ticket.status.is_done() { surveys::find_for_ticket(&mut db, ticket.id).await? } else { None };
    let assignee = match ticket.assignee_id.filter(|_| !hides_answers) {
        Some(id) => people::find_by_id(&mut db, id).await?.map(|account| account.name),
        None => None,
    };
    let names = resolve_names(&mut db, &events).await?;
    let unknown_guest =
        if access.support { mailboxes::find_unknown_guest(&mut db, &ticket.reference).await? } else { None };
    let requester_deactivated = match ticket.requester_id.filter(|_| access.support) {
        Some(requester) => deactivation::is_deactivated(&mut db, requester).await?,
        None => false,
    };
    // returned to the pool before others are taken
    drop(db);
    let settings = settings::load(backend).await;
    audit::record_ticket_opened(backend, actor, ticket, access).await?;
    Ok(TicketThread {
        survey,
        assignee,
        names,
        hides_answers,
        unknown_guest,
        requester_deactivated,
        ..TicketThread::new(found, events, files, &settings)
    })
}

/// The reference that a text is, where it is that of a ticket which the actor may see. Opens nothing.
///
/// # Errors
/// [`Error::Unavailable`] where the database is away.
pub async fn find_typed_reference(
    backend: &Backend,
    actor: &Actor,
    text: &str,
) -> Result<Option<Reference>, Error> {
    let Ok(reference) = text.parse::<Reference>() else { return Ok(None) };
    let mut db = backend.store.read().await?;
    Ok(tickets::find_visible(&mut db, actor, reference.compact()).await?.map(|_| reference))
}

/// Finds a ticket with its thread for an agent who works it.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not work this ticket.
pub async fn find_thread_to_work(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
) -> Result<TicketThread, Error> {
    require_support(actor)?;
    let thread = find_thread(backend, actor, reference).await?;
    if thread.may(actor, TicketAction::Work) { Ok(thread) } else { Err(Error::NotFound) }
}

/// Finds a ticket with only the events after the event `after`, for live pages. Survey, assignee and access are left empty, and nothing is marked as new.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see it (any more).
pub async fn find_thread_after(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    after: Uuid,
) -> Result<TicketThread, Error> {
    let mut db = backend.store.read().await?;
    let ticket =
        tickets::find_visible(&mut db, actor, &parse_reference(reference)?).await?.ok_or(Error::NotFound)?;
    let mut events = ticket_events::list_for_ticket(&mut db, actor, ticket.id, after).await?;
    let mut files = if events.is_empty() {
        Vec::new()
    } else {
        attachments::list_for_ticket(&mut db, actor, ticket.id).await?
    };
    let hides_answers = !events.is_empty()
        && ThreadVisibility::of(&mut db, actor, &ticket).await?.hide(&mut events, &mut files);
    let names = resolve_names(&mut db, &events).await?;
    drop(db);
    let found = VisibleTicket { ticket, access: TicketAccess::default(), unread: false };
    let settings = settings::load(backend).await;
    Ok(TicketThread { names, hides_answers, ..TicketThread::new(found, events, files, &settings) })
}

/// The current names of the agents to whom the ticket was assigned in these events.
async fn resolve_names(db: &mut Db, events: &[TicketEvent]) -> Result<HashMap<Uuid, String>, Error> {
    let mut ids: Vec<Uuid> = events
        .iter()
        .filter_map(TicketEvent::change)
        .flat_map(|change| match change {
            TicketChange::Assignee { from, to } => [from, to],
            _ => [None, None],
        })
        .flatten()
        .collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let names = fyr_store::audit::list_names(db, &ids).await?;
    Ok(names.into_iter().map(|named| (named.id, named.name)).collect())
}

/// Lists a page of the signed-in person's own tickets; also returns their total number.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn list_own(
    backend: &Backend,
    actor: &Actor,
    filter: TicketStatusFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<TicketSummary>, i64), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = backend.store.read().await?;
    Ok(tickets::list_for_requester(&mut db, actor, user, filter, limit, offset).await?)
}

/// Lists a page of the tickets of colleagues that an organisation's rule lets the signed-in person see; also returns their
/// total number.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn list_by_colleagues(
    backend: &Backend,
    actor: &Actor,
    filter: TicketStatusFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<TicketSummary>, i64), Error> {
    if actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    let mut db = backend.store.read().await?;
    Ok(shared_tickets::list_for_colleagues(&mut db, actor, filter, limit, offset).await?)
}

/// Lists a page of a participant's tickets for their counsellor; also returns their total number.
///
/// # Errors
/// As [`crate::people::find_participant`].
pub async fn list_for_participant(
    backend: &Backend,
    actor: &Actor,
    participant: Uuid,
    filter: TicketStatusFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<TicketSummary>, i64), Error> {
    crate::people::find_participant(backend, actor, participant).await?;
    let mut db = backend.store.read().await?;
    Ok(tickets::list_for_requester(&mut db, actor, participant, filter, limit, offset).await?)
}

/// Finds an attachment of a ticket. If support opens it, this is audited like opening the ticket.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see the ticket or the event it belongs to.
pub async fn find_attachment(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    id: Uuid,
) -> Result<Attachment, Error> {
    let mut db = backend.store.read().await?;
    let reference = parse_reference(reference)?;
    let file = attachments::find_visible(&mut db, actor, &reference, id).await?.ok_or(Error::NotFound)?;
    let found = ticket_access::find_visible(&mut db, actor, &reference).await?;
    let VisibleTicket { ticket, access, .. } = found.ok_or(Error::NotFound)?;
    let sight = ThreadVisibility::of(&mut db, actor, &ticket).await?;
    if sight != ThreadVisibility::Full {
        let events = ticket_events::list_for_ticket(&mut db, actor, ticket.id, Uuid::nil()).await?;
        let event = events.iter().find(|event| file.entry_id == Some(event.id));
        if !event.is_some_and(|event| sight.shows(event)) {
            return Err(Error::NotFound);
        }
    }
    drop(db);
    audit::record_ticket_opened(backend, actor, &ticket, &access).await?;
    Ok(file)
}
