//! Failed email jobs: listing them for administrators and retrying them on request.

use chrono::{DateTime, Utc};
use fyr_domain::Actor;
use fyr_store::{
    Db,
    jobs::{self, Job},
    ticket_events, tickets,
};
use serde_json::json;
use uuid::Uuid;

use super::JobKind;
use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
    mail::QueuedEmail,
    tickets::format_reference,
};

/// An email whose job has failed for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedEmail {
    /// The job's id.
    pub id: Uuid,
    /// The kind of email: `filed`, `reply`, `change`, `links`, `account`, `invitation`, `relation`, or `other`.
    pub kind: &'static str,
    /// The address it is for; `None` if that is unknown by now or not shown to administrators.
    pub recipient: Option<String>,
    /// The formatted reference of its ticket; `None` if it is about no single ticket, or the ticket is gone.
    pub reference: Option<String>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// How often sending was attempted.
    pub attempts: i64,
    /// The error of the last attempt.
    pub error: String,
}

/// Counts the failed emails, for everyone who works tickets.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not work tickets.
pub async fn count_failed(backend: &Backend, actor: &Actor) -> Result<i64, Error> {
    require(actor, Actor::can_open_desk)?;
    let mut db = backend.store.read().await?;
    Ok(jobs::count_all(&mut db).await?.failed)
}

/// Lists the failed emails, oldest first, at most a hundred.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not run the portal.
pub async fn list_failed(backend: &Backend, actor: &Actor) -> Result<Vec<FailedEmail>, Error> {
    require(actor, Actor::can_run_portal)?;
    let mut db = backend.store.read().await?;
    let mut emails = Vec::new();
    for job in jobs::list_failed(&mut db).await? {
        emails.push(describe(&mut db, job).await?);
    }
    Ok(emails)
}

/// Counts the emails that are waiting to be sent.
///
/// # Errors
/// As [`list_failed`].
pub async fn count_pending(backend: &Backend, actor: &Actor) -> Result<i64, Error> {
    require(actor, Actor::can_run_portal)?;
    let mut db = backend.store.read().await?;
    Ok(jobs::count_pending(&mut db, JobKind::Mail.as_str()).await?)
}

/// Makes every failed email due now with fresh attempts; returns how many there were.
///
/// # Errors
/// As [`list_failed`].
pub async fn retry_failed(backend: &Backend, actor: &Actor) -> Result<u64, Error> {
    require(actor, Actor::can_run_portal)?;
    let mut tx = backend.store.begin().await?;
    let count = jobs::retry_failed(&mut tx, backend.clock.now()).await?;
    if count > 0 {
        let event = AuditEvent {
            action: "mail.resent",
            target: None,
            organisation: None,
            details: json!({ "count": count }),
        };
        audit::record(backend, &mut tx, actor, event).await?;
    }
    tx.commit().await?;
    backend.jobs_enqueued.notify_waiters();
    Ok(count)
}

/// Checks a permission: who is not signed in gets [`Error::SignInFirst`], who may not [`Error::NotFound`].
fn require(actor: &Actor, may: fn(&Actor) -> bool) -> Result<(), Error> {
    match &actor.user {
        None => Err(Error::SignInFirst),
        Some(_) if may(actor) => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}

async fn describe(db: &mut Db, job: Job) -> Result<FailedEmail, Error> {
    let (kind, ticket, recipient) = match serde_json::from_value(job.payload.0) {
        Ok(QueuedEmail::TicketFiled { ticket }) => ("filed", Some(ticket), None),
        Ok(QueuedEmail::TicketReply { event }) => ("reply", ticket_of_event(db, event).await?, None),
        Ok(QueuedEmail::TicketStatusChanged { event }) => ("change", ticket_of_event(db, event).await?, None),
        Ok(QueuedEmail::TicketLinks { email, .. }) => ("links", None, Some(email)),
        // an address that someone has typed is not shown to administrators
        Ok(QueuedEmail::Account(_) | QueuedEmail::Identity(_) | QueuedEmail::Privacy(_)) => {
            ("account", None, None)
        }
        Ok(QueuedEmail::Invitation { .. }) => ("invitation", None, None),
        Ok(QueuedEmail::Relation { .. } | QueuedEmail::Handover { .. }) => ("relation", None, None),
        Err(_) => ("other", None, None),
    };
    let ticket = match ticket {
        Some(id) => tickets::find_by_id(db, id).await?,
        None => None,
    };
    Ok(FailedEmail {
        id: job.id,
        kind,
        recipient: recipient.or_else(|| ticket.as_ref().map(|ticket| ticket.requester_email.clone())),
        reference: ticket.map(|ticket| format_reference(&ticket.reference)),
        created_at: job.created_at,
        attempts: job.attempts,
        error: job.last_error.unwrap_or_default(),
    })
}

async fn ticket_of_event(db: &mut Db, event: Uuid) -> Result<Option<Uuid>, Error> {
    Ok(ticket_events::find_public(db, event).await?.map(|event| event.ticket_id))
}
