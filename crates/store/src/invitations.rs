//! Who was asked to join, by a link in a mail or by a code. What opens one is kept as a hash, and opens it once.

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, Role, permission::Scope};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one, value},
    viewer::Keeper,
};

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Invitation {
    /// Which.
    pub id: Uuid,
    /// A hash of what opens it.
    pub token_hash: String,
    /// Whose; empty for a code.
    pub email: String,
    /// The language of its mail.
    pub lang: String,
    /// As what.
    #[sqlx(try_from = "String")]
    pub role: Role,
    /// Of an agent.
    pub level: i64,
    /// To which organisation; `None`: the whole portal.
    pub organisation_id: Option<Uuid>,
    /// To which team.
    pub team_id: Option<Uuid>,
    /// Whoever accepts lets this counsellor in, and gets no role.
    pub counsellor_id: Option<Uuid>,
    /// Why, in a few words.
    pub purpose: String,
    /// How far the counsellor may go.
    #[sqlx(try_from = "String")]
    pub scope: Scope,
    /// Until when, where that is known.
    pub until: Option<DateTime<Utc>>,
    /// Who asked.
    pub invited_by_id: Option<Uuid>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
}

macro_rules! columns {
    () => {
        "SELECT i.id, i.token_hash, i.email, i.lang, i.role, i.level, i.organisation_id, i.team_id, i.counsellor_id, i.purpose,
           i.scope, i.until, i.invited_by_id, i.created_at, i.expires_at FROM invitations i "
    };
}

/// Neither accepted nor withdrawn, and not expired at `$2`.
macro_rules! open {
    () => {
        "i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $2"
    };
}

/// Adds one; `false` where there is one of this id, and nothing was written.
pub async fn put(db: &mut Db, i: &Invitation) -> Result<bool> {
    let sql = "INSERT INTO invitations (id, token_hash, email, lang, role, level, organisation_id, team_id, counsellor_id, purpose,
                 scope, until, invited_by_id, created_at, expires_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (id) DO NOTHING";
    let rows = exec!(
        db,
        sql,
        i.id,
        &i.token_hash,
        &i.email,
        &i.lang,
        i.role.as_str(),
        i.level,
        i.organisation_id,
        i.team_id,
        i.counsellor_id,
        &i.purpose,
        i.scope.as_str(),
        i.until,
        i.invited_by_id,
        i.created_at,
        i.expires_at
    )?;
    Ok(rows == 1)
}

/// How many others an address has been sent since.
pub async fn count_others_since(db: &mut Db, id: Uuid, email: &str, since: DateTime<Utc>) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM invitations WHERE email = $2 AND id <> $1 AND created_at > $3";
    value!(db, i64, sql, id, email, since)
}

/// From now on this opens it, and what did before does not.
pub async fn set_token(db: &mut Db, id: Uuid, token_hash: &str) -> Result<()> {
    exec!(db, "UPDATE invitations SET token_hash = $2 WHERE id = $1", id, token_hash).map(|_| ())
}

/// One that can be accepted, by id.
pub async fn find_open(db: &mut Db, id: Uuid, now: DateTime<Utc>) -> Result<Option<Invitation>> {
    one!(db, Invitation, concat!(columns!(), "WHERE i.id = $1 AND ", open!()), id, now)
}

/// One that can be accepted, by the hash of what opens it.
pub async fn find_by_token(db: &mut Db, token_hash: &str, now: DateTime<Utc>) -> Result<Option<Invitation>> {
    one!(db, Invitation, concat!(columns!(), "WHERE i.token_hash = $1 AND ", open!()), token_hash, now)
}

/// Takes it; `false` where it was accepted or withdrawn already, or has expired.
pub async fn use_up(db: &mut Db, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE invitations SET used_at = $2
               WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2";
    Ok(exec!(db, sql, id, now)? == 1)
}

/// Makes it count no longer; `false` where it does not any more.
pub async fn withdraw(db: &mut Db, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE invitations SET withdrawn_at = $2
               WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2";
    Ok(exec!(db, sql, id, now)? == 1)
}

/// Those by mail that can be accepted, of what an actor looks after; the latest first.
pub async fn administered(db: &mut Db, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Invitation>> {
    let sql = concat!(
        columns!(),
        "WHERE ",
        open!(),
        " AND i.counsellor_id IS NULL AND ($3 OR EXISTS (SELECT 1 FROM memberships a WHERE a.user_id = $1
           AND a.organisation_id = i.organisation_id AND a.role = 'admin')) ORDER BY i.created_at DESC, i.id DESC LIMIT 500"
    );
    let k = Keeper::of(actor);
    all!(db, Invitation, sql, k.user, now, k.portal)
}

/// Codes and mails by which someone lets this counsellor in, and that can be accepted; the latest first.
pub async fn of_counsellor(db: &mut Db, counsellor: Uuid, now: DateTime<Utc>) -> Result<Vec<Invitation>> {
    let sql = concat!(
        columns!(),
        "WHERE ",
        open!(),
        " AND i.counsellor_id = $1 ORDER BY i.created_at DESC, i.id DESC LIMIT 100"
    );
    all!(db, Invitation, sql, counsellor, now)
}

/// One of those that can be accepted, by id, if the actor looks after it.
pub async fn find_administered(
    db: &mut Db,
    actor: &Actor,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<Invitation>> {
    Ok(administered(db, actor, now).await?.into_iter().find(|one| one.id == id))
}

/// Forgets those that expired before; gives how many.
pub async fn forget(db: &mut Db, before: DateTime<Utc>) -> Result<u64> {
    exec!(db, "DELETE FROM invitations WHERE expires_at < $1", before)
}
