//! Invitations by mail or by code. Only a hash of the token or code is stored; it can be used once.

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, Role, permission::Scope};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
    viewer::PeopleAdmin,
};

/// An invitation to an organisation, to the portal, or to a counsellor's participants.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Invitation {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// Hash of the token in the link, or of the code.
    pub token_hash: String,
    /// E-mail address of the invited person; empty for a code.
    pub email: String,
    /// Language of the mail.
    pub lang: String,
    /// Role that is granted.
    #[sqlx(try_from = "String")]
    pub role: Role,
    /// Support level of an agent.
    pub level: i64,
    /// Organisation of the role; `None` for the whole portal.
    pub organisation_id: Option<Uuid>,
    /// Team of the role.
    pub team_id: Option<Uuid>,
    /// Set where accepting creates a relation to this counsellor instead of granting a role.
    pub counsellor_id: Option<Uuid>,
    /// Purpose of the relation in a few words.
    pub purpose: String,
    /// What the counsellor may do.
    #[sqlx(try_from = "String")]
    pub scope: Scope,
    /// End of the relation, where it is known.
    pub until: Option<DateTime<Utc>>,
    /// Who sent the invitation.
    pub invited_by_id: Option<Uuid>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it expires.
    pub expires_at: DateTime<Utc>,
}

macro_rules! columns {
    () => {
        "SELECT i.id, i.token_hash, i.email, i.lang, i.role, i.level, i.organisation_id, i.team_id, i.counsellor_id, i.purpose,
           i.scope, i.until, i.invited_by_id, i.created_at, i.expires_at FROM invitations i "
    };
}

/// Not accepted, not withdrawn, and not expired at `$2`.
macro_rules! pending {
    () => {
        "i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $2"
    };
}

/// Inserts an invitation; `false` where the id exists, and nothing was written.
pub async fn insert(db: &mut Db, invitation: &Invitation) -> Result<bool> {
    let sql = "INSERT INTO invitations (id, token_hash, email, lang, role, level, organisation_id, team_id, counsellor_id, purpose,
                 scope, until, invited_by_id, created_at, expires_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (id) DO NOTHING";
    let rows = execute!(
        db,
        sql,
        invitation.id,
        &invitation.token_hash,
        &invitation.email,
        &invitation.lang,
        invitation.role.as_str(),
        invitation.level,
        invitation.organisation_id,
        invitation.team_id,
        invitation.counsellor_id,
        &invitation.purpose,
        invitation.scope.as_str(),
        invitation.until,
        invitation.invited_by_id,
        invitation.created_at,
        invitation.expires_at
    )?;
    Ok(rows == 1)
}

/// Number of other invitations sent to an address after `since`.
pub async fn count_others_since(db: &mut Db, id: Uuid, email: &str, since: DateTime<Utc>) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM invitations WHERE email = $2 AND id <> $1 AND created_at > $3";
    fetch_scalar!(db, i64, sql, id, email, since)
}

/// Replaces the token hash; the previous token or code stops working.
pub async fn set_token_hash(db: &mut Db, id: Uuid, token_hash: &str) -> Result<()> {
    execute!(db, "UPDATE invitations SET token_hash = $2 WHERE id = $1", id, token_hash).map(|_| ())
}

/// Finds a pending invitation by id.
pub async fn find_pending(db: &mut Db, id: Uuid, now: DateTime<Utc>) -> Result<Option<Invitation>> {
    fetch_optional!(db, Invitation, concat!(columns!(), "WHERE i.id = $1 AND ", pending!()), id, now)
}

/// Finds a pending invitation by token hash.
pub async fn find_by_token(db: &mut Db, token_hash: &str, now: DateTime<Utc>) -> Result<Option<Invitation>> {
    fetch_optional!(
        db,
        Invitation,
        concat!(columns!(), "WHERE i.token_hash = $1 AND ", pending!()),
        token_hash,
        now
    )
}

/// Marks an invitation as accepted; `false` where it is not pending.
pub async fn mark_used(db: &mut Db, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE invitations SET used_at = $2
               WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2";
    Ok(execute!(db, sql, id, now)? == 1)
}

/// Withdraws an invitation; `false` where it is not pending.
pub async fn withdraw(db: &mut Db, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let sql = "UPDATE invitations SET withdrawn_at = $2
               WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2";
    Ok(execute!(db, sql, id, now)? == 1)
}

/// Up to 500 pending invitations to roles that the actor administers, latest first.
pub async fn list_administered(db: &mut Db, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Invitation>> {
    let sql = concat!(
        columns!(),
        "WHERE ",
        pending!(),
        " AND i.counsellor_id IS NULL AND ($3 OR EXISTS (SELECT 1 FROM memberships a WHERE a.user_id = $1
           AND a.organisation_id = i.organisation_id AND a.role = 'admin')) ORDER BY i.created_at DESC, i.id DESC LIMIT 500"
    );
    let admin = PeopleAdmin::new(actor);
    fetch_all!(db, Invitation, sql, admin.user, now, admin.portal)
}

/// Up to 100 pending invitations and codes by which participants let this counsellor act for them, latest first.
pub async fn list_for_counsellor(
    db: &mut Db,
    counsellor: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<Invitation>> {
    let sql = concat!(
        columns!(),
        "WHERE ",
        pending!(),
        " AND i.counsellor_id = $1 ORDER BY i.created_at DESC, i.id DESC LIMIT 100"
    );
    fetch_all!(db, Invitation, sql, counsellor, now)
}

/// A pending invitation by id, if the actor administers it.
pub async fn find_administered(
    db: &mut Db,
    actor: &Actor,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<Invitation>> {
    Ok(list_administered(db, actor, now).await?.into_iter().find(|invitation| invitation.id == id))
}

/// Deletes invitations that expired before `before`; returns how many.
pub async fn delete_expired(db: &mut Db, before: DateTime<Utc>) -> Result<u64> {
    execute!(db, "DELETE FROM invitations WHERE expires_at < $1", before)
}
