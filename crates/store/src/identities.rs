//! Identities of users at OpenID Connect providers, and the sessions that providers may end.

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, Level, Role};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result, people,
    run::{execute, fetch_all, fetch_optional},
};

/// A role granted by the provider's groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderRole {
    /// The organisation; `None` for the whole portal.
    pub organisation: Option<Uuid>,
    /// The granted role.
    pub role: Role,
    /// Support level of an agent: 1 to 3.
    pub level: i64,
}

/// A user's identity at a provider.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Identity {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// Issuer of the ID token (`iss`).
    pub issuer: String,
    /// Subject of the ID token (`sub`).
    pub subject: String,
    /// The user it signs in.
    pub user_id: Uuid,
    /// The provider's slug in the configuration.
    pub provider: String,
    /// E-mail address in the last ID token.
    pub email: Option<String>,
    /// Roles granted by the provider's groups at the last login.
    #[sqlx(json)]
    pub given: Vec<ProviderRole>,
    /// When it was linked to the user.
    pub created_at: DateTime<Utc>,
    /// Time of the last login.
    pub last_used_at: DateTime<Utc>,
}

/// Finds an identity by issuer and subject.
pub async fn find_by_subject(db: &mut Db, issuer: &str, subject: &str) -> Result<Option<Identity>> {
    let sql =
        "SELECT id, issuer, subject, user_id, provider, email, given, created_at, last_used_at FROM identities
               WHERE issuer = $1 AND subject = $2";
    fetch_optional!(db, Identity, sql, issuer, subject)
}

/// Inserts an identity; `false` where issuer and subject are linked to a user already, and nothing was written.
pub async fn insert(db: &mut Db, identity: &Identity) -> Result<bool> {
    let sql =
        "INSERT INTO identities (id, issuer, subject, user_id, provider, email, given, created_at, last_used_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (issuer, subject) DO NOTHING";
    let Identity { id, issuer, subject, user_id, provider, email, given, created_at, last_used_at } =
        identity;
    execute!(
        db,
        sql,
        *id,
        issuer,
        subject,
        *user_id,
        provider,
        email,
        Json(given),
        *created_at,
        *last_used_at
    )
    .map(|rows| rows == 1)
}

/// Updates provider, e-mail address, granted roles and time of the last login.
pub async fn record_login(db: &mut Db, identity: &Identity) -> Result<()> {
    let sql = "UPDATE identities SET provider = $2, email = $3, given = $4, last_used_at = $5 WHERE id = $1";
    let Identity { id, provider, email, given, last_used_at, .. } = identity;
    execute!(db, sql, *id, provider, email, Json(given), *last_used_at).map(|_| ())
}

/// A user's identities in the order they were added.
pub async fn list_for_user(db: &mut Db, user: Uuid) -> Result<Vec<Identity>> {
    let sql =
        "SELECT id, issuer, subject, user_id, provider, email, given, created_at, last_used_at FROM identities
               WHERE user_id = $1 ORDER BY created_at, id";
    fetch_all!(db, Identity, sql, user)
}

/// Deletes a user's identity; `false` where the user has no such identity.
pub async fn delete(db: &mut Db, user: Uuid, id: Uuid) -> Result<bool> {
    Ok(execute!(db, "DELETE FROM identities WHERE id = $1 AND user_id = $2", id, user)? == 1)
}

/// An account to insert for a person authenticated by a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProviderAccount {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// E-mail address in lower case, confirmed by the provider.
    pub email: String,
    /// Full name as the provider writes it.
    pub name: String,
    /// Preferred language, also of mail.
    pub lang: Lang,
}

/// Inserts an account without a password; `false` where the address is taken, and nothing was written.
pub async fn insert_account(db: &mut Db, account: &NewProviderAccount, now: DateTime<Utc>) -> Result<bool> {
    let sql = "INSERT INTO users (id, email, name, role, lang, created_at, email_confirmed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $6)
               ON CONFLICT (email) DO NOTHING";
    let NewProviderAccount { id, email, name, lang } = account;
    execute!(db, sql, *id, email, name, Role::Participant.as_str(), lang.tag(), now).map(|rows| rows == 1)
}

/// Sets a user's role and support level in the whole portal.
pub async fn set_portal_role(
    db: &mut Db,
    user: Uuid,
    role: Role,
    level: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    people::set_role(db, user, role, Level::clamped(level), now).await
}

/// Records a session that was started by a login at a provider; `sid` is the provider's own session id.
pub async fn insert_session(
    db: &mut Db,
    id: Uuid,
    identity: Uuid,
    sid: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = "INSERT INTO provider_sessions (id, identity_id, sid, created_at) VALUES ($1, $2, $3, $4)";
    execute!(db, sql, id, identity, sid, now).map(|_| ())
}

/// A session to end, with its user.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ProviderSession {
    /// Id, which is also part of the data of the browser session.
    pub id: Uuid,
    /// Id of the user.
    pub user_id: Uuid,
}

/// Sessions that a logout token refers to: by subject, by the provider's session id `sid`, or by both. Sessions recorded
/// without a `sid` match by subject alone.
pub async fn list_sessions(
    db: &mut Db,
    issuer: &str,
    subject: Option<&str>,
    sid: Option<&str>,
) -> Result<Vec<ProviderSession>> {
    let sql = "SELECT s.id, i.user_id FROM provider_sessions s JOIN identities i ON i.id = s.identity_id
               WHERE i.issuer = $1 AND (i.subject = $2 OR $2 IS NULL)
                 AND (s.sid = $3 OR $3 IS NULL OR (s.sid IS NULL AND $2 IS NOT NULL)) ORDER BY s.created_at, s.id";
    fetch_all!(db, ProviderSession, sql, issuer, subject, sid)
}

/// Deletes the record of a provider session that has ended by itself.
pub async fn delete_session(db: &mut Db, id: Uuid) -> Result<()> {
    execute!(db, "DELETE FROM provider_sessions WHERE id = $1", id).map(|_| ())
}

/// Ends a provider session and the browser sessions started by it; returns how many.
pub async fn end_session(db: &mut Db, id: Uuid) -> Result<u64> {
    delete_session(db, id).await?;
    // the id occurs only in the data of these browser sessions
    execute!(db, "DELETE FROM sessions WHERE data LIKE $1", format!("%{id}%"))
}

/// Records the `jti` of a logout token; `false` where it was used before.
pub async fn insert_logout_token(db: &mut Db, issuer: &str, jti: &str, until: DateTime<Utc>) -> Result<bool> {
    let sql = "INSERT INTO logout_jtis (issuer, jti, expires_at) VALUES ($1, $2, $3) ON CONFLICT (issuer, jti) DO NOTHING";
    execute!(db, sql, issuer, jti, until).map(|rows| rows == 1)
}

/// Number of rows deleted by [`delete_expired`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeletedCounts {
    /// Expired logout tokens.
    pub logout_tokens: u64,
    /// Old provider sessions.
    pub sessions: u64,
}

/// Deletes expired logout tokens, and provider sessions started before `before`.
pub async fn delete_expired(db: &mut Db, now: DateTime<Utc>, before: DateTime<Utc>) -> Result<DeletedCounts> {
    let logout_tokens = execute!(db, "DELETE FROM logout_jtis WHERE expires_at <= $1", now)?;
    let sessions = execute!(db, "DELETE FROM provider_sessions WHERE created_at < $1", before)?;
    Ok(DeletedCounts { logout_tokens, sessions })
}
