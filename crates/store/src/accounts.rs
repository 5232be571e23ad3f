//! Credentials and e-mail address of accounts (table `users`). Profile and role are in [`crate::people`].

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, Role};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_optional, fetch_scalar},
};

/// What a sign-in is checked against.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct AccountCredentials {
    /// Id of the user.
    pub id: Uuid,
    /// E-mail address in lower case.
    pub email: String,
    /// When the address was confirmed, by its owner or by an administrator who vouched for it.
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// PHC string; `None` where signing in with a password is not possible.
    pub password_hash: Option<String>,
    /// Encrypted TOTP secret of the authenticator app.
    pub totp_secret: Option<String>,
    /// When the first code was verified; the second factor is required only after that.
    pub totp_confirmed_at: Option<DateTime<Utc>>,
}

/// An account to insert.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// E-mail address in lower case.
    pub email: String,
    /// Full name as the person writes it.
    pub name: String,
    /// Role in the whole portal.
    pub role: Role,
    /// Preferred language, also of mail.
    pub lang: Lang,
    /// PHC string; `None` for an account without a password.
    pub password_hash: Option<String>,
    /// `None` until the address is confirmed.
    pub email_confirmed_at: Option<DateTime<Utc>>,
}

/// Finds credentials by user id.
pub async fn find_by_id(db: &mut Db, id: Uuid) -> Result<Option<AccountCredentials>> {
    let sql = "SELECT id, email, email_confirmed_at, password_hash, totp_secret, totp_confirmed_at FROM users WHERE id = $1";
    fetch_optional!(db, AccountCredentials, sql, id)
}

/// Finds credentials by e-mail address, which must be in lower case.
pub async fn find_by_email(db: &mut Db, email: &str) -> Result<Option<AccountCredentials>> {
    let sql = "SELECT id, email, email_confirmed_at, password_hash, totp_secret, totp_confirmed_at FROM users WHERE email = $1";
    fetch_optional!(db, AccountCredentials, sql, email)
}

/// Whether there is any account.
pub async fn exist(db: &mut Db) -> Result<bool> {
    fetch_scalar!(db, bool, "SELECT EXISTS (SELECT 1 FROM users)")
}

/// Inserts an account; `false` where the address is taken, and nothing was written.
pub async fn insert(db: &mut Db, new: &NewAccount, now: DateTime<Utc>) -> Result<bool> {
    let sql = "INSERT INTO users (id, email, name, role, lang, password_hash, created_at, email_confirmed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (email) DO NOTHING";
    let NewAccount { id, email, name, role, lang, password_hash, email_confirmed_at } = new;
    let (role, lang) = (role.as_str(), lang.tag());
    Ok(execute!(db, sql, *id, email, name, role, lang, password_hash, now, *email_confirmed_at)? == 1)
}

/// Marks the e-mail address as confirmed, unless it already is.
pub async fn confirm_email(db: &mut Db, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    let sql = "UPDATE users SET email_confirmed_at = $2 WHERE id = $1 AND email_confirmed_at IS NULL";
    execute!(db, sql, id, now).map(|_| ())
}

/// Replaces the e-mail address by another, confirmed one, also on the user's tickets. `false` where the address is taken,
/// and nothing was written.
pub async fn change_email(db: &mut Db, id: Uuid, email: &str, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE users SET email = $2, email_confirmed_at = $3
               WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM users other WHERE other.email = $2)";
    if execute!(db, sql, id, email, now)? == 0 {
        return Ok(false);
    }
    execute!(db, "UPDATE tickets SET requester_email = $2 WHERE requester_id = $1", id, email)?;
    Ok(true)
}

/// Deletes password, TOTP secret and recovery codes: they may have been set by someone else before the address was
/// confirmed.
pub async fn clear_credentials(db: &mut Db, id: Uuid) -> Result<()> {
    let sql = "UPDATE users SET password_hash = NULL, totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL
               WHERE id = $1";
    execute!(db, sql, id)?;
    execute!(db, "DELETE FROM recovery_codes WHERE user_id = $1", id).map(|_| ())
}
