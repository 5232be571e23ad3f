//! New addresses on their way: one for each person at most, until both mailboxes have said yes.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{exec, one},
};

/// A new address on its way.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct EmailChange {
    /// Whose.
    pub user_id: Uuid,
    /// This one of them: a later wish takes its place.
    pub id: Uuid,
    /// The new address.
    pub email: String,
    /// When the old mailbox said yes.
    pub old_confirmed_at: Option<DateTime<Utc>>,
    /// When the new one did.
    pub new_confirmed_at: Option<DateTime<Utc>>,
    /// When the wish lapses.
    pub expires_at: DateTime<Utc>,
}

/// Which mailbox says yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mailbox {
    /// The one in use.
    Old,
    /// The one to be used.
    New,
}

/// Puts a wish in the place of any other of this person.
pub async fn put(db: &mut Db, change: &EmailChange) -> Result<()> {
    let sql = "INSERT INTO email_changes (user_id, id, email, old_confirmed_at, new_confirmed_at, expires_at)
               VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (user_id) DO UPDATE SET id = excluded.id, email = excluded.email,
               old_confirmed_at = excluded.old_confirmed_at, new_confirmed_at = excluded.new_confirmed_at,
               expires_at = excluded.expires_at";
    let EmailChange { user_id, id, email, old_confirmed_at, new_confirmed_at, expires_at } = change;
    exec!(db, sql, *user_id, *id, email, *old_confirmed_at, *new_confirmed_at, *expires_at).map(|_| ())
}

/// A person's wish.
pub async fn of_user(db: &mut Db, user: Uuid, now: DateTime<Utc>) -> Result<Option<EmailChange>> {
    let sql = "SELECT user_id, id, email, old_confirmed_at, new_confirmed_at, expires_at FROM email_changes
               WHERE user_id = $1 AND expires_at > $2";
    one!(db, EmailChange, sql, user, now)
}

/// Notes that a mailbox has said yes to this wish; gives the wish as it is then, `None` where it is gone.
pub async fn confirm(
    db: &mut Db,
    user: Uuid,
    id: Uuid,
    by: Mailbox,
    now: DateTime<Utc>,
) -> Result<Option<EmailChange>> {
    let sql = match by {
        Mailbox::Old => {
            "UPDATE email_changes SET old_confirmed_at = $3 WHERE user_id = $1 AND id = $2 AND expires_at > $3"
        }
        Mailbox::New => {
            "UPDATE email_changes SET new_confirmed_at = $3 WHERE user_id = $1 AND id = $2 AND expires_at > $3"
        }
    };
    if exec!(db, sql, user, id, now)? == 0 {
        return Ok(None);
    }
    of_user(db, user, now).await
}

/// Forgets a person's wish.
pub async fn delete(db: &mut Db, user: Uuid) -> Result<()> {
    exec!(db, "DELETE FROM email_changes WHERE user_id = $1", user).map(|_| ())
}

/// Removes what has lapsed; gives how many.
pub async fn delete_expired(db: &mut Db, now: DateTime<Utc>) -> Result<u64> {
    exec!(db, "DELETE FROM email_changes WHERE expires_at <= $1", now)
}
