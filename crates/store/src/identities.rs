//! Who people are to providers of sign-in, and the sessions those providers may end.

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, Role};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one},
};

/// A role that a provider's groups gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Where; `None` for the whole portal.
    pub organisation: Option<Uuid>,
    /// Which.
    pub role: Role,
    /// Of an agent: 1 to 3.
    pub level: i64,
}

/// A person as a provider knows them.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Identity {
    /// Which.
    pub id: Uuid,
    /// Who vouches.
    pub issuer: String,
    /// For whom.
    pub subject: String,
    /// Whose account it opens.
    pub user_id: Uuid,
    /// The provider's name in the configuration.
    pub provider: String,
    /// The address it told last.
    pub email: Option<String>,
    /// Roles that its groups gave.
    #[sqlx(json)]
    pub given: Vec<Given>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// The last login.
    pub last_used_at: DateTime<Utc>,
}

/// The identity of this subject of this issuer.
pub async fn find(db: &mut Db, issuer: &str, subject: &str) -> Result<Option<Identity>> {
    let sql =
        "SELECT id, issuer, subject, user_id, provider, email, given, created_at, last_used_at FROM identities
               WHERE issuer = $1 AND subject = $2";
    one!(db, Identity, sql, issuer, subject)
}

/// Adds one; `false` where it is someone's already, and nothing was written.
pub async fn put(db: &mut Db, i: &Identity) -> Result<bool> {
    let sql =
        "INSERT INTO identities (id, issuer, subject, user_id, provider, email, given, created_at, last_used_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (issuer, subject) DO NOTHING";
    let Identity { id, issuer, subject, user_id, provider, email, given, created_at, last_used_at } = i;
    exec!(db, sql, *id, issuer, subject, *user_id, provider, email, Json(given), *created_at, *last_used_at)
        .map(|rows| rows == 1)
}

/// Notes a login: by which provider, with which address, and which roles it gave.
pub async fn used(db: &mut Db, i: &Identity) -> Result<()> {
    let sql = "UPDATE identities SET provider = $2, email = $3, given = $4, last_used_at = $5 WHERE id = $1";
    exec!(db, sql, i.id, &i.provider, &i.email, Json(&i.given), i.last_used_at).map(|_| ())
}

/// A person's, in the order they were added.
pub async fn of_user(db: &mut Db, user: Uuid) -> Result<Vec<Identity>> {
    let sql =
        "SELECT id, issuer, subject, user_id, provider, email, given, created_at, last_used_at FROM identities
               WHERE user_id = $1 ORDER BY created_at, id";
    all!(db, Identity, sql, user)
}

/// Removes one of a person's; `false` where it is not theirs.
pub async fn remove(db: &mut Db, user: Uuid, id: Uuid) -> Result<bool> {
    Ok(exec!(db, "DELETE FROM identities WHERE id = $1 AND user_id = $2", id, user)? == 1)
}

/// Someone new, whom a provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Who.
    pub id: Uuid,
    /// Lower case; known to be theirs.
    pub email: String,
    /// As the provider writes it.
    pub name: String,
    /// The language of their mail.
    pub lang: Lang,
}

/// Adds a person without a password; `false` where the address is taken, and nothing was written.
pub async fn add_person(db: &mut Db, new: &Newcomer, now: DateTime<Utc>) -> Result<bool> {
    let sql = "INSERT INTO users (id, email, name, role, lang, created_at, email_confirmed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $6)
               ON CONFLICT (email) DO NOTHING";
    let Newcomer { id, email, name, lang } = new;
    exec!(db, sql, *id, email, name, Role::Participant.as_str(), lang.tag(), now).map(|rows| rows == 1)
}

/// Makes someone this to the whole portal.
pub async fn set_portal_role(db: &mut Db, user: Uuid, role: Role, level: i64) -> Result<()> {
    exec!(db, "UPDATE users SET role = $2, level = $3 WHERE id = $1", user, role.as_str(), level).map(|_| ())
}

/// A session begun by a provider's word.
pub async fn begin_session(
    db: &mut Db,
    id: Uuid,
    identity: Uuid,
    sid: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = "INSERT INTO provider_sessions (id, identity_id, sid, created_at) VALUES ($1, $2, $3, $4)";
    exec!(db, sql, id, identity, sid, now).map(|_| ())
}

/// A session to end, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Begun {
    /// The id in the session's data.
    pub id: Uuid,
    /// Whose.
    pub user_id: Uuid,
}

/// The sessions that a provider means: of this subject, of its own session `sid`, or both. Where a session was begun
/// without a `sid`, all of the subject's are meant.
pub async fn sessions_of(
    db: &mut Db,
    issuer: &str,
    subject: Option<&str>,
    sid: Option<&str>,
) -> Result<Vec<Begun>> {
    let sql = "SELECT s.id, i.user_id FROM provider_sessions s JOIN identities i ON i.id = s.identity_id
               WHERE i.issuer = $1 AND (i.subject = $2 OR $2 IS NULL)
                 AND (s.sid = $3 OR $3 IS NULL OR (s.sid IS NULL AND $2 IS NOT NULL)) ORDER BY s.created_at, s.id";
    all!(db, Begun, sql, issuer, subject, sid)
}

/// Forgets a session begun by a provider's word, which has ended by itself.
pub async fn forget_session(db: &mut Db, id: Uuid) -> Result<()> {
    exec!(db, "DELETE FROM provider_sessions WHERE id = $1", id).map(|_| ())
}

/// Ends a session begun by a provider's word, and every browser's session that came of it. Gives how many those were.
pub async fn end_session(db: &mut Db, id: Uuid) -> Result<u64> {
    forget_session(db, id).await?;
    // the id stands in the data of that session and nowhere else
    exec!(db, "DELETE FROM sessions WHERE data LIKE $1", format!("%{id}%"))
}

/// Remembers the id of a logout token; `false` where it was taken before.
pub async fn remember_logout(db: &mut Db, issuer: &str, jti: &str, until: DateTime<Utc>) -> Result<bool> {
    let sql = "INSERT INTO logout_jtis (issuer, jti, expires_at) VALUES ($1, $2, $3) ON CONFLICT (issuer, jti) DO NOTHING";
    exec!(db, sql, issuer, jti, until).map(|rows| rows == 1)
}

/// Forgets logout tokens that have expired, and sessions begun before a time. Gives how many of each.
pub async fn sweep(db: &mut Db, now: DateTime<Utc>, before: DateTime<Utc>) -> Result<(u64, u64)> {
    let tokens = exec!(db, "DELETE FROM logout_jtis WHERE expires_at <= $1", now)?;
    let sessions = exec!(db, "DELETE FROM provider_sessions WHERE created_at < $1", before)?;
    Ok((tokens, sessions))
}
