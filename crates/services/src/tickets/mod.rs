//! Tickets: filing, following, answering, working the queue.

mod drafts;
mod file;
mod guests;
mod read;
mod reply;
mod survey;
mod uploads;
mod work;

pub use drafts::{forget_draft, keep_draft, latest_draft, pending_files};
pub use file::{Filed, check, file};
pub use guests::{send_links, unsubscribe};
pub use read::{Thread, attachment, mine, news, of_participant, show};
pub use reply::{close, note, reopen, reply};
pub use survey::survey;
pub use uploads::{Upload, receive_uploads, remove_upload};
pub use work::{Assign, Change, agents, change, queue, reply_as_support};

use fyr_domain::{
    Actor,
    tickets::{EntryKind, Reference, Side, Status},
};
use fyr_store::{Db, entries, entries::Entry, outbox, tickets::Ticket};
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

/// Which side of a ticket the actor writes from.
fn side(actor: &Actor, ticket: &Ticket) -> Side {
    if actor.user_id().is_some() && actor.user_id() == ticket.requester_id {
        Side::Requester
    } else if actor.works_tickets() {
        Side::Support
    } else if actor.user.is_some() && actor.guest_ticket != Some(ticket.id) {
        Side::Counsellor
    } else {
        Side::Requester
    }
}

/// The name an entry is signed with.
fn author_name(actor: &Actor, ticket: &Ticket) -> String {
    match (&actor.user, side(actor, ticket)) {
        (Some(user), Side::Support | Side::Counsellor) => user.name.clone(),
        _ => ticket.requester_name.clone(),
    }
}

/// An entry of now by the actor.
fn entry(ctx: &Services, actor: &Actor, ticket: &Ticket, kind: EntryKind, body: &str) -> Entry {
    Entry {
        id: ctx.clock.id(),
        ticket_id: ticket.id,
        kind,
        side: side(actor, ticket),
        author_id: actor.user_id(),
        author_name: author_name(actor, ticket),
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
    ticket: &mut Ticket,
    to: Status,
) -> Result<Option<Uuid>, Error> {
    if ticket.status == to {
        return Ok(None);
    }
    let mut line = entry(ctx, actor, ticket, EntryKind::Change, "");
    line.status_from = Some(ticket.status.as_str().to_owned());
    line.status_to = Some(to.as_str().to_owned());
    entries::put(db, &line, None).await?;
    ticket.status = to;
    // whose turn it is: only new and open tickets wait for support
    ticket.waiting_since = match to {
        Status::New | Status::Open => ticket.waiting_since,
        Status::WaitingForRequester | Status::OnHold | Status::Solved | Status::Closed => None,
    };
    Ok(Some(line.id))
}

/// Promises a mail as part of the transaction.
async fn promise(ctx: &Services, db: &mut Db, mail: &Mail) -> Result<(), Error> {
    let payload = serde_json::to_value(mail).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(outbox::put(db, ctx.clock.id(), "mail", &payload, ctx.clock.now()).await?)
}

impl Services {
    /// Tells jobs and live pages, once a transaction has committed.
    fn committed(&self, ticket: Uuid) {
        self.work.notify_waiters();
        // nobody watching is fine
        let _ = self.news.send(ticket);
    }
}
