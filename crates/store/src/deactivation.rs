//! Deactivated accounts (table `users`): nobody signs in to them, and their data stay. Who is shown as such is in [`crate::directory`].

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_optional},
};

/// Deactivates an account; `false` where it is already, or there is no such account.
pub async fn deactivate(db: &mut Db, user: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE users SET deactivated_at = $2 WHERE id = $1 AND deactivated_at IS NULL AND removed_at IS NULL";
    Ok(execute!(db, sql, user, now)? == 1)
}

/// Makes a deactivated account active again; `false` where it is, or there is no such account.
pub async fn reactivate(db: &mut Db, user: Uuid) -> Result<bool> {
    let sql = "UPDATE users SET deactivated_at = NULL WHERE id = $1 AND deactivated_at IS NOT NULL";
    Ok(execute!(db, sql, user)? == 1)
}

/// Whether an account is deactivated.
pub async fn is_deactivated(db: &mut Db, user: Uuid) -> Result<bool> {
    let sql = "SELECT id FROM users WHERE id = $1 AND deactivated_at IS NOT NULL";
    Ok(fetch_optional!(db, (Uuid,), sql, user)?.is_some())
}

/// Whether the account of an e-mail address, which must be in lower case, is deactivated.
pub async fn is_email_deactivated(db: &mut Db, email: &str) -> Result<bool> {
    let sql = "SELECT id FROM users WHERE email = $1 AND deactivated_at IS NOT NULL";
    Ok(fetch_optional!(db, (Uuid,), sql, email)?.is_some())
}
