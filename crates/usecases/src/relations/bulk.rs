//! What a counsellor does with many tickets of their people at once. Each ticket is its own: what cannot be done with one
//! is counted and does not stop the rest.

use fyr_domain::{Actor, text::Body};
use fyr_store::{cases, cases::Wanted, tickets::Listed};
use uuid::Uuid;

use crate::{
    Error, Services,
    tickets::{self, Form},
};

/// How it went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bulk {
    /// So many tickets.
    pub done: usize,
    /// So many could not: the counsellor may only read them, or they are not theirs any more.
    pub left: usize,
}

impl Bulk {
    fn count(&mut self, outcome: Result<(), Error>) -> Result<(), Error> {
        match outcome {
            Ok(()) => self.done += 1,
            Err(Error::NotFound) => self.left += 1,
            Err(other) => return Err(other),
        }
        Ok(())
    }
}

fn only_counsellors(actor: &Actor) -> Result<(), Error> {
    match &actor.user {
        None => Err(Error::SignInFirst),
        Some(_) if actor.counsels() => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}

/// The tickets of all of a counsellor's people, and how many there are.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who is no counsellor.
pub async fn tickets(
    ctx: &Services,
    actor: &Actor,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Listed>, i64), Error> {
    only_counsellors(actor)?;
    let mut db = ctx.store.read().await?;
    Ok(cases::of_people(&mut db, actor, wanted, limit, offset).await?)
}

/// Closes tickets.
///
/// # Errors
/// As [`tickets`].
pub async fn close(ctx: &Services, actor: &Actor, references: &[String]) -> Result<Bulk, Error> {
    only_counsellors(actor)?;
    let mut bulk = Bulk::default();
    for reference in references {
        bulk.count(tickets::close(ctx, actor, reference).await)?;
    }
    Ok(bulk)
}

/// Writes the same message in several tickets. The same form sent again writes nothing twice.
///
/// # Errors
/// As [`tickets`].
pub async fn reply(
    ctx: &Services,
    actor: &Actor,
    form: Form<'_>,
    references: &[String],
    body: &Body,
) -> Result<Bulk, Error> {
    only_counsellors(actor)?;
    let mut bulk = Bulk::default();
    for reference in references {
        let outcome = match tickets::show(ctx, actor, reference).await {
            Ok(thread) => {
                // a key for each ticket, the same whenever the form is sent
                let key = Uuid::from_u128(form.key.as_u128() ^ thread.ticket.id.as_u128());
                tickets::reply(ctx, actor, reference, Form { key, ..form }, body).await
            }
            Err(error) => Err(error),
        };
        bulk.count(outcome)?;
    }
    Ok(bulk)
}
