//! Claiming tickets that were filed without an account from the address that the account has now.

use fyr_domain::Actor;
use fyr_store::claims::{self, ClaimableTicket};
use serde_json::json;

use crate::{Backend, Error, audit};

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
    for ticket in claims::list_for_user(&mut tx, user).await? {
        if claims::claim(&mut tx, user, ticket.id).await? {
            claimed += 1;
            let event = audit::AuditEvent {
                action: "ticket.claimed",
                target: Some(("ticket", ticket.id)),
                organisation: None,
                details: json!({}),
            };
            audit::record(backend, &mut tx, actor, event).await?;
        }
    }
    tx.commit().await?;
    Ok(claimed)
}
