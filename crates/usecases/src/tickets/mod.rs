//! Tickets: filing, following, answering, working the queue.

mod drafts;
mod file;
mod guests;
mod private;
mod read;
mod reply;
mod survey;
mod uploads;
mod work;

pub use drafts::{forget_draft, keep_draft, latest_draft, pending_files};
pub use file::{Filed, check, file};
pub use guests::{open_link, send_links, unsubscribe};
pub use private::{Privacy, set_private};
pub use read::{Thread, attachment, mine, news, of_colleagues, of_participant, show, to_work};
pub use reply::{close, note, reopen, reply};
pub use survey::survey;
pub use uploads::{Upload, receive_uploads, remove_upload};
pub(crate) use work::only_support;
pub use work::{Assign, Change, agents, change, queue, reply_as_support};

use fyr_domain::{
    Actor,
    permission::{Question, Standing, TicketAction, may},
    tickets::{EntryKind, Reference, Side, Status},
};
use fyr_store::{Db, entries, entries::Entry, outbox, tickets, tickets::Ticket};
use uuid::Uuid;

use crate::{Error, Services, mail::Mail};

/// The reference as stored, of whatever a person typed; what cannot be one does not exist.
fn compact(reference: &str) -> Result<String, Error> {
    let reference: Reference = reference.parse().map_err(|_| Error::NotFound)?;
    Ok(reference.compact().to_owned())
}

/// A reference as people read it.
pub fn spoken(compact: &str) -> String {
    compact.parse::<Reference>().map_or_else(|_| compact.to_owned(), |reference| reference.to_string())
}

/// A form on its way: its key, and whose it is. Nobody else's form is touched, whoever knows its key.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// The key in its hidden field.
    pub key: Uuid,
    /// A person's or a browser's key.
    pub owner: &'a str,
}

/// The ticket, locked for the rest of the transaction, and what the actor is to it, if they may do this with it.
pub(crate) async fn lock_for(
    db: &mut Db,
    actor: &Actor,
    reference: &str,
    action: TicketAction,
) -> Result<(Ticket, Standing), Error> {
    let ticket = tickets::lock_visible(db, actor, &compact(reference)?).await?.ok_or(Error::NotFound)?;
    let standing = tickets::standing(db, actor, ticket.id).await?;
    if may(actor, Question::Ticket(action, &standing)) {
        Ok((ticket, standing))
    } else {
        Err(Error::NotFound)
    }
}

/// Which side of a ticket the actor writes from.
const fn side(standing: Standing) -> Side {
    match standing {
        Standing { requester: true, .. } => Side::Requester,
        Standing { support: true, .. } => Side::Support,
        // whoever holds the link in the requester's mail writes as the requester, as they would by mail
        Standing { guest: true, .. } => Side::Requester,
        Standing { .. } => Side::Counsellor,
    }
}

/// The name an entry is signed with.
fn author_name(actor: &Actor, ticket: &Ticket, standing: Standing) -> String {
    match (&actor.user, side(standing)) {
        (Some(user), Side::Support | Side::Counsellor) => user.name.clone(),
        _ => ticket.requester_name.clone(),
    }
}

/// An entry of now by the actor.
pub(crate) fn entry(
    ctx: &Services,
    actor: &Actor,
    (ticket, standing): (&Ticket, &Standing),
    kind: EntryKind,
    body: &str,
) -> Entry {
    Entry {
        id: ctx.clock.id(),
        ticket_id: ticket.id,
        kind,
        side: side(*standing),
        author_id: actor.user_id(),
        author_name: author_name(actor, ticket, *standing),
        body: body.to_owned(),
        status_from: None,
        status_to: None,
        created_at: ctx.clock.now(),
    }
}

/// Moves a ticket to another status, with a line in its thread. Nothing where it is there already.
async fn set_status(
    ctx: &Services,
    db: &mut Db,
    actor: &Actor,
    (ticket, standing): (&mut Ticket, &Standing),
    to: Status,
) -> Result<Option<Uuid>, Error> {
    if ticket.status == to {
        return Ok(None);
    }
    let mut line = entry(ctx, actor, (ticket, standing), EntryKind::Change, "");
    line.status_from = Some(ticket.status.as_str().to_owned());
    line.status_to = Some(to.as_str().to_owned());
    entries::put(db, &line, None).await?;
    ticket.status = to;
    // whose turn it is: only new and open tickets wait for support; one that was never answered has waited all along
    ticket.waiting_since = match to {
        Status::New | Status::Open => ticket.waiting_since.or_else(|| {
            Some(if ticket.responded_at.is_none() { ticket.created_at } else { ctx.clock.now() })
        }),
        Status::WaitingForRequester | Status::OnHold | Status::Solved | Status::Closed => None,
    };
    Ok(Some(line.id))
}

/// Promises a mail as part of the transaction.
pub(crate) async fn promise(ctx: &Services, db: &mut Db, mail: &Mail) -> Result<(), Error> {
    let payload = serde_json::to_value(mail).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(outbox::put(db, ctx.clock.id(), "mail", &payload, ctx.clock.now()).await?)
}

impl Services {
    /// Tells jobs and live pages, once a transaction has committed.
    pub(crate) fn committed(&self, ticket: Uuid) {
        self.work.notify_waiters();
        // nobody watching is fine
        let _ = self.news.send(ticket);
    }
}
