//! Failed email jobs: listing them for administrators and retrying them on request.

use chrono::{DateTime, Utc};
use fyr_domain::Actor;
use fyr_store::{
    Db,
    jobs::{self, Job},
};
use serde_json::json;
use uuid::Uuid;

use super::{Queue, registry};
use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
    mailer::EmailDescription,
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
    let mut pending = 0;
    for queue in Queue::EMAILS {
        pending += jobs::count_pending(&mut db, queue.as_str()).await?;
    }
    Ok(pending)
}

/// Makes every failed email due now with fresh attempts; returns how many there were.
///
/// # Errors
/// As [`list_failed`].
pub async fn retry_failed(backend: &Backend, actor: &Actor) -> Result<u64, Error> {
    retry(backend, actor, None).await
}

/// Makes one failed email due now with fresh attempts.
///
/// # Errors
/// As [`list_failed`]; [`Error::NotFound`] where none has this id, for instance because it was retried already.
pub async fn retry_one_failed(backend: &Backend, actor: &Actor, id: Uuid) -> Result<(), Error> {
    match retry(backend, actor, Some(id)).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

async fn retry(backend: &Backend, actor: &Actor, id: Option<Uuid>) -> Result<u64, Error> {
    require(actor, Actor::can_run_portal)?;
    let mut tx = backend.begin().await?;
    let count = jobs::retry_failed(&mut tx, id, backend.clock.now()).await?;
    if count > 0 {
        let event = AuditEvent {
            action: "mail.resent",
            target: None,
            organisation: None,
            details: json!({ "count": count }),
        };
        audit::record(backend, &mut tx, actor, event).await?;
    }
    for queue in Queue::ALL {
        tx.wake(queue);
    }
    tx.commit().await?;
    Ok(count)
}

/// Finds one failed email.
///
/// # Errors
/// As [`retry_one_failed`].
pub async fn find_failed(backend: &Backend, actor: &Actor, id: Uuid) -> Result<FailedEmail, Error> {
    require(actor, Actor::can_run_portal)?;
    let mut db = backend.store.read().await?;
    let job = jobs::find_failed(&mut db, id).await?.ok_or(Error::NotFound)?;
    describe(&mut db, job).await
}

/// Deletes one failed email, which is then never sent. The audit log records its kind and ticket.
///
/// # Errors
/// As [`retry_one_failed`].
pub async fn discard_failed(backend: &Backend, actor: &Actor, id: Uuid) -> Result<(), Error> {
    require(actor, Actor::can_run_portal)?;
    let mut tx = backend.begin().await?;
    let job = jobs::find_failed(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let email = describe(&mut tx, job).await?;
    jobs::discard_failed(&mut tx, id).await?;
    let event = AuditEvent {
        action: "mail.discarded",
        target: None,
        organisation: None,
        details: json!({ "kind": email.kind, "reference": email.reference }),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await
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
    let description = match registry::job_types().find(&job.name).and_then(|known| known.describe) {
        Some(describe) => describe(db, &job.payload.0).await?,
        None => EmailDescription::of("other"),
    };
    let EmailDescription { kind, recipient, reference } = description;
    Ok(FailedEmail {
        id: job.id,
        kind,
        recipient,
        reference,
        created_at: job.created_at,
        attempts: job.attempts,
        error: job.last_error.unwrap_or_default(),
    })
}
