//! Claiming tickets that were filed without an account from the address that the account has now.

use fyr_domain::{
    Actor,
    tickets::{Side, TicketCommand},
};
use fyr_store::{
    claims::{self, ClaimableTicket},
    tickets,
};

use crate::{
    Backend, Error,
    tickets::{EventAuthor, EventText, TicketWriter},
};

/// Lists tickets that were filed without an account from the signed-in person's address: none while it is not confirmed.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn list_claimable_tickets(backend: &Backend, actor: &Actor) -> Result<Vec<ClaimableTicket>, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut db = backend.store.read().await?;
    Ok(claims::list_for_user(&mut db, user).await?)
}

/// Makes the signed-in person the requester of these tickets and returns how many were claimed.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn claim_tickets(backend: &Backend, actor: &Actor) -> Result<usize, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = backend.begin().await?;
    let mut claimed = 0;
    for ClaimableTicket { id, .. } in claims::list_for_user(&mut tx, user).await? {
        let before = tickets::find_by_id(&mut tx, id).await?;
        if let Some(mut ticket) = before
            && claims::claim(&mut tx, user, id).await?
        {
            claimed += 1;
            let name = actor.user.as_ref().map_or_else(String::new, |user| user.name.clone());
            let author = EventAuthor { user: Some(user), name, side: Side::Requester, on_behalf_of: None };
            let writer = TicketWriter { backend, actor, author };
            let command = TicketCommand::Claim { requester: user };
            writer.apply(&mut tx, &mut ticket, &command, EventText::default()).await?;
        }
    }
    tx.commit().await?;
    Ok(claimed)
}
