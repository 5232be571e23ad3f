//! Retention: deleting old data by the operator's rules, and a preview of what would be deleted.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor,
    permission::{Permission, may},
};
use fyr_store::{
    Db,
    account_deletion::{self, DeletionRequest},
    attachments, audit as log, drafts, privacy as rows,
    retention::{self, OldRows, RequesterKind},
};
use serde_json::{Map, Value};

use super::deletion;
use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
    events::Event,
};

/// A kind of data with its own retention rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetentionKind {
    /// Drafts that were never submitted, with their files.
    Drafts,
    /// Solved and closed tickets of people with an account.
    ClosedTickets,
    /// Solved and closed tickets of guests.
    GuestTickets,
    /// Failed mail: it contains names and addresses.
    FailedMail,
    /// Ended relations between counsellors and participants.
    EndedRelations,
    /// Comments of article ratings; the rating itself stays.
    RatingComments,
    /// Events of the audit log.
    Audit,
    /// Inactive accounts: their owners are notified, and the accounts deleted after the waiting time.
    InactiveAccounts,
    /// Accounts whose waiting time before deletion is over.
    DueAccounts,
}

impl RetentionKind {
    /// All kinds, in the order in which the rules are applied.
    pub const ALL: [Self; 9] = [
        Self::Drafts,
        Self::ClosedTickets,
        Self::GuestTickets,
        Self::FailedMail,
        Self::EndedRelations,
        Self::RatingComments,
        Self::Audit,
        Self::InactiveAccounts,
        Self::DueAccounts,
    ];

    /// Its name in message keys, audit events and settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::ClosedTickets => "closed_tickets",
            Self::GuestTickets => "guest_tickets",
            Self::FailedMail => "parked_mail",
            Self::EndedRelations => "ended_relations",
            Self::RatingComments => "rating_comments",
            Self::Audit => "audit",
            Self::InactiveAccounts => "inactive_accounts",
            Self::DueAccounts => "due_accounts",
        }
    }
}

/// How many records of a kind are deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionCount {
    /// The kind of data.
    pub kind: RetentionKind,
    /// The retention period; `None` keeps the data for ever.
    pub after: Option<TimeDelta>,
    /// The number of records.
    pub count: i64,
    /// The date of the oldest of them.
    pub oldest: Option<DateTime<Utc>>,
}

impl Backend {
    fn retention_period(&self, kind: RetentionKind) -> Option<TimeDelta> {
        let rules = &self.settings.privacy;
        match kind {
            RetentionKind::Drafts => Some(rules.drafts),
            RetentionKind::ClosedTickets => rules.closed_tickets,
            RetentionKind::GuestTickets => rules.guest_tickets,
            RetentionKind::FailedMail => rules.failed_mail,
            RetentionKind::EndedRelations => rules.ended_relations,
            RetentionKind::RatingComments => rules.rating_comments,
            RetentionKind::Audit => rules.audit,
            RetentionKind::InactiveAccounts => rules.inactive_accounts,
            RetentionKind::DueAccounts => Some(rules.deletion_delay),
        }
    }
}

/// What [`apply`] would delete now. Changes nothing.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn preview(backend: &Backend) -> Result<Vec<RetentionCount>, Error> {
    // the transaction is never committed: `seen_at` is updated only for a correct count
    let mut tx = backend.begin().await?;
    account_deletion::update_last_seen(&mut tx).await?;
    account_deletion::delete_requests_of_active_users(&mut tx).await?;
    let mut counts = Vec::new();
    for kind in RetentionKind::ALL {
        counts.push(count_expired(backend, &mut tx, kind).await?);
    }
    Ok(counts)
}

/// As [`preview`], for portal admins.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone else.
pub async fn preview_for_admin(backend: &Backend, actor: &Actor) -> Result<Vec<RetentionCount>, Error> {
    match &actor.user {
        None => Err(Error::SignInFirst),
        Some(_) if may(actor, Permission::RunPortal) => preview(backend).await,
        Some(_) => Err(Error::NotFound),
    }
}

async fn count_expired(backend: &Backend, db: &mut Db, kind: RetentionKind) -> Result<RetentionCount, Error> {
    let after = backend.retention_period(kind);
    let now = backend.clock.now();
    let OldRows { count, oldest } = match (kind, after.map(|after| now - after)) {
        (RetentionKind::DueAccounts, _) => account_deletion::count_due(db, now).await?,
        (_, None) => OldRows::default(),
        (RetentionKind::Drafts, Some(before)) => retention::count_drafts(db, before).await?,
        (RetentionKind::ClosedTickets, Some(before)) => {
            retention::count_tickets(db, RequesterKind::Accounts, before).await?
        }
        (RetentionKind::GuestTickets, Some(before)) => {
            retention::count_tickets(db, RequesterKind::Guests, before).await?
        }
        (RetentionKind::FailedMail, Some(before)) => retention::count_failed_mail(db, before).await?,
        (RetentionKind::EndedRelations, Some(before)) => retention::count_ended_relations(db, before).await?,
        (RetentionKind::RatingComments, Some(before)) => retention::count_rating_comments(db, before).await?,
        (RetentionKind::Audit, Some(before)) => log::count_older_than(db, before).await?,
        (RetentionKind::InactiveAccounts, Some(before)) => {
            account_deletion::count_inactive(db, before).await?
        }
    };
    Ok(RetentionCount { kind, after, count, oldest })
}

/// Applies all rules in batches and returns what was deleted. The audit log records the number of records of each kind.
///
/// # Errors
/// [`Error::Unavailable`]; batches committed before stay committed.
pub async fn apply(backend: &Backend) -> Result<Vec<RetentionCount>, Error> {
    let mut counts = Vec::new();
    let mut tx = backend.begin().await?;
    account_deletion::update_last_seen(&mut tx).await?;
    account_deletion::delete_requests_of_active_users(&mut tx).await?;
    tx.commit().await?;
    for kind in RetentionKind::ALL {
        let mut deleted = count_expired(backend, &mut backend.store.read().await?, kind).await?;
        deleted.count = 0;
        loop {
            let done = delete_batch(backend, kind).await?;
            deleted.count += done;
            if done == 0 {
                break;
            }
        }
        counts.push(deleted);
    }
    super::delete_removed_files(backend).await?;
    if counts.iter().any(|deleted| deleted.count > 0) {
        let details: Map<String, Value> = counts
            .iter()
            .filter(|deleted| deleted.count > 0)
            .map(|deleted| (deleted.kind.as_str().to_owned(), deleted.count.into()))
            .collect();
        let event = AuditEvent {
            action: "retention.applied",
            target: None,
            organisation: None,
            details: Value::Object(details),
        };
        let mut tx = backend.begin().await?;
        audit::record(backend, &mut tx, &Actor::ANONYMOUS, event).await?;
        tx.commit().await?;
    }
    Ok(counts)
}

/// Deletes a batch of expired records in one transaction and returns their number.
async fn delete_batch(backend: &Backend, kind: RetentionKind) -> Result<i64, Error> {
    let now = backend.clock.now();
    let before = backend.retention_period(kind).map(|after| now - after);
    let mut tx = backend.begin().await?;
    let done = match (kind, before) {
        (RetentionKind::DueAccounts, _) => {
            let due = account_deletion::list_due(&mut tx, now).await?;
            for user in &due {
                deletion::delete_account(backend, &mut tx, *user).await?;
            }
            due.len()
        }
        (_, None) => 0,
        (RetentionKind::Drafts, Some(before)) => delete_old_drafts(&mut tx, before, now).await?,
        (RetentionKind::ClosedTickets, Some(before)) => {
            delete_old_tickets(&mut tx, RequesterKind::Accounts, before, now).await?
        }
        (RetentionKind::GuestTickets, Some(before)) => {
            delete_old_tickets(&mut tx, RequesterKind::Guests, before, now).await?
        }
        (RetentionKind::FailedMail, Some(before)) => {
            row_count(retention::delete_failed_mail(&mut tx, before).await?)
        }
        (RetentionKind::EndedRelations, Some(before)) => {
            row_count(retention::delete_ended_relations(&mut tx, before).await?)
        }
        (RetentionKind::RatingComments, Some(before)) => {
            row_count(retention::clear_rating_comments(&mut tx, before).await?)
        }
        (RetentionKind::Audit, Some(before)) => {
            let deleted = log::delete_oldest(&mut tx, backend.clock.id(), before, now).await?;
            usize::try_from(deleted).unwrap_or(0)
        }
        (RetentionKind::InactiveAccounts, Some(before)) => {
            let inactive = account_deletion::list_inactive(&mut tx, before).await?;
            for user in &inactive {
                let due_at = now + backend.settings.privacy.deletion_delay;
                let request =
                    DeletionRequest { user_id: *user, reason: "inactive".into(), asked_at: now, due_at };
                account_deletion::insert_request(&mut tx, &request).await?;
                tx.emit(Event::InactivityNoticed { user: *user });
            }
            inactive.len()
        }
    };
    tx.commit().await?;
    Ok(i64::try_from(done).unwrap_or(i64::MAX))
}

fn row_count(rows: u64) -> usize {
    usize::try_from(rows).unwrap_or(usize::MAX)
}

async fn delete_old_tickets(
    db: &mut Db,
    requester_kind: RequesterKind,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let tickets = retention::list_tickets(db, requester_kind, before).await?;
    for ticket in &tickets {
        retention::delete_ticket(db, *ticket, now).await?;
    }
    Ok(tickets.len())
}

/// Deletes stale drafts, and files whose draft is gone.
async fn delete_old_drafts(db: &mut Db, before: DateTime<Utc>, now: DateTime<Utc>) -> Result<usize, Error> {
    let stale = drafts::list_stale_form_keys(db, before).await?;
    for form_key in &stale {
        drafts::delete(db, *form_key).await?;
    }
    for file in attachments::list_orphaned(db, before).await? {
        rows::delete_attachment(db, file.id, now).await?;
    }
    Ok(stale.len())
}
