//! Organisations, their teams, and who is what there.

use chrono::{DateTime, Utc};
use fyr_domain::{Level, Membership, Role, permission::Sharing};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one},
};

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Organisation {
    /// Which.
    pub id: Uuid,
    /// In addresses and files.
    pub slug: String,
    /// As people say it.
    pub name: String,
    /// Which colleagues see a member's tickets.
    #[sqlx(try_from = "String")]
    pub sharing: Sharing,
    /// Whether a participant may end what a counsellor may do for them.
    pub participants_end: bool,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// Adds an organisation, or renews the one with this slug. Gives the id in use.
pub async fn put(db: &mut Db, o: &Organisation) -> Result<Uuid> {
    let sql =
        "INSERT INTO organisations (id, slug, name, sharing, participants_end, created_at) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (slug) DO UPDATE SET name = excluded.name, sharing = excluded.sharing,
               participants_end = excluded.participants_end";
    exec!(db, sql, o.id, &o.slug, &o.name, o.sharing.as_str(), o.participants_end, o.created_at)?;
    Ok(find_by_slug(db, &o.slug).await?.map_or(o.id, |known| known.id))
}

/// By slug.
pub async fn find_by_slug(db: &mut Db, slug: &str) -> Result<Option<Organisation>> {
    let sql = "SELECT id, slug, name, sharing, participants_end, created_at FROM organisations WHERE slug = $1";
    one!(db, Organisation, sql, slug)
}

/// Adds a team; where the organisation has one of that name, it is that one. Gives the id in use.
pub async fn put_team(db: &mut Db, id: Uuid, organisation: Uuid, name: &str) -> Result<Uuid> {
    let sql = "INSERT INTO teams (id, organisation_id, name) VALUES ($1, $2, $3) ON CONFLICT (organisation_id, name) DO NOTHING";
    exec!(db, sql, id, organisation, name)?;
    let sql = "SELECT id FROM teams WHERE organisation_id = $1 AND name = $2";
    Ok(one!(db, (Uuid,), sql, organisation, name)?.map_or(id, |(known,)| known))
}

/// Gives someone a role in an organisation; one they have already gets the new team and level.
pub async fn put_member(db: &mut Db, user: Uuid, membership: &Membership, now: DateTime<Utc>) -> Result<()> {
    let sql = "INSERT INTO memberships (user_id, organisation_id, role, team_id, level, since) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (user_id, organisation_id, role) DO UPDATE SET team_id = excluded.team_id, level = excluded.level";
    let Membership { organisation, team, role, level } = membership;
    exec!(db, sql, user, *organisation, role.as_str(), *team, level.number(), now).map(|_| ())
}

/// Takes a role in an organisation from someone; `false` where they did not have it.
pub async fn remove_member(db: &mut Db, user: Uuid, organisation: Uuid, role: Role) -> Result<bool> {
    let sql = "DELETE FROM memberships WHERE user_id = $1 AND organisation_id = $2 AND role = $3";
    Ok(exec!(db, sql, user, organisation, role.as_str())? == 1)
}

#[derive(FromRow)]
struct MembershipRow {
    organisation_id: Uuid,
    team_id: Option<Uuid>,
    #[sqlx(try_from = "String")]
    role: Role,
    level: i64,
}

/// What someone is to organisations, the longest-standing first.
pub async fn memberships(db: &mut Db, user: Uuid) -> Result<Vec<Membership>> {
    let sql = "SELECT organisation_id, team_id, role, level FROM memberships WHERE user_id = $1
               ORDER BY since, organisation_id, role";
    let rows = all!(db, MembershipRow, sql, user)?;
    let membership = |row: MembershipRow| Membership {
        organisation: row.organisation_id,
        team: row.team_id,
        role: row.role,
        level: Level::clamped(row.level),
    };
    Ok(rows.into_iter().map(membership).collect())
}

/// Chooses someone to see the tickets of an organisation's members, where it shares them with chosen people.
pub async fn choose_viewer(db: &mut Db, organisation: Uuid, user: Uuid) -> Result<()> {
    let sql = "INSERT INTO sharing_viewers (organisation_id, user_id) VALUES ($1, $2)
               ON CONFLICT (organisation_id, user_id) DO NOTHING";
    exec!(db, sql, organisation, user).map(|_| ())
}

/// Stops that.
pub async fn unchoose_viewer(db: &mut Db, organisation: Uuid, user: Uuid) -> Result<()> {
    exec!(db, "DELETE FROM sharing_viewers WHERE organisation_id = $1 AND user_id = $2", organisation, user)
        .map(|_| ())
}
