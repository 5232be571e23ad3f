//! One-time tokens of links in mail, stored as hashes. Each has one purpose and expires.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_optional, fetch_scalar},
};

/// A one-time token.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Token {
    /// SHA-256 of the token in hexadecimal.
    pub hash: String,
    /// The only purpose it is valid for.
    pub purpose: String,
    /// The user; `None` for someone who has no account yet.
    pub user_id: Option<Uuid>,
    /// E-mail address it was sent to.
    pub email: String,
    /// Further data for the purpose.
    pub payload: Json<Value>,
    /// Hash of the network whose request caused the mail; `None` where support or the program did.
    pub network: Option<String>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it expires.
    pub expires_at: DateTime<Utc>,
}

/// Inserts a token.
pub async fn insert(db: &mut Db, token: &Token) -> Result<()> {
    let sql = "INSERT INTO tokens (hash, purpose, user_id, email, payload, created_at, expires_at, network)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let Token { hash, purpose, user_id, email, payload, network, created_at, expires_at } = token;
    execute!(db, sql, hash, purpose, *user_id, email, payload, *created_at, *expires_at, network).map(|_| ())
}

/// A token that is valid for this purpose now.
pub async fn find_valid(db: &mut Db, hash: &str, purpose: &str, now: DateTime<Utc>) -> Result<Option<Token>> {
    let sql = "SELECT hash, purpose, user_id, email, payload, network, created_at, expires_at FROM tokens
               WHERE hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3";
    fetch_optional!(db, Token, sql, hash, purpose, now)
}

/// A token that was used for this purpose after `since`, in the browser with this hash.
pub async fn find_used(
    db: &mut Db,
    hash: &str,
    purpose: &str,
    browser: &str,
    since: DateTime<Utc>,
) -> Result<Option<Token>> {
    let sql = "SELECT hash, purpose, user_id, email, payload, network, created_at, expires_at FROM tokens
               WHERE hash = $1 AND purpose = $2 AND used_by = $3 AND used_at > $4";
    fetch_optional!(db, Token, sql, hash, purpose, browser, since)
}

/// Remembers which browser, by its hash, used a token, and for which user: [`find_used`] finds it.
pub async fn remember_use(db: &mut Db, hash: &str, browser: &str, user: Uuid) -> Result<()> {
    let sql = "UPDATE tokens SET used_by = $2, user_id = $3 WHERE hash = $1 AND used_at IS NOT NULL";
    execute!(db, sql, hash, browser, user).map(|_| ())
}

/// Forgets which browsers used tokens, of one user or of all: pressing such a link again no longer has its outcome.
pub async fn forget_uses(db: &mut Db, user: Option<Uuid>) -> Result<()> {
    match user {
        Some(user) => {
            execute!(db, "UPDATE tokens SET used_by = NULL WHERE user_id = $1 AND used_by IS NOT NULL", user)
        }
        None => execute!(db, "UPDATE tokens SET used_by = NULL WHERE used_by IS NOT NULL"),
    }
    .map(|_| ())
}

/// Marks a token as used; `false` where it was used before or has expired.
pub async fn mark_used(db: &mut Db, hash: &str, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE tokens SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2";
    Ok(execute!(db, sql, hash, now)? == 1)
}

/// Invalidates all tokens of an address for one purpose.
pub async fn revoke_for_email(db: &mut Db, email: &str, purpose: &str, now: DateTime<Utc>) -> Result<()> {
    let sql = "UPDATE tokens SET used_at = $3 WHERE email = $1 AND purpose = $2 AND used_at IS NULL";
    execute!(db, sql, email, purpose, now).map(|_| ())
}

/// Invalidates all tokens of a user, also for the browsers that used them.
pub async fn revoke_for_user(db: &mut Db, user: Uuid, now: DateTime<Utc>) -> Result<()> {
    forget_uses(db, Some(user)).await?;
    execute!(db, "UPDATE tokens SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL", user, now)
        .map(|_| ())
}

/// Number of tokens sent to an address after `since`.
pub async fn count_since(db: &mut Db, email: &str, purpose: &str, since: DateTime<Utc>) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM tokens WHERE email = $1 AND purpose = $2 AND created_at > $3";
    fetch_scalar!(db, i64, sql, email, purpose, since)
}

/// Number of those whose mail requests from one network caused.
pub async fn count_from_network(
    db: &mut Db,
    email: &str,
    purpose: &str,
    network: &str,
    since: DateTime<Utc>,
) -> Result<i64> {
    let sql =
        "SELECT COUNT(*) FROM tokens WHERE email = $1 AND purpose = $2 AND network = $3 AND created_at > $4";
    fetch_scalar!(db, i64, sql, email, purpose, network, since)
}

/// Deletes tokens that expired at or before `before`; returns how many.
pub async fn delete_expired(db: &mut Db, before: DateTime<Utc>) -> Result<u64> {
    execute!(db, "DELETE FROM tokens WHERE expires_at <= $1", before)
}
