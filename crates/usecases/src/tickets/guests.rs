//! Guests, who have no account: links to their tickets, and unsubscribing from mail about status changes.

use chrono::TimeDelta;
use fyr_domain::{Actor, Lang, text::EmailAddress};
use fyr_store::{Db, guest_browsers, mailboxes, people, ticket_access, tickets, tickets::Ticket};
use uuid::Uuid;

use super::TicketLinksEmail;
use crate::{
    Backend, Error, LinkPurpose,
    accounts::{TokenPurpose, hash_key, try_count_email},
};

/// Enqueues an email with fresh links to all tickets of an address, unless its rate limit is reached. The result does not
/// reveal whether the address is known.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn send_links(
    backend: &Backend,
    actor: &Actor,
    email: &EmailAddress,
    lang: Lang,
) -> Result<(), Error> {
    let mut tx = backend.begin_for(actor).await?;
    // enqueued for unknown addresses too, so that the response time reveals nothing; the job drops those
    if try_count_email(backend, &mut tx, actor, TokenPurpose::TicketLinks, email).await? {
        tx.enqueue_email(TicketLinksEmail { email: email.to_string(), lang }).await?;
    }
    tx.commit().await
}

/// How long a browser that gets another session without access to tickets gets the same guest key: long enough for forms that are
/// sent at the same time, and for one that is sent again because its answer was lost; shorter than any session.
const SAME_BROWSER: TimeDelta = TimeDelta::minutes(10);

/// The guest key under which the tickets are kept that a browser files or opens from now on. `browser` is the secret key of its
/// cookie, `current` the guest key of its session, whose tickets the new one opens too. Whoever knew the session before knows the
/// current key alone.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn guest_key(backend: &Backend, browser: &str, current: Option<Uuid>) -> Result<Uuid, Error> {
    let now = backend.clock.now();
    let mut tx = backend.store.begin().await?;
    let (browser, new) = (hash_key(browser), backend.clock.id());
    let key = guest_browsers::find_or_insert(&mut tx, &browser, new, now - SAME_BROWSER, now).await?;
    if let Some(current) = current.filter(|current| *current != key) {
        ticket_access::copy_between_guests(&mut tx, current, key).await?;
    }
    // what is filed or opened with it waits for the disk, and takes this along
    tx.commit_without_sync().await?;
    Ok(key)
}

/// Forgets the guest key of a browser, so that whoever uses it next does not get it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn forget_guest_key(backend: &Backend, browser: &str) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    guest_browsers::delete(&mut tx, &hash_key(browser)).await?;
    tx.commit().await
}

/// Verifies the token of a mailed link and gives the guest access to its ticket in this browser.
///
/// # Errors
/// [`Error::NotFound`] where the link is forged, has expired, or was mailed to an address that was corrected since;
/// [`Error::SignInFirst`] where the ticket belongs to an account by now.
pub async fn open_guest_link(backend: &Backend, guest: Uuid, token: &str) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let ticket = find_linked(backend, &mut tx, LinkPurpose::Ticket, token).await?;
    if ticket.requester_id.is_some() {
        return Err(Error::SignInFirst);
    }
    ticket_access::grant_to_guest(&mut tx, guest, ticket.id, backend.clock.now()).await?;
    // the version, so that a correction at the same time counts
    mailboxes::mark_opened_by_link(&mut tx, guest, ticket.id, ticket.link_version).await?;
    tx.commit().await
}

/// The ticket that a mailed link names, where it was mailed to the address that the ticket has now.
async fn find_linked(
    backend: &Backend,
    db: &mut Db,
    purpose: LinkPurpose,
    token: &str,
) -> Result<Ticket, Error> {
    let linked = backend.verify_link_token(purpose, token).ok_or(Error::NotFound)?;
    let ticket = tickets::find_by_id(db, linked.id).await?;
    ticket.filter(|ticket| ticket.link_version == linked.version).ok_or(Error::NotFound)
}

/// Stops mail about status changes to the requester of the ticket that the token names. Replies are still sent.
///
/// # Errors
/// As [`open_guest_link`].
pub async fn unsubscribe(backend: &Backend, token: &str) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let ticket = find_linked(backend, &mut tx, LinkPurpose::Unsubscribe, token).await?;
    people::insert_mail_opt_out(&mut tx, &ticket.requester_email, backend.clock.now()).await?;
    tx.commit().await
}
