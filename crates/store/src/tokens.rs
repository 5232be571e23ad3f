//! What links in mail carry, by hash: each for one thing, once, for a while.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{exec, one, value},
};

/// A token. What is in the link is not here.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Token {
    /// SHA-256 of what is in the link, in hexadecimal.
    pub hash: String,
    /// What it is good for.
    pub purpose: String,
    /// Whose; `None` for someone who has no account yet.
    pub user_id: Option<Uuid>,
    /// The address it was sent to.
    pub email: String,
    /// What else the thing needs.
    pub payload: Json<Value>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it stops being good.
    pub expires_at: DateTime<Utc>,
}

/// Adds a token.
pub async fn put(db: &mut Db, token: &Token) -> Result<()> {
    let sql = "INSERT INTO tokens (hash, purpose, user_id, email, payload, created_at, expires_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let Token { hash, purpose, user_id, email, payload, created_at, expires_at } = token;
    exec!(db, sql, hash, purpose, *user_id, email, payload, *created_at, *expires_at).map(|_| ())
}

/// A token that is good for this now.
pub async fn find(db: &mut Db, hash: &str, purpose: &str, now: DateTime<Utc>) -> Result<Option<Token>> {
    let sql = "SELECT hash, purpose, user_id, email, payload, created_at, expires_at FROM tokens
               WHERE hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3";
    one!(db, Token, sql, hash, purpose, now)
}

/// Uses a token up; `false` where it is not good any more.
pub async fn use_up(db: &mut Db, hash: &str, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE tokens SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2";
    Ok(exec!(db, sql, hash, now)? == 1)
}

/// Makes every token of an address for one purpose good for nothing.
pub async fn revoke(db: &mut Db, email: &str, purpose: &str, now: DateTime<Utc>) -> Result<()> {
    let sql = "UPDATE tokens SET used_at = $3 WHERE email = $1 AND purpose = $2 AND used_at IS NULL";
    exec!(db, sql, email, purpose, now).map(|_| ())
}

/// Makes every token of a person good for nothing.
pub async fn revoke_all(db: &mut Db, user: Uuid, now: DateTime<Utc>) -> Result<()> {
    exec!(db, "UPDATE tokens SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL", user, now).map(|_| ())
}

/// How many an address has been sent since.
pub async fn count_since(db: &mut Db, email: &str, purpose: &str, since: DateTime<Utc>) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM tokens WHERE email = $1 AND purpose = $2 AND created_at > $3";
    value!(db, i64, sql, email, purpose, since)
}

/// Removes what stopped being good before; gives how many.
pub async fn delete_expired(db: &mut Db, before: DateTime<Utc>) -> Result<u64> {
    exec!(db, "DELETE FROM tokens WHERE expires_at <= $1", before)
}
