//! What signing in needs to know of a person, beside who they are (which is in [`crate::people`]).

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, Role};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{exec, one},
};

/// How a person can show who they are.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Credentials {
    /// Who.
    pub id: Uuid,
    /// Lower case.
    pub email: String,
    /// When they showed that the address is theirs, or someone who knows them added it.
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// PHC string; `None` where they cannot sign in by password.
    pub password_hash: Option<String>,
    /// Of their authenticator app, sealed.
    pub totp_secret: Option<String>,
    /// When a first code of it was right; before that it does not count.
    pub totp_confirmed_at: Option<DateTime<Utc>>,
}

/// A person to add.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Who.
    pub id: Uuid,
    /// Lower case.
    pub email: String,
    /// As they write it.
    pub name: String,
    /// What they are to the portal.
    pub role: Role,
    /// The language of their mail.
    pub lang: Lang,
    /// PHC string.
    pub password_hash: Option<String>,
    /// `None` where nobody has vouched for the address.
    pub email_confirmed_at: Option<DateTime<Utc>>,
}

/// By id.
pub async fn find(db: &mut Db, id: Uuid) -> Result<Option<Credentials>> {
    let sql = "SELECT id, email, email_confirmed_at, password_hash, totp_secret, totp_confirmed_at FROM users WHERE id = $1";
    one!(db, Credentials, sql, id)
}

/// By address, which must be lower case.
pub async fn find_by_email(db: &mut Db, email: &str) -> Result<Option<Credentials>> {
    let sql = "SELECT id, email, email_confirmed_at, password_hash, totp_secret, totp_confirmed_at FROM users WHERE email = $1";
    one!(db, Credentials, sql, email)
}

/// Adds a person; `false` where the address is taken, and nothing was written.
pub async fn add(db: &mut Db, new: &NewAccount, now: DateTime<Utc>) -> Result<bool> {
    let sql = "INSERT INTO users (id, email, name, role, lang, password_hash, created_at, email_confirmed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (email) DO NOTHING";
    let NewAccount { id, email, name, role, lang, password_hash, email_confirmed_at } = new;
    let (role, lang) = (role.as_str(), lang.tag());
    Ok(exec!(db, sql, *id, email, name, role, lang, password_hash, now, *email_confirmed_at)? == 1)
}

/// Notes that the address is theirs, unless that is known already.
pub async fn confirm_email(db: &mut Db, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    let sql = "UPDATE users SET email_confirmed_at = $2 WHERE id = $1 AND email_confirmed_at IS NULL";
    exec!(db, sql, id, now).map(|_| ())
}

/// Gives a person another, confirmed address; their tickets' mail goes there too. `false` where someone has it, and nothing
/// was written.
pub async fn change_email(db: &mut Db, id: Uuid, email: &str, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE users SET email = $2, email_confirmed_at = $3
               WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM users other WHERE other.email = $2)";
    if exec!(db, sql, id, email, now)? == 0 {
        return Ok(false);
    }
    exec!(db, "UPDATE tickets SET requester_email = $2 WHERE requester_id = $1", id, email)?;
    Ok(true)
}

/// Takes away everything by which someone could sign in who set it up before the address was shown to be theirs.
pub async fn forget_credentials(db: &mut Db, id: Uuid) -> Result<()> {
    let sql = "UPDATE users SET password_hash = NULL, totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL
               WHERE id = $1";
    exec!(db, sql, id)?;
    exec!(db, "DELETE FROM recovery_codes WHERE user_id = $1", id).map(|_| ())
}
