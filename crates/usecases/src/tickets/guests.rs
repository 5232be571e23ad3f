//! People without an account: their links, and no more mail than they want.

use fyr_domain::{Lang, text::EmailAddress};
use fyr_store::{people, tickets};
use uuid::Uuid;

use super::promise;
use crate::{
    Error, Purpose, Services,
    accounts::{For, one_more},
    mail::Mail,
};

/// Promises a mail with fresh links to every ticket of an address, unless it has been sent enough of them for now. The answer
/// is the same in any case.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn send_links(ctx: &Services, email: &EmailAddress, lang: Lang) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    // always written, so that known and unknown addresses take the same time; the job finds out
    if one_more(ctx, &mut tx, For::TicketLinks, email).await? {
        promise(ctx, &mut tx, &Mail::Links { email: email.to_string(), lang }).await?;
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}

/// Lets this browser see the ticket that a link from a mail opens.
///
/// # Errors
/// [`Error::NotFound`] where the link is forged or has expired; [`Error::SignInFirst`] where the ticket belongs to an account
/// by now.
pub async fn open_link(ctx: &Services, guest: Uuid, token: &str) -> Result<(), Error> {
    let ticket = ctx.open_link(Purpose::Ticket, token).ok_or(Error::NotFound)?;
    let mut tx = ctx.store.begin().await?;
    if tickets::find(&mut tx, ticket).await?.ok_or(Error::NotFound)?.requester_id.is_some() {
        return Err(Error::SignInFirst);
    }
    tickets::let_guest_in(&mut tx, guest, ticket, ctx.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Stops mail about changes of status, on the word of a link in such a mail. Answers still come.
///
/// # Errors
/// [`Error::NotFound`] where the link is not one of ours.
pub async fn unsubscribe(ctx: &Services, token: &str) -> Result<(), Error> {
    let ticket = ctx.open_link(Purpose::Unsubscribe, token).ok_or(Error::NotFound)?;
    let mut tx = ctx.store.begin().await?;
    let ticket = tickets::find(&mut tx, ticket).await?.ok_or(Error::NotFound)?;
    people::opt_out(&mut tx, &ticket.requester_email, ctx.clock.now()).await?;
    Ok(tx.commit().await?)
}
