//! Failed email jobs: listing them for administrators and retrying them on request.

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, permission::Permission, tickets::Reference};
use fyr_store::{
    Db,
    jobs::{self, Job},
};
use serde_json::json;
use uuid::Uuid;

use super::{Queue, cause, registry};
use crate::{
    Backend, Error, Transaction,
    audit::{self, AuditEvent},
    mailer::EmailDescription,
    require::require,
};

/// The most emails in one list.
const MAX_LISTED: usize = 100;

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
    /// Whether it is for the guest of that ticket, whose address can be corrected.
    pub is_to_guest: bool,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// How often sending was attempted.
    pub attempts: i64,
    /// When it is tried again; `None` where it failed for good.
    pub next_at: Option<DateTime<Utc>>,
    /// Why it was not sent: the end of the key of a text, `desk-mail-cause-…`.
    pub cause: &'static str,
    /// The error of the last attempt.
    pub error: String,
}

/// How the queue of mail stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailQueue {
    /// Emails that are waiting to be sent.
    pub pending: i64,
    /// Those of them that could not be sent so far.
    pub delayed: i64,
    /// Emails that have failed for good.
    pub failed: i64,
    /// When the oldest email that could not be sent so far was enqueued.
    pub oldest_delayed: Option<DateTime<Utc>>,
    /// Up to a hundred emails that could not be sent so far, those that have waited longest first.
    pub emails: Vec<FailedEmail>,
}

/// Counts the failed emails, for everyone who works tickets.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not work tickets.
pub async fn count_failed(backend: &Backend, actor: &Actor) -> Result<i64, Error> {
    require(actor, Permission::OpenDesk)?;
    let mut db = backend.store.read().await?;
    Ok(jobs::count_failed(&mut db).await?)
}

/// Lists the failed emails, oldest first, at most a hundred.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not run the portal.
pub async fn list_failed(backend: &Backend, actor: &Actor) -> Result<Vec<FailedEmail>, Error> {
    require(actor, Permission::RunPortal)?;
    let mut db = backend.store.read().await?;
    let mut emails = Vec::new();
    for job in jobs::list_failed(&mut db).await? {
        emails.push(describe(&mut db, job).await?);
    }
    Ok(emails)
}

/// How the queue of mail stands, with what could not be sent so far.
///
/// # Errors
/// As [`list_failed`].
pub async fn mail_queue(backend: &Backend, actor: &Actor) -> Result<MailQueue, Error> {
    require(actor, Permission::RunPortal)?;
    let mut db = backend.store.read().await?;
    let mut queues = jobs::list_queues(&mut db, backend.clock.now()).await?;
    queues.retain(|state| Queue::EMAILS.iter().any(|queue| queue.as_str() == state.queue));
    let sum = |count: fn(&jobs::JobQueueState) -> i64| queues.iter().map(count).sum();
    let mut emails = Vec::new();
    for queue in Queue::EMAILS {
        for job in jobs::list_delayed(&mut db, queue.as_str()).await? {
            let next_at = Some(job.due_at);
            emails.push(FailedEmail { next_at, ..describe(&mut db, job).await? });
        }
    }
    emails.sort_by_key(|email| email.created_at);
    emails.truncate(MAX_LISTED);
    Ok(MailQueue {
        pending: sum(|state| state.pending),
        delayed: sum(|state| state.delayed),
        failed: sum(|state| state.failed),
        oldest_delayed: queues.iter().filter_map(|state| state.oldest_delayed).min(),
        emails,
    })
}

/// Lets all email be tried now that could not be sent so far, what has waited longest first; returns how many there were.
///
/// # Errors
/// As [`list_failed`].
pub async fn hasten(backend: &Backend, actor: &Actor) -> Result<u64, Error> {
    require(actor, Permission::RunPortal)?;
    let mut tx = backend.begin().await?;
    let mut count = 0;
    for queue in Queue::EMAILS {
        count += jobs::hasten(&mut tx, queue.as_str(), backend.clock.now()).await?;
        tx.wake(queue);
    }
    if count > 0 {
        record_resent(backend, &mut tx, actor, count).await?;
    }
    tx.commit().await?;
    Ok(count)
}

async fn record_resent(backend: &Backend, db: &mut Db, actor: &Actor, count: u64) -> Result<(), Error> {
    let details = json!({ "count": count });
    let event = AuditEvent { action: "mail.resent", target: None, organisation: None, details };
    audit::record(backend, db, actor, event).await
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
    require(actor, Permission::RunPortal)?;
    let mut tx = backend.begin().await?;
    let count = jobs::retry_failed(&mut tx, id, backend.clock.now()).await?;
    if count > 0 {
        record_resent(backend, &mut tx, actor, count).await?;
    }
    for queue in Queue::ALL {
        tx.wake(queue);
    }
    tx.commit().await?;
    Ok(count)
}

/// Makes the emails about a ticket due now, with fresh attempts, that have failed or could not be sent so far; returns how many there
/// were.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn retry_unsent_about(
    backend: &Backend,
    tx: &mut Transaction,
    reference: &str,
) -> Result<u64, Error> {
    let (now, mut unsent) = (backend.clock.now(), jobs::list_failed(tx).await?);
    for queue in Queue::EMAILS {
        unsent.extend(jobs::list_delayed(tx, queue.as_str()).await?);
        tx.wake(queue);
    }
    let mut count = 0;
    for job in unsent {
        let id = job.id;
        let about = describe(tx, job).await?.reference.and_then(|about| about.parse::<Reference>().ok());
        if about.is_some_and(|about| about.compact() == reference) {
            count += jobs::retry_failed(tx, Some(id), now).await?;
            count += u64::from(jobs::retry_waiting(tx, id, now).await?);
        }
    }
    Ok(count)
}

/// Finds one email that has failed, or could not be sent so far.
///
/// # Errors
/// As [`retry_one_failed`].
pub async fn find_failed(backend: &Backend, actor: &Actor, id: Uuid) -> Result<FailedEmail, Error> {
    require(actor, Permission::RunPortal)?;
    let mut db = backend.store.read().await?;
    let job = find_unsent(&mut db, id).await?;
    describe(&mut db, job).await
}

/// A job that has failed, or an email that could not be sent so far.
async fn find_unsent(db: &mut Db, id: Uuid) -> Result<Job, Error> {
    if let Some(job) = jobs::find_failed(db, id).await? {
        return Ok(job);
    }
    for queue in Queue::EMAILS {
        let waiting = jobs::find(db, queue.as_str(), id).await?;
        if let Some(job) = waiting.filter(|job| job.attempts > 0) {
            return Ok(job);
        }
    }
    Err(Error::NotFound)
}

/// Deletes one email that has failed or could not be sent so far, which is then never sent. The audit log records its kind and ticket.
///
/// # Errors
/// As [`retry_one_failed`].
pub async fn discard_failed(backend: &Backend, actor: &Actor, id: Uuid) -> Result<(), Error> {
    require(actor, Permission::RunPortal)?;
    let mut tx = backend.begin().await?;
    let job = find_unsent(&mut tx, id).await?;
    let email = describe(&mut tx, job).await?;
    jobs::delete(&mut tx, id).await?;
    let event = AuditEvent {
        action: "mail.discarded",
        target: None,
        organisation: None,
        details: json!({ "kind": email.kind, "reference": email.reference }),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await
}

async fn describe(db: &mut Db, job: Job) -> Result<FailedEmail, Error> {
    let description = match registry::job_types().find(&job.name).and_then(|known| known.describe) {
        Some(describe) => describe(db, &job.payload.0).await?,
        None => EmailDescription::of("other"),
    };
    let EmailDescription { kind, recipient, reference, is_to_guest } = description;
    Ok(FailedEmail {
        id: job.id,
        kind,
        recipient,
        reference,
        is_to_guest,
        created_at: job.created_at,
        attempts: job.attempts,
        next_at: None,
        cause: cause::parse(job.cause.as_deref()),
        error: job.last_error.unwrap_or_default(),
    })
}
