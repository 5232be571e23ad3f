//! Mail that could not be sent: shown to whoever runs the portal, and tried again when they say so.

use chrono::{DateTime, Utc};
use fyr_domain::Actor;
use fyr_store::{
    Db, entries,
    outbox::{self, Job},
    tickets,
};
use serde_json::json;
use uuid::Uuid;

use super::Kind;
use crate::{
    Error, Services,
    audit::{self, Did},
    mail::Mail,
    tickets::spoken,
};

/// A mail that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Which.
    pub id: Uuid,
    /// What it should have told: `filed`, `reply`, `change`, `links`, or `other`.
    pub about: &'static str,
    /// To whom; `None` where that can no longer be told.
    pub to: Option<String>,
    /// The reference of its ticket, as people read it; `None` where it is about several, or the ticket is gone.
    pub ticket: Option<String>,
    /// When it was promised.
    pub created_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i64,
    /// What the mail server said the last time.
    pub error: String,
}

/// How many mails were given up, for everyone who works tickets.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not work tickets.
pub async fn count_parked(ctx: &Services, actor: &Actor) -> Result<i64, Error> {
    allow(actor, Actor::works_tickets)?;
    let mut db = ctx.store.read().await?;
    Ok(outbox::counts(&mut db).await?.1)
}

/// The mails that were given up, oldest first, at most a hundred.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not run the portal.
pub async fn parked(ctx: &Services, actor: &Actor) -> Result<Vec<Parked>, Error> {
    allow(actor, Actor::runs_portal)?;
    let mut db = ctx.store.read().await?;
    let mut all = Vec::new();
    for job in outbox::parked(&mut db).await? {
        all.push(told(&mut db, job).await?);
    }
    Ok(all)
}

/// How many mails wait to be sent.
///
/// # Errors
/// As [`parked`].
pub async fn count_waiting(ctx: &Services, actor: &Actor) -> Result<i64, Error> {
    allow(actor, Actor::runs_portal)?;
    let mut db = ctx.store.read().await?;
    Ok(outbox::count_waiting(&mut db, Kind::Mail.as_str()).await?)
}

/// Tries every mail that was given up once more, from now on; gives how many.
///
/// # Errors
/// As [`parked`].
pub async fn unpark(ctx: &Services, actor: &Actor) -> Result<u64, Error> {
    allow(actor, Actor::runs_portal)?;
    let mut tx = ctx.store.begin().await?;
    let count = outbox::unpark(&mut tx, ctx.clock.now()).await?;
    if count > 0 {
        let did = Did {
            action: "mail.resent",
            target: None,
            organisation: None,
            details: json!({ "count": count }),
        };
        audit::record(ctx, &mut tx, actor, did).await?;
    }
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(count)
}

fn allow(actor: &Actor, may: fn(&Actor) -> bool) -> Result<(), Error> {
    match &actor.user {
        None => Err(Error::SignInFirst),
        Some(_) if may(actor) => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}

async fn told(db: &mut Db, job: Job) -> Result<Parked, Error> {
    let (about, ticket, to) = match serde_json::from_value(job.payload.0) {
        Ok(Mail::Filed { ticket }) => ("filed", Some(ticket), None),
        Ok(Mail::Reply { entry }) => ("reply", ticket_of(db, entry).await?, None),
        Ok(Mail::Change { entry }) => ("change", ticket_of(db, entry).await?, None),
        Ok(Mail::Links { email, .. }) => ("links", None, Some(email)),
        // an address that someone has typed is not told to those who look after the mail
        Ok(Mail::Account(_) | Mail::Identity(_) | Mail::Privacy(_)) => ("account", None, None),
        Ok(Mail::Invitation { .. }) => ("invitation", None, None),
        Ok(Mail::Relation { .. } | Mail::HandOver { .. }) => ("relation", None, None),
        Err(_) => ("other", None, None),
    };
    let ticket = match ticket {
        Some(id) => tickets::find(db, id).await?,
        None => None,
    };
    Ok(Parked {
        id: job.id,
        about,
        to: to.or_else(|| ticket.as_ref().map(|ticket| ticket.requester_email.clone())),
        ticket: ticket.map(|ticket| spoken(&ticket.reference)),
        created_at: job.created_at,
        attempts: job.attempts,
        error: job.last_error.unwrap_or_default(),
    })
}

async fn ticket_of(db: &mut Db, entry: Uuid) -> Result<Option<Uuid>, Error> {
    Ok(entries::find_public(db, entry).await?.map(|entry| entry.ticket_id))
}
