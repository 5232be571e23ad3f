//! Organisations, their teams and members.

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, Level, Membership, Role, permission::Sharing};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional},
    viewer::PeopleAdmin,
};

/// A row of `organisations`.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Organisation {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// Identifier in URLs and import files.
    pub slug: String,
    /// Name as shown to people.
    pub name: String,
    /// Which colleagues see a member's tickets.
    #[sqlx(try_from = "String")]
    pub sharing: Sharing,
    /// Whether participants may end a counsellor's relation to them.
    pub participants_end: bool,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}

/// Inserts an organisation, or updates the one with this slug; returns its id.
pub async fn upsert(db: &mut Db, organisation: &Organisation) -> Result<Uuid> {
    let sql =
        "INSERT INTO organisations (id, slug, name, sharing, participants_end, created_at) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (slug) DO UPDATE SET name = excluded.name, sharing = excluded.sharing,
               participants_end = excluded.participants_end";
    execute!(
        db,
        sql,
        organisation.id,
        &organisation.slug,
        &organisation.name,
        organisation.sharing.as_str(),
        organisation.participants_end,
        organisation.created_at
    )?;
    Ok(find_by_slug(db, &organisation.slug).await?.map_or(organisation.id, |known| known.id))
}

/// Finds an organisation by slug.
pub async fn find_by_slug(db: &mut Db, slug: &str) -> Result<Option<Organisation>> {
    let sql =
        "SELECT id, slug, name, sharing, participants_end, created_at FROM organisations WHERE slug = $1";
    fetch_optional!(db, Organisation, sql, slug)
}

/// Whether the actor administers the organisation `o`; `$1` and `$2` are [`PeopleAdmin`].
macro_rules! administers {
    () => {
        "($2 OR EXISTS (SELECT 1 FROM memberships a WHERE a.user_id = $1 AND a.organisation_id = o.id AND a.role = 'admin'))"
    };
}

/// An organisation by id, if the actor administers it.
pub async fn find_administered(db: &mut Db, actor: &Actor, id: Uuid) -> Result<Option<Organisation>> {
    let sql = concat!(
        "SELECT o.id, o.slug, o.name, o.sharing, o.participants_end, o.created_at FROM organisations o WHERE o.id = $3 AND ",
        administers!()
    );
    let admin = PeopleAdmin::new(actor);
    fetch_optional!(db, Organisation, sql, admin.user, admin.portal, id)
}

/// Organisations that the actor administers, by name.
pub async fn list_administered(db: &mut Db, actor: &Actor) -> Result<Vec<Organisation>> {
    let sql = concat!(
        "SELECT o.id, o.slug, o.name, o.sharing, o.participants_end, o.created_at FROM organisations o WHERE ",
        administers!(),
        " ORDER BY o.name, o.id"
    );
    let admin = PeopleAdmin::new(actor);
    fetch_all!(db, Organisation, sql, admin.user, admin.portal)
}

/// Any organisation by id: for jobs, and where access has been checked already.
pub async fn find_by_id(db: &mut Db, id: Uuid) -> Result<Option<Organisation>> {
    let sql = "SELECT id, slug, name, sharing, participants_end, created_at FROM organisations WHERE id = $1";
    fetch_optional!(db, Organisation, sql, id)
}

/// Ids and names of all organisations, by name.
pub async fn list_names(db: &mut Db) -> Result<Vec<NamedRef>> {
    fetch_all!(db, NamedRef, "SELECT id, name FROM organisations ORDER BY name, id")
}

/// Organisations of which a user is a member, by name.
pub async fn list_for_person(db: &mut Db, user: Uuid) -> Result<Vec<Organisation>> {
    let sql = "SELECT id, slug, name, sharing, participants_end, created_at FROM organisations
               WHERE id IN (SELECT organisation_id FROM memberships WHERE user_id = $1) ORDER BY name, id";
    fetch_all!(db, Organisation, sql, user)
}

/// Updates an organisation's name, sharing rule and `participants_end`; the slug cannot be changed.
pub async fn update(db: &mut Db, organisation: &Organisation) -> Result<()> {
    let sql = "UPDATE organisations SET name = $2, sharing = $3, participants_end = $4 WHERE id = $1";
    execute!(
        db,
        sql,
        organisation.id,
        &organisation.name,
        organisation.sharing.as_str(),
        organisation.participants_end
    )
    .map(|_| ())
}

/// Id and name of a team, user or organisation.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct NamedRef {
    /// Id of the team, user or organisation.
    pub id: Uuid,
    /// Name as shown to people.
    pub name: String,
}

/// Teams of an organisation, by name.
pub async fn list_teams(db: &mut Db, organisation: Uuid) -> Result<Vec<NamedRef>> {
    fetch_all!(
        db,
        NamedRef,
        "SELECT id, name FROM teams WHERE organisation_id = $1 ORDER BY name, id",
        organisation
    )
}

/// Renames a team; `false` where another team of the organisation has the name, or there is no such team.
pub async fn rename_team(db: &mut Db, organisation: Uuid, team: Uuid, name: &str) -> Result<bool> {
    let sql = "UPDATE teams SET name = $3 WHERE id = $2 AND organisation_id = $1
               AND NOT EXISTS (SELECT 1 FROM teams o WHERE o.organisation_id = $1 AND o.name = $3 AND o.id <> $2)";
    Ok(execute!(db, sql, organisation, team, name)? == 1)
}

/// Deletes a team; its members stay in the organisation. `false` where there is no such team.
pub async fn delete_team(db: &mut Db, organisation: Uuid, team: Uuid) -> Result<bool> {
    let sql = "DELETE FROM teams WHERE id = $2 AND organisation_id = $1";
    Ok(execute!(db, sql, organisation, team)? == 1)
}

/// Inserts a team unless the organisation has one with this name; returns the team's id.
pub async fn ensure_team(db: &mut Db, id: Uuid, organisation: Uuid, name: &str) -> Result<Uuid> {
    let sql = "INSERT INTO teams (id, organisation_id, name) VALUES ($1, $2, $3) ON CONFLICT (organisation_id, name) DO NOTHING";
    execute!(db, sql, id, organisation, name)?;
    let sql = "SELECT id FROM teams WHERE organisation_id = $1 AND name = $2";
    Ok(fetch_optional!(db, (Uuid,), sql, organisation, name)?.map_or(id, |(known,)| known))
}

/// Inserts a membership, or updates team and level of the existing one with the same role.
pub async fn upsert_membership(
    db: &mut Db,
    user: Uuid,
    membership: &Membership,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = "INSERT INTO memberships (user_id, organisation_id, role, team_id, level, since) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (user_id, organisation_id, role) DO UPDATE SET team_id = excluded.team_id, level = excluded.level";
    let Membership { organisation, team, role, level } = membership;
    execute!(db, sql, user, *organisation, role.as_str(), *team, level.number(), now).map(|_| ())
}

/// Deletes a membership; `false` where the user did not have it.
pub async fn delete_membership(db: &mut Db, user: Uuid, organisation: Uuid, role: Role) -> Result<bool> {
    let sql = "DELETE FROM memberships WHERE user_id = $1 AND organisation_id = $2 AND role = $3";
    Ok(execute!(db, sql, user, organisation, role.as_str())? == 1)
}

#[derive(FromRow)]
struct MembershipRow {
    organisation_id: Uuid,
    team_id: Option<Uuid>,
    #[sqlx(try_from = "String")]
    role: Role,
    level: i64,
}

/// A user's memberships, oldest first.
pub async fn list_memberships(db: &mut Db, user: Uuid) -> Result<Vec<Membership>> {
    let sql = "SELECT organisation_id, team_id, role, level FROM memberships WHERE user_id = $1
               ORDER BY since, organisation_id, role";
    let rows = fetch_all!(db, MembershipRow, sql, user)?;
    let membership = |row: MembershipRow| Membership {
        organisation: row.organisation_id,
        team: row.team_id,
        role: row.role,
        level: Level::clamped(row.level),
    };
    Ok(rows.into_iter().map(membership).collect())
}

/// Lets a user see the tickets of an organisation's members, where its sharing rule is `chosen`.
pub async fn insert_sharing_viewer(db: &mut Db, organisation: Uuid, user: Uuid) -> Result<()> {
    let sql = "INSERT INTO sharing_viewers (organisation_id, user_id) VALUES ($1, $2)
               ON CONFLICT (organisation_id, user_id) DO NOTHING";
    execute!(db, sql, organisation, user).map(|_| ())
}

/// Revokes [`insert_sharing_viewer`].
pub async fn delete_sharing_viewer(db: &mut Db, organisation: Uuid, user: Uuid) -> Result<()> {
    execute!(
        db,
        "DELETE FROM sharing_viewers WHERE organisation_id = $1 AND user_id = $2",
        organisation,
        user
    )
    .map(|_| ())
}

/// Users who may see the tickets of an organisation's members, by name; former members are left out.
pub async fn list_sharing_viewers(db: &mut Db, organisation: Uuid) -> Result<Vec<NamedRef>> {
    let sql = "SELECT u.id, u.name FROM sharing_viewers w JOIN users u ON u.id = w.user_id WHERE w.organisation_id = $1
               AND EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = w.user_id AND m.organisation_id = $1)
               ORDER BY u.name, u.id";
    fetch_all!(db, NamedRef, sql, organisation)
}

/// Active members of an organisation with a role and a confirmed address, by name.
pub async fn list_members_with_role(db: &mut Db, organisation: Uuid, role: Role) -> Result<Vec<NamedRef>> {
    let sql = "SELECT u.id, u.name FROM memberships m JOIN users u ON u.id = m.user_id
               WHERE m.organisation_id = $1 AND m.role = $2 AND u.email_confirmed_at IS NOT NULL AND u.deactivated_at IS NULL
               ORDER BY u.name, u.id";
    fetch_all!(db, NamedRef, sql, organisation, role.as_str())
}

/// All members of an organisation, by name.
pub async fn list_members(db: &mut Db, organisation: Uuid) -> Result<Vec<NamedRef>> {
    let sql = "SELECT u.id, u.name FROM users u
               WHERE u.id IN (SELECT user_id FROM memberships WHERE organisation_id = $1) ORDER BY u.name, u.id";
    fetch_all!(db, NamedRef, sql, organisation)
}
