//! Pending changes of e-mail addresses: at most one per user, until both mailboxes have confirmed it.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_optional},
};

/// A pending change of a user's e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct EmailChange {
    /// Id of the user.
    pub user_id: Uuid,
    /// Id of this request; a later request replaces it.
    pub id: Uuid,
    /// The new address.
    pub email: String,
    /// When the change was confirmed from the old mailbox.
    pub old_confirmed_at: Option<DateTime<Utc>>,
    /// When it was confirmed from the new mailbox.
    pub new_confirmed_at: Option<DateTime<Utc>>,
    /// When the request expires.
    pub expires_at: DateTime<Utc>,
}

/// The mailbox from which a change is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailboxKind {
    /// The mailbox of the current address.
    Old,
    /// The mailbox of the new address.
    New,
}

/// Stores a request, replacing an earlier one of the same user.
pub async fn upsert(db: &mut Db, change: &EmailChange) -> Result<()> {
    let sql = "INSERT INTO email_changes (user_id, id, email, old_confirmed_at, new_confirmed_at, expires_at)
               VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (user_id) DO UPDATE SET id = excluded.id, email = excluded.email,
               old_confirmed_at = excluded.old_confirmed_at, new_confirmed_at = excluded.new_confirmed_at,
               expires_at = excluded.expires_at";
    let EmailChange { user_id, id, email, old_confirmed_at, new_confirmed_at, expires_at } = change;
    execute!(db, sql, *user_id, *id, email, *old_confirmed_at, *new_confirmed_at, *expires_at).map(|_| ())
}

/// The user's pending request.
pub async fn find_for_user(db: &mut Db, user: Uuid, now: DateTime<Utc>) -> Result<Option<EmailChange>> {
    let sql = "SELECT user_id, id, email, old_confirmed_at, new_confirmed_at, expires_at FROM email_changes
               WHERE user_id = $1 AND expires_at > $2";
    fetch_optional!(db, EmailChange, sql, user, now)
}

/// Records the confirmation from one mailbox and returns the request as it is then; `None` where it has expired or was
/// replaced.
pub async fn confirm_mailbox(
    db: &mut Db,
    user: Uuid,
    id: Uuid,
    by: MailboxKind,
    now: DateTime<Utc>,
) -> Result<Option<EmailChange>> {
    let sql = match by {
        MailboxKind::Old => {
            "UPDATE email_changes SET old_confirmed_at = $3 WHERE user_id = $1 AND id = $2 AND expires_at > $3"
        }
        MailboxKind::New => {
            "UPDATE email_changes SET new_confirmed_at = $3 WHERE user_id = $1 AND id = $2 AND expires_at > $3"
        }
    };
    if execute!(db, sql, user, id, now)? == 0 {
        return Ok(None);
    }
    find_for_user(db, user, now).await
}

/// Deletes the user's request.
pub async fn delete(db: &mut Db, user: Uuid) -> Result<()> {
    execute!(db, "DELETE FROM email_changes WHERE user_id = $1", user).map(|_| ())
}

/// Deletes expired requests; returns how many.
pub async fn delete_expired(db: &mut Db, now: DateTime<Utc>) -> Result<u64> {
    execute!(db, "DELETE FROM email_changes WHERE expires_at <= $1", now)
}
