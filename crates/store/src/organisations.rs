//! Organisations, their teams, and who is what there.

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, Level, Membership, Role, permission::Sharing};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one},
    viewer::Keeper,
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
    let sql =
        "SELECT id, slug, name, sharing, participants_end, created_at FROM organisations WHERE slug = $1";
    one!(db, Organisation, sql, slug)
}

/// Whether an actor looks after the people of the organisation `o`: `$1` their id, `$2` whether they run the portal.
macro_rules! administers {
    () => {
        "($2 OR EXISTS (SELECT 1 FROM memberships a WHERE a.user_id = $1 AND a.organisation_id = o.id AND a.role = 'admin'))"
    };
}

/// By id, if the actor looks after its people.
pub async fn find_administered(db: &mut Db, actor: &Actor, id: Uuid) -> Result<Option<Organisation>> {
    let sql = concat!(
        "SELECT o.id, o.slug, o.name, o.sharing, o.participants_end, o.created_at FROM organisations o WHERE o.id = $3 AND ",
        administers!()
    );
    let k = Keeper::of(actor);
    one!(db, Organisation, sql, k.user, k.portal, id)
}

/// Those whose people an actor looks after, by name.
pub async fn administered(db: &mut Db, actor: &Actor) -> Result<Vec<Organisation>> {
    let sql = concat!(
        "SELECT o.id, o.slug, o.name, o.sharing, o.participants_end, o.created_at FROM organisations o WHERE ",
        administers!(),
        " ORDER BY o.name, o.id"
    );
    let k = Keeper::of(actor);
    all!(db, Organisation, sql, k.user, k.portal)
}

/// By id: for jobs, and for what has been checked already.
pub async fn find(db: &mut Db, id: Uuid) -> Result<Option<Organisation>> {
    let sql = "SELECT id, slug, name, sharing, participants_end, created_at FROM organisations WHERE id = $1";
    one!(db, Organisation, sql, id)
}

/// Those a person belongs to, by name.
pub async fn of_person(db: &mut Db, user: Uuid) -> Result<Vec<Organisation>> {
    let sql = "SELECT id, slug, name, sharing, participants_end, created_at FROM organisations
               WHERE id IN (SELECT organisation_id FROM memberships WHERE user_id = $1) ORDER BY name, id";
    all!(db, Organisation, sql, user)
}

/// Writes what may change about an organisation; its slug stays.
pub async fn update(db: &mut Db, o: &Organisation) -> Result<()> {
    let sql = "UPDATE organisations SET name = $2, sharing = $3, participants_end = $4 WHERE id = $1";
    exec!(db, sql, o.id, &o.name, o.sharing.as_str(), o.participants_end).map(|_| ())
}

/// A team or a person, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Named {
    /// Which.
    pub id: Uuid,
    /// As people say it.
    pub name: String,
}

/// The teams of an organisation, by name.
pub async fn teams(db: &mut Db, organisation: Uuid) -> Result<Vec<Named>> {
    all!(db, Named, "SELECT id, name FROM teams WHERE organisation_id = $1 ORDER BY name, id", organisation)
}

/// Calls a team something else; `false` where another team of the organisation is called so, or there is no such team.
pub async fn rename_team(db: &mut Db, organisation: Uuid, team: Uuid, name: &str) -> Result<bool> {
    let sql = "UPDATE teams SET name = $3 WHERE id = $2 AND organisation_id = $1
               AND NOT EXISTS (SELECT 1 FROM teams o WHERE o.organisation_id = $1 AND o.name = $3 AND o.id <> $2)";
    Ok(exec!(db, sql, organisation, team, name)? == 1)
}

/// Dissolves a team; its members stay in the organisation. `false` where there is no such team.
pub async fn remove_team(db: &mut Db, organisation: Uuid, team: Uuid) -> Result<bool> {
    let sql = "DELETE FROM teams WHERE id = $2 AND organisation_id = $1";
    Ok(exec!(db, sql, organisation, team)? == 1)
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

/// Whom an organisation chose to see its members' tickets, by name; who does not belong to it (any more) does not count.
pub async fn viewers(db: &mut Db, organisation: Uuid) -> Result<Vec<Named>> {
    let sql = "SELECT u.id, u.name FROM sharing_viewers w JOIN users u ON u.id = w.user_id WHERE w.organisation_id = $1
               AND EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = w.user_id AND m.organisation_id = $1)
               ORDER BY u.name, u.id";
    all!(db, Named, sql, organisation)
}

/// Who belongs to an organisation in a role, by name: whom a list offers.
pub async fn holders(db: &mut Db, organisation: Uuid, role: Role) -> Result<Vec<Named>> {
    let sql = "SELECT u.id, u.name FROM memberships m JOIN users u ON u.id = m.user_id
               WHERE m.organisation_id = $1 AND m.role = $2 ORDER BY u.name, u.id";
    all!(db, Named, sql, organisation, role.as_str())
}

/// Everyone who belongs to an organisation, by name.
pub async fn members(db: &mut Db, organisation: Uuid) -> Result<Vec<Named>> {
    let sql = "SELECT u.id, u.name FROM users u
               WHERE u.id IN (SELECT user_id FROM memberships WHERE organisation_id = $1) ORDER BY u.name, u.id";
    all!(db, Named, sql, organisation)
}
