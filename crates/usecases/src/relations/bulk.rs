//! A counsellor's bulk actions on tickets of their participants. Each ticket is handled on its own: a ticket that does not allow
//! the action is counted and does not stop the rest.

use fyr_domain::{Actor, permission::Permission, text::Body, tickets::AnswerNeed};
use fyr_store::{shared_tickets, shared_tickets::ParticipantTicketFilter, tickets::TicketSummary};
use uuid::Uuid;

use crate::{
    Backend, Error,
    require::require,
    tickets::{self, FormRef, Reply},
};

/// The result of a bulk action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BulkResult {
    /// The number of tickets that were changed.
    pub done: usize,
    /// The number of tickets that were skipped: the counsellor may only read them, or has no access any more.
    pub skipped: usize,
}

impl BulkResult {
    fn count(&mut self, outcome: Result<(), Error>) -> Result<(), Error> {
        match outcome {
            Ok(()) => self.done += 1,
            Err(Error::NotFound) => self.skipped += 1,
            Err(other) => return Err(other),
        }
        Ok(())
    }
}

fn require_counsellor(actor: &Actor) -> Result<(), Error> {
    require(actor, Permission::Counsel)
}

/// A page of the tickets of all of a counsellor's participants, and the total number that match the filter.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who is not a counsellor.
pub async fn list_tickets(
    backend: &Backend,
    actor: &Actor,
    filter: &ParticipantTicketFilter,
    limit: i64,
    offset: i64,
) -> Result<(Vec<TicketSummary>, i64), Error> {
    require_counsellor(actor)?;
    let mut db = backend.store.read().await?;
    Ok(shared_tickets::list_for_participants(&mut db, actor, filter, limit, offset).await?)
}

/// Closes several tickets by their references.
///
/// # Errors
/// As [`list_tickets`].
pub async fn close_tickets(
    backend: &Backend,
    actor: &Actor,
    references: &[String],
) -> Result<BulkResult, Error> {
    require_counsellor(actor)?;
    let mut result = BulkResult::default();
    for reference in references {
        result.count(tickets::close(backend, actor, reference).await)?;
    }
    Ok(result)
}

/// Adds the same message to several tickets. The same form sent twice adds it once.
///
/// # Errors
/// As [`list_tickets`].
pub async fn reply_to_tickets(
    backend: &Backend,
    actor: &Actor,
    form: FormRef<'_>,
    references: &[String],
    body: &Body,
) -> Result<BulkResult, Error> {
    require_counsellor(actor)?;
    let reply = Reply { body, link_version: None, answer: AnswerNeed::Wanted };
    let mut result = BulkResult::default();
    for reference in references {
        let outcome = match tickets::find_thread(backend, actor, reference).await {
            Ok(thread) => {
                // one form key for each ticket, derived from that of the form
                let key = Uuid::from_u128(form.key.as_u128() ^ thread.ticket.id.as_u128());
                tickets::reply(backend, actor, reference, FormRef { key, ..form }, reply).await
            }
            Err(error) => Err(error),
        };
        result.count(outcome)?;
    }
    Ok(result)
}
