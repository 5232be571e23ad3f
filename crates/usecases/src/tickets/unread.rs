//! What requesters and their counsellors have not seen yet of what support wrote.

use fyr_domain::Actor;
use fyr_store::ticket_reads;
pub use fyr_store::ticket_reads::WaitingForRequester;

use super::TicketThread;
use crate::{Backend, Error};

/// What waits for the signed-in person in their own tickets.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn count_waiting(backend: &Backend, actor: &Actor) -> Result<WaitingForRequester, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    Ok(ticket_reads::count_for_requester(&mut backend.store.read().await?, user).await?)
}

/// Remembers that the actor has seen a ticket, where it is theirs or a participant's of theirs, and had something new for them.
/// Otherwise nothing is written. The page is shown whether or not it could be remembered.
pub async fn mark_seen(backend: &Backend, actor: &Actor, thread: &TicketThread) {
    if let Err(error) = try_mark_seen(backend, actor, thread).await {
        tracing::warn!(%error, "that a ticket was seen was not remembered");
    }
}

async fn try_mark_seen(backend: &Backend, actor: &Actor, thread: &TicketThread) -> Result<(), Error> {
    let is_listed_for_them = thread.access.requester || thread.access.counsellor.is_some();
    let (true, Some(user), Some(last)) = (is_listed_for_them, actor.user_id(), thread.events.last()) else {
        return Ok(());
    };
    if !thread.unread {
        return Ok(());
    }
    let mut tx = backend.store.begin().await?;
    ticket_reads::mark(&mut tx, user, thread.ticket.id, last.id).await?;
    // lost in a crash, it is new once more
    Ok(tx.commit_without_sync().await?)
}
